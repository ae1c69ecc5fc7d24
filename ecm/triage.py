"""What comes before the bot on every message: danger, opting out, carrier words, picks.

Decided by code that can be audited, never by a learned model, and without Rasa: it holds while the
bot is down.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Mapping, Sequence

from ecm.consent import find_help_keyword, find_opt_in, find_opt_out
from ecm.reading.text import fold, normalise, western_digits
from ecm.safety import find_crisis

LONGEST_TEXT = 1_600
_OPT_OUT_TYPES = {"STOP": "stop_messages", "START": "resume_messages", "HELP": "help_keyword"}


@dataclass(frozen=True)
class Triage:
    """What is to be done with a message.

    Attributes:
        act: the core's own act, or empty when the bot is to understand the text.
        choice: the pick the message stands for, if it does.
        text: the message, normalised and cut.
        entities: what the act needs to know (which danger, which rule).
        cut: whether the text was longer than we read.
    """

    act: str
    text: str
    choice: str | None = None
    entities: Mapping[str, object] = field(default_factory=dict)
    cut: bool = False


def triage(
    text: str,
    *,
    language: str,
    opted_out: bool = False,
    opt_out_type: str | None = None,
    media_count: int = 0,
    choice: str | None = None,
) -> Triage:
    """Decide what a message is before the bot sees it.

    Args:
        text: as typed, any length.
        language: the person's language tag.
        opted_out: whether the person asked for no more texts.
        opt_out_type: the carrier's own verdict (`STOP`, `START`, `HELP`), if it gave one.
        media_count: pictures that came along.
        choice: a button's value, when a button was used.
    """
    clean = normalise(text)
    cut = len(clean) > LONGEST_TEXT
    clean = clean[:LONGEST_TEXT]
    act, entities = _act(clean, language, opted_out, opt_out_type, choice)
    if not act and not clean and not choice:
        act = "picture" if media_count else "not_understood"
    return Triage(act, clean, choice, entities, cut)


def _act(
    text: str, language: str, opted_out: bool, opt_out_type: str | None, choice: str | None
) -> tuple[str, dict[str, object]]:
    if choice:
        return "", {}
    danger = find_crisis(text, language) if text else None
    if danger:
        also = find_opt_out(text, language)
        stop = {"opt_out": also.rule} if also else {}
        return "crisis", {"crisis": danger.kind, "rule": danger.rule, **stop}
    if opt_out_type in _OPT_OUT_TYPES:
        return _OPT_OUT_TYPES[opt_out_type], {"rule": f"carrier:{opt_out_type}"}
    opt_out = find_opt_out(text, language) if text else None
    if opt_out:
        return "stop_messages", {"rule": opt_out.rule}
    if text and find_opt_in(text):
        return "resume_messages", {"rule": "opt_in_keyword"}
    if opted_out:
        return "opted_out", {}
    if text and find_help_keyword(text):
        return "help_keyword", {}
    return "", {}


def pick(
    text: str,
    offered: Sequence[tuple[str, str]],
    *,
    numbered: bool,
    multi: bool,
    language: str,
) -> str | None:
    """Return the value that a typed digit, label or list of digits picks, or None.

    Args:
        text: the message, normalised.
        offered: (value, label in the person's language), in the order they were numbered.
        numbered: whether a digit stands for a choice.
        multi: whether several may be picked, as in "1 3".
        language: decides what the standing digit 9 leads to: Spanish, or English from Spanish.
    """
    labels = {fold(label): value for value, label in offered}
    if fold(text) in labels:
        return labels[fold(text)]
    tokens = western_digits(text).replace(",", " ").replace(".", " ").replace(")", " ").split()
    if not numbered or not tokens or not all(t.isascii() and t.isdigit() for t in tokens):
        return None
    picked = [_by_number(token, offered, language) for token in tokens]
    if None in picked or (len(picked) > 1 and not multi):
        return None
    return ",".join(str(value) for value in dict.fromkeys(picked))


def _by_number(token: str, offered: Sequence[tuple[str, str]], language: str) -> str | None:
    number = int(token) if len(token) <= 2 else -1
    if 1 <= number <= len(offered):
        return offered[number - 1][0]
    if number == 0:
        return "languages"
    if number == 9:
        return "language:en" if language == "es" else "language:es"
    return None
