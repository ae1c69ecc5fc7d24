"""The words that the carrier acts on by itself, and what it answers.

Twilio's default handling for long codes: a lone word blocks the pair of numbers, is answered in
Twilio's own English, and the text still reaches our webhook
(https://help.twilio.com/articles/223134027; REVOKE and OPTOUT since 2025). The replies are quoted
so that the simulated phone shows what a real one shows; they are not messages of this service.
"""

from __future__ import annotations

from typing import Literal

OptOutType = Literal["STOP", "START", "HELP"]

_WORDS: dict[str, OptOutType] = {
    **dict.fromkeys(
        ("STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"), "STOP"
    ),
    **dict.fromkeys(("START", "YES", "UNSTOP"), "START"),
    **dict.fromkeys(("HELP", "INFO"), "HELP"),
}
TWILIO_REPLIES: dict[OptOutType, str] = {
    "STOP": "You have successfully been unsubscribed. You will not receive any more messages from "
    "this number. Reply START to resubscribe.",
    "START": "You have successfully been re-subscribed to messages from this number. Reply HELP "
    "for help. Reply STOP to unsubscribe. Msg&Data Rates May Apply.",
    "HELP": "Reply STOP to unsubscribe. Msg&Data Rates May Apply.",
}


def opt_out_type(body: str, opted_out: bool) -> OptOutType | None:
    """Return what the carrier takes a text for, or None.

    START words count only from somebody who is opted out, and HELP only from somebody who is not:
    otherwise "yes" to a question of ours would be answered by the carrier.

    Args:
        body: the text as typed; only a lone word counts.
        opted_out: whether the phone is blocked now.
    """
    kind = _WORDS.get(body.strip().upper())
    if (kind == "START" and not opted_out) or (kind in ("STOP", "HELP") and opted_out):
        return None
    return kind
