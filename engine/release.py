"""Which cohort figures may be published at a snapshot, so that nobody can work out a single
company from all that has ever been published (method 6.5).

What is published are rounded quantiles. The rules hold against far more: as if every release had
told the exact sum of its members' scores.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from engine.benchmarks import FOR_MEDIAN, Figures, figures, figures_verdict
from engine.cohorts import Cohort, Entry, hierarchy
from engine.tally import Floats
from engine.types import Status
from engine.verdicts import Verdict

# Entries that must have come or gone since any earlier release, not the last one alone: four that
# join and three of them that leave are a crowd twice, and leave one newcomer. And entries that a
# wider cohort must have outside of a narrower one.
LEAST_CHANGED = 3
LEAST_OUTSIDE = 5
# Rows of zeros and ones: what is less than this apart is the same.
NO_ROOM = 1e-9
KEPT = Verdict(
    Status.PROVISIONAL,
    "unchanged",
    "Figures of an earlier snapshot: what has changed since would tell on a single company.",
)
HELD_BACK = Verdict(
    Status.INSUFFICIENT,
    "held_back",
    "No comparison is shown yet: set beside other published figures, these would tell on a single"
    " company.",
)


@dataclass(frozen=True, slots=True)
class Release:
    """What was published of one cohort at one snapshot: number of the snapshot, from 0, and the
    frozen entries that the figures rest on. Kept for good; the entries are never shown."""

    cohort: Cohort
    snapshot: int
    entries: frozenset[Entry]


@dataclass(frozen=True, slots=True)
class Publication:
    """verdict: ok for figures of this snapshot, provisional for those of an earlier one that stay,
    insufficient without any. release: what figures rest on, None without any."""

    cohort: Cohort
    verdict: Verdict
    figures: Figures | None = None
    release: Release | None = None


def publish(
    history: Sequence[Release], entries: Iterable[Entry], snapshot: int, least: int = FOR_MEDIAN
) -> dict[Cohort, Publication]:
    """Decide for every cohort what its readers see from this snapshot on, wider cohorts first.

    history: every release of this measure so far, in order. entries: who takes part now, one for
    each organisation. least: members that a cohort needs. A cohort is published anew if it is large
    enough and no set of releases, its own included, tells on a company; else its last figures stay
    as long as it is still large enough. `added` gives what the history grows by.
    """
    now = tuple(entries)
    out = list(history)
    found: dict[Cohort, Publication] = {}
    for cohort in hierarchy(now):
        release = Release(cohort, snapshot, frozenset(filter(cohort.holds, now)))
        publication = _decide(release, out, least)
        if publication.release is release:
            out.append(release)
        found[cohort] = publication
    return found


def _decide(release: Release, out: Sequence[Release], least: int) -> Publication:
    large = figures_verdict(len(release.entries), least)
    if not large.scored:
        return Publication(release.cohort, large)
    last = next((item for item in reversed(out) if item.cohort == release.cohort), None)
    if last is not None and last.entries == release.entries:
        return _publication(last, Verdict(Status.OK))
    if all(_apart(release, earlier) for earlier in out) and not tells(_sets([*out, release])):
        return _publication(release, Verdict(Status.OK))
    if last is None:
        return Publication(release.cohort, HELD_BACK)
    return _publication(last, KEPT)


def _publication(release: Release, verdict: Verdict) -> Publication:
    scores = sorted(entry.score for entry in release.entries)
    return Publication(release.cohort, verdict, figures(scores), release)


def _apart(release: Release, earlier: Release) -> bool:
    """What two releases of one cohort, or of a cohort within another, differ by is a crowd or
    nothing: by who has changed, and by who is outside of the narrower one."""
    for narrow, wide in ((release, earlier), (earlier, release)):
        if narrow.cohort.inside(wide.cohort):
            outside = sum(not narrow.cohort.holds(entry) for entry in wide.entries)
            changed = len(narrow.entries ^ wide.entries)
            return _crowd(outside, LEAST_OUTSIDE) and _crowd(changed, LEAST_CHANGED)
    return True


def _crowd(number: int, least: int) -> bool:
    return number == 0 or number >= least


def _sets(releases: Iterable[Release]) -> list[frozenset[Entry]]:
    return list(dict.fromkeys(release.entries for release in releases))


def tells(published: Sequence[frozenset[Entry]]) -> bool:
    """Whether a member, who knows its own scores and the exact sum of every published set, can work
    out a score of another; or somebody who is no member can.

    Entries in the same sets cannot be told apart: only the sum of such a class enters. A class with
    one stranger in it is told if its sum follows from the others: if nothing of it is left in the
    space that the published rows, and the viewer's own, leave open.
    """
    classes: dict[tuple[bool, ...], list[str]] = defaultdict(list)
    for entry in sorted(frozenset().union(*published)):
        classes[tuple(entry in members for members in published)].append(entry.organisation)
    free = _free(np.array(list(classes), dtype=np.float64).T)
    members = list(classes.values())
    viewers = {name for names in members if len(names) <= 2 for name in names}
    return any(_told(free, members, viewer) for viewer in ("", *sorted(viewers)))


def _told(free: Floats, members: Sequence[Sequence[str]], viewer: str) -> bool:
    """Whether the viewer, "" for somebody outside, can work out another's score."""
    strangers = [len(names) - (viewer in names) for names in members]
    known = [place for place, number in enumerate(strangers) if number == 0]
    single = [place for place, number in enumerate(strangers) if number == 1]
    across = free[np.ix_(single, known)]
    explained = across @ np.linalg.pinv(free[np.ix_(known, known)], hermitian=True) @ across.T
    room = np.diagonal(free)[single] - np.diagonal(explained)
    return bool((room < NO_ROOM).any())


def _free(rows: Floats) -> Floats:
    """Projection on what the rows [sets, classes] leave open, [classes, classes]."""
    _, values, right = np.linalg.svd(rows, full_matrices=True)
    unknown = right[int((values > NO_ROOM).sum()) :]
    found: Floats = unknown.T @ unknown
    return found


def added(publications: Mapping[Cohort, Publication], snapshot: int) -> list[Release]:
    """Releases that this snapshot added, to be kept with those before."""
    return [
        item.release
        for item in publications.values()
        if item.release is not None and item.release.snapshot == snapshot
    ]
