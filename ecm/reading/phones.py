"""Telephone numbers of the United States, as people text them."""

from __future__ import annotations

import re

import phonenumbers

from ecm.reading.text import normalise, western_digits

# The country of +1 is shared; these regions are the United States and its territories.
_US_REGIONS = frozenset({"US", "PR", "GU", "VI", "AS", "MP"})
_FOREIGN = re.compile(r"\+\s*(?!1)\d[\d\s().\-]*")
_NUMBER = re.compile(
    r"(?<![\d+])(?:\+?1[\s.\-]*)?\(?([2-9]\d{2})\)?[\s.\-/]*([2-9]\d{2})[\s.\-]*(\d{4})(?!\d)"
)
_ONLY_A_NUMBER = re.compile(r"\+?[\d\s().\-]+")
_DASHES = re.compile("[\u2010-\u2015\u2212\uff0d]")


def read_phone(text: str) -> str | None:
    """Read the one US telephone number in a text.

    Args:
        text: anything; digits of any script.

    Returns:
        E.164 (+1 and ten digits); None when there is no valid US number, or more than one.
    """
    plain = _DASHES.sub("-", western_digits(normalise(text)))
    local = _FOREIGN.sub(" ", plain)
    found = {"".join(match.groups()) for match in _NUMBER.finditer(local)}
    if not found and _ONLY_A_NUMBER.fullmatch(local.strip()):
        found = {_ten_digits(local)}
    numbers = {f"+1{digits}" for digits in found if _is_us_number(digits)}
    return numbers.pop() if len(numbers) == 1 else None


def pretty_phone(e164: str) -> str:
    """Return a number as people write it: (530) 555-0123; foreign ones in international form.

    Args:
        e164: a number with its country code; anything else comes back as it is.
    """
    try:
        number = phonenumbers.parse(e164, None)
    except phonenumbers.NumberParseException:
        return e164
    domestic = number.country_code == 1
    style = phonenumbers.PhoneNumberFormat
    return phonenumbers.format_number(number, style.NATIONAL if domestic else style.INTERNATIONAL)


def _ten_digits(text: str) -> str:
    digits = re.sub(r"\D", "", text)
    return digits[1:] if len(digits) == 11 and digits[0] == "1" else digits


def _is_us_number(digits: str) -> bool:
    if len(digits) != 10:
        return False
    number = phonenumbers.PhoneNumber(country_code=1, national_number=int(digits))
    return (
        phonenumbers.is_valid_number(number)
        and phonenumbers.region_code_for_number(number) in _US_REGIONS
    )
