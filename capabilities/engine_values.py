"""The document of a framework as the frozen values that the engine computes with.

Pure, so that the command line without a database and the rows of a database give the same values.
Mappings are put in key order because a database does not keep the order of a JSON object.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.types import (
    Area,
    Capability,
    Framework,
    Goal,
    Industry,
    Initiative,
    LevelNeed,
    Profile,
    Question,
    Raise,
    Role,
    Size,
    StaffRole,
    Stage,
)

Document = Mapping[str, Any]


def engine_framework(content: Document) -> Framework:
    """Everything the engine needs, in catalogue order. content: a pack's document (pack.py)."""
    base = content["framework"]
    return Framework(
        key=base["key"],
        version=base["version"],
        areas=tuple(Area(area["key"], area["name"]) for area in base["areas"]),
        capabilities=_capabilities(content),
        questions=_questions(content),
        roles=tuple(
            Role(role["key"], role["name"], role["peer"]) for role in base["respondent_roles"]
        ),
        stages=tuple(
            Stage(stage["key"], stage["name"], stage["level"]) for stage in base["stages"]
        ),
        goals=_goals(content),
        profiles=_profiles(content),
        industries=_industries(content),
        initiatives=_initiatives(content),
        staff_roles=_staff_roles(content),
        sizes=_sizes(content),
        phi=content["stages"]["phi"],
        theta=content["stages"]["theta"],
        unevidenced_from_level=base["thresholds"]["unevidenced_from_level"],
    )


def area_keys(content: Document) -> list[str]:
    """The keys of the areas in catalogue order."""
    return [area["key"] for area in content["framework"]["areas"]]


def na_reasons(content: Document) -> dict[str, bool]:
    """Keys of the reasons why a question does not apply; True where a note must explain."""
    return {
        item["key"]: item.get("needs_note", False) for item in content["framework"]["na_reasons"]
    }


def _ordered(mapping: Mapping[str, Any]) -> dict[str, Any]:
    return dict(sorted(mapping.items()))


def _capabilities(content: Document) -> tuple[Capability, ...]:
    return tuple(
        Capability(item["key"], area, item["name"], item["required_from"])
        for area in area_keys(content)
        for item in content["areas"][area]["capabilities"]
    )


def _questions(content: Document) -> tuple[Question, ...]:
    return tuple(
        Question(item["key"], capability["key"], item["lens"], tuple(item["roles"]), item["quick"])
        for area in area_keys(content)
        for capability in content["areas"][area]["capabilities"]
        for item in capability["questions"]
    )


def _goals(content: Document) -> tuple[Goal, ...]:
    return tuple(
        Goal(
            item["key"],
            item["name"],
            _ordered({x["capability"]: x["mark"] for x in item["adjust"]}),
        )
        for item in content["profiles"]["goals"]
    )


def _profiles(content: Document) -> tuple[Profile, ...]:
    return tuple(
        Profile(item["key"], item["name"], _ordered(item["targets"]))
        for item in content["profiles"]["growth"]
    )


def _industries(content: Document) -> tuple[Industry, ...]:
    return tuple(
        Industry(
            item["key"], item["name"], _ordered({x["capability"]: x["add"] for x in item["adjust"]})
        )
        for item in content["profiles"]["industries"]
    )


def _initiatives(content: Document) -> tuple[Initiative, ...]:
    return tuple(
        _initiative(area, item)
        for area in area_keys(content)
        for item in content["initiatives"][area]["initiatives"]
    )


def _initiative(area: str, item: Document) -> Initiative:
    needs = item["requires"]
    return Initiative(
        key=item["key"],
        name=item["name"],
        area=area,
        raises=tuple(Raise(x["capability"], x["from"], x["to"]) for x in item["raises"]),
        effort=_ordered(item["effort"]),
        duration_weeks=item["duration_weeks"],
        cost_low=item["external_cost"]["low"],
        cost_high=item["external_cost"]["high"],
        requires_initiatives=tuple(need for need in needs if isinstance(need, str)),
        requires_levels=tuple(
            LevelNeed(need["capability"], need["level"])
            for need in needs
            if not isinstance(need, str)
        ),
        quick_win=item["quick_win"],
        risks=tuple(item.get("risks", ())),
    )


def _staff_roles(content: Document) -> tuple[StaffRole, ...]:
    roles = content["roles"]
    staff = tuple(
        StaffRole(item["key"], item["name"], item["area"], _ordered(item["fte"]), item["fallback"])
        for item in roles["roles"]
    )
    return staff + tuple(
        StaffRole(item["key"], item["name"], None) for item in roles["partner_roles"]
    )


def _sizes(content: Document) -> tuple[Size, ...]:
    factors = content["framework"]["planning"]["size_factor"]
    return tuple(
        Size(item["key"], item["name"], factors[item["key"]])
        for item in content["roles"]["company_sizes"]
    )
