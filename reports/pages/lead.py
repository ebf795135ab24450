"""The first sentences of the narrative, for a page that has no room for all of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.pages import sentences
from reports.pages.overview import arrival

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reports.frames import Source

# Passages of the deliverables (reports/deliverables/sections/) that stand on pages.
SURE, STANDING, NEXT = "gaps.sure", "standing.message", "standing.next"
KEYS = (SURE, STANDING, NEXT)


def story(read: Source, reworded: Mapping[str, str]) -> dict[str, str]:
    """standing: what holds the organisation; next: what leads on, and when the plan gets there.
    reworded: what people have put in place of passages, by key."""
    leads = " ".join(filter(None, (sentences.next_step(read), arrival(read))))
    return {
        "standing": reworded.get(STANDING) or f"{sentences.headline(read)}.",
        "next": reworded.get(NEXT) or leads,
    }
