"""The Rasa process as it runs: our channel only, loopback only, and silent about people."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests

from ecm.adapters.clock import SystemClock
from ecm.adapters.crypto import demo_keyring
from ecm.adapters.migrate import upgrade
from ecm.adapters.sql_base import make_engine
from ecm.adapters.sql_store import SqlStore

ROOT = Path(__file__).resolve().parents[2]
CANARY = "CanariaQuill"


@dataclass
class Rasa:
    """A running Rasa process and what it wrote."""

    port: int
    log: Path
    store: SqlStore
    process: subprocess.Popen[bytes]

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def send(self, conversation: str, text: str, language: str = "en") -> dict[str, Any]:
        body = {
            "conversation_id": conversation,
            "inbound_id": f"{conversation}-{time.monotonic_ns()}",
            "text": text,
            "language": language,
            "channel": "sms",
        }
        answer = requests.post(f"{self.origin}/webhooks/ecm/messages", json=body, timeout=30)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def conversation(self, address: str, language: str) -> str:
        with self.store.begin() as session:
            return session.open_conversation("sms", address, language)[0].id


def start(port: int, data: Path, out: Any) -> subprocess.Popen[bytes]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("ECM_", "TWILIO_", "PYTHONW"))}
    return subprocess.Popen(
        [sys.executable, "-m", "bot.serve", "--port", str(port)],
        cwd=ROOT,
        env={**kept, "ECM_DATA_DIR": str(data)},
        stdout=out,
        stderr=subprocess.STDOUT,
    )


@pytest.fixture(scope="module")
def rasa(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rasa]:
    data = tmp_path_factory.mktemp("rasa")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    store = SqlStore(make_engine(f"sqlite:///{data / 'ecm.db'}"), demo_keyring(data), SystemClock())
    upgrade(store.engine)
    log = data / "rasa.log"
    with log.open("wb") as out:
        running = Rasa(port, log, store, start(port, data, out))
    try:
        _wait_until_healthy(running)
        yield running
    finally:
        running.process.send_signal(signal.SIGTERM)
        code = running.process.wait(timeout=30)
        store.engine.dispose()
    assert code == 0, log.read_text()


def _wait_until_healthy(rasa: Rasa, seconds: float = 120) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and rasa.process.poll() is None:
        try:
            if requests.get(f"{rasa.origin}/webhooks/ecm/healthz", timeout=2).ok:
                return
        except requests.RequestException:
            pass
        time.sleep(0.1)
    raise AssertionError(rasa.log.read_text())


def test_it_is_healthy(rasa: Rasa) -> None:
    answer = requests.get(f"{rasa.origin}/webhooks/ecm/healthz", timeout=5)
    assert (answer.status_code, answer.json()) == (200, {"ready": True})


@pytest.mark.parametrize(
    ("language", "text", "word"),
    [
        ("en", "how much is it", "free"),
        ("es", "es gratis?", "gratis"),
        ("zh-Hant", "要多少錢", "免費"),
    ],
)
def test_it_answers_with_the_real_core(language: str, text: str, word: str, rasa: Rasa) -> None:
    answer = rasa.send(rasa.conversation(f"phone of {language}", language), text)
    assert answer["handled"] is True
    parts = [part for message in answer["messages"] for part in message["parts"]]
    assert any(word in part.lower() for part in parts), parts


def test_it_listens_on_loopback_alone(rasa: Rasa) -> None:
    listening = []
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        rows = [line.split() for line in Path(table).read_text().splitlines()[1:]]
        places = [row[1].split(":") for row in rows if row[3] == "0A"]
        listening += [address for address, port in places if int(port, 16) == rasa.port]
    assert listening == ["0100007F"]


@pytest.mark.parametrize(
    "path",
    [
        "/model/parse",
        "/model/train",
        "/model/test/stories",
        "/model",
        "/model/predict",
        "/conversations",
        "/conversations/x/tracker",
        "/conversations/x/messages",
        "/conversations/x/execute",
        "/conversations/x/trigger_intent",
        "/domain",
        "/status",
        "/version",
        "/webhooks/rest/webhook",
        "/webhooks/callback/webhook",
        "/webhooks/ecm/webhook",
        "/socket.io/",
    ],
)
def test_none_of_rasas_own_addresses_are_there(path: str, rasa: Rasa) -> None:
    for method in ("GET", "POST", "PUT", "DELETE"):
        answer = requests.request(method, rasa.origin + path, json={"text": "hi"}, timeout=5)
        assert answer.status_code == 404, (method, answer.text)


def test_a_message_of_an_unknown_conversation_is_not_handled(rasa: Rasa) -> None:
    answer = rasa.send("nobody", "how much is it")
    assert answer["handled"] is False and answer["messages"] == []


def test_nothing_that_people_write_is_in_its_output(rasa: Rasa) -> None:
    for text in (f"my name is {CANARY}", f'/refer_self{{"person_name": "{CANARY}"}}'):
        rasa.send(rasa.conversation("+15305550199", "en"), text)
        assert rasa.send(f"nobody-{CANARY}", text)["handled"] is False  # the action raises
    for body in (f'{{"text": "{CANARY}"', f'{{"text": "{CANARY}", "{CANARY}": 1}}'):
        address = f"{rasa.origin}/webhooks/ecm/messages"
        assert requests.post(address, data=body, timeout=5).status_code == 400
    requests.get(f"{rasa.origin}/{CANARY}", timeout=5)
    requests.get(f"{rasa.origin}/webhooks/ecm/healthz?name={CANARY}", timeout=5)
    assert CANARY not in rasa.log.read_text()


def test_its_output_is_its_own_lines_alone(rasa: Rasa) -> None:
    """No banner, no progress bar, no warning, no traceback of any library."""
    said = [re.sub(r"^\d\d:\d\d:\d\d rasa +", "", line) for line in _lines(rasa)]
    assert said.pop().startswith("rasa is ready after ")
    assert said == [f"Starting Rasa server on {rasa.origin}", "Rasa server is up and running."]


def _lines(rasa: Rasa) -> list[str]:
    return rasa.log.read_text().splitlines()


def test_a_second_one_on_the_same_port_says_so_and_ends(rasa: Rasa, tmp_path: Path) -> None:
    second = start(rasa.port, tmp_path, subprocess.PIPE)
    said = second.communicate(timeout=120)[0].decode()
    assert second.returncode == 2
    assert said == f"port {rasa.port} is taken by another process\n"
