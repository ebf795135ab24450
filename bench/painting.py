"""When the largest part of a page is painted, as a ratio to the same page with pictures alone.

The organisation page and the gap report of the demo enterprise, in headless Chromium at 1366 x 900,
each load in a context of its own (nothing cached), nine loads after one that does not count, in
turn with the floor: the same markup, styles and pictures from memory, without scripts. Unthrottled,
on fast 4G and on slow 4G. From the first byte on, since what comes before it is the work that
`bench.reading` measures. Medians; the ratio is that of pairs in turn. Needs Chromium.
BENCH_BASE_URL and BENCH_DEMO_PASSWORD: a served demo to measure instead of one started for it.
"""

from __future__ import annotations

import gzip
import os
import re
import statistics
import sys
import tempfile
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from tests import chromium

PAGES = {"organisation page": "/o/{}/", "gap report": "/o/{}/gaps/"}
WHO = "owner@demo.example"
LOADS = 9
# Milliseconds that a load may take on a busy machine.
PATIENCE = 120_000
# Name: latency in ms, bytes a second down and up; None is unthrottled.
NETWORKS: dict[str, tuple[int, float] | None] = {
    "unthrottled": None,
    "fast 4G": (60, 9e6 / 8),
    "slow 4G": (150, 1.6e6 / 8),
}
GOAL, SLOW_GOAL = 1.6, 1.3
MOST_BYTES, MOST_REQUESTS = 60_000, 12
PAINTED = """
    () => new Promise((resolve) => {
        new PerformanceObserver((list) => {
            const all = list.getEntries();
            resolve(all[all.length - 1].startTime);
        }).observe({type: "largest-contentful-paint", buffered: true});
        setTimeout(() => resolve(-1), 5000);
    })
"""
# What had arrived by then; the page itself is one request more.
FETCHED = """
    (until) => {
        const all = [...performance.getEntriesByType("navigation"),
                     ...performance.getEntriesByType("resource")]
            .filter((each) => each.responseEnd <= until);
        return [all.length, all.reduce((sum, each) => sum + each.transferSize, 0),
                performance.getEntriesByType("navigation")[0].responseStart];
    }
"""


@dataclass
class Loads:
    """Of one page on one network: ms until the first byte, ms from there to the paint, and what had
    been fetched by then."""

    painted: list[float] = field(default_factory=list)
    answered: list[float] = field(default_factory=list)
    requests: list[int] = field(default_factory=list)
    bytes: list[int] = field(default_factory=list)

    @property
    def paint(self) -> float:
        return statistics.median(self.painted)

    def ratio(self, least: Loads) -> float:
        """To the other's, by pairs taken in turn: what else runs on the machine slows both."""
        pairs = zip(self.painted, least.painted, strict=True)
        return statistics.median(ours / other for ours, other in pairs)


@contextmanager
def demo():
    """(base address, password) of a served demo whose work in the background is done."""
    given = os.environ.get("BENCH_BASE_URL", "")
    if given:
        yield given, os.environ["BENCH_DEMO_PASSWORD"]
        return
    from tests.stack.running import running

    with tempfile.TemporaryDirectory() as folder, running(Path(folder), demo=True) as stack:
        left = "SELECT count(*) FROM jobs_jobrun WHERE state IN ('queued', 'running')"
        stack.wait(lambda: stack.query(left)[0][0] == 0, 600, "the work in the background")
        yield stack.base_url, stack.demo_password()


@contextmanager
def floor(files: dict[str, tuple[str, bytes]]):
    """A server of pages, styles and pictures from memory, compressed once: path to type and body.
    Gives its address."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            kind, body = files.get(urlsplit(self.path).path, ("text/plain", b""))
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            if body and not kind.startswith("font/"):
                self.send_header("Content-Encoding", "gzip")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        def handle_error(self, *_args: object) -> None:
            """A browser that closes a context hangs up; that is no trouble."""

    server = Server(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()


def without_scripts(page: Any, address: str, files: dict[str, tuple[str, bytes]]) -> str:
    """Keeps a page as the floor serves it, with what it shows; gives its path."""
    html = page.request.get(address).text()
    html = re.sub(r"<script\b.*?</script>", "", html, flags=re.S)
    wanted = re.findall(r'(?:src|srcset|href)="([^"]+\.(?:css|svg|ttf|woff2)(?:\?[^"]*)?)"', html)
    for found in dict.fromkeys(wanted):
        path = urlsplit(found).path
        answer = page.request.get(urljoin(address, found))
        kind, body = answer.headers["content-type"], answer.body()
        if kind.startswith("text/css"):
            for name in re.findall(rb'url\("([^"]+)"\)', body):
                font = urljoin(urljoin(address, found), name.decode())
                loaded = page.request.get(font)
                files[urlsplit(font).path] = (loaded.headers["content-type"], loaded.body())
        files[path] = (kind, body if kind.startswith("font/") else gzip.compress(body, 9))
    path = urlsplit(address).path
    files[path] = ("text/html; charset=utf-8", gzip.compress(html.encode(), 9))
    return path


def load(browser: Any, address: str, network: str, cookies: list[dict[str, Any]], into: Loads):
    context = browser.new_context(viewport={"width": 1366, "height": 900})
    context.add_cookies(cookies)
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    limits = NETWORKS[network]
    if limits is not None:
        latency, rate = limits
        session = context.new_cdp_session(page)
        session.send("Network.enable")
        session.send(
            "Network.emulateNetworkConditions",
            {
                "offline": False, "latency": latency,
                "downloadThroughput": rate, "uploadThroughput": rate,
            },
        )  # fmt: skip
    page.goto(address, wait_until="load")
    page.wait_for_timeout(300)
    painted = page.evaluate(PAINTED)
    requests, size, answered = page.evaluate(FETCHED, painted)
    context.close()
    into.painted.append(painted - answered)
    into.answered.append(answered)
    into.requests.append(requests)
    into.bytes.append(size)


def signed_in(browser: Any, base: str, password: str) -> tuple[Any, str]:
    """A page of somebody who has signed in, and the organisation they belong to."""
    page = browser.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(f"{base}/account/login/")
    page.fill("[name=login]", WHO)
    page.fill("[name=password]", password)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/o/"))
    return page, re.findall(r"/o/([0-9a-f-]{36})/", page.url)[0]


def measured(browser: Any, base: str, password: str) -> bool:
    page, organisation = signed_in(browser, base, password)
    cookies = page.context.cookies()
    addresses = {name: base + path.format(organisation) for name, path in PAGES.items()}
    for address in addresses.values():
        # Every picture is drawn once before anything is measured.
        page.goto(address, wait_until="load")
    files: dict[str, tuple[str, bytes]] = {}
    paths = {name: without_scripts(page, address, files) for name, address in addresses.items()}
    kept = True
    with floor(files) as other:
        for network in NETWORKS:
            for name, address in addresses.items():
                ours, least = Loads(), Loads()
                for turn in range(LOADS + 1):
                    load(browser, address, network, cookies, ours if turn else Loads())
                    load(browser, other + paths[name], network, [], least if turn else Loads())
                kept &= said(name, network, ours, least)
    return kept


def said(name: str, network: str, ours: Loads, least: Loads) -> bool:
    """Prints one line; whether its goals are kept."""
    ratio = ours.ratio(least)
    goal = SLOW_GOAL if network == "slow 4G" else GOAL
    requests, size = (round(statistics.median(values)) for values in (ours.requests, ours.bytes))
    kept = ratio <= goal and size <= MOST_BYTES and requests <= MOST_REQUESTS
    sys.stdout.write(
        f"painting, {name}, {network}: {ours.paint:.0f} ms after the first byte"
        f" (that after {statistics.median(ours.answered):.0f} ms), floor {least.paint:.0f} ms,"
        f" ratio {ratio:.2f} (goal {goal}); {requests} requests, {size / 1000:.0f} kB before it"
        f" (goals {MOST_REQUESTS}, {MOST_BYTES / 1000:.0f}){'' if kept else '  MISSED'}\n"
    )
    return kept


def main() -> bool:
    executable = chromium.executable()
    if executable is None:
        sys.stdout.write("painting: no Chromium on this machine, not measured\n")
        return True
    from playwright.sync_api import sync_playwright

    with demo() as (base, password), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=chromium.ARGUMENTS)
        try:
            return measured(browser, base, password)
        finally:
            browser.close()


if __name__ == "__main__":
    sys.exit(0 if main() else 1)
