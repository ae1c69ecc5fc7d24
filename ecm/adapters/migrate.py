"""Brings the database to the schema of this version, and says whether it is there."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Connection, Engine

_FOLDER = Path(__file__).resolve().parent / "migrations"
# Serialises migrations of processes that start together on PostgreSQL; any constant will do.
_ADVISORY_LOCK = 7_411_026


def config(connection: Connection | None = None) -> Config:
    """Return Alembic's configuration for our migrations."""
    settings = Config()
    settings.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    settings.attributes["connection"] = connection
    return settings


def upgrade(engine: Engine) -> None:
    """Bring the database to the newest revision; safe to call from several processes."""
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_ADVISORY_LOCK)))
        command.upgrade(config(connection), "head")


def current(engine: Engine) -> bool:
    """Return whether the database is at the newest revision."""
    head = ScriptDirectory.from_config(config()).get_current_head()
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() == head
