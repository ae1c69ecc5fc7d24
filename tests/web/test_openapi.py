"""The API against its own description, with thousands of generated requests (schemathesis)."""

from __future__ import annotations

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, assume, settings
from schemathesis import Case
from schemathesis.config import SchemathesisConfig

from ecm.settings import read_settings
from tests.web.fakes import RememberedChats, WithPersian
from web.app import create_app
from web.limits import TokenBuckets
from web.waiting import Pace

_NO_WAITING = Pace(first_look=0.001, slowest_look=0.001, longest_wait=0.002, stream=0.001)
_CHATS = RememberedChats()
_PUBLIC = {"/chat/sessions", "/healthz", "/readyz"}


def _app() -> Flask:
    return create_app(
        _CHATS, WithPersian(), read_settings({}), lambda: {"database": True}, pace=_NO_WAITING
    )


@pytest.fixture(autouse=True)
def _no_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the generated flood pass; the limits have tests of their own."""
    monkeypatch.setattr(TokenBuckets, "take", lambda self, key: None)


@schemathesis.auth()
class OpenChat:
    """Gives every request the token of an open chat, except those that test its absence."""

    def get(self, case: Case, context: object) -> str:
        return _CHATS.open_chat("en").token

    def set(self, case: Case, data: str, context: object) -> None:
        if case.path not in _PUBLIC:
            case.headers = {**(case.headers or {}), "Authorization": f"Bearer {data}"}


_SCHEMA = schemathesis.openapi.from_wsgi(
    "/openapi.yml", _app(), config=SchemathesisConfig.from_dict({"generation": {"mode": "all"}})
)


@_SCHEMA.parametrize()
@settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
def test_the_api_keeps_to_its_description(case: Case) -> None:
    # any client may send headers that we do not know; only known ones can be wrong
    assume("x-schemathesis-unknown-property" not in (case.headers or {}))
    case.call_and_validate()
