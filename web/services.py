"""What the web edge needs from the core, as protocols: `Conversations` and `Texts` fulfil them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol


class OpenedChat(Protocol):
    """A chat that was just opened."""

    @property
    def token(self) -> str:
        """The secret that opens it."""

    @property
    def language(self) -> str:
        """Its language tag."""


class ChatView(Protocol):
    """What a chat shows after a place in it."""

    @property
    def messages(self) -> Sequence[Mapping[str, Any]]:
        """Messages in the contract's shape (`web/openapi.yml`), oldest first."""

    @property
    def owner(self) -> str:
        """Who answers now: `bot` or `agent`."""

    @property
    def language(self) -> str:
        """The person's language now."""


class Chats(Protocol):
    """The part of `ecm.conversations.Conversations` that serves web chats.

    Every method raises `EcmError` with code `unknown_chat` for a token that nobody has, and with
    code `store_unavailable` when nothing could be read or kept.
    """

    def open_chat(self, language: str | None) -> OpenedChat:
        """Open a chat with its welcome in it."""

    def receive_chat(self, token: str, client_id: str, text: str | None, choice: str | None) -> str:
        """Keep one message; the same client id again is the same message."""

    def read_chat(self, token: str, after: int) -> ChatView:
        """Return what came after a place."""

    def close_chat(self, token: str) -> None:
        """Close a chat: its token opens nothing any more."""


class PageTexts(Protocol):
    """Words of the page, by message name and language."""

    def page(self, name: str, language: str, **values: Any) -> str:
        """Return one wording of the page."""

    def languages(self) -> tuple[str, ...]:
        """Return the tags that are live, English first."""

    def direction(self, language: str) -> str:
        """Return `ltr` or `rtl`."""

    def own_name(self, language: str) -> str:
        """Return a language's name in itself."""
