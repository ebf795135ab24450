"""The design system in a real Chromium: accessibility, narrow screens, themes, panel, charts."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COUNT_BLOCKED = """
    window.blocked = [];
    addEventListener("securitypolicyviolation", (event) =>
        window.blocked.push(`${event.violatedDirective} ${event.blockedURI}`));
"""


@pytest.fixture
def visit(page, live_server, settings):
    """Open an address and collect what the security policy blocked and scripts threw."""
    settings.DEMO = True
    page.add_init_script(COUNT_BLOCKED)
    page.faults = []
    page.on("pageerror", lambda error: page.faults.append(str(error)))

    def open_page(address):
        page.goto(live_server.url + address)
        return page

    return open_page


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(
    "address", ["/account/login/", "/design/", "/design/?form=wrong", "/none/"]
)
def test_axe_finds_nothing(visit, address, theme):
    page = visit("/account/login/")
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    visit(address)

    results = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
    assert [(v["id"], v["nodes"][0]["html"]) for v in results.response["violations"]] == []


@pytest.mark.parametrize("width", [320, 390, 768])
@pytest.mark.parametrize("address", ["/account/login/", "/design/?form=wrong"])
def test_nothing_scrolls_sideways(visit, address, width):
    page = visit(address)
    page.set_viewport_size({"width": width, "height": 800})

    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_twice_the_text_size_still_fits(visit):
    page = visit("/design/")
    page.set_viewport_size({"width": 640, "height": 800})
    page.evaluate("document.documentElement.setAttribute('data-test', '')")
    page.evaluate(
        "document.styleSheets[0].insertRule(':root[data-test] { font-size: 200% }', "
        "document.styleSheets[0].cssRules.length)"
    )

    assert page.evaluate("document.documentElement.scrollWidth") <= 640


def test_targets_are_large_enough(visit):
    page = visit("/design/")
    small = page.evaluate(
        """[...document.querySelectorAll("button, input, select, .button, summary")]
            .filter((each) => each.offsetParent)
            .map((each) => [each.outerHTML.slice(0, 60), each.getBoundingClientRect()])
            .filter(([, box]) => box.width < 24 || box.height < 24)
            .map(([html]) => html)"""
    )

    assert small == []


def test_the_theme_is_kept_without_a_flash(visit):
    page = visit("/account/login/")
    page.get_by_role("button", name="Dark").click()
    page.reload()

    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert page.get_by_role("button", name="Dark").get_attribute("aria-pressed") == "true"
    page.get_by_role("button", name="Auto").click()
    page.reload()
    assert page.evaluate("document.documentElement.dataset.theme ?? ''") == ""


def test_the_first_stop_of_the_keyboard_skips_to_the_content(visit):
    page = visit("/design/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip-link"

    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_a_number_opens_beside_the_page_and_gives_the_focus_back(visit):
    page = visit("/design/")
    page.locator(".stat a").focus()
    page.keyboard.press("Enter")
    assert page.get_by_role("dialog").get_by_text("25 × (score − 1)").is_visible()

    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.textContent") == "43"


def test_a_chart_is_explored_without_breaking_the_policy(visit, live_server):
    page = visit("/design/")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    assert page.evaluate("window.Plotly") is None
    page.get_by_role("button", name="Explore").click()
    page.wait_for_selector('figure[data-state="explored"] .main-svg')

    assert page.evaluate("window.blocked") == []
    assert page.faults == []
    assert all(url.startswith(live_server.url) for url in asked)
    assert page.locator('.modebar-btn[data-title*="hare"]').count() == 0


def test_pages_are_readable_without_scripts(browser, live_server, settings):
    settings.DEMO = True
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(live_server.url + reverse("design"))

    assert page.locator("figure img:visible").count() == 1
    assert page.locator("[data-explore]:visible").count() == 0


def test_paper_has_no_chrome(visit):
    page = visit("/design/")
    page.emulate_media(media="print", color_scheme="dark")

    assert not page.locator(".site-header").is_visible()
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(29, 33, 39)"
