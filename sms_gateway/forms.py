"""Reading a carrier's form strictly: one meaning or none.

The carrier's signature covers names and values joined without delimiters, so two different forms
can bear the same signature: `Body=YES&From=+1555…` and `Body=YESFrom+1555…`, or one field given
twice (twilio-python's RequestValidator signs repeats once). A form is therefore refused with 400,
before its signature is looked at, when a name is repeated or when a field other than `Body` holds
what looks like a swallowed required field; `sms_gateway.reports` gives every required field a
shape that no neighbour's name can be hidden in. What remains can be read one way.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import parse_qsl

from ecm.errors import EcmError

MAX_FORM_BYTES = 8192
"""Body cap of a webhook (contract: 413 above 8 KB)."""
MAX_FIELDS = 100
FREE_TEXT = "Body"

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_.\-]{0,63}")
_SWALLOWED = re.compile(r"(?:AccountSid|MessageSid)(?:AC|SM|MM)|(?:From|To)\+")


class WebhookRefused(EcmError):
    """A webhook call that is not taken; the details never hold what was in it.

    Args:
        status: the HTTP status of the answer.
        reason: a fixed word for logs and metrics.
    """

    code = "webhook_refused"

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(f"webhook refused: {reason}", status=status)
        self.status = status
        self.reason = reason


def parse_form(body: bytes) -> dict[str, str]:
    """Read a form-encoded body, every name once, as strict UTF-8 without NUL.

    Args:
        body: the raw request body, at most `MAX_FORM_BYTES`.

    Raises:
        WebhookRefused: 400, the form has no single meaning.
    """
    form: dict[str, str] = {}
    for name, value in _pairs(body):
        if name in form:
            raise WebhookRefused(400, "repeated_field")
        form[name] = value
    _check_unambiguous(form)
    return form


def require(form: Mapping[str, str], name: str, pattern: re.Pattern[str]) -> str:
    """Return a field that must be there and look right.

    Raises:
        WebhookRefused: 400, missing or of the wrong shape.
    """
    value = form.get(name, "")
    if not pattern.fullmatch(value):
        raise WebhookRefused(400, f"field_{name}")
    return value


def _pairs(body: bytes) -> list[tuple[str, str]]:
    if not body:
        return []
    try:
        pairs = parse_qsl(
            body.decode("ascii"),
            keep_blank_values=True,
            strict_parsing=True,
            errors="strict",
            max_num_fields=MAX_FIELDS,
        )
    except ValueError:  # UnicodeDecodeError is one; the error's text holds the person's words
        raise WebhookRefused(400, "form_encoding") from None
    if any("\0" in name or "\0" in value for name, value in pairs):
        raise WebhookRefused(400, "form_nul")
    return pairs


def _check_unambiguous(form: Mapping[str, str]) -> None:
    for name, value in form.items():
        if not _NAME.fullmatch(name):
            raise WebhookRefused(400, "field_name")
        if name != FREE_TEXT and _SWALLOWED.search(value):
            raise WebhookRefused(400, "merged_fields")
