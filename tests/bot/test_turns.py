"""What the channel takes for a turn, and what it refuses."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channel import TurnOutput
from bot.turns import LONGEST_TEXT, TurnError, TurnMessage, as_user_message, read_turn

TEXT = {
    "conversation_id": "c",
    "inbound_id": "i",
    "text": "how much is it",
    "language": "en",
    "channel": "sms",
}
PICK = {name: value for name, value in TEXT.items() if name != "text"} | {"choice": "menu"}


def body(**changes: Any) -> bytes:
    return json.dumps(TEXT | changes).encode()


def without(name: str) -> bytes:
    return json.dumps({key: value for key, value in TEXT.items() if key != name}).encode()


REFUSED = {
    "nothing": b"",
    "no JSON": b"text=hello",
    "no UTF-8": b"\xff\xfe{}",
    "a list": b"[]",
    "a string": b'"hello"',
    "null": b"null",
    "nested beyond reason": b"[" * 30_000,
    "too large": body(text="x") + b" " * 40_000,
    "half a surrogate pair in the text": body(text="\ud83d"),
    "half a surrogate pair in the id": body(conversation_id="\udc00"),
    "an unknown field": body(intent="affirm"),
    "metadata of its own": body(metadata={"inbound_id": "other"}),
    "text and choice": body(choice="menu"),
    "neither text nor choice": without("text"),
    "no conversation": without("conversation_id"),
    "no inbound id": without("inbound_id"),
    "no language": without("language"),
    "no channel": without("channel"),
    "text is null": body(text=None),
    "text is a number": body(text=5),
    "text is a list": body(text=["a"]),
    "text is too long": body(text="x" * (LONGEST_TEXT + 1)),
    "choice is null": json.dumps(PICK | {"choice": None}).encode(),
    "choice is too long": json.dumps(PICK | {"choice": "x" * (LONGEST_TEXT + 1)}).encode(),
    "an empty conversation id": body(conversation_id=""),
    "a numeric conversation id": body(conversation_id=5),
    "a long conversation id": body(conversation_id="x" * 121),
    "an empty inbound id": body(inbound_id=""),
    "a long inbound id": body(inbound_id="x" * 121),
    "an unknown language": body(language="xx"),
    "a language in capitals": body(language="EN"),
    "an unknown channel": body(channel="fax"),
}


@pytest.mark.parametrize("reason", REFUSED)
def test_a_body_that_is_no_turn_is_refused(reason: str) -> None:
    with pytest.raises(TurnError) as raised:
        read_turn(REFUSED[reason])
    assert raised.value.code == "turn_invalid"


def test_a_text_and_a_pick_are_read() -> None:
    assert read_turn(body()) == TurnMessage("c", "i", "how much is it", None, "en", "sms")
    pick = read_turn(json.dumps(PICK).encode())
    assert (pick.text, pick.choice) == ("", "menu")


def test_the_longest_text_fits_in_whatever_script_it_is_written() -> None:
    for character in ("x", "é", "你", "😀"):
        text = character * LONGEST_TEXT
        for as_ascii in (True, False):
            sent = json.dumps(TEXT | {"text": text}, ensure_ascii=as_ascii).encode()
            assert read_turn(sent).text == text


@given(st.binary(max_size=300))
def test_any_bytes_are_a_turn_or_refused(garbage: bytes) -> None:
    with pytest.raises(TurnError):
        read_turn(garbage)


_VALUES = st.none() | st.booleans() | st.integers() | st.text(max_size=5)


@given(
    st.dictionaries(
        st.sampled_from([*TEXT, "choice", "x"]), _VALUES | st.lists(_VALUES, max_size=2)
    )
)
def test_any_object_is_a_turn_or_refused(changes: dict[str, Any]) -> None:
    try:
        turn = read_turn(json.dumps(TEXT | changes).encode())
    except TurnError:
        return
    assert turn.language in ("en",) and turn.text == {**TEXT, **changes}["text"]


def test_rasa_gets_the_original_text_beside_the_harmless_one() -> None:
    turn = read_turn(body(text="  /what is it"))
    message = as_user_message(turn, TurnOutput())
    assert message.text == "what is it"
    assert message.metadata["text"] == "  /what is it"
    assert (message.sender_id, message.message_id) == ("c", "i")


def test_a_pick_brings_its_understanding_along() -> None:
    message = as_user_message(read_turn(json.dumps(PICK).encode()), TurnOutput())
    assert message.parse_data["intent"] == {"name": "choose", "confidence": 1.0}
    assert message.metadata["choice"] == "menu"
