"""Rasa itself with the trained model, in this process, over a core that keeps what it hears."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest

from bot.lean import keep_out_tensorflow
from bot.local import LocalBot
from bot.quiet import quiet_imports
from ecm import bootstrap
from ecm.ports import BotRequest, Rendered, Say, Turn

# Test modules import Rasa when they are collected: lean like the serving process, but able to train.
quiet_imports()
keep_out_tensorflow(keep=("sklearn",))

_numbers = itertools.count()


@dataclass
class Core:
    """Stands where the core's dialogue stands: keeps each turn and gives the answer it is told."""

    turns: list[Turn] = field(default_factory=list)
    answer: Callable[[Turn], Sequence[Say]] = lambda _turn: (Say("answer_cost"),)

    def respond(self, turn: Turn) -> tuple[Say, ...]:
        self.turns.append(turn)
        return tuple(self.answer(turn))


@dataclass
class Person:
    """Talks with the bot: one conversation, a new inbound id for every message."""

    bot: LocalBot
    loop: asyncio.AbstractEventLoop
    conversation: str = field(default_factory=lambda: f"conversation-{next(_numbers)}")
    language: str = "en"

    def request(self, text: str = "", choice: str | None = None) -> BotRequest:
        inbound_id = f"inbound-{next(_numbers)}"
        return BotRequest(self.conversation, inbound_id, text, choice, self.language, "sms")

    def says(self, text: str) -> Sequence[Rendered]:
        return self.loop.run_until_complete(self.bot.reply(self.request(text)))

    def picks(self, choice: str) -> Sequence[Rendered]:
        return self.loop.run_until_complete(self.bot.reply(self.request(choice=choice)))


@pytest.fixture(scope="session")
def loop() -> Iterator[asyncio.AbstractEventLoop]:
    """The one event loop on which the bot lives."""
    made = asyncio.new_event_loop()
    yield made
    made.close()


@pytest.fixture(scope="session")
def bot(loop: asyncio.AbstractEventLoop) -> LocalBot:
    """The real bot; one for all tests."""
    return loop.run_until_complete(LocalBot.load())


@pytest.fixture
def agent(bot: LocalBot) -> Any:
    """Rasa's own agent inside the bot."""
    return bot._agent


@pytest.fixture
def core(monkeypatch: pytest.MonkeyPatch) -> Core:
    """What the actions reach when they ask the core."""
    made = Core()
    monkeypatch.setattr(bootstrap, "dialogue", lambda: made)
    return made


@pytest.fixture
def person(bot: LocalBot, loop: asyncio.AbstractEventLoop) -> Person:
    """Somebody who writes English."""
    return Person(bot, loop)
