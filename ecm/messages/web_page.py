"""Words of the web page itself."""

from __future__ import annotations

from ecm.messages.message import Message

MESSAGES: tuple[Message, ...] = ()
