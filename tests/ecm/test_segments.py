"""Segments are counted as carriers bill them, and messages are divided where people would."""

from __future__ import annotations

import re

import pytest
import smsutil
from hypothesis import given, settings
from hypothesis import strategies as st

from ecm.segments import (
    GSM_BASIC,
    GSM_EXTENSION,
    MAX_CHARACTERS,
    count_segments,
    number_choices,
    split_for_sms,
)

gsm_texts = st.text(st.sampled_from(sorted(GSM_BASIC | GSM_EXTENSION)), max_size=900)
# smsutil counts a bare ESC as GSM-7; no person can type it and it is not a character of the table
any_texts = st.text(
    st.one_of(
        st.sampled_from("aé€[你😀ñá 1"),
        st.characters(blacklist_categories=["Cs"], blacklist_characters="\x1b"),
    ),
    max_size=700,
)
paragraphs = st.lists(st.text(st.sampled_from("abc á你😀€.\n"), max_size=400), max_size=8)


def utf16(text: str) -> int:
    return len(text.encode("utf-16-be")) // 2


def words(texts: list[str]) -> str:
    """Every character that is not white space, in order."""
    return re.sub(r"\s", "", "".join(texts))


@pytest.mark.parametrize(
    ("text", "encoding", "units", "segments"),
    [
        ("", "GSM-7", 0, 0),
        ("a" * 160, "GSM-7", 160, 1),
        ("a" * 161, "GSM-7", 161, 2),
        ("a" * 306, "GSM-7", 306, 2),
        ("a" * 307, "GSM-7", 307, 3),
        ("€" * 80, "GSM-7", 160, 1),
        ("€" * 81, "GSM-7", 162, 2),
        ("á" * 70, "UCS-2", 70, 1),
        ("á" * 71, "UCS-2", 71, 2),
        ("你" * 134, "UCS-2", 134, 2),
        ("你" * 135, "UCS-2", 135, 3),
        ("😀" * 35, "UCS-2", 70, 1),
        ("¡Hola! ¿Cómo está, señor?", "UCS-2", 25, 1),
        ("¿Que tal, senor? ¡Si! ñ é", "GSM-7", 25, 1),
    ],
)
def test_known_texts_cost_known_segments(
    text: str, encoding: str, units: int, segments: int
) -> None:
    counted = count_segments(text)
    assert (counted.encoding, counted.units, counted.segments) == (encoding, units, segments)


def test_an_extension_character_is_not_divided_at_a_segment_border() -> None:
    assert count_segments("a" * 305 + "b").segments == 2
    assert count_segments("a" * 152 + "€" + "a" * 152).units == 306
    assert count_segments("a" * 152 + "€" + "a" * 152).segments == 3


def test_a_surrogate_pair_is_not_divided_at_a_segment_border() -> None:
    assert count_segments("你" * 66 + "😀" + "你" * 66).units == 134
    assert count_segments("你" * 66 + "😀" + "你" * 66).segments == 3


@settings(max_examples=300, deadline=None)
@given(st.one_of(gsm_texts, any_texts).filter(bool))
def test_counting_agrees_with_smsutil(text: str) -> None:
    judged = smsutil.split(text)
    counted = count_segments(text)
    assert counted.segments == len(judged.parts)
    assert (counted.encoding == "GSM-7") == (judged.encoding == "gsm0338")
    assert counted.units * (1 if counted.encoding == "GSM-7" else 2) == judged.total_bytes


@settings(max_examples=200, deadline=None)
@given(paragraphs, st.integers(1, 12))
def test_splitting_loses_no_character_and_keeps_their_order(parts: list[str], limit: int) -> None:
    assert words(split_for_sms(parts, limit)) == words(parts)


@settings(max_examples=200, deadline=None)
@given(paragraphs, st.integers(1, 12))
def test_only_a_paragraph_by_itself_may_exceed_the_limit(parts: list[str], limit: int) -> None:
    whole = {part.strip() for part in parts}
    for text in split_for_sms(parts, limit):
        assert text in whole or count_segments(text).segments <= limit


def fewest_texts(parts: list[str], limit: int) -> int:
    """The smallest number of texts, by trying every way to group neighbours."""
    kept = [part.strip() for part in parts if part.strip()]
    best = [0] * (len(kept) + 1)
    for end in range(1, len(kept) + 1):
        best[end] = min(
            best[start] + 1
            for start in range(end)
            if end - start == 1 or count_segments("\n\n".join(kept[start:end])).segments <= limit
        )
    return best[-1]


@settings(max_examples=150, deadline=None)
@given(paragraphs, st.integers(1, 8))
def test_paragraphs_travel_in_as_few_texts_as_the_limit_allows(
    parts: list[str], limit: int
) -> None:
    assert len(split_for_sms(parts, limit)) == fewest_texts(parts, limit)


@settings(max_examples=60, deadline=None)
@given(st.text(st.sampled_from("ab á你😀. e\u0301"), min_size=1601, max_size=4000))
def test_no_text_is_longer_than_the_carrier_takes(text: str) -> None:
    texts = split_for_sms([text])
    assert all(0 < utf16(piece) <= MAX_CHARACTERS for piece in texts)
    assert words(texts) == words([text])


def test_a_paragraph_under_the_carrier_limit_is_never_divided() -> None:
    paragraph = "Una frase con acentos y eñes, así. " * 40
    assert split_for_sms([paragraph], 2) == [paragraph.strip()]


def test_a_very_long_paragraph_is_divided_after_a_sentence() -> None:
    sentence = "This sentence has ten words and ends with a stop. "
    assert all(text.endswith("stop.") for text in split_for_sms([sentence * 60]))


def test_a_very_long_chinese_paragraph_is_divided_after_a_sentence() -> None:
    assert all(text.endswith("。") for text in split_for_sms(["我们可以帮助您和您的孩子。" * 200]))


def test_a_very_long_sentence_is_divided_between_words() -> None:
    texts = split_for_sms(["word " * 600])
    assert set(" ".join(texts).split()) == {"word"}
    assert len(texts) == 2


def test_a_combining_mark_stays_with_its_letter() -> None:
    texts = split_for_sms(["x" + "e\u0301" * 1500])
    assert not any(text.startswith("\u0301") for text in texts)
    assert len(texts) == 2


def test_short_paragraphs_travel_as_one_text() -> None:
    assert split_for_sms(["One.", "", "  ", "Two."]) == ["One.\n\nTwo."]


def test_a_paragraph_that_does_not_fit_starts_the_next_text() -> None:
    assert split_for_sms(["a" * 200, "b" * 200, "c"]) == ["a" * 200, "b" * 200 + "\n\nc"]


def test_nothing_to_say_is_no_text() -> None:
    assert split_for_sms([]) == split_for_sms(["", "  "]) == []


def test_choices_become_numbered_lines() -> None:
    choices = (("yes", "Sí"), ("no", "No"), ("unsure", "No sé"))
    assert number_choices("¿Tiene Medi-Cal?", choices) == "¿Tiene Medi-Cal?\n1 Sí\n2 No\n3 No sé"


def test_choices_without_a_question_stand_alone_and_no_choices_change_nothing() -> None:
    assert number_choices("", (("a", "A"),)) == "1 A"
    assert number_choices("Done.", ()) == "Done."
