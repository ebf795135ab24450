"""Stages of areas and of the whole: what blocks the next one and how firm they are."""

from __future__ import annotations

import numpy as np
import pytest

from engine.scoring import score
from engine.stages import StageError, area_stage, check, firmness, stage
from engine.tests.frameworks import (
    answer,
    everybody_says,
    framework,
    initiative,
    votes,
    whole,
)
from engine.types import Status

TEAM = {"cmo": 1, "ops": 2, "it": 1}


def staged(built, answers, **settings):
    return stage(built, score(built, answers, **settings))


def test_the_whole_stands_at_the_stage_of_its_lowest_area():
    built = framework({"data.a": 2, "technology.b": 2, "people.c": 2})
    said = everybody_says(built, TEAM, {"data.a": 4, "technology.b": 2, "people.c": 3})

    found = staged(built, said)

    assert [area.level for area in found.areas] == [4, 2, 3]
    assert (found.level, found.held_back_by) == (2, ("technology",))
    assert (found.stability, firmness(found.stability)) == (1.0, "firm")


def test_every_level_is_its_own_stage_in_a_whole_framework():
    built = whole()
    for level in range(1, 6):
        found = staged(built, everybody_says(built, TEAM, level))
        assert (found.level, found.verdict.status) == (level, Status.OK)
    assert (found.held_back_by, found.must, found.choose) == ((), (), ())


def test_must_and_choose_lead_to_the_next_stage_with_the_least_effort():
    capabilities = {f"data.{name}": 2 for name in "abcde"}
    built = framework(
        {**capabilities, "data.f": 5},
        initiatives=[
            initiative("a", [("data.a", 2)], weeks=9),
            initiative("b", [("data.b", 2)], weeks=5),
            # Dearer than b alone, but it raises two at once.
            initiative("cd", [("data.c", 2), ("data.d", 2)], weeks=6),
        ],
    )
    levels = {f"data.{name}": 2 for name in "abcd"} | {"data.e": 1, "data.f": 1}

    found = staged(built, everybody_says(built, TEAM, levels))

    # All four at level 2 rise, and e climbs as well.
    assert (found.level, found.must) == (2, ("data.e",))
    assert found.choose == ("data.a", "data.b", "data.c", "data.d")

    levels |= {"data.e": 3, "data.b": 3}
    found = staged(built, everybody_says(built, TEAM, levels))

    assert (found.level, found.must, found.choose) == (2, (), ("data.c", "data.d"))


def test_one_straggler_must_rise_and_nothing_has_to_be_chosen():
    built = framework({f"data.{name}": 2 for name in "abcdef"})
    levels = {f"data.{name}": 3 for name in "abcde"} | {"data.f": 1}

    found = staged(built, everybody_says(built, TEAM, levels))

    assert (found.level, found.must, found.choose) == (2, ("data.f",), ())


def test_where_even_all_are_not_enough_all_are_chosen():
    built = framework({"data.a": 2, "data.b": 2, "data.c": 2, "data.d": 3, "data.e": 3})
    levels = {f"data.{name}": 2 for name in "abc"} | {"data.d": 1, "data.e": 1}

    found = staged(built, everybody_says(built, TEAM, levels))

    assert (found.level, found.must) == (2, ("data.d", "data.e"))
    assert found.choose == ("data.a", "data.b", "data.c")


def test_in_a_large_area_the_cheapest_steps_come_first():
    names = [f"data.c{number}" for number in range(15)]
    built = framework(
        dict.fromkeys(names, 2),
        initiatives=[initiative(key, [(key, 2)], weeks=20 - n) for n, key in enumerate(names)],
    )

    found = staged(built, everybody_says(built, TEAM, 2))

    assert found.choose == tuple(names[3:])


def test_a_stage_that_one_respondent_decides_is_borderline():
    built = framework({"data.a": 2})
    firm = votes({"ops": [3, 3], "it": [3, 3], "cmo": [3]}, "data.a.q1")
    # Without the CMO the shares of level 3 fall to one half.
    shaky = votes({"ops": [3, 3], "it": [2, 2], "cmo": [3]}, "data.a.q1")

    assert staged(built, firm).stability == 1
    found = staged(built, shaky)
    assert (found.level, found.stability) == (3, 0.8)
    assert firmness(found.stability) == "borderline"


def test_leaving_each_out_is_the_same_as_scoring_without_them():
    built = framework({"data.a": 2, "data.b": 3, "people.c": 2}, questions=2)
    given = [5, 2, 3, 4, 1, "dk", 3, 3, 2, 5, 4, 4]
    answers = [
        answer(f"{role}-{number}", role, question.key, given[(place * 5 + number * 7 + 3) % 12])
        for place, role in enumerate(("ops", "it", "cmo", "sales"))
        for number in range(4)
        for question in built.questions
    ]
    whole_stage = staged(built, answers)
    people = sorted({item.respondent for item in answers})

    same = [
        staged(built, [item for item in answers if item.respondent != person]).level
        == whole_stage.level
        for person in people
    ]

    assert whole_stage.stability == sum(same) / len(people)


def test_a_self_assessment_claims_no_firmness():
    built = framework({"data.a": 2})

    found = staged(built, votes({"ops": [4]}, "data.a.q1"))

    assert (found.level, found.stability, found.verdict.status) == (4, None, Status.PROVISIONAL)
    assert "self-declared" in found.verdict.reason


def test_an_unscored_required_capability_makes_the_stage_provisional():
    built = framework({"data.a": 2, "data.b": 2, "data.c": 2, "data.d": 2})
    said = everybody_says(built, TEAM, {f"data.{name}": 3 for name in "abcd"})
    without_d = [item for item in said if item.question != "data.d.q1"]

    found = staged(built, without_d)

    assert (found.level, found.verdict.status) == (3, Status.PROVISIONAL)
    assert found.verdict.code == "required_unscored"
    assert found.verdict.reason == "The stage is provisional: too little is known of D."
    assert found.areas[0].unknown == ("D",)


@pytest.mark.parametrize(("required_from", "unknown"), [(3, ("D",)), (4, ("D",)), (5, ())])
def test_what_a_later_stage_requires_need_not_be_known_yet(required_from, unknown):
    built = framework({"data.a": 2, "data.b": 2, "data.c": 2, "data.d": required_from})
    said = everybody_says(built, TEAM, 3)

    found = staged(built, [item for item in said if item.question != "data.d.q1"])

    assert (found.level, found.areas[0].unknown) == (3, unknown)


def test_what_does_not_apply_blocks_nothing():
    built = framework({"data.a": 2, "data.b": 2, "data.c": 2, "data.d": 2})
    said = everybody_says(built, TEAM, {"data.a": 3, "data.b": 3, "data.c": 3, "data.d": 1})

    assert staged(built, said).level == 1
    found = staged(built, said, excluded={"data.d": "Another company runs it."})
    assert (found.level, found.verdict.status) == (3, Status.OK)


def test_four_areas_of_five_make_it_provisional_and_three_too_little():
    built = whole()
    said = everybody_says(built, TEAM, 3)

    four = staged(built, [a for a in said if not a.question.startswith("people.")])
    three = staged(
        built, [a for a in said if a.question.split(".")[0] in ("data", "process", "people")]
    )

    assert (four.level, four.verdict.status) == (3, Status.PROVISIONAL)
    assert four.areas[-1].level is None
    assert (three.level, three.verdict.status) == (None, Status.INSUFFICIENT)
    assert three.verdict.reason == "Too little is known of Technology and Analytics."


def test_e104_an_area_that_requires_nothing_at_stage_two():
    with pytest.raises(StageError) as refused:
        check(framework({"data.a": 2, "people.b": 3}))

    assert str(refused.value) == "E104: area 'people' requires no capability at stage 2"


def test_many_assessments_are_staged_each_by_itself():
    levels = np.array([[3, 3, 4, 3, 2, 3], [5, 5, 5, 5, 5, 5], [1, 3, 3, 3, 3, 3]])
    required = np.array([2, 2, 2, 2, 2, 3])

    found = area_stage(levels, np.ones(6), required, 0.8)

    assert found.tolist() == [3, 5, 2]


def test_each_area_is_as_firm_as_its_own_answers():
    built = framework({"data.a": 2, "technology.b": 2})
    said = [
        answer(f"{role}-0", role, question, level)
        for role, levels in {"cmo": (3, 3), "ops": (3, 3), "it": (2, 3)}.items()
        for question, level in zip(("data.a.q1", "technology.b.q1"), levels, strict=True)
    ]

    found = staged(built, said)

    # Without cmo or without ops only half of the voices see level 3 in data.
    assert [area.level for area in found.areas] == [3, 3]
    assert [area.stability for area in found.areas] == [pytest.approx(1 / 3), 1.0]
    assert found.stability == pytest.approx(1 / 3)


def test_an_area_without_a_score_claims_no_firmness():
    built = framework({f"{area}.c": 2 for area in ("data", "technology", "process", "people")})
    said = everybody_says(built, TEAM, 3)

    found = staged(built, [item for item in said if item.question != "people.c.q1"])

    assert [(area.level, area.stability) for area in found.areas] == [(3, 1.0)] * 3 + [(None, None)]


def test_every_area_at_the_lowest_stage_says_what_it_needs_and_no_other_does():
    names = [f"{area}.{name}" for area in ("technology", "people") for name in "abcde"]
    built = framework({"data.a": 2, **dict.fromkeys(names, 2), "people.f": 4})
    levels = dict.fromkeys(names, 2) | {"data.a": 4, "people.f": 1}
    levels |= {"technology.e": 1, "people.e": 1}

    found = staged(built, everybody_says(built, TEAM, levels))

    assert [area.level for area in found.areas] == [4, 2, 2]
    assert found.must == ("technology.e", "people.e")
    assert {key.split(".")[0] for key in found.choose} == {"technology", "people"}


def test_in_a_large_area_effort_is_set_against_weight():
    names = [f"data.c{number}" for number in range(13)]
    built = framework(
        dict.fromkeys(names, 2),
        weights={"data.c0": 10},
        initiatives=[
            initiative(name, [(name, 2)], weeks=2 if number else 10)
            for number, name in enumerate(names)
        ],
    )

    found = staged(built, everybody_says(built, TEAM, 2))

    # 17.6 of 22 are missing: the heavy one and eight of the others.
    assert found.choose == tuple(names[:9])


def one_of_two(*initiatives):
    """Five capabilities, of which one of `a` and `b` has to rise from level 2."""
    built = framework({f"data.{name}": 2 for name in "abcde"}, initiatives=initiatives)
    levels = {f"data.{name}": 2 if name in "ab" else 3 for name in "abcde"}
    return staged(built, everybody_says(built, TEAM, levels)).choose


def test_the_cheapest_initiative_for_the_step_counts():
    found = one_of_two(
        initiative("a-dear", [("data.a", 2)], weeks=50),
        initiative("a-cheap", [("data.a", 2)], weeks=1),
        initiative("b", [("data.b", 2)], weeks=5),
        initiative("b-below", [("data.b", 1)], weeks=0.5),
        initiative("b-above", [("data.b", 3)], weeks=0.5),
    )

    assert found == ("data.a",)


def test_a_step_without_an_initiative_is_dearer_than_any_with_one():
    assert one_of_two(initiative("b", [("data.b", 2)], weeks=400)) == ("data.b",)
