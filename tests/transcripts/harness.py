"""Plays a scenario through the real path: signed webhook or chat, inbox, Rasa, outbox, carrier.

Real are the store, the model, Rasa, the dialogue, the twilio client and the offline carrier it talks
to; only the clock is moved by hand, and messages are drained when the test says so.
"""

from __future__ import annotations

import json
import re
import threading
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import requests
from flask import Flask
from twilio.request_validator import RequestValidator
from werkzeug.serving import make_server

from ecm import bootstrap
from ecm.settings import OFFLINE_ACCOUNT_SID, OFFLINE_AUTH_TOKEN, OFFLINE_FROM

REFERENCE = re.compile(r"\b[2-9A-Z]{3}-[2-9A-Z]{3}\b")


@contextmanager
def served(app: Flask, port: int) -> Iterator[None]:
    """Serve an application on loopback while the block runs."""
    server = make_server("127.0.0.1", port, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join(timeout=5)


@dataclass
class Player:
    """One person on one channel, and what was said on it."""

    app: Flask
    channel: str
    language: str
    clock: Any
    lines: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    _sender: str = ""
    _token: str = ""
    _seen: int = 0
    _last: dict[str, str] = field(default_factory=dict)

    def begin(self) -> None:
        """Open the thread: a phone number, or a web chat with its welcome."""
        self._sender = "+15305550123"
        if self.channel == "web":
            answer = self.app.test_client().post("/chat/sessions", json={"language": self.language})
            assert answer.status_code == 201, answer.data
            self._token = answer.get_json()["token"]
            self._read()

    def step(self, step: Mapping[str, Any]) -> None:
        """Do one step of a scenario and read what came back."""
        if "pass" in step:
            self.clock.pass_by(**step["pass"])
            self.lines.append(f"-- {json.dumps(step['pass'])} later")
            return
        if "again" in step:
            self.lines.append("-- the same message again")
            self._deliver(self._last)
        elif "picture" in step:
            self._say("", media=1, shown="[a picture]")
        elif "pick" in step:
            self._pick(str(step["pick"]))
        else:
            said = step["say"]
            self._say(str(said[self.language] if isinstance(said, Mapping) else said))
        self._drain()
        self._read()

    def _say(self, text: str, media: int = 0, shown: str = "") -> None:
        words = shown or (text if len(text) <= 200 else f"{text[:60]}… [{len(text)} characters]")
        self.lines.append(f"> {words}")
        message = {"id": uuid.uuid4().hex, "text": text, "media": str(media)}
        self._last = message
        self._deliver(message)

    def _pick(self, value: str) -> None:
        """Pick a choice: its number on SMS, its button on the web."""
        state = self._state()
        values = [choice[0] for choice in state["choices"]]
        assert value in values, f"{value} is not offered; {values} are"
        if self.channel == "web":
            self.lines.append(f"> [{value}]")
            self._last = {"id": uuid.uuid4().hex, "choice": value}
            self._deliver(self._last)
        else:
            self._say(str(values.index(value) + 1))

    def _deliver(self, message: Mapping[str, str]) -> None:
        deliver = self._deliver_web if self.channel == "web" else self._deliver_sms
        deliver(message)

    def _deliver_web(self, message: Mapping[str, str]) -> None:
        if message.get("media") == "1":
            return
        body = {key: message[key] for key in ("id", "text", "choice") if key in message}
        answer = self.app.test_client().post(
            "/chat/messages", json=body, headers={"Authorization": f"Bearer {self._token}"}
        )
        if len(message.get("text", "")) > 1600:
            assert answer.status_code == 400, "the web refuses more than 1,600 characters"
            self.lines.append("-- refused: longer than 1,600 characters")
        else:
            assert answer.status_code == 202, answer.data

    def _deliver_sms(self, message: Mapping[str, str]) -> None:
        form = {
            "AccountSid": OFFLINE_ACCOUNT_SID,
            "MessageSid": f"SM{message['id']}",
            "From": self._sender,
            "To": OFFLINE_FROM,
            "Body": message["text"],
            "NumMedia": message["media"],
        }
        url = bootstrap.settings().public_origin + "/sms/inbound"
        signature = RequestValidator(OFFLINE_AUTH_TOKEN).compute_signature(url, form)
        answer = self.app.test_client().post(
            "/sms/inbound", data=form, headers={"X-Twilio-Signature": signature}
        )
        assert answer.status_code == 200, answer.data

    def conversation_id(self) -> str:
        """Return our id of this thread."""
        from ecm.conversations import _token_address

        address = self._sender if self.channel == "sms" else _token_address(self._token)
        with bootstrap.store().begin() as session:
            found = session.find_conversation(self.channel, address)
        assert found is not None
        return str(found.id)

    def _state(self) -> Mapping[str, Any]:
        thread = self.conversation_id()
        with bootstrap.store().begin() as session:
            conversation = session.conversation(thread)
        assert conversation is not None
        return conversation.state

    def _drain(self) -> None:
        bootstrap.drainer().drain(self.conversation_id())
        bootstrap.deliver_due()

    def _read(self) -> None:
        """Read what came back, as the phone or the page shows it."""
        if self.channel == "web":
            self._read_web()
        else:
            self._read_sms()
        replies = self._new_names()
        self.names = replies

    def _read_web(self) -> None:
        answer = self.app.test_client().get(
            f"/chat/messages?after={self._seen}",
            headers={"Authorization": f"Bearer {self._token}"},
        )
        assert answer.status_code == 200, answer.data
        for message in answer.get_json()["messages"]:
            self._seen = max(self._seen, message["seq"])
            if message["from"] == "person":
                continue
            text = message["text"].replace("\n", "\n  ")
            labels = " ".join(f"[{choice['label']}]" for choice in message["choices"])
            self.lines.append(f"< {text}" + (f"\n  {labels}" if labels else ""))

    def _read_sms(self) -> None:
        base = bootstrap.settings().carrier_api_base
        answer = requests.get(
            f"{base}/phones/{self._sender}/messages", params={"after": self._seen}, timeout=10
        )
        for message in answer.json()["messages"]:
            self._seen = max(self._seen, message["n"])
            if message["direction"] == "out":
                self.lines.append("< " + message["body"].replace("\n", "\n  "))

    def _new_names(self) -> list[str]:
        """Return the names of the messages that the last turn was answered with."""
        from ecm.adapters import schema

        thread = self.conversation_id()
        with bootstrap.store().begin() as session:
            row = session.connection.execute(
                schema.inbox.select()
                .where(schema.inbox.c.conversation_id == thread)
                .order_by(schema.inbox.c.seq.desc())
            ).first()
            replies = session.turn_replies(row.id) if row else None
        return [say.name for say in replies or ()]

    def transcript(self) -> str:
        """Return everything that was said, as it is kept in the golden file."""
        return REFERENCE.sub("W7K-M2Q", "\n".join(self.lines)) + "\n"


def scenarios(folder: Path) -> list[Path]:
    """Return the folders of all scenarios."""
    return sorted(path.parent for path in folder.glob("*/scenario.yml"))
