"""Why the web edge says no: one error with a status, a code and at most a field's name.

Nothing that a caller sent is ever repeated in an answer.
"""

from __future__ import annotations

import math

from flask import Response, jsonify

from ecm.errors import EcmError

_STATUS_OF_CODE = {"unknown_chat": 401, "unknown_language": 400, "store_unavailable": 503}
_RETRY_AFTER_TROUBLE_S = 5


class Refusal(EcmError):
    """A request that the web edge does not accept.

    Args:
        status: HTTP status.
        code: stable word for programs.
        field: the known field that is wrong, or None.
        retry_after: seconds after which trying again makes sense, or 0.
    """

    def __init__(
        self, status: int, code: str, field: str | None = None, retry_after: float = 0
    ) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.field = field
        self.retry_after = math.ceil(retry_after)


def from_core(error: EcmError) -> Refusal:
    """Return the refusal that an error of the core becomes at this edge."""
    status = _STATUS_OF_CODE.get(error.code, 500)
    if status == 500:
        return Refusal(500, "server_error")
    return Refusal(status, error.code, retry_after=_RETRY_AFTER_TROUBLE_S if status == 503 else 0)


def as_json(refusal: Refusal) -> Response:
    """Return a refusal as the API's error document."""
    response = jsonify({"error": {"code": refusal.code, "field": refusal.field}})
    response.status_code = refusal.status
    add_headers(response, refusal)
    return response


def add_headers(response: Response, refusal: Refusal) -> None:
    """Add what the status asks for (RFC 9110: `WWW-Authenticate`, `Retry-After`)."""
    if refusal.status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    if refusal.retry_after:
        response.headers["Retry-After"] = str(refusal.retry_after)
