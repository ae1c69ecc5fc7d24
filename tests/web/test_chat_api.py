"""The chat API keeps to its contract, and refuses everything else."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.web.fakes import WELCOME, RememberedChats, reply


def opened(client: FlaskClient, **body: Any) -> dict[str, str]:
    """Open a chat and return its headers."""
    answer = client.post("/chat/sessions", json=body)
    assert answer.status_code == 201
    return {"Authorization": f"Bearer {answer.json['token']}"}  # type: ignore[index]


def refusal(answer: TestResponse) -> tuple[int, str, str | None]:
    """Return status, code and field of a refusal."""
    document = answer.get_json()
    assert document.keys() == {"error"}, document
    assert document["error"].keys() == {"code", "field"}
    return answer.status_code, document["error"]["code"], document["error"]["field"]


@pytest.fixture
def chat(client: FlaskClient) -> dict[str, str]:
    return opened(client)


def test_a_new_chat_has_a_secret_token_and_a_welcome(client: FlaskClient) -> None:
    answer = client.post("/chat/sessions", json={"language": "es"})
    assert answer.status_code == 201
    assert answer.json is not None
    assert answer.json["language"] == "es"
    assert len(answer.json["token"]) >= 40
    page = client.get("/chat/messages", headers={"Authorization": f"Bearer {answer.json['token']}"})
    assert [m["text"] for m in page.json["messages"]] == [WELCOME]  # type: ignore[index]


def test_a_chat_without_a_language_is_english(client: FlaskClient) -> None:
    assert client.post("/chat/sessions", json={}).json["language"] == "en"  # type: ignore[index]


def test_a_message_is_kept_and_answered(client: FlaskClient, chat: dict[str, str]) -> None:
    sent = client.post("/chat/messages", json={"id": "a1", "text": "is it free"}, headers=chat)
    assert sent.status_code == 202
    page = client.get("/chat/messages?after=1", headers=chat).get_json()
    assert page.keys() == {"messages", "owner", "language"}
    assert [(m["from"], m["text"]) for m in page["messages"]] == [
        ("person", "is it free"),
        ("bot", "You said: is it free"),
    ]
    assert page["messages"][0]["name"] is None


def test_a_choice_is_kept_as_a_choice(
    client: FlaskClient, chat: dict[str, str], chats: RememberedChats
) -> None:
    sent = client.post("/chat/messages", json={"id": "a1", "choice": "yes"}, headers=chat)
    assert sent.status_code == 202
    assert chats.received == [(None, "yes")]


def test_the_same_id_again_is_the_same_message(
    client: FlaskClient, chat: dict[str, str], chats: RememberedChats
) -> None:
    answers = [
        client.post("/chat/messages", json={"id": "same", "text": "hi"}, headers=chat)
        for _ in range(3)
    ]
    assert {a.get_json()["id"] for a in answers} == {answers[0].get_json()["id"]}
    assert len(chats.received) == 1


def test_an_answer_is_waited_for(
    client: FlaskClient, chat: dict[str, str], chats: RememberedChats
) -> None:
    chats.delay = 0.1
    client.post("/chat/messages", json={"id": "a", "text": "hi"}, headers=chat)
    page = client.get("/chat/messages?after=2&wait=25", headers=chat).get_json()
    assert [m["text"] for m in page["messages"]] == ["You said: hi"]


def test_a_wait_without_news_ends(client: FlaskClient, chat: dict[str, str]) -> None:
    page = client.get("/chat/messages?after=1&wait=1", headers=chat).get_json()
    assert page["messages"] == []


def test_who_owns_the_chat_is_told(
    client: FlaskClient, chat: dict[str, str], chats: RememberedChats
) -> None:
    chats.hand_over(chats.tokens[0], "agent")
    assert client.get("/chat/messages", headers=chat).get_json()["owner"] == "agent"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"text": "hi"}, (400, "missing", "id")),
        ({"id": 7, "text": "hi"}, (400, "wrong_type", "id")),
        ({"id": "", "text": "hi"}, (400, "bad_id", "id")),
        ({"id": "x" * 65, "text": "hi"}, (400, "bad_id", "id")),
        ({"id": "a b", "text": "hi"}, (400, "bad_id", "id")),
        ({"id": "é", "text": "hi"}, (400, "bad_id", "id")),
        ({"id": "a\n", "text": "hi"}, (400, "bad_id", "id")),
        ({"id": "a"}, (400, "text_or_choice", None)),
        ({"id": "a", "text": "hi", "choice": "yes"}, (400, "text_or_choice", None)),
        ({"id": "a", "text": None}, (400, "wrong_type", "text")),
        ({"id": "a", "text": ["hi"]}, (400, "wrong_type", "text")),
        ({"id": "a", "text": ""}, (400, "empty", "text")),
        ({"id": "a", "text": "x" * 1601}, (400, "too_long", "text")),
        ({"id": "a", "text": "a\0b"}, (400, "not_text", "text")),
        ({"id": "a", "text": "\ud800"}, (400, "not_text", "text")),
        ({"id": "a", "choice": "x" * 201}, (400, "too_long", "choice")),
        ({"id": "a", "choice": True}, (400, "wrong_type", "choice")),
        ({"id": "a", "text": "hi", "name": "x"}, (400, "unknown_field", None)),
        ([], (400, "object_needed", None)),
        ("hi", (400, "object_needed", None)),
        (None, (400, "object_needed", None)),
    ],
)
def test_a_message_of_another_shape_is_refused(
    client: FlaskClient,
    chat: dict[str, str],
    chats: RememberedChats,
    body: Any,
    expected: tuple[int, str, str | None],
) -> None:
    answer = client.post(
        "/chat/messages", data=json.dumps(body), content_type="application/json", headers=chat
    )
    assert refusal(answer) == expected
    assert chats.received == []


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{",
        b'{"id": "a", "text": "\xff"}',
        b'{"id": "a", "id": "b", "text": "hi"}',
        b'{"id": "a", "text": NaN}',
        b"\xef\xbb\xbf{}",
        b"[" * 4000,
        b'{"id": "a", "text": ' + b"9" * 5000 + b"}",
    ],
)
def test_what_is_not_strict_json_is_refused(
    client: FlaskClient, chat: dict[str, str], raw: bytes
) -> None:
    answer = client.post("/chat/messages", data=raw, content_type="application/json", headers=chat)
    assert refusal(answer) == (400, "json_invalid", None)


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_only_json_is_taken(client: FlaskClient, chat: dict[str, str], kind: str) -> None:
    answer = client.post("/chat/messages", data=b"{}", content_type=kind, headers=chat)
    assert refusal(answer) == (415, "json_needed", None)


def test_a_body_above_eight_kilobytes_is_refused(client: FlaskClient, chat: dict[str, str]) -> None:
    body = json.dumps({"id": "a", "text": "x" * 8192})
    answer = client.post("/chat/messages", data=body, content_type="application/json", headers=chat)
    assert refusal(answer) == (413, "body_too_large", None)


def test_the_longest_text_of_the_widest_letters_fits(
    client: FlaskClient, chat: dict[str, str], chats: RememberedChats
) -> None:
    text = "😀" * 1600
    body = json.dumps({"id": "a", "text": text}, ensure_ascii=False).encode()
    answer = client.post("/chat/messages", data=body, content_type="application/json", headers=chat)
    assert answer.status_code == 202
    assert chats.received == [(text, None)]


@pytest.mark.parametrize(
    "header", [None, "", "Bearer", "Bearer ", "Bearer nobody-has-this", "Basic YTpi", "Bearer a b"]
)
def test_a_token_that_opens_nothing_is_refused(client: FlaskClient, header: str | None) -> None:
    headers = {} if header is None else {"Authorization": header}
    message = {"id": "a", "text": "hi"}
    answers = [
        client.get("/chat/messages", headers=headers),
        client.get("/chat/events", headers=headers),
        client.post("/chat/messages", json=message, headers=headers),
    ]
    for answer in answers:
        assert refusal(answer) == (401, "unknown_chat", None)
        assert answer.headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize("language", ["xx", "", "EN", "vi", "zh"])
def test_a_language_that_is_not_live_is_refused(client: FlaskClient, language: str) -> None:
    answer = client.post("/chat/sessions", json={"language": language})
    assert refusal(answer) == (400, "unknown_language", "language")


@pytest.mark.parametrize("language", [None, 1, ["en"]])
def test_a_language_that_is_no_text_is_refused(client: FlaskClient, language: Any) -> None:
    answer = client.post("/chat/sessions", json={"language": language})
    assert refusal(answer) == (400, "wrong_type", "language")


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("after=-1", "after"),
        ("after=x", "after"),
        ("after=", "after"),
        ("after=1.0", "after"),
        ("after=01", "after"),
        ("after=%D9%A3", "after"),
        ("after=99999999999", "after"),
        ("after=1000000000", "after"),
        ("after=1&after=2", "after"),
        ("wait=26", "wait"),
        ("wait=-1", "wait"),
        ("wait=0.5", "wait"),
        ("other=1", None),
    ],
)
def test_a_query_out_of_range_is_refused(
    client: FlaskClient, chat: dict[str, str], query: str, field: str | None
) -> None:
    status, _code, named = refusal(client.get(f"/chat/messages?{query}", headers=chat))
    assert (status, named) == (400, field)


def test_nothing_that_was_sent_is_repeated(client: FlaskClient, chat: dict[str, str]) -> None:
    canary = "canary-7261"
    answers = [
        client.post("/chat/messages", json={"id": canary + "!", "text": "x"}, headers=chat),
        client.post("/chat/messages", json={"id": "a", canary: canary}, headers=chat),
        client.post("/chat/sessions", json={"language": canary}),
        client.get(f"/chat/messages?after={canary}", headers=chat),
        client.get(f"/{canary}"),
        client.get(f"/{canary}", headers={"Accept": "text/html"}),
        client.get("/chat/messages", headers={"Authorization": f"Bearer {canary}"}),
    ]
    assert all(answer.status_code >= 400 for answer in answers)
    assert all(canary not in answer.get_data(as_text=True) for answer in answers)


def test_too_many_new_chats_from_one_address_wait(client: FlaskClient) -> None:
    answers = [client.post("/chat/sessions", json={}) for _ in range(42)]
    assert answers[0].status_code == 201
    assert refusal(answers[-1]) == (429, "too_many", None)
    assert 1 <= int(answers[-1].headers["Retry-After"]) <= 3


def test_one_address_does_not_use_up_another_ones_chats(client: FlaskClient) -> None:
    for _ in range(42):
        client.post("/chat/sessions", json={})
    other = client.post("/chat/sessions", json={}, environ_base={"REMOTE_ADDR": "198.51.100.7"})
    assert other.status_code == 201


def test_a_flood_in_one_chat_waits_and_others_do_not(
    client: FlaskClient, chat: dict[str, str]
) -> None:
    other = opened(client)
    answers = [
        client.post("/chat/messages", json={"id": f"a{n}", "text": "hi"}, headers=chat)
        for n in range(34)
    ]
    assert answers[20].status_code == 202
    assert refusal(answers[-1])[:2] == (429, "too_many")
    quiet = client.post("/chat/messages", json={"id": "a", "text": "hi"}, headers=other)
    assert quiet.status_code == 202


def test_a_store_that_is_away_is_said_to_be_away(
    client: FlaskClient, chat: dict[str, str], chats: RememberedChats
) -> None:
    chats.away = True
    answer = client.post("/chat/messages", json={"id": "a", "text": "hi"}, headers=chat)
    assert refusal(answer) == (503, "store_unavailable", None)
    assert int(answer.headers["Retry-After"]) >= 1


def test_a_fault_shows_no_trace(
    client: FlaskClient, chat: dict[str, str], chats: RememberedChats, caplog: Any
) -> None:
    def break_down(text: str | None, choice: str | None) -> list[dict[str, Any]]:
        raise RuntimeError(f"secret {text}")

    chats.bot = break_down
    answer = client.post("/chat/messages", json={"id": "a", "text": "canary-553"}, headers=chat)
    assert refusal(answer) == (500, "server_error", None)
    assert "canary-553" not in caplog.text
    assert "RuntimeError" in caplog.text


# --- events


def events(body: str) -> list[dict[str, str]]:
    """Parse an event stream into its events."""
    blocks = (block for block in body.split("\n\n") if block and not block.startswith(":"))
    return [dict(line.split(": ", 1) for line in block.split("\n")) for block in blocks]


def test_events_bring_the_messages_and_the_owner(client: FlaskClient, chat: dict[str, str]) -> None:
    answer = client.get("/chat/events", headers=chat)
    assert answer.mimetype == "text/event-stream"
    first, message, owner = events(answer.get_data(as_text=True))
    assert first == {"retry": "3000"}
    assert (message["id"], message["event"]) == ("1", "message")
    assert json.loads(message["data"])["text"] == WELCOME
    assert json.loads(owner["data"]) == {"owner": "bot"}


def test_events_resume_after_the_last_one_seen(
    client: FlaskClient, chat: dict[str, str], chats: RememberedChats
) -> None:
    chats.say(chats.tokens[0], reply("later"))
    body = client.get("/chat/events", headers={**chat, "Last-Event-ID": "1"}).get_data(True)
    assert [e["id"] for e in events(body) if "id" in e] == ["2"]


def test_events_come_while_the_stream_is_open(
    client: FlaskClient, chat: dict[str, str], chats: RememberedChats
) -> None:
    chats.say(chats.tokens[0], reply("later"), delay=0.08)
    body = client.get("/chat/events?after=1", headers=chat).get_data(as_text=True)
    assert [json.loads(e["data"])["text"] for e in events(body) if "id" in e] == ["later"]


def test_a_quiet_stream_sends_heartbeats_and_ends(
    client: FlaskClient, chat: dict[str, str]
) -> None:
    assert ": still here\n\n" in client.get("/chat/events?after=1", headers=chat).get_data(True)


def test_a_stream_of_a_closed_chat_ends(
    client: FlaskClient, chat: dict[str, str], chats: RememberedChats
) -> None:
    stream = client.get("/chat/events", headers=chat, buffered=False).response
    assert next(iter(stream))
    chats.close_chat(chats.tokens[0])
    assert len(list(stream)) <= 2


@pytest.mark.parametrize("place", ["x", "-1", "1.5", "99999999999"])
def test_an_event_id_that_we_did_not_give_is_refused(
    client: FlaskClient, chat: dict[str, str], place: str
) -> None:
    answer = client.get("/chat/events", headers={**chat, "Last-Event-ID": place})
    assert refusal(answer) == (400, "bad_number", "Last-Event-ID")
