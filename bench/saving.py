"""Saving one answer, as a ratio to the least that a Django app must do for it (bench/mini).

Both on the same server with two processes, the same database and settings, loaded in turn (mini,
mops, mini, mops, ...) by eight connections; the median of the ratios counts. Needs `wrk`.

Beside it, in the same turns, the processor time of a save in one process (bench/in_process.py): the
figure to compare where other programs share the machine.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from bench import in_process

ROUNDS, SECONDS, CONNECTIONS = 5, 4, 8
GOAL = 0.75
LUA = """
local items = {}
for line in io.lines(os.getenv("BENCH_REQUESTS")) do
  local cookie, path = line:match("^(.-)\\t(.+)$")
  items[#items + 1] = {cookie = cookie, path = path}
end
local mops = os.getenv("BENCH_KIND") == "mops"
-- Each line is used once, so that every save is a real one and none a conflict.
local n = 0
function request()
  n = n + 1
  local item, value = items[n], math.random(5)
  local headers = {Cookie = item.cookie, ["X-CSRFToken"] = string.rep("a", 32),
                   Accept = "application/json"}
  local body
  if mops then
    headers["Content-Type"] = "application/x-www-form-urlencoded"
    body = "choice=" .. value .. "&client_id=bench-" .. n .. "-" .. os.getenv("BENCH_RUN") ..
           "&seq=1&base_version=0"
  else
    headers["Content-Type"] = "application/json"
    body = '{"value":' .. value .. "}"
  end
  return wrk.format("POST", item.path, headers, body)
end
function done(summary, latency)
  io.write(string.format("RESULT %d %d %d %d\\n", summary.requests, summary.duration,
                         latency:percentile(50), summary.errors.status))
end
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def database(kind: str, folder: Path):
    """Environment for a fresh database: a SQLite file, or a throw-away one beside DATABASE_URL."""
    url = os.environ.get("BENCH_DATABASE_URL", "")
    if not url:
        yield {"DATABASE_URL": f"sqlite:///{folder / kind}.sqlite3"}
        return
    name = f"bench_{kind}_{uuid.uuid4().hex[:8]}"
    subprocess.run(["psql", url, "-qc", f"create database {name}"], check=True)
    try:
        yield {"DATABASE_URL": urlsplit(url)._replace(path=f"/{name}").geturl()}
    finally:
        subprocess.run(["psql", url, "-qc", f"drop database {name} with (force)"], check=False)


@contextmanager
def served(kind: str, count: int, folder: Path):
    """The app on a free port, with the file of requests to send it."""
    settings = "mops.settings" if kind == "mops" else "bench.mini.settings"
    with database(kind, folder) as env_database:
        env = {
            **os.environ,
            **env_database,
            "DJANGO_SETTINGS_MODULE": settings,
            "MOPS_VAR_DIR": str(folder / f"var-{kind}"),
            # One machine stands for everybody here; the counting itself is part of a save.
            "SAVES_OF_ONE_PERSON": "1000000",
            "SAVES_OF_ONE_ADDRESS": "1000000",
        }
        made = subprocess.run(
            [sys.executable, "-m", "bench.prepare", kind, str(count)],
            env=env, check=True, capture_output=True, text=True,
        )  # fmt: skip
        requests = folder / f"{kind}.txt"
        rows = json.loads(made.stdout)
        requests.write_text("".join(f"{row['cookie']}\t{row['path']}\n" for row in rows))
        port = free_port()
        module = "mops.wsgi" if kind == "mops" else "bench.mini.wsgi"
        server = subprocess.Popen(
            [
                sys.executable, "-m", "granian", "--interface", "wsgi", "--workers", "2",
                "--blocking-threads", os.environ.get("BENCH_THREADS", "4"),
                "--port", str(port), "--log-level", "error", "--no-access-log",
                f"{module}:application",
            ],
            env=env, start_new_session=True,
        )  # fmt: skip
        try:
            wait_for(port)
            yield {
                "port": port, "requests": str(requests), "kind": kind, "folder": folder, "env": env,
            }  # fmt: skip
        finally:
            os.killpg(server.pid, signal.SIGKILL)
            server.wait()


def wait_for(port: int) -> None:
    for _ in range(600):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                time.sleep(0.5)
                return
        time.sleep(0.1)
    raise RuntimeError("the server did not come up")


def load(app: dict, seconds: int) -> float:
    """Saves per second; every reply must be 200."""
    script = app["folder"] / "load.lua"
    script.write_text(LUA)
    app["run"] = app.get("run", 0) + 1
    env = {
        **os.environ,
        "BENCH_REQUESTS": app["requests"],
        "BENCH_KIND": app["kind"],
        "BENCH_RUN": str(app["run"]),
    }
    out = subprocess.run(
        ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "-s", str(script),
         f"http://127.0.0.1:{app['port']}"],
        env=env, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    line = next(line for line in out.splitlines() if line.startswith("RESULT"))
    requests, micros, _p50, errors = map(int, line.split()[1:])
    # wrk asks for more than it counts: one to look at, and those under way at the end.
    take(app, requests + 4 * CONNECTIONS)
    if errors:
        raise RuntimeError(f"{app['kind']}: {errors} of {requests} replies were not 200\n{out}")
    return requests / (micros / 1e6)


def take(app: dict, count: int) -> str:
    """The next lines of the app's file, which are then no longer in it."""
    rows = Path(app["requests"]).read_text().splitlines(keepends=True)
    Path(app["requests"]).write_text("".join(rows[count:]))
    return "".join(rows[:count])


def cpu(app: dict) -> float:
    """Microseconds of processor time for one save, in a process without a server."""
    out = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "bench.in_process", app["kind"]],
        env=app["env"], input=take(app, in_process.LINES),
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return float(out.stdout)


@dataclass(frozen=True)
class Compared:
    """Rounds of mini and mops. rates: saves per second; cpus: microseconds for one save."""

    rates: list[tuple[float, float]]
    cpus: list[tuple[float, float]]

    def ratios(self) -> list[float]:
        """mops / mini in saves per second, lowest first."""
        return sorted(ours / theirs for theirs, ours in self.rates)

    def cpu_ratio(self) -> float:
        """mini / mops in processor time, so that more is better here too."""
        return statistics.median(theirs / ours for theirs, ours in self.cpus)


def compare(count: int) -> Compared:
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        with served("mini", 1, folder) as mini, served("mops", count, folder) as mops:
            load(mini, 1)
            load(mops, 1)
            rates = [(load(mini, SECONDS), load(mops, SECONDS)) for _ in range(ROUNDS)]
            return Compared(rates, [(cpu(mini), cpu(mops)) for _ in range(ROUNDS)])


def main() -> bool:
    if not shutil.which("wrk"):
        print("saving: skipped, wrk is not installed")
        return True
    kept = True
    name = "PostgreSQL" if os.environ.get("BENCH_DATABASE_URL") else "SQLite"
    for count in (10, 1000):
        found = compare(count)
        ratios = found.ratios()
        ratio = statistics.median(ratios)
        kept &= ratio >= GOAL
        mini, mops = zip(*found.rates, strict=True)
        theirs, ours = map(statistics.median, zip(*found.cpus, strict=True))
        print(
            f"saving, {name}, {count} assessments: {ratio:.2f} of the reference "
            f"({ratios[0]:.2f}-{ratios[-1]:.2f}; at least {GOAL:.2f}); "
            f"mini {min(mini):.0f}-{max(mini):.0f}/s, mops {min(mops):.0f}-{max(mops):.0f}/s; "
            f"{found.cpu_ratio():.2f} by processor time "
            f"(mini {theirs:.0f} us, mops {ours:.0f} us a save)",
            flush=True,
        )
    return kept
