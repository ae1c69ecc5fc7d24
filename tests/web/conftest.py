"""The web application over chats in memory and the real words, and a browser to look at it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ecm.settings import Settings, read_settings
from tests.web.fakes import RememberedChats, WithPersian
from web.app import create_app
from web.waiting import Pace

FAST = Pace(first_look=0.01, slowest_look=0.02, longest_wait=0.3, heartbeat=0.05, stream=0.2)


@pytest.fixture
def settings() -> Settings:
    return read_settings({})


@pytest.fixture
def chats() -> RememberedChats:
    return RememberedChats(("en", "es", "zh-Hant", "fa"))


@pytest.fixture
def parts() -> dict[str, bool]:
    return {"database": True, "migrations": True, "rasa": True}


@pytest.fixture
def app(chats: RememberedChats, settings: Settings, parts: dict[str, bool]) -> Flask:
    return create_app(chats, WithPersian(), settings, lambda: parts, pace=FAST)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def secure_client(
    chats: RememberedChats, settings: Settings, parts: dict[str, bool]
) -> FlaskClient:
    https = replace(settings, public_origin_value="https://help.example.org")
    return create_app(chats, WithPersian(), https, lambda: parts, pace=FAST).test_client()
