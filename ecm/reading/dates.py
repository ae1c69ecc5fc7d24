"""Birth dates in the forms people write them, never guessed.

03/04/2015 is two dates in every language of California, so it is reported as both; a form that
settles the order (a month's name, year first, 年月日, a day above 12) gives one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from ecm.reading.date_forms import Parts, find_parts, has_part_of_a_date

DateProblem = Literal["future", "too_old", "not_a_date", "incomplete"]
OLDEST_YEARS = 120
_ROC_OFFSET = 1911  # year 1 of the Republic of China is 1912
_BUDDHIST_OFFSET = 543
_BUDDHIST_YEARS_ABOVE = 2400


@dataclass(frozen=True)
class DateReading:
    """What a text says of a birth date: one date, several possible ones, or why none.

    Attributes:
        value: the date, when there is exactly one.
        ambiguous: the possible dates in order, when there are several; ask with month names.
        problem: why there is no date; None when there is a value or a choice.
    """

    value: date | None = None
    ambiguous: tuple[date, ...] = ()
    problem: DateProblem | None = None


def read_birth_date(text: str, language: str, today: date) -> DateReading:
    """Read a birth date.

    Args:
        text: the whole answer.
        language: the person's tag; Chinese adds years of the Republic (民國) and year-first order.
        today: the day of the conversation; later dates are "future", dates more than 120 years
            before are "too_old". Two-digit years are the latest that is not in the future.
    """
    found = [_dates(forms, today) for forms in find_parts(text, language)]
    if any(found):
        return _reading(_agreed([dates for dates in found if dates]), today)
    if not found and has_part_of_a_date(text, language, today.year):
        return DateReading(problem="incomplete")
    return DateReading(problem="not_a_date")


def _agreed(found: list[set[date]]) -> set[date]:
    """Return what all mentions have in common ("3/4/2015, march 4 2015"), else all of them."""
    common = set.intersection(*found)
    return common or set.union(*found)


def _reading(dates: set[date], today: date) -> DateReading:
    possible = sorted(d for d in dates if _oldest(today) <= d <= today)
    if len(possible) == 1:
        return DateReading(value=possible[0])
    if possible:
        return DateReading(ambiguous=tuple(possible))
    return DateReading(problem="future" if max(dates) > today else "too_old")


def _dates(forms: tuple[Parts, ...], today: date) -> set[date]:
    return {day for parts in forms for day in _calendar_dates(parts, today)}


def _calendar_dates(parts: Parts, today: date) -> list[date]:
    years = _years(parts, today)
    return [d for d in (_date(year, parts.month, parts.day) for year in years) if d]


def _years(parts: Parts, today: date) -> list[int]:
    """Return the years, Gregorian, that a written year can mean."""
    if parts.era == "roc":
        return [parts.year + _ROC_OFFSET]
    if parts.year_digits > 2:
        return [_gregorian(parts.year)]
    years = [_latest_past(parts, today)]
    if parts.era == "roc or western":
        years.append(parts.year + _ROC_OFFSET)
    return years


def _latest_past(parts: Parts, today: date) -> int:
    century = today.year // 100 * 100
    recent = _date(century + parts.year, parts.month, parts.day)
    return century + parts.year - (100 if recent is None or recent > today else 0)


def _gregorian(year: int) -> int:
    """Return the Gregorian year; years above 2400 are Buddhist ones, as Thai and Lao write."""
    return year - _BUDDHIST_OFFSET if year > _BUDDHIST_YEARS_ABOVE else year


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _oldest(today: date) -> date:
    return _date(today.year - OLDEST_YEARS, today.month, today.day) or date(
        today.year - OLDEST_YEARS, 3, 1
    )
