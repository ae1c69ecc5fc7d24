"""The database's tables. Alembic migrations in `ecm/adapters/migrations` create them.

Columns that end in `_sealed` hold personal data, encrypted (`crypto.py`). Times are ISO texts in UTC:
they sort, and SQLite and PostgreSQL read them alike.
"""

from __future__ import annotations

import sqlalchemy as sa

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

Id = sa.String(40)
Moment = sa.String(32)

conversations = sa.Table(
    "conversations",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("channel", sa.String(8), nullable=False),
    sa.Column("address_index", sa.String(64), nullable=False),
    sa.Column("address_sealed", sa.LargeBinary, nullable=False),
    sa.Column("language", sa.String(16), nullable=False),
    sa.Column("owner", sa.String(64), nullable=False, server_default="bot"),
    sa.Column("epoch", sa.Integer, nullable=False, server_default="0"),
    sa.Column("state_sealed", sa.LargeBinary),
    sa.Column("next_seq", sa.Integer, nullable=False, server_default="1"),
    sa.Column("lease_owner", sa.String(64)),
    sa.Column("lease_until", Moment),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("updated_at", Moment, nullable=False),
    sa.UniqueConstraint("channel", "address_index"),
)

inbox = sa.Table(
    "inbox",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("source_id", sa.String(120), nullable=False, unique=True),
    sa.Column("conversation_id", Id, nullable=False),
    sa.Column("seq", sa.Integer, nullable=False),
    sa.Column("text_sealed", sa.LargeBinary, nullable=False),
    sa.Column("choice", sa.String(120)),
    sa.Column("media_count", sa.Integer, nullable=False, server_default="0"),
    sa.Column("opt_out_type", sa.String(16)),
    sa.Column("state", sa.String(12), nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
    sa.Column("next_attempt_at", Moment),
    sa.Column("received_at", Moment, nullable=False),
    sa.Column("done_at", Moment),
    sa.Index(None, "conversation_id", "seq"),
    sa.Index(None, "state", "next_attempt_at"),
)

turns = sa.Table(
    "turns",
    metadata,
    sa.Column("inbound_id", Id, primary_key=True),
    sa.Column("conversation_id", Id, nullable=False),
    sa.Column("replies_sealed", sa.LargeBinary, nullable=False),
    sa.Column("created_at", Moment, nullable=False),
)

outbox = sa.Table(
    "outbox",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("conversation_id", Id, nullable=False),
    sa.Column("seq", sa.Integer, nullable=False),
    sa.Column("inbound_id", Id),
    sa.Column("part", sa.Integer, nullable=False, server_default="0"),
    sa.Column("sender", sa.String(8), nullable=False),
    sa.Column("name", sa.String(80)),
    sa.Column("language", sa.String(16), nullable=False),
    sa.Column("text_sealed", sa.LargeBinary, nullable=False),
    sa.Column("choices_sealed", sa.LargeBinary),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("epoch", sa.Integer, nullable=False),
    sa.Column("carrier_id", sa.String(64)),
    sa.Column("error_code", sa.Integer),
    sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
    sa.Column("next_attempt_at", Moment),
    sa.Column("useless_after", Moment),
    sa.Column("despite_opt_out", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("updated_at", Moment, nullable=False),
    sa.UniqueConstraint("inbound_id", "part"),
    sa.Index(None, "conversation_id", "seq"),
    sa.Index(None, "state", "next_attempt_at"),
)

screenings = sa.Table(
    "screenings",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("conversation_id", Id, nullable=False, index=True),
    sa.Column("facts_sealed", sa.LargeBinary, nullable=False),
    sa.Column("rules_version", sa.String(40), nullable=False),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("updated_at", Moment, nullable=False),
)

referrals = sa.Table(
    "referrals",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("reference", sa.String(16), unique=True),
    sa.Column("conversation_id", Id, nullable=False, index=True),
    sa.Column("screening_id", Id, nullable=False),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("plan", sa.String(40)),
    sa.Column("document_sealed", sa.LargeBinary, nullable=False),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("updated_at", Moment, nullable=False),
    sa.Column("submitted_at", Moment),
)

referral_events = sa.Table(
    "referral_events",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("referral_id", Id, nullable=False, index=True),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("source", sa.String(40), nullable=False),
    sa.Column("at", Moment, nullable=False),
)

deliveries = sa.Table(
    "deliveries",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("referral_id", Id, nullable=False),
    sa.Column("port", sa.String(16), nullable=False),
    sa.Column("state", sa.String(12), nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
    sa.Column("next_attempt_at", Moment),
    sa.Column("receipt", sa.Text),
    sa.Column("problem", sa.String(80)),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("updated_at", Moment, nullable=False),
    sa.UniqueConstraint("referral_id", "port"),
)

consents = sa.Table(
    "consents",
    metadata,
    sa.Column("address_index", sa.String(64), primary_key=True),
    sa.Column("scope", sa.String(16), primary_key=True),
    sa.Column("state", sa.String(8), nullable=False),
    sa.Column("updated_at", Moment, nullable=False),
)

consent_events = sa.Table(
    "consent_events",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("conversation_id", Id, nullable=False, index=True),
    sa.Column("inbound_id", Id),
    sa.Column("scope", sa.String(16), nullable=False),
    sa.Column("state", sa.String(8), nullable=False),
    sa.Column("rule", sa.String(80), nullable=False),
    sa.Column("at", Moment, nullable=False),
)

alerts = sa.Table(
    "alerts",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("conversation_id", Id, nullable=False, index=True),
    sa.Column("inbound_id", Id),
    sa.Column("kind", sa.String(24), nullable=False),
    sa.Column("rule", sa.String(80), nullable=False),
    sa.Column("state", sa.String(12), nullable=False),
    sa.Column("created_at", Moment, nullable=False),
    sa.UniqueConstraint("inbound_id", "kind"),
)
