"""A person screens and refers in a real browser: on the page, and on the simulator's phone."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PICTURES = os.environ.get("ECM_SCREENSHOTS")
pytestmark = pytest.mark.browser

ANSWERS = {
    "en": ["sign up my son", "he is 6", "partnership", "we live in a motel"],
    "es": ["quiero inscribir a mi hijo", "tiene 6 años", "partnership", "vivimos en un motel"],
}
FIELDS = {
    "en": [
        "Mateo Lopez",
        "May 3, 2020",
        "Ana Lopez",
        "Parent",
        None,
        "Chico",
        "not sure",
        "None of these",
        "Yes, all right",
        "Yes, send it",
    ],
}


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    if not Path(CHROMIUM).exists():
        pytest.skip("no chromium: apt-get install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        found = play.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield found
        found.close()


def picture(page, name: str) -> None:
    if PICTURES:
        page.screenshot(path=f"{PICTURES}/{name}.png")


def say(page, text: str) -> None:
    """Write a text or press the button of that name, and wait for an answer."""
    ours = page.locator(".from-bot")
    before = ours.count()
    button = page.locator(".choices button", has_text=re.compile(f"^{re.escape(text)}$"))
    if button.count():
        button.last.click()
    else:
        page.fill("#text", text)
        page.press("#text", "Enter")
    page.wait_for_function("n => document.querySelectorAll('.from-bot').length > n", arg=before)
    page.wait_for_timeout(150)


def test_a_mother_screens_and_refers_on_the_page(service, browser) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    elsewhere: list[str] = []
    page.on(
        "request",
        lambda r: elsewhere.append(r.url) if not r.url.startswith(service.origin) else None,
    )
    page.goto(service.origin)
    picture(page, "page-home")
    page.get_by_role("button", name="English").click()
    page.wait_for_selector(".from-bot")
    for text in ANSWERS["en"]:
        say(page, text)
    picture(page, "page-result")
    say(page, "Ask the plan for it")
    for text in FIELDS["en"]:
        say(page, text or "(530) 555-0142")
    thread = page.inner_text("#log")
    reference = re.search(r"\b[2-9A-Z]{3}-[2-9A-Z]{3}\b", thread)
    assert reference, thread[-1500:]
    picture(page, "page-submitted")
    page.reload()
    page.wait_for_selector(".from-bot")
    assert reference.group() in page.inner_text("#log"), "the thread is there after a reload"
    assert elsewhere == []
    context.close()


def test_a_family_is_screened_on_the_simulators_phone(service, browser) -> None:
    context = browser.new_context(viewport={"width": 1100, "height": 860})
    page = context.new_page()
    page.goto(f"{service.origin}/simulator/")
    for text in ["hola vi esto en la clinica que es", *ANSWERS["es"]]:
        before = page.locator("#log").inner_text()
        page.fill("#composer textarea, #composer input[type=text]", text)
        page.keyboard.press("Enter")
        page.wait_for_function(
            "args => document.querySelector('#log').innerText.length > args[0] + args[1]",
            arg=[len(before), len(text) + 20],
            timeout=20000,
        )
        page.wait_for_timeout(700)
    thread = page.inner_text("#log")
    assert re.search("probable|califique|puede", thread), thread[-800:]
    picture(page, "simulator")
    context.close()
