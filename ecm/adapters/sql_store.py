"""The store on SQLAlchemy: SQLite by default, PostgreSQL by URL, the same code."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Iterator

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from ecm.adapters import schema
from ecm.adapters.crypto import Keyring
from ecm.adapters.sql_base import StoreUnavailable, make_engine, to_text
from ecm.adapters.sql_deliveries import DeliveryQueue
from ecm.adapters.sql_outbox import Outbox
from ecm.adapters.sql_reports import Reports
from ecm.adapters.sql_session import SqlSession
from ecm.ports import Clock


class SqlStore:
    """Everything the service keeps, in one relational database.

    Args:
        engine: from `make_engine`.
        keyring: seals personal data.
        clock: tells the time of every row.
    """

    def __init__(self, engine: Engine, keyring: Keyring, clock: Clock) -> None:
        self.engine = engine
        sqlite = engine.dialect.name == "sqlite"
        self._passing = make_engine(str(engine.url), durable=False) if sqlite else engine
        self.keyring = keyring
        self.clock = clock
        self.outbox = Outbox(self)
        self.deliveries = DeliveryQueue(self)
        self.reports = Reports(self)

    @contextmanager
    def connect(self, read_only: bool = False, passing: bool = False) -> Iterator[Connection]:
        """Open a transaction on a connection.

        Args:
            read_only: nothing will be written; takes no lock on SQLite.
            passing: what is written may be lost in a power cut (leases).

        Raises:
            StoreUnavailable: the database is away, locked for too long, or full.
        """
        engine = self._passing if passing else self.engine
        if read_only:
            engine = engine.execution_options(ecm_read_only=True)
        try:
            with engine.begin() as connection:
                yield connection
        except (sa.exc.OperationalError, sa.exc.InterfaceError, sa.exc.TimeoutError) as error:
            raise StoreUnavailable(type(error).__name__) from None

    @contextmanager
    def begin(self, passing: bool = False) -> Iterator[SqlSession]:
        """Open a transaction for writing; commits at the end, rolls back on an exception.

        Args:
            passing: need not reach the disk by itself, because a later one that must comes before
                anything is promised: the log is one sequence, and syncing a commit syncs all before
                it (docs/decisions/0003-store.md).
        """
        with self.connect(passing=passing) as connection:
            yield SqlSession(connection, self.keyring, self.clock)

    @contextmanager
    def look(self) -> Iterator[SqlSession]:
        """Open a transaction for reading only."""
        with self.connect(read_only=True) as connection:
            yield SqlSession(connection, self.keyring, self.clock)

    def lease(self, conversation_id: str, owner: str, seconds: float) -> bool:
        """Take the right to work on a conversation; False while somebody else holds it."""
        now = self.clock.now()
        table = schema.conversations
        free = sa.or_(
            table.c.lease_owner.is_(None),
            table.c.lease_owner == owner,
            table.c.lease_until < to_text(now),
        )
        with self.connect(passing=True) as connection:
            result = connection.execute(
                table.update()
                .where(table.c.id == conversation_id, free)
                .values(lease_owner=owner, lease_until=_after(now, seconds))
            )
        return bool(result.rowcount)

    def release(self, conversation_id: str, owner: str) -> None:
        """Give the conversation back."""
        table = schema.conversations
        with self.connect(passing=True) as connection:
            connection.execute(
                table.update()
                .where(table.c.id == conversation_id, table.c.lease_owner == owner)
                .values(lease_owner=None, lease_until=None)
            )

    def waiting_conversations(self, limit: int = 500) -> list[str]:
        """Return conversations with messages to handle or texts to send now, oldest first."""
        now = to_text(self.clock.now())
        inbox, outbox = schema.inbox, schema.outbox
        due_in = sa.or_(inbox.c.next_attempt_at.is_(None), inbox.c.next_attempt_at <= now)
        due_out = sa.or_(outbox.c.next_attempt_at.is_(None), outbox.c.next_attempt_at <= now)
        query = sa.union(
            sa.select(inbox.c.conversation_id).where(inbox.c.state == "new", due_in),
            sa.select(outbox.c.conversation_id).where(
                outbox.c.state.in_(("queued", "attempting")), due_out
            ),
        ).limit(limit)
        with self.connect(read_only=True) as connection:
            return [row[0] for row in connection.execute(query)]

    def ping(self) -> bool:
        """Return whether the database answers."""
        try:
            with self.connect(read_only=True) as connection:
                connection.execute(sa.select(sa.literal(1)))
        except StoreUnavailable:
            return False
        return True


def _after(moment: datetime, seconds: float) -> str:
    return to_text(moment + timedelta(seconds=seconds))
