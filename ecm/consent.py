"""Asking for no more messages, in any reasonable words; asking for them again; asking for help.

People may withdraw consent to be texted "in any reasonable manner" (47 CFR 64.1200(a)(10), in
force since 11 April 2025), so two things are recognised, in every language on every message:

- **Keywords**, only when they are the whole message: the carrier's own (STOP, STOPALL,
  UNSUBSCRIBE, END, QUIT, CANCEL, REVOKE, OPTOUT) and their translations (ALTO, 停止…). A lone
  "cancel", "cancelar" or 取消 is one of them even in the middle of a talk about a ride: the carrier
  blocks CANCEL whatever we think of it. "Cancel my ride" is not.
- **Wording** ("take me off your list"), by the patterns in `data/opt_out/<tag>.yml`.

YES is no opt-in word here, although carriers know it as one: an ordinary yes must stay an answer.
Wishes about the time of day ("don't text me after nine") and about somebody else's messages are
not opt-outs. Nothing is kept here: the caller writes the ledger.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Literal

from ecm.folding import fold
from ecm.phrases import Phrasebook, overlap
from ecm.spelling import DATA, load_rules, speller

Use = Literal["opt_out", "opt_in", "help"]

_AROUND = re.compile(r"^[\W_]+|[\W_]+$")
_BETWEEN = re.compile(r"[\s\-_]+")


@dataclass(frozen=True)
class OptOut:
    """A wish for no more messages.

    Attributes:
        rule: the id of the rule that saw it, for the ledger: `<tag>:keyword:<word>` or a
            pattern's id.
        scope: what is to stop; so far always everything.
        exact: the whole message was a keyword, so the carrier may have blocked the number too.
    """

    rule: str
    scope: Literal["all"] = "all"
    exact: bool = True


def find_opt_out(text: str, language: str | None) -> OptOut | None:
    """Return the opt-out that a message is, None when it is none.

    Args:
        text: one message, as typed; any text at all.
        language: the person's language tag, whose rule is named first; all languages are tried.

    Raises:
        RuleFileError: a file in `data/opt_out` is malformed.
    """
    keyword = _keyword(text, "opt_out")
    if keyword:
        return OptOut(keyword)
    rules = (_wording(tag).rule(text) for tag in _tags(language))
    rule = next((rule for rule in rules if rule), None)
    return OptOut(rule, exact=False) if rule else None


def find_opt_in(text: str) -> bool:
    """Return whether a message is START, UNSTOP or a translation, and nothing else."""
    return _keyword(text, "opt_in") is not None


def find_help_keyword(text: str) -> bool:
    """Return whether a message is HELP, INFO or a translation, and nothing else."""
    return _keyword(text, "help") is not None


def _keyword(text: str, use: Use) -> str | None:
    return _keywords()[use].get(_bare(text))


def _bare(text: str) -> str:
    return _BETWEEN.sub(" ", _AROUND.sub("", fold(text)))


@cache
def _keywords() -> dict[Use, dict[str, str]]:
    """For each use its keywords, and the name of each for the ledger."""
    uses: dict[Use, dict[str, str]] = {"opt_out": {}, "opt_in": {}, "help": {}}
    for tag in _tags(None):
        for use, words in _read(tag)["keywords"].items():
            uses[use] |= {_bare(word): f"{tag}:keyword:{word}" for word in words}
    return uses


@lru_cache(maxsize=64)
def _tags(language: str | None) -> list[str]:
    tags = sorted(path.stem for path in (DATA / "opt_out").glob("*.yml"))
    return sorted(tags, key=lambda tag: tag != language)


@cache
def _read(tag: str) -> dict[str, Any]:
    return load_rules("opt_out", tag, "spacy", "keywords", "words", "rules", "near_misses")


@cache
def _wording(tag: str) -> _Wording:
    return _Wording(tag)


class _Wording:
    """One language's wordings, and the ones that only look like them."""

    def __init__(self, tag: str) -> None:
        read = _read(tag)
        self._rules = {each["id"]: each["patterns"] for each in read["rules"]}
        self._near_misses = {each["id"]: each["patterns"] for each in read["near_misses"]}
        self._book = Phrasebook(
            speller(tag), self._rules | self._near_misses, read["words"], read["spacy"]
        )

    def rule(self, text: str) -> str | None:
        """Return the id of the first rule that sees an opt-out."""
        reading = self._book.read(text)
        found = self._book.find(reading, frozenset(self._rules))
        near = self._book.find(reading, frozenset(self._near_misses)) if found else []
        seen = (one.rule for one in found if not any(overlap(one, other) for other in near))
        return next(seen, None)
