"""A gateway and an offline carrier for the SMS tests."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace

import pytest
from flask import Flask

from ecm.settings import Settings
from sms_gateway.offline_carrier import create_blueprint as create_offline_carrier
from sms_gateway.webhooks import create_blueprint
from tests.sms_gateway.support import (
    ACCOUNT,
    NEXT_TOKEN,
    ORIGIN,
    OUR_NUMBER,
    TOKEN,
    Gateway,
    OfflineCarrier,
    StrictStore,
    served,
)

_NUMBERS = itertools.count(1000)


@pytest.fixture()
def account() -> Settings:
    """Settings of a service that real people could use."""
    return Settings(
        public_origin_value=ORIGIN,
        account_sid=ACCOUNT,
        auth_token=f"{TOKEN},{NEXT_TOKEN}",
        twilio_from=OUR_NUMBER,
    )


@pytest.fixture()
def gateway(account: Settings) -> Gateway:
    """A gateway over an empty store."""
    store = StrictStore()
    app = Flask("gateway")
    app.register_blueprint(create_blueprint(store, account))
    return Gateway(app.test_client(), store)


@pytest.fixture()
def serve() -> Iterator[Callable[[Flask], str]]:
    """Serve applications on sockets of their own until the test ends."""
    with ExitStack() as servers:
        yield lambda app: servers.enter_context(served(app))


@pytest.fixture(scope="module")
def running_carrier(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OfflineCarrier]:
    """One offline carrier and one gateway on sockets, for a module's tests."""
    state = tmp_path_factory.mktemp("carrier")
    store, service, carrier = StrictStore(), Flask("service"), Flask("carrier")
    with served(service) as origin:
        plain = Settings(public_origin_value=origin)
        service.register_blueprint(create_blueprint(store, plain))
        carrier.register_blueprint(create_offline_carrier(state / "carrier.db", plain))
        with served(carrier) as address:
            base = f"{address}/offline-carrier"
            yield OfflineCarrier(base, replace(plain, twilio_api_base=base), store)


@pytest.fixture()
def carrier(running_carrier: OfflineCarrier) -> Iterator[OfflineCarrier]:
    """The running carrier, well-behaved again after the test."""
    yield running_carrier
    running_carrier.http.delete(f"{running_carrier.base}/control/script")


@pytest.fixture()
def phone() -> str:
    """A phone number that no other test uses."""
    return f"+1530555{next(_NUMBERS):04d}"
