"""Small frameworks and answers for tests, in plain Python."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from engine.types import (
    Answer,
    AnswerKind,
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

AREAS = ("data", "technology", "analytics", "process", "people")
LENSES = ("have", "aligned", "efficient", "effective")
MARKETING = ("cmo", "ops", "channel", "content")
PEERS = ("it", "sales", "care", "finance")
STAGES = ("reactive", "foundational", "defined", "integrated", "adaptive")

Given = int | str


def initiative(
    key: str,
    raises: Sequence[tuple[str, int]],
    *,
    requires: Sequence[str] = (),
    needs: Sequence[tuple[str, int]] = (),
    weeks: float = 1.0,
) -> Initiative:
    """raises: (capability, from level), by one level; needs: (capability, level)."""
    return Initiative(
        key=key,
        name=key,
        area=raises[0][0].split(".")[0],
        raises=tuple(Raise(capability, at, at + 1) for capability, at in raises),
        effort={"ops_manager": weeks},
        duration_weeks=max(4.0, weeks),
        cost_low=0.0,
        cost_high=10.0,
        requires_initiatives=tuple(requires),
        requires_levels=tuple(LevelNeed(capability, level) for capability, level in needs),
    )


def framework(
    capabilities: Mapping[str, int],
    *,
    roles: Sequence[str] = (*MARKETING, *PEERS),
    questions: int = 1,
    quick: Sequence[str] = (),
    targets: Mapping[str, int] | int = 3,
    goals: Sequence[Goal] = (),
    industries: Sequence[Industry] = (),
    initiatives: Sequence[Initiative] = (),
    weights: Mapping[str, float] | None = None,
    area_weights: Mapping[str, float] | None = None,
) -> Framework:
    """capabilities: "area.name" to required_from. Every role is asked everything; the questions
    of a capability are "area.name.q1" and so on and take the lenses in turn. quick: capabilities
    whose first question is in the short form. targets: of the one profile, "scaling"."""
    areas = list(dict.fromkeys(key.split(".")[0] for key in capabilities))
    base = targets if isinstance(targets, Mapping) else dict.fromkeys(capabilities, targets)
    return Framework(
        key="test",
        version=1,
        areas=tuple(Area(key, key.title(), (area_weights or {}).get(key, 1.0)) for key in areas),
        capabilities=tuple(
            Capability(
                key,
                key.split(".")[0],
                key.split(".")[1].title(),
                required_from,
                (weights or {}).get(key, 1.0),
            )
            for key, required_from in capabilities.items()
        ),
        questions=tuple(
            Question(
                f"{key}.q{number + 1}",
                key,
                LENSES[(place + number) % 4],
                tuple(roles),
                quick=key in quick and number == 0,
            )
            for place, key in enumerate(capabilities)
            for number in range(questions)
        ),
        roles=tuple(Role(key, key.title(), key in PEERS) for key in roles),
        stages=tuple(Stage(key, key.title(), level + 1) for level, key in enumerate(STAGES)),
        goals=tuple(goals),
        profiles=(Profile("scaling", "Scaling", base),),
        industries=(Industry("general", "General", {}), *industries),
        initiatives=tuple(initiatives),
        staff_roles=(StaffRole("ops_manager", "Operations manager", "people", {"mid": 1.0}),),
        sizes=(Size("mid", "Mid-size", 1.0),),
    )


def single(roles: Sequence[str] = (*MARKETING, *PEERS), questions: int = 1) -> Framework:
    """One area, one capability "data.quality"."""
    return framework({"data.quality": 2}, roles=roles, questions=questions)


def whole(questions: int = 2) -> Framework:
    """Five areas of six capabilities, as large as the real one."""
    gates = (2, 2, 3, 3, 4, 5)
    capabilities = {f"{area}.c{number + 1}": gates[number] for area in AREAS for number in range(6)}
    return framework(
        capabilities,
        roles=(*MARKETING, *PEERS, "regional"),
        questions=questions,
        initiatives=[
            initiative(f"{key}-{level}", [(key, level)])
            for key in capabilities
            for level in range(1, 5)
        ],
    )


def answer(respondent: str, role: str, question: str, given: Given, **more: object) -> Answer:
    """given: 1..5, "dk" or "na"."""
    if isinstance(given, int):
        return Answer(respondent, role, question, AnswerKind.LEVEL, given, **more)
    kind = AnswerKind(given)
    if kind == AnswerKind.NOT_APPLICABLE:
        more = {"reason": "no_such_activity", **more}
    return Answer(respondent, role, question, kind, **more)


def votes(
    by_role: Mapping[str, Sequence[Given]], question: str = "data.quality.q1"
) -> list[Answer]:
    """One answer per person to one question; people of a role are numbered."""
    return [
        answer(f"{role}-{number}", role, question, given)
        for role, values in by_role.items()
        for number, given in enumerate(values)
    ]


def everybody_says(
    built: Framework, people: Mapping[str, int], levels: Mapping[str, Given] | Given
) -> list[Answer]:
    """All people (role to number) answer all questions; levels by capability, or one for all."""
    return [
        answer(
            f"{role}-{number}",
            role,
            question.key,
            levels[question.capability] if isinstance(levels, Mapping) else levels,
        )
        for role, count in people.items()
        for number in range(count)
        for question in built.questions
    ]
