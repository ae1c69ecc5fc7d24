"""What every test may use: a clock that is moved by hand, and stores on both databases."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from ecm.adapters import migrate
from ecm.adapters.crypto import Keyring, new_key
from ecm.adapters.sql_base import make_engine
from ecm.adapters.sql_store import SqlStore

POSTGRES = os.environ.get("ECM_TEST_POSTGRES_URL", "postgresql://postgres@127.0.0.1:5432/postgres")
NO_SKIPS = os.environ.get("ECM_TEST_NO_SKIPS") == "1"


class HandClock:
    """A clock that tests move by hand."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def now(self) -> datetime:
        return self.moment

    def today(self) -> date:
        return self.moment.astimezone(ZoneInfo("America/Los_Angeles")).date()

    def pass_by(self, **span: float) -> None:
        self.moment += timedelta(**span)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """Where skips are forbidden (CI), a skipped test fails."""
    outcome = yield
    report = outcome.get_result()  # type: ignore[attr-defined]
    if NO_SKIPS and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped where skips are forbidden: {report.longrepr}"


@pytest.fixture
def hand_clock() -> HandClock:
    return HandClock(datetime(2026, 11, 22, 18, 0, tzinfo=timezone.utc))


@pytest.fixture
def keyring() -> Keyring:
    return Keyring.parse(new_key("test"))


@pytest.fixture
def sqlite_store(tmp_path: Path, hand_clock: HandClock, keyring: Keyring) -> SqlStore:
    store = SqlStore(make_engine(f"sqlite:///{tmp_path / 'test.db'}"), keyring, hand_clock)
    migrate.upgrade(store.engine)
    return store


@pytest.fixture
def postgres_store(hand_clock: HandClock, keyring: Keyring) -> Iterator[SqlStore]:
    """A store in a database of its own, dropped afterwards."""
    name = f"ecm_test_{uuid.uuid4().hex[:12]}"
    server = sa.create_engine(POSTGRES, isolation_level="AUTOCOMMIT", future=True)
    try:
        with server.connect() as connection:
            connection.execute(sa.text(f"CREATE DATABASE {name}"))
    except sa.exc.OperationalError:
        pytest.skip("no PostgreSQL on 127.0.0.1:5432 (set ECM_TEST_POSTGRES_URL)")
    url = sa.engine.make_url(POSTGRES).set(database=name)
    store = SqlStore(make_engine(url.render_as_string(hide_password=False)), keyring, hand_clock)
    migrate.upgrade(store.engine)
    yield store
    store.engine.dispose()
    with server.connect() as connection:
        connection.execute(sa.text(f"DROP DATABASE {name} WITH (FORCE)"))
    server.dispose()


@pytest.fixture(params=["sqlite", "postgres"])
def store(request: pytest.FixtureRequest) -> SqlStore:
    """The store on each database in turn."""
    found: SqlStore = request.getfixturevalue(f"{request.param}_store")
    return found
