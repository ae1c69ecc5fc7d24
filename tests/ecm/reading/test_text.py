"""One form to store, one form to match."""

from __future__ import annotations

import pytest

from ecm.reading.text import fold, normalise, western_digits


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("  hello   there ", "hello there"),
        ("line one\r\nline\ttwo", "line one line two"),
        ("nul\x00 and bell\x07", "nul and bell"),
        ("\x1b[31mred", "[31mred"),
        ("a\u202eevil\u202c b", "aevil b"),
        ("\u2066left\u2069", "left"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("soft\u00adhyphen", "softhyphen"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("👩\u200d👧", "👩\u200d👧"),
        ("e\u0301l", "él"),
        ("ＡＢＣ１２３ｘ", "ABC123x"),
        ("１２　３", "12 3"),
        ("\ud83d\ude00 ok", "😀 ok"),
        ("half \ud800 of a pair", "half of a pair"),
        ("\udc00", ""),
        ("\u00a0nbsp\u2003em", "nbsp em"),
        ("next\x85line", "next line"),
        ("", ""),
    ],
)
def test_a_text_is_stored_clean(text: str, stored: str) -> None:
    assert normalise(text) == stored


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("¿Cuántos AÑOS?", "¿cuantos anos?"),
        ("Nguyễn Thị Đào", "nguyen thi dao"),
        ("don’t", "don't"),
        ("“quoted”", '"quoted"'),
        ("5–6", "5-6"),
        ("我們沒有", "我們沒有"),
        ("帮我", "帮我"),
        ("STRASSE straße", "strasse strasse"),
        ("Ё й", "ё й"),
        ("हिन्दी", "हिन्दी"),
        ("？！，", "?!,"),
        ("한국어", "한국어"),
        ("Łódź Ørsted", "lodz orsted"),
        ("SÍ", "si"),
        ("ไทย", "ไทย"),
    ],
)
def test_a_text_is_matched_without_case_and_latin_accents(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("text", "western"),
    [
        ("٠١٢٣٤٥٦٧٨٩", "0123456789"),
        ("۱۴۰۴", "1404"),
        ("०१२", "012"),
        ("੧੨੩", "123"),
        ("๒๕๕๘", "2558"),
        ("໑໒", "12"),
        ("១២៣", "123"),
        ("၁၂", "12"),
        ("０９", "09"),
        ("𝟙𝟚", "12"),
        ("plain 12", "plain 12"),
        ("三十", "三十"),
        ("½", "½"),
        ("²", "²"),
        ("Ⅻ", "Ⅻ"),
    ],
)
def test_decimal_digits_of_any_script_become_western(text: str, western: str) -> None:
    assert western_digits(text) == western
