"""What Twilio's error codes mean for a text: give it up, or try again.

Sources: Twilio's error dictionary (https://www.twilio.com/docs/api/errors), its test-credential
table (https://www.twilio.com/docs/iam/test-credentials) and the codes that TextIt's courier treats
as final. Twilio refines codes over time, so an unknown code falls back on its HTTP status.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Verdict = Literal["never", "later", "operator"]
"""`never`: this text will never be taken. `later`: it may be, unchanged. `operator`: it may be once
somebody has repaired the account, the number or its registration."""

OPTED_OUT = 21610
"""The person has opted out at the carrier: consent must follow."""


@dataclass(frozen=True)
class CarrierError:
    """One code: what it means and what follows from it."""

    code: int
    verdict: Verdict
    meaning: str


_ERRORS = (
    CarrierError(20001, "never", "request parameter is not valid"),
    CarrierError(20003, "operator", "credentials refused"),
    CarrierError(20005, "operator", "account is not active"),
    CarrierError(20404, "operator", "account or resource not found"),
    CarrierError(20429, "later", "too many requests"),
    CarrierError(21211, "never", "'To' is not a phone number"),
    CarrierError(21212, "operator", "'From' is not a phone number"),
    CarrierError(21217, "never", "'To' does not look like a phone number"),
    CarrierError(21265, "never", "'To' is a short code"),
    CarrierError(21408, "never", "the region of 'To' is not enabled"),
    CarrierError(21602, "never", "body is missing"),
    CarrierError(21603, "operator", "'From' is missing"),
    CarrierError(21604, "never", "'To' is missing"),
    CarrierError(21606, "operator", "'From' cannot send to this destination"),
    CarrierError(21608, "operator", "trial account: 'To' is not verified"),
    CarrierError(OPTED_OUT, "never", "the person has opted out"),
    CarrierError(21611, "later", "queue of 'From' is full"),
    CarrierError(21612, "never", "no route from 'From' to 'To'"),
    CarrierError(21614, "never", "'To' is not a mobile number"),
    CarrierError(21617, "never", "body is above 1,600 characters"),
    CarrierError(21659, "operator", "'From' is not a number of the carrier"),
    CarrierError(21660, "operator", "'From' is not a number of this account"),
    CarrierError(30001, "later", "queue overflow"),
    CarrierError(30002, "operator", "account suspended"),
    CarrierError(30003, "later", "handset unreachable"),
    CarrierError(30004, "never", "blocked by the person or their carrier"),
    CarrierError(30005, "never", "unknown handset"),
    CarrierError(30006, "never", "landline or unreachable carrier"),
    CarrierError(30007, "operator", "filtered as spam"),
    CarrierError(30008, "later", "unknown error on the way"),
    CarrierError(30022, "operator", "10DLC rate limit exceeded"),
    CarrierError(30023, "operator", "10DLC daily cap reached"),
    CarrierError(30027, "operator", "10DLC daily limit of T-Mobile reached"),
    CarrierError(30032, "operator", "toll-free number is not verified"),
    CarrierError(30034, "operator", "number is not registered for 10DLC"),
)
ERRORS = {error.code: error for error in _ERRORS}

_LATER_STATUSES = frozenset({408, 409, 425, 429})
_OPERATOR_STATUSES = frozenset({401, 403, 404, 407})


def verdict(code: int, http_status: int = 400) -> Verdict:
    """Return what follows from an error code.

    Args:
        code: the code in the answer or in a status report.
        http_status: the answer's status; it decides when the code is not in the table.
    """
    if code in ERRORS:
        return ERRORS[code].verdict
    if http_status >= 500 or http_status in _LATER_STATUSES:
        return "later"
    return "operator" if http_status in _OPERATOR_STATUSES else "never"
