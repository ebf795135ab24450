"""`assess` on the example file: CPU seconds, as a ratio to a bare interpreter that imports what it
needs (NumPy, SciPy, Django, PyYAML) and ends.

Both from bytecode, as every run but the first is. Libraries have theirs since they were installed;
a shell that forbids Python to write any would have our modules alone compiled anew each time, a
fifth of the whole.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ROUNDS, GOAL, GOAL_SECONDS = 3, 10.0, 3.0
IMPORTS = "import numpy, scipy, django, yaml"


def cpu_seconds(bytecode: str, *arguments: str) -> float:
    """CPU of one run of this interpreter, user and system. bytecode: where it is kept."""
    env = {**os.environ, "PYTHONPYCACHEPREFIX": bytecode, "PYTHONDONTWRITEBYTECODE": ""}
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT, env={**env, "MOPS_VAR_DIR": folder}, check=True, capture_output=True,
        )  # fmt: skip
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def main() -> bool:
    with tempfile.TemporaryDirectory(prefix="bench-") as out:
        run = partial(cpu_seconds, str(Path(out) / "bytecode"))
        command = ["manage.py", "assess", "docs/examples/answers-synthetic.csv", "--out", out]
        run(*command)
        planned = run(*command, "--effort", "interactive")
        pairs = [(run("-c", IMPORTS), run(*command)) for _ in range(ROUNDS)]
    reference, ours = (statistics.median(column) for column in zip(*pairs, strict=True))
    ratio = statistics.median(b / a for a, b in pairs)
    print(
        f"assess, example file: {ours:.2f} s CPU (at most {GOAL_SECONDS:.0f} s), "
        f"with the optimiser {planned:.2f} s, "
        f"imports alone {reference:.2f} s: {ratio:.1f} times the reference (at most {GOAL:.0f})",
        flush=True,
    )
    return ratio <= GOAL and ours <= GOAL_SECONDS
