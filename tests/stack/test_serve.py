"""`manage.py serve`: comes up whole, survives the loss of any part, and leaves nothing behind."""

import os
import signal
import socket
import subprocess
import sys
import time

import pytest

from tests.stack.running import BASE_DIR, processes, running

pytestmark = pytest.mark.stack

RECOVERED_WITHIN = 60.0


@pytest.fixture(scope="module")
def stack(plain_stack):
    return plain_stack


def test_every_page_a_visitor_needs_first_is_served(stack):
    assert stack.get("/healthz") == 200
    assert stack.get("/readyz") == 200
    assert stack.get("/account/login/") == 200


def test_doctor_finds_nothing_wrong(stack):
    assert "WRONG" not in stack.manage("doctor")


def test_a_job_and_its_follower_are_done(stack):
    job = stack.slow_job(0.2)

    job.wait_for("done", RECOVERED_WITHIN)

    followers = "SELECT count(*) FROM jobs_jobrun WHERE kind = 'slow-after' AND state = 'done'"
    stack.wait(lambda: stack.query(followers) != [(0,)], RECOVERED_WITHIN, "the follower")
    assert job.results() == 1


def test_a_message_that_comes_five_times_makes_one_result(stack):
    job = stack.slow_job(1, deliver=5)

    job.wait_for("done", RECOVERED_WITHIN)

    assert job.row() == ("done", 1)
    assert job.results() == 1


@pytest.mark.parametrize("victim", ["whole worker", "one of its processes"])
def test_a_job_whose_worker_is_killed_is_done_once_by_the_next(stack, victim):
    job = stack.slow_job(12)
    job.wait_for("running", RECOVERED_WITHIN)
    (worker,) = stack.pids("worker")
    if victim == "whole worker":
        os.killpg(worker, signal.SIGKILL)
    else:
        for child in stack.children(worker):
            os.kill(child, signal.SIGKILL)
    stack.wait(lambda: stack.pids("worker"), RECOVERED_WITHIN, "another worker")

    job.wait_for("done", RECOVERED_WITHIN)

    assert job.row() == ("done", 2)
    assert job.results() == 1


def own_broker(stack):
    if stack.redis_url:
        pytest.skip("REDIS_URL names a broker that is not ours to break")
    (broker,) = stack.pids("broker")
    return broker


def test_jobs_asked_for_while_the_broker_is_dead_are_done_afterwards(stack):
    os.kill(own_broker(stack), signal.SIGKILL)

    job = stack.slow_job(0.2)
    assert job.took < 3
    assert stack.get("/account/login/") == 200

    job.wait_for("done", RECOVERED_WITHIN)
    assert job.results() == 1


def test_nobody_waits_for_a_frozen_broker(stack):
    broker = own_broker(stack)
    os.kill(broker, signal.SIGSTOP)
    try:
        job = stack.slow_job(0.2)
        started = time.monotonic()
        assert stack.get("/readyz") == 503
        assert time.monotonic() - started < 5
    finally:
        os.kill(broker, signal.SIGCONT)

    assert job.took < 3
    job.wait_for("done", RECOVERED_WITHIN)
    assert job.results() == 1


def test_the_sweeper_goes_on_after_the_scheduler_was_killed(stack):
    (scheduler,) = stack.pids("scheduler")
    os.kill(scheduler, signal.SIGKILL)

    stack.wait(
        lambda: stack.pids("scheduler") not in ([], [scheduler]), RECOVERED_WITHIN, "the scheduler"
    )


def test_a_killed_web_server_is_back_soon(stack):
    (web,) = stack.pids("web")
    os.kill(web, signal.SIGKILL)
    stack.wait(lambda: stack.pids("web") not in ([], [web]), RECOVERED_WITHIN, "another web server")

    stack.wait(lambda: stack.get("/healthz") == 200, RECOVERED_WITHIN, "the web server")


def serve(stack, port):
    return subprocess.run(
        [sys.executable, "manage.py", "serve", "--port", str(port)],
        check=False,
        cwd=BASE_DIR,
        env=stack.env,
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_a_second_serve_on_the_same_directory_is_refused(stack):
    refused = serve(stack, stack.port + 1)

    assert refused.returncode == 1
    assert f"mops already runs on {stack.var}" in refused.stderr


def test_a_port_in_use_is_named_before_anything_is_started(stack, tmp_path):
    stack_elsewhere = type("", (), {"env": stack.env | {"MOPS_VAR_DIR": str(tmp_path)}})
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        refused = serve(stack_elsewhere, port)

    assert refused.returncode == 1
    assert f"Port {port} is in use" in refused.stderr
    assert not (tmp_path / "broker").exists()


def left_of(pids):
    return [row for row in processes() if row[0] in pids]


def test_ctrl_c_stops_all_of_it_within_ten_seconds(installations, tmp_path):
    with running(tmp_path, installations.plain()) as stack:
        job = stack.slow_job(60)
        job.wait_for("running", RECOVERED_WITHIN)
        pids = stack.pids()
        assert len(pids) >= 6

        started = time.monotonic()
        assert stack.stop() == 0
        assert time.monotonic() - started < 10

        assert left_of(pids) == []
        assert stack.log.read_text().rstrip().endswith("Stopped")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the kernel does it on Linux only")
def test_nothing_outlives_a_killed_supervisor(installations, tmp_path):
    with running(tmp_path, installations.plain()) as stack:
        pids = stack.pids()
        stack.process.kill()
        stack.process.wait()

        deadline = time.monotonic() + 15
        while left_of(pids) and time.monotonic() < deadline:
            time.sleep(0.2)

        assert left_of(pids) == []


def test_where_no_broker_can_run_the_work_is_found_in_the_database(installations, tmp_path):
    with running(tmp_path, installations.plain(), BROKER_ENABLED="0") as stack:
        job = stack.slow_job(0.2)

        job.wait_for("done", RECOVERED_WITHIN)

        assert job.results() == 1
        assert stack.pids("broker") == []
