"""A chat service in memory, as strict as the real one, with a bot that says what a test wants."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from ecm.adapters.catalogues import CatalogueTexts
from ecm.conversations import ChatPage, ChatSession, UnknownChat, UnknownLanguage
from ecm.errors import EcmError

Reply = dict[str, Any]
PAGE = 200

WELCOME = "Hi! I am an automated helper. What would you like?"
MENU = [("what_is_ecm", "What is ECM?"), ("check_eligibility", "See if it fits")]


class StoreAway(EcmError):
    """What the real store raises when the database is away."""

    code = "store_unavailable"


def reply(text: str, **other: Any) -> Reply:
    """Return one message of ours as the bot gives it."""
    choices = [{"value": value, "label": label} for value, label in other.pop("choices", ())]
    standard = {"from": "bot", "name": "help", "language": "en", "dir": "ltr"}
    return {**standard, "text": text, "choices": choices, **other}


def echo(text: str | None, choice: str | None) -> list[Reply]:
    """Answer with what was heard, and the menu."""
    return [reply(f"You said: {choice or text}", choices=MENU)]


@dataclass
class _Chat:
    language: str
    owner: str = "bot"
    messages: list[tuple[float, Reply]] = field(default_factory=list)
    ids: dict[str, str] = field(default_factory=dict)


class RememberedChats:
    """The web part of `Conversations`, in memory.

    Attributes:
        bot: what answers a text or a pick.
        delay: seconds until an answer can be read.
        away: while true, nothing can be read or kept.
    """

    def __init__(self, languages: tuple[str, ...] = ("en", "es", "zh-Hant")) -> None:
        self.bot: Callable[[str | None, str | None], list[Reply]] = echo
        self.delay = 0.0
        self.away = False
        self.received: list[tuple[str | None, str | None]] = []
        self._languages = languages
        self._chats: dict[str, _Chat] = {}
        self._lock = threading.Lock()

    def open_chat(self, language: str | None) -> ChatSession:
        self._check()
        tag = language or "en"
        if tag not in self._languages:
            raise UnknownLanguage("language is not live")
        token = secrets.token_urlsafe(32)
        self._chats[token] = _Chat(tag)
        self.say(token, reply(WELCOME, name="welcome", choices=MENU))
        return ChatSession(token, tag)

    def receive_chat(self, token: str, client_id: str, text: str | None, choice: str | None) -> str:
        assert (text is None) != (choice is None), "exactly one of text and choice"
        assert 1 <= len(client_id) <= 64
        assert 1 <= len(text or choice or "") <= 1600
        chat = self._chat(token)
        with self._lock:
            if client_id in chat.ids:
                return chat.ids[client_id]
            chat.ids[client_id] = secrets.token_hex(8)
            self.received.append((text, choice))
        label = dict(MENU).get(choice or "", choice or "")
        typed = reply(text or label, name=None, **{"from": "person"}, language=chat.language)
        self.say(token, typed)
        for answer in self.bot(text, choice):
            self.say(token, answer, self.delay)
        return chat.ids[client_id]

    def read_chat(self, token: str, after: int) -> ChatPage:
        assert after >= 0
        chat = self._chat(token)
        now = time.monotonic()
        with self._lock:
            known = list(enumerate(chat.messages, 1))
        seen = [{"seq": n, **m} for n, (at, m) in known if n > after and at <= now]
        return ChatPage(seen[:PAGE], chat.owner, chat.language)

    def close_chat(self, token: str) -> None:
        self._chat(token)
        del self._chats[token]

    def say(self, token: str, message: Reply, delay: float = 0.0) -> None:
        """Put a message into a chat, as an agent or a late bot does."""
        with self._lock:
            self._chats[token].messages.append((time.monotonic() + delay, message))

    def hand_over(self, token: str, owner: str) -> None:
        self._chats[token].owner = owner

    def speak(self, token: str, language: str) -> None:
        self._chats[token].language = language

    @property
    def tokens(self) -> list[str]:
        """The tokens of the open chats, oldest first."""
        return list(self._chats)

    def _chat(self, token: str) -> _Chat:
        self._check()
        if token not in self._chats:
            raise UnknownChat("no such chat")
        return self._chats[token]

    def _check(self) -> None:
        if self.away:
            raise StoreAway("the database is away")


class WithPersian(CatalogueTexts):
    """The real catalogues, with Persian live although its words are English: to see the layout."""

    def languages(self) -> tuple[str, ...]:
        return (*super().languages(), "fa")
