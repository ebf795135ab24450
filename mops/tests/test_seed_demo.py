"""The demo: two made-up organisations, made by the real services and jobs."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.urls import reverse

from accounts.models import Membership, Organisation, Role, User
from assessments.models import Analysis, Assessment, Respondent
from assessments.services import open_questions
from jobs.models import JobRun
from jobs.runner import run
from mops.demo import people, sign_ins
from mops.demo.example_file import example_csv
from roadmaps.models import KpiTarget, Roadmap, Scenario, WorkItem
from roadmaps.tracking import track
from tests.factories import OrganisationFactory

WHY = "tests look at everything"
EXAMPLE = Path(settings.BASE_DIR) / "docs" / "examples" / "answers-synthetic.csv"


@pytest.fixture(autouse=True)
def own_var(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    settings.BROKER_ENABLED = False


@pytest.fixture
def demo(framework):
    call_command("seed_demo", verbosity=0)


def enterprise_rounds():
    rows = Assessment.objects.unscoped(WHY).filter(organisation__name=people.ENTERPRISE_NAME)
    return rows.order_by("opened_at")


def test_the_example_file_is_what_its_generator_writes():
    assert EXAMPLE.read_text(encoding="utf-8") == example_csv()


def test_two_organisations_that_say_they_are_synthetic(demo):
    found = Organisation.objects.unscoped(WHY).all()

    assert {item.name for item in found} == {people.ENTERPRISE_NAME, people.STARTUP_NAME}
    assert all(item.synthetic for item in found)


def test_roles_of_the_accounts(demo):
    rows = Membership.objects.unscoped(WHY).select_related("user", "organisation")
    found = {(row.user.email, row.organisation.name): (row.role, row.external) for row in rows}

    large, small = people.ENTERPRISE_NAME, people.STARTUP_NAME
    assert found == {
        (people.OWNER, large): (Role.OWNER, False),
        (people.EDITOR, large): (Role.EDITOR, False),
        (people.VIEWER, large): (Role.VIEWER, False),
        (people.CONSULTANT, large): (Role.EDITOR, True),
        (people.CONSULTANT, small): (Role.EDITOR, True),
        (people.FOUNDER, small): (Role.OWNER, False),
    }


def test_every_round_has_an_analysis_with_a_roadmap_and_the_worker_improves_it(demo):
    assert Assessment.objects.unscoped(WHY).count() == 3
    assert Analysis.objects.unscoped(WHY).count() == 3
    assert Roadmap.objects.unscoped(WHY).values("analysis").distinct().count() == 3
    jobs = JobRun.objects.unscoped(WHY).all()
    states = {
        (job.kind, job.state) for job in jobs if job.kind in {"analysis", "roadmap", "improve"}
    }
    assert states == {("analysis", "done"), ("roadmap", "done"), ("improve", "queued")}


def test_the_plan_of_a_year_ago_was_worked(demo):
    work = WorkItem.objects.unscoped(WHY)

    assert set(work.values_list("status", flat=True)) == {"started", "done"}
    assert work.filter(status="done").count() >= 5
    assert all(item.organisation.synthetic for item in work.select_related("organisation"))


def test_one_kpi_moved_beyond_usual_variation_and_one_did_not(demo):
    targets = KpiTarget.objects.unscoped(WHY).prefetch_related("readings")
    tracked = track(targets, WorkItem.objects.unscoped(WHY))

    assert sorted(found.proof.proven for found in tracked) == [False, True]
    assert all(len(found.baseline) >= 8 for found in tracked)


def test_the_current_plan_counts_on_what_is_under_way_and_has_a_leaner_one_beside_it(demo):
    rows = Scenario.objects.unscoped(WHY).filter(organisation__name=people.ENTERPRISE_NAME)
    current, lean = rows.get(current=True), rows.get(name="Budget −20 %")

    assert current.analysis.assessment == enterprise_rounds()[1]
    assert current.plan.parameters["started"]
    assert (lean.copied_from, lean.limits["budget"]) == (current, current.limits["budget"] * 0.8)
    # The worker makes it, once it is up.
    run(JobRun.objects.unscoped(WHY).get(kind="replan", subject=lean.pk).pk)
    lean.refresh_from_db()
    assert lean.plan.result["roadmap"]["total_cost"] < current.plan.result["roadmap"]["total_cost"]
    startup = Scenario.objects.unscoped(WHY).get(organisation__name=people.STARTUP_NAME)
    assert (startup.current, startup.version) == (True, 1)


def test_the_second_round_shows_progress_over_the_first(demo):
    first, second = (
        Analysis.objects.unscoped(WHY).get(assessment=item).result["overall"]
        for item in enterprise_rounds()
    )

    assert second["index"] > first["index"]


def test_the_first_round_is_closed_and_dated_a_year_back(demo):
    first, second = enterprise_rounds()
    analysis = Analysis.objects.unscoped(WHY).get(assessment=first)

    assert (first.is_open, second.is_open) == (False, True)
    assert (second.opened_at - first.opened_at).days > 360
    assert analysis.created_at == first.closed_at


def test_the_owner_can_answer_the_rest_and_submit(demo, client):
    respondent = Respondent.objects.unscoped(WHY).get(state=Respondent.State.ANSWERING)
    still_open = open_questions(respondent)

    assert respondent.user.email == people.OWNER
    assert 0 < len(still_open) < 10
    client.force_login(respondent.user)
    for seq, key in enumerate(still_open, start=1):
        reply = client.post(
            reverse("assessments:save", args=[respondent.pk, key]),
            {"choice": "3", "client_id": "page", "seq": seq, "base_version": 0},
        )
        assert reply.status_code == 302
    client.post(reverse("assessments:submit", args=[respondent.pk]))
    run(JobRun.objects.unscoped(WHY).get(kind="analysis", state=JobRun.State.QUEUED).pk)

    newest = Analysis.objects.unscoped(WHY).filter(assessment=respondent.assessment).first()
    assert newest.result["inputs"]["respondents"] == len(people.ENTERPRISE)


def test_a_second_run_adds_nothing(demo, capsys):
    call_command("seed_demo")

    assert "nothing was added" in capsys.readouterr().out
    assert Organisation.objects.unscoped(WHY).count() == 2


def test_an_installation_in_use_is_left_alone(framework):
    OrganisationFactory()

    call_command("seed_demo", verbosity=0)

    assert Organisation.objects.unscoped(WHY).count() == 1
    assert not User.objects.filter(email=people.OWNER).exists()


def test_without_a_framework_it_says_what_to_do(db):
    with pytest.raises(CommandError, match="load_framework"):
        call_command("seed_demo")

    assert not User.objects.exists()


def test_sign_ins_are_shown_in_the_demo_only(demo, client, settings):
    settings.DEMO = False
    assert sign_ins.make_password() not in client.get("/account/login/").content.decode()

    settings.DEMO = True
    page = client.get("/account/login/").content.decode()
    assert sign_ins.make_password() in page
    assert all(account.email in page for account in people.ACCOUNTS)


def test_the_shown_password_signs_in(demo, client):
    reply = client.post(
        "/account/login/", {"login": people.OWNER, "password": sign_ins.make_password()}
    )

    assert (reply.status_code, "_auth_user_id" in client.session) == (302, True)
