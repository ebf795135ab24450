"""Two made-up organisations to look at."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.models import Organisation
from assessments.services import ANALYSIS
from jobs.models import JobRun
from jobs.runner import run
from mops.demo import sign_ins
from mops.demo.seeding import seed

# What is needed before the first page; charts are drawn by the worker, once it is up.
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
        self._say(options, "Added: " + ", ".join(item.name for item in organisations))
        for line in sign_ins.lines():
            self._say(options, line)

    def _say(self, options: dict[str, Any], text: str) -> None:
        if options["verbosity"]:
            self.stdout.write(text)


def _run_jobs() -> None:
    """Do what waits in this process, with what follows from it, oldest first."""
    waiting = JobRun.objects.unscoped("jobs of an installation that is being made").filter(
        state=JobRun.State.QUEUED, kind__in=KINDS
    )
    oldest = waiting.order_by("created_at", "pk").values_list("pk", flat=True)
    while job_id := oldest.first():
        run(job_id)
