"""Reads the answer to one field of a referral."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Callable

from ecm.dialogue.answer_reading import short_answer
from ecm.dialogue.choices import PROGRAMS
from ecm.dialogue.talk import Talk
from ecm.reading.dates import read_birth_date
from ecm.reading.ids import read_member_id
from ecm.reading.names import read_name
from ecm.reading.phones import read_phone
from ecm.reading.places import read_county, read_plan
from ecm.reading.relationships import read_relationship
from ecm.referrals import OPTIONAL_FIELDS

_LONGEST_FREE_TEXT = 200
_LONGEST_NAME = 4
_NEVER_FREE_TEXT = ("change_language", "talk_to_person", "explain_why", "repeat", "start_over")


@dataclass(frozen=True)
class FieldAnswer:
    """A field's value, or the question to ask about an answer that cannot be used yet."""

    value: Any = None
    ask: str = ""
    dates: tuple[Any, ...] = ()


def read_field(talk: Talk, name: str) -> FieldAnswer | None:
    """Return what the turn answers for a field, or None if it holds no answer."""
    if name in OPTIONAL_FIELDS and short_answer(talk) in ("unsure", "skip"):
        return FieldAnswer(None)
    return _READERS[name](talk)


def _name(talk: Talk) -> FieldAnswer | None:
    if not talk.turn.text:
        return None
    name = read_name(talk.turn.text, talk.language)
    if name and _written_as_a_name(talk.turn.text):
        return FieldAnswer(name)
    if _asks_something(talk):
        return None
    return FieldAnswer(name) if name else FieldAnswer(ask="ask_member_name_again")


def _written_as_a_name(text: str) -> bool:
    """Return whether a text is written as names are: two to four capitalised words, no question."""
    words = text.split()
    return 2 <= len(words) <= _LONGEST_NAME and all(word[:1].isupper() for word in words)


def _asks_something(talk: Talk) -> bool:
    """Return whether the person clearly does something else than answer."""
    return talk.turn.confidence >= 0.6 and talk.turn.act not in (
        "take_answer",
        "not_understood",
        "greet",
        "take_choice",
        "refer",
    )


def _birth_date(talk: Talk) -> FieldAnswer | None:
    if talk.turn.choice:
        return FieldAnswer(talk.turn.choice) if talk.turn.choice[:1].isdigit() else None
    reading = read_birth_date(talk.turn.text, talk.language, talk.today)
    if reading.value:
        return FieldAnswer(reading.value.isoformat())
    if reading.ambiguous:
        return FieldAnswer(ask="ask_birth_date_which", dates=reading.ambiguous)
    if _asks_something(talk):
        return None
    future = reading.problem == "future"
    return FieldAnswer(ask="ask_birth_date_future" if future else "ask_birth_date_again")


def _phone(talk: Talk) -> FieldAnswer | None:
    if talk.turn.choice == "this_phone" or (
        talk.conversation.channel == "sms" and short_answer(talk) == "yes"
    ):
        return FieldAnswer(talk.conversation.address)
    if talk.turn.choice == "other_phone" or short_answer(talk) == "no":
        return FieldAnswer(ask="ask_contact_phone")
    number = read_phone(talk.turn.text) if talk.turn.text else None
    if number:
        return FieldAnswer(number)
    return None if _asks_something(talk) else FieldAnswer(ask="ask_contact_phone_again")


def _relationship(talk: Talk) -> FieldAnswer | None:
    if talk.turn.choice and talk.turn.choice.startswith("relation_"):
        return FieldAnswer(talk.turn.choice.removeprefix("relation_"))
    found = talk.turn.text and read_relationship(talk.turn.text, talk.language)
    return FieldAnswer(found) if found else None


def _county(talk: Talk) -> FieldAnswer | None:
    county = read_county(talk.turn.text, strict=False) if talk.turn.text else None
    if county:
        return FieldAnswer(county)
    return None if _asks_something(talk) else FieldAnswer(ask="ask_county_again")


def _plan(talk: Talk) -> FieldAnswer | None:
    plan = read_plan(talk.turn.text) if talk.turn.text else None
    if plan:
        return FieldAnswer(plan)
    return None if _asks_something(talk) else FieldAnswer(ask="ask_plan_again")


def _member_id(talk: Talk) -> FieldAnswer | None:
    found = read_member_id(talk.turn.text) if talk.turn.text else None
    if found:
        return FieldAnswer(found)
    if short_answer(talk) == "no":
        return FieldAnswer(None)
    return None if _asks_something(talk) else FieldAnswer(ask="ask_member_id_again")


def _free_text(talk: Talk) -> FieldAnswer | None:
    if short_answer(talk) == "no":
        return FieldAnswer(None)
    asks = talk.turn.act in _NEVER_FREE_TEXT or "?" in talk.turn.text or "？" in talk.turn.text
    if not talk.turn.text or asks:
        return None
    return FieldAnswer(talk.turn.text[:_LONGEST_FREE_TEXT])


def _programs(talk: Talk) -> FieldAnswer | None:
    picked = [p for p in (talk.turn.choice or "").split(",") if p]
    codes = [p for p in picked if p in PROGRAMS]
    if codes or "none_of_these" in picked or "unsure" in picked:
        return FieldAnswer(codes)
    if short_answer(talk) == "no":
        return FieldAnswer([])
    return None


_READERS: dict[str, Callable[[Talk], FieldAnswer | None]] = {
    "member_name": _name,
    "member_birth_date": _birth_date,
    "representative_name": _name,
    "representative_relationship": _relationship,
    "contact_phone": _phone,
    "safe_contact": _free_text,
    "county": _county,
    "plan": _plan,
    "member_id": _member_id,
    "other_programs": _programs,
}
