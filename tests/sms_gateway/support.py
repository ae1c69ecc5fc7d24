"""What the SMS tests share: an account, a strict store in memory, and a carrier's signature.

`payloads/*.form` are request bodies as Twilio sends them (fields, order and encoding of its
webhook reference), with numbers and names made up. The signature is computed here by hand, so
that the tests do not judge the gateway by the library it uses.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import itertools
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode

import requests
from flask import Flask
from flask.testing import FlaskClient
from twilio.rest import Client
from werkzeug.test import TestResponse

from ecm.conversations import InboundText
from ecm.settings import Settings
from sms_gateway.offline_carrier.__main__ import create_server

ACCOUNT = "AC00000000000000000000000000000aaa"
TOKEN, NEXT_TOKEN = "token-in-use", "token-that-follows"
OUR_NUMBER = "+15305550100"
PHONE = "+15305550111"
ORIGIN = "https://ecm.example.org"
PAYLOADS = Path(__file__).parent / "payloads"
_NUMBERS = itertools.count(1000)


class StoreAway(Exception):
    """What a store raises when the database is gone; like a driver, it quotes the row."""


@dataclass
class StrictStore:
    """Keeps what the gateway commits, and refuses what the real store could not take."""

    known_outbox: set[str] = field(default_factory=lambda: {"outbox-1"})
    texts: dict[str, InboundText] = field(default_factory=dict)
    reports: list[tuple[str, str, str, int | None]] = field(default_factory=list)
    away: bool = False
    lock: threading.Lock = field(default_factory=threading.Lock)

    def receive_text(self, inbound: InboundText) -> bool:
        assert type(inbound) is InboundText
        assert all(isinstance(v, str) for v in (inbound.carrier_id, inbound.sender, inbound.to))
        assert isinstance(inbound.text, str) and "\0" not in inbound.text
        inbound.text.encode("utf-8")
        assert type(inbound.media_count) is int and inbound.media_count >= 0
        assert inbound.opt_out_type in (None, "STOP", "START", "HELP")
        self._be_there(inbound)
        with self.lock:
            known = inbound.carrier_id in self.texts
            self.texts.setdefault(inbound.carrier_id, inbound)
        return not known

    def record_status(
        self, outbox_id: str, carrier_id: str, status: str, error_code: int | None
    ) -> bool:
        assert error_code is None or type(error_code) is int
        self._be_there((outbox_id, carrier_id))
        with self.lock:
            self.reports.append((outbox_id, carrier_id, status, error_code))
        return outbox_id in self.known_outbox

    def _be_there(self, row: object) -> None:
        if self.away:
            raise StoreAway(f"could not insert {row!r}")


def payload(name: str) -> dict[str, str]:
    """Read one of the captured forms."""
    return dict(parse_qsl((PAYLOADS / f"{name}.form").read_text().strip(), keep_blank_values=True))


def signature(url: str, form: dict[str, str], token: str = TOKEN) -> str:
    """Sign as Twilio describes: HMAC-SHA1 of the address and the sorted names and values."""
    signed = url + "".join(name + form[name] for name in sorted(form))
    return base64.b64encode(
        hmac.new(token.encode(), signed.encode(), hashlib.sha1).digest()
    ).decode()


@dataclass
class Gateway:
    """The gateway under test, and how the carrier calls it."""

    client: FlaskClient
    store: StrictStore

    def post(
        self,
        form: dict[str, str] | bytes,
        path: str = "/sms/inbound",
        signed: str | None = None,
        content_type: str = "application/x-www-form-urlencoded; charset=utf-8",
        **options: Any,
    ) -> TestResponse:
        """Call as the carrier does; `signed` replaces the right signature."""
        body = form if isinstance(form, bytes) else urlencode(form).encode()
        if signed is None:
            fields = form if isinstance(form, dict) else dict(parse_qsl(form.decode("latin-1")))
            signed = signature(ORIGIN + path, fields)
        headers = {"X-Twilio-Signature": signed} if signed else {}
        headers.update(options.pop("headers", {}))
        return self.client.post(
            path, data=body, headers=headers, content_type=content_type, **options
        )


@contextmanager
def served(app: Flask, port: int = 0) -> Iterator[str]:
    """Serve an application on a socket of its own; gives its origin."""
    server = create_server(app, "127.0.0.1", port)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.shutdown()
        server.server_close()


@dataclass
class OfflineCarrier:
    """A running offline carrier, the gateway that it calls, and the director's desk."""

    base: str
    settings: Settings
    store: StrictStore
    http: requests.Session = field(default_factory=requests.Session)

    @property
    def client(self) -> Client:
        """Twilio's real client, talking to this carrier."""
        client = Client(self.settings.carrier_account, self.settings.carrier_tokens[0])
        client.api.base_url = self.base
        return client

    def script(self, *creates: dict[str, Any], **behaviour: Any) -> None:
        """Make the carrier misbehave."""
        document = {"creates": list(creates), "behaviour": behaviour}
        answer = self.http.post(f"{self.base}/control/script", json=document)
        assert answer.status_code == 200, answer.text

    def type_text(self, phone: str, body: str, media: int = 0) -> str:
        """Type a text on a phone; gives its message id."""
        document = {"body": body, "media": media}
        answer = self.http.post(f"{self.base}/phones/{phone}/messages", json=document)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["sid"])

    def read(self, phone: str, after: int = 0, wait: float = 0.0) -> dict[str, Any]:
        """Read a phone."""
        address = f"{self.base}/phones/{phone}/messages?after={after}&wait={wait}"
        return dict(self.http.get(address).json())

    def statuses(self, outbox_id: str) -> list[str]:
        """Return what was reported of a text, in order of arrival."""
        return [status for outbox, _, status, _ in self.store.reports if outbox == outbox_id]

    def texts_from(self, phone: str) -> list[str]:
        """Return what the gateway committed of a phone, in order of arrival."""
        return [text.text for text in self.store.texts.values() if text.sender == phone]


def eventually(holds: Callable[[], Any], seconds: float = 8.0) -> Any:
    """Wait until something holds and return it; fail when it does not in time."""
    until = time.monotonic() + seconds
    while not (value := holds()):
        assert time.monotonic() < until, "it did not happen in time"
        time.sleep(0.02)
    return value
