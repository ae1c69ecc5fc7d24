"""What a verified form says: a person's text, or what became of one of ours."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from ecm.conversations import InboundText
from sms_gateway.forms import WebhookRefused, require
from sms_gateway.joined_text import decode_joined_text

# Either no capital letters or Twilio's exact length: the name of the next field, which begins
# with a capital, cannot be hidden in it to make a captured message look like a new one.
_MESSAGE_SID = re.compile(r"(?:SM|MM)(?:[0-9a-z]{1,62}|[0-9A-Za-z]{32})")
_OUR_NUMBER = re.compile(r"\+?[0-9]{3,15}")
_ANY_SENDER = re.compile(r"[^\s].{0,127}")
_NORTH_AMERICAN = re.compile(r"\+1[2-9][0-9]{2}[2-9][0-9]{6}")
_STATUS = re.compile(r"[a-z][a-z_]{0,31}")
_ERROR_CODE = re.compile(r"[0-9]{1,6}")
_MEDIA_COUNT = re.compile(r"[0-9]{1,2}")
_OPT_OUT_TYPES = frozenset({"STOP", "START", "HELP"})


@dataclass(frozen=True)
class StatusReport:
    """What the carrier says became of one of our texts."""

    carrier_id: str
    status: str
    error_code: int | None


def check_account(form: Mapping[str, str], account: str) -> None:
    """Refuse a form that is not of our account, although it is signed.

    Raises:
        WebhookRefused: 400 without an account, 403 with another's.
    """
    given = form.get("AccountSid", "")
    if not given:
        raise WebhookRefused(400, "field_AccountSid")
    if given != account:
        raise WebhookRefused(403, "other_account")


def read_inbound(form: Mapping[str, str]) -> InboundText:
    """Read a person's text from a verified form; media are counted, never fetched.

    Raises:
        WebhookRefused: 400, a required field is missing or of the wrong shape.
    """
    return InboundText(
        carrier_id=require(form, "MessageSid", _MESSAGE_SID),
        sender=require(form, "From", _ANY_SENDER),
        to=require(form, "To", _OUR_NUMBER),
        text=decode_joined_text(form.get("Body", "")),
        media_count=_media_count(form),
        opt_out_type=_opt_out_type(form),
    )


def is_served(sender: str) -> bool:
    """Say whether we can answer this sender: a number of the North American plan (+1).

    US 10DLC numbers reach +1 only; short codes, letters and other countries' numbers are not
    people we can text. The shape follows the plan (NPA and NXX begin with 2 to 9), so numbers
    that are too new for a numbering table are served too.
    """
    return _NORTH_AMERICAN.fullmatch(sender) is not None


def read_status(form: Mapping[str, str]) -> StatusReport:
    """Read a status report from a verified form.

    Raises:
        WebhookRefused: 400, a required field is missing or of the wrong shape.
    """
    code = form.get("ErrorCode", "")
    if code and not _ERROR_CODE.fullmatch(code):
        raise WebhookRefused(400, "field_ErrorCode")
    return StatusReport(
        carrier_id=require(form, "MessageSid", _MESSAGE_SID),
        status=require(form, "MessageStatus", _STATUS),
        error_code=int(code) if code and int(code) else None,
    )


def _media_count(form: Mapping[str, str]) -> int:
    return int(require({"NumMedia": form.get("NumMedia", "0")}, "NumMedia", _MEDIA_COUNT))


def _opt_out_type(form: Mapping[str, str]) -> str | None:
    """Return the carrier's own verdict on an opt-out word; unknown ones say nothing."""
    given = form.get("OptOutType", "")
    return given if given in _OPT_OUT_TYPES else None
