"""A small framework for tests of planning: two areas, four capabilities, six initiatives."""

from datetime import date

from engine.types import (
    Area,
    Capability,
    Framework,
    Initiative,
    LevelNeed,
    PlanParameters,
    Raise,
    Size,
    StaffRole,
    Stage,
    Standing,
)

START = date(2026, 12, 1)


def initiative(key, *raises, effort=None, weeks=4, cost=(0, 0), first=(), levels=()):
    return Initiative(
        key=key,
        name=key.title(),
        area="data",
        raises=tuple(Raise(*step) for step in raises),
        effort=effort or {"admin": 1},
        duration_weeks=weeks,
        cost_low=cost[0],
        cost_high=cost[1],
        requires_initiatives=tuple(first),
        requires_levels=tuple(LevelNeed(*need) for need in levels),
    )


STAFF = (
    StaffRole("admin", "Administrator", "data", {"small": 0.5, "mid": 1, "large": 2}, "manager"),
    StaffRole("analyst", "Analyst", "data", {"small": 0, "mid": 0.5, "large": 1}, "admin"),
    StaffRole("manager", "Manager", "people", {"small": 0.5, "mid": 1, "large": 1}),
    StaffRole("coach", "Coach", "people", {"small": 0, "mid": 0, "large": 0}, "manager"),
    StaffRole("it_partner", "IT partner", None),
)

INITIATIVES = (
    initiative("register", ("data.source", 1, 2)),
    initiative("clean", ("data.quality", 1, 2), first=["register"], cost=(0, 10)),
    initiative("rules", ("data.quality", 2, 3), weeks=8),
    initiative("coaching", ("people.skill", 1, 2), effort={"coach": 1, "it_partner": 1}),
    initiative("guild", ("people.skill", 2, 3), levels=[("data.quality", 2)]),
    initiative("cover", ("people.cover", 1, 2)),
)


def framework(initiatives=INITIATIVES):
    return Framework(
        key="small",
        version=1,
        areas=(Area("data", "Data"), Area("people", "People")),
        capabilities=(
            Capability("data.source", "data", "Sourcing", 2),
            Capability("data.quality", "data", "Quality", 2),
            Capability("people.skill", "people", "Skills", 2),
            Capability("people.cover", "people", "Coverage", 3),
        ),
        questions=(),
        roles=(),
        stages=tuple(
            Stage(key, key.title(), level)
            for level, key in enumerate(
                ("reactive", "foundational", "defined", "integrated", "adaptive"), 1
            )
        ),
        goals=(),
        profiles=(),
        industries=(),
        initiatives=tuple(initiatives),
        staff_roles=STAFF,
        sizes=(Size("small", "Small", 0.6), Size("mid", "Middle", 1), Size("large", "Large", 1.8)),
    )


def standing(key, score=1.0, target=3, level=None, importance=0.5, applicable=True):
    """A standing whose level is the floor of its score unless said otherwise."""
    if score is not None and level is None:
        level = int(score)
    gap = 0.0 if score is None else max(0.0, target - score)
    return Standing(key, score, level, target, gap, importance, applicable)


def standings(**changes):
    """All four capabilities at level 1 with target 3; changes by short name, as for `standing`."""
    keys = ("data.source", "data.quality", "people.skill", "people.cover")
    return tuple(standing(key, **changes.get(key.split(".")[1], {})) for key in keys)


def limits(**changes):
    return PlanParameters(**{"start": START, "size": "mid", "periods": 12, **changes})


def result_of(values, areas, overall=2.0):
    """The parts of an analysis document that a roadmap reads."""
    return {
        "inputs": {},
        "overall": {"score": overall},
        "areas": [{"key": key, "score": overall} for key in areas],
        "capabilities": [
            {
                "key": item.capability,
                "score": item.score,
                "level": item.level,
                "target": item.target,
                "gap": item.target - item.score if item.score else None,
                "importance": item.importance,
                "status": "ok" if item.applicable else "not_applicable",
            }
            for item in values
        ],
    }
