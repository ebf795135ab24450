"""Answering in a real Chromium: without a connection, in two tabs, and by the keyboard alone."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import expect

from assessments import guests, inviting
from assessments.inviting import Invitee
from assessments.models import Answer, AnswerEvent, Respondent
from tests.factories import AT

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture
def asked(assessment):
    (invitation,) = inviting.invite(
        assessment=assessment,
        people=[Invitee("Sam Seller", "sales")],
        send=False,
        by=None,
        at=AT,
    )
    return invitation


def begin_in(page, live_server, assessment, invitation=None, role="sales"):
    """A phone-sized window at the first question, entered by a link."""
    secret = guests.issue_link(
        assessment=assessment,
        invitation=invitation,
        role="" if invitation else role,
        by=None,
        at=AT,
    )
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(live_server.url + reverse("assessments:enter", args=[secret]))
    if not invitation:
        page.get_by_label("Your name").fill("Sam Seller")
    page.get_by_role("button", name="Begin").click()
    page.wait_for_url(re.compile("/q/"))
    return page


@pytest.fixture
def begun(page, live_server, assessment, asked):
    return begin_in(page, live_server, assessment, asked)


def state(page):
    return page.locator("[data-save-state]")


def choose(page, number):
    page.locator(f".choices [name=choice][value='{number}']").check()


def heading(page):
    return page.locator(".answering__question").inner_text()


def stored():
    rows = Answer.objects.unscoped("looking").order_by("question__position")
    return list(rows.values_list("value", flat=True))


def test_without_a_connection_answers_wait_and_are_sent_in_order(begun):
    page = begun
    page.wait_for_load_state("networkidle")
    page.context.set_offline(True)
    seen = []
    for number in (1, 2, 3):
        seen.append(heading(page))
        choose(page, number)
        page.get_by_role("button", name="Next").click()
        expect(page.locator(".answering__question")).not_to_have_text(seen[-1])
    expect(state(page)).to_contain_text("Not saved yet")
    assert stored() == []

    page.context.set_offline(False)

    expect(state(page)).to_have_text("Saved", timeout=20_000)
    assert stored() == [1, 2, 3]
    events = AnswerEvent.objects.unscoped("looking").order_by("pk")
    assert list(events.values_list("value", flat=True)) == [1, 2, 3]


def test_leaving_while_something_is_unsent_is_asked_about(begun):
    page = begun
    asked_about = []
    page.on("dialog", lambda dialog: (asked_about.append(dialog.type), dialog.dismiss()))
    page.context.set_offline(True)
    choose(page, 2)
    expect(state(page)).to_contain_text("Not saved yet")

    page.close(run_before_unload=True)
    page.wait_for_timeout(300)

    assert asked_about == ["beforeunload"]
    page.context.set_offline(False)


def test_two_tabs_on_one_question_conflict_visibly(begun):
    one = begun
    other = one.context.new_page()
    other.goto(one.url)
    choose(one, 2)
    expect(state(one)).to_have_text("Saved")

    choose(other, 5)

    expect(state(other)).to_contain_text("Changed in another window")
    assert stored() == [2]
    given = AnswerEvent.objects.unscoped("looking").order_by("pk")
    assert list(given.values_list("value", "version")) == [(2, 1), (5, None)]


def test_the_whole_questionnaire_by_the_keyboard_alone(begun):
    page = begun
    Respondent.objects.unscoped("a short one").update(
        only=_first_questions(Respondent.objects.unscoped("looking").get(), 3)
    )
    page.goto(re.sub("/q/.*", "/", page.url))
    for key in ("4", "2", "5"):
        page.keyboard.press(key)
        expect(state(page)).to_have_text("Saved")
        before = page.url
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url, before=before: url != before)
    expect(page.get_by_role("heading", level=1)).to_have_text("Your answers")

    button = page.get_by_role("button", name="Submit my answers")
    button.focus()
    page.keyboard.press("Enter")

    expect(page.locator("main")).to_contain_text("Thank you")
    assert stored() == [4, 2, 5]


def _first_questions(respondent, number):
    from assessments.services import asked_questions

    return [entry.key for entry in asked_questions(respondent)[:number]]


def test_typing_a_note_never_loses_the_focus(begun):
    page = begun
    choose(page, 3)
    page.locator(".answering__more summary").click()
    note = page.locator("#id_note")
    note.focus()
    page.keyboard.type("It is counted once a quarter", delay=20)

    assert note.evaluate("(field) => field === document.activeElement")
    page.keyboard.press("Tab")
    expect(state(page)).to_have_text("Saved")
    assert Answer.objects.unscoped("looking").get().note == "It is counted once a quarter"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_on_the_way(begun, live_server, theme):
    page = begun
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    for address in (page.url, re.sub("/q/.*", "/review/", page.url)):
        page.goto(address)
        results = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
        assert [(v["id"], v["nodes"][0]["html"]) for v in results.response["violations"]] == []
        page.set_viewport_size({"width": 320, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
