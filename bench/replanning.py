"""Re-planning the plan of the large demo organisation: the whole job, in seconds of processor time.

    python -m bench.replanning

Seventy initiatives in the catalogue, twenty-four months, the interactive limit; each change is made
to a copy of the current plan and planned anew, with all the plans that are offered side by side.
Runs as a process of its own with a directory of its own; the first one imports the solver.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from io import StringIO

GOAL_SECONDS = 6.0


def changes(scenario) -> dict:
    """What is tried, by name: money, people, dates, and nothing at all."""
    from dataclasses import replace

    from engine.plan_values import Wish
    from engine.what_if import Edit, edited
    from roadmaps import inputs

    limits = replace(inputs.limits_of(scenario), effort="interactive")
    framework = inputs.framework_of(scenario)
    item = scenario.plan.result["roadmap"]["items"][-1]
    later = Wish("earliest", item["initiative"], item["start"] + 2)
    return {
        "no change": limits,
        "budget -20 %": edited(framework, limits, [Edit("budget_share", -0.2)]),
        "budget +50 %": edited(framework, limits, [Edit("budget_share", 0.5)]),
        "people +10 %": edited(framework, limits, [Edit("capacity_share", 0.1)]),
        "one later": replace(limits, wishes=(*limits.wishes, later)),
    }


def measure() -> bool:
    """In a process that has an installation of its own."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.utils import timezone

    from jobs import doorbell
    from jobs.runner import run
    from roadmaps.models import Proposal, Scenario
    from roadmaps.services import limits as limits_of
    from roadmaps.services import planning, scenarios

    at = timezone.now()
    with doorbell.muffled():
        for name in ("migrate", "createcachetable", "load_framework", "seed_demo"):
            call_command(name, verbosity=0, stdout=StringIO())
        current = max(
            Scenario.objects.unscoped("the demo").filter(current=True),
            key=lambda item: item.version,
        )
        taken = []
        for name, changed in changes(current).items():
            who = {"by": current.created_by, "at": at}
            copy = scenarios.copy_scenario(scenario=current, name=name, **who)
            limits_of.set_limits(scenario=copy, version=copy.version, limits=changed, **who)
            job = planning.request_replan(scenario=copy, **who)
            begin = time.process_time()
            run(job.pk)
            seconds = time.process_time() - begin
            taken.append(seconds)
            offered = Proposal.objects.unscoped("the demo").filter(scenario=copy)
            moves = [len(item.comparison["moves"]) for item in offered.order_by("tolerance")]
            print(
                f"re-planning the demo, {name}: {seconds:.1f} s CPU (at most {GOAL_SECONDS:.0f}), "
                f"plans that move {', '.join(map(str, moves))}",
                flush=True,
            )
    return max(taken) <= GOAL_SECONDS


def main() -> bool:
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        env = {
            **os.environ,
            "MOPS_VAR_DIR": folder,
            "DATABASE_URL": f"sqlite:///{folder}/mops.sqlite3",
            "DJANGO_SETTINGS_MODULE": "mops.settings",
        }
        command = [sys.executable, "-W", "ignore", "-m", "bench.replanning", "measure"]
        return subprocess.run(command, env=env, check=False).returncode == 0


if __name__ == "__main__":
    sys.exit(0 if (measure() if sys.argv[1:] == ["measure"] else main()) else 1)
