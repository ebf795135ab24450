"""Single answers that decide a stage or the first five: found as trying each one would."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.findings import find
from engine.pivotal import Effect
from engine.ranking import TOP_PLACES
from engine.tests.frameworks import answer, everybody_says, framework, initiative, votes
from engine.types import AnalysisParameters, AnswerKind, Goal

ROLES = ("cmo", "ops", "it")
CAPABILITIES = {"data.a": 2, "data.b": 2, "data.c": 3, "people.d": 2, "people.e": 4, "people.f": 3}
PARAMETERS = AnalysisParameters("scaling", goals=("growth", "cost"))
FRAMEWORK = framework(
    CAPABILITIES,
    roles=ROLES,
    questions=2,
    targets={"data.a": 3, "data.b": 4, "data.c": 2, "people.d": 3, "people.e": 3, "people.f": 4},
    # One capability has no goal, so its importance hangs on what the next stage requires.
    goals=[
        Goal("growth", "Growth", {"data.a": 2, "data.b": 1, "people.d": 1}),
        Goal("cost", "Cost", {"data.c": 1, "people.e": 2}),
    ],
    initiatives=[
        initiative("a", [("data.a", 1)]),
        initiative("b", [("data.b", 1)], needs=[("data.a", 2)]),
        initiative("d", [("people.d", 2)], needs=[("data.b", 3)]),
    ],
)
QUESTIONS = [question.key for question in FRAMEWORK.questions]


def state(found):
    """(stage of the whole, stages of the areas, first five)."""
    top = {
        key for key, item in found.priorities.items() if item.rank <= TOP_PLACES and item.index > 0
    }
    return found.staging.level, {a.area: a.level for a in found.staging.areas}, top


def by_trying(answers, before):
    """Every answer a level up and down, by a whole analysis each."""
    expected = set()
    for number, given_ in enumerate(answers):
        if given_.kind != AnswerKind.LEVEL:
            continue
        for direction, value in (("lower", given_.value - 1), ("higher", given_.value + 1)):
            if not 1 <= value <= 5:
                continue
            changed = [*answers]
            changed[number] = replace(given_, value=value)
            stage, areas, top = state(find(FRAMEWORK, changed, PARAMETERS))
            capability = FRAMEWORK.question[given_.question].capability
            area = FRAMEWORK.capability[capability].area
            order = list(CAPABILITIES)
            effect = (
                None if stage == before[0] else stage,
                None if areas[area] == before[1][area] else areas[area],
                tuple(sorted(top - before[2], key=order.index)),
                tuple(sorted(before[2] - top, key=order.index)),
            )
            if effect != (None, None, (), ()):
                expected.add((given_.question, given_.role, direction, effect))
    return expected


@settings(max_examples=4, deadline=None)
@given(
    st.lists(
        st.lists(st.sampled_from([1, 2, 2, 3, 3, 4, "dk"]), min_size=12, max_size=12),
        min_size=4,
        max_size=5,
    )
)
def test_the_same_answers_are_found_as_by_trying_each(rows):
    answers = [
        answer(f"p{number}", ROLES[number % 3], question, given_)
        for number, row in enumerate(rows)
        for question, given_ in zip(QUESTIONS, row, strict=True)
    ]
    found = find(FRAMEWORK, answers, PARAMETERS)

    listed = {
        (
            item.question,
            item.role,
            item.direction,
            (item.effect.stage, item.effect.area_stage, item.effect.enters, item.effect.leaves),
        )
        for item in found.pivotal.items
    }

    if found.scores.ballot.evidence.own_view:
        assert not listed
        return
    scored = {item.key for item in found.scores.capabilities if item.verdict.scored}
    expected = {
        item
        for item in by_trying(answers, state(found))
        if FRAMEWORK.question[item[0]].capability in scored
    }
    assert listed == expected
    assert len(found.pivotal.items) == len(listed)


def test_the_gravest_come_first_and_nobody_is_named():
    built = framework({"data.a": 2})
    said = votes({"ops": [3, 3], "it": [2, 2], "cmo": [3]}, "data.a.q1")

    found = find(built, said, AnalysisParameters("scaling")).pivotal

    told = [(item.role, item.direction, item.effect) for item in found.items]
    # The stage falls if the CMO or one of operations sees a level less; a level more from the CMO
    # and the target is met.
    assert told == [
        ("cmo", "lower", Effect(2, 2, (), ())),
        ("ops", "lower", Effect(2, 2, (), ())),
        ("cmo", "higher", Effect(None, None, (), ("data.a",))),
    ]
    assert (found.answers, found.of) == (3, 5)
    assert "ops-0" not in repr(found)


def test_where_all_agree_no_answer_decides():
    built = framework(CAPABILITIES)
    found = find(
        built,
        everybody_says(built, {"ops": 4, "it": 4, "cmo": 4}, 2),
        AnalysisParameters("scaling", goals=()),
    )

    assert [item for item in found.pivotal.items if any(item.effect.gravity[:2])] == []


@pytest.mark.parametrize("people", [{"ops": 1}, {"ops": 5}])
def test_an_own_view_has_no_pivotal_answers(people):
    built = framework({"data.a": 2})
    found = find(built, everybody_says(built, people, 3), AnalysisParameters("scaling"))

    assert (found.pivotal.items, found.pivotal.of) == ((), 0)
