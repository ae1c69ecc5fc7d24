"""Who called: the carrier's signature over the address it was given and the whole form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from twilio.request_validator import RequestValidator  # type: ignore[import-untyped]

SIGNATURE_HEADER = "X-Twilio-Signature"


def is_signed(url: str, form: Mapping[str, str], signature: str, tokens: Sequence[str]) -> bool:
    """Say whether one of our tokens signed this form for this address.

    Every token is tried, also after a match, so the time tells nothing about which one it was.
    The validator accepts the address with and without its default port, since senders differ:
    https://www.twilio.com/docs/usage/security#validating-requests.

    Args:
        url: public address the carrier was given, with the query string as received.
        form: the form's fields, each name once.
        signature: the header's value.
        tokens: tokens in use, several while rotating.
    """
    given = dict(form)
    verdicts = [RequestValidator(token).validate(url, given, signature) for token in tokens]
    return any(verdicts)


def sign(url: str, form: Mapping[str, str], token: str) -> str:
    """Return the signature that the carrier puts on a form for an address."""
    return str(RequestValidator(token).compute_signature(url, dict(form)))
