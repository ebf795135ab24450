"""The organisation page: one page of truth."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.urls import reverse

from assessments.services import request_analysis
from reports import dates, numbers
from reports.frames import WorkMark
from reports.pages.doubts import doubts
from reports.pages.next_work import next_work
from reports.pages.overview import arrival, top_gaps, way
from reports.pages.sentences import headline, listed, next_step
from reports.tests.rows import make_analysis
from tests.factories import AT, AssessmentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def url(organisation):
    return reverse("reports:organisation", args=[organisation.pk])


def text(answer):
    return " ".join(answer.content.decode().split())


def test_says_the_stage_and_what_holds_it_back(member, url, roadmap, example):
    page = text(member.get(url))
    overall = example[1]["overall"]

    assert f"hold you at stage {overall['stage_level']}" in page
    assert "Stage 2: Foundational" in page
    assert f"The way to stage {overall['stage_level'] + 1}" in page
    assert "Lead management and sales hand-over" in page
    assert "What is uncertain" in page


def test_every_number_comes_rounded_from_the_result(member, url, roadmap, example):
    page = text(member.get(url))
    first = min(example[1]["capabilities"], key=lambda item: item["rank"] or 99)

    assert f"{numbers.level(first['score'])} → {first['target']}" in page
    assert str(example[1]["overall"]["score"]) not in page


def test_the_first_chart_is_there_without_scripts(member, url, roadmap, analysis):
    page = text(member.get(url))

    assert reverse("reports:chart", args=[analysis.pk, "areas", "wide-light"]) in page
    assert reverse("reports:chart", args=[analysis.pk, "areas", "narrow-dark"]) in page
    assert "The same numbers as a table" in page
    assert ' style="' not in page
    assert "<script>" not in page


def test_shows_what_starts_in_the_next_two_quarters(member, url, roadmap):
    context = member.get(url).context

    assert len(context["quarters"]) == 2
    assert all(len(quarter["items"]) <= 3 for quarter in context["quarters"])


def test_without_a_roadmap_the_result_is_shown(member, url, analysis):
    assert "Nothing is planned from this result" in text(member.get(url))


def test_as_many_queries_with_one_round_as_with_twenty(url, roadmap, same_cost_with_twenty_rounds):
    same_cost_with_twenty_rounds(url, at_most=12)


def test_the_newest_round_counts(member, url, roadmap, organisation, framework, example):
    later = AssessmentFactory(
        organisation=organisation, framework=framework, opened_at=AT + timedelta(days=300)
    )
    assert later.name in text(member.get(url))
    changed = {**example[1], "overall": {**example[1]["overall"], "index": 77.5}}
    make_analysis(later, changed, at=AT + timedelta(days=301), digest="d")

    assert member.get(url).context["index"] == "78"


def test_before_the_first_round_an_editor_is_told_to_start_one(client, url, editor, organisation):
    client.force_login(editor)

    page = text(client.get(url))

    assert "Start with an assessment" in page
    assert reverse("assessments:new", args=[organisation.pk]) in page


def test_before_the_first_round_a_viewer_is_told_who_can_start_one(member, url, organisation):
    page = text(member.get(url))

    assert "No assessment yet" in page
    assert reverse("assessments:new", args=[organisation.pk]) not in page


def test_before_the_first_answers_the_page_leads_to_who_is_asked(member, url, assessment):
    page = text(member.get(url))

    assert "Nobody has submitted yet" in page
    assert reverse("assessments:detail", args=[assessment.pk]) in page


def test_work_in_the_background_is_shown(member, url, assessment):
    run = request_analysis(assessment=assessment, by=None, at=AT)

    assert reverse("jobs:progress", args=[run.pk]) in text(member.get(url))


def test_own_open_answers_are_offered(client, url, editor, respondent, analysis):
    client.force_login(editor)

    assert reverse("assessments:respond", args=[respondent.pk]) in text(client.get(url))


def test_questionnaires_of_others_are_not(member, url, respondent, analysis):
    assert reverse("assessments:respond", args=[respondent.pk]) not in text(member.get(url))


def test_a_demo_says_that_it_is_one(member, url, roadmap, organisation):
    organisation.synthetic = True
    organisation.save(update_fields=["synthetic"])

    assert "Synthetic demo data" in text(member.get(url))


@pytest.mark.parametrize("page", ["organisation", "gaps", "roadmap"])
def test_for_another_organisation_no_page_exists(stranger, organisation, roadmap, page):
    assert stranger.get(reverse(f"reports:{page}", args=[organisation.pk])).status_code == 404


@pytest.mark.parametrize("page", ["organisation", "gaps", "roadmap"])
def test_signed_out_people_are_asked_to_sign_in(client, organisation, page):
    answer = client.get(reverse(f"reports:{page}", args=[organisation.pk]))

    assert answer.status_code == 302
    assert reverse("account_login") in answer["Location"]


@pytest.mark.parametrize("page", ["organisation", "gaps", "roadmap"])
def test_an_access_for_reading_is_enough(member, organisation, roadmap, page):
    assert member.get(reverse(f"reports:{page}", args=[organisation.pk])).status_code == 200


def test_too_few_answers_are_said_and_not_hidden(source):
    overall = source.result["overall"]
    overall.update(stage=None, stage_level=None, reason="Nobody has answered yet.")

    assert headline(source) == "Not enough answers for a stage yet"
    assert next_step(source) == "Nobody has answered yet."


def test_the_highest_stage_holds_nobody_back(source):
    source.result["overall"].update(stage_level=5, must=[], choose=[])

    assert headline(source) == "Every area stands at the highest stage"
    assert next_step(source) == ""


def test_one_area_holds_and_several_hold(source):
    source.result["overall"]["held_back_by"] = ["process"]
    assert headline(source) == "Process holds you at stage 2"

    source.result["overall"]["held_back_by"] = [item["key"] for item in source.result["areas"]]
    assert headline(source) == "All areas stand at stage 2"


def test_what_is_uncertain_is_named(source):
    rows = source.result["capabilities"]
    for item in rows:
        item.update(unevidenced=False, band="close", ad=0.1, n=5, status="ok")
        item.update(by_role={}, perception_gap=None)
    source.result["areas"][0]["stability"] = 0.9
    rows[0].update(n=1)
    rows[1].update(unevidenced=True)

    sentences = [doubt.sentence for doubt in doubts(source)]

    assert sentences[0].startswith("The stage of Data is borderline")
    assert sentences[1].endswith("rests on one voice.")
    assert "without evidence for" in sentences[2]
    assert len(sentences) == 3


def test_many_names_are_cut_short(source):
    for item in source.result["capabilities"]:
        item.update(unevidenced=False, band="split", ad=0.9, n=5, status="ok", stability=1.0)
        item.update(perception_gap=None)

    assert "27 others" in doubts(source)[-1].sentence


def test_blind_spots_are_named(source):
    for item in source.result["capabilities"]:
        item.update(unevidenced=False, ad=0.1, by_role={}, n=5, status="ok", perception_gap=None)
    rows = source.result["capabilities"]
    gap = {"difference": 1.4, "low": 0.3, "high": 2.5, "p": 0.01, "q": 0.05, "flagged": True}
    rows[0]["perception_gap"] = gap
    rows[1]["perception_gap"] = {**gap, "difference": -1.4}
    name = source.capability(rows[0]["key"])

    assert doubts(source)[-1].sentence == (
        f"Blind spot: marketing rates itself higher than its peers do on {name}."
    )


def test_words_are_listed_as_people_do():
    assert listed([]) == ""
    assert listed(["A"]) == "A"
    assert listed(["A", "B", "C"]) == "A, B and C"


def planned(read, today, **marks):
    """What is next; marks: initiative to status and owner."""
    work = {key: WorkMark(status, status, owner) for key, (status, owner) in marks.items()}
    return next_work(replace(read, work=work), today)


def test_next_is_what_is_open_in_the_plan_with_who_does_it(source):
    first, second = sorted(source.roadmap["roadmap"]["items"], key=lambda item: item["start_date"])[
        :2
    ]
    marks = {first["initiative"]: ("done", "Ann"), second["initiative"]: ("started", "Ben")}

    found = planned(source, date(2026, 12, 2), **marks)

    shown = {item["key"]: item for quarter in found for item in quarter["items"]}
    assert first["initiative"] not in shown
    assert shown[second["initiative"]]["owner"] == "Ben"
    assert shown[second["initiative"]]["when"].startswith("ends")
    assert any(item["owner"] == "" for item in shown.values())
    assert len(found) == 2
    assert all(len(quarter["items"]) <= 3 for quarter in found)


def test_work_that_was_begun_and_is_late_stays_and_work_that_is_over_goes(source):
    items = source.roadmap["roadmap"]["items"]
    late = min(items, key=lambda item: item["finish_date"])["initiative"]

    found = planned(source, date(2040, 1, 1), **{late: ("started", "Ann")})

    assert [(item["key"], item["late"]) for item in found[0]["items"]] == [(late, True)]
    assert planned(source, date(2040, 1, 1)) == []


def test_a_gap_says_what_waiting_costs_or_that_nothing_is_planned(source):
    gaps = top_gaps(source)
    told = [row["waiting"] for row in gaps]

    assert any(item.get("share") for item in told)
    costly = next(item for item in told if item.get("share"))
    case = source.reading.case(costly["key"])
    assert costly["share"] in {numbers.percent(case["waiting"]["share"]), "under 1 %"}

    source.roadmap["roadmap"]["items"] = []
    assert all(row["waiting"]["none"] for row in top_gaps(source))


def test_the_plan_says_when_it_reaches_the_next_stage(source):
    level = source.result["overall"]["stage_level"]
    entries = source.roadmap["forecast"]
    for entry in entries:
        entry["stage"] = next(item.key for item in source.framework.stages if item.level == level)
    assert arrival(source).startswith(f"The plan does not reach stage {level + 1} by ")

    entries[3]["stage"] = next(
        item.key for item in source.framework.stages if item.level == level + 1
    )
    assert (
        arrival(source)
        == f"The plan reaches stage {level + 1} in {dates.month(entries[3]['date'])}."
    )


def test_a_kpi_past_its_day_is_off_track_and_one_without_a_reading_is_said(
    member, url, roadmap, organisation
):
    def watch(name):
        return organisation.kpi_targets.create(
            initiative=roadmap.result["roadmap"]["items"][0]["initiative"], kpi=f"own-{name}",
            name=name, unit="%", rises=True, baseline=0.1, target=0.9,
            due_on=date(2026, 2, 1), created_at=AT, changed_at=AT,
        )  # fmt: skip

    watch("Unread")
    watch("Late").readings.create(on=date(2026, 1, 20), value=0.2, at=AT)

    page = text(member.get(url))

    assert "1 KPI is off track" in page
    assert "its day has passed and the target is not reached" in page
    assert "1 of them was never read" in page


def test_the_page_with_work_and_kpis_costs_no_more_queries(
    url, roadmap, scenario, organisation, same_cost_with_twenty_rounds
):
    key = roadmap.result["roadmap"]["items"][0]["initiative"]
    organisation.work_items.create(initiative=key, owner_name="Ann", changed_at=AT)
    organisation.kpi_targets.create(
        initiative=key, kpi="own-x", name="X", unit="%", rises=True, baseline=0, target=1,
        created_at=AT, changed_at=AT,
    ).readings.create(on=AT.date(), value=0.5, at=AT)  # fmt: skip

    same_cost_with_twenty_rounds(url, at_most=12)


def test_the_way_says_which_work_lifts_a_capability_and_whether_it_is_done(source):
    overall = source.result["overall"]
    item = source.roadmap["roadmap"]["items"][0]
    step = item["raises"][0]
    level = next(
        row["level"] for row in source.result["capabilities"] if row["key"] == step["capability"]
    )
    overall.update(must=[], choose=[step["capability"]])
    mark = WorkMark("done", "done", "Ann")

    (row,) = way(replace(source, work={item["initiative"]: mark}))["choose"]

    assert row["planned"]["name"] == source.initiative(row["planned"]["key"])
    lifting = [
        one["finish_date"]
        for one in source.roadmap["roadmap"]["items"]
        for part in one["raises"]
        if part["capability"] == step["capability"] and part["to"] > level
    ]
    assert row["planned"]["ends"] == dates.short_month(min(lifting))
    known = {item["initiative"]: "done"}
    assert row["planned"]["status"] == known.get(row["planned"]["key"], "")
    source.roadmap["roadmap"]["items"] = []
    assert way(source)["choose"][0]["planned"] == {}
