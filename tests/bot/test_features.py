"""What the classifier looks at."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.features import LONGEST_TEXT, character_grams, fold, word_grams


def test_capitals_accents_quotes_and_spaces_make_no_difference() -> None:
    assert fold("  ¿CUÁNTO   cuesta?\n") == "¿cuanto cuesta?"
    assert fold("I don’t ＫＮＯＷ") == "i don't know"


def test_chinese_stays_what_it_is() -> None:
    assert fold("我想申請") == "我想申請"


def test_characters_run_across_words() -> None:
    assert {"y r", " my ", "ride"} <= set(character_grams("My ride"))
    assert {"多少錢", "要多少錢"} <= set(character_grams("要多少錢"))


def test_words_and_their_neighbours_are_apart_from_characters() -> None:
    assert word_grams(["No", ",", "ride"]) == ["\x01no", "\x01ride", "\x01no\x01ride"]
    assert not set(word_grams(["ride"])) & set(character_grams("ride"))


def test_nothing_is_made_of_nothing() -> None:
    assert word_grams([]) == [] == word_grams(["?", "😀"])
    assert set(character_grams("")) == {" ", "  "}


@given(st.text(max_size=2_000))
def test_what_is_looked_at_is_bounded(text: str) -> None:
    assert len(fold(text)) <= LONGEST_TEXT
    assert len(character_grams(text)) <= 4 * (LONGEST_TEXT + 2)
