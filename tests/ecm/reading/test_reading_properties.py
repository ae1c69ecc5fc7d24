"""Whatever a phone can send: nothing raises, nothing is slow, cleaning is done once."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecm.reading.ages import read_age
from ecm.reading.dates import read_birth_date
from ecm.reading.hints import read_facts, read_yes_no
from ecm.reading.ids import read_member_id
from ecm.reading.language import detect_language, requested_language
from ecm.reading.names import LONGEST_NAME, read_name
from ecm.reading.numbers import LARGEST_COUNT, read_count
from ecm.reading.phones import pretty_phone, read_phone
from ecm.reading.phrases import clauses
from ecm.reading.places import read_county, read_plan
from ecm.reading.relationships import read_relationship, read_subject
from ecm.reading.text import fold, normalise, western_digits

TODAY = date(2026, 11, 22)
# `_fixed_work` on the 2-core machine of the 5 ms goal, idle, Python 3.11; slower ones get longer.
FIXED_WORK_SECONDS = 0.0019
LANGUAGES = ("en", "es", "zh-Hant", "vi", "xx")
READERS: dict[str, Callable[[str, str], object]] = {
    "normalise": lambda text, _: normalise(text),
    "fold": lambda text, _: fold(text),
    "western_digits": lambda text, _: western_digits(text),
    "read_count": read_count,
    "read_age": lambda text, language: read_age(text, language, bare_ok=True),
    "read_birth_date": lambda text, language: read_birth_date(text, language, TODAY),
    "read_phone": lambda text, _: read_phone(text),
    "pretty_phone": lambda text, _: pretty_phone(text),
    "read_name": read_name,
    "read_county": lambda text, _: read_county(text),
    "read_county strictly": lambda text, _: read_county(text, strict=True),
    "read_plan": lambda text, _: read_plan(text),
    "read_member_id": lambda text, _: read_member_id(text),
    "read_subject": read_subject,
    "read_relationship": read_relationship,
    "read_yes_no": read_yes_no,
    "read_facts": read_facts,
    "read_facts when asked": lambda text, language: read_facts(text, language, "er_visits"),
    "detect_language": detect_language,
    "requested_language": lambda text, _: requested_language(text),
}
# Pieces that the readers look for, so that random texts reach far into them.
PIECES = (
    "my son is 6",
    "we live in a motel",
    "tiene 6 años",
    "我哋瞓車",
    "03/04/2015",
    "民國104年5月3日",
    "530-555-0123",
    "91234567A",
    "twice",
    "三四次",
    "no",
    "si",
    "不知道",
    "kaiser",
    "Los Ángeles",
    "la",
    "in spanish",
    "se llama",
    "她叫",
    "may 3",
    "\ud800",
    "\u202e",
    "\x00",
    "👩\u200d👧",
    "½",
    "١٢",
    "'",
    "-",
    "\n",
)
TEXTS = st.one_of(
    st.text(st.characters(), max_size=300),
    st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=4)), max_size=12).map(" ".join),
)
LONG_TEXTS = {
    "english": "my son is 6 and we live in a motel since we lost our place, ",
    "chinese": "我哋瞓車冇地方住佢6歲有CCS，",
    "spanish": "no se si mi hijo tiene 6 años y vivimos en un motel ",
    "one letter": "a ",
    "numbers": "1 ",
    "dates": "3/4/15 may 5 ",
    "brackets": "((--",
    "words without spaces": "abcdefgh",
    "marks": "e\u0301\u0301",
    "phones": "530 555 01 ",
    "the same han": "三",
    "surrogates": "\ud800a",
}


@pytest.mark.parametrize("name", READERS)
@given(text=TEXTS, language=st.sampled_from(LANGUAGES))
@settings(deadline=None)
def test_no_text_makes_a_reader_fail(name: str, text: str, language: str) -> None:
    READERS[name](text, language)


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize("piece", LONG_TEXTS.values(), ids=LONG_TEXTS)
def test_five_thousand_characters_make_no_reader_fail(name: str, piece: str) -> None:
    READERS[name]((piece * 5000)[:5000], "en")


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize("piece", LONG_TEXTS.values(), ids=LONG_TEXTS)
def test_the_longest_message_is_read_in_5_milliseconds(name: str, piece: str) -> None:
    text = (piece * 1600)[:1600]
    seconds = _best_seconds(lambda: READERS[name](text, "zh-Hant"))
    assert seconds < 0.005 * max(1.0, _best_seconds(_fixed_work) / FIXED_WORK_SECONDS)


def _best_seconds(work: Callable[[], object]) -> float:
    """Return the least processor time that some work takes, whatever else runs here."""
    return min(_seconds(work) for _ in range(15))


def _seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def _fixed_work() -> int:
    """Look numbers up for as long as a reading may take on the machine the goal is set for."""
    table = {str(n): n for n in range(500)}
    return sum(table.get(str(n % 700), 1) for n in range(20_000))


@given(TEXTS)
def test_to_clean_a_text_twice_changes_nothing(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once
    assert fold(fold(text)) == fold(text)
    assert western_digits(western_digits(text)) == western_digits(text)


@given(TEXTS)
def test_a_clean_text_can_be_stored_and_shown(text: str) -> None:
    clean = normalise(text)
    clean.encode("utf-8")
    assert "\x00" not in clean and "\u202e" not in clean and clean == clean.strip()


@given(TEXTS, st.sampled_from(LANGUAGES))
def test_readings_stay_in_their_ranges(text: str, language: str) -> None:
    count = read_count(text, language)
    assert count in (None, "unsure") or 0 <= int(count) <= LARGEST_COUNT
    age = read_age(text, language, bare_ok=True)
    assert age is None or 0 <= age <= 120
    name = read_name(text, language)
    assert name is None or 0 < len(name) <= LONGEST_NAME
    number = read_phone(text)
    assert number is None or (number.startswith("+1") and len(number) == 12)
    born = read_birth_date(text, language, TODAY)
    assert all(d <= TODAY for d in (born.value, *born.ambiguous) if d)
    assert [bool(born.value), bool(born.ambiguous), bool(born.problem)].count(True) == 1


@given(TEXTS, st.sampled_from(LANGUAGES))
def test_a_message_cleaned_before_reading_reads_the_same(text: str, language: str) -> None:
    clean = normalise(text)
    assert read_facts(clean, language) == read_facts(text, language)
    assert read_phone(clean) == read_phone(text)
    assert clauses(clean) == clauses(text)


@given(st.integers(0, LARGEST_COUNT), st.sampled_from(("en", "es", "zh-Hant")))
def test_any_count_in_digits_is_read_as_it_stands(count: int, language: str) -> None:
    assert read_count(str(count), language) == count


@given(st.from_regex(r"[2-9][0-9]{2}[2-9][0-9]{6}", fullmatch=True))
def test_a_phone_reads_the_same_however_it_is_written(digits: str) -> None:
    area, exchange, line = digits[:3], digits[3:6], digits[6:]
    plain = read_phone(digits)
    for written in (f"({area}) {exchange}-{line}", f"{area}.{exchange}.{line}", f"+1{digits}"):
        assert read_phone(written) == plain
    assert plain is None or read_phone(pretty_phone(plain)) == plain


@given(st.from_regex(r"[0-9]{8}[A-Z]", fullmatch=True), st.from_regex(r"[0-9]{5}", fullmatch=True))
def test_a_card_number_gives_the_member_number_it_begins_with(number: str, rest: str) -> None:
    assert read_member_id(f"{number}{rest}") == number
    assert read_member_id(f"my id is {number.lower()}, thanks") == number
