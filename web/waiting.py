"""Waiting for news of a chat: long polls and server-sent events look again, ever more slowly."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ecm.errors import EcmError
from web.limits import WaitingRoom
from web.services import Chats, ChatView
from web.thread import last_seq


@dataclass(frozen=True)
class Pace:
    """How a waiting request behaves; all in seconds.

    Attributes:
        first_look: until the first look for news; looks slow down by a quarter each.
        slowest_look: the longest time between two looks.
        longest_wait: a long poll ends after it, whatever it asked for.
        heartbeat: an event stream without news sends a comment after it, to keep the line open.
        stream: an event stream ends after it; the browser comes again with `Last-Event-ID`.
    """

    first_look: float = 0.12
    slowest_look: float = 1.0
    longest_wait: float = 25.0
    heartbeat: float = 15.0
    stream: float = 300.0


@dataclass(frozen=True)
class WholeChat:
    """A whole chat, put together from pages."""

    messages: tuple[Mapping[str, Any], ...]
    owner: str
    language: str


@dataclass(frozen=True)
class News:
    """Reads a chat and waits for what comes next."""

    chats: Chats
    room: WaitingRoom
    pace: Pace = Pace()

    def wait(self, token: str, after: int, seconds: float) -> ChatView:
        """Return the chat after a place as soon as something is there, or after the time.

        Raises:
            EcmError: `unknown_chat`, `store_unavailable`.
        """
        view = self.chats.read_chat(token, after)
        if view.messages or not seconds:
            return view
        with self.room.place(token) as granted:
            until = time.monotonic() + min(seconds, self.pace.longest_wait)
            for pause in self._pauses(until if granted else 0.0):
                time.sleep(pause)
                view = self.chats.read_chat(token, after)
                if view.messages:
                    break
        return view

    def whole(self, token: str) -> ChatView:
        """Return a whole chat, however many reads it takes: the store gives a page at a time.

        Raises:
            EcmError: `unknown_chat`, `store_unavailable`.
        """
        view = self.chats.read_chat(token, 0)
        messages, newest = list(view.messages), view.messages
        while newest:
            newest = self.chats.read_chat(token, last_seq(messages)).messages
            messages.extend(newest)
        return WholeChat(tuple(messages), view.owner, view.language)

    def _pauses(self, until: float) -> Iterator[float]:
        """Yield growing pauses until a moment."""
        pause = self.pace.first_look
        while (left := until - time.monotonic()) > 0:
            yield min(pause, left)
            pause = min(pause * 1.25, self.pace.slowest_look)

    def stream(self, token: str, after: int, view: ChatView) -> Iterator[str]:
        """Yield a chat as server-sent events: first what is there, then what comes.

        Args:
            view: the chat after that place, already read.
        """
        yield "retry: 3000\n\n"
        owner = None
        until = time.monotonic() + self.pace.stream
        quiet_since = time.monotonic()
        with self.room.place(token) as granted:
            while True:
                events, after = _events(view, owner, after)
                owner = view.owner
                yield from events
                now = time.monotonic()
                if events:
                    quiet_since = now
                elif now - quiet_since >= self.pace.heartbeat:
                    quiet_since = now
                    yield ": still here\n\n"
                if not granted or now >= until:
                    return
                time.sleep(min(self.pace.slowest_look, 2 * self.pace.first_look))
                try:
                    view = self.chats.read_chat(token, after)
                except EcmError:
                    return  # closed, or no database: the browser comes again and is told


def _events(view: ChatView, owner: str | None, after: int) -> tuple[list[str], int]:
    """Return the events of a view, and the new place."""
    events = [_event("message", message, message["seq"]) for message in view.messages]
    if view.owner != owner:
        events.append(_event("owner", {"owner": view.owner}))
    return events, max(after, last_seq(view.messages))


def _event(kind: str, data: Any, seq: int | None = None) -> str:
    """Return one event (https://html.spec.whatwg.org/multipage/server-sent-events.html)."""
    place = "" if seq is None else f"id: {seq}\n"
    return f"{place}event: {kind}\ndata: {json.dumps(data)}\n\n"
