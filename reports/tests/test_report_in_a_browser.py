"""The organisation page and the gap report in a real Chromium: accessible in both themes, readable
on a phone and without scripts, on one sheet of paper."""

from io import BytesIO

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.urls import reverse
from pypdf import PdfReader

from assessments.models import Change
from engine.types import ENGINE_VERSION
from reports.tests.rows import make_analysis
from tests.factories import AT, AssessmentFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture
def visit(page, client, live_server, viewer):
    client.force_login(viewer)
    name = settings.SESSION_COOKIE_NAME
    cookie = {"name": name, "value": client.cookies[name].value, "url": live_server.url}
    page.context.add_cookies([cookie])

    def visit(address, width=1280, theme="light"):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        page.goto(live_server.url + address)
        return page

    return visit


@pytest.fixture
def organisation_page(organisation, framework, scenario, example, change_document):
    """An organisation with everything its page can show: a plan, and a round before."""
    before = AssessmentFactory(
        organisation=organisation, framework=framework, opened_at=AT.replace(year=AT.year - 1)
    )
    Change.objects.create(
        earlier=make_analysis(before, example[1], digest="b"),
        later=scenario.analysis,
        engine_version=ENGINE_VERSION,
        result=change_document,
        created_at=AT,
    )
    return reverse("reports:organisation", args=[organisation.pk])


@pytest.mark.parametrize(("width", "theme"), [(1280, "light"), (390, "dark")])
def test_pages_are_accessible_and_never_scroll_sideways(
    visit, organisation, organisation_page, example, width, theme
):
    gap = example[1]["capabilities"][0]["key"]
    for address in (
        organisation_page,
        reverse("reports:gaps", args=[organisation.pk]),
        reverse("reports:gap", args=[organisation.pk, gap]),
    ):
        page = visit(address, width, theme)

        found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}}).response
        assert [(v["id"], v["nodes"][0]["html"]) for v in found["violations"]] == [], address
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address


def test_what_the_contents_lead_to_is_opened_and_the_contents_stay_in_sight(
    visit, organisation, organisation_page
):
    page = visit(reverse("reports:gaps", args=[organisation.pk]), width=390)
    troubles = []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.reload()
    folds = page.locator(".folds details")
    assert {fold.get_attribute("open") for fold in folds.all()} == {None}

    page.get_by_role("link", name="Data, duties and services").click()

    heading = page.locator("#lifecycle")
    assert heading.locator("xpath=ancestor::details").get_attribute("open") is not None
    contents = page.get_by_role("navigation", name="On this page").bounding_box()
    assert contents["y"] == 0
    assert heading.bounding_box()["y"] >= contents["height"]
    assert troubles == []


def test_paper_has_what_the_screen_folds(visit, organisation, organisation_page, example):
    page = visit(reverse("reports:gaps", args=[organisation.pk]))
    page.wait_for_load_state("networkidle")

    sheets = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True))).pages

    words = " ".join(" ".join(sheet.extract_text() for sheet in sheets).split())
    framework = example[0]
    for capability in framework.capability.values():
        assert capability.name in words
    assert "By practice of service management" in words
    assert "Krippendorff" in words
    assert len(sheets) <= 12


def test_the_organisation_is_printed_on_one_sheet(visit, organisation_page):
    page = visit(organisation_page)
    page.wait_for_load_state("networkidle")

    sheets = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True))).pages

    assert len(sheets) == 1
    words = " ".join(sheets[0].extract_text().split())
    for part in ("The way to stage", "gaps matter most", "who does it", "What is uncertain", "KPI"):
        assert part in words
