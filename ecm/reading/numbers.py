"""Whole numbers and "how many times" out of texts, in digits and in words."""

from __future__ import annotations

from functools import cache
from itertools import zip_longest
from typing import Final, Literal, NamedTuple, Sequence

from ecm.reading.answers import yes_no_of
from ecm.reading.data import reading_order, word_set, words
from ecm.reading.phrases import Clauses, Phrases, clauses

Unsure = Literal["unsure"]
UNSURE: Final[Unsure] = "unsure"
LARGEST_COUNT = 99

_HAN_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")}
_HAN_DIGITS |= {"〇": 0, "兩": 2, "两": 2, "俩": 2}
_HAN_TENS = {"廿": 20, "卅": 30}
_HAN_UNITS = {"十": 10, "百": 100}
_HAN_NUMERALS = frozenset(_HAN_DIGITS) | frozenset(_HAN_TENS) | frozenset(_HAN_UNITS)
_HAN_UNSPOKEN_REST = frozenset("幾几多來来")
_JOINED = frozenset({"-", ",", "or", "to", "o", "u", "a", "或", "至", "到"})
_SHORT_ANSWER_TOKENS = 4


class NumberSpan(NamedTuple):
    """A number in a clause; `weak` ones ("one", "una", 一) are often only articles."""

    start: int
    end: int
    value: int
    weak: bool
    times: bool = False


def number_spans(clause: Sequence[str], language: str) -> list[NumberSpan]:
    """Return the whole numbers of a clause, in order.

    Args:
        clause: tokens as `phrases.clauses` gives them.
        language: the person's tag; it decides words that are numbers in two languages.
    """
    spans: list[NumberSpan] = []
    starts = _number_starts(language)
    for at, token in enumerate(clause):
        if (token in starts or token.isdecimal()) and not (spans and at < spans[-1].end):
            span = _digits(clause, at) or _han(clause, at) or _spelled(clause, at, language)
            spans += [span] if span else []
    return spans


def read_count(text: str, language: str) -> int | Unsure | None:
    """Read the answer to "how many times?".

    Args:
        text: the whole answer.
        language: the person's tag.

    Returns:
        0–99; of a range or "at least" the lower bound, because a count must not be made larger
        than was said; "unsure" when the person does not know or only gave an upper bound; None
        when no count was given, several were, or it is out of range.
    """
    return count_of(clauses(text), language)


def count_of(said: Clauses, language: str) -> int | Unsure | None:
    """Read the answer to "how many times?" from clauses; see `read_count`.

    Args:
        said: the whole answer.
        language: the person's tag.
    """
    message = [token for clause in said for token in (*clause, ",")][:-1]
    counts = _lower_bounds(_counted(message, language), message)
    if len({span.value for span in counts}) == 1:
        return _within(counts[0], message, language)
    if counts or not message:
        return None
    return _no_number(message, language)


def _no_number(message: Sequence[str], language: str) -> int | Unsure | None:
    yes_no = yes_no_of([word for word in message if word != ","], language)
    if yes_no == "unsure" or _phrases(language, "unsure").find(message):
        return UNSURE
    return 0 if yes_no == "no" or _phrases(language, "none").find(message) else None


def _within(span: NumberSpan, message: Sequence[str], language: str) -> int | Unsure | None:
    if any(match.end == span.start for match in _phrases(language, "at_most").find(message)):
        return UNSURE
    return span.value if span.value <= LARGEST_COUNT else None


def _counted(message: Sequence[str], language: str) -> list[NumberSpan]:
    """Return the numbers that may be the count: those said with "times", else all that fit."""
    none = {at for m in _phrases(language, "none").find(message) for at in range(m.start, m.end)}
    spans = [
        span
        for span in number_spans(message, language)
        if span.start not in none and _may_count(span, message, language)
    ]
    times = word_set(language, "count", "times")
    marked = [
        span
        for span, following in zip_longest(spans, spans[1:])
        if _is_marked(span, message, times)
        or (
            following
            and _is_range(span, following, message)
            and _is_marked(following, message, times)
        )
    ]
    short = len(message) <= _SHORT_ANSWER_TOKENS
    return marked or [s for s in spans if short or not s.weak]


def _may_count(span: NumberSpan, message: Sequence[str], language: str) -> bool:
    after = message[span.end : span.end + 2]
    not_counted = word_set(language, "count", "other_units")
    if any(unit in not_counted for unit in after[:1]) or "".join(after) in not_counted:
        return False
    before = message[span.start - 1] if span.start else ""
    if before in ("-", ".", ":") or after[:1] in (["."], [":"]):
        return before == "-"
    return before not in word_set(language, "count", "not_after")


def _is_marked(span: NumberSpan, message: Sequence[str], times: frozenset[str]) -> bool:
    return span.times or (span.end < len(message) and message[span.end] in times)


def _lower_bounds(spans: Sequence[NumberSpan], message: Sequence[str]) -> list[NumberSpan]:
    """Return the numbers without those that are the upper end of a range."""
    return [
        span
        for before, span in zip([None, *spans], spans, strict=False)
        if before is None or not _is_range(before, span, message)
    ]


def _is_range(lower: NumberSpan, upper: NumberSpan, message: Sequence[str]) -> bool:
    between = message[lower.end : upper.start]
    if lower.end > upper.start or lower.value > upper.value:
        return False
    if between in ([], [","]):
        return upper.value == lower.value + 1
    return len(between) <= 3 and set(between) <= _JOINED | {"times", "veces", "次", "maybe"}


def _digits(clause: Sequence[str], at: int) -> NumberSpan | None:
    token = clause[at]
    if not token.isdecimal() or len(token) > 9:
        return None
    return NumberSpan(at, at + 1, int(token), weak=False)


def _spelled(clause: Sequence[str], at: int, language: str) -> NumberSpan | None:
    """Read number words, "a couple", "twenty one" and "treinta y dos" included."""
    match = _number_phrases(language).at(clause, at)
    if match:
        return NumberSpan(at, match.end, match.values[0], weak=False, times=True)
    if clause[at] not in _number_words(language):
        return None
    value, kind = _number_words(language)[clause[at]]
    unit, end = _unit_after(clause, at, language) if value in range(20, 100, 10) else (0, at + 1)
    return NumberSpan(at, end, value + unit, weak=kind == "weak", times=kind == "times")


def _unit_after(clause: Sequence[str], at: int, language: str) -> tuple[int, int]:
    """Return the "two" of "thirty two" or "treinta y dos", and where it ends."""
    unit_at = at + 2 if clause[at + 1 : at + 2] == ["y"] else at + 1
    for word in clause[unit_at : unit_at + 1]:
        value, kind = _number_words(language).get(word, (0, ""))
        if 1 <= value <= 9 and kind != "times":
            return value, unit_at + 1
    return 0, at + 1


def _han(clause: Sequence[str], at: int) -> NumberSpan | None:
    if at and clause[at - 1] in _HAN_NUMERALS:
        return None  # inside numerals that make no number
    end = at
    while end < len(clause) and clause[end] in _HAN_NUMERALS:
        end += 1
    if end == at:
        return None
    value = read_han_number("".join(clause[at:end]))
    if value is None:
        return None
    weak = clause[at:end] == ["一"]
    while end < len(clause) and clause[end] in _HAN_UNSPOKEN_REST and value >= 10:
        end += 1
    return NumberSpan(at, end, value, weak)


def read_han_number(numerals: str) -> int | None:
    """Return the value of Chinese numerals, the lower one of a range.

    Args:
        numerals: only numerals: 十七, 二十三, 一百零四, digit by digit 二〇一五, or a range 三四.

    Returns:
        The number; None when the numerals make none.
    """
    if not any(c in _HAN_UNITS or c in _HAN_TENS for c in numerals):
        return _digit_by_digit([_HAN_DIGITS[c] for c in numerals])
    total = digit = 0
    has_digit = False
    for c in numerals:
        if c in _HAN_DIGITS:
            digit, has_digit = (digit if has_digit and digit else _HAN_DIGITS[c]), True
        elif c in _HAN_UNITS:
            total, digit, has_digit = total + (digit or 1) * _HAN_UNITS[c], 0, False
        else:
            total, digit, has_digit = total + _HAN_TENS[c], 0, False
    return total + digit


def _digit_by_digit(digits: Sequence[int]) -> int | None:
    if len(digits) == 2 and digits[1] == digits[0] + 1:
        return digits[0]  # 三四次: three or four times
    if len(digits) in (1, 4):
        return int("".join(map(str, digits)))
    return None


@cache
def _number_words(language: str) -> dict[str, tuple[int, str]]:
    table: dict[str, tuple[int, str]] = {}
    for tag in reversed(reading_order(language)):
        weak = words(tag, "weak_numbers")
        for word, value in dict(words(tag, "numbers")).items():
            table[word] = (int(value), "weak" if word in weak else "")
        for word, value in dict(words(tag, "multiples")).items():
            table[word] = (int(value), "times")
    return table


@cache
def _number_starts(language: str) -> frozenset[str]:
    """Return the tokens with which a number can begin, digits apart."""
    words_and_phrases = {*_number_words(language), *_number_phrases(language).first_tokens}
    return _HAN_NUMERALS | words_and_phrases


@cache
def _number_phrases(language: str) -> Phrases[int]:
    return Phrases(
        (phrase, int(value))
        for tag in reading_order(language)
        for phrase, value in dict(words(tag, "number_phrases")).items()
    )


@cache
def _phrases(language: str, kind: str) -> Phrases[bool]:
    return Phrases(
        (phrase, True) for tag in reading_order(language) for phrase in words(tag, "count", kind)
    )
