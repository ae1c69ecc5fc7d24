"""Who a text is about, and what the writer is to that person."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal, NamedTuple, Sequence, cast

from ecm.reading.data import reading_order, words
from ecm.reading.phrases import Phrases, clauses

Subject = Literal["self", "child", "other"]
Relationship = Literal[
    "self", "parent", "grandparent", "foster_parent", "guardian", "relative", "adult_child",
    "spouse", "friend", "professional", "other",
]
_LONGEST_WHOLE_ANSWER = 60  # characters


class Person(NamedTuple):
    """The person a text is about and what the writer is to them."""

    subject: Subject
    relationship: Relationship


def read_subject(text: str, language: str) -> Subject | None:
    """Read who the screening is about.

    Args:
        text: anything.
        language: the person's tag.

    Returns:
        self, child or other; None when nobody is named, or people of more than one kind.
    """
    subjects = {person.subject for person in people_in(text, language)}
    return subjects.pop() if len(subjects) == 1 else None


def read_relationship(text: str, language: str) -> Relationship | None:
    """Read what the writer is to the person the screening is about ("my grandson": grandparent).

    Args:
        text: anything.
        language: the person's tag.

    Returns:
        The relationship; None when nobody is named, or the text names several.
    """
    relationships = {person.relationship for person in people_in(text, language)}
    if len(relationships) == 2:
        relationships.discard("guardian")  # "my niece, I am her guardian": the nearer word counts
    return relationships.pop() if len(relationships) == 1 else None


def people_in(text: str, language: str) -> list[Person]:
    """Return the people that a text is about, in order, each kind once.

    A place ("at my aunt's", "my friend's house") is not a person the text is about.

    Args:
        text: anything.
        language: the person's tag.
    """
    whole = _whole(language).whole(text) if len(text) <= _LONGEST_WHOLE_ANSWER else ()
    if whole:
        return [whole[0]]
    people = [p for clause in clauses(text) for p in _people_of(clause, language)]
    return list(dict.fromkeys(people))


def _people_of(clause: Sequence[str], language: str) -> list[Person]:
    if _phrases(language, "several_people").find(clause):
        return []
    before = {match.end for match in _phrases(language, "not_people_before").find(clause)}
    after = {match.start for match in _phrases(language, "not_people_after").find(clause)}
    return [
        match.values[0]
        for match in _anywhere(language).find_apart(clause)
        if match.start not in before and match.end not in after
    ]


@lru_cache(maxsize=None)
def _phrases(language: str, kind: str) -> Phrases[bool]:
    return Phrases((p, True) for tag in reading_order(language) for p in words(tag, kind))


@lru_cache(maxsize=None)
def _anywhere(language: str) -> Phrases[Person]:
    return Phrases(_entries(language, "anywhere"))


@lru_cache(maxsize=None)
def _whole(language: str) -> Phrases[Person]:
    return Phrases(_entries(language, "whole"))


def _entries(language: str, where: str) -> list[tuple[str, Person]]:
    return [
        (phrase, Person(cast(Subject, kind["subject"]), cast(Relationship, kind["relationship"])))
        for tag in reading_order(language)
        for kind in words(tag, "people")
        for phrase in kind[where]
    ]
