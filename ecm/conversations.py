"""What comes in and what goes out: commit first, answer once, send in order, lose nothing.

`Conversations` is the door for every edge: a text or a chat message is committed to the inbox and
only then acknowledged. `ecm.draining` works the inbox off; `ecm.sending` empties the outbox.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from typing import Any

from ecm.errors import EcmError
from ecm.ports import Say, Texts, Waker
from ecm.reading.language import likely_language
from ecm.records import Conversation, Session
from ecm.settings import Settings

_TOKEN_BYTES = 32
_SOURCE_ENGLISH = "en"


class UnknownChat(EcmError):
    """A web chat's token that nobody has, or that was closed."""

    code = "unknown_chat"


@dataclass(frozen=True)
class InboundText:
    """One text message as the carrier handed it over, parsed once at the edge."""

    carrier_id: str
    sender: str
    to: str
    text: str
    media_count: int = 0
    opt_out_type: str | None = None


@dataclass(frozen=True)
class ChatSession:
    """A web chat that was just opened."""

    token: str
    language: str


@dataclass(frozen=True)
class ChatPage:
    """What a web chat shows after a place in it."""

    messages: list[dict[str, Any]]
    owner: str
    language: str


class Conversations:
    """Receives messages durably and reads threads.

    Args:
        store: the SQL store.
        texts: renders our messages.
        waker: tells the worker.
        settings: names and limits.
    """

    def __init__(self, store: Any, texts: Texts, waker: Waker, settings: Settings) -> None:
        self._store = store
        self._texts = texts
        self._waker = waker
        self._settings = settings

    def receive_text(self, inbound: InboundText) -> bool:
        """Commit a text; False when the carrier had delivered it before.

        Raises:
            StoreUnavailable: nothing was kept; the carrier must not be told otherwise.
        """
        language = self._first_language(inbound.text)
        with self._store.begin() as session:
            conversation, _new = session.open_conversation("sms", inbound.sender, language)
            kept = session.add_inbound(
                conversation.id,
                f"sms:{inbound.carrier_id}",
                inbound.text,
                media_count=inbound.media_count,
                opt_out_type=inbound.opt_out_type,
            )
        if kept is not None:
            self._waker.wake(conversation.id)
        return kept is not None

    def _first_language(self, text: str) -> str:
        """Return the language to begin with somebody new: what the first text shows, else English."""
        seen = likely_language(text)
        return seen if seen in self._texts.languages() else _SOURCE_ENGLISH

    def record_status(
        self, outbox_id: str, carrier_id: str, status: str, error_code: int | None
    ) -> bool:
        """Move a text forward to what the carrier says of it; False when the text is unknown."""
        conversation_id = self._store.outbox.record_status(
            outbox_id, carrier_id, status, error_code
        )
        return conversation_id is not None

    def open_chat(self, language: str | None) -> ChatSession:
        """Open a web chat, with its welcome already in it.

        Raises:
            UnknownLanguage: the language is not live.
        """
        tag = language or _SOURCE_ENGLISH
        if tag not in self._texts.languages():
            raise UnknownLanguage("language is not live", language=tag)
        token = secrets.token_urlsafe(_TOKEN_BYTES)
        with self._store.begin() as session:
            conversation, _new = session.open_conversation("web", _token_address(token), tag)
            self._welcome(session, conversation)
        return ChatSession(token, tag)

    def _welcome(self, session: Session, conversation: Conversation) -> None:
        from ecm.dialogue.choices import MENU
        from ecm.dialogue.state import State

        welcome = Say("welcome", {"operator": self._settings.operator}, choices=MENU, variant="web")
        rendered = self._texts.render(welcome, conversation.language)
        session.add_outgoing(
            conversation,
            None,
            0,
            sender="bot",
            name=rendered.name,
            language=rendered.language,
            text=rendered.text,
            choices=rendered.choices,
            state="delivered",
        )
        state = State(greeted=True)
        state.offer(welcome)
        session.save_state(conversation.id, state.dump(), conversation.language)

    def receive_chat(self, token: str, client_id: str, text: str | None, choice: str | None) -> str:
        """Commit a chat message or a pick; return its id, the same for the same client id.

        Raises:
            UnknownChat: no such chat.
            StoreUnavailable: nothing was kept.
        """
        with self._store.begin() as session:
            conversation = self._chat(session, token)
            source = f"web:{conversation.id}:{client_id}"
            shown = text if choice is None else _label(session, conversation, choice, self._texts)
            kept = session.add_inbound(conversation.id, source, shown or "", choice=choice)
            inbound_id = kept.id if kept else str(session.inbound_id_of(source))
        if kept is not None:
            self._waker.wake(conversation.id)
        return inbound_id

    def _chat(self, session: Session, token: str) -> Conversation:
        conversation = session.find_conversation("web", _token_address(token))
        if conversation is None:
            raise UnknownChat("no such chat")
        return conversation

    def read_chat(self, token: str, after: int) -> ChatPage:
        """Return what a chat shows after a place.

        Raises:
            UnknownChat: no such chat.
        """
        conversation = self._store.reports.chat_head(_token_address(token))
        if conversation is None:
            raise UnknownChat("no such chat")
        conversation_id, owner, language = conversation
        messages = self._store.reports.thread(conversation_id, after)
        for message in messages:
            message["language"] = message["language"] or language
            message["dir"] = self._texts.direction(message["language"])
        return ChatPage(messages, "bot" if owner in ("bot", "queue") else "agent", language)

    def close_chat(self, token: str) -> None:
        """Close a chat: its token opens nothing any more; what was sent to a plan stays.

        Raises:
            UnknownChat: no such chat.
        """
        with self._store.begin() as session:
            conversation = self._chat(session, token)
            session.retire_address(conversation.id)


class UnknownLanguage(EcmError):
    """A language tag that is not live."""

    code = "unknown_language"


def _token_address(token: str) -> str:
    """Return the address of a web chat: a digest, so that the store never holds the token."""
    return "web:" + hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def _label(session: Session, conversation: Conversation, choice: str, texts: Texts) -> str:
    """Return the words on the button that was tapped, as the thread shows them."""
    from ecm.dialogue.state import State
    from ecm.says import say_from_json

    offered = State.load(conversation.state).choices
    say = say_from_json({"name": "menu", "choices": offered})
    labels = dict(texts.render(say, conversation.language).choices)
    return labels.get(choice, choice)
