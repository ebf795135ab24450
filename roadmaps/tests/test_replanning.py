"""Planning again: proposals beside the accepted plan, conflicts in words, nothing lost."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.actor import Actor
from accounts.models import AuditEntry
from engine.plan_values import Wish
from engine.what_if import Edit
from jobs import runner
from jobs import services as jobs
from jobs.models import JobRun
from roadmaps import access, inputs
from roadmaps.errors import ChangedElsewhereError, LimitsError, RoadmapError
from roadmaps.models import Insight, Proposal, Roadmap, Scenario
from roadmaps.services import limits as limits_of
from roadmaps.services import planning, scenarios
from roadmaps.tests.conftest import make_analysis
from tests.factories import AT

WHO = {"by": None, "at": AT}
ONE_MORE = [Edit("people", 1, "team")]
WHY = "tests look at rows"


@pytest.fixture(autouse=True)
def instant(monkeypatch):
    """Plans without long searches: what is tested here is what becomes of them."""
    monkeypatch.setattr("engine.phases.EFFORT", {"interactive": 0.05, "background": 0.05})
    monkeypatch.setattr("engine.replanning.WORK", 0.05)


@pytest.fixture
def wished(scenario, planned):
    """The last initiative of the plan is to be forbidden."""
    limits_of.set_wish(scenario=scenario, version=1, kind="forbid", initiative=planned[-1], **WHO)
    return scenario


def replan(scenario):
    job = planning.request_replan(scenario=scenario, **WHO)
    runner.run(job.pk)
    job.refresh_from_db()
    scenario.refresh_from_db()
    return job


def proposals(scenario):
    return list(scenario.proposals.order_by("tolerance"))


def test_a_new_plan_is_proposed_beside_the_old_one(wished, roadmap, planned):
    job = replan(wished)

    assert (job.state, wished.plan) == (JobRun.State.DONE, roadmap)
    found = proposals(wished)
    assert [item.tolerance for item in found] == [0.0, 0.02, 0.05]
    for item in found:
        assert (item.state, item.previous, item.scenario_version) == ("open", roadmap, 2)
        keys = [one["initiative"] for one in item.roadmap.result["roadmap"]["items"]]
        assert planned[-1] not in keys
        assert planned[-1] in [move["initiative"] for move in item.comparison["moves"]]
        assert item.comparison["sentences"]
        assert item.roadmap.items.count() == len(keys)


def test_accepting_makes_it_the_plan_and_sets_the_others_aside(wished, editor):
    replan(wished)
    chosen, other, third = proposals(wished)

    accepted = planning.accept(proposal=chosen, version=2, by=editor.pk, at=AT)

    assert (accepted.plan, accepted.version) == (chosen.roadmap, 3)
    states = [Proposal.objects.unscoped(WHY).get(pk=p.pk).state for p in (chosen, other, third)]
    assert states == ["accepted", "dismissed", "dismissed"]
    assert JobRun.objects.unscoped(WHY).filter(kind="insight", subject=chosen.roadmap_id).exists()
    entry = AuditEntry.objects.get(action="scenario.plan_accepted")
    assert entry.details["roadmap"] == str(chosen.roadmap_id)


def test_undo_goes_back_over_whatever_was_changed_last(wished, roadmap, assessment):
    """A wish, an accepted plan, another result below: one mechanism, and it can be undone too."""
    replan(wished)
    chosen = proposals(wished)[0]
    planning.accept(proposal=chosen, version=2, **WHO)
    newer = make_analysis(assessment, at=AT + timedelta(days=1), digest="n")
    wished.refresh_from_db()
    scenarios.move_to_analysis(scenario=wished, analysis=newer, version=3, **WHO)

    for version, analysis in ((4, roadmap.analysis), (5, newer), (6, roadmap.analysis)):
        limits_of.undo(scenario=wished, version=version, **WHO)
        assert (wished.analysis, wished.plan) == (analysis, chosen.roadmap)

    other = scenarios.copy_scenario(scenario=wished, name="Other", **WHO)
    with pytest.raises(LimitsError, match="nothing to undo"):
        limits_of.undo(scenario=other, version=1, **WHO)


def test_an_accepted_plan_is_undone_and_accepted_again_by_undoing_that(wished, roadmap):
    replan(wished)
    chosen = proposals(wished)[0]
    planning.accept(proposal=chosen, version=2, **WHO)
    wished.refresh_from_db()
    limits = wished.limits

    with pytest.raises(ChangedElsewhereError):
        limits_of.undo(scenario=wished, version=2, **WHO)
    for version, plan in ((3, roadmap), (4, chosen.roadmap)):
        limits_of.undo(scenario=wished, version=version, **WHO)
        wished.refresh_from_db()
        assert (wished.plan, wished.limits, wished.version) == (plan, limits, version + 1)

    # Plans are kept as long as anybody may come back to them; one that is gone says so.
    wished.changes.filter(version=5).update(details={"was": {"plan": str(wished.pk)}})
    with pytest.raises(LimitsError, match="is gone"):
        limits_of.undo(scenario=wished, version=5, **WHO)


def test_a_doubled_click_accepts_once(wished):
    replan(wished)
    chosen = proposals(wished)[0]

    planning.accept(proposal=chosen, version=2, **WHO)
    planning.accept(proposal=chosen, version=2, **WHO)

    assert AuditEntry.objects.filter(action="scenario.plan_accepted").count() == 1


def test_of_two_who_accept_the_second_is_told(wished):
    replan(wished)
    first, second, _third = proposals(wished)
    planning.accept(proposal=first, version=2, **WHO)

    with pytest.raises(RoadmapError):
        planning.accept(proposal=second, version=2, **WHO)
    wished.refresh_from_db()
    assert wished.plan == first.roadmap


def test_a_proposal_for_other_limits_is_not_accepted(wished):
    replan(wished)
    limits_of.set_budget(scenario=wished, version=2, budget=50.0, **WHO)
    chosen = proposals(wished)[0]

    with pytest.raises(RoadmapError, match="plan again"):
        planning.accept(proposal=chosen, version=3, **WHO)
    with pytest.raises(ChangedElsewhereError):
        planning.accept(proposal=chosen, version=2, **WHO)


def test_a_doubled_click_plans_once_and_asking_again_plans_again(wished):
    first = planning.request_replan(scenario=wished, **WHO)
    assert planning.request_replan(scenario=wished, **WHO) == first
    runner.run(first.pk)
    planning.dismiss(proposal=proposals(wished)[0], **WHO)

    again = planning.request_replan(scenario=wished, **WHO)
    assert (again.pk, again.state) == (first.pk, "queued")
    runner.run(again.pk)

    assert {item.state for item in proposals(wished)} == {"open"}
    assert len(proposals(wished)) == 3


def test_newer_proposals_set_the_earlier_ones_aside(wished, planned):
    replan(wished)
    limits_of.withdraw_wishes(scenario=wished, version=2, initiative=planned[-1], **WHO)
    replan(wished)

    by_version = {item.scenario_version: item.state for item in proposals(wished)}
    assert by_version == {2: "dismissed", 3: "open"}


def test_wishes_that_cannot_be_met_end_in_a_conflict_and_the_plan_stays(scenario, roadmap, planned):
    limits = inputs.limits_of(scenario)
    wishes = tuple(Wish("lock", key, 0) for key in planned[:2])
    limits_of.set_limits(
        scenario=scenario,
        version=1,
        limits=replace(limits, team_limits={"team": 1}, wishes=wishes),
        **WHO,
    )

    job = replan(scenario)

    assert job.state == JobRun.State.DONE
    found = scenario.proposals.get()
    assert (found.roadmap, scenario.plan) == (None, roadmap)
    assert found.conflict["sentences"]
    with pytest.raises(RoadmapError, match="no plan to accept"):
        planning.accept(proposal=found, version=2, **WHO)


def test_a_stopped_job_proposes_nothing(wished, editor):
    job = planning.request_replan(scenario=wished, **WHO)
    jobs.cancel(job=job, by=editor.pk, at=timezone.now())

    runner.run(job.pk)

    assert proposals(wished) == []


def test_a_killed_worker_leaves_no_half_of_a_proposal(wished, monkeypatch):
    def die(drafts):
        Roadmap.objects.create(
            analysis=wished.analysis,
            engine_version="x",
            parameters={},
            result={},
            created_at=AT,
        )
        raise MemoryError

    job = planning.request_replan(scenario=wished, **WHO)
    with monkeypatch.context() as patched:
        patched.setattr("roadmaps.proposing.store", die)
        runner.run(job.pk)
    assert not Roadmap.objects.unscoped(WHY).filter(engine_version="x").exists()

    runner.run(job.pk)

    assert len(proposals(wished)) == 3


def test_budget_minus_twenty_percent_is_one_call(scenario):
    limits_of.set_budget(scenario=scenario, version=1, budget=30.0, **WHO)

    beside, job = planning.what_if(scenario=scenario, edits=[Edit("budget_share", -0.2)], **WHO)
    runner.run(job.pk)

    beside.refresh_from_db()
    scenario.refresh_from_db()
    assert beside.name == "Budget −20 %"
    assert (beside.current, beside.limits["budget"], scenario.limits["budget"]) == (False, 24, 30)
    found = beside.proposals.get()
    assert (found.state, beside.plan) == ("accepted", found.roadmap)
    assert found.comparison["sentences"]


def test_the_same_question_finds_its_scenario(scenario):
    first, job = planning.what_if(scenario=scenario, edits=ONE_MORE, **WHO)
    second, again = planning.what_if(scenario=scenario, edits=ONE_MORE, **WHO)

    assert (first, job) == (second, again)
    assert first.name == "1 more person in Operations team"
    limits_of.set_budget(scenario=first, version=1, budget=5.0, **WHO)
    third, _ = planning.what_if(scenario=scenario, edits=ONE_MORE, **WHO)
    assert third.name == "1 more person in Operations team (2)"


@pytest.mark.parametrize(
    ("edits", "said"),
    [
        ([], "Say what is to be different"),
        ([Edit("budget_share", -0.2)], "no budget"),
        ([Edit("people", 1, "nobody")], "no pool 'nobody'"),
        ([Edit("budget_share", -2)], "number from -1"),
    ],
)
def test_an_edit_that_cannot_be_made_is_refused_in_words(scenario, edits, said):
    with pytest.raises(LimitsError, match=said):
        planning.what_if(scenario=scenario, edits=edits, **WHO)
    assert Scenario.objects.unscoped(WHY).count() == 1


def test_work_that_began_stays_where_it_is(scenario, planned, roadmap):
    key = planned[0]
    start = inputs.limits_of(scenario).start
    scenario.organisation.work_items.create(
        initiative=key, status="started", started_on=start, changed_at=AT
    )
    limits_of.set_wish(scenario=scenario, version=1, kind="forbid", initiative=planned[-1], **WHO)

    replan(scenario)

    for found in proposals(scenario):
        items = {i["initiative"]: i for i in found.roadmap.result["roadmap"]["items"]}
        assert items[key]["start"] == 0
        assert found.roadmap.parameters["started"] == [
            {"initiative": key, "start": 0, "done": False}
        ]


def test_dropped_work_is_not_planned_again_unless_it_is_wished(scenario, planned):
    scenario.organisation.work_items.create(initiative=planned[-1], status="dropped", changed_at=AT)

    assert Wish("forbid", planned[-1]) in inputs.parameters_of(scenario).wishes
    limits_of.set_wish(scenario=scenario, version=1, kind="must", initiative=planned[-1], **WHO)
    assert inputs.parameters_of(scenario).wishes == (Wish("must", planned[-1]),)


def test_explanations_are_made_in_the_background_once(roadmap, scenario, monkeypatch):
    made = []
    monkeypatch.setattr(
        "engine.insight.insight",
        lambda *given, **more: made.append(given) or {"insight_version": "1.0"},
    )
    first = planning.request_insight(scenario=scenario, **WHO)
    runner.run(first.pk)
    assert planning.request_insight(scenario=scenario, **WHO) is None

    first.refresh_from_db()
    assert (first.state, len(made)) == (JobRun.State.DONE, 1)
    assert made[0][3] == roadmap.result
    found = Insight.objects.unscoped(WHY).get()
    assert (found.roadmap, found.document) == (roadmap, {"insight_version": "1.0"})


def test_a_plan_that_nobody_uses_any_more_is_not_explained(roadmap, scenario, monkeypatch):
    monkeypatch.setattr("engine.insight.insight", lambda *given, **more: {})
    job = planning.request_insight(scenario=scenario, **WHO)
    Scenario.objects.unscoped(WHY).update(current=False, plan=None)
    runner.run(job.pk)
    assert not Insight.objects.unscoped(WHY).exists()

    Scenario.objects.unscoped(WHY).update(plan=roadmap)
    again = planning.request_insight(scenario=scenario, **WHO)
    assert (again.pk, again.state) == (job.pk, "queued")
    runner.run(again.pk)
    assert Insight.objects.unscoped(WHY).exists()


def test_for_others_there_are_no_proposals(wished, viewer, outsider):
    replan(wished)
    wished.refresh_from_db()

    assert access.open_proposals(Actor(viewer.pk), wished).count() == 3
    assert not access.proposals(Actor(outsider.pk)).exists()
    assert not access.scenarios(Actor(outsider.pk)).exists()


def test_planning_a_copy_again_loses_nothing(scenario):
    copy = scenarios.copy_scenario(scenario=scenario, name="Same", **WHO)

    replan(copy)

    assert all(not item.comparison["initiatives"]["lost"] for item in proposals(copy))
