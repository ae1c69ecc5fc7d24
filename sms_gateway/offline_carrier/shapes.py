"""Twilio's shapes: message resources, pages, errors and webhook forms.

After the public specification (twilio/twilio-oai, `twilio_api_v2010`) and the webhook reference
(https://www.twilio.com/docs/messaging/guides/webhook-request).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from email.utils import format_datetime
from typing import Any
from urllib.parse import urlencode

from ecm.segments import count_segments
from sms_gateway.offline_carrier.ledger import Text

API_VERSION = "2010-04-01"
USD_PER_SEGMENT = 0.0079
"""Twilio's list price of a US segment, either direction, without the networks' own fees."""

ERROR_MESSAGES = {
    20003: "Authenticate",
    20404: "The requested resource was not found",
    20429: "Too Many Requests",
    21211: "The 'To' number {to} is not a valid phone number.",
    21408: "Permission to send an SMS has not been enabled for the region indicated by the 'To' "
    "number: {to}.",
    21602: "Message body is required.",
    21603: "A 'From' phone number is required.",
    21604: "A 'To' phone number is required.",
    21606: "The 'From' phone number provided is not a valid message-capable Twilio phone number "
    "for this destination.",
    21610: "Attempt to send to unsubscribed recipient",
    21612: "The 'To' number {to} is not currently reachable via SMS.",
    21614: "The 'To' number {to} is not a valid mobile number.",
    21617: "The concatenated message body exceeds the 1600 character limit",
}


def error(status: int, code: int, to: str = "") -> dict[str, Any]:
    """Return an error's JSON."""
    message = ERROR_MESSAGES.get(code, "Error on the carrier's side")
    return {
        "code": code,
        "message": message.format(to=to),
        "more_info": f"https://www.twilio.com/docs/errors/{code}",
        "status": status,
    }


def message(text: Text, account: str) -> dict[str, Any]:
    """Return a text as a Message resource."""
    uri = f"/{API_VERSION}/Accounts/{account}/Messages/{text.sid}"
    sender, to = (text.phone, text.ours) if text.direction == "in" else (text.ours, text.phone)
    return {
        "account_sid": account,
        "api_version": API_VERSION,
        "body": text.body,
        "date_created": _rfc2822(text.created),
        "date_sent": _rfc2822(text.sent) if text.sent is not None else None,
        "date_updated": _rfc2822(text.updated),
        "direction": "inbound" if text.direction == "in" else "outbound-api",
        "error_code": text.error_code,
        "error_message": None,
        "from": sender,
        "messaging_service_sid": None,
        "num_media": str(text.media),
        "num_segments": str(count_segments(text.body).segments),
        "price": None,
        "price_unit": "USD",
        "sid": text.sid,
        "status": text.status,
        "subresource_uris": {"media": f"{uri}/Media.json"},
        "to": to,
        "uri": f"{uri}.json",
    }


@dataclass(frozen=True)
class PageAsked:
    """Which page of a list was asked for: the filters, the page's number from 0, and its size."""

    filters: dict[str, str]
    number: int
    size: int


def page(texts: Sequence[Text], account: str, asked: PageAsked, more: bool) -> dict[str, Any]:
    """Return a page of Message resources.

    Args:
        texts: the page's texts, newest first.
        account: the account they belong to.
        asked: what was asked for.
        more: whether another page follows.
    """
    path = f"/{API_VERSION}/Accounts/{account}/Messages.json"

    def uri(**paging: object) -> str:
        return f"{path}?{urlencode({**asked.filters, 'PageSize': asked.size, **paging})}"

    following = uri(Page=asked.number + 1, PageToken=f"PA{texts[-1].n}") if more else None
    start = asked.number * asked.size
    return {
        "messages": [message(text, account) for text in texts],
        "page": asked.number,
        "page_size": asked.size,
        "start": start,
        "end": start + max(len(texts) - 1, 0),
        "uri": uri(Page=asked.number),
        "first_page_uri": uri(Page=0),
        "next_page_uri": following,
        "previous_page_uri": None,
    }


def inbound_form(text: Text, account: str, opt_out_type: str | None) -> dict[str, str]:
    """Return the form of the incoming-message webhook."""
    segments = max(count_segments(text.body).segments, 1)
    form = {
        "ToCountry": "US",
        "ToState": "CA",
        "ToCity": "",
        "ToZip": "",
        "FromCountry": "US",
        "FromState": "CA",
        "FromCity": "",
        "FromZip": "",
        "SmsMessageSid": text.sid,
        "SmsSid": text.sid,
        "MessageSid": text.sid,
        "SmsStatus": "received",
        "NumMedia": str(text.media),
        "NumSegments": str(segments),
        "Body": text.body,
        "From": text.phone,
        "To": text.ours,
        "AccountSid": account,
        "ApiVersion": API_VERSION,
    }
    for index in range(text.media):
        form[f"MediaContentType{index}"] = "image/jpeg"
        form[f"MediaUrl{index}"] = (
            f"https://api.twilio.com/{API_VERSION}/Accounts/{account}/Messages/{text.sid}"
            f"/Media/ME{index:032x}"
        )
    return {**form, "OptOutType": opt_out_type} if opt_out_type else form


def status_form(text: Text, account: str, status: str, code: int | None) -> dict[str, str]:
    """Return the form of a status callback."""
    form = {
        "AccountSid": account,
        "ApiVersion": API_VERSION,
        "From": text.ours,
        "To": text.phone,
        "MessageSid": text.sid,
        "MessageStatus": status,
        "SmsSid": text.sid,
        "SmsStatus": status,
    }
    return {**form, "ErrorCode": str(code)} if code else form


def phone_message(text: Text) -> dict[str, Any]:
    """Return a text as the simulated phone shows it."""
    counted = count_segments(text.body)
    segments = max(counted.segments, 1)
    return {
        "n": text.n,
        "direction": text.direction,
        "body": text.body,
        "media": text.media,
        "status": text.status,
        "error_code": text.error_code,
        "segments": segments,
        "encoding": counted.encoding,
        "price_usd": round(USD_PER_SEGMENT * segments, 4),
        "at": datetime.fromtimestamp(text.created, timezone.utc).isoformat(timespec="seconds"),
    }


def _rfc2822(moment: float) -> str:
    return format_datetime(datetime.fromtimestamp(moment, timezone.utc))
