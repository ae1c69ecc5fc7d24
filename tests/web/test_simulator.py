"""The offline phone in a browser, over the real offline carrier."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import requests
from flask import Blueprint, Flask, Response, request
from playwright.sync_api import Browser, Page, expect

from ecm.settings import Settings, read_settings
from sms_gateway.offline_carrier import create_blueprint as create_carrier
from tests.web.browsing import (
    DESK,
    SMALL_PHONE,
    Visitor,
    axe_violations,
    chromium,
    fits_its_width,
    served,
)
from tests.web.fakes import RememberedChats, WithPersian
from web.app import create_app

pytestmark = pytest.mark.browser


class Service:
    """Stands behind the webhook and answers every text through the carrier's REST API."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.heard: list[dict[str, str]] = []
        self.blueprint = Blueprint("service", __name__)
        self.blueprint.post("/sms/inbound")(self.receive)

    def receive(self) -> Response:
        self.heard.append(request.form.to_dict())
        return Response("<Response/>", mimetype="text/xml")

    def text(self, to: str, body: str) -> None:
        account = self.settings.carrier_account
        base = self.settings.public_origin + "/offline-carrier/2010-04-01"
        requests.post(
            f"{base}/Accounts/{account}/Messages.json",
            data={"To": to, "From": self.settings.carrier_from, "Body": body},
            auth=(account, self.settings.carrier_tokens[0]),
            timeout=10,
        ).raise_for_status()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture
def services() -> list[Service]:
    return []


@pytest.fixture
def visitor(browser: Browser, services: list[Service], tmp_path: Path) -> Iterator[Visitor]:
    def make(origin: str) -> Flask:
        settings = replace(read_settings({}), public_origin_value=origin)
        services.append(Service(settings))
        edges = [services[0].blueprint, create_carrier(tmp_path / "carrier.db", settings)]
        return create_app(RememberedChats(), WithPersian(), settings, dict, edges)

    with served(make) as origin:
        person = Visitor(browser, origin)
        yield person
        person.close()


def phone(visitor: Visitor, **options: object) -> Page:
    page = visitor.page(**options)
    page.goto(f"{visitor.origin}/simulator/")
    return page


def test_a_typed_text_reaches_the_service_and_the_answer_the_phone(
    visitor: Visitor, services: list[Service]
) -> None:
    page = phone(visitor)
    page.fill("#body", "hola")
    page.keyboard.press("Enter")
    expect(page.locator(".ours .words")).to_have_text("hola")
    number = page.locator("#numbers").input_value()
    assert number.startswith("+1530555")
    services[0].text(number, "¡Información en español! Sí, año.")
    expect(page.locator(".theirs .words")).to_have_text("¡Información en español! Sí, año.")
    expect(page.locator(".theirs .about-text")).to_have_text(
        "Delivered · 1 segment · UCS-2 · $0.0079"
    )
    expect(page.locator("#segments")).to_have_text("2")
    expect(page.locator("#price")).to_have_text("$0.0158")
    assert [(form["From"], form["Body"]) for form in services[0].heard] == [(number, "hola")]


def test_first_texts_are_one_tap_away(visitor: Visitor, services: list[Service]) -> None:
    page = phone(visitor, viewport=DESK)
    for n, words in enumerate(
        ("hi saw this on a flyer what is it", "hola que es esto", "你好 這是什麼")
    ):
        page.locator(".chip").nth(n).click()
        expect(page.locator(".ours .words").nth(n)).to_have_text(words)


def test_a_picture_is_sent_as_a_picture(visitor: Visitor, services: list[Service]) -> None:
    page = phone(visitor)
    page.click("#picture")
    expect(page.locator(".ours .picture")).to_be_visible()
    page.wait_for_timeout(500)
    assert [form["NumMedia"] for form in services[0].heard] == ["1"]


def test_phones_are_apart_and_kept(visitor: Visitor, services: list[Service]) -> None:
    page = phone(visitor, viewport=DESK)
    first = page.locator("#numbers").input_value()
    page.fill("#body", "from the first")
    page.keyboard.press("Enter")
    expect(page.locator(".ours")).to_have_count(1)
    page.click("#new")
    expect(page.locator(".ours")).to_have_count(0)
    page.reload()
    expect(page.locator("#numbers option")).to_have_count(2)
    assert page.locator("#numbers").input_value() != first
    page.select_option("#numbers", first)
    expect(page.locator(".ours .words")).to_have_text("from the first")


def test_hostile_texts_are_only_text_on_the_phone_too(
    visitor: Visitor, services: list[Service]
) -> None:
    page = phone(visitor)
    number = page.locator("#numbers").input_value()
    services[0].text(number, "<img src=x onerror='window.hit=1'>")
    expect(page.locator(".theirs .words")).to_have_text("<img src=x onerror='window.hit=1'>")
    assert page.evaluate("() => window.hit") is None


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [SMALL_PHONE, DESK], ids=["phone", "desk"])
def test_axe_finds_nothing_on_the_simulator(
    visitor: Visitor, services: list[Service], viewport: dict[str, int], scheme: str
) -> None:
    page = phone(visitor, viewport=viewport, color_scheme=scheme)
    page.fill("#body", "W" * 200)
    page.keyboard.press("Enter")
    expect(page.locator(".ours")).to_have_count(1)
    services[0].text(page.locator("#numbers").input_value(), "Hello")
    expect(page.locator(".theirs")).to_have_count(1)
    assert axe_violations(page) == []
    assert fits_its_width(page)
