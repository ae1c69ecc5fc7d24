"""Long texts that arrive as base64 are read; nothing that a person typed is changed."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sms_gateway.joined_text import MIN_ENCODED, decode_joined_text

SPANISH = "Buenos días. Mi hijo tiene ocho años y necesita una cita con el especialista."
CHINESE = "您好,我的女兒今年六歲,我們需要幫助申請加強護理管理服務,請告訴我怎麼做。謝謝您。"


def packed(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


@pytest.mark.parametrize("text", [SPANISH, CHINESE, SPANISH + "\nGracias 😀"])
@pytest.mark.parametrize("ending", ["", "\r", "\r\n"])
def test_a_long_text_that_arrives_as_base64_is_read(text: str, ending: str) -> None:
    assert decode_joined_text(packed(text) + ending) == text


def test_base64_broken_into_lines_is_read() -> None:
    whole = packed(SPANISH)
    assert decode_joined_text(whole[:60] + "\r\n" + whole[60:]) == SPANISH


def test_a_last_character_that_was_cut_is_dropped() -> None:
    cut = (SPANISH + "¿").encode()[:-1]
    assert decode_joined_text(base64.b64encode(cut).decode()) == SPANISH


def test_line_ends_of_a_decoded_text_are_plain() -> None:
    text = "Now is\r\nthe time\r\nfor all good\r\npeople to\r\nresist and to rest.\r\n"
    assert decode_joined_text(packed(text)) == text.replace("\r\n", "\n")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "YES",
        "Hola",
        "jajajaja" * 10,
        "NOOOO" * 20,
        "a" * 64,
        "https://example.org/" + "a" * 60,
        packed("short"),
        packed(SPANISH)[:-1],
        packed(SPANISH) + " and more",
        base64.b64encode(bytes(range(128, 190))).decode(),
        base64.b64encode(b"\x00\x01\x02" * 30).decode(),
    ],
)
def test_what_is_no_packed_text_stays_as_it_is(text: str) -> None:
    assert decode_joined_text(text) == text


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=400))
def test_ordinary_writing_is_never_changed(text: str) -> None:
    assert decode_joined_text(text) == text


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from("abcdefghijklmnopqrstuvwxyzABCDEFG"), min_size=60, max_size=200))
def test_a_run_of_letters_is_never_taken_for_base64(text: str) -> None:
    assert decode_joined_text(text) == text


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from("aá ñ你😀.\n"), min_size=50, max_size=300))
def test_every_long_readable_text_survives_packing(text: str) -> None:
    if len(packed(text)) >= MIN_ENCODED:
        assert decode_joined_text(packed(text)) == text
