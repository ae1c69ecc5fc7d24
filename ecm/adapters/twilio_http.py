"""How we reach the carrier's REST API: pooled connections, deadlines, nothing logged."""

from __future__ import annotations

import logging
import ssl
from typing import Any

from requests import RequestException, Session
from requests.adapters import HTTPAdapter
from requests.exceptions import ConnectTimeout
from twilio.http import HttpClient  # type: ignore[import-untyped]
from twilio.http.response import Response  # type: ignore[import-untyped]
from urllib3.exceptions import NewConnectionError

CONNECT_SECONDS = 5.0
READ_SECONDS = 15.0
"""As long as Twilio itself waits for us; the sender's lease must be longer than both together."""
POOL_SIZE = 8


class PooledHttpClient(HttpClient):  # type: ignore[misc]
    """The Twilio client's transport: keeps connections, never retries, never logs a body.

    Args:
        connect_seconds: deadline to reach the carrier.
        read_seconds: deadline between two bytes of its answer.
    """

    def __init__(
        self, connect_seconds: float = CONNECT_SECONDS, read_seconds: float = READ_SECONDS
    ) -> None:
        super().__init__(logging.getLogger(__name__), is_async=False)
        # at DEBUG urllib3 logs every address, and a list's address holds the person's number
        logging.getLogger("urllib3.connectionpool").setLevel(logging.INFO)
        self._deadlines = (connect_seconds, read_seconds)
        self._session = Session()
        for scheme in ("https://", "http://"):
            self._session.mount(scheme, HTTPAdapter(pool_maxsize=POOL_SIZE, max_retries=0))

    def request(self, method: str, uri: str, **options: Any) -> Response:
        """Send one request; the arguments are those of `twilio.http.HttpClient.request`.

        Raises:
            RequestException: no whole answer came; `never_left` tells which kind.
        """
        answer = self._session.request(
            method.upper(),
            uri,
            params=options.get("params"),
            data=options.get("data"),
            headers=options.get("headers"),
            auth=options.get("auth"),
            timeout=options.get("timeout") or self._deadlines,
            allow_redirects=bool(options.get("allow_redirects")),
        )
        return Response(answer.status_code, answer.text, answer.headers)


def never_left(error: RequestException) -> bool:
    """Say whether a failed request surely did not reach the carrier.

    Only failures to connect are sure: after that, a lost connection may be a lost answer.
    """
    if isinstance(error, ConnectTimeout):
        return True
    reason = getattr(error.args[0], "reason", None) if error.args else None
    if isinstance(reason, NewConnectionError):
        return True
    cause = reason.args[0] if isinstance(reason, Exception) and reason.args else None
    return isinstance(cause, ssl.SSLCertVerificationError)
