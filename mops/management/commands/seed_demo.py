"""Two made-up organisations to look at."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.models import Organisation
from assessments.access import latest_analysis
from assessments.services import ANALYSIS
from jobs.models import JobRun
from jobs.runner import run
from mops.demo import sign_ins
from mops.demo.seeding import seed
from mops.demo.working import plan_from

# What is needed before the first page; better plans, charts and explanations are made by the
# worker, once it is up.
KINDS = (ANALYSIS, "roadmap")


class Command(BaseCommand):
    help = (
        "Add two made-up organisations with people, answers, analyses and roadmaps, and accounts"
        " to sign in with. Does nothing where an organisation exists."
    )

    def handle(self, **options: Any) -> None:
        if Organisation.objects.unscoped("is this installation empty?").exists():
            self._say(options, "There are organisations already: nothing was added.")
            return
        try:
            organisations = seed(at=timezone.now(), password=sign_ins.make_password())
        except LookupError as error:
            raise CommandError(str(error)) from error
        _run_jobs()
        _plan_the_next_year(organisations[0])
        self._say(options, "Added: " + ", ".join(item.name for item in organisations))
        for line in sign_ins.lines():
            self._say(options, line)

    def _say(self, options: dict[str, Any], text: str) -> None:
        if options["verbosity"]:
            self.stdout.write(text)


def _plan_the_next_year(organisation: Organisation) -> None:
    """Once the newest answers are analysed: the plan from them, by the round's lead."""
    newest = latest_analysis(organisation)
    if newest is not None and newest.assessment.created_by is not None:
        plan_from(newest, by=newest.assessment.created_by, at=timezone.now())


def _run_jobs() -> None:
    """Do what waits in this process, with what follows from it, oldest first."""
    waiting = JobRun.objects.unscoped("jobs of an installation that is being made").filter(
        state=JobRun.State.QUEUED, kind__in=KINDS
    )
    oldest = waiting.order_by("created_at", "pk").values_list("pk", flat=True)
    while job_id := oldest.first():
        run(job_id)
