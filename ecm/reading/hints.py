"""Screening facts that people state without being asked.

"My son is 6 and we live in a motel" answers three questions. Phrases that state a fact are data,
`eligibility/hints/<tag>.yml`; here are the rules that keep them from being believed wrongly. A
false fact is worse than a missed one: a missed one is asked.
"""

from __future__ import annotations

from functools import cache
from typing import Final, Literal, Mapping, NamedTuple, Sequence

from ecm.reading.ages import AgeMention, bare_age, find_ages
from ecm.reading.answers import read_yes_no, yes_no_of
from ecm.reading.counts import use_counts
from ecm.reading.data import ELIGIBILITY, load, reading_order
from ecm.reading.numbers import count_of
from ecm.reading.phrases import Clauses, Match, Phrases, clauses, is_han, joined
from ecm.reading.places import held_plan, plan_of
from ecm.reading.relationships import Named, Subject, read_named

__all__ = ["COUNT_FACTS", "SET_FACTS", "YES_NO_FACTS", "read_facts", "read_yes_no"]

HINTS = ELIGIBILITY / "hints"
SET_FACTS: Final = frozenset({"child_welfare", "other_programs"})
COUNT_FACTS: Final = frozenset({"er_visits", "hospital_stays"})
YES_NO_FACTS: Final = frozenset(
    {
        "unhoused",
        "doubled_up",
        "household_child",
        "transitional_rent",
        "complex_need",
        "behavioral_health",
        "social_factor",
        "severe_risk",
        "youth_behavioral_health",
        "recent_release",
        "release_health_need",
        "nursing_level_need",
        "daily_help_need",
        "can_stay_home",
        "in_nursing_facility",
        "could_leave_facility",
        "ccs",
        "ccs_extra_need",
        "pregnant_or_postpartum",
        "birth_equity_group",
    }
)
_AGE_QUESTIONS = frozenset({"birth_date", "age_years"})
_NONE_OF_A_SET = "none"
# How many tokens before a phrase a "not" still denies it. Phrases with their own subject ("we
# sleep in our car") are denied close by; bare ones ("foster kid") from farther off.
_DENIED_WITHIN = 3
_DENIED_WITHIN_HAN = 4
_SHORT_PHRASE_DENIED_WITHIN = 5
_SHORT_PHRASE = 2  # tokens
_STATEMENT_GUARDS = ("denied", "supposed", "if_or_yes", "asked", "denied_after")

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
    said = clauses(text)
    hints = _hints_in(said, language, asked)
    ages = find_ages(said, language)
    named = read_named(said, language)
    screened = named.subject if asked == "subject" else _screened(named, hints, ages)
    settled = subject if asked != "subject" else None
    facts: dict[str, object] = {}
    if screened and settled is None:
        facts["subject"] = screened
    about = _About(settled or screened, named.subject)
    facts.update(_stated([hint for hint in hints if about.allows(hint.of)]))
    facts.update(_counts(said, language, asked))
    age = _age(said, language, asked) if not ages else about.age(ages, asked)
    facts.update({} if age is None else {"age_years": age})
    if "coverage" not in facts and _has_plan(said, asked):
        facts["coverage"] = "plan"
    return facts | _leading_answer(said, language, asked, facts)


class _About(NamedTuple):
    """Who the screening is about, as far as is known, and whom the message names."""

    screened: Subject | None
    named: Subject | None

    def allows(self, of: str) -> bool:
        """Return whether a statement about the writer, or about another, is of the screened."""
        if of == "household":
            return True
        known = {self.screened, self.named} - {None}
        if of == "self":
            return known <= {"self"}
        return "self" not in known and len(known) <= 1

    def age(self, ages: Sequence[AgeMention], asked: str | None) -> int | None:
        """Return the one age that can be that of the person screened."""
        if asked in _AGE_QUESTIONS and self.screened is None:
            fitting = list(ages)
        elif (self.screened or self.named) == "self":
            fitting = [a for a in ages if a.who == "self" or (a.who is None and asked)]
        else:
            fitting = [a for a in ages if a.who == "they"] if self.allows("they") else []
            if self.screened is None and len(fitting) < len(ages):
                fitting = []  # nobody named yet, and "im 34" may be the child's mother
            if not fitting and asked in _AGE_QUESTIONS:
                fitting = [a for a in ages if a.who is None]
        years = {age.years for age in fitting}
        return years.pop() if len(years) == 1 else None


def _screened(named: Named, hints: Sequence[Hint], ages: Sequence[AgeMention]) -> Subject | None:
    """Return who the message says the screening is for."""
    if named.screened or named.subject in (None, "self"):
        return named.screened
    theirs = any(age.who == "they" for age in ages) or any(hint.of == "they" for hint in hints)
    return named.subject if theirs else None


def _stated(hints: Sequence[Hint]) -> dict[str, object]:
    values: dict[str, set[str]] = {}
    for hint in hints:
        values.setdefault(hint.fact, set()).add(hint.value)
    facts: dict[str, object] = {}
    for fact, stated in values.items():
        if fact in SET_FACTS:
            facts[fact] = sorted(stated - {_NONE_OF_A_SET})
        elif len(stated) == 1:
            facts[fact] = stated.pop()
    return facts


def _hints_in(said: Clauses, language: str, asked: str | None) -> list[Hint]:
    hints = [
        hint
        for clause in said
        for match in _believed(clause, language, asked)
        for hint in match.values
        if hint.fact
    ]
    if not any(hint.needs for hint in hints):
        return hints
    also_said = {m.values[0] for clause in said for m in _needed(language).find(clause)}
    return [hint for hint in hints if not hint.needs or hint.needs in also_said]


def _believed(clause: Sequence[str], language: str, asked: str | None) -> list[Match[Hint]]:
    """Return the phrases of a clause that are stated: not denied, supposed, past or asked."""
    matches = _phrases(language, asked).find_apart(clause)
    if not matches:
        return []
    guards: dict[str, list[Match[str]]] = {kind: [] for kind in _STATEMENT_GUARDS}
    for guard in _statement_guards(language).find(clause):
        for kind in guard.values:
            guards[kind].append(guard)
    supposed = [guard.start for guard in guards["supposed"]]
    # Spanish "si" is "if", but "yes" at the beginning of an answer.
    supposed += [g.start for g in guards["if_or_yes"] if g.start > 0 or asked is None]
    no_ends = {guard.end for guard in guards["denied"]}
    question_ends = {guard.end for guard in guards["asked"]}
    no_starts = {guard.start for guard in guards["denied_after"]}
    return [
        match
        for match in matches
        if match.start < min(supposed, default=len(clause))
        and match.end not in no_starts
        and no_ends.isdisjoint(_places_before(match, _denied_within(clause, match)))
        and match.start not in question_ends
    ]


def _places_before(match: Match[Hint], tokens: int) -> range:
    return range(match.start - tokens + 1, match.start + 1)


def _denied_within(clause: Sequence[str], match: Match[Hint]) -> int:
    """Return how many tokens before a phrase a "not" may stand and still deny it."""
    if is_han(clause[match.start]):
        return _DENIED_WITHIN_HAN
    short = match.end - match.start <= _SHORT_PHRASE
    return _SHORT_PHRASE_DENIED_WITHIN if short else _DENIED_WITHIN


def _has_plan(said: Clauses, asked: str | None) -> bool:
    return bool(plan_of(said, strict=False) if asked == "coverage" else held_plan(said))


def _counts(said: Clauses, language: str, asked: str | None) -> dict[str, object]:
    if asked in COUNT_FACTS:
        count = count_of(said, language)
        if count is not None:
            return {asked: count}
    return dict(use_counts(said, language))


def _age(said: Clauses, language: str, asked: str | None) -> int | None:
    return bare_age(said, language) if asked in _AGE_QUESTIONS else None


def _leading_answer(
    said: Clauses, language: str, asked: str | None, facts: Mapping[str, object]
) -> dict[str, object]:
    """Read "yes for his heart" and "no, she doesn't" by their first words."""
    if asked not in YES_NO_FACTS or asked in facts or not said:
        return {}
    first, rest = yes_no_of(said[0], language), joined(said[1:])
    if first is None and not is_han(said[0][0]) and yes_no_of(said[0][:1], language) == "yes":
        first, rest = "yes", [*said[0][1:], *rest]
    if first not in ("yes", "no"):
        return {}
    contrary = _guards(language, "contrary" if first == "yes" else "contrary_to_no")
    return {} if contrary.find(rest) else {asked: first}


@cache
def _phrases(language: str, asked: str | None) -> Phrases[Hint]:
    entries: list[tuple[str, Hint]] = []
    for tag in reading_order(language):
        data = load(HINTS / f"{tag}.yml")
        entries += [(phrase, Hint("", "", "")) for phrase in data["ignore"]]
        for fact, statements in data["facts"].items():
            for statement in statements:
                hint = Hint(fact, statement["value"], statement["of"], statement.get("needs", ""))
                entries += [(phrase, hint) for phrase in statement.get("anywhere", ())]
                if fact == asked:
                    entries += [(phrase, hint) for phrase in statement.get("when_asked", ())]
    return Phrases(entries)


@cache
def _needed(language: str) -> Phrases[str]:
    return Phrases(
        (phrase, name)
        for tag in reading_order(language)
        for name, phrases in load(HINTS / f"{tag}.yml")["needed"].items()
        for phrase in phrases
    )


@cache
def _guards(language: str, kind: str) -> Phrases[bool]:
    return Phrases(
        (phrase, True)
        for tag in reading_order(language)
        for phrase in load(HINTS / f"{tag}.yml")["guards"][kind]
    )


@cache
def _statement_guards(language: str) -> Phrases[str]:
    return Phrases(
        (phrase, kind)
        for tag in reading_order(language)
        for kind in _STATEMENT_GUARDS
        for phrase in load(HINTS / f"{tag}.yml")["guards"][kind]
    )
