"""What is said of a change between two rounds (method 7.1, in the manner of 2.8)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.false_discovery import MOST_FALSE
from engine.types import EPS
from engine.wording import counted, in_levels, listed, shown


@dataclass(frozen=True, slots=True)
class Causes:
    """What changed beside the answers. joined, left: names of roles that answered only in the
    later, or only in the earlier round."""

    joined: tuple[str, ...] = ()
    left: tuple[str, ...] = ()


def whole(parts: Mapping[str, float], total: int) -> dict[str, int]:
    """Parts as whole numbers that add up to the total as it is shown. What rounding leaves over
    goes where it changes least; a part without a cause stays 0."""
    found = {cause: int(shown(part)) for cause, part in parts.items()}
    live = [cause for cause, part in parts.items() if abs(part) > EPS]
    missing = total - sum(found.values())
    step = 1 if missing > 0 else -1
    while missing and live:
        nearest = max(live, key=lambda cause: step * (parts[cause] - found[cause]))
        found[nearest] += step
        missing -= step
    return found


def points(earlier: float, later: float) -> int:
    """Change of an index as a reader sees it: the difference of the two numbers that are shown."""
    return int(shown(later)) - int(shown(earlier))


def index_moved(earlier: float, later: float, parts: Mapping[str, float], causes: Causes) -> str:
    """Why the index moved. earlier, later: 0..100; parts: points by cause, as in Movement."""
    total = points(earlier, later)
    counts = {cause: n for cause, n in whole(parts, total).items() if n}
    if not counts:
        return "The index did not move."
    if total == 0:
        start = "The index did not move"
    else:
        way = "rose" if total > 0 else "fell"
        start = f"The index {way} {counted(abs(total), 'point')}"
    why = {cause: because(cause, n, causes) for cause, n in counts.items()}
    if len(counts) == 1:
        return f"{start}, because {next(iter(why.values()))}."
    mixed = any((n > 0) != (total > 0) for n in counts.values())
    ordered = sorted(counts, key=lambda cause: -abs(counts[cause]))
    listing = [
        f"{signed(counts[cause]) if mixed else abs(counts[cause])} because {why[cause]}"
        for cause in ordered
    ]
    return f"{start}: {', '.join(listing)}."


def because(cause: str, amount: float, causes: Causes) -> str:
    """One cause of a movement up (amount above 0) or down."""
    if cause == "level":
        return f"the same roles answered {'higher' if amount > 0 else 'lower'}"
    if cause == "respondents":
        return _who(causes)
    return {
        "not_applicable": "other capabilities do not apply",
        "weights": "roles, capabilities or areas count differently",
        "framework": "other questions were asked",
    }[cause]


def _who(causes: Causes) -> str:
    if causes.joined and causes.left:
        return f"{listed(causes.joined)} now answered and {listed(causes.left)} did not"
    if causes.joined:
        return f"{listed(causes.joined)} now answered too"
    if causes.left:
        return f"{listed(causes.left)} did not answer this time"
    return "other roles could judge"


def signed(amount: int) -> str:
    """With its sign, the minus as it is printed."""
    return f"+{amount}" if amount > 0 else f"\u2212{-amount}" if amount else "0"


def shift(
    *, difference: float, low: float, high: float, p: float, q: float, detectable: float
) -> str:
    """On a like for like change that was tested. All but p and q in levels."""
    if q <= MOST_FALSE + EPS and difference:
        if difference < 0:
            low, high = -high, -low
        way = "Higher" if difference > 0 else "Lower"
        likely = f"likely between {shown(low, 1)} and {shown(high, 1)}"
        return f"{way} by {in_levels(difference)} ({likely}): hardly chance."
    unseen = f"a change below {in_levels(detectable)} could not have been seen"
    if shown(abs(difference), 1) == "0.0":
        return f"No change to speak of; {unseen}."
    way = "Higher" if difference > 0 else "Lower"
    if p <= MOST_FALSE + EPS:
        return (
            f"{way} by {in_levels(difference)}. Among as many comparisons as are made here, chance"
            " would produce one like it."
        )
    return f"{way} by {in_levels(difference)}, which is within what chance would produce; {unseen}."


def nothing_seen(detectable: float) -> str:
    """On a comparison in which nothing is flagged. detectable: of a usual capability, in levels."""
    return (
        "No capability moved by more than chance would produce; a change below"
        f" {in_levels(detectable)} could not have been seen."
    )


def stage_moved(earlier: int, later: int, firmness: str | None) -> str:
    """Stages are described, never tested. firmness: of the later one."""
    standing = f" ({firmness})" if firmness else ""
    if earlier == later:
        return f"The stage stays at {later}{standing}."
    return f"The stage moved from {earlier} to {later}{standing}."
