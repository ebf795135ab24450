"""Numbers and lists inside sentences that people read, and the sentences on agreement and
perception (method 2.8)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal


def shown(value: float, digits: int = 0) -> str:
    """Half up on the decimal string, as everywhere else numbers are shown (method 0.3)."""
    exact = Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    # There is no minus zero in print.
    return str(exact if exact else abs(exact))


def percent(share: float) -> str:
    """0..1 as whole percent."""
    return f"{shown(100 * share)} %"


def counted(number: int, one: str, many: str | None = None) -> str:
    """As in 1 role, 2 roles."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def listed(words: Sequence[str]) -> str:
    """As in A, B and C."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def in_levels(distance: float) -> str:
    """As in 0.4 level, 1.4 levels. The sign is left to the sentence."""
    number = shown(abs(distance), 1)
    return f"{number} {'levels' if Decimal(number) > 1 else 'level'}"


def roles_agree(ad: float) -> str:
    """On a capability whose band is close. ad in levels."""
    return f"The roles agree (average difference {in_levels(ad)}). You can act on this score."


def no_shared_view(camps: Mapping[str, float] | None = None) -> str:
    """On a divided capability. camps: who, as in "sales and care", to the mean they see, lowest
    first; None where they may not be shown (method 1.11)."""
    if not camps:
        return "There is no shared view. Talk before you invest."
    (first, lowest), *others = camps.items()
    views = [f"{first} see about level {shown(lowest)}"]
    views += [f"{who} about level {shown(mean)}" for who, mean in others]
    return f"There is no shared view: {', '.join(views)}. Talk before you invest."


def sides_apart(difference: float, low: float, high: float) -> str:
    """On a flagged difference between marketing and its peers. All in levels; above 0 marketing
    sees itself higher."""
    if difference < 0:
        low, high = -high, -low
    likely = f"likely between {shown(low, 1)} and {shown(high, 1)}"
    if difference > 0:
        return (
            f"Marketing rates itself {in_levels(difference)} higher than its peers do ({likely})."
            " The peers' view is the one customers feel."
        )
    return (
        f"Marketing rates itself {in_levels(difference)} lower than its peers do ({likely})."
        " Its peers see a strength that it does not claim."
    )


def sides_same() -> str:
    """On a difference that is shown as none."""
    return "Marketing and its peers see the same."


def sides_unclear(difference: float, people: int) -> str:
    """On a difference that may be chance. people: who gave the answers."""
    return (
        f"The sides differ by {in_levels(difference)}, which is within what chance would produce"
        f" with answers from {counted(people, 'person', 'people')}."
    )


def sides_unclear_among_many(difference: float) -> str:
    """On a difference that would stand by itself, but not beside all others."""
    return (
        f"The sides differ by {in_levels(difference)}. Among as many comparisons as are made here,"
        " chance would produce one like it."
    )


def sides_near(difference: float) -> str:
    """On a small difference that is hardly chance."""
    return f"The sides differ by {in_levels(difference)}: hardly chance, but too little to act on."
