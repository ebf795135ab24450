"""A whole round in a real Chromium, as the different people who take part in it."""

import re
from datetime import timedelta

import pytest
from django.conf import settings as django_settings
from django.core import mail
from playwright.sync_api import expect

from assessments.models import (
    AgreedAnswer,
    Analysis,
    Answer,
    AnswerEvent,
    Assessment,
    Message,
    Respondent,
)
from jobs import runner
from jobs.models import JobRun

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 390, "height": 800}
PEOPLE = """Ana Adler, marketing_ops, ana@example.test
Ben Brook, demand_channel, ben@example.test
Cleo Cole, sales, cleo@example.test"""
MAIL, ANALYSIS = "mail", "analysis"


@pytest.fixture
def lead(new_context, live_server, client, editor, settings):
    """The ops lead, signed in, at the organisation's assessments."""
    settings.PUBLIC_URL = live_server.url
    client.force_login(editor)
    context = new_context()
    name = django_settings.SESSION_COOKIE_NAME
    context.add_cookies(
        [{"name": name, "value": client.cookies[name].value, "url": live_server.url}]
    )
    page = context.new_page()
    organisation = editor.memberships.get().organisation_id
    page.goto(f"{live_server.url}/o/{organisation}/assessments/")
    return page


def work(*kinds):
    """What the worker does, of some kinds of job."""
    waiting = JobRun.objects.unscoped("looking").filter(kind__in=kinds, state=JobRun.State.QUEUED)
    while jobs := list(waiting.values_list("pk", flat=True)):
        for job in jobs:
            runner.run(job)


def set_up(page):
    page.get_by_role("link", name="Start an assessment").click()
    page.get_by_label("Name", exact=True).fill("Autumn")
    page.get_by_label("Growth profile").select_option("scaling")
    page.get_by_label("Short form").check()
    page.get_by_role("button", name="Start").click()
    page.get_by_role("link", name="Invite and remind").click()
    page.get_by_label("One person a line").fill(PEOPLE)
    page.get_by_role("button", name="Check the list").click()
    page.get_by_role("button", name="Ask them").click()
    expect(page.locator("main")).to_contain_text("3 people are asked.")
    work(MAIL)


def door(name):
    """The newest link that was mailed to somebody."""
    sent = [item for item in mail.outbox if item.to == [f"{name}@example.test"]]
    return next(line for line in sent[-1].body.splitlines() if "/answer/" in line)


def begun(new_context, name):
    page = new_context(viewport=PHONE).new_page()
    page.goto(door(name))
    page.get_by_role("button", name="Begin").click()
    page.wait_for_url(re.compile("/q/"))
    return page


def state(page):
    return page.locator("[data-save-state]")


def heading(page):
    return page.locator(".answering__question").inner_text()


def answer_all(page, level):
    """From the question on the screen to the review."""
    while "/q/" in page.url:
        page.locator(f".choices [name=choice][value='{level}']").check()
        expect(state(page)).to_have_text("Saved")
        go_on(page)


def go_on(page, key=""):
    before = page.url
    if key:
        page.keyboard.press(key)
    else:
        page.locator(".answering__nav .button--primary").click()
    page.wait_for_url(lambda url: url != before)


def submit(page):
    page.get_by_role("button", name="Submit my answers").click()
    expect(page.locator("main")).to_contain_text("Thank you")


def answers_of(name):
    rows = Answer.objects.unscoped("looking").filter(respondent__name=name)
    return list(rows.order_by("question__position").values_list("value", flat=True))


def offline_and_back(page):
    """Two questions in a taxi, the rest with a connection."""
    page.wait_for_load_state("networkidle")
    page.context.set_offline(True)
    for level in (5, 4):
        seen = heading(page)
        page.locator(f".choices [name=choice][value='{level}']").check()
        page.get_by_role("button", name="Next").click()
        expect(page.locator(".answering__question")).not_to_have_text(seen)
    expect(state(page)).to_contain_text("Not saved yet")
    assert answers_of("Ana Adler") == []
    page.context.set_offline(False)
    expect(state(page)).to_have_text("Saved", timeout=20_000)
    answer_all(page, 5)
    submit(page)
    assert answers_of("Ana Adler") == [5, 4] + [5] * 8


def two_tabs_and_a_question_handed_over(page):
    page.get_by_text("Who would know?").click()
    page.get_by_label("Name", exact=True).fill("Dov Dale")
    page.get_by_label("Role", exact=True).select_option("it")
    page.get_by_label("E-mail address").fill("dov@example.test")
    go_on_by = page.get_by_role("button", name="Hand over")
    before = page.url
    go_on_by.click()
    page.wait_for_url(lambda url: url != before)
    other = page.context.new_page()
    other.goto(page.url)
    page.locator(".choices [name=choice][value='3']").check()
    expect(state(page)).to_have_text("Saved")
    other.locator(".choices [name=choice][value='1']").check()
    expect(state(other)).to_contain_text("Changed in another window")
    other.close()
    answer_all(page, 3)
    submit(page)
    assert answers_of("Ben Brook") == [None, 3, 3, 3, 3, 3]
    events = AnswerEvent.objects.unscoped("looking").filter(respondent__name="Ben Brook")
    assert list(events.filter(version=None).values_list("value", flat=True)) == [1]


def by_the_keyboard_alone(page):
    while "/q/" in page.url:
        page.keyboard.press("1")
        expect(state(page)).to_have_text("Saved")
        go_on(page, "Enter")
    button = page.get_by_role("button", name="Submit my answers")
    while not button.evaluate("(node) => node === document.activeElement"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("Thank you")
    assert answers_of("Cleo Cole") == [1] * 6


def remind_who_is_missing(page):
    """Two days later. Cleo has not begun, Dov was asked by Ben."""
    mails = Message.objects.unscoped("two days later")
    mails.update(created_at=mails.first().created_at - timedelta(days=2))
    mail.outbox.clear()
    page.reload()
    expect(page.locator("main")).to_contain_text("2 of 4 people have answered")
    page.get_by_role("button", name="Remind who is missing").click()
    expect(page.locator("main")).to_contain_text("2 mails are on their way.")
    work(MAIL)
    assert sorted(sent.to[0] for sent in mail.outbox) == ["cleo@example.test", "dov@example.test"]
    assert all(sent.subject.startswith("Reminder") for sent in mail.outbox)


def workshop_on_two_questions(page, new_context, live_server):
    page.get_by_role("button", name="Start a workshop").click()
    code = re.search(r"Join with (\w+)", page.locator("h1").inner_text())[1]
    phones = [new_context(viewport=PHONE).new_page() for _ in range(2)]
    for phone in phones:
        phone.goto(f"{live_server.url}/join/")
        phone.get_by_role("textbox").fill(code.lower())
        phone.get_by_role("button", name="Join").click()
        expect(phone.locator("h1")).to_have_text("You are in")
    for turn in (1, 2):
        page.get_by_role("button", name="Vote on this").first.click()
        for phone, level in zip(phones, (2, 3), strict=True):
            phone.goto(f"{live_server.url}/join/seat/")
            phone.locator(f"[name=value][value='{level}']").check()
            phone.get_by_role("button", name="Vote").click()
            expect(phone.get_by_role("status").first).to_contain_text("It stays hidden")
        page.reload()
        expect(page.get_by_role("status").first).to_contain_text("2 of 2 people")
        expect(page.locator("table")).to_have_count(0)
        page.get_by_role("button", name="Reveal").click()
        expect(page.locator("tbody tr:has(strong:text-is('1'))")).to_have_count(2)
        agree(page, 3, f"Seen together, turn {turn}")
    page.get_by_role("button", name="End the workshop").click()


def agree(page, level, why):
    page.locator(f"form .choices [name=value][value='{level}']").first.check()
    page.get_by_label("Why").first.fill(why)
    page.get_by_label("Who was there").first.fill("Ana, Ben")
    page.get_by_role("button", name="Record").first.click()


def calibrate_one(page):
    first = page.locator("section.card").first
    first.get_by_text("Record what you agreed").click()
    agree(page, 2, "The register shows it")
    expect(page.locator("main")).to_contain_text("“")
    rows = AgreedAnswer.objects.unscoped("looking").order_by("at")
    assert [row.value for row in rows] == [3, 3, 2]
    assert rows.last().reason == "The register shows it"


def nobody_sees_what_they_must_not(pages, lead, live_server, client, viewer):
    ana, ben, *_others = pages
    round_ = Assessment.objects.unscoped("looking").get()
    theirs = Respondent.objects.unscoped("looking").get(name="Ben Brook")
    for address in (f"/respond/{theirs.pk}/review/", f"/assessments/{round_.pk}/people/"):
        ana.goto(live_server.url + address)
        assert "/account/login/" in ana.url
    assert lead.request.get(f"{live_server.url}/respond/{theirs.pk}/review/").status == 403
    client.force_login(viewer)
    assert client.get(f"/assessments/{round_.pk}/people/").status_code == 403
    assert "Ana Adler" not in ben.content()


def test_from_setting_up_to_what_the_group_agreed(
    lead, new_context, live_server, framework, client, viewer
):
    set_up(lead)
    ana, ben = begun(new_context, "ana"), begun(new_context, "ben")
    offline_and_back(ana)
    two_tabs_and_a_question_handed_over(ben)
    work(MAIL)
    remind_who_is_missing(lead)
    dov = begun(new_context, "dov")
    assert dov.locator(".answering__bar").inner_text().count("Question 1 of 1") == 1
    answer_all(dov, 4)
    submit(dov)
    cleo = begun(new_context, "cleo")
    by_the_keyboard_alone(cleo)

    work(ANALYSIS)

    # By itself, with the last one who submitted.
    result = Analysis.objects.unscoped("looking").order_by("created_at").last().result
    assert result["inputs"]["respondents"] == 4
    lead.get_by_role("link", name="Autumn").click()
    expect(lead.locator("main")).to_contain_text("4 of 4 people have submitted")
    lead.get_by_role("link", name="Settle differences").click()
    workshop_on_two_questions(lead, new_context, live_server)
    calibrate_one(lead)
    work(ANALYSIS)
    newest = Analysis.objects.unscoped("looking").order_by("created_at").last()
    assert len(newest.parameters["agreed"]) == 3
    nobody_sees_what_they_must_not((ana, ben, cleo, dov), lead, live_server, client, viewer)
