"""Explanations and the method in a real Chromium: accessible in both themes, at home at 320 px."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.urls import reverse

from assessments import pipeline
from tests.confidential_rows import confidential_round
from tests.factories import AT

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture
def visit(page, client, live_server, viewer):
    client.force_login(viewer)
    name = settings.SESSION_COOKIE_NAME
    cookie = {"name": name, "value": client.cookies[name].value, "url": live_server.url}
    page.context.add_cookies([cookie])

    def visit(address, width, theme):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        page.goto(live_server.url + address)
        return page

    return visit


@pytest.fixture
def addresses(organisation, framework):
    round_ = confidential_round(organisation, framework, privacy="identified")
    analysis = pipeline.store(pipeline.compute(round_, AT))
    return [
        reverse("reports:method"),
        reverse("reports:method-page", args=["scoring"]),
        reverse("reports:how", args=[analysis.pk, "overall"]),
        reverse("reports:how", args=[analysis.pk, "data.quality"]),
    ]


@pytest.mark.parametrize(("width", "theme"), [(1280, "light"), (320, "dark")])
def test_pages_are_accessible_and_never_scroll_sideways(visit, addresses, width, theme):
    for address in addresses:
        page = visit(address, width, theme)

        found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}}).response
        assert [(v["id"], v["nodes"][0]["html"]) for v in found["violations"]] == [], address
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
