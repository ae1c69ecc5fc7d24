"""The carrier: Twilio's REST API through Twilio's own client.

The create call has no idempotency key, so an answer that was lost is never sent again blindly:
`CarrierUnsure`, then the status callback (its address bears our outbox id) or `find` settles it.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterator
from datetime import datetime, timezone
from typing import Any, NoReturn

from requests import RequestException
from twilio.base.exceptions import (  # type: ignore[import-untyped]
    TwilioException,
    TwilioRestException,
)
from twilio.rest import Client  # type: ignore[import-untyped]

from ecm.adapters.twilio_errors import verdict
from ecm.adapters.twilio_http import PooledHttpClient, never_left
from ecm.ports import CarrierBusy, CarrierReceipt, CarrierRefused, CarrierUnsure, OutboundText
from ecm.settings import Settings

FIND_PAGE = 100
FIND_LIMIT = 1000
"""Texts to one person that `find` looks at, newest first, before it gives up."""
_FIRST_TWILIO_CODE = 10_000  # below it, the "code" is only the HTTP status

_log = logging.getLogger(__name__)


class TwilioCarrier:
    """Fulfils `ecm.ports.Carrier`; one instance per process, safe across threads.

    Args:
        settings: account, current token, number, public origin, and the API's base address.
        http: the transport, by default pooled with deadlines.
    """

    def __init__(self, settings: Settings, http: PooledHttpClient | None = None) -> None:
        self._from = settings.carrier_from
        self._callback_base = f"{settings.public_origin}/sms/status/"
        account = settings.carrier_account
        self._client = Client(
            account,
            settings.carrier_tokens[0],
            http_client=http or PooledHttpClient(),
            # not empty, or the client reads TWILIO_EDGE and TWILIO_REGION behind our settings
            environment={"TWILIO_ACCOUNT_SID": account},
        )
        if settings.carrier_api_base:
            self._client.api.base_url = settings.carrier_api_base

    def send(self, text: OutboundText) -> CarrierReceipt:
        """Hand one text over, once.

        Raises:
            CarrierRefused: a permanent code.
            CarrierBusy: a temporary code, a fault of the account, or the carrier was not reached.
            CarrierUnsure: the request left, and no answer of the carrier's own came back.
        """
        try:
            message = self._client.messages.create(
                to=text.to,
                from_=self._from,
                body=text.body,
                status_callback=self._callback_base + text.outbox_id,
            )
        except TwilioRestException as error:
            _raise_for_answer(error, text.outbox_id)
        except RequestException as error:
            if never_left(error):
                raise CarrierBusy() from None
            raise CarrierUnsure("no answer after the request left") from None
        except (TwilioException, ValueError):
            raise CarrierUnsure("the answer could not be read") from None
        if not message.sid:
            raise CarrierUnsure("the answer names no message")
        return _receipt(message)

    def find(
        self, text: OutboundText, since: datetime, others: Collection[str] = ()
    ) -> CarrierReceipt | None:
        """Return the receipt of a text with this address and body taken since then, or None.

        The list is not asked by `DateSent`: a text that is still queued has none and would be
        missed. Twilio dates are whole seconds, so the second of `since` counts.

        Args:
            text: what may have been taken.
            since: when the sending began, aware; the caller subtracts what clocks may differ.
            others: carrier ids already known to be other texts of ours: the same words may have
                gone to the same person moments before.

        Raises:
            CarrierBusy: the list could not be read; asking again is safe.
        """
        second = since.astimezone(timezone.utc).replace(microsecond=0)
        try:
            equal = [m for m in self._texts_to(text.to) if _is(m, text.body, second)]
        except (TwilioException, RequestException, ValueError):
            raise CarrierBusy() from None
        taken = [message for message in equal if message.sid not in others]
        return _receipt(min(taken, key=_created)) if taken else None

    def _texts_to(self, number: str) -> Iterator[Any]:
        listing: Iterator[Any] = self._client.messages.stream(
            to=number, from_=self._from, page_size=FIND_PAGE, limit=FIND_LIMIT
        )
        return listing


def _is(message: Any, body: str, since: datetime) -> bool:
    return bool(message.body == body and _created(message) >= since)


def _created(message: Any) -> datetime:
    created = message.date_created
    return created if isinstance(created, datetime) else datetime.min.replace(tzinfo=timezone.utc)


def _receipt(message: Any) -> CarrierReceipt:
    segments = str(message.num_segments or "0")
    return CarrierReceipt(
        carrier_id=str(message.sid),
        status=str(message.status or "accepted"),
        segments=int(segments) if segments.isdigit() else 0,
    )


def _raise_for_answer(error: TwilioRestException, outbox_id: str) -> NoReturn:
    """Turn an error answer into ours; its text is dropped, for it holds the person's number."""
    status, code = int(error.status), int(error.code or 0)
    if status < 400 or (status >= 500 and code < _FIRST_TWILIO_CODE):
        # A bare 5xx is a gateway's word: what stands behind it may have taken the text.
        raise CarrierUnsure(f"HTTP {status} that is not the carrier's own") from None
    what = verdict(code, status)
    if what == "operator":
        _log.error("carrier cannot send %s: code %d needs an operator", outbox_id, code)
    if what == "never":
        raise CarrierRefused(code) from None
    raise CarrierBusy(code) from None
