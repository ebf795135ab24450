"""The main job in the product as people run it: answer in a browser, and see what comes of it."""

import os
import re
import signal
import uuid
from contextlib import contextmanager
from decimal import ROUND_HALF_UP, Decimal

import pytest
from playwright.sync_api import expect

from mops.demo import people
from mops.demo.seeding import LEFT_OPEN
from reports.charts import KINDS
from reports.figures.theme import VARIANTS
from tests.stack.visitor import Visitor

pytestmark = [pytest.mark.stack, pytest.mark.browser]

RESULT_WITHIN = 60.0
# On a busy machine it takes minutes to draw them all.
PICTURES_WITHIN = 300.0

ANALYSES = """SELECT a.id FROM assessments_analysis a
    JOIN assessments_assessment s ON s.id = a.assessment_id
    JOIN accounts_organisation o ON o.id = s.organisation_id
    WHERE o.name = ? ORDER BY s.opened_at DESC, a.created_at DESC"""
RESULT = "SELECT result FROM assessments_analysis WHERE id = ?"
ANSWERS = """SELECT a.value, a.version FROM assessments_answer a
    JOIN assessments_respondent r ON r.id = a.respondent_id
    JOIN assessments_assessment s ON s.id = r.assessment_id
    JOIN capabilities_question q ON q.id = a.question_id
    WHERE r.name = ? AND s.name = ? ORDER BY q.position"""
EVENTS = """SELECT e.value, e.version FROM assessments_answerevent e
    JOIN assessments_respondent r ON r.id = e.respondent_id
    JOIN assessments_assessment s ON s.id = r.assessment_id
    WHERE r.name = ? AND s.name = ? ORDER BY e.id"""
OWNER, FOUNDER = "Maren Holloway", "Juno Aldersey"


@pytest.fixture
def sign_in(stack, page):
    """Sign in on the first page, as a person of the demo would."""

    def sign_in(email):
        page.goto(stack.base_url)
        page.locator("[name=login]").fill(email)
        page.locator("[name=password]").fill(stack.demo_password())
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url(re.compile("/o/"))
        return page

    return sign_in


# --- what the organisation page says, and what is stored


def written(value, decimals=0):
    return str(Decimal(repr(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP))


def stored_figures(stack, analysis):
    result = stack.document(RESULT, analysis)
    names = dict(stack.query("SELECT key, name FROM capabilities_capability"))
    gaps = sorted((row for row in result["capabilities"] if row["gap"]), key=lambda r: r["rank"])
    overall, inputs = result["overall"], result["inputs"]
    return {
        "stage": overall["stage_level"],
        "index": written(overall["index"]),
        "people": inputs["respondents"],
        "roles": len(inputs["roles"]),
        "answers": inputs["answers"],
        "gaps": [
            (names[row["key"]], f"{written(row['score'], 1)} → {row['target']}") for row in gaps[:3]
        ],
        "areas": {
            row["name"]: [
                written(row["score"], 1),
                f"{written(row['low'], 1)}–{written(row['high'], 1)}",
            ]
            for row in result["areas"]
        },
    }


def shown_figures(page):
    main = page.locator("main").inner_text()
    areas = page.locator("#chart-areas")
    areas.get_by_text("The same numbers as a table").click()
    ranked = page.locator(".ranked > li")
    rows = areas.locator("table tbody tr")
    return {
        "stage": int(re.search(r"Stage (\d):", main)[1]),
        "index": re.search(r"(\d+) of 100", main)[1],
        "people": int(re.search(r"(\d+) people in", main)[1]),
        "roles": int(re.search(r"in (\d+) roles", main)[1]),
        "answers": int(re.search(r"(\d+) answers of", main)[1]),
        "gaps": [tuple(text.split("\n")[:2]) for text in map(_lines, ranked.all())],
        "areas": {
            cells[0]: cells[1:3] for cells in (row.inner_text().split("\t") for row in rows.all())
        },
    }


def _lines(locator):
    return "\n".join(line.strip() for line in locator.inner_text().splitlines() if line.strip())


def test_the_organisation_page_shows_the_stored_result(stack, sign_in):
    page = sign_in(people.OWNER)

    newest = stack.query(ANALYSES, people.ENTERPRISE_NAME)[0][0]
    assert shown_figures(page) == stored_figures(stack, newest)


# --- from answers to a result


def answer(page, key):
    """One question by the keyboard alone."""
    page.keyboard.press(key)
    expect(page.locator("[data-save-state]")).to_have_text("Saved")
    here = page.url
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: url != here)


@contextmanager
def frozen_worker(stack):
    """Work waits in the block, so that a page can be seen waiting for it."""
    (worker,) = stack.pids("worker")
    os.killpg(worker, signal.SIGSTOP)
    try:
        yield
    finally:
        os.killpg(worker, signal.SIGCONT)


def test_the_last_answers_become_a_new_result_while_the_page_is_watched(stack, sign_in):
    before = stack.query(ANALYSES, people.ENTERPRISE_NAME)
    people_before = stack.document(RESULT, before[0][0])["inputs"]["respondents"]
    page = sign_in(people.OWNER)
    page.get_by_role("link", name="Answer now").click()
    keys = "3142352"
    assert len(keys) == LEFT_OPEN
    for key in keys:
        page.wait_for_load_state()
        answer(page, key)

    expect(page.get_by_text("questions are answered")).to_be_visible()
    stored = stack.query(ANSWERS, OWNER, page.title().split(" · ")[1])
    assert [str(value) for value, _version in stored[-LEFT_OPEN:]] == list(keys)
    with frozen_worker(stack):
        page.get_by_role("button", name="Submit my answers").click()
        progress = page.get_by_label("Analysis")
        expect(progress).to_contain_text("Scores, gaps and stage: waiting")
        expect(progress).to_contain_text("Roadmap: after the step before")
        visited = []
        page.on("framenavigated", lambda frame: visited.append(frame.url))

    # No reload in between: the end of the work leads on by itself.
    page.wait_for_url(re.compile("/o/"), timeout=RESULT_WITHIN * 1000)
    assert visited == [page.url]
    after = stack.query(ANALYSES, people.ENTERPRISE_NAME)
    assert len(after) == len(before) + 1
    shown = shown_figures(page)
    assert shown == stored_figures(stack, after[0][0])
    assert shown["people"] == people_before + 1
    expect(page.get_by_text("are still open")).to_have_count(0)
    picture = page.locator("#chart-areas img:visible")
    picture.scroll_into_view_if_needed()
    page.wait_for_function("image => image.naturalWidth > 300", arg=picture.element_handle())
    stack.wait(stack.idle, PICTURES_WITHIN, "the pictures")
    assert_made_by_the_worker(stack, after[0][0])


def assert_made_by_the_worker(stack, analysis):
    """One roadmap and all of its pictures, by jobs that processes of the worker held."""
    roadmaps = stack.query("SELECT id FROM roadmaps_roadmap WHERE analysis_id = ?", analysis)
    assert len(roadmaps) == 1
    pictures = stack.query("SELECT svg FROM reports_chartimage WHERE analysis_id = ?", analysis)
    # Those of all rounds so far are drawn when somebody looks at them.
    kinds = [key for key, kind in KINDS.items() if not kind.of_rounds]
    assert len(pictures) == len(kinds) * len(VARIANTS)
    assert all(svg.startswith("<svg") for (svg,) in pictures)

    jobs = "SELECT lease_owner FROM jobs_jobrun WHERE state = 'done' AND result_subject IN (?, ?)"
    owners = {int(owner.split(":")[2]) for (owner,) in stack.query(jobs, analysis, roadmaps[0][0])}
    assert owners <= set(stack.children(*stack.pids("worker")))


# --- saving under trouble


@pytest.fixture
def question(stack, sign_in):
    """The first question of a new round, which its owner answers alone; and the round's name."""
    (user,) = stack.query("SELECT id FROM accounts_user WHERE email = ?", people.FOUNDER)[0]
    (organisation,) = stack.query(
        "SELECT id FROM accounts_organisation WHERE name = ?", people.STARTUP_NAME
    )[0]
    name = f"Round {uuid.uuid4().hex[:8]}"
    founder = Visitor(stack, people.FOUNDER)
    started = founder.post(
        f"/o/{uuid.UUID(str(organisation))}/assessments/new/",
        name=name,
        profile="early",
        industry="general",
        quick="1",
    ).removeprefix(stack.base_url)
    member = str(uuid.UUID(str(user)))
    founder.post(f"{started}respondents/", name=FOUNDER, role="marketing_ops", member=member)
    page = sign_in(people.FOUNDER)
    page.goto(stack.base_url + started)
    page.get_by_role("link", name="Answer now").click()
    page.wait_for_load_state()
    return page, name


def state_of(page):
    return page.locator("[data-save-state]")


def test_answers_given_offline_are_kept_and_saved_when_the_network_is_back(stack, question):
    page, name = question
    here = page.url
    page.wait_for_load_state("networkidle")
    page.context.set_offline(True)
    page.keyboard.press("4")
    expect(state_of(page)).to_contain_text("Not saved yet")
    page.keyboard.press("5")
    page.get_by_role("button", name="Next").click()
    # The next question was read ahead, so it is there without a connection.
    page.wait_for_url(lambda url: url != here)
    expect(state_of(page)).to_contain_text("Not saved yet")
    assert stack.query(ANSWERS, FOUNDER, name) == []

    page.context.set_offline(False)

    expect(state_of(page)).to_have_text("Saved")
    assert stack.query(ANSWERS, FOUNDER, name) == [(5, 2)]
    assert stack.query(EVENTS, FOUNDER, name) == [(4, 1), (5, 2)]
    page.go_back()
    expect(page.locator("[name=choice]:checked")).to_have_value("5")


def test_leaving_with_an_unsaved_answer_is_warned_about(question):
    page, _name = question
    page.context.set_offline(True)
    page.keyboard.press("4")
    expect(state_of(page)).to_contain_text("Not saved yet")
    asked = []
    page.once("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))

    with page.expect_event("dialog"):
        page.locator(".answering__bar a").click()
    page.context.set_offline(False)

    assert asked == ["beforeunload"]
    expect(state_of(page)).to_have_text("Saved")


def test_a_save_whose_reply_got_lost_is_repeated_and_not_taken_for_somebody_elses(stack, question):
    page, name = question
    lost = []

    def lose_the_first(route):
        if not lost:
            lost.append(route.fetch().status)
            route.abort()
        else:
            route.continue_()

    page.route("**/save/", lose_the_first)
    page.keyboard.press("2")
    expect(state_of(page)).to_contain_text("Not saved yet")
    page.keyboard.press("3")
    expect(state_of(page)).to_have_text("Saved")

    assert lost == [200]
    assert stack.query(ANSWERS, FOUNDER, name) == [(3, 2)]
    assert stack.query(EVENTS, FOUNDER, name) == [(2, 1), (3, 2)]


def test_two_tabs_on_one_question_disagree_visibly(stack, question):
    first, name = question
    second = first.context.new_page()
    second.goto(first.url)
    first.keyboard.press("2")
    expect(state_of(first)).to_have_text("Saved")

    second.keyboard.press("4")

    expect(state_of(second)).to_contain_text("Changed in another window")
    assert stack.query(ANSWERS, FOUNDER, name) == [(2, 1)]
    assert stack.query(EVENTS, FOUNDER, name) == [(2, 1), (4, None)]
    second.reload()
    expect(second.locator("[name=choice]:checked")).to_have_value("2")
    second.keyboard.press("4")
    expect(state_of(second)).to_have_text("Saved")
    assert stack.query(ANSWERS, FOUNDER, name) == [(4, 2)]
