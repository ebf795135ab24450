"""Agreement and the two sides, marketing and its peers, in sentences (method 2.8).

Means of roles are not among them: whether a group is large enough to be shown is decided elsewhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy

from engine import agreement, perception, wording
from reports import numbers

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reports.frames import Source

KINDS = {
    "blind_spot": gettext_lazy("blind spot"),
    "hidden_strength": gettext_lazy("hidden strength"),
}


def is_divided(item: Mapping[str, Any]) -> bool:
    """The voices on a capability form two camps."""
    means = [heard["mean"] for heard in (item["by_role"] or {}).values()]
    return agreement.divided(item["ad"], means)


def agreement_sentence(item: Mapping[str, Any]) -> str:
    """What follows from how far people agree on a capability; nothing where that is in between."""
    if item["ad"] is None:
        return ""
    if is_divided(item):
        return wording.no_shared_view()
    if item["band"] == "close" and len(item["by_role"]) > 1:
        return wording.roles_agree(item["ad"])
    return ""


def kind(item: Mapping[str, Any]) -> str:
    """blind_spot or hidden_strength if the gap between the sides is flagged, else nothing."""
    gap = item["perception_gap"]
    if not gap or not gap["flagged"]:
        return ""
    return "blind_spot" if gap["difference"] > 0 else "hidden_strength"


def sides_sentence(item: Mapping[str, Any]) -> str:
    """How the sides see a capability; nothing where one of them was not heard."""
    gap = item["perception_gap"]
    if not gap:
        return ""
    figures = {key: gap[key] for key in ("difference", "low", "high", "p", "q")}
    return perception.sentence(**figures, people=item["n"])


def two_sides(read: Source) -> dict[str, Any] | None:
    """Areas and capabilities on which the sides are flagged, the farthest apart first; None if
    nothing was seen from both sides. compared: capabilities that were."""
    capabilities = [item for item in read.result["capabilities"] if item["perception_gap"]]
    areas = [item for item in read.result["areas"] if item["perception_gap"]]
    if not capabilities and not areas:
        return None
    return {
        "compared": len(capabilities),
        "areas": [_row(item, item["name"]) for item in _flagged(areas)],
        "rows": [_row(item, read.capability(item["key"])) for item in _flagged(capabilities)],
    }


def flagged_keys(read: Source, wanted: str) -> list[str]:
    """Capabilities of one kind, the farthest apart first."""
    return [item["key"] for item in _flagged(read.result["capabilities"]) if kind(item) == wanted]


def _flagged(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    found = [item for item in items if kind(item)]
    return sorted(found, key=lambda item: -abs(float(item["perception_gap"]["difference"])))


def _row(item: Mapping[str, Any], name: str) -> dict[str, Any]:
    gap = item["perception_gap"]
    return {
        "key": item["key"],
        "name": name,
        "kind": KINDS[kind(item)],
        "blind": kind(item) == "blind_spot",
        "difference": numbers.level(gap["difference"]),
        "text": wording.sides_apart(gap["difference"], gap["low"], gap["high"]),
    }
