"""Who a text is about, and what the writer is to that person."""

from __future__ import annotations

from functools import cache
from typing import Literal, NamedTuple, Sequence, cast

from ecm.reading.data import reading_order, words
from ecm.reading.phrases import Clauses, Match, Phrases, clauses, joined

Subject = Literal["self", "child", "other"]
Relationship = Literal[
    "self",
    "parent",
    "grandparent",
    "foster_parent",
    "guardian",
    "relative",
    "friend",
    "professional",
    "other",
]


class Person(NamedTuple):
    """The person a text is about and what the writer is to them."""

    subject: Subject
    relationship: Relationship


class Named(NamedTuple):
    """Whom a message names (`subject`), and whom it says the screening is for (`screened`)."""

    subject: Subject | None
    screened: Subject | None


def read_subject(text: str, language: str) -> Subject | None:
    """Read the answer to "who is it for?".

    Args:
        text: anything.
        language: the person's tag.

    Returns:
        self, child or other; None when nobody is named, or people of more than one kind.
    """
    return _one_subject(_people_in(clauses(text), language))


def read_relationship(text: str, language: str) -> Relationship | None:
    """Read the answer to "what are you to this person?".

    Args:
        text: anything: "mom", "I'm her aunt", or the other way round, "my grandson" (grandparent).
        language: the person's tag.

    Returns:
        The relationship; None when none is said, or several. A bare "daughter" may be either side.
    """
    said = clauses(text)
    if _one_subject(_whole(language).whole(joined(said))) == "self":
        return "self"
    roles = {role for clause in said for role in _roles_in(clause, joined(said), language)}
    found = roles or {p.relationship for c in said for p in _Mentions(c, language).people()}
    if len(found) > 1:
        found.discard("guardian")  # "my niece, I am her guardian": the nearer word counts
    found.discard("other")
    return found.pop() if len(found) == 1 else None


def read_named(said: Clauses, language: str) -> Named:
    """Return whom a message, asked nothing, names, and whom it says the screening is for.

    "Sign up my son" says it; "I have to ask my husband" only names a person.

    Args:
        said: the message's clauses.
        language: the person's tag.
    """
    whole = _whole(language).whole(joined(said))
    mentions = [_Mentions(clause, language) for clause in said]
    subject = _one_subject(whole[:1] or [p for m in mentions for p in m.people()])
    settled = [person for m in mentions for person in m.settled()]
    if settled:
        return Named(subject, _one_subject(settled))
    likely = _one_subject([person for m in mentions for person in m.likely()])
    return Named(subject, likely if likely == subject else None)


def _people_in(said: Clauses, language: str) -> list[Person]:
    whole = _whole(language).whole(joined(said))
    if whole:
        return [whole[0]]
    return [p for clause in said for p in _Mentions(clause, language).people()]


def _one_subject(people: Sequence[Person]) -> Subject | None:
    subjects = {person.subject for person in people}
    return subjects.pop() if len(subjects) == 1 else None


class _Mentions:
    """The people that one clause mentions, without places ("at my aunt's") and sources."""

    def __init__(self, clause: Sequence[str], language: str) -> None:
        self._clause = clause
        self._language = language
        found = _anywhere(language).find_apart(clause)
        denied = self._ends("not_people_before") if found else set()
        elsewhere = self._starts("not_people_after") if found else set()
        self._found = [m for m in found if m.start not in denied and m.end not in elsewhere]

    def people(self) -> list[Person]:
        """Return everyone mentioned; nobody when it is the writer and somebody together."""
        if not self._found or self._starts("several_people"):
            return []
        return [match.values[0] for match in self._found]

    def settled(self) -> list[Person]:
        """Return those who follow "for", "sign up" and the like."""
        people: list[Person] = []
        selves = self._starts("screened", "self")
        if selves and selves - self._ends("not_people_before"):
            people.append(Person("self", "self"))
        if self._found:
            before = self._ends("screened", "before") | self._after_opening()
            before_child = before | self._ends("screened", "before_child")
            people += [
                match.values[0]
                for match in self._found
                if match.start in (before_child if _is_child(match) else before)
                and _is_somebody(match)
            ]
        return people

    def likely(self) -> list[Person]:
        """Return those who are said to need, have or qualify for something."""
        if not self._found:
            return []
        after = self._starts("screened", "after")
        after_other = self._starts("screened", "after_other")
        return [
            match.values[0]
            for match in self._found
            if match.end in (after if _is_child(match) else after_other) and _is_somebody(match)
        ]

    def _after_opening(self) -> set[int]:
        """Return the place behind a "for" that begins the clause."""
        opening = _phrases(self._language, "screened", "opening").at(self._clause, 0)
        return {opening.end} if opening else set()

    def _starts(self, *keys: str) -> set[int]:
        return {match.start for match in _phrases(self._language, *keys).find(self._clause)}

    def _ends(self, *keys: str) -> set[int]:
        return {match.end for match in _phrases(self._language, *keys).find(self._clause)}


def _roles_in(clause: Sequence[str], message: Sequence[str], language: str) -> list[Relationship]:
    """Return the roles that a clause gives the writer: "I am his aunt", or "aunt" as a whole."""
    leads = {match.end for match in _phrases(language, "role_leads").find(clause)}
    whole = _roles(language).whole(message)
    return [
        match.values[0]
        for match in _roles(language).find_apart(clause)
        if whole or match.start in leads
    ]


def _is_child(match: Match[Person]) -> bool:
    return match.values[0].subject == "child"


def _is_somebody(match: Match[Person]) -> bool:
    return match.values[0].relationship not in ("self", "other")


@cache
def _phrases(language: str, *keys: str) -> Phrases[bool]:
    return Phrases((p, True) for tag in reading_order(language) for p in words(tag, *keys))


@cache
def _roles(language: str) -> Phrases[Relationship]:
    return Phrases(
        (phrase, cast(Relationship, role))
        for tag in reading_order(language)
        for role, phrases in words(tag, "roles").items()
        for phrase in phrases
    )


@cache
def _anywhere(language: str) -> Phrases[Person]:
    return Phrases(_entries(language, "anywhere"))


@cache
def _whole(language: str) -> Phrases[Person]:
    return Phrases(_entries(language, "whole"))


def _entries(language: str, where: str) -> list[tuple[str, Person]]:
    return [
        (phrase, Person(cast(Subject, kind["subject"]), cast(Relationship, kind["relationship"])))
        for tag in reading_order(language)
        for kind in words(tag, "people")
        for phrase in kind[where]
    ]
