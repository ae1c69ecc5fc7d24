"""The only place where parts are joined: settings in, a working service out.

Everything is made on first use and once per process. Imports stand inside the functions so that a
process loads only what it needs: Rasa never loads Flask, the web process never loads spaCy.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from ecm.settings import Settings, read_settings

if TYPE_CHECKING:
    from flask import Flask

    from ecm.adapters.sql_store import SqlStore
    from ecm.conversations import Conversations
    from ecm.dialogue.engine import Dialogue
    from ecm.draining import Drainer
    from ecm.ports import Bot, Carrier, Clock, Texts
    from ecm.screening import RuleBook


@lru_cache(maxsize=1)
def settings() -> Settings:
    """Return the settings of this process."""
    return read_settings()


@lru_cache(maxsize=1)
def clock() -> "Clock":
    """Return the clock."""
    from ecm.adapters.clock import SystemClock

    return SystemClock()


@lru_cache(maxsize=1)
def rules() -> "RuleBook":
    """Return the eligibility rules."""
    from ecm.screening import load_rules

    return load_rules()


@lru_cache(maxsize=1)
def texts() -> "Texts":
    """Return the catalogues."""
    from ecm.adapters.catalogues import CatalogueTexts

    accepted = frozenset(t.strip() for t in settings().accept_unreviewed.split(",") if t.strip())
    return CatalogueTexts(strict=settings().production, accepted=accepted)


@lru_cache(maxsize=1)
def store() -> "SqlStore":
    """Return the store; the schema is brought up to date by `migrate`, not here."""
    from ecm.adapters.crypto import Keyring, demo_keyring
    from ecm.adapters.sql_base import make_engine
    from ecm.adapters.sql_store import SqlStore

    given = settings()
    given.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    keyring = Keyring.parse(given.keys) if given.keys else demo_keyring(given.data_dir)
    return SqlStore(make_engine(given.database_url), keyring, clock())


def migrate() -> None:
    """Bring the database to this version's schema."""
    from ecm.adapters.migrate import upgrade

    upgrade(store().engine)


@lru_cache(maxsize=1)
def dialogue() -> "Dialogue":
    """Return the conversation engine."""
    from ecm.dialogue.engine import Dialogue
    from ecm.dialogue.talk import Tools

    return Dialogue(store(), Tools(rules(), texts(), clock(), settings()))


@lru_cache(maxsize=1)
def bot() -> "Bot":
    """Return the way to Rasa."""
    from ecm.adapters.rasa_client import RasaBot

    return RasaBot(settings().rasa_urls)


@lru_cache(maxsize=1)
def carrier() -> "Carrier":
    """Return the way to the carrier."""
    from ecm.adapters.twilio_carrier import TwilioCarrier

    return TwilioCarrier(settings())


@lru_cache(maxsize=1)
def queue() -> Any:
    """Return the wake-up queue."""
    from ecm.adapters.queue import make_queue

    return make_queue(settings().queue_url, settings().data_dir)


@lru_cache(maxsize=1)
def conversations() -> "Conversations":
    """Return the door for inbound messages."""
    from ecm.adapters.queue import HueyWaker
    from ecm.conversations import Conversations

    return Conversations(store(), texts(), HueyWaker(queue()), settings())


@lru_cache(maxsize=1)
def drainer() -> "Drainer":
    """Return what works off inboxes."""
    from ecm.draining import Drainer
    from ecm.sending import Sending

    sending = Sending(store(), carrier(), clock())
    return Drainer(store(), dialogue(), bot(), texts(), clock(), sending)


def deliver_due() -> int:
    """Deliver every referral whose time has come; return how many arrived."""
    from ecm.adapters.delivery.folder import FolderDelivery
    from ecm.delivering import Delivering

    folder = FolderDelivery(settings().data_dir / "deliveries")
    return Delivering(store().deliveries, {folder.port: folder}, clock()).deliver_due()


def readiness() -> dict[str, bool]:
    """Return which parts are ready: database, its schema, and the bot."""
    from ecm.adapters.migrate import current
    from ecm.adapters.sql_base import StoreUnavailable

    database = store().ping()
    try:
        migrated = database and current(store().engine)
    except StoreUnavailable:
        migrated = False
    return {"database": database, "migrations": migrated, "rasa": bot().ready()}  # type: ignore[attr-defined]


def make_web_app() -> "Flask":
    """Return the web process: the public page, web chat, the carrier's webhooks, health.

    In a demo without Twilio settings it also holds the offline carrier and its simulator.
    """
    from sms_gateway.webhooks import create_blueprint as sms_blueprint
    from web.app import create_app

    given, edges = settings(), [sms_blueprint(conversations(), settings())]
    if given.offline and not given.production:
        from sms_gateway.offline_carrier import create_blueprint as carrier_blueprint

        edges.append(carrier_blueprint(given.data_dir / "offline-carrier.db", given))
    return create_app(conversations(), texts(), given, readiness, edges)


def reset() -> None:
    """Forget everything that was made, so that tests can start from other settings."""
    for made in (
        settings,
        clock,
        rules,
        texts,
        store,
        dialogue,
        bot,
        carrier,
        queue,
        conversations,
        drainer,
    ):
        made.cache_clear()
