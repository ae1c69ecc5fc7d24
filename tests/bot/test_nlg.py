"""Rasa's words come from the catalogues, in the person's language."""

from __future__ import annotations

from typing import Any

import pytest

from bot.nlg import CatalogueNLG
from ecm.errors import EcmError
from ecm.ports import Say
from ecm.says import say_to_json


@pytest.fixture
def generate(loop) -> Any:
    words = CatalogueNLG(None, None)

    def generate(name: str, **given: Any) -> dict[str, Any]:
        return loop.run_until_complete(words.generate(name, None, "ecm", **given))

    return generate


def test_a_message_is_rendered_in_the_turns_language(generate) -> None:
    texts = {tag: generate("answer_cost", language=tag)["text"] for tag in ("en", "es", "zh-Hant")}
    assert len(set(texts.values())) == 3
    assert "gratis" in texts["es"]


def test_a_message_with_a_language_of_its_own_keeps_it(generate) -> None:
    say = say_to_json(Say("answer_cost", language="es"))
    assert generate("answer_cost", say=say, language="en")["custom"]["rendered"]["language"] == "es"


def test_without_a_language_it_is_english(generate) -> None:
    assert generate("answer_cost")["custom"]["rendered"]["language"] == "en"


def test_a_name_that_no_catalogue_has_is_an_error_not_silence(generate) -> None:
    with pytest.raises(EcmError):
        generate("no_such_message", language="en")
