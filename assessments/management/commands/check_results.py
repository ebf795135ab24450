"""Look over all stored results against their answers, as after a restore."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from assessments.recount import recount


class Command(BaseCommand):
    help = (
        "Check the newest result of every assessment against its answers: no area score may lie"
        " outside the levels that were answered. Rounds in which a group has settled an answer are"
        " left out. Changes nothing. Exit code 1 if one does."
    )

    def handle(self, **options: Any) -> None:
        found = recount()
        for fault in found.faults:
            self.stdout.write(
                f"WRONG assessment {fault.assessment}: {fault.area} has score {fault.score:.4f},"
                f" and its answers are {fault.low} to {fault.high}"
            )
        self.stdout.write(
            f"{found.agree} results agree with their answers;"
            f" {found.moved_on} rest on another number of answers than there are now."
        )
        if found.faults:
            raise CommandError(f"{len(found.faults)} stored scores cannot be what was answered.")
