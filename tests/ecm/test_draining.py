"""Nothing is lost and nothing is said twice when the bot or the carrier fails.

The store is real; the bot and the carrier stand in for what lies outside this process and fail on
request.
"""

from __future__ import annotations

import itertools

import pytest

from ecm.adapters.catalogues import CatalogueTexts
from ecm.dialogue.engine import Dialogue
from ecm.dialogue.talk import Tools
from ecm.draining import Drainer, sms_texts
from ecm.ports import (
    BotFailed,
    BotUnavailable,
    CarrierBusy,
    CarrierReceipt,
    CarrierRefused,
    CarrierUnsure,
    Rendered,
)
from ecm.screening import load_rules
from ecm.segments import count_segments
from ecm.sending import Sending
from ecm.settings import read_settings

PHONE = "+15305550123"


class ScriptedBot:
    """Answers every message, unless it was told to fail."""

    def __init__(self) -> None:
        self.fail: type[Exception] | None = None
        self.asked: list[str] = []

    def reply(self, request):
        if self.fail:
            raise self.fail("as told")
        self.asked.append(request.text)
        return [Rendered("menu", request.language, (f"you said {request.text}",))]


class LedgerCarrier:
    """Keeps what it took, as a carrier does; fails as told, before or after taking."""

    def __init__(self, clock) -> None:
        self.taken: list[tuple[str, str]] = []
        self.script: list[Exception] = []
        self._clock = clock
        self._numbers = itertools.count(1)

    def send(self, text):
        if self.script:
            problem = self.script.pop(0)
            if isinstance(problem, CarrierUnsure) and problem.args == ("taken",):
                self.taken.append((text.to, text.body))
            raise problem
        self.taken.append((text.to, text.body))
        return CarrierReceipt(f"SM{next(self._numbers)}", "queued")

    def find(self, text, since, others=()):
        return CarrierReceipt("SMfound", "sent") if (text.to, text.body) in self.taken else None


@pytest.fixture
def bot() -> ScriptedBot:
    return ScriptedBot()


@pytest.fixture
def carrier(hand_clock) -> LedgerCarrier:
    return LedgerCarrier(hand_clock)


@pytest.fixture
def drainer(sqlite_store, hand_clock, bot, carrier) -> Drainer:
    texts = CatalogueTexts()
    tools = Tools(load_rules(), texts, hand_clock, read_settings({}))
    dialogue = Dialogue(sqlite_store, tools)
    sending = Sending(sqlite_store, carrier, hand_clock)
    return Drainer(sqlite_store, dialogue, bot, texts, hand_clock, sending)


def receive(drainer: Drainer, *texts: str) -> str:
    with drainer.store.begin() as session:
        conversation, _ = session.open_conversation("sms", PHONE, "en")
        for text in texts:
            session.add_inbound(conversation.id, f"sms:{text}", text)
    return conversation.id


def bodies(carrier: LedgerCarrier) -> list[str]:
    return [body for _, body in carrier.taken]


def test_messages_are_answered_in_their_order(drainer, carrier) -> None:
    thread = receive(drainer, "one", "two", "three")
    assert drainer.drain(thread) == 3
    assert bodies(carrier) == ["you said one", "you said two", "you said three"]


def test_draining_again_says_nothing_again(drainer, carrier) -> None:
    thread = receive(drainer, "one")
    for _ in range(3):
        drainer.drain(thread)
    assert len(carrier.taken) == 1


def test_while_the_bot_is_away_there_is_one_holding_reply_and_later_every_answer(
    drainer, bot, carrier, hand_clock
) -> None:
    bot.fail = BotUnavailable
    thread = receive(drainer, "one", "two")
    for _ in range(30):
        drainer.drain(thread)
        hand_clock.pass_by(seconds=20)
    assert len(carrier.taken) == 1 and "slow" in bodies(carrier)[0]
    bot.fail = None
    hand_clock.pass_by(seconds=60)
    drainer.drain(thread)
    assert bodies(carrier)[1:] == ["you said one", "you said two"]


def test_danger_and_stop_are_answered_while_the_bot_is_away(drainer, bot, carrier) -> None:
    bot.fail = BotUnavailable
    thread = receive(drainer, "i want to kill myself")
    drainer.drain(thread)
    assert any("988" in body for body in bodies(carrier))


def test_a_message_that_breaks_the_bot_is_given_to_staff_and_the_next_is_answered(
    drainer, bot, carrier, hand_clock
) -> None:
    bot.fail = BotFailed
    thread = receive(drainer, "one")
    for _ in range(4):
        drainer.drain(thread)
        hand_clock.pass_by(seconds=20)
    bot.fail = None
    receive(drainer, "two")
    drainer.drain(thread)
    assert bodies(carrier)[-1] == "you said two"
    assert [a.kind for a in drainer.store.reports.open_alerts()] == ["bot_failed"]


def test_a_busy_carrier_gets_the_text_later_and_in_order(drainer, carrier, hand_clock) -> None:
    carrier.script = [CarrierBusy(20429)]
    thread = receive(drainer, "one", "two")
    drainer.drain(thread)
    assert carrier.taken == []
    hand_clock.pass_by(seconds=3)
    drainer.drain(thread)
    assert bodies(carrier) == ["you said one", "you said two"]


def test_a_refused_text_is_never_tried_again(drainer, carrier, hand_clock) -> None:
    carrier.script = [CarrierRefused(21211)]
    thread = receive(drainer, "one")
    for _ in range(3):
        drainer.drain(thread)
        hand_clock.pass_by(hours=1)
    assert carrier.taken == []
    assert drainer.store.outbox.thread(thread, 0)[0].error_code == 21211


def test_a_carrier_that_says_opted_out_is_believed(drainer, carrier) -> None:
    carrier.script = [CarrierRefused(21610)]
    thread = receive(drainer, "one")
    drainer.drain(thread)
    with drainer.store.begin() as session:
        assert session.opted_out(session.conversation(thread).address_index)


@pytest.mark.parametrize("taken", [True, False])
def test_a_lost_answer_is_settled_by_the_carriers_list_and_never_doubled(
    drainer, carrier, hand_clock, taken: bool
) -> None:
    carrier.script = [CarrierUnsure("taken" if taken else "lost")]
    thread = receive(drainer, "one")
    for _ in range(4):
        drainer.drain(thread)
        hand_clock.pass_by(seconds=25)
    assert bodies(carrier) == ["you said one"]


def test_a_text_in_doubt_is_settled_by_the_callback(drainer, carrier, hand_clock) -> None:
    carrier.script = [CarrierUnsure("taken")]
    thread = receive(drainer, "one")
    drainer.drain(thread)
    out = drainer.store.outbox.thread(thread, 0)[0]
    drainer.store.outbox.record_status(out.id, "SM1", "delivered", None)
    hand_clock.pass_by(minutes=5)
    drainer.drain(thread)
    assert drainer.store.outbox.thread(thread, 0)[0].state == "delivered"
    assert len(carrier.taken) == 1


def test_a_worker_that_died_in_the_middle_loses_and_doubles_nothing(
    drainer, bot, carrier, hand_clock
) -> None:
    thread = receive(drainer, "one")
    assert drainer.store.lease(thread, "dead worker", 60)
    assert drainer.drain(thread) == 0
    hand_clock.pass_by(seconds=61)
    assert drainer.drain(thread) == 1
    assert bodies(carrier) == ["you said one"]


def test_after_stop_only_the_confirmation_goes_out(drainer, carrier) -> None:
    thread = receive(drainer, "STOP", "hello", "are you there")
    drainer.drain(thread)
    assert len(carrier.taken) == 2
    assert "no more texts" in bodies(carrier)[0] and "START" in bodies(carrier)[1]


def test_choices_become_numbered_lines_and_texts_fit_two_segments() -> None:
    choices = (("yes", "Yes"), ("no", "No"))
    replies = [Rendered("a", "en", ("x" * 250,)), Rendered("b", "en", ("Ready?",), choices)]
    texts = sms_texts(replies)
    assert texts[-1][1].endswith("1 Yes\n2 No")
    assert [r.name for r, _ in texts][-1] == "b"
    assert all(count_segments(text).segments <= 2 for _, text in texts)
