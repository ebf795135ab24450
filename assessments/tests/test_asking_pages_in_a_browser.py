"""The pages of whoever runs a round, and of those it asks, looked at by axe: light and dark, on a
phone and on a desk."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings as django_settings
from django.urls import reverse

from assessments import calibration, guests, inviting, workshops
from assessments.inviting import Invitee
from assessments.models import Message, Respondent
from assessments.tests.test_answering_in_a_browser import TAGS
from capabilities.models import Question
from tests.confidential_rows import answered
from tests.factories import AT, AssessmentFactory, RespondentFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDTHS = (1280, 390)


@pytest.fixture
def round_(organisation, framework, owner):
    """Three who differ, one invited, one who answers with an account and has attached a file."""
    found = AssessmentFactory(organisation=organisation, framework=framework, name="Autumn")
    for number, (role, level) in enumerate([("marketing_ops", 5), ("sales", 1), ("sales", 2)]):
        answered(found, role, level, number)
    (invitation,) = inviting.invite(
        assessment=found, people=[Invitee("Kim Care", "it", "kim@example.test")], send=False,
        by=None, at=AT,
    )  # fmt: skip
    Message.objects.create(
        invitation=invitation, kind="invitation", state="failed", error="Away", created_at=AT
    )
    guests.issue_link(assessment=found, invitation=invitation, by=None, at=AT)
    guests.issue_link(assessment=found, role="sales", by=None, at=AT)
    own = RespondentFactory(assessment=found, user=owner, name="Olga", role="marketing_ops")
    own.evidence_files.create(
        question=framework.questions.first(), name="register.pdf", size=2048, stored="a", at=AT
    )
    first, *_rest = calibration.to_settle(found)
    calibration.agree(
        assessment=found, question_key=first.question, value=3, reason="Seen together",
        present="All", by=None, at=AT,
    )  # fmt: skip
    return found


@pytest.fixture
def anonymous_round(organisation, framework):
    found = AssessmentFactory(
        organisation=organisation, framework=framework, name="Quiet", privacy="anonymous"
    )
    inviting.invite(
        assessment=found, people=[Invitee(name, "it") for name in ("Ada", "Ben")], send=False,
        by=None, at=AT,
    )  # fmt: skip
    found.invitations.filter(name="Ada").update(used=True)
    return found


def addresses(round_, anonymous_round, owner):
    own = Respondent.objects.unscoped("looking").get(user=owner)
    workshop = workshops.open_workshop(assessment=round_, by=None, at=AT)
    question = calibration.to_settle(round_)[0].question
    workshops.ask(workshop=workshop, question_key=question)
    links = [
        guests.issue_link(assessment=anonymous_round, invitation=row, by=None, at=AT)
        for row in anonymous_round.invitations.filter(used=False)
    ]
    yield from (
        reverse(f"assessments:{name}", args=[round_.pk])
        for name in ("detail", "people", "agenda", "evidence")
    )
    yield from (
        reverse(f"assessments:{name}", args=[anonymous_round.pk]) for name in ("detail", "people")
    )
    yield from (
        reverse(f"assessments:{name}", args=[round_.organisation_id])
        for name in ("list", "new", "retention")
    )
    yield from (
        reverse(f"assessments:{name}", args=[own.pk])
        for name in ("file", "data", "leave", "erase", "review")
    )
    first = Question.objects.filter(framework=round_.framework).order_by("position").first()
    yield reverse("assessments:question", args=[own.pk, first.key])
    yield reverse("assessments:workshop", args=[workshop.pk])
    yield reverse("assessments:join")
    yield from (reverse("assessments:enter", args=[secret]) for secret in links)


def look(page, faults, name, theme):
    """Dark on a phone and light on a desk: what is wrong shows in one of them. Neither scrolls
    sideways."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        if page.evaluate("document.documentElement.scrollWidth") > width:
            faults.append((name, width, "scrolls sideways"))
        if (theme == "dark") != (width == min(WIDTHS)):
            continue
        results = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
        faults += [
            (name, width, fault["id"], fault["nodes"][0]["html"])
            for fault in results.response["violations"]
        ]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_on_the_pages_of_asking(
    page, live_server, client, owner, round_, anonymous_round, theme
):
    client.force_login(owner)
    name = django_settings.SESSION_COOKIE_NAME
    page.context.add_cookies(
        [{"name": name, "value": client.cookies[name].value, "url": live_server.url}]
    )
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    faults = []
    for address in addresses(round_, anonymous_round, owner):
        page.goto(live_server.url + address)
        look(page, faults, address, theme)
    page.goto(live_server.url + reverse("assessments:people", args=[round_.pk]))
    page.get_by_label("One person a line").fill("Lee, it, lee@example.test\nMax, sales")
    page.get_by_role("button", name="Check the list").click()
    look(page, faults, "preview", theme)
    page.goto(live_server.url + reverse("assessments:join"))
    page.get_by_role("textbox").fill(round_.workshops.get().code)
    page.get_by_role("button", name="Join").click()
    page.wait_for_url("**/seat/")
    look(page, faults, "seat", theme)

    assert faults == []
