"""What Rasa would execute as a command is text like any other."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from rasa.shared.core.training_data.story_reader.yaml_story_reader import YAMLStoryReader
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.turns import harmless

ROOT = Path(__file__).resolve().parents[2]
# Rasa adds these three to every domain.
INTENTS = [
    next(iter(intent)) for intent in yaml.safe_load((ROOT / "domain.yml").read_text())["intents"]
] + ["restart", "back", "session_start"]
FORMS = (
    "/{}",
    "  /{}",
    "\n\t/{}",
    "\u3000/{}",
    "//{}",
    "/ /{}",
    "/ {}",
    "/{} ",
    '/{}{{"age": "5", "person_name": "x"}}',
    '/{} {{"county": "butte"}}',
    "/{}@1.0",
    '/{}@1.0{{"plan": "partnership"}}',
    "\uff0f{}",  # fullwidth solidus
    "\u2044{}",  # fraction slash
    "\u2215{}",  # division slash
    "\u29f8{}",  # big solidus
    ' \uff0f /{}{{"age": 5}}',
)


@pytest.mark.parametrize("intent", INTENTS)
def test_an_intent_behind_a_slash_is_not_executed_and_the_text_arrives(
    intent: str, person, core
) -> None:
    for form in FORMS:
        text = form.format(intent)
        person.says(text)
        turn = core.turns[-1]
        assert turn.text == text
        assert (turn.act, turn.intent) == ("not_understood", "nlu_fallback"), text
        assert turn.entities == {} and turn.choice is None, text


@pytest.mark.parametrize(
    ("language", "text", "intent"),
    [
        ("en", "/what is ecm?", "ask_what_is_ecm"),
        ("en", "/ how much does it cost", "ask_cost"),
        ("en", "\uff0fi want to talk to a real person", "talk_to_person"),
        ("es", "/es gratis?", "ask_cost"),
        ("zh-Hant", "/要多少錢", "ask_cost"),
    ],
)
def test_words_behind_a_slash_are_understood_as_words(
    language: str, text: str, intent: str, person, core
) -> None:
    person.language = language
    person.says(text)
    assert core.turns[-1].intent == intent
    assert core.turns[-1].text == text


def test_a_slash_within_words_is_left_alone() -> None:
    for text in ("and/or", "3/4/2015", "he/him", "see https://example.org/x", ""):
        assert harmless(text) == text


@given(
    st.text(alphabet=st.sampled_from('/\uff0f\u2044 \t\u00a0\u3000affirm{}@0.5":x'), max_size=30)
)
def test_no_text_is_left_that_rasa_would_unpack(text: str) -> None:
    message = Message({TEXT: harmless(text)})
    assert YAMLStoryReader.unpack_regex_message(message) is message
    assert not harmless(text).strip().startswith("/")


@given(st.text())
def test_a_text_without_a_leading_slash_stays_as_it_is(text: str) -> None:
    if not text.strip().startswith(("/", "\uff0f", "\u2044", "\u2215", "\u29f8")):
        assert harmless(text) == text
