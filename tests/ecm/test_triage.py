"""What is decided before the bot: danger, opting out, carrier words, picks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecm.triage import LONGEST_TEXT, pick, triage

YES_NO = [("yes", "Yes"), ("no", "No"), ("unsure", "Not sure"), ("skip", "Skip")]


@pytest.mark.parametrize(
    ("text", "language", "act"),
    [
        ("STOP", "en", "stop_messages"),
        ("stop", "zh-Hant", "stop_messages"),
        ("START", "es", "resume_messages"),
        ("HELP", "en", "help_keyword"),
        ("i want to kill myself", "en", "crisis"),
        ("quiero morirme", "en", "crisis"),
        ("我想自殺", "es", "crisis"),
        ("do we qualify", "en", ""),
        ("yes", "en", ""),
        ("cancel my ride", "en", ""),
        ("/restart", "en", ""),
        ("", "en", "not_understood"),
    ],
)
def test_what_a_message_is(text: str, language: str, act: str) -> None:
    assert triage(text, language=language).act == act


def test_danger_comes_before_opting_out_and_the_opt_out_is_not_forgotten() -> None:
    found = triage("stop texting me. i want to die", language="en")
    assert found.act == "crisis" and found.entities["opt_out"]


def test_danger_is_heard_from_somebody_who_opted_out() -> None:
    assert triage("he is going to kill me", language="en", opted_out=True).act == "crisis"
    assert triage("hello", language="en", opted_out=True).act == "opted_out"


def test_the_carriers_own_verdict_counts() -> None:
    assert triage("arret", language="en", opt_out_type="STOP").act == "stop_messages"


def test_a_picture_without_words_is_a_picture() -> None:
    assert triage("", language="en", media_count=1).act == "picture"


def test_a_long_text_is_cut_and_said_to_be() -> None:
    found = triage("x" * 5000, language="en")
    assert found.cut and len(found.text) == LONGEST_TEXT


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1", "yes"),
        ("2", "no"),
        (" 3 ", "unsure"),
        ("4.", "skip"),
        ("１", "yes"),
        ("۲", "no"),
        ("Not sure", "unsure"),
        ("not SURE", "unsure"),
        ("0", "languages"),
        ("9", "language:es"),
        ("5", None),
        ("1 2", None),
        ("12", None),
        ("I am 1", None),
        ("", None),
        ("²", None),
    ],
)
def test_what_a_digit_or_label_picks(text: str, value: str | None) -> None:
    assert pick(text, YES_NO, numbered=True, multi=False, language="en") == value


def test_several_digits_pick_several_where_that_is_asked() -> None:
    assert pick("1, 3", YES_NO, numbered=True, multi=True, language="en") == "yes,unsure"
    assert pick("1 1", YES_NO, numbered=True, multi=True, language="en") == "yes"


def test_a_digit_is_an_answer_where_a_number_is_asked() -> None:
    assert pick("3", YES_NO[2:], numbered=False, multi=False, language="en") is None


def test_nine_leads_back_to_english_from_spanish() -> None:
    assert pick("9", YES_NO, numbered=True, multi=False, language="es") == "language:en"


@given(st.text(st.characters(codec=None), max_size=400))
def test_no_text_breaks_it(text: str) -> None:
    found = triage(text, language="en")
    assert found.act in {
        "",
        "crisis",
        "stop_messages",
        "resume_messages",
        "help_keyword",
        "not_understood",
    }
    pick(text, YES_NO, numbered=True, multi=True, language="en")
