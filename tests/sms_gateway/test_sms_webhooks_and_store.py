"""The webhooks over the real store: one message is kept once, and never acknowledged unkept."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from ecm.adapters import schema
from ecm.adapters.catalogues import CatalogueTexts
from ecm.adapters.queue import HueyWaker, make_queue
from ecm.adapters.sql_store import SqlStore
from ecm.conversations import Conversations
from ecm.settings import Settings
from sms_gateway.webhooks import create_blueprint
from tests.sms_gateway.support import Gateway, StrictStore, payload

MakeGateway = Callable[[], Gateway]


@pytest.fixture
def new_gateway(store: SqlStore, account: Settings, tmp_path: Path) -> MakeGateway:
    """Make gateways, each as a process of its own would have it, over one database."""

    def make() -> Gateway:
        waker = HueyWaker(make_queue("", tmp_path))
        conversations = Conversations(store, CatalogueTexts(), waker, account)
        app = Flask("gateway")
        app.register_blueprint(create_blueprint(conversations, account))
        return Gateway(app.test_client(), StrictStore())

    return make


def kept(store: SqlStore) -> int:
    with store.connect(read_only=True) as connection:
        return int(
            connection.execute(sa.select(sa.func.count()).select_from(schema.inbox)).scalar_one()
        )


def test_a_message_delivered_fifty_times_at_once_to_two_gateways_is_kept_once(
    new_gateway: MakeGateway, store: SqlStore
) -> None:
    apps = [new_gateway().client.application for _ in range(2)]

    def deliver(number: int) -> int:
        gateway = Gateway(apps[number % 2].test_client(), StrictStore())
        return gateway.post(payload("spanish")).status_code

    with ThreadPoolExecutor(8) as carriers:
        assert set(carriers.map(deliver, range(50))) == {200}
    assert kept(store) == 1


def test_a_message_replayed_a_month_later_is_kept_once(
    new_gateway: MakeGateway, store: SqlStore, hand_clock
) -> None:
    assert new_gateway().post(payload("english")).status_code == 200
    hand_clock.pass_by(days=30)
    assert new_gateway().post(payload("english")).status_code == 200
    assert kept(store) == 1


def test_messages_of_different_ids_are_all_kept(new_gateway: MakeGateway, store: SqlStore) -> None:
    gateway = new_gateway()
    for name in ("english", "spanish", "chinese", "photo", "new_field"):
        assert gateway.post(payload(name)).status_code == 200
    assert kept(store) == 5


def test_a_message_that_the_database_refuses_is_not_acknowledged(
    new_gateway: MakeGateway, store: SqlStore, caplog: pytest.LogCaptureFixture
) -> None:
    gateway = new_gateway()
    with store.engine.begin() as connection:
        connection.execute(sa.text("ALTER TABLE inbox RENAME TO away"))
    assert gateway.post(payload("english")).status_code == 503
    assert "asthma" not in caplog.text and "5305550111" not in caplog.text
    with store.engine.begin() as connection:
        connection.execute(sa.text("ALTER TABLE away RENAME TO inbox"))
    assert gateway.post(payload("english")).status_code == 200
    assert kept(store) == 1


def test_a_report_for_a_text_that_nobody_sent_is_acknowledged(new_gateway: MakeGateway) -> None:
    answer = new_gateway().post(payload("status_delivered"), path="/sms/status/no-such-row")
    assert answer.status_code == 200
