"""Short answers that cannot be mistaken: yes, no, not sure, skip."""

from __future__ import annotations

from functools import cache
from itertools import groupby
from typing import Literal, Sequence

from ecm.reading.data import reading_order, words
from ecm.reading.phrases import Phrases, tokens

YesNo = Literal["yes", "no", "unsure", "skip"]
_ANSWERS: tuple[YesNo, ...] = ("yes", "no", "unsure", "skip")
_FILLER = "filler"
_SIGNS: tuple[tuple[str, YesNo], ...] = (
    ("\U0001f44d", "yes"),
    ("\u2705", "yes"),
    ("\U0001f44e", "no"),
    ("\u274c", "no"),
)
LONGEST_SHORT_ANSWER = 12  # tokens; longer messages say more than yes or no


def read_yes_no(text: str, language: str) -> YesNo | None:
    """Read a message that is as a whole a yes, a no, "not sure" or "skip".

    Args:
        text: the whole message; a thumb up or down without words counts.
        language: the person's tag.

    Returns:
        The answer; None when the message says anything more, or two different things.
    """
    message = tokens(text)
    if message:
        return yes_no_of(message, language)
    signs = {answer for sign, answer in _SIGNS if sign in text}
    return signs.pop() if len(signs) == 1 else None


def yes_no_of(message: Sequence[str], language: str) -> YesNo | None:
    """Read a yes, a no, "not sure" or "skip" that all the tokens together make.

    Args:
        message: tokens, at least one.
        language: the person's tag.
    """
    if len(message) > LONGEST_SHORT_ANSWER:
        return None
    return _one_answer(_parts(message, language))


def _parts(message: Sequence[str], language: str) -> set[str]:
    """Return what the message's parts mean, with "" for any part that is not known."""
    known = _phrases(language)
    said = _without_stretching(message, known)
    covered = 0
    meanings: set[str] = set()
    for match in known.find_apart(said):
        covered += match.end - match.start
        meanings.add(match.values[0])
    return meanings if covered == len(said) else {""}


def _one_answer(meanings: set[str]) -> YesNo | None:
    meanings = meanings - {_FILLER}
    if meanings == {"no", "unsure"}:
        return "unsure"
    if len(meanings) != 1:
        return None
    return next((answer for answer in _ANSWERS if answer in meanings), None)


def _without_stretching(message: Sequence[str], known: Phrases[str]) -> list[str]:
    """Return the tokens with "yesss" and "siiii" shortened, where the short form is a word."""
    return [token if known.whole([token]) else _squeezed(token, known) for token in message]


def _squeezed(token: str, known: Phrases[str]) -> str:
    short = "".join(letter for letter, _ in groupby(token))
    return short if known.whole([short]) else token


@cache
def _phrases(language: str) -> Phrases[str]:
    order = reading_order(language)
    own = [
        (phrase, answer) for answer in _ANSWERS for phrase in words(order[0], "yes_no_own", answer)
    ]
    shared = [
        (phrase, answer)
        for tag in order
        for answer in (*_ANSWERS, _FILLER)
        for phrase in words(tag, "yes_no", answer)
    ]
    return Phrases([*own, *shared])
