"""What a message names, as entities of the domain."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.entities import ReadingEntityExtractor, read_entities

ROOT = Path(__file__).resolve().parents[2]


def named(text: str, language: str) -> dict[str, Any]:
    return {entity["entity"]: entity["value"] for entity in read_entities(text, language)}


@pytest.mark.parametrize(
    ("language", "text", "entity", "value"),
    [
        ("en", "my son is 6 years old", "age", 6),
        ("en", "call me at 530-555-0142", "phone_number", "+15305550142"),
        ("en", "we live in Butte county", "county", "butte"),
        ("en", "his plan is Partnership", "plan", "partnership"),
        ("en", "my id is 91234567A", "member_id", "91234567A"),
        ("en", "pick me up at 9:30", "time", "9:30"),
        ("en", "she was born March 24 2015", "date", "2015-03-24"),
        ("en", "my name is Rosa Quill", "person_name", "Rosa Quill"),
        ("en", "do you speak spanish?", "language", "es"),
        ("es", "mi hija tiene 4 años", "age", 4),
        ("es", "me llamo Rosa Díaz", "person_name", "Rosa Díaz"),
        ("es", "vivo en el condado de Butte", "county", "butte"),
        ("zh-Hant", "我個仔6歲", "age", 6),
        ("zh-Hant", "我叫陳小明", "person_name", "陳小明"),
    ],
)
def test_what_a_message_names_is_read(language: str, text: str, entity: str, value: object) -> None:
    assert named(text, language)[entity] == value


def test_a_message_that_names_nothing_has_no_entities() -> None:
    for text in ("how much is it", "si", "多少錢", "", "😀"):
        assert named(text, "en") == {}


def test_the_language_is_read_from_metadata_and_script() -> None:
    messages = [
        Message({TEXT: "mi hija tiene 4 años", "metadata": {"language": "es"}}),
        Message({TEXT: "我個仔6歲"}),
        Message({}),
    ]
    ReadingEntityExtractor().process(messages)
    ages = [{e["entity"]: e["value"] for e in m.get(ENTITIES)}.get("age") for m in messages]
    assert ages == [4, 6, None]


@given(st.text(max_size=80), st.sampled_from(["en", "es", "zh-Hant"]))
def test_any_text_has_only_entities_of_the_domain(text: str, language: str) -> None:
    domain = yaml.safe_load((ROOT / "domain.yml").read_text())["entities"]
    assert set(named(text, language)) <= set(domain)
