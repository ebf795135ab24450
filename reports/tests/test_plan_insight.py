"""What lies behind a plan, on its page: what one more would buy, prices, and when it is reached."""

from copy import deepcopy
from datetime import timedelta

import pytest
from django.urls import reverse

from engine.delivery import LEAST_FINISHED, TOO_FEW
from jobs.models import JobRun
from reports import numbers
from reports.figures import forecast
from reports.figures.theme import VARIANTS
from reports.models import ChartImage
from reports.scenario_views import pool_names
from reports.tests.rows import make_analysis
from roadmaps import inputs, tracking
from roadmaps.models import Insight
from tests.factories import AT, AssessmentFactory, RoadmapFactory

pytestmark = pytest.mark.django_db

WHY = "a test looks at what is there"
BUYS = [
    {"pool": "p", "step": "person", "value": 40, "sentence": "One more person in Data adds 4 %."},
    {"pool": "p", "step": "tenth", "value": 10, "sentence": "10 % more of Data adds 1 %."},
    {"pool": None, "step": "tenth", "value": 5, "sentence": "10 % more budget adds 0.5 %."},
]
NOT_ASKED = "Not asked, because the plan is large: what more of 2 other limits would buy."
NOTHING = {"pool": "q", "step": "tenth", "value": 0, "sentence": "10 % more of IT buys nothing."}


def text(answer):
    return " ".join(answer.content.decode().split())


@pytest.fixture
def working(client, editor):
    client.force_login(editor)
    return client


@pytest.fixture
def url(scenario):
    return reverse("reports:scenario", args=[scenario.pk])


@pytest.fixture
def left_out(roadmap):
    return roadmap.result["roadmap"]["left_out"][0]["initiative"]


@pytest.fixture
def explained(roadmap, scenario, left_out):
    price = {"initiative": left_out, "sentence": "In the plan it costs 3 % of what that is worth."}
    return Insight.objects.create(
        roadmap=roadmap,
        engine_version="1",
        document={
            "shadow_values": [*BUYS, NOTHING],
            "prices": [price],
            "not_asked": NOT_ASKED,
        },
        created_at=AT,
    )


def test_what_one_more_would_buy_stands_beside_the_press_that_tries_it(working, url, explained):
    page = working.get(url)

    rows = page.context["behind"]["buys"]
    assert [row["sentence"] for row in rows] == [entry["sentence"] for entry in BUYS]
    assert [(row["kind"], row["subject"], row["amount"]) for row in rows] == [
        ("people", "p", "1"),
        ("capacity_share", "p", "0.1"),
        ("budget_share", "", "0.1"),
    ]
    assert all(entry["sentence"] in text(page) for entry in BUYS)
    assert text(page).count("Try one more person") == 1
    assert text(page).count("Try 10 % more") == 1
    assert page.context["behind"]["nothing"] == [NOTHING["sentence"]]
    assert NOT_ASKED in text(page)


@pytest.mark.parametrize(
    ("kind", "amount", "name"),
    [("people", "1", "1 more person in {}"), ("capacity_share", "0.1", "{} +10 %")],
)
def test_the_press_makes_a_scenario_with_more_people(
    working, scenario, organisation, kind, amount, name
):
    pool, label = next(iter(pool_names(scenario).items()))
    address = reverse("reports:scenario-what-if", args=[scenario.pk])

    answer = working.post(address, {"kind": kind, "subject": pool, "amount": amount})

    made = organisation.scenarios.get(copied_from=scenario)
    assert answer["Location"] == reverse("reports:scenario", args=[made.pk])
    assert made.name == name.format(label)
    # Nobody is meant: refused, and nothing is made.
    working.post(address, {"kind": kind, "amount": amount})
    assert organisation.scenarios.count() == 2


def test_what_was_left_out_says_what_it_would_cost(working, url, scenario, explained, left_out):
    rows = {row["key"]: row["price"] for row in working.get(url).context["left_out"]}

    assert rows.pop(left_out) == "In the plan it costs 3 % of what that is worth."
    assert set(rows.values()) <= {""}
    alone = working.get(reverse("reports:scenario-item", args=[scenario.pk, left_out]))
    assert "In the plan it costs 3 % of what that is worth." in text(alone)


def test_what_was_left_out_has_its_business_case(working, scenario, roadmap):
    question = inputs.question_of(scenario)
    out = [item["initiative"] for item in roadmap.result["roadmap"]["left_out"]]
    key = next(item for item in out if item in question.instance.candidate)
    initiative = question.framework.initiative[key]

    page = working.get(reverse("reports:scenario-item", args=[scenario.pk, key]))

    item = page.context["item"]
    assert item["cost"] == numbers.cost_range(initiative.cost_low, initiative.cost_high)
    assert item["days"] == numbers.days(sum(question.effort[key].values()))
    assert {step["key"] for step in item["raises"]} <= {s.capability for s in initiative.raises}
    assert item["raises"]
    assert "What it takes and what it brings" in text(page)
    share = item["case"]["share"]
    assert f"{share} of all that separates you from your targets stays open" in text(page)


def test_without_an_explanation_an_editor_asks_for_it_once(working, url, scenario, roadmap):
    assert "Work it out" in text(working.get(url))

    for _again in range(2):
        working.post(reverse("reports:scenario-insight", args=[scenario.pk]))

    jobs = JobRun.objects.unscoped(WHY).filter(kind="insight", subject=roadmap.pk)
    assert jobs.count() == 1
    page = text(working.get(url))
    assert "Being worked out in the background" in page
    assert "Work it out" not in page


def test_what_failed_is_said_and_may_be_asked_again(working, url, scenario, roadmap):
    address = reverse("reports:scenario-insight", args=[scenario.pk])
    working.post(address)
    jobs = JobRun.objects.unscoped(WHY).filter(kind="insight")
    jobs.update(state=JobRun.State.FAILED)
    assert "It could not be worked out" in text(working.get(url))

    working.post(address)

    assert jobs.get().state == JobRun.State.QUEUED


def test_a_viewer_reads_it_and_asks_for_nothing(member, url, scenario, explained):
    page = text(member.get(url)).split("<main")[1].split("</main>")[0]

    assert BUYS[0]["sentence"] in page
    assert "Try one more person" not in page
    assert member.post(reverse("reports:scenario-insight", args=[scenario.pk])).status_code == 403


def test_strangers_find_neither(stranger, url, scenario, explained):
    assert stranger.get(url).status_code == 404
    assert stranger.post(reverse("reports:scenario-insight", args=[scenario.pk])).status_code == 404


def finish(organisation, initiatives):
    for initiative in initiatives:
        organisation.work_items.create(
            initiative=initiative.key,
            status="done",
            started_on=AT.date() + timedelta(days=1),
            finished_on=AT.date() + timedelta(days=30),
            changed_at=AT,
        )


@pytest.fixture
def finishable(example, roadmap):
    """Initiatives whose every step lifts what stood at its beginning."""
    found, result = example[0], example[1]
    stood = {item["key"]: item["level"] for item in result["capabilities"]}
    return [
        item
        for item in found.initiatives
        if all(stood[step.capability] is not None for step in item.raises)
        and any(step.to_level > stood[step.capability] for step in item.raises)
    ][:LEAST_FINISHED]


@pytest.fixture
def later(organisation, framework, example, finishable):
    """A round half a year on, in which half of every step was made."""
    result = deepcopy(example[1])
    aims = {step.capability: step.to_level for item in finishable for step in item.raises}
    for item in result["capabilities"]:
        if item["key"] in aims and item["score"] is not None:
            item["score"] += max(0.0, aims[item["key"]] - item["score"]) / 2
    at = AT + timedelta(days=200)
    assessment = AssessmentFactory(organisation=organisation, framework=framework, opened_at=at)
    return make_analysis(assessment, result, at=at, digest="f")


def test_before_five_are_finished_it_is_a_plan_and_not_a_forecast(
    member, url, organisation, finishable, later
):
    finish(organisation, finishable[:-1])

    page = member.get(url)

    assert page.context["reached"]["pace"] is None
    assert TOO_FEW.reason in text(page)
    assert len(page.context["forecast"].table.columns) == 3
    assert "At the pace so far" not in text(page)


def test_finished_work_and_what_it_left_bring_a_second_line(
    member, url, organisation, scenario, finishable, later
):
    finish(organisation, finishable)

    page = member.get(url)

    shown, chart = page.context["reached"], page.context["forecast"]
    assert shown["finished"] == LEAST_FINISHED
    assert 0 < shown["pace"] < 100
    assert f"delivered {shown['pace']} % of what they planned" in text(page)
    how = member.get(reverse("reports:plan-how", args=[scenario.plan_id]))
    made = {item.anchor: item for item, _link in how.context["parts"]}
    assert made["pace"].shown == numbers.index(
        tracking.delivered_forecast(scenario.plan, shown["pace"] / 100)[-1]["index"]
    )
    assert f"What was finished so far delivered {shown['pace']} % of what it" in text(how)
    assert made["pace"].shown != made["forecast"].shown
    assert TOO_FEW.reason not in text(page)
    assert "at the pace so far to index" in chart.title
    assert f"{shown['pace']} % of what was planned" in chart.alt
    planned, late = (int(chart.table.rows[-1][n]) for n in (1, 3))
    assert late < planned
    drawn = member.get(chart.figure_url).json()["data"]
    assert [line["line"].get("dash") for line in drawn] == ["7px,5px", None]
    assert all(a <= b for a, b in zip(drawn[0]["y"], drawn[1]["y"], strict=True))


def test_a_picture_at_another_pace_is_another_picture(member, roadmap, scenario):
    address = reverse("reports:plan-chart", args=[roadmap.pk, "forecast", "wide-light"])

    planned, slow = member.get(address), member.get(address, {"pace": "50"})

    assert planned["ETag"] != slow["ETag"]
    again = member.get(address, {"pace": "50"}, headers={"If-None-Match": slow["ETag"]})
    assert again.status_code == 304
    kept = ChartImage.objects.unscoped(WHY).values_list("variant", flat=True)
    assert set(kept) == {"wide-light", "wide-light@50"}


@pytest.mark.parametrize("pace", ["101", "-1", "x", "", "1e1", "0.5"])
def test_a_pace_that_cannot_be_is_no_picture(member, roadmap, scenario, pace):
    for name, more in (("plan-chart", ["wide-light"]), ("plan-figure", [])):
        address = reverse(f"reports:{name}", args=[roadmap.pk, "forecast", *more])
        assert member.get(address, {"pace": pace}).status_code == 404
    load = reverse("reports:plan-figure", args=[roadmap.pk, "load"])
    assert member.get(load, {"pace": "50"}).status_code == 404


def test_every_date_at_the_pace_is_no_earlier_than_planned(
    member, url, organisation, finishable, later
):
    soon = member.get(url).context["reached"]
    finish(organisation, finishable)

    slow = member.get(url).context["reached"]

    planned = {row["key"]: row["planned"] for row in soon["targets"]}
    assert {row["key"]: row["planned"] for row in slow["targets"]} == planned
    assert any(row["late"] and row["late"] != row["planned"] for row in slow["targets"])
    assert not any(row["late"] for row in soon["targets"])


def test_the_page_with_everything_takes_no_more_queries(
    member, url, warm, organisation, finishable, later, explained, django_assert_max_num_queries
):
    finish(organisation, finishable)

    with django_assert_max_num_queries(12):
        assert member.get(url).context["behind"]["buys"]


def test_lines_that_end_together_share_one_number():
    row = {"stage": None, "stage_level": None, "target": None, "pace": 95}
    rows = [
        row | {"date": f"2027-0{n}-01", "when": str(n), "index": 40.0 + n, "late": 40.0}
        for n in (1, 2, 3)
    ]

    labels = forecast.figure(rows, VARIANTS["wide-light"])["layout"]["annotations"]

    said = [label["text"] for label in labels]
    assert said == ["41", "43", "at the pace so far: 95 % of the plan"]


@pytest.mark.parametrize(
    ("gain", "words"),
    [(0.052, "this one: it is worth 5.2 % more."), (0.0, "found none that is worth more.")],
)
def test_a_plan_made_at_once_says_that_a_better_one_is_looked_for_and_what_came_of_it(
    member, url, organisation, scenario, roadmap, gain, words
):
    first = deepcopy(roadmap.result)
    first["roadmap"]["value"] /= 1 + gain
    at_once = RoadmapFactory(
        analysis=roadmap.analysis, result=first, parameters=roadmap.parameters, name="First"
    )
    job = JobRun.objects.create(
        kind="improve", subject=roadmap.pk, input_version="1", organisation_id=organisation.pk,
        created_at=AT,
    )  # fmt: skip
    assert "A better one is being looked for" in text(member.get(url))

    JobRun.objects.unscoped(WHY).filter(pk=job.pk).update(
        subject=at_once.pk, result_subject=roadmap.pk, state="done", finished_at=AT
    )

    page = text(member.get(url))
    assert words in page
    assert "is being looked for" not in page
