"""How many times: never more than was said."""

from __future__ import annotations

import pytest

from ecm.reading.numbers import UNSURE, read_count


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("3", 3),
        ("0", 0),
        ("99", 99),
        ("none", 0),
        ("zero", 0),
        ("never", 0),
        ("No", 0),
        ("nope", 0),
        ("not once", 0),
        ("none in the last 6 months", 0),
        ("hasn't been", 0),
        ("once", 1),
        ("one time", 1),
        ("twice", 2),
        ("a couple", 2),
        ("a couple of times", 2),
        ("half a dozen", 6),
        ("like 3 or 4", 3),
        ("three, maybe four times", 3),
        ("2-3", 2),
        ("3/4 times", 3),
        ("5 to 6", 5),
        ("twenty-one", 21),
        ("twenty two times", 22),
        ("4x", 4),
        ("4 ER visits", 4),
        ("10+", 10),
        ("at least 5", 5),
        ("more than 5", 5),
        ("3 times in 6 months", 3),
        ("my 6 year old went 4 times", 4),
        ("idk like 5", 5),
        ("called 911 3 times", 3),
        ("since march 3 about 5 visits", 5),
        ("dos veces", 2),
        ("two times this year and that's it", 2),
        ("１２", 12),
        ("٣", 3),
    ],
)
def test_english_counts_are_read(text: str, count: int) -> None:
    assert read_count(text, "en") == count


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("ninguna", 0),
        ("ninguna vez", 0),
        ("nunca", 0),
        ("cero", 0),
        ("no", 0),
        ("nada", 0),
        ("no ha ido", 0),
        ("una vez", 1),
        ("una", 1),
        ("uno", 1),
        ("dos o tres", 2),
        ("tres cuatro veces", 3),
        ("como 4", 4),
        ("cinco veces", 5),
        ("once veces", 11),
        ("treinta y dos", 32),
        ("veintidós", 22),
        ("un par de veces", 2),
        ("un par", 2),
        ("media docena", 6),
        ("más de 5", 5),
        ("3 veces en 6 meses", 3),
        ("fue dos veces", 2),
        ("4 visitas", 4),
        ("twice", 2),
        ("ni una vez", 0),
        ("unas 3 veces", 3),
    ],
)
def test_spanish_counts_are_read(text: str, count: int) -> None:
    assert read_count(text, "es") == count


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("零", 0),
        ("沒有", 0),
        ("冇", 0),
        ("都冇", 0),
        ("未試過", 0),
        ("從來沒有", 0),
        ("一", 1),
        ("一次", 1),
        ("兩", 2),
        ("兩次", 2),
        ("二", 2),
        ("三次", 3),
        ("三四次", 3),
        ("两三次", 2),
        ("十幾次", 10),
        ("十次", 10),
        ("十二次", 12),
        ("二十三次", 23),
        ("二三十次", 20),
        ("3次", 3),
        ("5次以上", 5),
        ("去過急診三次", 3),
        ("大概四次左右", 4),
        ("半年內去了兩次", 2),
        ("２次", 2),
        ("六個月三次", 3),
        ("兩至三次", 2),
        ("廿次", 20),
    ],
)
def test_chinese_counts_are_read(text: str, count: int) -> None:
    assert read_count(text, "zh-Hant") == count


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("not sure", "en"),
        ("I don't know", "en"),
        ("lost count", "en"),
        ("a few", "en"),
        ("several times", "en"),
        ("too many", "en"),
        ("less than 3", "en"),
        ("at most 2", "en"),
        ("not more than 2", "en"),
        ("I don't remember how many", "en"),
        ("no sé", "es"),
        ("no me acuerdo", "es"),
        ("muchas", "es"),
        ("menos de 3", "es"),
        ("no he contado", "es"),
        ("不知道", "zh-Hant"),
        ("唔記得", "zh-Hant"),
        ("好多次", "zh-Hant"),
        ("幾次", "zh-Hant"),
        ("數不清", "zh-Hant"),
        ("少於三次", "zh-Hant"),
        ("幾十次", "zh-Hant"),
    ],
)
def test_not_knowing_the_number_is_unsure(text: str, language: str) -> None:
    assert read_count(text, language) == UNSURE


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("100", "en"),
        ("120 times", "en"),
        ("911", "en"),
        ("yes", "en"),
        ("6 months", "en"),
        ("hello", "en"),
        ("2.5", "en"),
        ("2 and then 5", "en"),
        ("10:30", "en"),
        ("", "en"),
        ("no one told me", "en"),
        ("what do you mean", "en"),
        ("a hundred", "en"),
        ("she is 6 years old", "en"),
        ("on the 3rd", "en"),
        ("sí", "es"),
        ("6 meses", "es"),
        ("en 2 semanas", "es"),
        ("una clínica me mandó para allá", "es"),
        ("cien veces", "es"),
        ("6個月", "zh-Hant"),
        ("一個月", "zh-Hant"),
        ("什麼", "zh-Hant"),
        ("一百次", "zh-Hant"),
        ("第三", "zh-Hant"),
    ],
)
def test_what_is_no_count_is_not_read_as_one(text: str, language: str) -> None:
    assert read_count(text, language) is None


def test_the_persons_language_decides_what_once_means() -> None:
    assert read_count("once", "en") == 1
    assert read_count("once", "es") == 11
