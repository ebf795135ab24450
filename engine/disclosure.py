"""Which breakdowns may be shown without telling on a person (method 1.11): the one gate."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from engine.types import EPS, EngineError

LEAST_GROUP = 3
DEFAULT_GROUP = 5
MOST_GROUP = 50


class DisclosureError(EngineError):
    """E103: a smallest group outside 3..50."""


class Privacy(StrEnum):
    """What respondents were promised. identified: editors may see single answers, and nothing is
    held back inside the organisation; in the other two only groups are ever shown."""

    IDENTIFIED = "identified"
    CONFIDENTIAL = "confidential"
    ANONYMOUS = "anonymous"

    def at_least(self, other: Privacy) -> bool:
        """As strict as the other, or stricter."""
        order = list(Privacy)
        return order.index(self) >= order.index(other)


@dataclass(frozen=True, slots=True)
class Rule:
    """smallest: people in a group that may be shown by itself, 3..50."""

    privacy: Privacy = Privacy.IDENTIFIED
    smallest: int = DEFAULT_GROUP

    def __post_init__(self) -> None:
        if not LEAST_GROUP <= self.smallest <= MOST_GROUP:
            raise DisclosureError("E103", f"the smallest group is {LEAST_GROUP} to {MOST_GROUP}")

    @property
    def gated(self) -> bool:
        return self.privacy != Privacy.IDENTIFIED

    def tightens(self, other: Rule) -> bool:
        """True if nothing that the other rule holds back would be shown under this one."""
        if not self.privacy.at_least(other.privacy):
            return False
        return not other.gated or self.smallest >= other.smallest


@dataclass(frozen=True, slots=True)
class Shown:
    """everybody: figures of all together; sides: marketing and peers apart; roles: those with a
    figure of their own."""

    everybody: bool
    sides: bool
    roles: frozenset[str]


def shown(
    people: Mapping[str, int], peers: Collection[str], rule: Rule, *, even: bool = True
) -> Shown:
    """What may be shown of one figure. people: role to how many are behind it; peers: the roles
    outside marketing; even: every role counts the same. If not, the mean of a side and the mean of
    all weigh its roles differently, which would tell two hidden roles apart, so sides stay hidden.

    No group of fewer than `smallest` people can be solved for from all that is shown: the mean of
    all, of the sides and of roles, with public weights.
    """
    heard = {role: n for role, n in people.items() if n > 0}
    sides = [
        {role: n for role, n in heard.items() if (role in peers) == peer} for peer in (False, True)
    ]
    if not rule.gated:
        return Shown(bool(heard), all(sides), frozenset(heard))
    if sum(heard.values()) < rule.smallest:
        return Shown(False, False, frozenset())
    apart = even and all(sum(side.values()) >= rule.smallest for side in sides)
    groups = sides if apart else [heard]
    roles = [role for group in groups for role in _roles_of(group, rule.smallest)]
    return Shown(True, apart, frozenset(roles))


def _roles_of(group: Mapping[str, int], smallest: int) -> set[str]:
    """Roles of a group whose total is shown: each large enough, and the rest, which is the total
    without them, empty or large enough."""
    chosen = {role for role, n in group.items() if n >= smallest}
    while chosen:
        rest = sum(n for role, n in group.items() if role not in chosen)
        if rest == 0 or rest >= smallest:
            return chosen
        chosen.remove(min(chosen, key=lambda role: (group[role], role)))
    return chosen


def distribution_shown(shares: Sequence[float], people: int, rule: Rule) -> bool:
    """True if the spread of answers may be shown. Where everybody says the same it says what each
    one said, so that takes twice the people. shares: at levels 1..5 or above, 0..1."""
    if not rule.gated:
        return True
    unanimous = all(share <= EPS or share >= 1 - EPS for share in shares)
    return people >= (2 * rule.smallest if unanimous else rule.smallest)


def apart(before: int, now: int, left: int) -> int:
    """By how many people two results differ that follow one another. before, now: people they rest
    on, each time the first to submit; left: those of the earlier result who have gone since."""
    staying = before - left
    return left + now - staying if now >= staying else before - now


def released(submitted: int, rule: Rule, *, closed: bool) -> int:
    """How many of the submitted questionnaires, oldest first, a result may rest on. While people
    still answer it grows by whole groups, so that no two results differ by fewer people."""
    if not rule.gated:
        return submitted
    if closed:
        return submitted if submitted >= rule.smallest else 0
    return submitted // rule.smallest * rule.smallest
