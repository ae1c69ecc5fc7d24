"""The store keeps what it is given, once, on SQLite and on PostgreSQL."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa

from ecm.adapters import migrate, schema
from ecm.adapters.sql_base import StoreUnavailable, make_engine
from ecm.adapters.sql_store import SqlStore
from ecm.ports import Choice, Say
from ecm.records import ReferralRecord

PHONE = "+15305550123"


def open_thread(store: SqlStore, address: str = PHONE) -> str:
    with store.begin() as session:
        conversation, _new = session.open_conversation("sms", address, "en")
    return conversation.id


def put(store: SqlStore, conversation_id: str, text: str = "hello", part: int = 0, **more) -> None:
    with store.begin() as session:
        conversation = session.conversation(conversation_id)
        session.add_outgoing(
            conversation,
            more.pop("inbound_id", None),
            part,
            sender=more.pop("sender", "bot"),
            name="menu",
            language="en",
            text=text,
            **more,
        )


def test_an_address_has_one_conversation(store: SqlStore) -> None:
    assert open_thread(store) == open_thread(store)
    assert open_thread(store) != open_thread(store, "+15305550124")


def test_two_first_texts_at_once_make_one_conversation(store: SqlStore) -> None:
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(lambda _: open_thread(store), range(16)))
    assert len(found) == 1


def test_the_same_source_id_is_kept_once(store: SqlStore) -> None:
    thread = open_thread(store)

    def receive(_: int) -> bool:
        with store.begin() as session:
            return session.add_inbound(thread, "sms:SM1", "hi") is not None

    with ThreadPoolExecutor(8) as pool:
        kept = list(pool.map(receive, range(24)))
    assert kept.count(True) == 1


def test_messages_come_back_in_order_and_a_waiting_one_holds_the_rest(
    store: SqlStore, hand_clock
) -> None:
    thread = open_thread(store)
    with store.begin() as session:
        for number in range(3):
            session.add_inbound(thread, f"sms:{number}", f"text {number}")
        first = session.next_inbound(thread)
        assert first is not None and first.text == "text 0"
        session.inbound_later(first.id, hand_clock.now().replace(year=2027))
        assert session.next_inbound(thread) is None
    hand_clock.moment = hand_clock.now().replace(year=2028)
    with store.begin() as session:
        again = session.next_inbound(thread)
        assert again is not None and (again.text, again.attempts) == ("text 0", 1)
        session.inbound_done(again.id)
        following = session.next_inbound(thread)
        assert following is not None and following.text == "text 1"


def test_a_failed_transaction_leaves_nothing(store: SqlStore) -> None:
    thread = open_thread(store)
    with pytest.raises(RuntimeError), store.begin() as session:
        session.add_inbound(thread, "sms:lost", "hi")
        raise RuntimeError
    with store.begin() as session:
        assert session.next_inbound(thread) is None


def test_a_turn_is_answered_from_the_store_the_second_time(store: SqlStore) -> None:
    thread = open_thread(store)
    said = (Say("menu", {"count": 2}, (Choice("yes", "choice_yes"),), "child", False, "es"),)
    with store.begin() as session:
        assert session.turn_replies("in1") is None
        session.save_turn(thread, "in1", said)
    with store.begin() as session:
        assert session.turn_replies("in1") == said


def test_one_worker_at_a_time_holds_a_conversation(store: SqlStore, hand_clock) -> None:
    thread = open_thread(store)
    with ThreadPoolExecutor(8) as pool:
        got = list(pool.map(lambda n: store.lease(thread, f"worker{n}", 30), range(8)))
    assert got.count(True) == 1
    hand_clock.pass_by(seconds=31)
    assert store.lease(thread, "late", 30), "a dead worker's lease ends"


def test_an_outbox_part_is_there_once(store: SqlStore) -> None:
    thread = open_thread(store)
    for _ in range(3):
        put(store, thread, inbound_id="in1")
    assert len(store.outbox.thread(thread, 0)) == 1


@pytest.mark.parametrize(
    "order",
    [
        ["queued", "sent", "delivered"],
        ["delivered", "sent", "queued"],
        ["sent", "queued", "delivered", "delivered"],
        ["delivered", "undelivered", "sent"],
    ],
)
def test_status_callbacks_in_any_order_end_the_same(store: SqlStore, order: list[str]) -> None:
    thread = open_thread(store)
    put(store, thread)
    out = store.outbox.next_to_send(thread)
    assert store.outbox.claim(out) is not None
    for status in order:
        store.outbox.record_status(out.id, "SM9", status, None)
    assert store.outbox.thread(thread, 0)[0].state == "delivered"


def test_a_status_for_an_unknown_text_is_said_to_be_unknown(store: SqlStore) -> None:
    assert store.outbox.record_status("nobody", "SM1", "delivered", None) is None


def test_nothing_goes_out_after_an_opt_out_but_what_must(store: SqlStore) -> None:
    thread = open_thread(store)
    put(store, thread, "ordinary", part=0)
    put(store, thread, "danger", part=1, despite_opt_out=True)
    with store.begin() as session:
        session.set_consent(session.conversation(thread), "in1", "out", "keyword:STOP")
    assert store.outbox.claim(store.outbox.next_to_send(thread)) is None
    assert store.outbox.claim(store.outbox.next_to_send(thread)) is not None
    states = [out.state for out in store.outbox.thread(thread, 0)]
    assert states == ["blocked", "attempting"]


def test_a_bot_text_of_an_older_epoch_is_refused_at_send_time(store: SqlStore) -> None:
    thread = open_thread(store)
    put(store, thread)
    with store.connect() as connection:
        connection.execute(schema.conversations.update().values(epoch=1, owner="agent:ana"))
    assert store.outbox.claim(store.outbox.next_to_send(thread)) is None
    assert store.outbox.thread(thread, 0)[0].state == "blocked"


def test_a_text_that_stopped_being_useful_expires(store: SqlStore, hand_clock) -> None:
    thread = open_thread(store)
    put(store, thread, useless_after=hand_clock.now())
    hand_clock.pass_by(minutes=1)
    assert store.outbox.claim(store.outbox.next_to_send(thread)) is None
    assert store.outbox.thread(thread, 0)[0].state == "expired"


def test_a_text_is_claimed_by_one_sender_only(store: SqlStore) -> None:
    thread = open_thread(store)
    put(store, thread)
    out = store.outbox.next_to_send(thread)
    with ThreadPoolExecutor(8) as pool:
        claimed = list(pool.map(lambda _: store.outbox.claim(out) is not None, range(8)))
    assert claimed.count(True) == 1


def test_a_referral_is_submitted_once_however_many_try(store: SqlStore) -> None:
    thread = open_thread(store)
    draft = ReferralRecord("r1", thread, "s1", "draft", {"fields": {}})
    with store.begin() as session:
        session.save_referral(draft)
    barrier = threading.Barrier(6)

    def submit(number: int) -> bool:
        barrier.wait()
        sent = ReferralRecord("r1", thread, "s1", "submitted", {"n": number}, f"REF-{number}")
        with store.begin() as session:
            return session.submit_referral(sent, ["folder"])

    with ThreadPoolExecutor(6) as pool:
        won = list(pool.map(submit, range(6)))
    assert won.count(True) == 1
    assert len(store.deliveries.due()) == 1
    assert len(store.reports.referral_history("r1")) == 1


def test_a_delivery_is_recorded_once_and_a_failure_waits(store: SqlStore, hand_clock) -> None:
    thread = open_thread(store)
    with store.begin() as session:
        session.save_referral(ReferralRecord("r1", thread, "s1", "draft", {}))
        session.submit_referral(
            ReferralRecord("r1", thread, "s1", "submitted", {}, "AAA-222"), ["folder"]
        )
    ((delivery, _),) = store.deliveries.due()
    store.deliveries.failed(delivery, "disk full", hand_clock.now().replace(year=2027))
    assert store.deliveries.due() == []
    hand_clock.moment = hand_clock.now().replace(year=2028)
    ((delivery, _),) = store.deliveries.due()
    store.deliveries.delivered(delivery, "plan/AAA-222")
    store.deliveries.delivered(delivery, "plan/AAA-222")
    steps = [step["state"] for step in store.reports.referral_history("r1")]
    assert steps == ["submitted", "delivered"]


def test_personal_data_is_not_readable_in_the_database_file(
    sqlite_store: SqlStore, tmp_path
) -> None:
    thread = open_thread(sqlite_store)
    with sqlite_store.begin() as session:
        session.add_inbound(thread, "sms:1", "my name is Xochitl Canary")
        session.save_screening(thread, "s1", {"facts": {"birth_date": "2015-05-03"}}, "v1")
        session.save_state(thread, {"pending": {"name": "Xochitl Canary"}}, "en")
    put(sqlite_store, thread, "Hello Xochitl Canary")
    everything = b"".join(p.read_bytes() for p in tmp_path.glob("test.db*"))
    for canary in (b"Xochitl", b"5305550123", b"2015-05-03"):
        assert canary not in everything


def test_a_database_that_is_away_is_said_so(keyring, hand_clock) -> None:
    away = make_engine("postgresql://nobody@127.0.0.1:1/none")
    store = SqlStore(away, keyring, hand_clock)
    assert store.ping() is False
    with pytest.raises(StoreUnavailable), store.begin():
        pass


def test_the_migrations_make_the_tables_that_the_code_uses(store: SqlStore) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.runtime.migration import MigrationContext

    assert migrate.current(store.engine)
    with store.engine.connect() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, schema.metadata) == []


def test_migrating_twice_and_at_once_is_harmless(postgres_store: SqlStore) -> None:
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: migrate.upgrade(postgres_store.engine), range(4)))
    assert migrate.current(postgres_store.engine)


def test_sqlite_is_durable(sqlite_store: SqlStore) -> None:
    with sqlite_store.connect(read_only=True) as connection:
        assert connection.execute(sa.text("PRAGMA journal_mode")).scalar() == "wal"
        assert connection.execute(sa.text("PRAGMA synchronous")).scalar() == 2
