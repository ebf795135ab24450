"""What readers of a confidential round get of a result (method 1.11)."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from engine.analysis import analyse, input_digest
from engine.disclosed import disclosed
from engine.disclosure import Privacy, Rule
from engine.tests.frameworks import answer, everybody_says, framework
from engine.types import AnalysisParameters

CONFIDENTIAL = Rule(Privacy.CONFIDENTIAL)
KEYS = ("data.quality", "data.consent", "people.skill")
PEOPLE = {"cmo": 1, "ops": 6, "channel": 7, "it": 2, "sales": 3, "care": 1}


def built():
    return framework(dict.fromkeys(KEYS, 2))


def answers(people=PEOPLE, **levels):
    """Marketing says 4, its peers 2, one person of each role a level more."""
    found = []
    for given in everybody_says(built(), people, 4):
        level = 4 if given.role in ("cmo", "ops", "channel") else 2
        found.append(replace(given, value=level + given.respondent.endswith("-1")))
    return found


def result(given=None, smallest=5, rule=CONFIDENTIAL):
    parameters = AnalysisParameters(profile="scaling", smallest_group=smallest, excluded={})
    document = analyse(built(), answers() if given is None else given, parameters)
    return document, disclosed(document, built(), rule)


def test_an_identified_round_is_shown_whole():
    document, seen = result(rule=Rule())

    assert seen == document


def test_roles_and_sides_of_a_confidential_round_are_those_that_hide_everybody():
    document, seen = result()
    item = seen["capabilities"][0]

    # One head of marketing would follow from the side without the others, so the smaller of the
    # two large roles is hidden with her.
    assert set(item["by_role"]) == {"channel"}
    assert item["perception_gap"] == document["capabilities"][0]["perception_gap"]
    assert item["score"] == document["capabilities"][0]["score"]
    assert seen["areas"][0]["perception_gap"] is not None


def test_a_side_that_is_too_small_has_no_gap_anywhere():
    document, seen = result(answers({"cmo": 1, "ops": 9, "it": 2}))
    text = json.dumps(seen["notes"])

    assert document["capabilities"][0]["perception_gap"]
    assert all(item["perception_gap"] is None for item in seen["capabilities"])
    assert all(item["perception_gap"] is None for item in seen["areas"])
    assert "lind spot" not in text
    assert "shared view" not in text
    assert "fewer than 5 people" in text


def test_a_hidden_side_in_one_capability_hides_those_of_its_area():
    few = [a for a in answers() if not (a.question == "data.consent.q1" and a.role == "sales")]
    _document, seen = result(few)
    by_key = {item["key"]: item for item in seen["capabilities"]}

    assert by_key["data.consent"]["perception_gap"] is None
    assert by_key["data.quality"]["perception_gap"] is not None
    assert seen["areas"][0]["perception_gap"] is None
    assert seen["areas"][1]["perception_gap"] is not None


def test_nothing_rests_on_fewer_people_than_the_smallest_group():
    few = [a for a in answers() if a.question != "data.consent.q1" or a.role in ("it", "cmo")]
    document, seen = result(few)
    stored = document["capabilities"][1]
    item = seen["capabilities"][1]

    assert stored["score"] is None
    assert stored["reason"] == "Fewer than 5 people can judge this."
    assert (item["n"], item["by_role"], item["dont_know_rate"]) == (None, {}, None)
    assert document["areas"][0]["score"] is None


def test_a_result_of_looser_times_is_hidden_where_groups_are_small():
    """Its figures rest on three people, which the rule of today does not allow."""
    few = [a for a in answers() if a.question != "data.consent.q1" or a.role in ("it", "cmo")]
    document, seen = result(few, smallest=None)

    assert document["capabilities"][1]["score"] is not None
    assert seen["capabilities"][1]["score"] is None
    assert seen["capabilities"][1]["rank"] is None


def test_one_voice_for_all_is_not_shown_as_a_spread():
    same = everybody_says(built(), {"ops": 3, "it": 3}, 3)
    _document, seen = result(same)
    item = seen["capabilities"][0]

    assert item["score"] == 3
    assert (item["shares"], item["ad"], item["band"]) == (None, None, None)


def test_single_answers_that_decide_are_not_named():
    document, seen = result()

    assert document["robustness"]["pivotal"] is not None
    assert seen["robustness"]["pivotal"] is None
    assert seen["robustness"]["pivotal_answers"] is None
    assert seen["robustness"]["tiers"] == document["robustness"]["tiers"]


def test_an_own_view_of_one_person_is_not_a_result_of_a_confidential_round():
    alone = [answer("p", "ops", f"{key}.q1", 4) for key in KEYS]
    document, seen = result(alone)

    assert document["overall"]["score"] is None
    assert all(item["score"] is None for item in document["capabilities"])
    assert all(value is None for area in seen["areas"] for value in area["lenses"].values())


@pytest.mark.parametrize("smallest", [3, 7])
def test_the_smallest_group_is_part_of_what_a_result_depends_on(smallest):
    plain = AnalysisParameters(profile="scaling", excluded={})
    strict = replace(plain, smallest_group=smallest)

    assert input_digest(built(), answers(), plain) != input_digest(built(), answers(), strict)
