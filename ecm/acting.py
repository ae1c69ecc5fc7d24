"""How an action vouches for the message that it answered, so that silence is never success.

The receipt travels behind the words, on the same road: when words are lost on the way, it is too.
"""

from __future__ import annotations

from typing import Any, Mapping

_ACTED_ON = "acted_on"


def receipt(inbound_id: str) -> dict[str, str]:
    """Return what an action puts behind its words once it has acted on a message."""
    return {_ACTED_ON: inbound_id}


def receipt_of(payload: Mapping[str, Any]) -> str | None:
    """Return the id of the message that a payload is the receipt of, or None for words."""
    found = payload.get(_ACTED_ON)
    return None if found is None else str(found)
