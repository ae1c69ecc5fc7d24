"""Reads an answer to a pending screening question from a pick, an intent, or free words."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ecm.dialogue.talk import Talk
from ecm.reading.ages import read_age
from ecm.reading.dates import read_birth_date
from ecm.reading.hints import read_facts, read_yes_no
from ecm.reading.numbers import read_count
from ecm.reading.places import read_plan
from ecm.reading.relationships import read_subject

NUMBER_FACTS = ("er_visits", "hospital_stays")
_INTENTS = {"affirm": "yes", "deny": "no", "unsure": "unsure", "skip": "skip"}


@dataclass(frozen=True)
class Answer:
    """What a person answered: facts to keep, or what is wrong with the answer.

    Attributes:
        facts: facts by name.
        said: `unsure` or `skip` when that is what was said.
        problem: message to say when the answer cannot be used.
        dates: dates to choose from when the answer was ambiguous.
    """

    facts: dict[str, Any] = field(default_factory=dict)
    said: str = ""
    problem: str = ""
    dates: tuple[Any, ...] = ()


def short_answer(talk: Talk) -> str | None:
    """Return yes, no, unsure or skip when the turn says so plainly, by pick, words or intent."""
    turn = talk.turn
    if turn.choice in ("yes", "no", "unsure", "skip"):
        return turn.choice
    if turn.choice is not None:
        return None
    return read_yes_no(turn.text, talk.language) or (
        _INTENTS.get(turn.intent) if turn.act == "take_answer" else None
    )


def read_answer(talk: Talk, fact: str) -> Answer | None:
    """Return the answer to the question about a fact, or None if the turn holds none."""
    if fact == "birth_date":
        return _birth_date(talk)
    reader = {"subject": _subject, "coverage": _coverage, "child_welfare_kind": _kinds}.get(fact)
    if reader:
        return reader(talk)
    if fact in NUMBER_FACTS:
        return _number(talk, fact)
    return _yes_no(talk, fact)


def _hinted(talk: Talk, fact: str) -> Any:
    if not talk.turn.text:
        return None
    subject = talk.facts.get("subject")
    return read_facts(talk.turn.text, talk.language, asked=fact, subject=subject).get(fact)


def _yes_no(talk: Talk, fact: str) -> Answer | None:
    short = short_answer(talk)
    value: Any = _hinted(talk, fact) if short is None else short
    if value is None:
        return None
    if value in ("unsure", "skip"):
        return Answer({fact: "unsure"}, said=str(value))
    if fact == "child_welfare":
        return Answer({fact: _welfare(value)})
    return Answer({fact: value})


def _welfare(value: Any) -> Any:
    """Return none as an empty set; a bare yes stays a mark that the kind is to be asked."""
    return [] if value == "no" else value


def _kinds(talk: Talk) -> Answer | None:
    picked = (talk.turn.choice or "").split(",") if talk.turn.choice else []
    if not picked:
        hinted = _hinted(talk, "child_welfare")
        short = short_answer(talk)
        if isinstance(hinted, list):
            return Answer({"child_welfare": hinted})
        picked = [short] if short in ("unsure", "skip", "no") else []
    if not picked:
        return None
    if any(p in ("unsure", "skip") for p in picked):
        return Answer({"child_welfare": "unsure"}, said="unsure")
    return Answer({"child_welfare": [p for p in picked if p not in ("none_of_these", "no")]})


def _subject(talk: Talk) -> Answer | None:
    if talk.turn.choice in ("self", "child", "other"):
        return Answer({"subject": talk.turn.choice})
    subject = talk.turn.text and read_subject(talk.turn.text, talk.language)
    return Answer({"subject": subject}) if subject else None


def _coverage(talk: Talk) -> Answer | None:
    if talk.turn.choice in ("plan", "ffs", "none", "unsure"):
        said = "unsure" if talk.turn.choice == "unsure" else ""
        return Answer({"coverage": talk.turn.choice}, said=said)
    plan = talk.turn.text and read_plan(talk.turn.text)
    if plan:
        return Answer({"coverage": "plan"})
    hinted = _hinted(talk, "coverage")
    short = short_answer(talk)
    if hinted or short is None:
        return Answer({"coverage": hinted}) if hinted else None
    if short in ("unsure", "skip"):
        return Answer({"coverage": "unsure"}, said=short)
    return Answer({"coverage": "plan" if short == "yes" else "none"})


def _number(talk: Talk, fact: str) -> Answer | None:
    short = short_answer(talk)
    if short in ("unsure", "skip"):
        return Answer({fact: "unsure"}, said=short)
    count = read_count(talk.turn.text, talk.language) if talk.turn.text else None
    if count == "unsure":
        return Answer({fact: "unsure"}, said="unsure")
    if count is not None:
        return Answer({fact: count})
    hinted = _hinted(talk, fact)
    if hinted is not None:
        return Answer({fact: hinted})
    if short == "no":
        return Answer({fact: 0})
    return Answer(problem="ask_number_again") if short == "yes" else None


def _birth_date(talk: Talk) -> Answer | None:
    if talk.turn.choice:
        return (
            Answer({"birth_date": talk.turn.choice})
            if talk.turn.choice[:1].isdigit()
            else (Answer(said=talk.turn.choice) if talk.turn.choice in ("unsure", "skip") else None)
        )
    reading = read_birth_date(talk.turn.text, talk.language, talk.today)
    if reading.value:
        return Answer({"birth_date": reading.value.isoformat()})
    if reading.ambiguous:
        return Answer(dates=reading.ambiguous)
    age = read_age(talk.turn.text, talk.language, bare_ok=True)
    if age is not None:
        return Answer({"age_years": age})
    if reading.problem in ("future", "too_old"):
        future = reading.problem == "future"
        return Answer(problem="ask_birth_date_future" if future else "ask_birth_date_again")
    short = short_answer(talk)
    if short in ("unsure", "skip"):
        return Answer(said=short)
    return Answer(problem="ask_birth_date_again") if reading.problem == "not_a_date" else None
