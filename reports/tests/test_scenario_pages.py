"""Scenarios as people use them: wishing, planning anew, accepting, comparing, noting the work."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from engine.plan_document import parameters_from
from roadmaps import inputs
from roadmaps.models import Proposal
from roadmaps.services import planning
from tests.factories import AT

pytestmark = pytest.mark.django_db


def text(answer):
    return " ".join(answer.content.decode().split())


def to(name, *args):
    return reverse(f"reports:{name}", args=args)


@pytest.fixture
def working(client, editor):
    client.force_login(editor)
    return client


@pytest.fixture
def third(scenario):
    return scenario.plan.result["roadmap"]["items"][2]["initiative"]


def limits_of(scenario):
    scenario.refresh_from_db()
    return parameters_from(scenario.limits)


def wish(client, scenario, key, version=None, **fields):
    return client.post(
        to("scenario-wish", scenario.pk, key),
        {"version": version or scenario.version, **fields},
    )


def test_the_roadmap_is_that_of_the_current_scenario(member, organisation, scenario):
    page = member.get(to("roadmap", organisation.pk))

    assert page.context["scenario"] == scenario
    assert page.context["plan"] == scenario.plan


def test_one_press_keeps_an_initiative_where_it_is(working, scenario, third):
    answer = wish(working, scenario, third, wish="lock:1")

    assert answer.status_code == 302
    assert [(w.kind, w.initiative, w.period) for w in limits_of(scenario).wishes] == [
        ("lock", third, 1)
    ]
    page = text(working.get(to("scenario", scenario.pk)))
    assert "1 change is not in the plan yet" in page
    assert "Plan anew" in page


@pytest.mark.parametrize("kind", ["lock", "earliest", "deadline"])
def test_a_wish_with_a_date_is_made_by_a_form(working, scenario, third, kind):
    wish(working, scenario, third, kind=kind, period="9")

    assert [(w.kind, w.period) for w in limits_of(scenario).wishes] == [(kind, 9)]


@pytest.mark.parametrize("word", ["must", "forbid"])
def test_in_or_out_needs_no_date(working, scenario, third, word):
    wish(working, scenario, third, wish=f"{word}:")

    assert [(w.kind, w.period) for w in limits_of(scenario).wishes] == [(word, None)]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"kind": "lock"}, "Choose when."),
        ({"kind": "lock", "period": "99"}, "Select a valid choice"),
        ({"kind": "fly"}, "Choose what you wish."),
        ({"wish": "lock:999"}, "needs a period"),
        ({"wish": "must:", "colour": "red"}, "This form has no field “colour”."),
    ],
)
def test_a_bad_wish_is_refused_in_words_and_changes_nothing(working, scenario, third, fields, said):
    answer = wish(working, scenario, third, **fields)

    assert answer.status_code == 400
    assert said in text(answer)
    assert limits_of(scenario).wishes == ()


def test_the_second_of_two_editors_sees_what_the_first_did_and_keeps_his_input(
    working, scenario, third
):
    seen = scenario.version
    wish(working, scenario, third, wish="must:")

    answer = wish(working, scenario, third, version=seen, kind="deadline", period="7")

    page = text(answer)
    assert answer.status_code == 409
    assert "was changed in the meantime" in page
    assert "is in the plan" in page
    assert 'value="deadline" selected' in page
    assert 'value="7" selected' in page
    scenario.refresh_from_db()
    assert [w.kind for w in inputs.limits_of(scenario).wishes] == ["must"]
    again = wish(working, scenario, third, kind="deadline", period="7")
    assert again.status_code == 302


def test_a_wish_is_taken_back(working, scenario, third):
    wish(working, scenario, third, wish="must:")
    scenario.refresh_from_db()

    working.post(
        to("scenario-withdraw", scenario.pk, third), {"version": scenario.version, "kind": "must"}
    )

    assert limits_of(scenario).wishes == ()


def test_the_last_change_is_undone_and_that_too(working, scenario, third):
    wish(working, scenario, third, wish="must:")
    page = text(working.get(to("scenario", scenario.pk)))
    assert "Undo the last change" in page

    for expected in ([], ["must"]):
        scenario.refresh_from_db()
        working.post(to("scenario-undo", scenario.pk), {"version": scenario.version})
        assert [w.kind for w in limits_of(scenario).wishes] == expected


def test_an_accepted_plan_is_undone_on_the_page(working, scenario, roadmap):
    before = text(working.get(to("scenario", scenario.pk)))
    assert "Undo the last change" not in before
    row = Proposal.objects.create(
        scenario=scenario, scenario_version=scenario.version, input_digest="d" * 64,
        previous=roadmap, roadmap=roadmap, tolerance=0.0, created_at=AT,
    )  # fmt: skip
    planning.accept(proposal=row, version=scenario.version, by=None, at=AT)
    assert "Undo the last change" in text(working.get(to("scenario", scenario.pk)))

    scenario.refresh_from_db()
    working.post(to("scenario-undo", scenario.pk), {"version": scenario.version})

    page = text(working.get(to("scenario", scenario.pk)))
    assert "The plan that was accepted is not the plan any more." in page
    assert "Undo the last change" in page


def test_what_was_never_changed_cannot_be_undone(working, scenario):
    page = text(
        working.post(to("scenario-undo", scenario.pk), {"version": scenario.version}, follow=True)
    )

    assert "There is nothing to undo" in page


def limits_form(scenario, **fields):
    empty = {
        f"{name}-{key}": value
        for name in ("capacity_changes", "budget_changes", "blackouts", "savings")
        for key, value in (("TOTAL_FORMS", "1"), ("INITIAL_FORMS", "0"))
    }
    return {"version": scenario.version, "carry": "on", **empty, **fields}


def test_limits_are_kept_with_their_exceptions(working, scenario):
    answer = working.post(
        to("scenario-limits", scenario.pk),
        limits_form(
            scenario,
            budget="40",
            at_once_data="2",
            **{
                "blackouts-0-first": "3",
                "blackouts-0-last": "4",
                "budget_changes-0-first": "0",
                "budget_changes-0-last": "1",
                "budget_changes-0-amount": "80",
                "savings-0-first": "5",
                "savings-0-amount": "12.5",
            },
        ),
    )

    assert answer.status_code == 302, text(answer)
    found = limits_of(scenario)
    assert (found.budget, found.carry, found.team_limits) == (40.0, True, {"data": 2})
    assert [(b.first, b.last, b.area) for b in found.blackouts] == [(3, 4, None)]
    assert [(b.first, b.last, b.amount) for b in found.budget_changes] == [(0, 1, 80.0)]
    assert [(s.period, s.amount) for s in found.savings] == [(5, 12.5)]
    assert 'value="12.5"' in working.get(to("scenario-limits", scenario.pk)).content.decode()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"budget": "-1"}, "greater than or equal to 0"),
        ({"budget": "many"}, "Enter a number"),
        ({"blackouts-0-first": "5", "blackouts-0-last": "2"}, "before the beginning"),
        ({"blackouts-0-first": "5"}, "Fill in the whole row"),
        ({"budget_changes-0-first": "1", "budget_changes-0-last": "1",
          "budget_changes-0-amount": "5"}, "need a budget"),
    ],
)  # fmt: skip
def test_bad_limits_are_refused_in_words(working, scenario, fields, said):
    before = scenario.limits

    answer = working.post(to("scenario-limits", scenario.pk), limits_form(scenario, **fields))

    assert answer.status_code == 400
    assert said in text(answer)
    scenario.refresh_from_db()
    assert scenario.limits == before


def planned_anew(scenario, **fields):
    return Proposal.objects.create(
        scenario=scenario,
        scenario_version=scenario.version,
        input_digest="d" * 64,
        previous=scenario.plan,
        created_at=AT,
        **fields,
    )


@pytest.fixture
def offered(scenario, roadmap, third):
    comparison = {
        "value": {"before": 1, "after": 1, "difference": 0, "share": 0},
        "cost": {"before": 10.0, "after": 12.0, "difference": 2.0},
        "days": {"before": 10.0, "after": 12.0, "difference": 2.0},
        "stages": [{"stage": "defined", "before": "2027-05-01", "after": "2027-07-01"}],
        "sentences": ["It costs more."],
        "kept": 0.99,
        "moves": [
            {"initiative": third, "from": "2027-01-01", "to": "2027-03-01", "reasons": ["Full."]}
        ],
    }
    return planned_anew(scenario, roadmap=roadmap, comparison=comparison, tolerance=0.02)


def test_what_moves_is_told_before_anything_is_accepted(working, scenario, offered):
    page = text(working.get(to("proposals", scenario.pk)))

    assert "Planning anew moves 1 initiative at least" in page
    assert "later: Mar 2027 instead of Jan 2027" in page
    assert "Full." in page
    assert "Keeps 99 % of the best value." in page
    assert "Jul 2027 instead of May 2027" in page


def test_a_plan_is_accepted_once_seen(working, scenario, offered):
    answer = working.post(to("proposal-accept", offered.pk), {"version": scenario.version})

    assert answer.status_code == 302
    offered.refresh_from_db()
    assert offered.state == Proposal.State.ACCEPTED


def test_a_plan_that_answers_older_limits_cannot_be_accepted(working, scenario, offered, third):
    wish(working, scenario, third, wish="must:")

    page = text(
        working.post(to("proposal-accept", offered.pk), {"version": scenario.version}, follow=True)
    )

    offered.refresh_from_db()
    assert offered.state == Proposal.State.OPEN
    assert "changed" in page


def test_a_plan_is_set_aside(working, offered):
    working.post(to("proposal-dismiss", offered.pk))

    offered.refresh_from_db()
    assert offered.state == Proposal.State.DISMISSED


def test_a_plan_that_answers_the_limits_has_nothing_waiting(working, scenario, roadmap, third):
    wish(working, scenario, third, wish="must:")
    scenario.refresh_from_db()
    page = to("scenario", scenario.pk)
    assert "not in the plan yet" in text(working.get(page))

    planned_anew(scenario, roadmap=roadmap, state=Proposal.State.ACCEPTED, decided_at=AT)

    assert "not in the plan yet" not in text(working.get(page))


@pytest.fixture
def contradicting(working, scenario, roadmap, third):
    wish(working, scenario, third, wish="lock:0")
    scenario.refresh_from_db()
    pool = roadmap.result["roadmap"]["load"][0]["pool"]
    document = {
        "conflicts": [
            {
                "wishes": [{"kind": "lock", "initiative": third, "period": 0, "text": "it starts"}],
                "enough": [0],
                "sentence": "Cannot be kept under these limits: it starts.",
            }
        ],
        "repair": {
            "lines": [
                {"line": "people", "pool": pool, "period": 0, "amount": 12.0,
                 "text": "People get 12 more days in January 2027"}
            ],
            "proved": True,
            "sentence": "Or keep them all.",
        },
        "sentences": [],
    }  # fmt: skip
    return planned_anew(scenario, conflict=document)


def test_wishes_that_contradict_each_other_are_named_with_every_repair(
    working, scenario, contradicting
):
    page = text(working.get(to("proposals", scenario.pk)))

    assert "Cannot be kept under these limits" in page
    assert "Drop this wish" in page
    assert "People get 12 more days in January 2027" in page


def test_one_press_drops_the_wish_and_plans_anew(working, scenario, contradicting, third):
    answer = working.post(
        to("proposal-mend", contradicting.pk),
        {"version": scenario.version, "repair": f"lock:{third}"},
    )

    assert answer.status_code == 302
    assert limits_of(scenario).wishes == ()
    assert "A new plan is being made" in text(working.get(to("proposals", scenario.pk)))


def test_one_press_gives_what_is_missing(working, scenario, contradicting):
    working.post(
        to("proposal-mend", contradicting.pk), {"version": scenario.version, "repair": "give"}
    )

    found = limits_of(scenario)
    (change,) = found.capacity_changes
    assert (change.first, change.last) == (0, 0)
    assert change.days > 12
    assert len(found.wishes) == 1


def test_what_is_no_repair_changes_nothing(working, scenario, contradicting):
    before = scenario.limits

    working.post(
        to("proposal-mend", contradicting.pk), {"version": scenario.version, "repair": "magic"}
    )

    scenario.refresh_from_db()
    assert scenario.limits == before


def test_one_more_person_is_a_scenario_of_its_own(working, organisation, scenario, roadmap):
    pool = roadmap.result["roadmap"]["load"][0]["pool"]

    answer = working.post(
        to("scenario-what-if", scenario.pk), {"kind": "people", "amount": "1", "subject": pool}
    )

    made = organisation.scenarios.exclude(pk=scenario.pk).get()
    assert answer["Location"] == to("scenario", made.pk)
    assert "1 more person" in made.name
    assert "It has no plan yet." in text(working.get(answer["Location"]))


def test_a_budget_that_nobody_set_cannot_be_cut(working, organisation, scenario):
    page = text(working.get(to("scenarios", organisation.pk)))
    working.post(to("scenario-what-if", scenario.pk), {"kind": "budget_share", "amount": "-0.2"})

    assert "set a budget" in page
    assert organisation.scenarios.count() == 1


def test_scenarios_stand_side_by_side(working, organisation, scenario):
    working.post(to("scenario-copy", scenario.pk), {"name": "Leaner"})

    page = working.get(to("scenarios", organisation.pk))

    assert [column["name"] for column in page.context["columns"]] == [scenario.name, "Leaner"]
    assert "the same" in text(page)
    assert "Worth of the plan" in text(page)


def test_another_scenario_becomes_the_current_one_and_the_old_one_can_go(
    working, organisation, scenario
):
    working.post(to("scenario-copy", scenario.pk), {"name": "Leaner"})
    leaner = organisation.scenarios.get(name="Leaner")

    working.post(to("scenario-current", leaner.pk))
    working.post(to("scenario-delete", scenario.pk))

    assert [(row.name, row.current) for row in organisation.scenarios.all()] == [("Leaner", True)]


def test_the_current_plan_is_not_deleted(working, organisation, scenario):
    page = working.post(to("scenario-delete", scenario.pk), follow=True)

    assert "make another scenario current first" in text(page)
    assert organisation.scenarios.filter(pk=scenario.pk).exists()


def test_what_was_left_out_has_a_page_that_can_ask_for_it(working, scenario):
    row = scenario.plan.result["roadmap"]["left_out"][0]

    page = text(working.get(to("scenario-item", scenario.pk, row["initiative"])))

    assert "is not in the plan" in page
    assert "Put it into the plan" in page


def test_as_many_queries_for_the_roadmap_whatever_there_is(
    member, working, viewer, scenario, organisation, warm, third, django_assert_max_num_queries
):
    for name in ("a", "b", "c"):
        working.post(to("scenario-copy", scenario.pk), {"name": name})
    wish(working, scenario, third, wish="must:")
    member.force_login(viewer)

    with django_assert_max_num_queries(12):
        member.get(to("roadmap", organisation.pk))
    with django_assert_max_num_queries(12):
        member.get(to("scenarios", organisation.pk))
    with django_assert_max_num_queries(12):
        member.get(to("scenario-item", scenario.pk, third))


def test_a_viewer_reads_and_is_offered_no_form(member, organisation, scenario, third):
    for page in (
        to("roadmap", organisation.pk),
        to("scenario", scenario.pk),
        to("scenarios", organisation.pk),
        to("proposals", scenario.pk),
        to("scenario-item", scenario.pk, third),
    ):
        answer = member.get(page)
        main = answer.content.decode().split("<main")[1].split("</main>")[0]
        assert answer.status_code == 200
        assert 'method="post"' not in main, page
    assert member.get(to("scenario-limits", scenario.pk)).status_code == 403


POSTS = (
    "scenario-limits", "scenario-replan", "scenario-insight", "scenario-what-if", "scenario-copy",
    "scenario-current", "scenario-delete", "scenario-undo", "own-new",
)  # fmt: skip


@pytest.mark.parametrize("name", POSTS)
def test_a_viewer_is_refused_and_a_stranger_finds_nothing(member, client, outsider, scenario, name):
    assert member.post(to(name, scenario.pk)).status_code == 403
    client.force_login(outsider)
    assert client.post(to(name, scenario.pk)).status_code == 404


@pytest.mark.parametrize(
    "name", ["scenario-wish", "scenario-withdraw", "scenario-work", "scenario-kpi"]
)
def test_the_same_for_an_initiative(member, client, outsider, scenario, third, name):
    assert member.post(to(name, scenario.pk, third)).status_code == 403
    client.force_login(outsider)
    assert client.post(to(name, scenario.pk, third)).status_code == 404
    assert client.get(to("scenario-item", scenario.pk, third)).status_code == 404


def work(client, scenario, key, **fields):
    given = {"version": 0, "status": "planned", **fields}
    return client.post(to("scenario-work", scenario.pk, key), given)


def test_work_is_noted_with_its_owner_and_dates(working, scenario, third, editor):
    work(
        working, scenario, third, status="started", owner=editor.pk, started_on="2026-01-05",
        effort_days="4.5", notes="Kick-off held", ticked=["0"],
    )  # fmt: skip

    page = working.get(to("scenario-item", scenario.pk, third))
    assert page.context["work"]["status"] == "started"
    assert page.context["work"]["owner"] == str(editor)
    assert page.context["checks"][0][1] is True
    assert "Kick-off held" in text(page)
    board = working.get(to("roadmap", scenario.organisation_id), {"status": "started"})
    assert [row["initiative"] for row in board.context["board"]["rows"]] == [third]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"status": "started"}, "Say on which day the work started."),
        ({"status": "done", "started_on": "2026-01-05"}, "Say on which day the work was finished."),
        ({"status": "started", "started_on": "2999-01-01"}, "Give a day that has been"),
        ({"effort_days": "-2"}, "greater than or equal to 0"),
        ({"owner": "00000000-0000-0000-0000-000000000000"}, "Select a valid choice"),
    ],
)
def test_impossible_work_is_refused_at_its_field(working, scenario, third, fields, said):
    answer = work(working, scenario, third, **fields)

    assert answer.status_code == 400
    assert said in text(answer)
    assert not scenario.organisation.work_items.exists()


def test_two_who_note_the_same_work_do_not_overwrite_each_other(working, scenario, third):
    work(working, scenario, third, notes="first")

    answer = work(working, scenario, third, notes="second")

    assert answer.status_code == 409
    assert "second" in text(answer)
    assert "Nothing was overwritten" in text(answer)
    assert scenario.organisation.work_items.get().notes == "first"
    assert work(working, scenario, third, version=1, notes="second").status_code == 302


def test_readings_after_the_work_prove_it(working, scenario, third):
    page = working.get(to("scenario-item", scenario.pk, third))
    kpi = next(k for k in page.context["kpi_form"].kpis.values() if k.rises and k.unit == "%")
    working.post(
        to("scenario-kpi", scenario.pk, third), {"kpi": kpi.key, "baseline": "40", "target": "60"}
    )
    target = scenario.organisation.kpi_targets.get()
    url = to("scenario-reading", scenario.pk, third, target.pk)
    for month in range(1, 13):
        working.post(url, {"on": date(2024, month, 1), "value": str(40 + month % 2)})
    work(working, scenario, third, status="done", started_on="2025-01-01", finished_on="2025-03-01")
    page = text(working.get(to("scenario-item", scenario.pk, third)))
    assert "Done, not proved" in page

    for month in range(4, 9):
        working.post(url, {"on": date(2025, month, 1), "value": "55"})

    page = text(working.get(to("scenario-item", scenario.pk, third)))
    assert "Done and proved" in page
    assert "proved and holding" in page
    assert "75 % of the way" in page
    assert target.baseline == pytest.approx(0.4)


def test_a_reading_of_tomorrow_is_refused(working, scenario, third):
    page = working.get(to("scenario-item", scenario.pk, third))
    kpi = next(k for k in page.context["kpi_form"].kpis.values() if k.rises)
    working.post(
        to("scenario-kpi", scenario.pk, third), {"kpi": kpi.key, "baseline": "1", "target": "2"}
    )
    target = scenario.organisation.kpi_targets.get()

    answer = working.post(
        to("scenario-reading", scenario.pk, third, target.pk), {"on": "2999-01-01", "value": "1"}
    )

    assert answer.status_code == 400
    assert "Give a day that has been" in text(answer)
    assert not target.readings.exists()


def test_many_readings_are_shown_before_any_is_kept_and_then_all_are(working, scenario, third):
    page = working.get(to("scenario-item", scenario.pk, third))
    kpi = next(k for k in page.context["kpi_form"].kpis.values() if k.rises and k.unit == "%")
    working.post(
        to("scenario-kpi", scenario.pk, third), {"kpi": kpi.key, "baseline": "40", "target": "60"}
    )
    target = scenario.organisation.kpi_targets.get()
    url = to("scenario-readings", scenario.pk, third, target.pk)
    assert url in text(working.get(to("scenario-item", scenario.pk, third)))
    assert working.get(url).status_code == 200
    upload = SimpleUploadedFile("kpi.csv", b"day,value\n2024-02-01,41.5\n2024-01-01,40\n")

    shown = working.post(url, {"file": upload})

    assert "Keep 2 new readings?" in text(shown)
    assert not target.readings.exists()
    kept = working.post(url, {"lines": shown.context["lines"], "sure": "on"})
    assert kept["Location"] == to("scenario-item", scenario.pk, third)
    found = dict(target.readings.values_list("on", "value"))
    assert found == {date(2024, 1, 1): 0.4, date(2024, 2, 1): pytest.approx(0.415)}
    # The same list again, and one day more: what is there stays.
    again = working.post(url, {"lines": "2024-01-01,40\n2024-03-01,42", "sure": "on"}, follow=True)
    assert "1 reading is kept." in text(again)
    # One fault, and nothing of it is kept.
    refused = working.post(url, {"lines": "2024-01-01,99\n2024-04-01,43", "sure": "on"})
    assert refused.status_code == 400
    assert "row 1, value: There is another reading of 2024-01-01 already" in text(refused)
    assert target.readings.count() == target.events.count() == 3
    assert working.post(url, {}).status_code == 400


def own(framework, **fields):
    capability, role = framework.capabilities[0].key, framework.staff_roles[0].key
    return {
        "name": "Own portal",
        "area": framework.areas[0].key,
        "duration_weeks": "8",
        "cost_low": "1",
        "cost_high": "3",
        "capability_0": capability,
        "from_0": "1",
        "to_0": "3",
        "role_0": role,
        "weeks_0": "2",
        **fields,
    }


@pytest.fixture
def known(scenario):
    return inputs.framework_of(scenario)


def test_an_own_initiative_is_kept_changed_and_put_aside(working, scenario, known):
    answer = working.post(to("own-new", scenario.pk), own(known))

    assert answer.status_code == 302, text(answer)
    row = scenario.organisation.own_initiatives.get()
    assert (row.name, row.raises[0]["to"], row.duration_weeks) == ("Own portal", 3, 8)
    change = to("own-change", scenario.pk, row.pk)
    assert 'value="Own portal"' in text(working.get(change))
    working.post(change, own(known, name="Our portal", version=row.version))
    row.refresh_from_db()
    assert row.name == "Our portal"
    working.post(to("own-remove", scenario.pk, row.pk))
    assert not scenario.organisation.own_initiatives.exists()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"to_0": ""}, "Fill in the whole row"),
        ({"from_0": "4", "to_0": "2"}, "a step leads from"),
        ({"cost_high": "0"}, "The high end is at least the low one"),
        ({"weeks_0": ""}, "Say who and how many weeks"),
        ({"capability_0": "", "from_0": "", "to_0": ""}, "say which capability it raises"),
        ({"duration_weeks": "0"}, "greater than or equal to 1"),
    ],
)
def test_an_own_initiative_that_cannot_be_planned_is_refused(
    working, scenario, known, fields, said
):
    answer = working.post(to("own-new", scenario.pk), own(known, **fields))

    assert answer.status_code == 400
    assert said in text(answer)
    assert not scenario.organisation.own_initiatives.exists()


def test_two_who_change_an_own_initiative_do_not_overwrite_each_other(working, scenario, known):
    working.post(to("own-new", scenario.pk), own(known))
    row = scenario.organisation.own_initiatives.get()
    url = to("own-change", scenario.pk, row.pk)
    working.post(url, own(known, name="First", version=1))

    answer = working.post(url, own(known, name="Second", version=1))

    assert answer.status_code == 409
    assert "Second" in text(answer)
    row.refresh_from_db()
    assert row.name == "First"
