"""A conversation costs the same at its end as at its beginning, and leaves no words behind."""

from __future__ import annotations

import pickle
from typing import Any

import pytest

from bot import tracker_store
from tests.bot.conftest import Person


def stored(agent: Any) -> dict[str, Any]:
    """Return what the store keeps, beneath Rasa's wrappers."""
    store = agent.tracker_store
    while not hasattr(store, "_recent"):
        store = store._tracker_store
    assert isinstance(store, tracker_store.RecentTrackerStore)
    return store._recent


def size(agent: Any, person: Person) -> tuple[int, int]:
    events = stored(agent)[person.conversation]
    return len(events), len(pickle.dumps(events))


def test_turn_200_is_as_small_as_turn_10(person: Person, agent, core) -> None:
    for _ in range(10):
        person.says("how much is it")
    at_ten = size(agent, person)
    for _ in range(190):
        person.says("how much is it")
    assert size(agent, person) == at_ten
    assert len(core.turns) == 200


def test_no_words_of_anybody_are_kept(person: Person, agent, core) -> None:
    person.says("my name is Canaria Quill")
    person.picks("canary-choice")
    assert core.turns[0].entities["person_name"] == "Canaria Quill"
    kept = pickle.dumps(stored(agent)[person.conversation])
    assert b"Canaria" not in kept and b"canary" not in kept


def test_old_conversations_fall_out_and_can_go_on(
    bot, loop, agent, core, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tracker_store, "CONVERSATIONS_KEPT", 3)
    people = [Person(bot, loop) for _ in range(4)]
    for someone in people[:3]:
        someone.says("hello")
    people[0].says("hello again")
    people[3].says("hello")
    assert list(stored(agent)) == [people[i].conversation for i in (2, 0, 3)]
    people[1].says("how much is it")
    assert core.turns[-1].conversation_id == people[1].conversation
    assert core.turns[-1].intent == "ask_cost"


def test_the_store_knows_who_is_in_it(person: Person, agent, loop, core) -> None:
    person.says("hello")
    assert person.conversation in loop.run_until_complete(agent.tracker_store.keys())
    assert loop.run_until_complete(agent.tracker_store.retrieve("nobody")) is None
    tracker = loop.run_until_complete(agent.tracker_store.retrieve(person.conversation))
    assert tracker.sender_id == person.conversation and tracker.latest_message.text is None
