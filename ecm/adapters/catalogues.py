"""Words: renders messages by name from the gettext catalogues, with Babel for dates and lists.

Catalogues are read once, straight from `locales/<tag>/LC_MESSAGES/messages.po`, so that there is no
compiled copy to go stale.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Mapping

from babel.core import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.messages.pofile import read_po

from ecm.adapters.reviews import Reviews
from ecm.errors import EcmError
from ecm.languages import LANGUAGES, LIVE
from ecm.messages import MESSAGES, Message
from ecm.ports import Rendered, Say
from ecm.reading.phones import pretty_phone
from ecm.reading.places import load_counties, load_plans

LOCALES = Path(__file__).resolve().parent.parent.parent / "locales"
SOURCE = "en"


class UnknownMessage(EcmError):
    """Code asked for a message that the catalogue does not have."""

    code = "unknown_message"


class CatalogueTexts:
    """Renders messages in the live languages.

    Args:
        strict: production: critical wording that nobody qualified reviewed falls back to English,
            with the offer of a free interpreter in the person's language.
        accepted: tags whose unreviewed critical wording the operator accepts in writing.
        folder: the catalogues' folder.
    """

    def __init__(
        self, strict: bool = False, accepted: frozenset[str] = frozenset(), folder: Path = LOCALES
    ) -> None:
        self._strict = strict
        self._accepted = accepted
        self._folder = folder
        self._reviews = Reviews.read(folder / "review.toml")
        self._catalogues = {tag: self._load(tag) for tag in LIVE if tag != SOURCE}

    def _load(self, tag: str) -> dict[tuple[str, int], str]:
        """Return translations by (context, plural index); untranslated ones are left out."""
        path = self._folder / tag / "LC_MESSAGES" / "messages.po"
        if not path.exists():
            return {}
        with path.open("rb") as file:
            catalogue = read_po(file)
        found: dict[tuple[str, int], str] = {}
        for entry in catalogue:
            texts = entry.string if isinstance(entry.string, (tuple, list)) else [entry.string]
            for index, text in enumerate(texts):
                if entry.context and text and not entry.fuzzy:
                    found[entry.context, index] = text
        return found

    def languages(self) -> tuple[str, ...]:
        """Return the tags that are live, English first."""
        return LIVE

    def direction(self, language: str) -> str:
        """Return `ltr` or `rtl`."""
        return LANGUAGES[language].direction if language in LANGUAGES else "ltr"

    def own_name(self, language: str) -> str:
        """Return a language's name in itself."""
        return LANGUAGES[language].own_name if language in LANGUAGES else language

    def page(self, name: str, language: str, **values: Any) -> str:
        """Return a word or sentence of a web page in a language."""
        message = _message(name)
        return self._words(message, "", self._shown_language(message, language), values)

    def render(self, say: Say, language: str) -> Rendered:
        """Return the message in the language, with its values formatted.

        Raises:
            UnknownMessage: the catalogue has no such message.
        """
        message = _message(say.name)
        shown = self._shown_language(message, language)
        parts = _paragraphs(self._words(message, say.variant, shown, say.values))
        if shown != language:
            parts += _paragraphs(self._words(_message("interpreter_offer"), "", language, {}))
        choices = tuple(
            (choice.value, self._words(_message(choice.label), "", language, choice.values))
            for choice in say.choices
        )
        return Rendered(say.name, shown, parts, choices, say.numbered)

    def _shown_language(self, message: Message, language: str) -> str:
        if language == SOURCE or language not in self._catalogues:
            return SOURCE
        if not (self._strict and message.critical) or language in self._accepted:
            return language
        return language if self._reviews.covers(language, message) else SOURCE

    def _words(
        self, message: Message, variant: str, language: str, values: Mapping[str, Any]
    ) -> str:
        text = self._template(message, variant, language, values.get("count"))
        return text.format(**{key: self._fill(v, language) for key, v in values.items()})

    def _template(self, message: Message, variant: str, language: str, count: Any) -> str:
        context = f"{message.name}|{variant}" if variant in message.variants else message.name
        english = message.variants.get(variant, message.english)
        if message.plural and language == SOURCE:
            return english if count == 1 else message.plural
        index = _plural_index(language, count) if message.plural else 0
        catalogue = self._catalogues.get(language, {})
        fallback = message.plural if message.plural and count != 1 else english
        return catalogue.get((context, index)) or catalogue.get((message.name, index)) or fallback

    def _fill(self, value: Any, language: str) -> str:
        """Return one placeholder's value in words (`ecm/values.py`)."""
        if not isinstance(value, Mapping):
            return str(value)
        kind = value["kind"]
        if kind == "date":
            day = date.fromisoformat(value["date"])
            return format_date(day, "long", locale=LANGUAGES[language].locale)
        if kind == "message":
            return self._words(_message(value["name"]), "", language, value.get("values", {}))
        if kind in ("sentences", "names"):
            words = [self._fill(message, language) for message in value["messages"]]
            return _join(kind, words, language)
        return self._named(kind, value, language)

    def _named(self, kind: str, value: Mapping[str, Any], language: str) -> str:
        if kind == "language":
            return self.own_name(value["language"])
        if kind == "phone" and value["phone"]:
            return pretty_phone(value["phone"])
        names = {"plan": _plan_names, "county": _county_names}.get(kind)
        known = names().get(value[kind]) if names and value[kind] else None
        unknown = "your_plan" if kind == "plan" else "unknown_value"
        return known or self._words(_message(unknown), "", language, {})


def _message(name: str) -> Message:
    try:
        return MESSAGES[name]
    except KeyError:
        raise UnknownMessage("no such message", name=name) from None


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split("\n\n") if part.strip())


def _plural_index(language: str, count: Any) -> int:
    """Return which plural form a count takes: gettext's forms of the live languages."""
    return 0 if language == "zh-Hant" or count == 1 else 1


def _join(kind: str, words: list[str], language: str) -> str:
    if kind == "names":
        return str(format_list(words, locale=Locale.parse(LANGUAGES[language].locale)))
    return ("" if language.startswith("zh") else " ").join(words)


@lru_cache(maxsize=1)
def _plan_names() -> dict[str, str]:
    return {plan.id: plan.name for plan in load_plans()}


@lru_cache(maxsize=1)
def _county_names() -> dict[str, str]:
    return {county.id: county.name for county in load_counties()}
