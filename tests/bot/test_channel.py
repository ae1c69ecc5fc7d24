"""`handled` is true only when our action answered this very message and its words came through."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import aiohttp
import pytest
import yaml
from rasa.core.channels.channel import UserMessage, register
from sanic import Sanic

from bot.channel import EcmChannel, TurnOutput, run_turn
from bot.intent_classifier import LinearIntentClassifier
from bot.split import ROOT
from bot.turns import TurnMessage
from ecm.acting import receipt
from ecm.ports import BotFailed, Say
from tests.bot.conftest import Person
from tests.bot.test_turns import REFUSED, TEXT


class Channel:
    """The channel over HTTP, as Rasa registers it."""

    def __init__(self, app: Sanic, loop: asyncio.AbstractEventLoop) -> None:
        self.app = app
        self._loop = loop
        self._server = loop.run_until_complete(
            app.create_server("127.0.0.1", 0, return_asyncio_server=True, access_log=False)
        )
        loop.run_until_complete(self._server.startup())
        loop.run_until_complete(self._server.before_start())
        loop.run_until_complete(self._server.after_start())
        port = self._server.server.sockets[0].getsockname()[1]
        self._origin = f"http://127.0.0.1:{port}/webhooks/ecm"

    def ask(self, method: str, path: str, **sent: Any) -> tuple[int, Any]:
        async def ask() -> tuple[int, Any]:
            address = self._origin + path
            async with (
                aiohttp.ClientSession() as client,
                client.request(method, address, **sent) as answer,
            ):
                return answer.status, await answer.json(content_type=None)

        return self._loop.run_until_complete(ask())

    def stop(self) -> None:
        self._loop.run_until_complete(self._server.close())


@pytest.fixture(scope="module")
def served(loop: asyncio.AbstractEventLoop) -> Iterator[Channel]:
    app = Sanic("ecm_channel_in_tests", configure_logging=False)
    register([EcmChannel()], app, route="/webhooks/")
    channel = Channel(app, loop)
    yield channel
    channel.stop()


@pytest.fixture
def channel(served: Channel, agent: Any) -> Channel:
    served.app.ctx.agent = agent
    return served


def turn_of(text: str = "how much is it") -> TurnMessage:
    return TurnMessage("c", "i", text, None, "en", "sms")


def test_a_turn_is_answered_in_words(channel: Channel, core) -> None:
    status, answer = channel.ask("POST", "/messages", json=TEXT)
    assert status == 200
    assert answer["handled"] is True and answer["inbound_id"] == "i"
    [message] = answer["messages"]
    assert message["name"] == "answer_cost" and "free" in message["parts"][0].lower()


@pytest.mark.parametrize("reason", REFUSED)
def test_a_bad_request_is_refused_and_reaches_nobody(reason: str, channel: Channel, core) -> None:
    status, answer = channel.ask("POST", "/messages", data=REFUSED[reason])
    assert (status, answer) == (400, {"error": "turn_invalid"})
    assert core.turns == []


def test_nothing_is_taken_before_the_model_is_loaded(served: Channel, core) -> None:
    for nobody in (None, type("Agent", (), {"is_ready": lambda self: False})()):
        served.app.ctx.agent = nobody
        assert served.ask("POST", "/messages", json=TEXT) == (503, {"error": "not_ready"})
        assert served.ask("GET", "/healthz") == (503, {"ready": False})
    assert core.turns == []


def test_health_is_good_once_the_model_is_loaded(channel: Channel) -> None:
    assert channel.ask("GET", "/healthz") == (200, {"ready": True})


def test_an_action_that_raises_is_not_handled(channel: Channel, core) -> None:
    def fail(_turn):
        raise RuntimeError("the core is away")

    core.answer = fail
    status, answer = channel.ask("POST", "/messages", json=TEXT)
    assert status == 200
    assert answer == {"inbound_id": "i", "handled": False, "messages": []}


def test_words_that_cannot_be_rendered_are_no_empty_success(person, core) -> None:
    for says in ([Say("no_such_message")], [Say("answer_cost"), Say("no_such_message")]):
        core.answer = lambda _turn, says=says: says
        with pytest.raises(BotFailed):
            person.says("how much is it")


def test_silence_that_the_core_chose_is_handled(person, core) -> None:
    core.answer = lambda _turn: ()
    assert person.says("how much is it") == []
    assert len(core.turns) == 1


def test_an_answer_to_another_message_is_not_handled(loop, agent, core) -> None:
    async def handle(message: UserMessage) -> None:
        message.metadata["inbound_id"] = "another"
        await agent.handle_message(message)

    answer = loop.run_until_complete(run_turn(handle, turn_of()))
    assert core.turns[-1].inbound_id == "another"
    assert answer == {"inbound_id": "i", "handled": False, "messages": []}


def test_an_agent_that_does_nothing_has_not_handled_it(loop) -> None:
    async def handle(_message: UserMessage) -> None:
        return None

    answer = loop.run_until_complete(run_turn(handle, turn_of()))
    assert answer == {"inbound_id": "i", "handled": False, "messages": []}


def test_a_rasa_that_raises_after_the_answer_has_not_handled_it(loop, agent, core) -> None:
    async def handle(message: UserMessage) -> None:
        await agent.handle_message(message)
        raise RuntimeError("lock lost")

    answer = loop.run_until_complete(run_turn(handle, turn_of()))
    assert core.turns and answer["handled"] is False and answer["messages"] == []


def test_a_receipt_is_no_message(loop) -> None:
    output = TurnOutput()
    loop.run_until_complete(output.send_response("c", {"custom": receipt("i")}))
    assert (output.rendered, output.acted_on) == ([], "i")


def test_a_pick_skips_understanding(person, core, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args):
        raise AssertionError("understanding ran")

    monkeypatch.setattr(LinearIntentClassifier, "_classify", fail)
    for choice in ("menu", "/restart", "fact:county", "一"):
        person.picks(choice)
        turn = core.turns[-1]
        assert (turn.act, turn.intent, turn.confidence) == ("take_choice", "choose", 1.0)
        assert (turn.choice, turn.text, turn.entities) == (choice, "", {})
    with pytest.raises(BotFailed):
        person.says("how much is it")


def test_the_turn_holds_what_was_understood(person, core) -> None:
    person.language = "es"
    person.says("mi hija tiene 4 años y vivimos en el condado de Butte")
    turn = core.turns[-1]
    assert turn.language == "es" and turn.channel == "sms"
    assert turn.conversation_id == person.conversation
    assert turn.entities["age"] == 4 and turn.entities["county"] == "butte"


def test_every_intent_leads_rasa_to_the_act_of_its_rule(loop, agent, core) -> None:
    rules = yaml.safe_load((ROOT / "data" / "dialogue" / "rules.yml").read_text())["rules"]
    wanted = {r["steps"][0]["intent"]: r["steps"][1]["action"] for r in rules}
    assert len(wanted) > 50
    for intent, action in wanted.items():

        async def handle(message: UserMessage, heard: str = intent) -> None:
            understood = {"text": "x", "intent": {"name": heard, "confidence": 1.0}, "entities": []}
            message.parse_data = understood
            await agent.handle_message(message)

        answer = loop.run_until_complete(run_turn(handle, turn_of()))
        assert answer["handled"] is True
        assert f"action_{core.turns[-1].act}" == action, intent


def test_an_empty_text_is_not_understood_but_handled(person, core) -> None:
    for text in ("", "   ", "/", "\u3000"):
        person.says(text)
        assert (core.turns[-1].act, core.turns[-1].text) == ("not_understood", text)


def test_turns_of_different_conversations_at_once_do_not_mix(bot, loop, core) -> None:
    said = {
        "en": ("how much does it cost", "answer_cost"),
        "es": ("cuanto cuesta", "answer_privacy"),
        "zh-Hant": ("要多少錢", "answer_services"),
    }
    core.answer = lambda turn: [Say(said[turn.language][1])]
    people = [Person(bot, loop, language=tag) for _ in range(20) for tag in said]

    async def all_at_once() -> list[Any]:
        asked = [p.bot.reply(p.request(f"{said[p.language][0]} {i}")) for i, p in enumerate(people)]
        return await asyncio.gather(*asked)

    answers = loop.run_until_complete(all_at_once())
    for someone, [message] in zip(people, answers, strict=True):
        assert (message.name, message.language) == (said[someone.language][1], someone.language)
    heard = {turn.conversation_id: turn.text for turn in core.turns}
    for i, someone in enumerate(people):
        assert heard[someone.conversation] == f"{said[someone.language][0]} {i}"


def test_two_turns_of_one_conversation_at_once_are_both_answered(person, core) -> None:
    async def twice() -> list[Any]:
        return await asyncio.gather(
            person.bot.reply(person.request("how much is it")),
            person.bot.reply(person.request("what is ecm")),
        )

    first, second = person.loop.run_until_complete(twice())
    assert len(first) == len(second) == 1
    assert [turn.text for turn in core.turns] == ["how much is it", "what is ecm"]
