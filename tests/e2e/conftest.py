"""The whole service as `ecm run` starts it, on a data folder of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests

ROOT = Path(__file__).resolve().parents[2]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Service:
    """A running service: its address, its folder, its log."""

    origin: str
    data: Path
    log: Path
    process: subprocess.Popen[bytes]

    def pids(self, part: str) -> list[int]:
        """Return the processes whose command line holds a word, below the supervisor."""
        found = subprocess.run(
            ["pgrep", "-f", part], capture_output=True, text=True, check=False
        ).stdout.split()
        ours = []
        for pid in map(int, found):
            try:
                environ = Path(f"/proc/{pid}/environ").read_bytes()
            except OSError:
                continue
            if str(self.data).encode() in environ:
                ours.append(pid)
        return ours

    def kill(self, part: str) -> None:
        """Kill a process of the service without warning."""
        for pid in self.pids(part):
            os.kill(pid, signal.SIGKILL)

    def wait_until_ready(self, seconds: float = 60) -> None:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            try:
                if requests.get(f"{self.origin}/readyz", timeout=2).status_code == 200:
                    return
            except requests.RequestException:
                pass
            time.sleep(0.1)
        raise AssertionError(f"not ready in {seconds} s\n{self.log.read_text()[-2000:]}")

    def text(self, number: str, body: str) -> None:
        """Text as a phone, through the offline carrier."""
        answer = requests.post(
            f"{self.origin}/offline-carrier/phones/{number}/messages",
            json={"body": body},
            timeout=10,
        )
        assert answer.ok, answer.text

    def answers(self, number: str, after: int = 0, wait: float = 0) -> list[dict]:
        """Return what reached a phone."""
        found = requests.get(
            f"{self.origin}/offline-carrier/phones/{number}/messages",
            params={"after": after, "wait": wait},
            timeout=wait + 10,
        ).json()["messages"]
        return [m for m in found if m["direction"] == "out"]

    def wait_for_answers(self, number: str, count: int, seconds: float = 30) -> list[dict]:
        """Wait until a phone has at least so many texts of ours."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            found = self.answers(number)
            if len(found) >= count:
                return found
            time.sleep(0.1)
        raise AssertionError(
            f"{len(self.answers(number))} of {count} answers in {seconds} s\n"
            + self.log.read_text()[-3000:]
        )


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("service")
    port, rasa_port = free_port(), free_port()
    environ = {
        key: value for key, value in os.environ.items() if not key.startswith(("ECM_", "TWILIO_"))
    }
    environ |= {
        "ECM_DATA_DIR": str(folder / "data"),
        "ECM_PORT": str(port),
        "ECM_RASA_PORT": str(rasa_port),
    }
    log = folder / "run.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "ecm.cli", "run"], cwd=ROOT, env=environ, stdout=out, stderr=out
        )
    service = Service(f"http://127.0.0.1:{port}", folder / "data", log, process)
    try:
        service.wait_until_ready(180)
        yield service
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=40)
        except subprocess.TimeoutExpired:
            process.kill()
            raise AssertionError("the service did not stop on SIGTERM") from None
    assert service.pids("ecm.worker") == [], "a worker outlived the service"


@pytest.fixture
def service(running: Service) -> Service:
    running.wait_until_ready()
    return running
