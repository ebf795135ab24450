"""The whole product as a user starts it, in a directory and a database of its own."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import redis

from jobs import registry
from tests.stack import databases

BASE_DIR = Path(__file__).resolve().parent.parent.parent
# What tells the processes of `serve` apart in a process list. Where setproctitle is installed, as
# a contributor's tool brings it along, Celery gives its processes names of its own.
MARKS = {
    "web": re.compile("granian"),
    "worker": re.compile(r"celery --app mops --quiet worker|^\[celeryd: \S+MainProcess\]"),
    "scheduler": re.compile(r"celery --app mops --quiet beat|^\[celery beat\]"),
    "broker": re.compile("valkey-server"),
}
# The databases of a Redis are shared out among the processes of a test run.
_PROCESSES = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
SHARE_OF_BROKERS = (int(os.environ.get("PYTEST_XDIST_WORKER", "gw0")[2:]), 16, _PROCESSES)
_brokers_in_use: set[int] = set()
# What belongs to a run and not to an installation.
OF_A_RUN = ("run", "broker", "serve.log")


class Stack:
    """A running `manage.py serve`.

    base_url: without a slash at the end. var: its var/ directory. demo: whether the demo
    organisations are in it. quiet: it leaves undone what nobody waits for, such as charts.
    log: the path of everything that it printed.
    """

    def __init__(
        self, var: Path, database_url: str, redis_url: str, demo: bool, env: dict[str, str]
    ) -> None:
        self.var, self.demo, self.quiet = var, demo, env.get("BACKGROUND_JOBS") == "0"
        self.database_url, self.redis_url = database_url, redis_url
        self.port = _free_port()
        self.base_url = f"http://127.0.0.1:{self.port}"
        self.log = var / "serve.log"
        self.env = os.environ | {
            "DJANGO_SETTINGS_MODULE": "tests.stack.settings",
            "MOPS_VAR_DIR": str(var),
            "DATABASE_URL": database_url,
            "REDIS_URL": redis_url,
            "MOPS_DEMO": "1" if demo else "0",
            "PYTHONWARNINGS": "",
            **env,
        }

    # --- life
    def start(self) -> None:
        command = [sys.executable, "manage.py", "serve", "--prepare", "--port", str(self.port)]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command, cwd=BASE_DIR, env=self.env, stdout=log, stderr=log, start_new_session=True
            )
        self.wait(lambda: self.get("/healthz") == 200, 120, "the web server")
        self.wait(lambda: self.get("/readyz") == 200, 120, "readiness")

    def stop(self) -> int:
        """As Ctrl-C in the terminal; the exit code."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        return self.process.wait(20)

    # --- looking
    def get(self, path: str) -> int | None:
        """The status of a page, None if nobody answers."""
        try:
            with urllib.request.urlopen(self.base_url + path, timeout=10) as answer:
                return answer.status
        except urllib.error.HTTPError as error:
            error.close()
            return error.code
        except OSError:
            return None

    def pids(self, service: str | None = None) -> list[int]:
        """All processes of this stack below `serve`, or the first process of one service."""
        found = _descendants(self.process.pid)
        if service is None:
            return [pid for pid, _parent, _command in found]
        return [
            pid
            for pid, parent, command in found
            if parent == self.process.pid and MARKS[service].search(command)
        ]

    def children(self, pid: int) -> list[int]:
        return [child for child, parent, _command in _descendants(pid) if parent == pid]

    def query(self, sql: str, *values: object) -> list[tuple]:
        """Rows of the stack's own database; `?` stands for a value."""
        if self.database_url.startswith("sqlite"):
            with sqlite3.connect(self.var / databases.SQLITE, timeout=20) as connection:
                rows = connection.execute(sql, values).fetchall()
            connection.close()
            return rows
        with psycopg.connect(self.database_url) as connection:
            return connection.execute(sql.replace("?", "%s"), values).fetchall()

    def document(self, sql: str, *values: object) -> dict:
        """The one JSON column of the first row."""
        found = self.query(sql, *values)[0][0]
        return json.loads(found) if isinstance(found, str) else found

    def demo_password(self) -> str:
        return (self.var / "demo_password").read_text().strip()

    def idle(self) -> bool:
        """True if no job waits or runs, of those that it does at all."""
        rows = self.query("SELECT kind FROM jobs_jobrun WHERE state IN ('queued', 'running')")
        undone = set(registry.in_the_background()) if self.quiet else set()
        return {kind for (kind,) in rows} <= undone

    def wait(self, ready, seconds: float, what: str) -> float:
        """Seconds until `ready()` is true; fails with the log's end after too many."""
        started = time.monotonic()
        while time.monotonic() - started < seconds:
            if ready():
                return time.monotonic() - started
            if self.process.poll() is not None:
                break
            time.sleep(0.2)
        end = "\n".join(self.log.read_text().splitlines()[-40:])
        raise AssertionError(f"{what}: not within {seconds} s\n{end}")

    # --- work
    def manage(self, *arguments: str) -> str:
        command = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(
            command,
            check=False,
            cwd=BASE_DIR,
            env=self.env,
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def slow_job(self, seconds: float, deliver: int = 1) -> SlowJob:
        said = json.loads(self.manage("slow", str(seconds), "--deliver", str(deliver)))
        return SlowJob(self, uuid.UUID(said["id"]), said["took"])


class SlowJob:
    """A job in a stack. took: seconds that asking for it took."""

    def __init__(self, stack: Stack, job_id: uuid.UUID, took: float) -> None:
        self.stack, self.took = stack, took
        # SQLite keeps a UUID without hyphens.
        self.key = job_id.hex if stack.database_url.startswith("sqlite") else str(job_id)
        self.id = job_id

    def row(self) -> tuple[str, int]:
        """State and attempt."""
        return self.stack.query("SELECT state, attempt FROM jobs_jobrun WHERE id = ?", self.key)[0]

    def wait_for(self, state: str, seconds: float) -> float:
        return self.stack.wait(lambda: self.row()[0] == state, seconds, f"the job to be {state}")

    def results(self) -> int:
        """How many results were stored for it."""
        return self.stack.query(
            "SELECT count(*) FROM accounts_auditentry WHERE action = 'slow.done'"
            " AND subject_id = ?",
            str(self.id),
        )[0][0]


@contextmanager
def running(
    var: Path, of: Path | None = None, *, keep: bool = False, demo: bool = False, **env: str
):
    """A started stack, env added to its environment; afterwards it is stopped and its database
    gone, unless that is to be kept.

    of: the var/ directory of a stopped stack, with whose data it begins; else with nothing.
    """
    if of:
        shutil.copytree(of, var, ignore=shutil.ignore_patterns(*OF_A_RUN), dirs_exist_ok=True)
    database_url = databases.create(var, of)
    try:
        with _broker() as redis_url:
            stack = Stack(var, database_url, redis_url, demo, env)
            try:
                stack.start()
                yield stack
            finally:
                stack.stop()
    finally:
        if not keep:
            databases.drop(database_url)


@contextmanager
def _broker():
    """A database of the given Redis for this stack alone; empty means: the embedded server.

    Two stacks on one broker would take each other's messages and find no such job.
    """
    given = os.environ.get("REDIS_URL", "")
    if not given:
        yield ""
        return
    parts = urlsplit(given)
    own = int(parts.path.strip("/") or 0)
    number = min(set(range(*SHARE_OF_BROKERS)) - {own} - _brokers_in_use)
    url = urlunsplit(parts._replace(path=f"/{number}"))
    _brokers_in_use.add(number)
    try:
        with redis.Redis.from_url(url) as connection:
            connection.flushdb()
        yield url
    finally:
        _brokers_in_use.discard(number)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def processes() -> list[tuple[int, int, str]]:
    """(pid, parent, command) of every living process on this machine."""
    listing = subprocess.run(
        ["ps", "-axwwo", "pid=,ppid=,stat=,command="], capture_output=True, text=True, check=True
    )
    lines = [line.split(None, 3) for line in listing.stdout.splitlines()]
    return [
        (int(line[0]), int(line[1]), line[3])
        for line in lines
        if len(line) == 4 and not line[2].startswith("Z")
    ]


def _descendants(ancestor: int) -> list[tuple[int, int, str]]:
    everything, family = processes(), {ancestor}
    found: list[tuple[int, int, str]] = []
    while new := [row for row in everything if row[1] in family and row[0] not in family]:
        found.extend(new)
        family.update(row[0] for row in new)
    return found
