"""The result document: its shape, its sentences, and that it never fails for want of answers."""

from __future__ import annotations

import json
import math
import random
from dataclasses import replace

import pytest

from engine.analysis import analyse, input_digest, not_now, standings, summary
from engine.tests.frameworks import answer, everybody_says, framework, whole
from engine.types import AnalysisParameters, Goal, Standing

PARAMETERS = AnalysisParameters("scaling")
TEAM = {"cmo": 1, "ops": 4, "channel": 2, "it": 2, "sales": 2, "care": 1}

KEYS = (
    "schema_version",
    "engine_version",
    "framework",
    "seed",
    "inputs",
    "grade",
    "overall",
    "areas",
    "capabilities",
    "agreement",
    "robustness",
    "notes",
)
INPUT_KEYS = (
    "digest",
    "respondents",
    "roles",
    "answers",
    "dont_know",
    "not_applicable",
    "profile",
    "industry",
    "goals",
    "area_weights",
)
ROBUSTNESS_KEYS = (
    "draws",
    "top5",
    "rank_interval",
    "tiers",
    "stage_share",
    "area_stage_share",
    "first",
    "pivotal",
    "pivotal_answers",
    "status",
    "reason",
)
OVERALL_KEYS = (
    "score",
    "index",
    "low",
    "high",
    "stage",
    "stage_level",
    "stability",
    "held_back_by",
    "must",
    "choose",
    "status",
    "reason",
)
AREA_KEYS = (
    "key",
    "name",
    "score",
    "index",
    "low",
    "high",
    "target",
    "stage",
    "stage_level",
    "stability",
    "status",
    "lenses",
    "ad",
    "perception_gap",
)
AGREEMENT_KEYS = (
    "alpha_ordinal",
    "alpha_interval",
    "icc1",
    "icc2",
    "icc2k",
    "rwg_j",
    "rwg_star_j",
)
CAPABILITY_KEYS = (
    "key",
    "area",
    "score",
    "level",
    "low",
    "high",
    "n",
    "by_role",
    "shares",
    "dont_know_rate",
    "ad",
    "band",
    "unevidenced",
    "status",
    "reason",
    "target",
    "target_reason",
    "gap",
    "gap_class",
    "importance",
    "urgency",
    "urgency_reason",
    "priority",
    "rank",
    "quadrant",
    "surplus",
    "perception_gap",
)


def random_answers(built, people=TEAM, seed=7):
    chance = random.Random(seed)
    base = {item.key: chance.choice([1, 2, 2, 3, 4]) for item in built.capabilities}

    def said(capability):
        near = base[capability] + chance.choice([-1, 0, 0, 0, 1])
        return chance.choice(["dk", *[max(1, min(5, near))] * 5])

    return [
        answer(f"{role}-{number}", role, question.key, said(question.capability))
        for role, count in people.items()
        for number in range(count)
        for question in built.questions
    ]


def numbers(node):
    if isinstance(node, dict):
        for value in node.values():
            yield from numbers(value)
    elif isinstance(node, list):
        for value in node:
            yield from numbers(value)
    elif isinstance(node, float):
        yield node


@pytest.fixture(scope="module")
def built():
    return whole()


@pytest.fixture(scope="module")
def result(built):
    return analyse(built, random_answers(built), PARAMETERS)


def test_keys_and_their_order_are_the_contract(result):
    assert tuple(result) == KEYS
    assert tuple(result["inputs"]) == INPUT_KEYS
    assert tuple(result["overall"]) == OVERALL_KEYS
    assert {tuple(area) for area in result["areas"]} == {AREA_KEYS}
    assert {tuple(item) for item in result["capabilities"]} == {CAPABILITY_KEYS}
    assert tuple(result["agreement"]) == AGREEMENT_KEYS
    assert tuple(result["robustness"]) == ROBUSTNESS_KEYS
    assert list(result["areas"][0]["lenses"]) == ["have", "aligned", "efficient", "effective"]
    assert list(result["capabilities"][0]["shares"]) == ["1", "2", "3", "4", "5"]


def test_it_is_json_and_comes_back_the_same(result):
    assert json.loads(json.dumps(result, allow_nan=False)) == result


def test_figures_hang_together(result):
    assert result["grade"] == "A"
    assert result["inputs"]["respondents"] == 12
    assert result["inputs"]["roles"]["ops"] == 4
    answered = result["inputs"]["answers"] + result["inputs"]["dont_know"]
    assert answered == 12 * 60
    for area in result["areas"]:
        inside = [item for item in result["capabilities"] if item["area"] == area["key"]]
        assert area["score"] == pytest.approx(sum(item["score"] for item in inside) / 6)
        assert area["index"] == pytest.approx(25 * (area["score"] - 1))
        assert area["target"] == 3
        assert area["low"] <= area["score"] <= area["high"]
    ranks = sorted(item["rank"] for item in result["capabilities"])
    assert ranks == list(range(1, 31))
    stages = [area["stage_level"] for area in result["areas"]]
    assert result["overall"]["stage_level"] == min(stages)


def test_the_same_input_gives_the_same_bytes_in_any_order(built, result):
    answers = random_answers(built)
    random.Random(1).shuffle(answers)

    assert json.dumps(analyse(built, answers, PARAMETERS)) == json.dumps(result)


def test_the_digest_covers_everything_that_counts(built):
    answers = random_answers(built)
    digest = input_digest(built, answers, PARAMETERS)
    changed = [
        (built, answers[1:], PARAMETERS),
        (built, [replace(answers[0], evidence=True), *answers[1:]], PARAMETERS),
        (replace(built, version=2), answers, PARAMETERS),
        (built, answers, replace(PARAMETERS, goals=("a", "b"))),
        (built, answers, replace(PARAMETERS, goals=("b", "a"))),
        (built, answers, replace(PARAMETERS, excluded={})),
        (built, answers, replace(PARAMETERS, invited={"ops": 3})),
        (built, answers, replace(PARAMETERS, omega={"ops": 2.0})),
        (built, answers, replace(PARAMETERS, seed=2)),
    ]

    assert digest == input_digest(built, list(reversed(answers)), PARAMETERS)
    assert len({digest, *(input_digest(*case) for case in changed)}) == len(changed) + 1


@pytest.mark.parametrize(
    ("case", "status"),
    [
        ("nobody", "insufficient"),
        ("one person", "provisional"),
        ("nobody knows", "insufficient"),
        ("nothing applies", "insufficient"),
        ("the lead leaves out everything", "insufficient"),
        ("all agree", "ok"),
    ],
)
@pytest.mark.parametrize("goals", [(), ("grow",)])
def test_no_input_gives_a_number_that_is_none(case, status, goals):
    built = replace(whole(), goals=(Goal("grow", "Growth", {"data.c1": 2}),))
    parameters = replace(PARAMETERS, goals=goals)
    answers = {
        "nobody": [],
        "one person": everybody_says(built, {"ops": 1}, 3),
        "nobody knows": everybody_says(built, TEAM, "dk"),
        "nothing applies": everybody_says(built, TEAM, "na"),
        "the lead leaves out everything": everybody_says(built, TEAM, 3),
        "all agree": everybody_says(built, TEAM, 3),
    }[case]
    if case == "the lead leaves out everything":
        keys = [item.key for item in built.capabilities]
        parameters = replace(parameters, excluded=dict.fromkeys(keys, "Not ours."))

    found = analyse(built, answers, parameters)

    assert found["overall"]["status"] == status
    assert all(math.isfinite(number) for number in numbers(found))
    assert (found["overall"]["score"] is None) == (status == "insufficient")
    for part in (found["overall"], *found["capabilities"]):
        assert part["status"] == "ok" or part["reason"]
    assert len(standings(found)) == 30
    assert summary(found)["status"] == status


def test_the_planner_gets_standings_in_catalogue_order():
    built = framework({"data.a": 2, "data.b": 2, "data.c": 2, "data.d": 2}, targets=3)
    said = everybody_says(
        built, {"ops": 2, "it": 1}, {"data.a": 2, "data.b": 4, "data.c": 3, "data.d": 3}
    )
    without_d = [item for item in said if item.question != "data.d.q1"]
    parameters = replace(PARAMETERS, excluded={"data.c": "Run by the group."})

    assert standings(analyse(built, without_d, parameters)) == (
        Standing("data.a", 2.0, 2, 3, 1.0, 0.5),
        Standing("data.b", 4.0, 4, 3, 0.0, 0.5),
        Standing("data.c", None, None, 1, 0.0, 0.0, applicable=False),
        Standing("data.d", None, None, 3, 0.0, 0.5),
    )


def test_a_summary_is_small(result):
    found = summary(result)

    assert list(found) == ["grade", "score", "index", "stage", "stage_level", "status", "areas"]
    assert found["areas"][0] == {
        key: result["areas"][0][key]
        for key in ("key", "name", "score", "index", "target", "stage", "stage_level")
    }


def test_what_can_wait_has_a_gap_a_low_rank_and_a_reason(result):
    later = not_now(result)
    open_ = [item for item in result["capabilities"] if item["gap"] > 0]
    lowest = sorted(open_, key=lambda item: item["rank"])[len(open_) - len(open_) // 4 :]

    assert list(later) == [item["key"] for item in lowest]
    assert all(later.values())


def test_a_self_assessment_is_called_one():
    built = whole()
    found = analyse(built, everybody_says(built, {"cmo": 1}, 2), PARAMETERS)

    assert found["notes"][0] == (
        "Evidence grade C: answers from 1 person in 1 role. Scores are an own view without ranges,"
        " the stage is self-declared, and nothing of it enters a benchmark."
    )
    assert {item["gap_class"] for item in found["capabilities"]} == {"not_rated"}
    assert (
        found["overall"]["reason"] == "Own view of 1 person in 1 role; the stage is self-declared."
    )
    assert found["overall"]["stage"] == "foundational"


def changed(item):
    """Operations see B at level 5; one person of IT says that C does not apply."""
    if (item.question, item.role) == ("data.b.q1", "ops"):
        return replace(item, value=5)
    if (item.question, item.respondent) == ("data.c.q1", "it-0"):
        return answer(item.respondent, item.role, item.question, "na")
    return item


def test_notes_tell_what_to_look_at():
    built = framework({f"data.{name}": 2 for name in "abcdefgh"}, questions=1, targets=3)
    people = {"ops": 2, "it": 2, "sales": 1}
    levels = dict.fromkeys((item.key for item in built.capabilities), 2)
    said = everybody_says(built, people, {**levels, "data.a": 4, "data.h": "dk"})
    said = [changed(item) for item in said]

    found = analyse(built, said, replace(PARAMETERS, excluded={"data.d": "Run by the group"}))

    assert found["notes"] == [
        (
            "Evidence grade B: answers from 5 people in 3 roles. Grade A needs 10 people in 5"
            " roles, in marketing and among its peers, and a response of 60 %."
        ),
        "1 capability is excluded from scores and stages: D (Run by the group).",
        "Proposed as not applicable, for the lead to decide: C by 1 person.",
        "The stage is provisional: too little is known of H.",
        "Most roles cannot see H.",
        "There is no shared view of B. Talk before you invest there.",
        (
            "Blind spot: marketing rates itself higher than its peers do on B (3.0 levels). The"
            " peers' view is the one customers feel."
        ),
        (
            "The answers tell capabilities apart only roughly: those with scores close together may"
            " stand in another order."
        ),
        "Level 4 or above without evidence: A.",
        "Overall 67 % of the way to target is done.",
        "Spend less here, the level is above target: A (level 4, target 3).",
        "The data do not decide the order everywhere: places 1 to 4 are interchangeable.",
        "Not now, their priority is in the lowest quarter: G.",
    ]


def test_notes_name_the_short_form_and_answers_that_were_left_out():
    built = framework(
        {"data.a": 2, "data.b": 2, "data.c": 2}, roles=("ops", "it"), questions=2, quick=("data.a",)
    )
    first = replace(built.questions[0], roles=("ops",))
    built = replace(built, questions=(first, *built.questions[1:]))
    said = [answer(f"{role}-{n}", role, "data.a.q1", 3) for role in ("ops", "it") for n in (1, 2)]

    found = analyse(built, said, PARAMETERS)["notes"]

    assert found[1:3] == [
        (
            "Only questions of the short form were answered, so area scores and the stage are"
            " indicative."
        ),
        "2 answers were left out because those questions are not asked of the role that answered.",
    ]


def test_a_target_that_is_far_away_says_so():
    built = framework({"data.a": 2}, targets=5)

    found = analyse(built, everybody_says(built, TEAM, 2), PARAMETERS)["capabilities"][0]

    assert found["target_reason"] == (
        "5 (growth profile Scaling); beyond this horizon at normal pace"
    )
