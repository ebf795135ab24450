"""Two organisations side by side, by stable keys: what each reaches, how far apart they are, and
what cannot be compared (docs/method/change.md).

The two results rest on different people, so the range of a difference follows from the two ranges
alone (Zou and Donner's method of variance estimates recovery).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.types import EPS, Framework, Status

# Both frameworks ask at least this share of the questions on a capability that either asks.
LEAST_QUESTIONS = 1 / 2

OTHER_FRAMEWORK = "The two were assessed with different frameworks."
NOT_ASKED = "Only one of the two frameworks has it."
OTHER_QUESTIONS = "The two frameworks ask too little of the same about it."
NOT_SCORED = "It has no score in one of the two results."
NOT_APPLICABLE = "It does not apply to one of the two."

Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Pair:
    """One area or capability of both. difference: first minus second, in levels; low, high: its
    95 % range, None where one of the results has no range. reason: why nothing is compared; then
    there is no difference."""

    key: str
    first: float | None
    second: float | None
    difference: float | None = None
    low: float | None = None
    high: float | None = None
    reason: str | None = None

    @property
    def apart(self) -> bool:
        """Further apart than the spread of the answers explains."""
        if self.low is None or self.high is None:
            return False
        return self.low > EPS or self.high < -EPS


@dataclass(frozen=True, slots=True)
class TwoOrganisations:
    """overall, and in the order of the first framework, then of the second: areas, capabilities.
    overall has no key."""

    overall: Pair
    areas: tuple[Pair, ...]
    capabilities: tuple[Pair, ...]


def two_organisations(
    first: tuple[Framework, Document], second: tuple[Framework, Document]
) -> TwoOrganisations:
    """Two results, each with the framework it was asked with."""
    (framework, result), (other_framework, other) = first, second
    same = framework.key == other_framework.key
    return TwoOrganisations(
        overall=_pair("", result["overall"], other["overall"], None if same else OTHER_FRAMEWORK),
        areas=_pairs(
            _by_key(result["areas"]),
            _by_key(other["areas"]),
            lambda _key: None if same else OTHER_FRAMEWORK,
        ),
        capabilities=_pairs(
            _by_key(result["capabilities"]),
            _by_key(other["capabilities"]),
            lambda key: _apart(framework, other_framework, key),
        ),
    )


def _apart(first: Framework, second: Framework, key: str) -> str | None:
    """Why a capability of both is not the same thing in both; None if it is."""
    if first.key != second.key:
        return OTHER_FRAMEWORK
    asked = [
        {item.key for item in framework.questions if item.capability == key}
        for framework in (first, second)
    ]
    shared, either = len(asked[0] & asked[1]), len(asked[0] | asked[1])
    return OTHER_QUESTIONS if shared < LEAST_QUESTIONS * either - EPS else None


def _by_key(items: Any) -> dict[str, Document]:
    return {item["key"]: item for item in items}


def _pairs(
    first: Mapping[str, Document], second: Mapping[str, Document], apart: Any
) -> tuple[Pair, ...]:
    return tuple(
        _pair(key, first.get(key), second.get(key), apart(key))
        for key in dict.fromkeys([*first, *second])
    )


def _pair(key: str, first: Document | None, second: Document | None, apart: str | None) -> Pair:
    one, two = (None if item is None else item["score"] for item in (first, second))
    if first is None or second is None:
        return Pair(key, one, two, reason=apart if apart == OTHER_FRAMEWORK else NOT_ASKED)
    reason = apart or _unscored(first, second)
    if reason is not None:
        return Pair(key, one, two, reason=reason)
    difference = first["score"] - second["score"]
    return Pair(key, one, two, difference, *_range(difference, first, second))


def _unscored(first: Document, second: Document) -> str | None:
    if Status.NOT_APPLICABLE in {first["status"], second["status"]}:
        return NOT_APPLICABLE
    return NOT_SCORED if first["score"] is None or second["score"] is None else None


def _range(
    difference: float, first: Document, second: Document
) -> tuple[float | None, float | None]:
    """low = d - sqrt((s1 - l1)^2 + (u2 - s2)^2), high = d + sqrt((u1 - s1)^2 + (s2 - l2)^2)."""
    if None in (first["low"], first["high"], second["low"], second["high"]):
        return None, None
    below = math.hypot(first["score"] - first["low"], second["high"] - second["score"])
    above = math.hypot(first["high"] - first["score"], second["score"] - second["low"])
    return difference - below, difference + above
