"""From a framework and standings to a planning question (method 5.0, 5.1)."""

import pytest

from engine.pools import DAYS_PER_MONTH
from engine.prepare import PlanInputError, assumed_levels, planning_score, prepare
from engine.tests.catalogue import (
    INITIATIVES,
    framework,
    initiative,
    limits,
    standing,
    standings,
)


def question(initiatives=INITIATIVES, limits_=None, **changes):
    return prepare(framework(initiatives), standings(**changes), limits_ or limits())


def needs(found):
    return {item.key: item.needs for item in found.instance.candidates}


@pytest.mark.parametrize(
    ("score", "level", "planned"),
    [(2.4, 2, 2.4), (3.4, 2, 2.9), (2.4, 3, 2.4), (5.0, 5, 5.0)],
)
def test_a_score_counts_less_than_a_level_above_its_level(score, level, planned):
    assert planning_score(standing("data.source", score, level=level)) == pytest.approx(planned)


def test_gaps_are_tenths_rounded_half_up():
    found = question(source={"score": 2.45}, quality={"score": 2.46}, skill={"score": 4.0})

    assert found.instance.gaps == {
        "data.source": 6,
        "data.quality": 5,
        "people.skill": 0,
        "people.cover": 20,
    }


def test_weights_are_per_mille_and_never_vanish():
    found = question(
        source={"importance": 0.999},
        quality={"importance": 0.0001},
        skill={"importance": 0},
        cover={"applicable": False},
    )

    assert found.instance.weights == {"data.source": 1000, "data.quality": 1}


@pytest.mark.parametrize(
    ("score", "uplift"),
    [(1.0, {"register": 10}), (1.6, {"register": 4})],
)
def test_uplift_is_what_is_left_of_the_step(score, uplift):
    found = question(source={"score": score})

    assert found.instance.candidate["register"].uplift == {"data.source": uplift["register"]}


def test_a_step_above_the_present_level_counts_in_full():
    assert question(quality={"score": 1.6}).instance.candidate["rules"].uplift == {
        "data.quality": 10
    }


def test_effort_spreads_evenly_and_adds_up():
    draft = initiative("rules", ("data.quality", 1, 2), effort={"admin": 1.1}, weeks=12)

    found = question([draft]).instance.candidate["rules"]

    assert found.days == {"team": (183, 183, 184)}
    assert found.duration == 3


def test_cost_is_the_mean_of_the_estimate():
    assert question().instance.candidate["clean"].cost == (500,)


def test_a_long_step_starts_after_the_one_below_it():
    assert needs(question())["rules"] == (("clean",),)
    assert needs(question(quality={"score": 2.0}))["rules"] == ()


def test_a_needed_level_can_be_reached_in_any_way():
    both = (*INITIATIVES, initiative("tidy", ("data.quality", 1, 2)))

    assert needs(question(both))["guild"] == (("clean", "tidy"), ("coaching",))


def test_a_prerequisite_that_is_met_is_dropped():
    found = question(source={"score": 2.0})

    assert found.held == {"register"}
    assert needs(found)["clean"] == ()


def test_an_initiative_whose_levels_stand_is_neither_candidate_nor_left_out():
    found = question(quality={"score": 3.0})

    assert {"clean", "rules"} == found.held
    assert not {"clean", "rules"} & ({*found.out} | {*found.instance.candidate})


def test_an_unscored_capability_counts_as_the_lowest_of_its_area():
    values = {s.capability: s for s in standings(source={"score": None}, quality={"score": 2.0})}

    assert assumed_levels(framework(), values)["data.source"] == 2
    lone = {s.capability: s for s in standings(source={"score": None}, quality={"score": None})}
    assert assumed_levels(framework(), lone)["data.source"] == 1


def test_an_unscored_capability_gives_no_gain_but_can_be_a_prerequisite():
    found = question(source={"score": None})

    assert found.instance.candidate["register"].uplift == {}
    assert needs(found)["clean"] == (("register",),)


def test_an_unscored_capability_is_left_out_with_the_reason():
    found = question(source={"score": None}, quality={"score": 2.0})

    assert "too few answers" in found.out["register"]


def test_a_capability_that_does_not_apply_holds_nothing_up():
    found = question(source={"score": None, "applicable": False})

    assert "does not apply" in found.out["register"].lower()
    assert needs(found)["clean"] == ()


def test_what_exceeds_its_pool_is_stretched():
    month = 2.5 * 0.4 * DAYS_PER_MONTH  # 21.7 days
    draft = initiative("big", ("data.quality", 1, 2), effort={"admin": 12}, weeks=4)

    found = question([draft]).instance.candidate["big"]

    assert 2 * month < 60
    assert (found.duration, found.days["team"]) == (3, (2000, 2000, 2000))


def test_what_exceeds_its_pool_three_times_over_is_left_out():
    draft = initiative("huge", ("data.quality", 1, 2), effort={"admin": 14}, weeks=4)

    assert question([draft]).out == {
        "huge": "Needs more of Operations team: 23.34 days a month even at 3 times its length,"
        " of 21.66."
    }


def test_what_is_longer_than_the_plan_is_left_out():
    found = question(limits_=limits(periods=1))

    assert found.out["rules"] == "Takes 2 months; the plan has 1."


def test_what_waits_for_something_left_out_is_left_out():
    found = question(limits_=limits(capacity={"it_partner": 0}))

    assert found.out["coaching"].startswith("Needs more of IT partner")
    assert found.out["guild"] == "Needs “Coaching” first, which is left out."


def test_a_circle_of_prerequisites_is_left_out():
    circle = (
        initiative("one", ("data.source", 1, 2), first=["two"]),
        initiative("two", ("data.quality", 1, 2), first=["one"]),
    )

    assert set(question(circle).out) == {"one", "two"}


def test_a_level_that_nothing_raises_is_named_as_the_reason():
    alone = (initiative("rules", ("data.quality", 2, 3)),)

    assert question(alone).out == {"rules": "Needs a level that nothing in the catalogue raises."}


@pytest.mark.parametrize("limits_", [limits(periods=0), limits(periods=121), limits(budget=-1.0)])
def test_impossible_limits_are_refused(limits_):
    with pytest.raises(PlanInputError):
        question(limits_=limits_)


def test_a_capability_without_standing_is_refused():
    with pytest.raises(PlanInputError, match=r"people\.cover"):
        prepare(framework(), standings()[:3], limits())
