"""The whole service in one process with a clock that is moved by hand."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from ecm import bootstrap
from tests.conftest import HandClock
from tests.transcripts.harness import served


@pytest.fixture(scope="session")
def rasa_bot():
    """The real bot: Rasa's agent with the trained model, in this process."""
    from bot.local import SyncBot

    return SyncBot.load()


@pytest.fixture
def service(
    rasa_bot, hand_clock: HandClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Flask]:
    """The web application with the offline carrier beside it, on a store of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    monkeypatch.setenv("ECM_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("ECM_PORT", str(port))
    for name in ("TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "ECM_DATABASE_URL", "ECM_QUEUE_URL"):
        monkeypatch.delenv(name, raising=False)
    bootstrap.reset()
    monkeypatch.setattr(bootstrap, "clock", lambda: hand_clock)
    monkeypatch.setattr(bootstrap, "bot", lambda: rasa_bot)
    bootstrap.migrate()
    app = bootstrap.make_web_app()
    with served(app, port):
        yield app
    monkeypatch.undo()
    bootstrap.reset()
