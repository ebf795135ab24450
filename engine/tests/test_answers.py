"""What is taken in, what is refused, and what follows from answers that are no level."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.scoring import ScoringError, score
from engine.tests.frameworks import answer, everybody_says, framework, single, votes, whole
from engine.types import Answer, AnswerKind, Status

QUESTION = "data.quality.q1"
LEVEL, NA, DK = AnswerKind.LEVEL, AnswerKind.NOT_APPLICABLE, AnswerKind.DONT_KNOW


@pytest.mark.parametrize(
    ("code", "answers"),
    [
        ("E101", [Answer("a", "ops", QUESTION, LEVEL, 6)]),
        ("E101", [Answer("a", "ops", QUESTION, LEVEL, 0)]),
        ("E101", [Answer("a", "ops", QUESTION, LEVEL, None)]),
        ("E101", [Answer("a", "ops", QUESTION, LEVEL, True)]),
        ("E101", [Answer("a", "ops", QUESTION, LEVEL, 2.0)]),
        ("E101", [Answer("a", "ops", QUESTION, DK, 3)]),
        ("E101", [Answer("a", "ops", QUESTION, LEVEL, 3)] * 2),
        ("E103", [Answer("a", "wizard", QUESTION, LEVEL, 3)]),
        ("E103", [Answer("a", "ops", "data.unknown", LEVEL, 3)]),
        ("E103", [answer("a", "ops", QUESTION, 3), answer("a", "it", QUESTION, 3)]),
    ],
)
def test_bad_answers_are_refused(code, answers):
    with pytest.raises(ScoringError) as refused:
        score(single(), answers)

    assert refused.value.code == code


@pytest.mark.parametrize(
    ("code", "settings"),
    [
        ("E102", {"omega": {"ops": -1.0}}),
        ("E102", {"omega": {"ops": float("nan")}}),
        ("E102", {"omega": {"ops": float("inf")}}),
        ("E102", {"omega": {"ops": 0.0, "it": 0.0}}),
        ("E102", {"alpha": 0.7}),
        ("E103", {"omega": {"wizard": 1.0}}),
        ("E103", {"invited": {"wizard": 1}}),
        ("E103", {"excluded": {"data.unknown": "No such thing."}}),
        ("E105", {"excluded": {"data.quality": "  "}}),
    ],
)
def test_bad_settings_are_refused(code, settings):
    with pytest.raises(ScoringError) as refused:
        score(single(), votes({"ops": [3, 4], "it": [3]}), **settings)

    assert refused.value.code == code


def test_e102_a_framework_with_a_weight_of_zero():
    built = framework({"data.a": 2, "data.b": 2}, weights={"data.b": 0.0})

    with pytest.raises(ScoringError, match="E102"):
        score(built, [])


def test_several_questions_make_one_voice():
    built = single(questions=2)
    answers = [
        *votes({"ops": [4, 2], "it": [3]}, "data.quality.q1"),
        *votes({"ops": [1, "dk"]}, "data.quality.q2"),
    ]

    item = score(built, answers).capabilities[0]

    # ops-0 says 2.5, ops-1 says 2: who can judge one question is heard.
    assert item.by_role["ops"].mean == 2.25
    assert (item.n, item.score) == (3, (2.25 + 3) / 2)
    assert item.shares[3] == pytest.approx((0.5 + 0) / 2 / 2)
    assert item.dont_know_rate == 0


def test_an_answer_that_was_not_asked_of_the_role_is_left_out():
    wide = framework({"data.quality": 2}, roles=("ops", "it", "sales"))
    narrow = replace(wide, questions=single(roles=("ops", "it")).questions)

    found = score(narrow, votes({"ops": [3, 3], "it": [3], "sales": [5]}))

    assert (found.capabilities[0].n, found.capabilities[0].score) == (3, 3)
    assert found.ballot.tally.left_out == 1


def test_nobody_can_see_it():
    item = score(single(), votes({"ops": ["dk", "dk"], "it": ["dk"]})).capabilities[0]

    assert (item.verdict.status, item.verdict.code) == (Status.INSUFFICIENT, "not_visible")
    assert (item.score, item.level, item.range, item.shares) == (None, None, None, None)
    assert item.dont_know_rate == 1


def test_most_roles_cannot_see_it_but_enough_people_can():
    by_role = {"ops": [3, 3], "it": [3], "sales": ["dk"], "cmo": ["dk"], "care": ["dk"]}

    item = score(single(), votes(by_role)).capabilities[0]

    assert (item.verdict.status, item.verdict.code) == (Status.OK, "hardly_visible")
    assert item.dont_know_rate == 3 / 5


def test_without_a_lead_a_majority_decides_that_it_does_not_apply():
    built = framework({"data.a": 2, "data.b": 2}, questions=2)
    people = {"ops": 2, "it": 1}
    majority = everybody_says(built, people, {"data.a": "na", "data.b": 3})
    minority = [
        item if item.respondent == "ops-0" or item.question.startswith("data.b") else other
        for item, other in zip(
            majority, everybody_says(built, people, {"data.a": 2, "data.b": 3}), strict=True
        )
    ]

    excluded = score(built, majority)
    proposed = score(built, minority)

    assert excluded.capabilities[0].verdict.status == Status.NOT_APPLICABLE
    assert "3 of 3 people asked" in excluded.capabilities[0].verdict.reason
    assert proposed.ballot.exclusions == {}
    # With a lead only the lead decides.
    assert score(built, majority, excluded={}).ballot.exclusions == {}


def test_half_the_people_are_no_majority_and_no_reason_is_no_vote():
    built = single()
    half = votes({"ops": ["na", 3], "it": ["na", 3]})
    silent = [
        Answer(item.respondent, item.role, item.question, NA, reason="")
        for item in votes({"ops": ["na", "na"], "it": ["na"]})
    ]

    assert score(built, half).ballot.exclusions == {}
    assert score(built, silent).ballot.exclusions == {}


def test_an_area_that_mostly_does_not_apply_is_not_scored():
    built = framework({"data.a": 2, "data.b": 2, "data.c": 2})
    said = everybody_says(built, {"ops": 2, "it": 1}, 3)

    one = score(built, said, excluded={"data.a": "Not ours."}).areas[0]
    two = score(built, said, excluded={"data.a": "Not ours.", "data.b": "Not ours."}).areas[0]

    assert (one.verdict.status, one.score) == (Status.OK, 3)
    assert (two.verdict.status, two.score) == (Status.NOT_APPLICABLE, None)


def test_an_area_needs_two_thirds_of_its_weight():
    built = framework({"data.a": 2, "data.b": 2, "data.c": 2})
    said = everybody_says(built, {"ops": 2, "it": 1}, 3)

    two = score(built, [item for item in said if item.question != "data.c.q1"]).areas[0]
    one = score(built, [item for item in said if item.question == "data.a.q1"]).areas[0]

    assert two.verdict.status == Status.OK
    assert (one.verdict.status, one.verdict.code) == (Status.INSUFFICIENT, "low_coverage")
    assert one.verdict.reason == "Only 33 % of it has enough answers; two thirds are needed."


@pytest.mark.parametrize(
    ("by_role", "invited", "grade"),
    [
        ({"cmo": 1, "ops": 5, "channel": 2, "it": 1, "sales": 1}, None, "A"),
        ({"cmo": 1, "ops": 5, "channel": 2, "it": 1, "sales": 1}, {"ops": 16}, "A"),
        ({"cmo": 1, "ops": 5, "channel": 2, "it": 1, "sales": 1}, {"ops": 17}, "B"),
        ({"cmo": 1, "ops": 4, "channel": 2, "it": 1, "sales": 1}, None, "B"),
        ({"cmo": 4, "ops": 4, "channel": 4, "content": 4}, None, "B"),
        ({"ops": 2, "it": 1}, None, "B"),
        ({"ops": 1, "it": 1}, None, "C"),
        ({"ops": 9}, None, "C"),
        ({}, None, "C"),
    ],
)
def test_grade_of_the_evidence(by_role, invited, grade):
    said = votes({role: [3] * number for role, number in by_role.items()})

    assert score(single(), said, invited=invited).ballot.evidence.grade == grade


def test_an_own_view_is_shown_as_one():
    found = score(whole(), everybody_says(whole(), {"ops": 1}, 4))

    assert {item.verdict.code for item in found.capabilities} == {"own_view"}
    assert {item.range for item in (*found.capabilities, *found.areas, found.overall)} == {None}
    assert (found.overall.score, found.overall.verdict.status) == (4, Status.PROVISIONAL)


def test_the_short_form_gives_provisional_area_scores():
    built = framework(
        {"data.a": 2, "data.b": 2, "data.c": 2, "data.d": 2}, questions=2, quick=("data.a",)
    )
    said = [
        answer(f"{role}-{number}", role, "data.a.q1", 3)
        for role, count in {"ops": 2, "it": 1}.items()
        for number in range(count)
    ]

    found = score(built, said)

    assert (found.areas[0].score, found.areas[0].verdict.code) == (3, "short_form")
    assert found.areas[0].verdict.status == Status.PROVISIONAL
    assert [item.verdict.code for item in found.capabilities[1:]] == ["not_asked"] * 3


def test_a_high_level_without_evidence_is_flagged_and_not_capped():
    built = single()
    bare = votes({"ops": [4, 5], "it": [4]})
    shown = [*bare[:-1], answer("it-0", "it", QUESTION, 4, evidence=True)]
    beside = [
        *votes({"ops": [5, 5, 5], "sales": [5]}),
        answer("it-0", "it", QUESTION, 3, evidence=True),
    ]

    assert [score(built, said).capabilities[0].unevidenced for said in (bare, shown, beside)] == [
        True,
        False,
        True,
    ]
    assert score(built, bare).capabilities[0].level == 4


def test_a_lens_scores_with_its_own_questions_only():
    # c1 asks "have" first and "aligned" second.
    built = framework({"data.c1": 2}, questions=2)
    people = {"ops": 2, "it": 1}
    said = everybody_says(built, people, 2)
    mixed = [
        answer(item.respondent, item.role, item.question, 4)
        if item.question.endswith("q2")
        else item
        for item in said
    ]

    area = score(built, mixed).areas[0]

    assert (area.score, area.lenses) == (
        3,
        {"have": 2, "aligned": 4, "efficient": None, "effective": None},
    )
