"""`ecm parse` understands with the very components that serve."""

from __future__ import annotations

import pytest

from bot.parse import Parser

TEXTS = [
    ("en", "how much is it"),
    ("en", "/what is ecm?"),
    ("en", "/refer_self"),
    ("en", "my son is 6 years old"),
    ("en", "zzqx blorp"),
    ("es", "es gratis?"),
    ("es", "quiero hablar con una persona"),
    ("zh-Hant", "我個仔6歲"),
    ("zh-Hant", "how much"),
    ("en", "要多少錢"),
    ("en", ""),
]


@pytest.fixture(scope="module")
def parser() -> Parser:
    return Parser()


@pytest.mark.parametrize(("language", "text"), TEXTS)
def test_it_says_what_the_service_hears(language, text, parser: Parser, person, core) -> None:
    parsed = parser.parse(text, language)
    person.language = language
    person.says(text)
    turn = core.turns[-1]
    assert turn.intent == (parsed["intent"] if parsed["accepted"] else "nlu_fallback")
    assert round(turn.confidence, 4) == parsed["confidence"]
    assert dict(turn.entities) == {e["entity"]: e["value"] for e in parsed["entities"]}
