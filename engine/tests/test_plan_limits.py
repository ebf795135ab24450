"""What each limit and wish does to a planning question and to the plan."""

import pytest

from engine import planning
from engine.ledger import Ledger
from engine.phases import optimise
from engine.plan_values import Blackout, BudgetChange, CapacityChange, Progress, Saving, Wish
from engine.prepare import PlanInputError, prepare
from engine.reasons import left_out
from engine.roadmap import roadmap
from engine.tests.catalogue import framework, initiative, limits, result_of, standings


def question(initiatives=None, **changes):
    given = framework() if initiatives is None else framework(initiatives)
    return prepare(given, standings(), limits(**changes))


@pytest.fixture(params=["greedy", "optimiser"])
def planned(request):
    """Starts under limits, by either planner, checked on the way."""

    def make(**changes):
        result = result_of(standings(), ["data", "people"])
        found = roadmap(framework(), result, limits(**changes), request.param)["roadmap"]
        return {item["initiative"]: item["start"] for item in found["items"]}

    return make


def test_people_and_money_change_by_period():
    found = question(
        capacity={"team": 10},
        capacity_changes=(CapacityChange("team", 1, 2, 4), CapacityChange("team", 2, 3, 0.005)),
        budget=5,
        budget_changes=(BudgetChange(1, 1, 7.5),),
        savings=(Saving(10, 1), Saving(11, 2, "register")),
    ).instance

    assert found.capacity["team"][:5] == (1000, 400, 0, 0, 1000)
    assert found.budget[:3] == (500, 750, 500)
    assert found.budget[9:] == (500, 600, 600)
    assert found.candidate["register"].savings == ((11, 200),)


def test_more_than_anybody_has_is_plenty_and_no_overflow():
    found = question(capacity={"team": 1e300}, budget=1e15).instance

    assert found.capacity["team"][0] == found.budget[0] == 10**12
    optimise(found)


def test_confidence_lowers_what_is_counted_on():
    found = question(confidence={"register": 0.75}).instance

    assert found.candidate["register"].uplift == {"data.source": 8}


def test_an_own_initiative_is_planned_as_it_was_estimated():
    own = initiative("own", ("data.source", 1, 2), effort={"admin": 2})

    found = question(own=(own,), size="small")

    assert found.effort["own"] == {"admin": 10.0}
    assert "own" in found.instance.candidate
    assert found.effort["register"] == {"admin": 3.0}


def test_a_lock_a_must_and_a_forbidden_initiative(planned):
    found = planned(
        wishes=(Wish("lock", "register", 2), Wish("must", "cover"), Wish("forbid", "coaching"))
    )

    assert found["register"] == 2
    assert found["clean"] >= 3
    assert "cover" in found
    assert "coaching" not in found
    assert "guild" not in found


def test_an_earliest_date_and_a_deadline(planned):
    found = planned(wishes=(Wish("earliest", "register", 3), Wish("deadline", "cover", 1)))

    assert found["register"] >= 3
    assert found.get("cover", 0) == 0


def test_a_forbidden_initiative_is_left_out_by_a_wish():
    asked = question(wishes=(Wish("forbid", "coaching"),))
    reasons = left_out(asked, Ledger(asked.instance, planning.plan(asked.instance).starts))

    assert reasons["coaching"] == "Ruled out by a wish."
    assert "Coaching" in reasons["guild"]


def test_only_one_of_a_group_is_planned(planned):
    assert len({"register", "cover"} & planned(exclusive=(("register", "cover"),)).keys()) == 1


def test_nothing_of_an_area_runs_in_a_blackout(planned):
    found = planned(blackouts=(Blackout(0, 2, "data"),))

    assert found
    assert min(found.values()) >= 3


def test_a_team_runs_no_more_than_its_limit(planned):
    assert len(set(planned(team_limits={"data": 1}).values())) == len(planned())


def test_a_pool_can_be_limited_like_a_team():
    found = question(team_limits={"it_partner": 1, "data": 2}).instance

    assert found.candidate["coaching"].teams == ("data", "it_partner")
    assert found.candidate["register"].teams == ("data",)


def test_what_is_done_is_not_planned_and_holds_nothing_up():
    found = question(started=(Progress("register", -2, done=True),))

    assert found.done == {"register"}
    assert found.out["register"] == "Is done."
    assert found.instance.candidate["clean"].needs == ()
    assert found.instance.gaps["data.source"] == 10


def test_what_is_done_shows_in_the_forecast_from_the_start():
    result = result_of(standings(), ["data", "people"])
    done = limits(started=(Progress("register", -2, done=True),))

    before, after = (roadmap(framework(), result, given) for given in (limits(), done))

    assert after["forecast"][0]["index"] > before["forecast"][0]["index"]
    assert {"initiative": "register", "reason": "Is done."} in after["roadmap"]["left_out"]


def test_work_that_has_begun_stays_and_needs_only_what_is_left():
    found = question(started=(Progress("rules", -1),)).instance.candidate["rules"]

    assert (found.lock, found.duration, found.needs) == (0, 1, ())
    assert found.days["team"] == (250,)


def test_overdue_work_ends_with_the_first_period():
    found = question(started=(Progress("rules", -9),)).instance.candidate["rules"]

    assert (found.lock, found.duration) == (0, 1)


def test_work_that_begins_within_the_plan_is_where_it_is(planned):
    assert planned(started=(Progress("guild", 4),))["guild"] == 4


@pytest.mark.parametrize(
    ("wish", "started", "said"),
    [
        (Wish("lock", "rules", 11), (), "“Rules” starts in November 2027"),
        (Wish("forbid", "rules"), (Progress("rules", 0),), "the work has begun"),
    ],
)
def test_a_wish_that_nothing_can_keep_is_refused(wish, started, said):
    with pytest.raises(PlanInputError, match="E503") as caught:
        question(wishes=(wish,), started=started)

    assert said in caught.value.message


def test_money_that_finished_work_saves_pays_for_more(planned):
    limits_ = {"budget": 0, "carry": True, "capacity": {"team": 100}}

    assert "clean" not in planned(**limits_)
    assert "clean" in planned(**limits_, savings=(Saving(0, 3, "register"),))
