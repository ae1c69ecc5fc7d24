"""Reads what callers send, strictly: known fields, right types, real text, sane sizes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

from flask import Request

from web.refusals import Refusal

MAX_BODY_BYTES = 8 * 1024
MAX_TEXT_CHARACTERS = 1600
"""What the understanding takes; longer texts cost it seconds."""
MAX_CHOICE_CHARACTERS = 200
MAX_SEQ = 999_999_999
MAX_WAIT_SECONDS = 25
_CLIENT_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_NUMBER = re.compile(r"0|[1-9][0-9]{0,8}")
_BEARER = re.compile(r"Bearer ([A-Za-z0-9._~+/=-]{1,200})", re.IGNORECASE)


@dataclass(frozen=True)
class Sent:
    """One message as a browser sent it: a typed text or a pick, never both."""

    client_id: str
    text: str | None
    choice: str | None


def bearer(request: Request) -> str:
    """Return the token of the `Authorization` header.

    Raises:
        Refusal: 401, no token or none that we could have made.
    """
    found = _BEARER.fullmatch(request.headers.get("Authorization", ""))
    if found is None:
        raise Refusal(401, "unknown_chat")
    return found[1]


def json_object(request: Request, known: Iterable[str]) -> dict[str, Any]:
    """Return the body, a JSON object with no other fields than the known ones.

    Raises:
        Refusal: 415 for another content type, 413 for a long body, 400 for anything else.
    """
    if request.mimetype != "application/json":
        raise Refusal(415, "json_needed")
    document = _parsed(request.get_data())
    if not isinstance(document, dict):
        raise Refusal(400, "object_needed")
    if not document.keys() <= set(known):
        raise Refusal(400, "unknown_field")
    return document


def _parsed(body: bytes) -> Any:
    try:
        return json.loads(
            body.decode("utf-8", "strict"), object_pairs_hook=_unique, parse_constant=_no_constant
        )
    except (ValueError, RecursionError):
        raise Refusal(400, "json_invalid") from None


def _unique(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse a name given twice: readers would differ on which one counts."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name is given twice")
    return found


def _no_constant(name: str) -> NoReturn:
    """Refuse NaN and the infinities, which are not JSON (RFC 8259)."""
    raise ValueError(name)


def session_language(document: dict[str, Any], live: Sequence[str]) -> str | None:
    """Return the language asked for, or None.

    Raises:
        Refusal: 400, not the tag of a live language.
    """
    if "language" not in document:
        return None
    tag = document["language"]
    if not isinstance(tag, str):
        raise Refusal(400, "wrong_type", "language")
    if tag not in live:
        raise Refusal(400, "unknown_language", "language")
    return tag


def sent_message(document: dict[str, Any]) -> Sent:
    """Return the message of a request's body.

    Raises:
        Refusal: 400 with the field that is wrong.
    """
    client_id = document.get("id")
    if not isinstance(client_id, str):
        raise Refusal(400, "wrong_type" if "id" in document else "missing", "id")
    if not _CLIENT_ID.fullmatch(client_id):
        raise Refusal(400, "bad_id", "id")
    if ("text" in document) == ("choice" in document):
        raise Refusal(400, "text_or_choice")
    if "text" in document:
        return Sent(client_id, _words(document["text"], "text", MAX_TEXT_CHARACTERS), None)
    return Sent(client_id, None, _words(document["choice"], "choice", MAX_CHOICE_CHARACTERS))


def _words(value: Any, field: str, most: int) -> str:
    if not isinstance(value, str):
        raise Refusal(400, "wrong_type", field)
    return checked_text(value, field, most)


def checked_text(value: str, field: str, most: int) -> str:
    """Return a text once it is one: 1 to `most` characters, no NUL, no lone surrogate.

    Raises:
        Refusal: 400.
    """
    if not value:
        raise Refusal(400, "empty", field)
    if len(value) > most:
        raise Refusal(400, "too_long", field)
    if "\0" in value or any("\ud800" <= character <= "\udfff" for character in value):
        raise Refusal(400, "not_text", field)
    return value


def query_number(request: Request, name: str, most: int) -> int:
    """Return a whole number of the query, 0 when it is absent.

    Raises:
        Refusal: 400, not a plain number from 0 to `most`, or given twice.
    """
    given = request.args.getlist(name)
    if not given:
        return 0
    if len(given) > 1 or not _NUMBER.fullmatch(given[0]) or int(given[0]) > most:
        raise Refusal(400, "bad_number", name)
    return int(given[0])


def known_query(request: Request, known: Iterable[str]) -> None:
    """Refuse a query with other names than the known ones.

    Raises:
        Refusal: 400.
    """
    if not request.args.keys() <= set(known):
        raise Refusal(400, "unknown_field")


def last_event_id(request: Request) -> int:
    """Return where an event stream left off, 0 at its beginning.

    Raises:
        Refusal: 400, not an id that we gave.
    """
    given = request.headers.get("Last-Event-ID", "0")
    if not _NUMBER.fullmatch(given):
        raise Refusal(400, "bad_number", "Last-Event-ID")
    return int(given)
