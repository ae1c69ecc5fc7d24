"""Debian's chromium looking at a served application, and watching what it asks the network for."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, Route, sync_playwright
from werkzeug.serving import WSGIRequestHandler, make_server

from web.rendering import NEUTRAL_SITE

CHROMIUM = Path(os.environ.get("ECM_TEST_CHROMIUM", "/usr/bin/chromium"))
_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SMALL_PHONE = {"width": 320, "height": 568}
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 800}
_WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


class _Quiet(WSGIRequestHandler):
    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing."""


@contextmanager
def served(make_app: Callable[[str], Flask]) -> Iterator[str]:
    """Serve an application on a free port and give its origin, which it is made with."""
    server = make_server("127.0.0.1", 0, Flask("not yet"), threaded=True, request_handler=_Quiet)
    origin = f"http://127.0.0.1:{server.port}"
    server.app = make_app(origin)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield origin
    finally:
        server.shutdown()
        thread.join()


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the browser, or skip the test where there is none."""
    if not CHROMIUM.exists():
        pytest.skip(f"no browser at {CHROMIUM}: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=_FLAGS)
        try:
            yield browser
        finally:
            browser.close()


@dataclass
class Visitor:
    """One person's browser at our site.

    Attributes:
        foreign: requests to any other origin, which never leave this machine.
        complaints: what the browser complained about: script errors, blocked content.
    """

    browser: Browser
    origin: str
    foreign: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)

    def page(self, **options: object) -> Page:
        """Open a tab in a fresh profile; options are Playwright's for a context."""
        given = {"viewport": SMALL_PHONE, "locale": "en-US", "reduced_motion": "reduce", **options}
        context = self.browser.new_context(**given)  # type: ignore[arg-type]
        context.set_default_timeout(10_000)
        context.route("**/*", self._pass_or_stop)
        self.contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda line: self._listen(line.type, line.text))
        return page

    def _pass_or_stop(self, route: Route) -> None:
        url = route.request.url
        if url.startswith(self.origin + "/"):
            route.continue_()
            return
        self.foreign.append(url)
        if url == NEUTRAL_SITE:
            route.fulfill(status=200, content_type="text/html", body="<title>Weather</title>sun")
        else:
            route.abort()

    def _listen(self, kind: str, text: str) -> None:
        if kind == "error" and "Failed to load resource" not in text:
            self.complaints.append(text)

    def close(self) -> None:
        """Close every tab and check that nothing foreign was asked for and nothing was blocked."""
        for context in self.contexts:
            context.close()
        assert [url for url in self.foreign if url != NEUTRAL_SITE] == []
        assert self.complaints == []


def axe_violations(page: Page) -> list[str]:
    """Return what axe finds wrong on a page, by rule and place."""
    found = Axe().run(page, options=_WCAG).response["violations"]
    return [f"{v['id']}: {[node['target'] for node in v['nodes']]}" for v in found]


def fits_its_width(page: Page) -> bool:
    """Say whether a page has no horizontal scroll."""
    wide: int = page.evaluate("document.documentElement.scrollWidth")
    return wide <= page.viewport_size["width"]  # type: ignore[index]
