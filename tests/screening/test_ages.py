"""Ages in whole years: birthdays and leap days."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ecm.facts import age_on

DAYS = st.dates(date(1906, 1, 1), date(2030, 12, 31))


@given(DAYS, st.integers(0, 110))
def test_a_year_is_added_on_the_birthday_and_not_the_day_before(born: date, years: int) -> None:
    leap_day = (born.month, born.day) == (2, 29)
    year = born.year + years
    common = year % 4 != 0 or (year % 100 == 0 and year % 400 != 0)
    birthday = date(year, 3, 1) if leap_day and common else born.replace(year=year)
    assert age_on(born, birthday) == years
    assert age_on(born, birthday - timedelta(days=1)) == years - 1


def test_born_on_a_leap_day_is_21_on_march_1_of_a_common_year() -> None:
    born = date(2004, 2, 29)
    assert [age_on(born, day) for day in (date(2025, 2, 28), date(2025, 3, 1))] == [20, 21]


def test_born_on_a_leap_day_is_20_on_the_leap_day() -> None:
    born = date(2004, 2, 29)
    assert [age_on(born, day) for day in (date(2024, 2, 28), date(2024, 2, 29))] == [19, 20]
