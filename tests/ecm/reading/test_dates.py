"""Birth dates are read or asked about, never guessed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecm.reading.dates import DateReading, read_birth_date

TODAY = date(2026, 11, 22)
MAY_3 = date(2015, 5, 3)
MAY_13 = date(2015, 5, 13)


@pytest.mark.parametrize(
    ("text", "language", "day"),
    [
        ("5/13/2015", "en", MAY_13),
        ("13/5/2015", "en", MAY_13),
        ("13.5.2015", "en", MAY_13),
        ("5-13-15", "en", MAY_13),
        ("5 13 2015", "en", MAY_13),
        ("5/13/2015.", "en", MAY_13),
        ("5 5 2015", "en", date(2015, 5, 5)),
        ("2015-05-03", "en", MAY_3),
        ("2015/5/3", "en", MAY_3),
        ("2015.05.03", "en", MAY_3),
        ("20150503", "en", MAY_3),
        ("05132015", "en", MAY_13),
        ("May 3rd 2015", "en", MAY_3),
        ("may 3, 2015", "en", MAY_3),
        ("3 May 2015", "en", MAY_3),
        ("3rd of may, 2015", "en", MAY_3),
        ("May3 2015", "en", MAY_3),
        ("2015 may 3", "en", MAY_3),
        ("sept. 9, '10", "en", date(2010, 9, 9)),
        ("febuary 14 2012", "en", date(2012, 2, 14)),
        ("Agust 1 1999", "en", date(1999, 8, 1)),
        ("15 march 98", "en", date(1998, 3, 15)),
        ("12/25/30", "en", date(1930, 12, 25)),
        ("born on 5/13/2015 at 5pm", "en", MAY_13),
        ("he is 6 may 3 2015", "en", MAY_3),
        ("november 22 2026", "en", TODAY),
        ("may third 2015", "en", MAY_3),
        ("13/5/2015", "es", MAY_13),
        ("3 de mayo de 2015", "es", MAY_3),
        ("3 de mayo del 2015", "es", MAY_3),
        ("mayo 3 de 2015", "es", MAY_3),
        ("5 de mayo 15", "es", date(2015, 5, 5)),
        ("tres de mayo del 2015", "es", MAY_3),
        ("primero de enero de 2010", "es", date(2010, 1, 1)),
        ("12 abr 1990", "es", date(1990, 4, 12)),
        ("nació el 3 de mayo de 2015", "es", MAY_3),
        ("3 dicienbre 2001", "es", date(2001, 12, 3)),
        ("1 setiembre 2001", "es", date(2001, 9, 1)),
        ("may 3 2015", "es", MAY_3),
        ("2015年5月3日", "zh-Hant", MAY_3),
        ("2015年5月3號", "zh-Hant", MAY_3),
        ("民國104年5月3日", "zh-Hant", MAY_3),
        ("民國一百零四年五月三日", "zh-Hant", MAY_3),
        ("二〇一五年五月三日", "zh-Hant", MAY_3),
        ("二零一五年五月三日", "zh-Hant", MAY_3),
        ("104年5月3日", "zh-Hant", MAY_3),
        ("104/5/3", "zh-Hant", MAY_3),
        ("1040503", "zh-Hant", MAY_3),
        ("民國104/5/3", "zh-Hant", MAY_3),
        ("２０１５年５月１３日", "zh-Hant", MAY_13),
        ("她是2015年5月3日出生的", "zh-Hant", MAY_3),
        ("一九八〇年十二月廿五日", "zh-Hant", date(1980, 12, 25)),
        ("٠٥/١٣/٢٠١٥", "ar", MAY_13),
        ("१३/०५/२०१५", "hi", MAY_13),
        ("2558-05-03", "th", MAY_3),
        ("2015년 5월 3일", "ko", MAY_3),
        ("03/04/2015 march 4 2015", "en", date(2015, 3, 4)),
        ("11/12/2026", "en", date(2026, 11, 12)),
    ],
)
def test_a_date_that_can_only_be_one_is_read(text: str, language: str, day: date) -> None:
    assert read_birth_date(text, language, TODAY) == DateReading(value=day)


@pytest.mark.parametrize("language", ["en", "es", "zh-Hant", "vi", "ko", "ar"])
@pytest.mark.parametrize(
    "text", ["03/04/2015", "3/4/2015", "3-4-2015", "3.4.2015", "3 4 2015", "03042015", "3/4/15"]
)
def test_day_and_month_that_could_be_swapped_are_asked_in_every_language(
    text: str, language: str
) -> None:
    reading = read_birth_date(text, language, TODAY)
    assert reading.value is None and reading.problem is None
    assert {date(2015, 3, 4), date(2015, 4, 3)} <= set(reading.ambiguous)
    assert list(reading.ambiguous) == sorted(reading.ambiguous)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("92年5月3日", (date(1992, 5, 3), date(2003, 5, 3))),
        ("80/5/13", (date(1980, 5, 13), date(1991, 5, 13))),
    ],
)
def test_a_short_chinese_year_may_count_from_1911(text: str, days: tuple[date, ...]) -> None:
    assert read_birth_date(text, "zh-Hant", TODAY) == DateReading(ambiguous=days)


def test_two_different_dates_are_both_offered() -> None:
    reading = read_birth_date("5/13/2015 no wait 6/14/2015", "en", TODAY)
    assert reading.ambiguous == (MAY_13, date(2015, 6, 14))


@pytest.mark.parametrize(
    ("text", "language", "problem"),
    [
        ("12/25/2030", "en", "future"),
        ("tomorrow may 3 2027", "en", "future"),
        ("3 de mayo de 2030", "es", "future"),
        ("2030年5月3日", "zh-Hant", "future"),
        ("1/1/1890", "en", "too_old"),
        ("5 de mayo de 1850", "es", "too_old"),
        ("02/30/2015", "en", "not_a_date"),
        ("2/29/2015", "en", "not_a_date"),
        ("13/13/2015", "en", "not_a_date"),
        ("may 32 2015", "en", "not_a_date"),
        ("hello", "en", "not_a_date"),
        ("6", "en", "not_a_date"),
        ("", "en", "not_a_date"),
        ("530-555-0123", "en", "not_a_date"),
        ("1015", "en", "not_a_date"),
        ("5305550123", "en", "not_a_date"),
        ("農曆五月初三", "zh-Hant", "not_a_date"),
        ("no sé", "es", "not_a_date"),
        ("may 2015", "en", "incomplete"),
        ("may 3", "en", "incomplete"),
        ("2015", "en", "incomplete"),
        ("5/3", "en", "incomplete"),
        ("5/2015", "en", "incomplete"),
        ("en mayo", "es", "incomplete"),
        ("3 de mayo", "es", "incomplete"),
        ("2015年", "zh-Hant", "incomplete"),
        ("五月三日", "zh-Hant", "incomplete"),
        ("2015年5月", "zh-Hant", "incomplete"),
    ],
)
def test_what_is_wrong_with_a_date_is_named(text: str, language: str, problem: str) -> None:
    assert read_birth_date(text, language, TODAY) == DateReading(problem=problem)


_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "es": "enero febrero marzo abril mayo junio julio "
    "agosto septiembre octubre noviembre diciembre",
}
_HAN = "〇一二三四五六七八九"
_ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


def _han(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("" if tens < 2 else _HAN[tens]) + ("十" if tens else "") + (_HAN[ones] if ones else "")


def _written(d: date) -> list[tuple[str, str, bool]]:
    """Return ways to write a date: text, language, and whether it can only be this date."""
    en, es = (_MONTHS[tag].split()[d.month - 1] for tag in ("en", "es"))
    settled = d.day > 12 or d.day == d.month
    han_year = "".join(_HAN[int(digit)] for digit in str(d.year))
    return [
        (f"{d:%Y-%m-%d}", "en", True),
        (f"{d:%Y/%m/%d}", "es", True),
        (f"{d:%m/%d/%Y}", "en", settled),
        (f"{d:%d/%m/%Y}", "es", settled),
        (f"{d.month}.{d.day}.{d.year}", "en", settled),
        (f"{d:%d %m %Y}", "es", settled),
        (f"{en} {d.day}, {d.year}", "en", True),
        (f"{d.day} {en[:3]} {d.year}", "en", True),
        (f"{d.day} de {es} de {d.year}", "es", True),
        (f"{es} {d.day} del {d.year}", "es", True),
        (f"{d.year}年{d.month}月{d.day}日", "zh-Hant", True),
        (f"{han_year}年{_han(d.month)}月{_han(d.day)}日", "zh-Hant", True),
        (f"{d:%m/%d/%Y}".translate(_ARABIC), "ar", settled),
        (f"{d:%m%d%Y}", "en", False),
        (f"{d:%d%m%Y}", "es", False),
        (f"{d:%Y%m%d}", "en", False),
        *(
            [(f"民國{d.year - 1911}年{d.month}月{d.day}日", "zh-Hant", True)]
            if d.year > 1911
            else []
        ),
    ]


@given(st.dates(TODAY - timedelta(days=119 * 365), TODAY))
def test_every_written_date_comes_back_or_is_asked_about(day: date) -> None:
    for text, language, settled in _written(day):
        reading = read_birth_date(text, language, TODAY)
        assert day in (reading.value, *reading.ambiguous), text
        assert not settled or reading.value == day, text


@given(st.dates(TODAY - timedelta(days=98 * 365), TODAY))
def test_two_digit_years_mean_the_latest_past_one(day: date) -> None:
    for text in (f"{day:%m/%d/%y}", f"{day:%d-%m-%y}"):
        reading = read_birth_date(text, "en", TODAY)
        assert day in (reading.value, *reading.ambiguous), text
