"""The first minute of three people with the demo, by keyboard alone; and every page of it under the
security policy."""

import re
from urllib.parse import urljoin, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

pytestmark = [pytest.mark.stack, pytest.mark.browser]

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
COUNT_BLOCKED = """
    window.blocked = [];
    addEventListener("securitypolicyviolation", (event) =>
        window.blocked.push(`${event.violatedDirective} ${event.blockedURI}`));
"""
MOST_STOPS = 80
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}")
KEYED = re.compile(r"/(gaps|items|q|how|capabilities|initiatives|method)/[^/]+/")


@pytest.fixture
def visitor(page, stack):
    """Signs somebody in by keyboard and gives the page, with what went wrong on it in `faults` and
    what it fetched in `fetched`."""
    page.set_default_timeout(60_000)
    expect.set_options(timeout=60_000)
    page.add_init_script(COUNT_BLOCKED)
    page.faults, page.fetched = [], []
    page.on("pageerror", lambda error: page.faults.append(str(error)))
    page.on(
        "console",
        lambda said: page.faults.append(said.text) if said.type == "error" else None,
    )
    page.on("request", lambda request: page.fetched.append(request.url))

    def sign_in(who):
        page.emulate_media(reduced_motion="reduce")
        page.goto(f"{stack.base_url}/account/login/")
        tab_to(page, "[name=login]")
        page.keyboard.type(f"{who}@demo.example")
        tab_to(page, "[name=password]")
        page.keyboard.type(stack.demo_password())
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile("/(o|organisations)/"))
        return page

    return sign_in


def test_the_cmo_sees_where_they_stand_and_opens_a_number(visitor):
    page = visitor("owner")

    message = page.get_by_role("heading", level=1)
    expect(message).to_contain_text("stage", ignore_case=True)
    picture = page.locator("figure[data-chart] img").first
    expect(picture).to_have_attribute("alt", re.compile("weakest first"))
    tab_to(page, "a.made[href*='/how/overall/']")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/how/overall/"))
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.go_back()
    tab_to(page, "a[data-panel-open]")
    opened = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.textContent") == opened
    clean(page)


def test_the_operations_lead_sees_what_is_open_and_defends_a_gap(visitor):
    page = visitor("editor")

    assert page.url.endswith("/open/")
    tab_to(page, "main .rows a")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.go_back()
    clean(page)
    tab_to(page, "nav a[href$='/gaps/']")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/gaps/"))
    clean(page)
    explore_by_keyboard(page)


def test_the_consultant_sees_who_needs_them_and_compares_two(visitor):
    page = visitor("consultant")

    expect(page.get_by_role("heading", level=1)).to_contain_text(re.compile("today"))
    clean(page)
    tab_to(page, "th a[href*='sort=index']")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("sort=index"))
    expect(page.locator("th[aria-sort=ascending]")).to_contain_text("Index")
    tab_to(page, "main a[href$='/compare/']")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/compare/"))
    for name in ("a", "b"):
        tab_to(page, f"select[name={name}]")
        page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    tab_to(page, "main form button")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("a=.+b="))
    expect(page.get_by_role("heading", name=re.compile("Capabilities"))).to_be_visible()
    clean(page)


@pytest.mark.parametrize("who", ["owner", "consultant"])
def test_no_page_of_the_demo_breaks_the_security_policy(visitor, stack, who):
    """Follows every link once for each kind of page."""
    page = visitor(who)
    seen: set[str] = set()
    waiting = [urlsplit(page.url).path]
    while waiting:
        path = waiting.pop(0)
        if kind(path) in seen:
            continue
        seen.add(kind(path))
        answer = page.goto(stack.base_url + path)
        assert answer.status == 200, path
        assert page.evaluate("window.blocked") == [], path
        assert page.faults == [], path
        links = page.eval_on_selector_all(
            "a[href]:not([download])", "all => all.map(each => each.getAttribute('href'))"
        )
        waiting += [found for link in links if (found := page_of(page.url, link))]

    assert len(seen) > 30
    assert not any("plotly" in url for url in page.fetched)


def page_of(address, link):
    """The path of a link if it leads to another page of the product, signed in."""
    found = urlsplit(urljoin(address, link))
    foreign = found.netloc != urlsplit(address).netloc
    if foreign or "logout" in found.path or not found.path.endswith("/"):
        return None
    return found.path


def kind(path):
    """Pages that differ in a key only are of one kind."""
    return KEYED.sub(r"/\1/*/", ID.sub("*", path))


def tab_to(page, selector):
    """Presses Tab until an element has the focus, as somebody without a mouse does."""
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
    raise AssertionError(f"no way to {selector} by keyboard within {MOST_STOPS} stops")


def explore_by_keyboard(page):
    """plotly.js comes when it is asked for, and never before."""
    assert not any("plotly" in url for url in page.fetched)
    page.locator("details.fold:has([data-explore]) > summary").first.focus()
    page.keyboard.press("Enter")
    button = page.locator("[data-explore]").first
    button.scroll_into_view_if_needed()
    button.focus()
    page.keyboard.press("Enter")
    page.locator('figure[data-state="explored"] .main-svg').first.wait_for()
    assert any("plotly" in url for url in page.fetched)
    assert page.evaluate("window.blocked") == []


def clean(page):
    """No fault that axe knows in light and dark, nothing blocked, nothing thrown."""
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.reload()
        found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
        assert found.violations_count == 0, found.generate_report()
    page.emulate_media(color_scheme="light")
    assert page.evaluate("window.blocked") == []
    assert page.faults == []
