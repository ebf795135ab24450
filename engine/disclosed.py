"""A result document as its readers may see it: breakdowns of small groups are not in it.

Made from the stored document when it is read, so that there is one result and one gate. Figures of
everybody together stay: an assessment that protects single answers scores nothing that rests on
fewer people than its smallest group (`AnalysisParameters.smallest_group`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.disclosure import Rule, Shown, distribution_shown, shown
from engine.notes import OF_BREAKDOWNS
from engine.types import Framework, Status

Document = dict[str, Any]

# What a capability says of the people asked, and all that follows from it.
OF_PEOPLE = (
    "score", "level", "low", "high", "n", "shares", "dont_know_rate", "ad", "band", "gap",
    "gap_class", "urgency", "urgency_reason", "priority", "rank", "quadrant", "surplus",
    "perception_gap",
)  # fmt: skip


def disclosed(
    document: Mapping[str, Any], framework: Framework, rule: Rule, *, even: bool = True
) -> Document:
    """The document under a rule. even: as for `engine.disclosure.shown`. The given document is not
    changed; without a gate it is given back as it is."""
    if not rule.gated:
        return dict(document)
    peers = {role.key for role in framework.roles if role.peer}
    gates = {
        item["key"]: shown(
            {role: heard["n"] for role, heard in item["by_role"].items()}, peers, rule, even=even
        )
        for item in document["capabilities"]
    }
    areas = {
        area.key: _sides_of_area(area.key, document, framework, gates, rule)
        for area in framework.areas
    }
    return {
        **document,
        "areas": [
            {**area, "perception_gap": area["perception_gap"] if areas[area["key"]] else None}
            for area in document["areas"]
        ],
        "capabilities": [
            _capability(item, gates[item["key"]], rule) for item in document["capabilities"]
        ],
        "robustness": _robustness(document["robustness"]),
        "notes": [*_notes(document["notes"]), _note(rule)],
    }


def _capability(item: Mapping[str, Any], gate: Shown, rule: Rule) -> Document:
    heard = {role: item["by_role"][role] for role in item["by_role"] if role in gate.roles}
    if not gate.everybody:
        hidden: Document = {**item, **dict.fromkeys(OF_PEOPLE), "by_role": {}, "unevidenced": False}
        if item["status"] != Status.NOT_APPLICABLE:
            hidden["status"] = Status.INSUFFICIENT.value
            hidden["reason"] = f"Fewer than {rule.smallest} people can judge this."
        return hidden
    spread = item["shares"] is not None and distribution_shown(
        list(item["shares"].values()), item["n"], rule
    )
    return {
        **item,
        "by_role": heard,
        "shares": item["shares"] if spread else None,
        "ad": item["ad"] if spread else None,
        "band": item["band"] if spread else None,
        "perception_gap": item["perception_gap"] if gate.sides else None,
    }


def _sides_of_area(
    area: str,
    document: Mapping[str, Any],
    framework: Framework,
    gates: Mapping[str, Shown],
    rule: Rule,
) -> bool:
    """True if the sides of an area may be shown. A side that is hidden in one capability would
    follow from those of the area and of the others, so all of them have to be shown; and each side
    has to have enough people with a mean of their own."""
    members = [item for item in document["capabilities"] if item["area"] == area and item["n"]]
    if not members or not all(gates[item["key"]].sides for item in members):
        return False
    asked = document["inputs"]["roles"]
    sides = [[role.key for role in framework.roles if role.peer == peer] for peer in (False, True)]
    return all(
        _own_means_at_least(members, framework, side, asked) >= rule.smallest for side in sides
    )


def _own_means_at_least(
    members: list[Mapping[str, Any]],
    framework: Framework,
    roles: list[str],
    asked: Mapping[str, int],
) -> float:
    """How many people of some roles have answered at least half of the area's weight, at least.

    The weight that all of them have answered is at most all of it for those, and half of it for
    each of the others.
    """
    weight = {item["key"]: framework.capability[item["key"]].weight for item in members}
    answered = sum(
        weight[item["key"]] * item["by_role"][role]["n"]
        for item in members
        for role in roles
        if role in item["by_role"]
    )
    people = sum(asked.get(role, 0) for role in roles)
    return float(2 * answered / sum(weight.values()) - people)


def _robustness(document: Mapping[str, Any] | None) -> Document | None:
    """Without the single answers that decide: each says what somebody of a role has answered."""
    if document is None:
        return None
    single = ("pivotal", "pivotal_answers")
    return {key: None if key in single else value for key, value in document.items()}


def _notes(notes: list[str]) -> list[str]:
    return [note for note in notes if not any(note.startswith(start) for start in OF_BREAKDOWNS)]


def _note(rule: Rule) -> str:
    return (
        f"Single answers are protected: nothing is shown of a group of fewer than {rule.smallest}"
        " people, nor what would follow from it."
    )
