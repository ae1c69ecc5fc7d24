"""Settings are checked once, with one clear line each."""

from __future__ import annotations

import pytest

from ecm.settings import SettingError, read_settings

PRODUCTION = {
    "ECM_ENV": "production",
    "ECM_KEYS": "k1:x",
    "ECM_PUBLIC_ORIGIN": "https://ecm.example.org",
    "TWILIO_ACCOUNT_SID": "AC1",
    "TWILIO_AUTH_TOKEN": "secret-token",
    "TWILIO_FROM": "+15305550100",
}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ECM_ENV", "prod"),
        ("ECM_PORT", "http"),
        ("ECM_PORT", "70000"),
        ("ECM_RASA_PORT", "-1"),
        ("ECM_LOG_FORMAT", "xml"),
    ],
)
def test_a_bad_value_is_refused_and_named(name: str, value: str) -> None:
    with pytest.raises(SettingError, match=name):
        read_settings({name: value})


@pytest.mark.parametrize("missing", [k for k in PRODUCTION if k != "ECM_ENV"])
def test_production_needs_its_secrets(missing: str) -> None:
    given = {k: v for k, v in PRODUCTION.items() if k != missing}
    with pytest.raises(SettingError, match=missing):
        read_settings(given)


def test_production_refuses_the_demo_token_and_plain_http() -> None:
    for change in (
        {"TWILIO_AUTH_TOKEN": "offline-demo-token"},
        {"ECM_PUBLIC_ORIGIN": "http://ecm.example.org"},
    ):
        with pytest.raises(SettingError):
            read_settings({**PRODUCTION, **change})


def test_a_refusal_never_shows_a_secret() -> None:
    with pytest.raises(SettingError) as refused:
        read_settings({**PRODUCTION, "ECM_PORT": "0"})
    assert "secret-token" not in str(refused.value)


def test_several_tokens_serve_while_they_rotate() -> None:
    assert read_settings({**PRODUCTION, "TWILIO_AUTH_TOKEN": "a, b"}).carrier_tokens == ("a", "b")


def test_a_demo_needs_nothing() -> None:
    given = read_settings({})
    assert given.offline and given.carrier_tokens and given.rasa_urls
