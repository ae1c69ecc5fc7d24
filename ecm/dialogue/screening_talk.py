"""The screening as a conversation: what is asked next, what was answered, what changes.

Which question comes next is `RuleBook.next_question`'s business; here it is put to a person.
"""

from __future__ import annotations

import uuid
from typing import Any

from ecm.dialogue import choices, result_talk
from ecm.dialogue.answer_reading import NUMBER_FACTS, Answer, read_answer
from ecm.dialogue.field_reading import read_field
from ecm.dialogue.talk import Talk
from ecm.ports import Say
from ecm.reading.hints import read_facts
from ecm.reading.places import read_plan
from ecm.reading.relationships import read_subject
from ecm.screening import FactError
from ecm.values import date_value, message_value, plan_value, sentences_value

_ADULT = 21
# Asked before any result is told: without them it would say too little (screening: asking well).
_FIRST_QUESTIONS = ("subject", "birth_date", "coverage")


def begin(talk: Talk, subject: str | None = None) -> list[Say]:
    """Start a screening, go on with an open one, or ask whether it is for somebody new."""
    hinted = hints(talk)
    subject = hinted.get("subject") or _named_subject(talk) or subject
    known = talk.facts.get("subject") if talk.state.screening else None
    if known and (talk.screening.get("told_likely") or (subject and subject != known)):
        if subject and known and subject != known:
            return start_new(talk, hinted | {"subject": subject})
        say = Say("ask_same_person", choices=choices.SAME_PERSON)
        return [talk.ask("same_person", subject or "", say)]
    if talk.state.screening and talk.facts:
        return _then(take_in(talk, hinted), ask_next(talk))
    return start_new(talk, hinted | ({"subject": subject} if subject else {}))


def _named_subject(talk: Talk) -> str | None:
    """Return whom the person wants it for, when the words of the wish name somebody."""
    if talk.turn.text and talk.turn.act in ("check_eligibility", "refer"):
        return read_subject(talk.turn.text, talk.language)
    return None


def start_new(talk: Talk, facts: dict[str, Any]) -> list[Say]:
    """Start a screening for somebody new with what is known already."""
    talk.forget_screening()
    talk.state.screening, talk.state.referral = uuid.uuid4().hex, None
    talk.screening["plan"] = None
    intro = [] if talk.state.introduced else [Say("screening_intro")]
    talk.state.introduced = True
    return intro + _then(take_in(talk, facts), ask_next(talk))


def _then(noted: list[Say], following: list[Say]) -> list[Say]:
    """Return what was noted and what follows; a result names its reasons itself."""
    told = any(say.name.startswith("result_") for say in following)
    return following if told else noted + following


def hints(talk: Talk) -> dict[str, Any]:
    """Return facts that the person's own words hold without having been asked."""
    if not talk.turn.text:
        return {}
    return dict(read_facts(talk.turn.text, talk.language, subject=talk.facts.get("subject")))


def take_in(talk: Talk, facts: dict[str, Any], but: str = "") -> list[Say]:
    """Keep facts that nobody asked for yet, and say which; `but` was asked and needs no echo."""
    new = {name: value for name, value in facts.items() if _is_new(talk, name)}
    new = {name: value for name, value in new.items() if _fits(talk, name, value)}
    plan = talk.turn.text and read_plan(talk.turn.text)
    if plan:
        talk.screening["plan"] = plan
    talk.facts.update(new)
    talk.save_screening()
    noted = [
        sentence
        for name, value in new.items()
        if name != but
        for sentence in _noted(talk, name, value)
    ]
    return [Say("noted_facts", {"facts": sentences_value(noted)})] if noted else []


def _is_new(talk: Talk, name: str) -> bool:
    if name in ("birth_date", "age_years"):
        return "birth_date" not in talk.facts and "age_years" not in talk.facts
    return name not in talk.facts or talk.facts[name] == "unsure"


def _fits(talk: Talk, name: str, value: Any) -> bool:
    """Return whether the rules take this value; a misread hint is dropped, not an error."""
    try:
        talk.tools.rules.check(talk.facts | {name: value}, talk.today)
    except FactError as error:
        return error.fact != name
    return True


def _noted(talk: Talk, name: str, value: Any) -> list[dict[str, Any]]:
    """Return the sentences that say back one fact."""
    if name == "subject":
        return [message_value(f"noted_subject_{value}")]
    if name == "age_years":
        return [message_value("noted_age", {"age": value})]
    if name == "birth_date":
        return [message_value("noted_birth_date", {"date": date_value(value)})]
    if name == "coverage":
        return (
            [message_value(f"noted_coverage_{value}", _plan_of(talk))] if value != "unsure" else []
        )
    if value in ("no", "unsure", 0, []):
        return []
    return [message_value(f"reason_{name}", {"count": value} if name in NUMBER_FACTS else {})]


def _plan_of(talk: Talk) -> dict[str, Any]:
    return {"plan": plan_value(talk.screening.get("plan"))}


def answer(talk: Talk, fact: str) -> list[Say] | None:
    """Take the answer to a pending question and go on; None if the turn holds no answer."""
    found = read_answer(talk, fact)
    if found is None:
        noted = take_in(talk, hints(talk)) if _only_tells(talk) else []
        return _then(noted, ask_next(talk)) if noted else None
    if found.problem:
        return [_problem(talk, fact, found.problem)]
    if found.dates:
        say = Say("ask_birth_date_which", choices=choices.dates(found.dates))
        return [talk.ask("fact", fact, say)]
    if fact == "birth_date" and not found.facts:
        return _no_age(talk)
    return _keep(talk, fact, found)


def reads_as_answer(talk: Talk, kind: str, name: str) -> bool:
    """Return whether the turn's words alone, whatever was understood, answer a pending question."""
    if kind == "field":
        found_field = read_field(talk, name)
        return found_field is not None and not found_field.ask
    found = read_answer(talk, name)
    return found is not None and bool(found.facts or found.dates)


def _only_tells(talk: Talk) -> bool:
    """Return whether the turn is a statement: not a question of the person's own."""
    return bool(talk.turn.text) and talk.turn.act in (
        "take_answer",
        "not_understood",
        "check_eligibility",
        "refer",
    )


def _problem(talk: Talk, fact: str, name: str) -> Say:
    again = choices.UNSURE_SKIP if fact in NUMBER_FACTS else ()
    return talk.ask("fact", fact, Say(name, choices=again, numbered=False))


def _no_age(talk: Talk) -> list[Say]:
    say = Say("age_needed", choices=choices.choices("refer", "person"), numbered=True)
    return [talk.ask("age_needed", "birth_date", say)]


def _keep(talk: Talk, fact: str, found: Answer) -> list[Say]:
    if found.facts.get("child_welfare") == "yes":
        return [_kind_question(talk)]
    extra = {k: v for k, v in hints(talk).items() if k not in found.facts}
    for name in ("birth_date", "age_years"):
        if name in found.facts:
            talk.facts.pop("age_years" if name == "birth_date" else "birth_date", None)
    talk.facts.update(found.facts)
    if found.said:
        talk.screening.setdefault("said", {})[fact] = found.said
    noted = take_in(talk, extra)
    ease = [Say("answer_unsure_ok")] if found.said == "skip" else []
    return ease + _then(noted, ask_next(talk))


def _kind_question(talk: Talk) -> Say:
    offered = choices.child_welfare_choices(age(talk) or 0)
    say = Say("ask_child_welfare_kind", choices=offered, variant=talk.variant)
    return talk.ask("fact", "child_welfare_kind", say, multi=True)


def age(talk: Talk) -> int | None:
    """Return the age in whole years today, or None when it is not known."""
    return talk.tools.rules.check(talk.facts, talk.today).age_on(talk.today)


def ask_next(talk: Talk) -> list[Say]:
    """Return the next question, or the result when nothing is left that can matter."""
    talk.save_screening()
    rules, told = talk.tools.rules, talk.screening.get("told_likely")
    fact = rules.next_question(talk.facts, talk.today)
    ready = age(talk) is not None and not told and fact not in _FIRST_QUESTIONS
    if ready and rules.screen(talk.facts, talk.today).overall == "likely":
        return result_talk.first_likely(talk, more=fact is not None)
    if fact is None:
        return result_talk.finish(talk)
    return [talk.ask("fact", fact, question(talk, fact))]


def question(talk: Talk, fact: str) -> Say:
    """Return the question about a fact, in the wording for the person it is about."""
    values: dict[str, Any] = {}
    offered = choices.YES_NO
    numbered = True
    if fact == "subject":
        return Say("ask_subject", choices=choices.SUBJECTS)
    if fact == "coverage":
        offered = choices.COVERAGE
    if fact == "birth_date":
        offered, numbered = (), False
    if fact in NUMBER_FACTS:
        offered, numbered = choices.UNSURE_SKIP, False
        values = {"months": 6 if (age(talk) or 0) >= _ADULT else 12}
    return Say(f"ask_{fact}", values, offered, talk.variant, numbered)


def change(talk: Talk) -> list[Say]:
    """Change an earlier answer: from the words if they say which, else ask which one."""
    if not talk.facts:
        return talk.ask_again() or result_talk.menu(talk)
    facts = hints(talk)
    if facts:
        if facts.keys() & {"age_years", "birth_date"}:
            talk.facts.pop("birth_date", None), talk.facts.pop("age_years", None)
        talk.facts.update({k: v for k, v in facts.items() if _fits(talk, k, v)})
        return _after_change(talk)
    names = [n for n in talk.facts if n not in ("age_years", "other_programs")]
    names += ["birth_date"] if "age_years" in talk.facts else []
    say = Say("ask_which_answer", choices=choices.facts(names[-8:]))
    return [talk.ask("which_answer", "", say)]


def _after_change(talk: Talk) -> list[Say]:
    talk.screening["told_likely"] = talk.screening["finished"] = False
    talk.save_screening()
    return [Say("answer_changed")] + ask_next(talk)


def reopen(talk: Talk, fact: str) -> list[Say]:
    """Ask one answered question again."""
    talk.facts.pop(fact, None)
    if fact == "birth_date":
        talk.facts.pop("age_years", None)
    talk.screening["told_likely"] = talk.screening["finished"] = False
    talk.save_screening()
    return [talk.ask("fact", fact, question(talk, fact))]
