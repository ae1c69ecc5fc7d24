"""Telephone numbers and member numbers are not mistaken for each other."""

from __future__ import annotations

import pytest

from ecm.reading.ids import read_member_id
from ecm.reading.phones import pretty_phone, read_phone

OURS = "+15305550123"


@pytest.mark.parametrize(
    "text",
    [
        "5305550123",
        "530-555-0123",
        "(530) 555-0123",
        "530.555.0123",
        "530 555 0123",
        "+1 530 555 0123",
        "1-530-555-0123",
        "15305550123",
        "call me at 530-555-0123 after 5",
        "mi numero es 530 555 0123 gracias",
        "我的電話是530-555-0123",
        "٥٣٠٥٥٥٠١٢٣",
        "５３０５５５０１２３",
        "5 3 0 5 5 5 0 1 2 3",
        "530\u2013555\u20130123",
        "my zip is 95926 and cell 5305550123",
        "530-555-0123 or 530 555 0123",
        "(530)555-0123!",
        "+15305550123",
    ],
)
def test_a_us_number_is_read_however_it_is_spaced(text: str) -> None:
    assert read_phone(text) == OURS


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no",
        "555-0123",
        "530555012",
        "53055501234",
        "5305550123456",
        "91234567A",
        "95926",
        "05/03/2015",
        "+52 664 555 0123",
        "+44 20 7946 0958",
        "416-555-0123",
        "0305550123",
        "130-555-0123",
        "530-155-0123",
        "530-555-0123 or 916-555-0199",
        "1,530,555",
        "911",
        "988",
    ],
)
def test_anything_else_is_no_us_number(text: str) -> None:
    assert read_phone(text) is None


def test_numbers_of_us_territories_are_us_numbers() -> None:
    assert read_phone("787-555-0123") == "+17875550123"


@pytest.mark.parametrize(
    ("number", "pretty"),
    [
        (OURS, "(530) 555-0123"),
        ("+18004304263", "(800) 430-4263"),
        ("+526645550123", "+52 664 555 0123"),
        ("not a number", "not a number"),
        ("", ""),
    ],
)
def test_a_number_is_shown_as_people_write_it(number: str, pretty: str) -> None:
    assert pretty_phone(number) == pretty


@pytest.mark.parametrize(
    "text",
    [
        "91234567A",
        "91234567a",
        "9123 4567 A",
        "9123-4567-A",
        "91234567-A",
        "id 91234567A",
        "it's 91234567A thanks",
        "91234567A95123",
        "91234567A 95123",
        "9 1 2 3 4 5 6 7 A",
        "９１２３４５６７Ａ",
        "٩١٢٣٤٥٦٧A",
        "mi numero es 91234567A",
        "我的號碼是91234567A",
        "91234567A.",
        "91234567A and again 91234567A",
    ],
)
def test_a_member_number_is_read_and_a_card_number_is_cut(text: str) -> None:
    assert read_member_id(text) == "91234567A"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "91234567",
        "A91234567",
        "91234567AB",
        "991234567A",
        "1234567A",
        "95926",
        "95926-1234",
        "530-555-0123",
        "5305550123A",
        "i have 12345678 a lot of them",
        "91234567A951234",
        "91234567A or 91234568B",
        "05/03/2015",
        "call 530 555 01 23 A",
    ],
)
def test_zip_codes_phones_and_longer_numbers_are_no_member_numbers(text: str) -> None:
    assert read_member_id(text) is None
