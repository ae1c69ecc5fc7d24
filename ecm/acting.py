"""Marks which messages an action answered, so that silence is never taken for success."""

from __future__ import annotations

from contextvars import ContextVar

_turn: ContextVar["tuple[str, set[str]] | None"] = ContextVar("turn", default=None)


def begin_turn(inbound_id: str, acted: set[str]) -> None:
    """Begin a turn in this context; the set will gather the id once it was acted on."""
    _turn.set((inbound_id, acted))


def acted(inbound_id: str) -> None:
    """Say that a message was acted on, if it is the one in hand."""
    turn = _turn.get()
    if turn is not None and turn[0] == inbound_id:
        turn[1].add(inbound_id)
