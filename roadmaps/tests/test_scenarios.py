"""Scenarios: kept beside each other, one of them current, changed by one editor at a time."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from accounts.models import AuditEntry
from engine.plan_values import BudgetChange, Wish
from roadmaps import inputs, pipeline
from roadmaps.errors import ChangedElsewhereError, LimitsError, RoadmapError
from roadmaps.models import Scenario
from roadmaps.services import limits as limits_of
from roadmaps.services import scenarios
from roadmaps.tests.conftest import make_analysis
from tests.factories import AT, AssessmentFactory

WHO = {"by": None, "at": AT}


def kept():
    return Scenario.objects.unscoped("tests look at rows")


def test_the_first_roadmap_becomes_the_plan_of_the_organisation(scenario, roadmap, organisation):
    assert (scenario.current, scenario.plan, scenario.version) == (True, roadmap, 1)
    assert scenario.organisation == organisation
    assert inputs.parameters_of(scenario) == pipeline.default_parameters(roadmap.analysis)
    assert AuditEntry.objects.filter(action="scenario.created").count() == 1


def test_a_plan_that_nobody_touched_follows_the_newest_analysis(scenario, assessment):
    later = make_analysis(assessment, at=AT + timedelta(days=3), digest="d")
    newer = pipeline.record_roadmap(later, pipeline.default_parameters(later), at=AT)

    assert pipeline.adopt(newer, **WHO) == scenario
    scenario.refresh_from_db()
    assert (scenario.plan, scenario.analysis) == (newer, later)


@pytest.mark.parametrize("touch", ["limits", "work"])
def test_a_plan_that_people_work_with_stays(scenario, roadmap, assessment, planned, touch):
    if touch == "limits":
        limits_of.set_budget(scenario=scenario, version=1, budget=40.0, **WHO)
    else:
        scenario.organisation.work_items.create(initiative=planned[0], changed_at=AT)
    later = make_analysis(assessment, at=AT + timedelta(days=3), digest="d")
    newer = pipeline.record_roadmap(later, pipeline.default_parameters(later), at=AT)

    assert pipeline.adopt(newer, **WHO) is None
    scenario.refresh_from_db()
    assert scenario.plan == roadmap


def test_an_older_rounds_analysis_changes_nothing(scenario, roadmap, assessment):
    older = AssessmentFactory(
        organisation=assessment.organisation,
        framework=assessment.framework,
        opened_at=AT - timedelta(days=300),
    )
    again = make_analysis(older, at=AT + timedelta(days=9))
    made = pipeline.record_roadmap(again, pipeline.default_parameters(again), at=AT)

    assert pipeline.adopt(made, **WHO) is None


def test_a_copy_stands_beside_and_changes_alone(scenario):
    copy = scenarios.copy_scenario(scenario=scenario, name="Lean", **WHO)
    limits_of.set_budget(scenario=copy, version=1, budget=12.5, **WHO)

    scenario.refresh_from_db()
    assert (copy.current, copy.plan, copy.copied_from) == (False, scenario.plan, scenario)
    assert (copy.limits["budget"], scenario.limits["budget"]) == (12.5, None)


@pytest.mark.parametrize("name", ["Plan", "PLAN"])
def test_two_scenarios_of_one_name_cannot_be_told_apart(scenario, name):
    with pytest.raises(LimitsError) as refused:
        scenarios.copy_scenario(scenario=scenario, name=name, **WHO)

    assert refused.value.field == "name"
    assert kept().count() == 1


def test_one_scenario_is_current(scenario):
    copy = scenarios.copy_scenario(scenario=scenario, name="Lean", **WHO)

    scenarios.make_current(scenario=copy, **WHO)
    scenarios.make_current(scenario=copy, **WHO)

    assert [item.name for item in kept().filter(current=True)] == ["Lean"]
    assert AuditEntry.objects.filter(action="scenario.made_current").count() == 1


def test_a_scenario_without_a_plan_is_not_what_people_work_by(scenario):
    new = scenarios.create_scenario(
        analysis=scenario.analysis, name="New", limits=inputs.limits_of(scenario), **WHO
    )

    with pytest.raises(RoadmapError, match="Accept a plan"):
        scenarios.make_current(scenario=new, **WHO)


def test_the_current_plan_is_not_deleted_and_a_copy_is(scenario):
    copy = scenarios.copy_scenario(scenario=scenario, name="Lean", **WHO)

    with pytest.raises(RoadmapError, match="current plan"):
        scenarios.delete_scenario(scenario=scenario, **WHO)
    scenarios.delete_scenario(scenario=copy, **WHO)

    assert kept().get() == scenario


def test_the_second_editor_learns_what_the_first_did(scenario, editor, planned):
    mine = kept().get(pk=scenario.pk)
    limits_of.set_wish(
        scenario=scenario, version=1, kind="must", initiative=planned[0], by=editor.pk, at=AT
    )

    with pytest.raises(ChangedElsewhereError) as refused:
        limits_of.set_budget(scenario=mine, version=1, budget=10.0, **WHO)

    change = refused.value.changes[0]
    assert (change.action, change.by, change.version) == ("wish_set", editor.pk, 2)
    assert change.details == {"kind": "must", "initiative": planned[0], "period": None}
    assert refused.value.row.version == 2
    scenario.refresh_from_db()
    assert scenario.limits["budget"] is None


def test_what_changes_nothing_is_no_change(scenario):
    limits_of.set_limits(
        scenario=scenario, version=1, limits=inputs.limits_of(scenario), details={}, **WHO
    )

    assert scenario.version == 1


def test_a_wish_replaces_the_one_of_its_kind_and_can_be_withdrawn(scenario, planned):
    first, second = planned[:2]
    for version, (key, period) in enumerate([(first, 3), (second, 4), (first, 5)], start=1):
        limits_of.set_wish(
            scenario=scenario,
            version=version,
            kind="earliest",
            initiative=key,
            period=period,
            **WHO,
        )

    assert set(inputs.limits_of(scenario).wishes) == {
        Wish("earliest", first, 5),
        Wish("earliest", second, 4),
    }
    limits_of.withdraw_wishes(scenario=scenario, version=4, initiative=first, **WHO)
    assert inputs.limits_of(scenario).wishes == (Wish("earliest", second, 4),)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"budget": -1.0}, "a budget is a number from 0 on"),
        ({"budget": float("nan")}, "a budget is a number from 0 on"),
        ({"periods": 0}, "a plan has 1 to 120 periods"),
        ({"capacity": {"nobody": 3.0}}, "unknown pool 'nobody'"),
        ({"budget_changes": (BudgetChange(0, 1, 2.0),)}, "need a budget"),
        ({"wishes": (Wish("must", "no-such"),)}, "no-such"),
        ({"wishes": (Wish("lock", "data-source-register", 99),)}, "needs a period from 0 to 23"),
        ({"exclusive": (("data-source-register",),)}, "two initiatives or more"),
        ({"team_limits": {"data": -1}}, "team limit"),
    ],
)
def test_limits_that_cannot_be_planned_with_are_refused_in_words(scenario, change, said):
    with pytest.raises(LimitsError, match=said):
        limits_of.set_limits(
            scenario=scenario,
            version=1,
            limits=replace(inputs.limits_of(scenario), **change),
            **WHO,
        )

    scenario.refresh_from_db()
    assert (scenario.version, scenario.changes.count()) == (1, 1)


def test_a_plan_moves_on_with_the_calendar(scenario, planned):
    limits_of.set_wish(
        scenario=scenario, version=1, kind="lock", initiative=planned[-1], period=7, **WHO
    )

    scenarios.roll_forward(scenario=scenario, today=date(2027, 2, 20), version=2, **WHO)

    limits = inputs.limits_of(scenario)
    assert limits.start == date(2027, 2, 1)
    assert limits.wishes == (Wish("lock", planned[-1], 5),)
    assert (
        scenarios.roll_forward(scenario=scenario, today=date(2027, 2, 28), version=3, **WHO).version
        == 3
    )


def test_a_scenario_moves_to_another_analysis_of_its_organisation_only(scenario, assessment):
    later = make_analysis(assessment, at=AT + timedelta(days=3), digest="d")
    foreign = make_analysis(AssessmentFactory(framework=assessment.framework), digest="e")

    scenarios.move_to_analysis(scenario=scenario, analysis=later, version=1, **WHO)
    assert (scenario.analysis, scenario.version) == (later, 2)
    with pytest.raises(LimitsError, match="no such analysis"):
        scenarios.move_to_analysis(scenario=scenario, analysis=foreign, version=2, **WHO)


def test_every_change_is_audited_by_key_and_number(scenario, editor, planned):
    limits_of.set_budget(scenario=scenario, version=1, budget=12.0, by=editor.pk, at=AT)

    entry = AuditEntry.objects.get(action="scenario.budget_set")
    assert (entry.actor_id, entry.subject_id) == (editor.pk, str(scenario.pk))
    assert entry.details == {"version": 2, "budget": 12.0, "carry": True}
