"""Screening facts that people state without being asked.

"My son is 6 and we live in a motel" answers three questions. Phrases that state a fact are data,
`eligibility/hints/<tag>.yml`; here are the rules that keep them from being believed wrongly. A
false fact is worse than a missed one: a missed one is asked.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final, Literal, NamedTuple, Sequence

from ecm.reading.ages import AgeMention, find_ages, read_age
from ecm.reading.answers import YesNo, read_yes_no
from ecm.reading.counts import read_use_counts
from ecm.reading.data import ELIGIBILITY, load, reading_order
from ecm.reading.numbers import read_count
from ecm.reading.phrases import Match, Phrases, clauses, is_han
from ecm.reading.places import read_plan
from ecm.reading.relationships import Subject, read_subject

__all__ = ["COUNT_FACTS", "SET_FACTS", "YES_NO_FACTS", "read_facts", "read_yes_no"]

HINTS = ELIGIBILITY / "hints"
SET_FACTS: Final = frozenset({"child_welfare", "other_programs"})
COUNT_FACTS: Final = frozenset({"er_visits", "hospital_stays"})
YES_NO_FACTS: Final = frozenset(
    {
        "unhoused", "doubled_up", "household_child", "transitional_rent", "complex_need",
        "behavioral_health", "social_factor", "severe_risk", "youth_behavioral_health",
        "recent_release", "release_health_need", "nursing_level_need", "daily_help_need",
        "can_stay_home", "in_nursing_facility", "could_leave_facility", "ccs", "ccs_extra_need",
        "pregnant_or_postpartum", "birth_equity_group",
    }
)
_AGE_QUESTIONS = frozenset({"birth_date", "age_years"})
_NONE_OF_A_SET = "none"
_DENIED_WITHIN = {"latin": 3, "han": 4}  # tokens before a phrase in which "not" denies it
_SHORT_PHRASE_DENIED_WITHIN = 5
_SHORT_PHRASE = 2
_DOUBTED_WITHIN = 2

Whose = Literal["self", "they", "household"]


class Hint(NamedTuple):
    """What a phrase states: a fact's value, about whom, and which other phrase it needs."""

    fact: str
    value: str
    of: str
    needs: str = ""


def read_facts(
    text: str, language: str, asked: str | None = None, subject: Subject | None = None
) -> dict[str, object]:
    """Read the screening facts that a text states.

    Args:
        text: anything.
        language: the person's tag.
        asked: the fact that was just asked; words that are too short or vague to mean anything by
            themselves ("rides", "6") then count as its answer.
        subject: who the screening is about, when that is settled; facts about somebody else
            ("I'm pregnant" when it is about a child) are then left out.

    Returns:
        Facts by the names of the screening contract: yes/no facts as "yes" or "no", counts and
        `age_years` as int, sets as sorted lists. Facts said both ways are left out.
    """
    facts: dict[str, object] = {}
    named = read_subject(text, language)
    if named and (subject is None or asked == "subject"):
        facts["subject"] = subject = named
    facts.update(_stated(text, language, asked, subject))
    facts.update(_counts(text, language, asked))
    age = _age(text, language, asked, subject)
    if age is not None:
        facts["age_years"] = age
    if "coverage" not in facts and read_plan(text, strict=asked != "coverage"):
        facts["coverage"] = "plan"
    if asked in YES_NO_FACTS and asked not in facts:
        answer = _leading_answer(text, language)
        facts.update({asked: answer} if answer else {})
    return facts


def _stated(
    text: str, language: str, asked: str | None, subject: Subject | None
) -> dict[str, object]:
    values: dict[str, set[str]] = {}
    for hint in _hints_in(text, language, asked):
        if _is_about(hint, subject):
            values.setdefault(hint.fact, set()).add(hint.value)
    facts: dict[str, object] = {}
    for fact, said in values.items():
        if fact in SET_FACTS:
            facts[fact] = sorted(said - {_NONE_OF_A_SET})
        elif len(said) == 1:
            facts[fact] = said.pop()
    return facts


def _hints_in(text: str, language: str, asked: str | None) -> list[Hint]:
    said = clauses(text)
    needed = {m.values[0] for clause in said for m in _needed(language).find(clause)}
    return [
        hint
        for clause in said
        for match in _phrases(language, asked).find_apart(clause)
        if not _is_doubtful(clause, match, language)
        for hint in match.values
        if hint.fact and (not hint.needs or hint.needs in needed)
    ]


def _is_about(hint: Hint, subject: Subject | None) -> bool:
    """Return whether a statement is about the person screened, as far as is known."""
    if subject is None or hint.of == "household":
        return True
    return (hint.of == "self") == (subject == "self")


def _is_doubtful(clause: Sequence[str], match: Match[Hint], language: str) -> bool:
    """Return whether a phrase is denied, supposed, past, or asked rather than stated."""
    han = is_han(clause[match.start])
    short = match.end - match.start <= _SHORT_PHRASE and not han
    window = _SHORT_PHRASE_DENIED_WITHIN if short else _DENIED_WITHIN["han" if han else "latin"]
    nearest = {m.end for m in _guards(language, "denied").find(clause)}
    if any(match.start - window < end <= match.start for end in nearest):
        return True
    if any(m.end <= match.start for m in _guards(language, "supposed").find(clause)):
        return True
    doubts = (m.end for m in _guards(language, "asked").find(clause))
    if any(match.start - _DOUBTED_WITHIN <= end <= match.start for end in doubts):
        return True
    return any(m.start == match.end for m in _guards(language, "denied_after").find(clause))


def _counts(text: str, language: str, asked: str | None) -> dict[str, object]:
    if asked in COUNT_FACTS:
        count = read_count(text, language)
        if count is not None:
            return {asked: count}
    return dict(read_use_counts(text, language))


def _age(text: str, language: str, asked: str | None, subject: Subject | None) -> int | None:
    mentions = _ages_of(find_ages(text, language), asked, subject)
    ages = {mention.years for mention in mentions}
    if len(ages) == 1:
        return ages.pop()
    if ages or asked not in _AGE_QUESTIONS:
        return None
    return read_age(text, language, bare_ok=True) if not find_ages(text, language) else None


def _ages_of(
    mentions: Sequence[AgeMention], asked: str | None, subject: Subject | None
) -> list[AgeMention]:
    """Return the ages that can be those of the person screened."""
    if subject == "self":
        return [m for m in mentions if m.who == "self" or (m.who is None and asked)]
    theirs = [m for m in mentions if m.who == "they"]
    if subject is not None:
        return theirs or [m for m in mentions if m.who is None and asked in _AGE_QUESTIONS]
    if asked in _AGE_QUESTIONS:
        return list(mentions)
    # Nobody named yet: "hes 6" is the person screened, "im 34" may be the child's mother.
    return theirs if len(theirs) == len(mentions) else []


def _leading_answer(text: str, language: str) -> YesNo | None:
    """Read "yes for his heart" and "no, she doesn't" by their first words."""
    said = clauses(text)
    if not said:
        return None
    first = read_yes_no(" ".join(said[0]), language)
    rest = [token for clause in said[1:] for token in clause]
    if first is None and not is_han(said[0][0]):
        first = read_yes_no(said[0][0], language)
        first, rest = (first if first == "yes" else None), [*said[0][1:], *rest]
    contrary = _guards(language, "contrary").find(rest)
    return first if first in ("yes", "no") and not contrary else None


@lru_cache(maxsize=None)
def _phrases(language: str, asked: str | None) -> Phrases[Hint]:
    entries: list[tuple[str, Hint]] = []
    for tag in reading_order(language):
        data = load(HINTS / f"{tag}.yml")
        entries += [(phrase, Hint("", "", "")) for phrase in data["ignore"]]
        for fact, statements in data["facts"].items():
            for statement in statements:
                hint = Hint(
                    fact, statement["value"], statement["of"], statement.get("needs", "")
                )
                entries += [(phrase, hint) for phrase in statement.get("anywhere", ())]
                if fact == asked:
                    entries += [(phrase, hint) for phrase in statement.get("when_asked", ())]
    return Phrases(entries)


@lru_cache(maxsize=None)
def _needed(language: str) -> Phrases[str]:
    return Phrases(
        (phrase, name)
        for tag in reading_order(language)
        for name, phrases in load(HINTS / f"{tag}.yml")["needed"].items()
        for phrase in phrases
    )


@lru_cache(maxsize=None)
def _guards(language: str, kind: str) -> Phrases[bool]:
    return Phrases(
        (phrase, True)
        for tag in reading_order(language)
        for phrase in load(HINTS / f"{tag}.yml")["guards"][kind]
    )
