"""Whom an organisation is compared with: who takes part, and the fixed hierarchy of cohorts
(method 6.1, 6.4). No other cohort exists, so that nobody can cut one out around a company."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

MOST_MONTHS = 24
GRADES = frozenset({"A", "B"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """One assessment of an organisation that has opted in. grade: A, B or C. finished: day of the
    analysis. major: of the framework version. scores: what is measured ("overall", area or
    capability key) to a score 1..5; absent where there is none."""

    organisation: str
    assessment: str
    industry: str
    size: str
    grade: str
    finished: date
    major: int
    scores: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """One value of one organisation, of one measure. Another assessment makes another entry."""

    organisation: str
    assessment: str
    industry: str
    size: str
    score: float


@dataclass(frozen=True, slots=True, order=True)
class Cohort:
    """Everybody who shares what is given; "" stands for any."""

    industry: str = ""
    size: str = ""

    def holds(self, entry: Entry) -> bool:
        return self.industry in ("", entry.industry) and self.size in ("", entry.size)

    def inside(self, other: Cohort) -> bool:
        """Nested: whoever is in this one is in the other one by definition."""
        return other.industry in ("", self.industry) and other.size in ("", self.size)

    @property
    def parent(self) -> Cohort | None:
        """What it is blended with: the industry for an industry and size, else everybody."""
        if self.industry and self.size:
            return Cohort(industry=self.industry)
        return EVERYBODY if self != EVERYBODY else None


EVERYBODY = Cohort()


def ladder(industry: str, size: str) -> tuple[Cohort, ...]:
    """From the companies most alike to everybody: where to look for a comparison, in order."""
    return Cohort(industry, size), Cohort(industry=industry), Cohort(size=size), EVERYBODY


def hierarchy(entries: Iterable[Entry]) -> tuple[Cohort, ...]:
    """Every cohort that somebody is in, wider ones first."""
    found = {cohort for entry in entries for cohort in ladder(entry.industry, entry.size)}
    return tuple(sorted(found, key=lambda item: (bool(item.industry) + bool(item.size), item)))


def entries(
    candidates: Iterable[Candidate], measure: str, major: int, at: date
) -> tuple[Entry, ...]:
    """One entry for each organisation: its latest assessment of grade A or B, of this major version
    and at most 24 months old on the day `at`. Without a score of the measure it has none."""
    latest: dict[str, Candidate] = {}
    for item in candidates:
        if item.grade not in GRADES or item.major != major or not _recent(item.finished, at):
            continue
        known = latest.get(item.organisation)
        if known is None or (item.finished, item.assessment) > (known.finished, known.assessment):
            latest[item.organisation] = item
    found = [
        Entry(item.organisation, item.assessment, item.industry, item.size, score)
        for item in latest.values()
        for key, score in item.scores
        if key == measure
    ]
    return tuple(sorted(found))


def _recent(finished: date, at: date) -> bool:
    months = (at.year - finished.year) * 12 + at.month - finished.month
    if months == MOST_MONTHS:
        return finished.day >= at.day
    return months < MOST_MONTHS and finished <= at
