"""Token buckets and waiting places, by a clock that tests move."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ecm.settings import Settings
from tests.web.fakes import RememberedChats, WithPersian
from web.app import create_app
from web.limits import MOST_KEYS, TokenBuckets, WaitingRoom, network
from web.refusals import Refusal


class Seconds:
    """A clock moved by hand."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def refused(buckets: TokenBuckets, key: str) -> bool:
    try:
        buckets.take(key)
    except Refusal:
        return True
    return False


def test_a_bucket_gives_its_burst_and_then_one_in_its_time() -> None:
    clock = Seconds()
    buckets = TokenBuckets(burst=3, per_second=0.5, clock=clock)
    assert [refused(buckets, "a") for _ in range(4)] == [False, False, False, True]
    clock.now = 1.9
    assert refused(buckets, "a")
    clock.now = 4.0
    assert not refused(buckets, "a")


def test_a_bucket_never_holds_more_than_its_burst() -> None:
    clock = Seconds()
    buckets = TokenBuckets(burst=2, per_second=1, clock=clock)
    clock.now = 1000.0
    assert [refused(buckets, "a") for _ in range(3)] == [False, False, True]


def test_a_refusal_says_when_to_come_again() -> None:
    buckets = TokenBuckets(burst=1, per_second=0.1, clock=Seconds())
    buckets.take("a")
    with pytest.raises(Refusal) as caught:
        buckets.take("a")
    assert (caught.value.status, caught.value.retry_after) == (429, 10)


def test_buckets_do_not_grow_without_end() -> None:
    buckets = TokenBuckets(burst=1, per_second=0.001, clock=Seconds())
    buckets.take("first")
    for n in range(MOST_KEYS):
        buckets.take(str(n))
    assert not refused(buckets, "first")


def test_places_are_for_some_and_given_back() -> None:
    room = WaitingRoom(places=2, per_key=2)
    with room.place("a") as first, room.place("b") as second, room.place("c") as third:
        assert (first, second, third) == (True, True, False)
    with room.place("c") as later:
        assert later


def test_one_chat_does_not_take_every_place() -> None:
    room = WaitingRoom(places=10, per_key=1)
    with room.place("a"), room.place("a") as again, room.place("b") as other:
        assert (again, other) == (False, True)


def test_who_finds_no_place_is_answered_at_once(chats: RememberedChats, settings: Settings) -> None:
    client = create_app(chats, WithPersian(), settings, dict).test_client()
    token = chats.open_chat("en").token
    held = [
        client.get(
            "/chat/events?after=1", headers={"Authorization": f"Bearer {token}"}, buffered=False
        ).response
        for _ in range(3)
    ]
    for stream in held:
        next(iter(stream))  # the stream has begun
        next(iter(stream))
    page = client.get(
        "/chat/messages?after=1&wait=25", headers={"Authorization": f"Bearer {token}"}
    )
    assert page.get_json()["messages"] == []
    for stream in held:
        stream.close()  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("address", "caller"),
    [
        ("198.51.100.7", "198.51.100.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("", "unknown"),
        (None, "unknown"),
    ],
)
def test_a_caller_is_an_address_or_a_subscribers_network(address: str | None, caller: str) -> None:
    assert network(address) == caller


@pytest.mark.parametrize(
    "change", [{"env": "production"}, {"account_sid": "AC1", "auth_token": "secret"}]
)
def test_the_simulator_is_not_there_where_real_texts_go(
    chats: RememberedChats, settings: Settings, change: dict[str, str]
) -> None:
    app = create_app(chats, WithPersian(), replace(settings, **change), dict)
    assert app.test_client().get("/simulator/").status_code == 404
