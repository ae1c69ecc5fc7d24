"""Entities read by code: dates, ages, phones, counties, plans, ids, languages, relatives, names."""

from __future__ import annotations

import re
from datetime import date
from typing import Any, Dict, List, Text

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.tokenizer import choose_language, language_of
from ecm.reading.ages import read_age
from ecm.reading.dates import read_birth_date
from ecm.reading.ids import read_member_id
from ecm.reading.language import requested_language
from ecm.reading.names import read_name
from ecm.reading.phones import read_phone
from ecm.reading.places import read_county, read_plan
from ecm.reading.relationships import read_relationship

_TIME = re.compile(r"(?<!\d)(?:[01]?\d|2[0-3])(?::[0-5]\d|\s?[ap]\.?m\b)", re.I)
_NAMED = re.compile(
    r"\b(?:my name is|his name is|her name is|name's|me llamo|se llama|mi nombre es)\b"
    r"|我叫|她叫|他叫|名字是",
    re.I,
)


def read_entities(text: str, language: str) -> list[dict[str, Any]]:
    """Return what a text names, as Rasa's entities.

    Args:
        text: the message.
        language: tag to read it in.
    """
    born = read_birth_date(text, language, date.today())
    found = {
        "age": read_age(text, language),
        "phone_number": read_phone(text),
        "county": read_county(text, strict=True),
        "plan": read_plan(text),
        "member_id": read_member_id(text),
        "language": requested_language(text),
        "relationship": read_relationship(text, language),
        "date": born.value.isoformat() if born.value else None,
        "time": (m := _TIME.search(text)) and m.group(),
        "person_name": read_name(text, language) if _NAMED.search(text) else None,
    }
    return [
        {"entity": name, "value": value, "start": 0, "end": len(text), "extractor": "reading"}
        for name, value in found.items()
        if value is not None
    ]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class ReadingEntityExtractor(GraphComponent, EntityExtractorMixin):
    """Puts what `ecm.reading` finds on the message."""

    @classmethod
    def create(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "ReadingEntityExtractor":
        """Make the component."""
        return cls()

    def process(self, messages: List[Message]) -> List[Message]:
        """Add entities to every message."""
        for message in messages:
            text = message.get(TEXT) or ""
            language = choose_language(language_of(message), text)
            message.set(ENTITIES, read_entities(text, language), add_to_output=True)
        return messages
