"""A tokenizer on spaCy's language classes, chosen by the person's language or, failing it, the script.

`/model/parse` and `rasa test` carry no metadata, so the script must be able to stand in
(`docs/decisions/0005-understanding.md`).
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Any, Dict, List, Text

import spacy
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.training_data.message import Message
from spacy.language import Language

# Our tags to spaCy's classes; `xx` is spaCy's class for any language.
_CLASSES = {
    "en": "en",
    "es": "es",
    "zh-Hant": "zh",
    "zh-Hans": "zh",
    "tl": "tl",
    "hy": "hy",
    "ru": "ru",
    "uk": "uk",
    "fa": "fa",
    "ar": "ar",
    "hi": "hi",
}
_ANY = "xx"
_SCRIPTS = (
    ("CJK", "zh-Hant"),
    ("ARABIC", "ar"),
    ("CYRILLIC", "ru"),
    ("ARMENIAN", "hy"),
    ("DEVANAGARI", "hi"),
)
_RUN = re.compile(r"[A-Za-z0-9\u00C0-\u024F]+(?:['’-][A-Za-z\u00C0-\u024F]+)*")


def language_of(message: Message) -> str | None:
    """Return the language tag that a message or a training example bears, or None."""
    metadata = message.get("metadata") or {}
    for place in (metadata, metadata.get("example") or {}, metadata.get("intent") or {}):
        if isinstance(place, dict) and place.get("language"):
            return str(place["language"])
    return None


def script_language(text: str) -> str:
    """Return the tag that a text's script speaks for; English stands for all of Latin."""
    for character in text:
        if character.isalpha() and not character.isascii():
            name = unicodedata.name(character, "")
            for script, tag in _SCRIPTS:
                if name.startswith(script):
                    return tag
    return "en"


def choose_language(tag: str | None, text: str) -> str:
    """Return the language to tokenize in: the person's, unless the script speaks against it."""
    seen = script_language(text)
    if tag is None or (seen == "zh-Hant") != (tag in ("zh-Hant", "zh-Hans")):
        return seen
    return tag


@cache
def _pipeline(name: str) -> Language:
    return spacy.blank(name)


def words(text: str, tag: str | None = None) -> list[tuple[int, str]]:
    """Return the tokens of a text with their places.

    Args:
        text: any text.
        tag: the person's language, if known.
    """
    language = choose_language(tag, text)
    found = [
        (token.idx, token.text)
        for token in _pipeline(_CLASSES.get(language, _ANY))(text)
        if not token.is_space
    ]
    return _join_latin(text, found) if language.startswith("zh") else found


def _join_latin(text: str, found: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """Join Latin words and numbers again, which spaCy's Chinese takes apart by character."""
    runs = {m.start(): m.group() for m in _RUN.finditer(text)}
    joined, skip_to = [], 0
    for start, token in found:
        if start < skip_to:
            continue
        whole = runs.get(start, token)
        skip_to = start + len(whole)
        joined.append((start, whole))
    return joined


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class SpacyLanguageTokenizer(Tokenizer):
    """Tokenizes each message in its own language."""

    @staticmethod
    def required_packages() -> List[Text]:
        """Return what must be installed."""
        return ["spacy"]

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        """Return the base class's settings, unchanged."""
        return {
            "intent_tokenization_flag": False,
            "intent_split_symbol": "_",
            "token_pattern": None,
        }

    def tokenize(self, message: Message, attribute: Text) -> List[Token]:
        """Return the tokens of one attribute of a message."""
        text = message.get(attribute)
        return [Token(token, start) for start, token in words(text, language_of(message))]
