"""Ages, and only of people."""

from __future__ import annotations

import pytest

from ecm.reading.ages import AgeMention, find_ages, read_age
from ecm.reading.phrases import clauses


@pytest.mark.parametrize(
    ("text", "language", "years"),
    [
        ("hes 6", "en", 6),
        ("He's 6", "en", 6),
        ("6 yrs old", "en", 6),
        ("6 y/o", "en", 6),
        ("6yo", "en", 6),
        ("six years old", "en", 6),
        ("my 16yr old daughter", "en", 16),
        ("8 months", "en", 0),
        ("18 months", "en", 1),
        ("18 months old", "en", 1),
        ("she is 3 weeks old", "en", 0),
        ("newborn", "en", 0),
        ("im 17", "en", 17),
        ("my son's 6", "en", 6),
        ("my daughter is 12 and has asthma", "en", 12),
        ("he just turned 4", "en", 4),
        ("age 40", "en", 40),
        ("my son john is 7", "en", 7),
        ("he is 6 1/2", "en", 6),
        ("my mom is 71", "en", 71),
        ("٦ years old", "en", 6),
        ("tiene 6 años", "es", 6),
        ("tiene 6 anos", "es", 6),
        ("tengo 17", "es", 17),
        ("mi hijo de 6 años", "es", 6),
        ("tiene 8 meses", "es", 0),
        ("6 añitos", "es", 6),
        ("acaba de cumplir 5", "es", 5),
        ("tiene seis", "es", 6),
        ("tiene 2 años y medio", "es", 2),
        ("6歲", "zh-Hant", 6),
        ("六歲半", "zh-Hant", 6),
        ("8個月", "zh-Hant", 0),
        ("十八個月大", "zh-Hant", 1),
        ("我兒子6歲", "zh-Hant", 6),
        ("佢今年十七歲", "zh-Hant", 17),
        ("我個女三歲幾", "zh-Hant", 3),
        ("初生BB", "zh-Hant", 0),
        ("三十五岁", "zh-Hant", 35),
        ("６歲", "zh-Hant", 6),
    ],
)
def test_an_age_is_read(text: str, language: str, years: int) -> None:
    assert read_age(text, language) == years


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("6", "en"),
        ("he is 6 feet tall", "en"),
        ("been sick 3 years", "en"),
        ("she is 6 months pregnant", "en"),
        ("i'm 12 weeks along", "en"),
        ("under 21", "en"),
        ("6 years ago", "en"),
        ("waiting 8 months now for this", "en"),
        ("almost 7", "en"),
        ("she is turning 7", "en"),
        ("he is 6 hours away", "en"),
        ("6 or 7 years old", "en"),
        ("my kids are 6 and 9", "en"),
        ("i'm 34 and my son is 6", "en"),
        ("he is 150", "en"),
        ("the rent is 900", "en"),
        ("in 2 years", "en"),
        ("05/03/2015", "en"),
        ("", "en"),
        ("hace 6 años", "es"),
        ("tiene 2 años esperando", "es"),
        ("tengo 5 meses de embarazo", "es"),
        ("tiene 6 hijos", "es"),
        ("menor de 6 años", "es"),
        ("lleva 3 años con esto", "es"),
        ("va a cumplir 7", "es"),
        ("tengo 5 años viviendo aquí", "es"),
        ("21歲以下", "zh-Hant"),
        ("未滿18歲", "zh-Hant"),
        ("懷孕8個月", "zh-Hant"),
        ("等了8個月還沒有消息", "zh-Hant"),
        ("我六歲的時候", "zh-Hant"),
        ("幾歲", "zh-Hant"),
    ],
)
def test_other_numbers_are_no_ages(text: str, language: str) -> None:
    assert read_age(text, language) is None


@pytest.mark.parametrize(
    ("text", "language", "years"),
    [
        ("6", "en", 6),
        ("like 6", "en", 6),
        ("about 40", "en", 40),
        ("two and a half", "en", 2),
        ("seventeen", "en", 17),
        ("0", "en", 0),
        ("120", "en", 120),
        ("she's 9 now", "en", 9),
        ("6 1/2", "en", 6),
        ("seis", "es", 6),
        ("como 8", "es", 8),
        ("tiene once", "es", 11),
        ("六", "zh-Hant", 6),
        ("十七", "zh-Hant", 17),
        ("大約三十", "zh-Hant", 30),
    ],
)
def test_a_bare_number_is_an_age_only_when_asked(text: str, language: str, years: int) -> None:
    assert read_age(text, language, bare_ok=True) == years


@pytest.mark.parametrize("text", ["121", "6 or 7", "5/3/2015", "2015", "i have 2 dogs", "yes"])
def test_a_bare_number_that_cannot_be_an_age_is_refused_even_when_asked(text: str) -> None:
    assert read_age(text, "en", bare_ok=True) is None


@pytest.mark.parametrize(
    ("text", "language", "who"),
    [
        ("im 17", "en", "self"),
        ("hes 6", "en", "they"),
        ("my 6 year old", "en", "they"),
        ("i'm a 17 year old", "en", "self"),
        ("i have a 6 year old", "en", "they"),
        ("6 years old", "en", None),
        ("tengo 17 años", "es", "self"),
        ("tiene 6", "es", "they"),
        ("tengo una hija de 6 años", "es", "they"),
        ("我今年17歲", "zh-Hant", "self"),
        ("我兒子6歲", "zh-Hant", "they"),
        ("佢6歲", "zh-Hant", "they"),
        ("6歲", "zh-Hant", None),
        ("my daughter is 9", "en", "they"),
        ("she is 9", "en", "they"),
    ],
)
def test_whose_age_it_is_goes_with_it(text: str, language: str, who: str | None) -> None:
    assert [mention.who for mention in find_ages(clauses(text), language)] == [who]


def test_a_parents_age_and_a_childs_are_told_apart() -> None:
    ages = find_ages(clauses("i'm 34 and my son is 6"), "en")
    assert ages == [AgeMention(34, "self"), AgeMention(6, "they")]
