"""What waits in an organisation: each kind of thing, in order of how it presses, for whom."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments.models import Assessment, Respondent
from jobs.models import JobRun
from reports.open_work import When
from roadmaps.models import KpiReading, KpiTarget, Proposal, WorkItem
from tests.api_rows import make_plan_rows, make_roadmap
from tests.factories import AT, AnalysisFactory, AssessmentFactory, RespondentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def page(client, editor, organisation):
    def read(user=editor):
        client.force_login(user)
        return client.get(reverse("reports:open", args=[organisation.pk]))

    return read


def lines(answer):
    """Heading to the lines below it."""
    return {
        str(group["heading"]): [(item["words"], item["due"]) for item in group["items"]]
        for group in answer.context["groups"]
    }


def test_nothing_waits_where_nothing_is_open(page):
    answer = page()

    assert answer.context["headline"] == "Nothing waits for you today"
    assert "Everybody" not in answer.content.decode()
    assert "Everything is done" in answer.content.decode()


def test_answers_that_are_missing_wait_until_the_day_they_are_due(page, assessment, today):
    RespondentFactory(assessment=assessment)
    assessment.due_on = today + timedelta(days=3)
    assessment.save()
    words = f"Remind 1 person who has not answered “{assessment.name}”"

    assert [found[0] for found in lines(page())["Due within a week"]] == [words]
    type(assessment).objects.unscoped("a test").update(due_on=today - timedelta(days=2))
    answer = page()
    assert lines(answer) == {"Overdue": [(words, "2 days late")]}
    assert answer.context["headline"] == "1 thing is overdue"
    assert reverse("assessments:people", args=[assessment.pk]) in answer.content.decode()


def test_a_round_that_everybody_answered_waits_to_be_closed(page, assessment):
    RespondentFactory(
        assessment=assessment, state=Respondent.State.SUBMITTED, submitted_at=timezone.now()
    )

    words = f"Close “{assessment.name}”: everybody asked has answered"
    assert lines(page()) == {"To decide": [(words, "")]}


def test_an_anonymous_round_waits_for_those_whose_invitation_is_not_used(page, assessment):
    type(assessment).objects.unscoped("a test").update(privacy=Assessment.Privacy.ANONYMOUS)
    for _ in range(2):
        RespondentFactory(
            assessment=assessment, user=None, state=Respondent.State.SUBMITTED, submitted_at=AT
        )
    for number, used in enumerate((True, True, False, False, False)):
        assessment.invitations.create(
            name=f"Person {number}", role="marketing_ops", used=used, created_at=AT
        )

    remind = f"Remind 3 people who have not answered “{assessment.name}”"
    assert [found[0] for lines_ in lines(page()).values() for found in lines_] == [remind]
    assessment.invitations.update(used=True)
    close = f"Close “{assessment.name}”: everybody asked has answered"
    assert lines(page()) == {"To decide": [(close, "")]}


def test_invitations_of_a_round_with_names_are_counted_once_by_their_questionnaires(
    page, assessment
):
    respondent = RespondentFactory(
        assessment=assessment, state=Respondent.State.SUBMITTED, submitted_at=AT
    )
    assessment.invitations.create(
        name="Person", role="marketing_ops", respondent=respondent, created_at=AT
    )

    assert list(lines(page())) == ["To decide"]


def test_whoever_only_reads_is_asked_for_nothing_but_their_own_answers(
    page, assessment, viewer, today
):
    RespondentFactory(assessment=assessment)
    RespondentFactory(assessment=assessment, user=viewer)

    assert lines(page(viewer)) == {"To decide": [(f"Answer “{assessment.name}” yourself", "")]}


@pytest.fixture
def planned(assessment, today):
    """A current plan: of its two initiatives one should have ended, one should have begun; with a
    proposal that waits, and a KPI that nobody has read for two months."""
    analysis = AnalysisFactory(assessment=assessment, summary={"to_settle": 3})
    scenario, _proposal, _own, target = make_plan_rows(make_roadmap(analysis))
    late, next_one = scenario.plan.items.order_by("position")
    for item, start, finish in ((late, -60, -2), (next_one, -4, 90)):
        item.start_date = today + timedelta(days=start)
        item.finish_date = today + timedelta(days=finish)
        item.save()
    type(scenario).objects.unscoped("a test").filter(pk=scenario.pk).update(current=True)
    KpiTarget.objects.unscoped("a test").update(created_at=timezone.now() - timedelta(days=99))
    KpiReading.objects.unscoped("a test").update(on=today - timedelta(days=60))
    return scenario, late, next_one, target


def test_work_plans_and_kpis_wait_in_order_of_how_they_press(page, planned, assessment):
    scenario, late, next_one, target = planned

    found = lines(page())

    assert found["Overdue"] == [
        (f"Read “{target.name}”: no reading for a month", "25 days late"),
        (f"Begin “{next_one.initiative.name}”", "4 days late"),
        (f"Finish “{late.initiative.name}”", "2 days late"),
    ]
    assert found["To decide"] == [
        (f"Settle 3 questions of “{assessment.name}” on which views are far apart", ""),
        (f"Accept or dismiss 1 new plan of “{scenario.name}”", ""),
    ]


def test_what_is_done_or_decided_no_longer_waits(page, planned, organisation, today):
    _scenario, late, next_one, target = planned
    for item, status, finished in (
        (late, "done", today),
        (next_one, "started", None),
    ):
        WorkItem.objects.create(
            organisation=organisation, initiative=item.initiative.key, status=status,
            started_on=today, finished_on=finished, changed_at=timezone.now(),
        )  # fmt: skip
    Proposal.objects.unscoped("a test").update(state="dismissed", decided_at=timezone.now())
    KpiReading.objects.create(target=target, on=today, value=1.0, at=timezone.now())

    found = lines(page())

    assert "Overdue" not in found
    assert len(found["To decide"]) == 1
    assert [words for words, _due in found["Later"]] == [f"Finish “{next_one.initiative.name}”"]


def test_a_plan_from_older_answers_and_work_that_failed_wait(page, planned, organisation):
    scenario, *_rest = planned
    newer = AssessmentFactory(
        organisation=organisation, framework=scenario.analysis.assessment.framework,
        opened_at=timezone.now(),
    )  # fmt: skip
    AnalysisFactory(assessment=newer, summary={})
    failed = {
        "organisation": organisation, "kind": "analysis", "subject": newer.pk,
        "state": JobRun.State.FAILED,
    }  # fmt: skip
    now = timezone.now()
    JobRun.objects.create(**failed, input_version="1", created_at=now - timedelta(hours=2))
    JobRun.objects.create(**failed, input_version="2", created_at=now)

    found = [words for words, _due in lines(page())["To decide"]]

    assert f"Plan “{scenario.name}” anew: it rests on older answers" in found
    assert len([words for words in found if words.startswith("Look at what failed")]) == 1


def test_the_most_pressing_comes_first():
    assert list(When) == [When.OVERDUE, When.NOW, When.SOON, When.LATER]
