"""Danger in a message: self-harm, violence, a medical emergency. Looked for before all else.

Rules are data (`data/safety/<tag>.yml`), every language's rules are tried on every message, since
people change language in fear. A miss weighs ten times a false alarm: a false alarm costs one kind
question too many.

Which danger is answered, when a message holds several: what the person said plainly comes before
what they only hinted at, and then medical (the rules fire only for what happens now), self-harm,
unsafe. So "he beats me and I took all my pills" is medical, "he hits me and I want to die" is
self-harm, and "he hits me, I can't take it anymore" is unsafe.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Literal, get_args

from ecm.phrases import Found, Phrasebook, Reading, overlap
from ecm.rule_files import RuleFileError
from ecm.spelling import DATA, SENTENCE_END, load_rules, speller

Kind = Literal["self_harm", "unsafe", "medical"]
Certainty = Literal["clear", "veiled"]

_FIRST: tuple[Kind, ...] = ("medical", "self_harm", "unsafe")
_GOES_ON = "now"
_OVER_UNLESS_IT_GOES_ON = {"past", "recent", "visit"}


@dataclass(frozen=True)
class Crisis:
    """A danger that a message speaks of, and the rule that saw it."""

    kind: Kind
    rule: str
    certainty: Certainty


@dataclass(frozen=True)
class _Rule:
    kind: Kind
    certainty: Certainty
    unless: frozenset[str]
    despite_idioms: bool


def find_crisis(text: str, language: str | None) -> Crisis | None:
    """Return the danger a message speaks of, None for none.

    Past and resolved danger, idioms ("this wait is killing me") and questions about programmes
    are no crisis; what still goes on is. Speaking of a child, a parent or a friend counts.

    Args:
        text: one message, as typed; any text at all.
        language: the person's language tag; its rules win over another language's for the same
            danger. None or a language without rules changes nothing else.

    Raises:
        RuleFileError: a file in `data/safety` is malformed.
    """
    found = [crisis for tag in _tags(language) for crisis in _safety(tag).crises(text)]
    return min(found, key=_urgency, default=None)


def _urgency(crisis: Crisis) -> tuple[bool, int]:
    return crisis.certainty == "veiled", _FIRST.index(crisis.kind)


@lru_cache(maxsize=64)
def _tags(language: str | None) -> list[str]:
    tags = sorted(path.stem for path in (DATA / "safety").glob("*.yml"))
    return sorted(tags, key=lambda tag: tag != language)


@cache
def _safety(tag: str) -> _Safety:
    return _Safety(tag, load_rules("safety", tag, "spacy", "words", "rules", "idioms", "contexts"))


class _Safety:
    """The safety rules of one language."""

    def __init__(self, tag: str, read: dict[str, Any]) -> None:
        self._rules = {each["id"]: _rule(each) for each in read["rules"]}
        self._ids = frozenset(self._rules)
        self._idioms = {each["id"]: frozenset(each.get("for", ())) for each in read["idioms"]}
        self._contexts = frozenset(read["contexts"])
        patterns = {each["id"]: each["patterns"] for each in (*read["rules"], *read["idioms"])}
        if len(patterns) < len(read["rules"]) + len(read["idioms"]):
            raise RuleFileError(f"safety/{tag}.yml", "", "a rule or idiom stands twice")
        self._book = Phrasebook(
            speller(tag), patterns | read["contexts"], read["words"], read["spacy"]
        )

    def crises(self, text: str) -> list[Crisis]:
        """Return what the rules see, before choosing."""
        reading = self._book.read(text)
        found = self._book.find(reading, self._ids)
        if not found:
            return []
        idioms = self._book.find(reading, frozenset(self._idioms))
        contexts = self._book.find(reading, self._contexts)
        return [
            Crisis(self._rules[one.rule].kind, one.rule, self._rules[one.rule].certainty)
            for one in found
            if not any(self._is_idiom(one, idiom) for idiom in idioms)
            and not self._excused(one, contexts, reading)
        ]

    def _is_idiom(self, found: Found, idiom: Found) -> bool:
        rule, only_for = self._rules[found.rule], self._idioms[idiom.rule]
        meant = not only_for or found.rule in only_for or rule.kind in only_for
        return meant and not rule.despite_idioms and overlap(found, idiom)

    def _excused(self, found: Found, contexts: Sequence[Found], reading: Reading) -> bool:
        """Whether its sentence puts it in the past, asks about a programme, or the like."""
        near = {one.rule for one in contexts if _same_sentence(found, one, reading)}
        if _GOES_ON in near:
            near -= _OVER_UNLESS_IT_GOES_ON
        return bool(near & self._rules[found.rule].unless)


def _rule(each: dict[str, Any]) -> _Rule:
    certainty, unless = each.get("certainty", "clear"), frozenset(each.get("unless", ()))
    rule = _Rule(each["kind"], certainty, unless, each.get("despite_idioms", False))
    if rule.kind not in get_args(Kind) or rule.certainty not in get_args(Certainty):
        raise RuleFileError("safety", each["id"], "no such kind or certainty")
    return rule


def _same_sentence(one: Found, other: Found, reading: Reading) -> bool:
    between = reading.words[min(one.end, other.end) : max(one.start, other.start)]
    return SENTENCE_END not in between
