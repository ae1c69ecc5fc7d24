"""The whole bot in this process, without servers: for the terminal and for golden conversations."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

from bot.lean import keep_out_tensorflow
from bot.parse import MODEL, NoModel
from bot.quiet import quiet_imports, quiet_logs
from bot.serve import ROOT, model_is_ours
from ecm.ports import BotFailed, BotRequest, Rendered
from ecm.says import rendered_from_json


class LocalBot:
    """Our channel's own turn on Rasa's agent, awaited in this process."""

    def __init__(self, agent: object) -> None:
        self._agent = agent

    @classmethod
    async def load(cls, model: Path = MODEL) -> "LocalBot":
        """Load the trained model.

        Raises:
            NoModel: it is missing or its hash is another.
        """
        if not model_is_ours(model):
            raise NoModel("there is no trained model: make train")
        quiet_imports()
        keep_out_tensorflow()
        from rasa.core.agent import load_agent
        from rasa.core.utils import AvailableEndpoints

        from bot.fast_actions import compile_schema_once
        from bot.in_process_actions import InProcessActions

        quiet_logs()
        compile_schema_once()
        endpoints = AvailableEndpoints.read_endpoints(str(ROOT / "endpoints.yml"))
        endpoints.action = InProcessActions()
        agent = await load_agent(model_path=str(model), endpoints=endpoints)
        quiet_logs()
        return cls(agent)

    async def reply(self, request: BotRequest) -> Sequence[Rendered]:
        """Return the bot's messages for this inbound id.

        Raises:
            BotFailed: the bot could not handle this message.
        """
        from bot.channel import run_turn
        from bot.turns import TurnMessage

        turn = TurnMessage(
            request.conversation_id,
            request.inbound_id,
            request.text,
            request.choice,
            request.language,
            request.channel,
        )
        answer = await run_turn(self._agent.handle_message, turn)  # type: ignore[attr-defined]
        if not answer["handled"]:
            raise BotFailed("not handled")
        return [rendered_from_json(message) for message in answer["messages"]]


class SyncBot:
    """The same, for callers without an event loop."""

    def __init__(self, loop: asyncio.AbstractEventLoop, bot: LocalBot) -> None:
        self._loop = loop
        self._bot = bot

    @classmethod
    def load(cls) -> "SyncBot":
        """Load the trained model on an event loop of its own."""
        loop = asyncio.new_event_loop()
        return cls(loop, loop.run_until_complete(LocalBot.load()))

    def reply(self, request: BotRequest) -> Sequence[Rendered]:
        """Return the bot's messages for this inbound id."""
        return self._loop.run_until_complete(self._bot.reply(request))

    def ready(self) -> bool:
        """Return True: it is loaded, or it would not be here."""
        return True
