"""What is robust, and which single answers decide something, in sentences (method 8.2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from engine.types import EPS
from engine.wording import listed, percent

# From which share of the variations on something is called robust.
ROBUST = 0.9


def robust_order(top: Mapping[str, float] | None, groups: Sequence[tuple[int, int]]) -> str:
    """The sentence of method 8.2. top: the first five, by name in order of rank, with the share of
    variations that has them there; None where there are no more than five to choose from. groups:
    first and last place of those that are interchangeable, in order."""
    places = [_places(low, high) for low, high in groups]
    if top is None:
        if not places:
            return "Robust: the order of the gaps is the same in most variations."
        return f"The data do not decide the order everywhere: {_alike(places)}."
    kept = {name: share for name, share in top.items() if share >= ROBUST - EPS}
    if kept:
        verb = "stays" if len(kept) == 1 else "stay"
        first = f"Robust: {listed(list(kept))} {verb} in the top five in {_share(kept)}"
    else:
        first = "Not robust: nothing stays in the top five in 90 % of the variations"
    if not places:
        return f"{first}; no two of the first places are interchangeable."
    return f"{first}; {_alike(places)}."


def _alike(places: Sequence[str]) -> str:
    also = f", and so are {listed(places[1:])}" if len(places) > 1 else ""
    return f"{places[0]} are interchangeable{also}"


def _share(kept: Mapping[str, float]) -> str:
    least = min(kept.values())
    if least >= 1 - EPS:
        return "all variations"
    number = percent(least)
    if number == "100 %":
        return "more than 99 % of the variations"
    return f"{'at least ' if len(kept) > 1 else ''}{number} of the variations"


def _places(low: int, high: int) -> str:
    return f"places {low} {'and' if high == low + 1 else 'to'} {high}"
