"""The written forms of a date: in digits, with month names, with 年月日, and run together."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal, NamedTuple, Sequence

from ecm.reading.data import reading_order, word_set, words
from ecm.reading.numbers import number_spans, read_han_number
from ecm.reading.phrases import tokens
from ecm.reading.text import fold, western_digits

Era = Literal["western", "roc", "roc or western"]
_EARLIEST_YEAR = 1900
_SHORTEST_NAME = 3
_SHORTEST_NAME_WITH_TYPO = 4
_REACH = 8  # tokens on either side of a month's name

_NUMERIC = re.compile(
    r"(?<!\d)(?<!\d[-/.])(\d{1,4})(?:\s*[-/.]\s*|\s+)(\d{1,2})(?:\s*[-/.]\s*|\s+)(\d{4}|\d{1,2})"
    r"(?![-/.]?\d|\s+\d)"
)
_DIGIT_RUN = re.compile(r"\d+")
_HAN_NUMBER = "[〇零元一二三四五六七八九十廿卅百]"
_YEAR_MONTH_DAY = re.compile(
    rf"(民[國国])?\s*(\d{{1,4}}|{_HAN_NUMBER}{{1,6}})\s*[年년]\s*(\d{{1,2}}|{_HAN_NUMBER}{{1,3}})"
    rf"\s*[月월]\s*(\d{{1,2}}|{_HAN_NUMBER}{{1,3}})(?!\d)"
)
_ROC_WITH_SIGNS = re.compile(r"民[國国]\s*(\d{1,3})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{1,2})(?!\d)")
_PART_OF_YEAR_MONTH_DAY = re.compile(r"[\d〇零一二三四五六七八九十]\s*[年月]|民[國国]\s*\d")
_PART_OF_NUMERIC = re.compile(r"(?<![\d/.-])\d{1,2}\s*[-/.]\s*(\d{4}|\d{1,2})(?![\d/.-])")
_LUNAR = re.compile("[農农陰阴旧舊][曆历]")


class Parts(NamedTuple):
    """One way to read a written date: its numbers, and what the year counts from."""

    year: int
    month: int
    day: int
    year_digits: int = 4
    era: Era = "western"


def find_parts(text: str, language: str) -> list[tuple[Parts, ...]]:
    """Return, for every date written in a text, all the ways to read it, or none (month 13).

    Args:
        text: anything.
        language: the person's tag.
    """
    folded = western_digits(fold(text)).replace(",", " ")
    if _LUNAR.search(folded):
        return []  # a day of the lunar calendar is another day; it must be asked again
    chinese = language.startswith("zh")
    found = [*_with_characters(folded), *_with_month_names(folded, language)]
    found += _numeric(folded, chinese) or _run_together(folded, chinese)
    return found


def has_part_of_a_date(text: str, language: str, this_year: int) -> bool:
    """Return whether a text gives a year, a month or a day, but no full date.

    Args:
        text: anything.
        language: the person's tag.
        this_year: the present year; a lone number from 1900 to it is a year.
    """
    folded = western_digits(fold(text))
    if _LUNAR.search(folded):
        return False
    if _PART_OF_NUMERIC.search(folded) or _PART_OF_YEAR_MONTH_DAY.search(folded):
        return True
    message = tokens(folded)
    if any(
        t.isdecimal() and len(t) == 4 and _EARLIEST_YEAR <= int(t) <= this_year for t in message
    ):
        return True
    names = [token for token in message if len(token) >= _SHORTEST_NAME]
    return any(_month_numbers(token, language, exact=True) for token in names)


def _numeric(folded: str, chinese: bool) -> list[tuple[Parts, ...]]:
    return [
        _numeric_parts(first, second, third, chinese)
        for first, second, third in _NUMERIC.findall(folded)
    ]


def _numeric_parts(first: str, second: str, third: str, chinese: bool) -> tuple[Parts, ...]:
    a, b, c = int(first), int(second), int(third)
    if len(first) == 4:
        return _settled((Parts(a, b, c),), (Parts(a, c, b),)) if len(third) <= 2 else ()
    if len(first) == 3:
        return (Parts(a, b, c, 3, "roc"),) if chinese and len(third) <= 2 else ()
    if len(third) == 1:
        return ()
    era: Era = "roc or western" if chinese else "western"
    year_first = Parts(a, b, c, 2, era) if len(third) == 2 and (chinese or a > 31) else None
    year_last = (Parts(c, a, b, len(third)), Parts(c, b, a, len(third)))
    return tuple(p for p in (*year_last, year_first) if p and _is_month_and_day(p))


def _settled(*readings: tuple[Parts, ...]) -> tuple[Parts, ...]:
    """Return the first reading that has a month and a day: year-month-day before year-day-month."""
    return next((r for r in readings if all(map(_is_month_and_day, r))), ())


def _is_month_and_day(parts: Parts) -> bool:
    return 1 <= parts.month <= 12 and 1 <= parts.day <= 31


def _run_together(folded: str, chinese: bool) -> list[tuple[Parts, ...]]:
    """Read 05032015, 20150503, 050315 and (in Chinese) 1040503 when they are the only digits."""
    runs = _DIGIT_RUN.findall(folded)
    if len(runs) != 1:
        return []
    parts = tuple(p for p in _cuts(runs[0], chinese) if _is_month_and_day(p))
    return [parts] if parts else []


def _cuts(run: str, chinese: bool) -> list[Parts]:
    if len(run) == 8:
        head, a, b = int(run[:4]), int(run[4:6]), int(run[6:])
        year_first = [Parts(head, a, b)] if head >= _EARLIEST_YEAR else []
        a, b, tail = int(run[:2]), int(run[2:4]), int(run[4:])
        return [*year_first, Parts(tail, a, b), Parts(tail, b, a)]
    if len(run) == 6:
        a, b, c = int(run[:2]), int(run[2:4]), int(run[4:])
        return [Parts(c, a, b, 2), Parts(c, b, a, 2), Parts(a, b, c, 2)]
    if len(run) == 7 and chinese:
        return [Parts(int(run[:3]), int(run[3:5]), int(run[5:]), 3, "roc")]
    return []


def _with_characters(folded: str) -> list[tuple[Parts, ...]]:
    found: list[tuple[Parts, ...]] = []
    for match in _YEAR_MONTH_DAY.finditer(folded):
        era, year, month, day = match.groups()
        numbers = [_number(part) for part in (year, month, day)]
        if None not in numbers:
            y, m, d = (n for n in numbers if n is not None)
            found.append((_character_parts(bool(era), y, m, d),))
    for match in _ROC_WITH_SIGNS.finditer(folded):
        y, m, d = map(int, match.groups())
        found.append((Parts(y, m, d, 3, "roc"),))
    return found


def _character_parts(republic: bool, year: int, month: int, day: int) -> Parts:
    if republic or 100 <= year < 200:
        return Parts(year, month, day, 3, "roc")
    if year < 100:
        return Parts(year, month, day, 2, "roc or western")
    return Parts(year, month, day)


def _number(written: str) -> int | None:
    if written.isdecimal() and written.isascii():
        return int(written)
    if written == "元":
        return 1  # 民國元年 is year 1
    if "元" in written:
        return None
    if len(written) == 2 and not set(written) & set("十廿卅百"):
        return int("".join(str(read_han_number(c)) for c in written))
    return read_han_number(written)


def _with_month_names(folded: str, language: str) -> list[tuple[Parts, ...]]:
    message = tokens(folded)
    found: list[tuple[Parts, ...]] = []
    for at, token in enumerate(message):
        months = _month_numbers(token, language) if len(token) >= _SHORTEST_NAME else ()
        numbers = _numbers_around(message, at, language) if months else None
        if numbers:
            (year, digits), day = numbers
            found.append(tuple(Parts(year, month, day, digits) for month in months))
    return found


def _numbers_around(
    message: Sequence[str], at: int, language: str
) -> tuple[tuple[int, int], int] | None:
    """Return ((year, digits of the year), day) beside a month's name."""
    before = _adjacent(message[max(0, at - _REACH) : at][::-1], language)[:1]
    after = _adjacent(message[at + 1 : at + 1 + _REACH], language)[:2]
    orders = [(after[1], after[0])] if len(after) == 2 else []
    if before and after:
        orders += [(after[0], before[0]), (before[0], after[0])]
    if len(after) == 2 and before and len(after[1]) != 4:
        orders = orders[1:]  # "3 may 15 ..." rather than a day and a year after the month
    for year, day in orders:
        if len(day) <= 2 and len(year) in (2, 4):
            return (int(year), len(year)), int(day)
    return None


def _adjacent(message: Sequence[str], language: str) -> list[str]:
    """Return the numbers, as digits, that follow with nothing but "of", "the", "de" between."""
    fillers = word_set(language, "date_fillers") | {"-", "/", "."}
    numbers: list[str] = []
    for token in message:
        number = _day_or_year(token, language)
        if number is not None:
            numbers.append(number)
        elif token not in fillers:
            break
    return numbers


def _day_or_year(token: str, language: str) -> str | None:
    if token.isdecimal():
        return token
    if token in _day_words(language):
        return str(_day_words(language)[token])
    spans = number_spans([token], language)
    return str(spans[0].value) if spans else None


def _month_numbers(token: str, language: str, exact: bool = False) -> tuple[int, ...]:
    """Return the months that a word names; two when a typing error leaves "juno" open."""
    table = _months(language)
    if token in table:
        return (table[token],)
    if exact or len(token) < _SHORTEST_NAME_WITH_TYPO or not token.isalpha():
        return ()
    near = {
        number
        for name, number in table.items()
        if len(name) >= _SHORTEST_NAME_WITH_TYPO and _is_one_typo_away(token, name)
    }
    return tuple(sorted(near))


def _is_one_typo_away(word: str, name: str) -> bool:
    """Return whether one letter was left out, added, changed, or two were swapped."""
    start = 0
    while start < min(len(word), len(name)) and word[start] == name[start]:
        start += 1
    rest, wanted = word[start:], name[start:]
    return (
        rest[1:] == wanted
        or rest == wanted[1:]
        or rest[1:] == wanted[1:]
        or (rest[:2] == wanted[1::-1] and rest[2:] == wanted[2:])
    )


@cache
def _months(language: str) -> dict[str, int]:
    table: dict[str, int] = {}
    for tag in reversed(reading_order(language)):
        table.update({name: int(number) for name, number in dict(words(tag, "months")).items()})
    return table


@cache
def _day_words(language: str) -> dict[str, int]:
    return {
        word: int(day)
        for tag in reading_order(language)
        for word, day in dict(words(tag, "day_words")).items()
    }
