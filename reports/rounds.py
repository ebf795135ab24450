"""The rounds of an organisation up to one result, each as its readers may see it."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from assessments import comparison, disclosed
from reports.frames import RoundMark

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assessments.models import Analysis

# Rounds that are shown side by side; older ones are counted and left out.
MOST_ROUNDS = 8


def marks(analysis: Analysis) -> list[RoundMark]:
    """The newest rounds, oldest first, each with its change since the one before."""
    return marks_of(list(comparison.rounds_until(analysis)[:MOST_ROUNDS]))


def marks_of(analyses: Sequence[Analysis]) -> list[RoundMark]:
    """The same for analyses in hand, newest first."""
    changes = comparison.latest_of(analyses)
    return [
        RoundMark(
            key=str(item.pk),
            name=item.assessment.name,
            opened=item.assessment.opened_at.date().isoformat(),
            result=disclosed.result(item),
            change=changes[item.pk].result if item.pk in changes else None,
        )
        for item in reversed(analyses)
    ]


def state(analysis: Analysis) -> str:
    """Short digest of what `marks` would show: another result, or another promise to respondents,
    makes another one. Reads no result."""
    rows = comparison.rounds_until(analysis).values_list(
        "pk", "assessment__name", "assessment__privacy", "assessment__minimum_group"
    )
    text = "\n".join(" ".join(map(str, row)) for row in rows[:MOST_ROUNDS])
    return hashlib.sha256(text.encode()).hexdigest()[:7]
