"""The comparison one organisation sees: the most alike cohort that may be shown, and what it rests
on (method 6.4, 6.6). Never figures that nobody reported."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from engine.benchmarks import (
    FOR_MEDIAN,
    FOR_QUARTILES,
    Figures,
    Place,
    basis,
    blended,
    figures_verdict,
    percentile,
    place,
)
from engine.cohorts import EVERYBODY, Cohort, Entry, ladder
from engine.release import Publication
from engine.verdicts import Verdict

# To be said wherever a comparison is shown.
ALWAYS = "Companies take part by their own choice and report on themselves."


@dataclass(frozen=True, slots=True)
class Comparison:
    """verdict: insufficient where there is none, and then nothing else is given. place: None where
    the cohort shows no more than its median. rests_on: in words."""

    verdict: Verdict
    cohort: Cohort | None = None
    figures: Figures | None = None
    place: Place | None = None
    rests_on: str | None = None


def compare(
    viewer: Entry, publications: Mapping[Cohort, Publication], least: int = FOR_MEDIAN
) -> Comparison:
    """Where the viewer stands. publications: all of a snapshot, of one measure. least: members that
    a cohort of this measure needs.

    The first cohort of the ladder that bears a percentile; without one the first that shows a
    median. The percentile is among the others of the frozen snapshot, and with the viewer's own
    score in it if there is one: a new assessment moves it with the next release and not before.
    """
    found = [
        item
        for cohort in ladder(viewer.industry, viewer.size)
        if (item := publications.get(cohort)) is not None and item.figures is not None
    ]
    if not found:
        everybody = publications.get(EVERYBODY)
        return Comparison(everybody.verdict if everybody else figures_verdict(0, least))
    best = next((item for item in found if _bears_percentile(viewer, item)), None)
    if best is None:
        item = found[0]
        return Comparison(item.verdict, item.cohort, item.figures)
    chain = [best, *_wider(viewer, best.cohort, publications)]
    ranks = [_rank(viewer, item) for item in chain]
    number = ranks[0][0]
    wider = ranks[1][0] if len(ranks) > 1 else None
    return Comparison(
        best.verdict,
        best.cohort,
        best.figures,
        place(blended(ranks), number),
        basis(number, _whom(best.cohort), wider, _whom(chain[-1 if wider is None else 1].cohort)),
    )


def _others(viewer: Entry, item: Publication) -> list[Entry]:
    entries = item.release.entries if item.release else frozenset()
    return [entry for entry in entries if entry.organisation != viewer.organisation]


def _bears_percentile(viewer: Entry, item: Publication) -> bool:
    return len(_others(viewer, item)) >= FOR_QUARTILES - 1


def _rank(viewer: Entry, item: Publication) -> tuple[int, float]:
    """How many others, and the percentile among them."""
    others = _others(viewer, item)
    entries = item.release.entries if item.release else frozenset()
    own = next((entry for entry in entries if entry not in others), viewer)
    return len(others), percentile(own.score, [entry.score for entry in others])


def _wider(
    viewer: Entry, cohort: Cohort, publications: Mapping[Cohort, Publication]
) -> Iterator[Publication]:
    """Shown cohorts around one, narrower first: what is not shown is not blended in either."""
    parent = cohort.parent
    while parent is not None:
        item = publications.get(parent)
        if item is not None and item.figures is not None and _bears_percentile(viewer, item):
            yield item
        parent = parent.parent


def _whom(cohort: Cohort) -> str:
    if cohort.industry and cohort.size:
        return "like you"
    if cohort.industry:
        return "in your industry"
    return "of your size" if cohort.size else "in all industries"
