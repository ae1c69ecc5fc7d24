"""The page in a real browser: by keyboard, by touch, without JavaScript, watched, attacked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from ecm.settings import read_settings
from tests.web.browsing import (
    DESK,
    PHONE,
    SMALL_PHONE,
    Visitor,
    axe_violations,
    chromium,
    fits_its_width,
    served,
)
from tests.web.fakes import WELCOME, RememberedChats, WithPersian, reply
from web.app import create_app
from web.rendering import NEUTRAL_SITE

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture
def chats() -> RememberedChats:
    return RememberedChats(("en", "es", "zh-Hant", "fa"))


@pytest.fixture
def origin(chats: RememberedChats) -> Iterator[str]:
    def make(address: str) -> Flask:
        settings = replace(read_settings({}), public_origin_value=address)
        return create_app(chats, WithPersian(), settings, lambda: {"database": True})

    with served(make) as address:
        yield address


@pytest.fixture
def visitor(browser: Browser, origin: str) -> Iterator[Visitor]:
    person = Visitor(browser, origin)
    yield person
    person.close()


def chatting(visitor: Visitor, language: str = "en", **options: Any) -> Page:
    """Return a tab with a chat just started."""
    page = visitor.page(**options)
    page.goto(f"{visitor.origin}/")
    page.click(f"button[value='{language}']")
    expect(page.locator(".message")).to_have_count(1)
    return page


def bubble(page: Page, text: str) -> Any:
    """Return the bubble that shows a text."""
    return page.locator(".words", has_text=text)


def test_a_chat_by_keyboard_alone(visitor: Visitor, chats: RememberedChats) -> None:
    page = visitor.page()
    page.goto(f"{visitor.origin}/")
    tab_to(page, "button[value='en']")
    page.keyboard.press("Enter")
    expect(bubble(page, WELCOME)).to_be_visible()
    tab_to(page, ".choices button >> nth=1")
    page.keyboard.press("Enter")
    expect(bubble(page, "You said: check_eligibility")).to_be_visible()
    expect(page.locator("#log")).to_be_focused()
    tab_to(page, "#text")
    page.keyboard.type("is it free")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("really")
    page.keyboard.press("Enter")
    expect(bubble(page, "You said: is it free")).to_be_in_viewport(ratio=1)
    expect(page.locator("#text")).to_be_focused()
    assert chats.received == [(None, "check_eligibility"), ("is it free\nreally", None)]


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until an element has the focus, as a person does."""
    wanted = page.locator(selector)
    for _ in range(30):
        page.keyboard.press("Tab")
        if wanted.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"Tab never reached {selector}")


def test_what_has_the_focus_is_seen(visitor: Visitor) -> None:
    page = chatting(visitor)
    for selector in ("#leave", "#log", ".choices button >> nth=0", "#text", ".send"):
        tab_to(page, selector)
        width = page.locator(selector).evaluate("e => getComputedStyle(e).outlineWidth")
        assert float(width.removesuffix("px")) >= 3


def test_a_message_is_on_the_page_once(visitor: Visitor, chats: RememberedChats) -> None:
    page = chatting(visitor)
    for text in ("one fish", "two fish"):
        page.fill("#text", text)
        page.keyboard.press("Enter")
    expect(bubble(page, "You said: two fish")).to_be_visible()
    expect(page.locator(".from-person")).to_have_count(2)
    expect(page.locator(".on-its-way")).to_have_count(0)
    assert chats.received == [("one fish", None), ("two fish", None)]


def test_a_helper_that_writes_is_seen_to_write(visitor: Visitor, chats: RememberedChats) -> None:
    chats.delay = 1.0
    page = chatting(visitor)
    page.fill("#text", "hello")
    page.click(".send")
    expect(page.locator("#typing")).to_be_visible()
    expect(bubble(page, "You said: hello")).to_be_visible()
    expect(page.locator("#typing")).to_be_hidden()


def test_a_reload_resumes_the_chat(visitor: Visitor) -> None:
    page = chatting(visitor)
    page.fill("#text", "before the reload")
    page.keyboard.press("Enter")
    expect(bubble(page, "You said: before the reload")).to_be_visible()
    page.reload()
    expect(page.locator(".message")).to_have_count(3)
    expect(page.locator(".choices button")).to_have_count(2)


def test_the_first_page_leads_back_to_the_chat_of_this_tab(visitor: Visitor) -> None:
    page = chatting(visitor)
    page.goto(f"{visitor.origin}/")
    page.click("#resume a")
    expect(bubble(page, WELCOME)).to_be_visible()


def test_no_secret_stands_in_an_address_or_a_cookie(visitor: Visitor) -> None:
    page = visitor.page()
    urls: list[str] = []
    page.on("request", lambda request: urls.append(request.url))
    page.goto(f"{visitor.origin}/")
    page.click("button[value='en']")
    expect(bubble(page, WELCOME)).to_be_visible()
    token = page.evaluate("() => sessionStorage.getItem('chat')")
    assert len(token) >= 40
    assert not any(token in url for url in urls)
    assert page.context.cookies() == []


@pytest.mark.parametrize("way", ["button", "escape"])
def test_leaving_fast_closes_the_chat_and_clears_the_tab(
    visitor: Visitor, chats: RememberedChats, way: str
) -> None:
    page = chatting(visitor)
    page.fill("#text", "half a secret")
    entries = page.evaluate("() => history.length")
    if way == "button":
        page.click("#leave")
    else:
        for _ in range(3):
            page.keyboard.press("Escape")
    page.wait_for_url(NEUTRAL_SITE)
    assert page.evaluate("() => history.length") == entries, "the chat is not a page to go back to"
    page.goto(f"{visitor.origin}/")
    assert page.evaluate("() => sessionStorage.length") == 0
    expect(page.locator("#resume")).to_be_hidden()
    assert chats.tokens == []


def test_two_escapes_are_not_yet_a_leave(visitor: Visitor) -> None:
    page = chatting(visitor)
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.locator("#text").press("a")
    page.keyboard.press("Escape")
    assert page.url.startswith(visitor.origin)


def test_leaving_works_where_the_server_does_not(visitor: Visitor) -> None:
    page = chatting(visitor)
    page.context.route("**/leave", lambda route: route.abort())
    page.click("#leave")
    page.wait_for_url(NEUTRAL_SITE)


def test_a_chat_that_was_closed_offers_a_new_one(visitor: Visitor, chats: RememberedChats) -> None:
    page = chatting(visitor)
    chats.close_chat(chats.tokens[0])
    page.fill("#text", "hello?")
    page.keyboard.press("Enter")
    expect(page.locator("#state")).to_contain_text("This chat is closed.")
    expect(page.locator("#composer")).to_be_hidden()
    page.click("#state a")
    expect(page.locator("button[value='en']")).to_be_visible()


def test_a_message_waits_for_the_connection(visitor: Visitor, chats: RememberedChats) -> None:
    page = chatting(visitor)
    page.context.set_offline(True)
    page.fill("#text", "in the elevator")
    page.keyboard.press("Enter")
    expect(bubble(page, "in the elevator")).to_be_visible()
    expect(page.locator("#state")).to_contain_text("No connection")
    page.context.set_offline(False)
    expect(bubble(page, "You said: in the elevator")).to_be_visible(timeout=15_000)
    assert chats.received == [("in the elevator", None)]


def test_a_message_whose_receipt_was_lost_is_sent_again_and_kept_once(
    visitor: Visitor, chats: RememberedChats
) -> None:
    page = chatting(visitor)
    lost: list[str] = []

    def lose_the_first(route: Any) -> None:
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch().text())
            route.abort()
        else:
            route.fallback()

    page.context.route("**/chat/messages", lose_the_first)
    page.fill("#text", "only once")
    page.keyboard.press("Enter")
    expect(bubble(page, "You said: only once")).to_be_visible()
    expect(page.locator(".on-its-way")).to_have_count(0, timeout=15_000)
    page.wait_for_timeout(1500)
    expect(page.locator(".from-person")).to_have_count(1)
    assert len(lost) == 1
    assert chats.received == [("only once", None)]


def test_a_member_of_staff_is_named_as_one(visitor: Visitor, chats: RememberedChats) -> None:
    page = chatting(visitor)
    token = chats.tokens[0]
    chats.hand_over(token, "agent")
    chats.say(token, reply("Hi, this is Ana.", **{"from": "agent"}))
    expect(page.locator(".from-agent")).to_contain_text("Staff member")
    expect(page.locator("#agent")).to_be_visible()


def test_the_page_follows_the_persons_language(visitor: Visitor, chats: RememberedChats) -> None:
    page = chatting(visitor)
    chats.speak(chats.tokens[0], "es")
    chats.say(chats.tokens[0], reply("Seguimos en español.", language="es"))
    expect(page.locator("html[lang='es']")).to_be_attached()
    expect(bubble(page, "Seguimos en español.")).to_have_attribute("lang", "es")


def test_an_input_methods_enter_sends_nothing(visitor: Visitor, chats: RememberedChats) -> None:
    page = chatting(visitor, "zh-Hant")
    page.fill("#text", "你好")
    page.locator("#text").evaluate(
        "e => e.dispatchEvent(new KeyboardEvent('keydown',"
        " {key: 'Enter', isComposing: true, bubbles: true, cancelable: true}))"
    )
    expect(page.locator("#text")).to_have_value("你好")
    assert chats.received == []


HOSTILE = (
    "<script>window.hit=1</script>",
    "<img src=x onerror='window.hit=1'>",
    "<svg onload=window.hit=1><a href='javascript:window.hit=1'>x</a>",
    "'\"--></textarea></p><iframe src=https://evil.example>",
    "{{7*7}} ${7*7} &lt;b&gt;",
    "\u202eevil\u202c \u2066turn\u2069",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_only_text(visitor: Visitor, chats: RememberedChats, text: str) -> None:
    chats.bot = lambda typed, choice: [
        reply(f"A{text}", choices=[("v", text)], name="x", language="en")
    ]
    page = chatting(visitor)
    page.fill("#text", text)
    page.keyboard.press("Enter")
    expect(page.locator(".from-bot")).to_have_count(2)
    shown = "".join(
        c for c in text if c not in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    )
    assert page.locator(".from-person .words").first.text_content() == shown
    assert page.locator(".from-bot .words").last.text_content() == f"A{shown}"
    assert page.locator(".choices button").text_content() == shown
    assert page.evaluate("() => window.hit") is None
    assert page.locator("#log script, #log img, #log iframe, #log svg, #log a").count() == 0


def test_right_to_left_text_is_set_right_to_left(visitor: Visitor, chats: RememberedChats) -> None:
    page = chatting(visitor)
    chats.say(
        chats.tokens[0],
        reply("سلام، چطور می‌توانم کمک کنم؟", language="fa", dir="rtl", choices=[("a", "بله")]),
    )
    words = bubble(page, "سلام")
    expect(words).to_have_css("direction", "rtl")
    expect(words).to_have_css("text-align", "start")
    expect(page.locator(".choices")).to_have_css("direction", "rtl")
    page.fill("#text", "بله لطفا")
    expect(page.locator("#text")).to_have_css("direction", "rtl")
    page.keyboard.press("Enter")
    expect(page.locator(".from-person .words")).to_have_css("direction", "rtl")


def test_a_right_to_left_page_is_mirrored(visitor: Visitor) -> None:
    page = chatting(visitor, "fa")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    text, send = (page.locator(s).bounding_box() for s in ("#text", ".send"))
    assert text is not None and send is not None
    assert send["x"] < text["x"]
    assert fits_its_width(page)


def test_without_javascript_a_chat_works_by_forms(visitor: Visitor, chats: RememberedChats) -> None:
    page = visitor.page(java_script_enabled=False)
    page.goto(f"{visitor.origin}/")
    page.click("button[value='es']")
    expect(bubble(page, WELCOME)).to_be_visible()
    page.click(".choices button >> nth=0")
    expect(bubble(page, "You said: what_is_ecm")).to_be_visible()
    page.fill("#text", "es gratis")
    page.click(".send")
    expect(bubble(page, "You said: es gratis")).to_be_in_viewport()
    chats.say(chats.tokens[0], reply("Something new."))
    page.click(".refresh a")
    expect(bubble(page, "Something new.")).to_be_visible()
    page.click("#leave")
    page.wait_for_url(NEUTRAL_SITE)
    assert page.context.cookies() == []
    assert chats.tokens == []


def test_without_storage_the_forms_serve(visitor: Visitor, chats: RememberedChats) -> None:
    page = visitor.page()
    page.add_init_script(
        "Object.defineProperty(window, 'sessionStorage', { get() { throw new Error('off'); } })"
    )
    page.goto(f"{visitor.origin}/")
    page.click("button[value='en']")
    expect(bubble(page, WELCOME)).to_be_visible()
    page.fill("#text", "hello")
    page.keyboard.press("Enter")
    page.click(".send")
    expect(bubble(page, "You said: hello")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [SMALL_PHONE, DESK], ids=["phone", "desk"])
def test_axe_finds_nothing(
    visitor: Visitor, chats: RememberedChats, viewport: dict[str, int], scheme: str
) -> None:
    page = visitor.page(viewport=viewport, color_scheme=scheme)
    for path in ("/", "/about", "/about?language=fa", "/nothing-here"):
        page.goto(visitor.origin + path)
        assert axe_violations(page) == [], path
    page.goto(f"{visitor.origin}/")
    page.click("button[value='en']")
    expect(bubble(page, WELCOME)).to_be_visible()
    chats.say(chats.tokens[0], reply("Note", **{"from": "system"}))
    chats.say(chats.tokens[0], reply("Ana here", **{"from": "agent"}))
    page.fill("#text", "hello")
    page.keyboard.press("Enter")
    expect(bubble(page, "You said: hello")).to_be_visible()
    assert axe_violations(page) == []


def test_axe_finds_nothing_without_javascript_either(visitor: Visitor) -> None:
    page = visitor.page()
    page.route("**/static/*.js*", lambda route: route.abort())
    page.goto(f"{visitor.origin}/")
    page.click("button[value='en']")
    expect(bubble(page, WELCOME)).to_be_visible()
    assert axe_violations(page) == []


@pytest.mark.parametrize("language", ["en", "es", "zh-Hant", "fa"])
def test_a_small_phone_needs_no_sideways_scroll(visitor: Visitor, language: str) -> None:
    page = visitor.page(viewport=SMALL_PHONE)
    for path in ("/", "/about", "/nothing-here"):
        page.goto(f"{visitor.origin}{path}?language={language}")
        assert fits_its_width(page), path
    page.goto(f"{visitor.origin}/?language={language}")
    page.click(f"button[value='{language}']")
    expect(bubble(page, WELCOME)).to_be_visible()
    page.fill("#text", "W" * 300)
    page.keyboard.press("Enter")
    expect(page.locator(".from-bot")).to_have_count(2)
    assert fits_its_width(page)


def test_every_target_is_big_enough_for_a_thumb(visitor: Visitor) -> None:
    page = visitor.page(viewport=SMALL_PHONE)
    page.goto(f"{visitor.origin}/")
    assert small_targets(page) == []
    page.click("button[value='en']")
    expect(bubble(page, WELCOME)).to_be_visible()
    assert small_targets(page) == []


def small_targets(page: Page) -> list[str]:
    """Return what can be tapped and is less than 44 px in a direction (WCAG 2.5.5)."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll("a, button, textarea")]
            .filter(e => e.className !== "skip" && e.checkVisibility())
            .map(e => [e, e.getBoundingClientRect()])
            .filter(([e, box]) => box.width < 44 || box.height < 44)
            .map(([e, box]) => `${e.textContent} ${box.width}x${box.height}`)"""
    )
    return found


def test_text_is_never_small(visitor: Visitor) -> None:
    page = chatting(visitor, viewport=PHONE)
    sizes = page.evaluate(
        """() => [...document.querySelectorAll("body *")]
            .filter(e => e.checkVisibility() && e.textContent.trim())
            .map(e => parseFloat(getComputedStyle(e).fontSize))"""
    )
    assert min(sizes) >= 16


def test_the_way_out_is_always_in_sight(visitor: Visitor) -> None:
    page = visitor.page(viewport=SMALL_PHONE)
    for path in ("/", "/about"):
        page.goto(visitor.origin + path)
        page.mouse.wheel(0, 3000)
        expect(page.locator("#leave")).to_be_in_viewport(ratio=1)
    page = chatting(visitor, viewport={"width": 640, "height": 320})
    for n in range(12):
        page.fill("#text", f"line {n}")
        page.keyboard.press("Enter")
    expect(bubble(page, "You said: line 11")).to_be_in_viewport(ratio=1)
    expect(page.locator("#text")).to_be_in_viewport(ratio=1)
    expect(page.locator("#leave")).to_be_in_viewport(ratio=1)
