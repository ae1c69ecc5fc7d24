"""`ecm chat`: a conversation in the terminal, through the same code that serves messages."""

from __future__ import annotations

import asyncio
import tempfile
import uuid
from pathlib import Path
from typing import Any, Sequence, TextIO

from ecm import bootstrap
from ecm.draining import Drainer
from ecm.ports import BotRequest, Rendered, Say
from ecm.segments import number_choices
from ecm.sending import Sending


class _InProcessBot:
    """The bot without servers: our Rasa channel's own turn, run in this process."""

    def __init__(self) -> None:
        from bot.local import LocalBot

        self._loop = asyncio.new_event_loop()
        self._bot = self._loop.run_until_complete(LocalBot.load())

    def reply(self, request: BotRequest) -> Sequence[Rendered]:
        """Return the bot's messages for this inbound id."""
        answered: Sequence[Rendered] = self._loop.run_until_complete(self._bot.reply(request))
        return answered


def talk(language: str, lines: TextIO, out: TextIO) -> None:
    """Talk until the input ends; nothing that was said is kept afterwards.

    Args:
        language: to begin in.
        lines: what the person types, a line each.
        out: where our words go.
    """
    import os

    with tempfile.TemporaryDirectory(prefix="ecm-chat-") as folder:
        os.environ.update(ECM_DATA_DIR=folder, ECM_DATABASE_URL=f"sqlite:///{Path(folder)}/chat.db")
        bootstrap.reset()
        bootstrap.migrate()
        _converse(language, lines, out)


def _converse(language: str, lines: TextIO, out: TextIO) -> None:
    chat = bootstrap.conversations().open_chat(language)
    store: Any = bootstrap.store()
    drainer = Drainer(
        store,
        bootstrap.dialogue(),
        _InProcessBot(),
        bootstrap.texts(),
        bootstrap.clock(),
        Sending(store, None, bootstrap.clock()),  # type: ignore[arg-type]
    )
    head = store.reports.chat_head(_address(chat.token))
    shown = _show(chat.token, 0, out)
    for line in lines:
        bootstrap.conversations().receive_chat(chat.token, uuid.uuid4().hex, line.strip(), None)
        drainer.drain(head[0])
        shown = _show(chat.token, shown, out)


def _address(token: str) -> str:
    from ecm.conversations import _token_address

    return _token_address(token)


def _show(token: str, after: int, out: TextIO) -> int:
    page = bootstrap.conversations().read_chat(token, after)
    for message in page.messages:
        if message["from"] != "person":
            choices = [(c["value"], c["label"]) for c in message["choices"]]
            print("< " + number_choices(message["text"], choices).replace("\n", "\n  "), file=out)
    out.flush()
    return max([m["seq"] for m in page.messages], default=after)


__all__ = ["Say", "talk"]
