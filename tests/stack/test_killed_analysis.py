"""The worker is killed while it makes a result: the result is made all the same, and once."""

import os
import signal
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest

from mops.demo import people
from tests.stack.visitor import Visitor

pytestmark = pytest.mark.stack

RECOVERED_WITHIN = 60.0
# Some jobs end before the kill hits them; every try is another input.
TRIES = 4

ASSESSMENT = """SELECT s.id FROM assessments_assessment s
    JOIN accounts_organisation o ON o.id = s.organisation_id
    WHERE o.name = ? ORDER BY s.opened_at LIMIT 1"""
ANALYSES = "SELECT input_digest FROM assessments_analysis WHERE assessment_id = ?"
PLANNED = """SELECT DISTINCT r.analysis_id FROM roadmaps_roadmap r
    JOIN assessments_analysis a ON a.id = r.analysis_id WHERE a.assessment_id = ?"""
# Of an analysis there is a plan made at once, and one that was searched for in its place.
PLANS = """SELECT r.analysis_id, r.parameters_digest FROM roadmaps_roadmap r
    JOIN assessments_analysis a ON a.id = r.analysis_id WHERE a.assessment_id = ?"""
STILL_IN = """SELECT key FROM capabilities_capability WHERE id NOT IN
    (SELECT capability_id FROM assessments_exclusion WHERE assessment_id = ?)
    ORDER BY position DESC"""


@pytest.fixture(scope="module")
def stack(quiet_stack):
    return quiet_stack


@pytest.fixture(scope="module")
def founder(stack):
    return Visitor(stack, people.FOUNDER)


def leave_out_the_next(stack, founder, assessment):
    """A decision that changes what an analysis sees, so that one is asked for."""
    key = stack.query(STILL_IN, assessment)[0][0]
    path = f"/assessments/{uuid.UUID(str(assessment))}/exclusions/"
    founder.post(path, capability=key, reason="Our parent company does this for us.")


def kill_worker_during(stack, kind, asking):
    """The job that was running when the worker was killed; None if it was through before.

    asking: makes the job; it runs beside the watch, because the work itself takes only moments.
    """
    (worker,) = stack.pids("worker")
    running = "SELECT id FROM jobs_jobrun WHERE kind = ? AND state = 'running'"
    with ThreadPoolExecutor(1) as beside:
        asked = beside.submit(asking)
        while not (found := stack.query(running, kind)):
            if asked.done() and stack.idle():
                asked.result()
                return None
        os.killpg(worker, signal.SIGKILL)
        asked.result()
    stack.wait(lambda: worker not in stack.pids(), RECOVERED_WITHIN, "the end of the worker")
    (job,) = found[0]
    done = stack.query("SELECT attempt FROM jobs_jobrun WHERE id = ? AND state = 'done'", job)
    return None if done == [(1,)] else job


@pytest.mark.parametrize("kind", ["analysis", "roadmap"])
def test_an_interrupted_result_is_there_once_within_a_minute(stack, founder, kind):
    (assessment,) = stack.query(ASSESSMENT, people.STARTUP_NAME)[0]
    for _ in range(TRIES):
        stack.wait(stack.idle, RECOVERED_WITHIN, "what the try before has left")
        inputs = len(stack.query(ANALYSES, assessment))
        job = kill_worker_during(
            stack, kind, lambda: leave_out_the_next(stack, founder, assessment)
        )
        stack.wait(lambda: stack.pids("worker"), RECOVERED_WITHIN, "another worker")
        if job:
            break
    else:
        pytest.fail(f"no kill hit a running {kind}")

    stack.wait(
        lambda: len(stack.query(PLANNED, assessment)) == inputs + 1,
        RECOVERED_WITHIN,
        "the roadmap of the new result",
    )
    assert stack.query("SELECT state, attempt FROM jobs_jobrun WHERE id = ?", job) == [("done", 2)]

    digests = stack.query(ANALYSES, assessment)
    assert len(digests) == len(set(digests)) == inputs + 1
    plans = stack.query(PLANS, assessment)
    assert len(plans) == len(set(plans))
