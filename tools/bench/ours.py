"""Our service under test: trained anew, started as `ecm run` starts it, spoken to as people do."""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
import time
import uuid
from pathlib import Path

import requests
from twilio.request_validator import RequestValidator

from ecm.settings import OFFLINE_ACCOUNT_SID, OFFLINE_AUTH_TOKEN, OFFLINE_FROM, ROOT
from tools.bench.processes import Running, free_port

_ANSWER_WITHIN_S = 30


def train_anew(log: Path) -> float:
    """Train whether or not something changed; return the seconds."""
    begun = time.perf_counter()
    with log.open("wb") as out:
        subprocess.run(
            [sys.executable, "-m", "bot.train", "--force"],
            cwd=ROOT,
            stdout=out,
            stderr=out,
            check=True,
        )
    return time.perf_counter() - begun


class Ours:
    """The whole service on a data folder of its own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.port, self.rasa_port = free_port(), free_port()
        self.origin = f"http://127.0.0.1:{self.port}"
        self._environ = {
            "ECM_DATA_DIR": str(folder / "data"),
            "ECM_PORT": str(self.port),
            "ECM_RASA_PORT": str(self.rasa_port),
            "ECM_PUBLIC_ORIGIN": self.origin,
            "ECM_DATABASE_URL": "",
        }
        self._validator = RequestValidator(OFFLINE_AUTH_TOKEN)
        self._numbers = itertools.count(1000)
        self._phones: dict[str, tuple[str, int]] = {}
        self._http = requests.Session()
        self._http.mount("http://", requests.adapters.HTTPAdapter(pool_maxsize=64))
        self._running: Running | None = None

    def start(self) -> float:
        """Start everything; return the seconds until it is ready."""
        os.environ.pop("TWILIO_ACCOUNT_SID", None)
        self._running = Running(
            [sys.executable, "-m", "ecm.cli", "run"], self._environ, self._folder / "run.log", ROOT
        )
        return self._running.wait_for(
            lambda: self._http.get(f"{self.origin}/readyz", timeout=1).status_code == 200
        )

    def start_rasa_only(self) -> float:
        """Start the Rasa process alone, as the stock bot is one; return ready seconds; stop it."""
        port = free_port()
        rasa = Running(
            [
                sys.executable,
                "-m",
                "bot.serve",
                "--model",
                "models/ecm.tar.gz",
                "--port",
                str(port),
            ],
            self._environ,
            self._folder / "rasa.log",
            ROOT,
        )
        health = f"http://127.0.0.1:{port}/webhooks/ecm/healthz"
        ready = rasa.wait_for(lambda: self._http.get(health, timeout=1).status_code == 200)
        rasa.stop()
        return ready

    def stop(self) -> None:
        """Stop everything."""
        if self._running:
            self._running.stop()

    def memory_mb(self) -> float:
        """Return the memory of all processes."""
        assert self._running is not None, "started"
        return self._running.memory_mb()

    def text(self, person: str, text: str) -> None:
        """Text as one person through the signed webhook, and wait until the phone has an answer."""
        number, seen = self._phones.get(person, ("", 0))
        number = number or f"+1530555{next(self._numbers):04d}"
        self._webhook(number, text)
        deadline = time.perf_counter() + _ANSWER_WITHIN_S
        while time.perf_counter() < deadline:
            answer = self._http.get(
                f"{self.origin}/offline-carrier/phones/{number}/messages",
                params={"after": seen, "wait": 10},
                timeout=30,
            ).json()["messages"]
            ours = [m for m in answer if m["direction"] == "out"]
            if ours:
                self._phones[person] = (number, max(m["n"] for m in answer))
                return
        raise RuntimeError("no answer in time")

    def _webhook(self, number: str, text: str) -> None:
        form = {
            "AccountSid": OFFLINE_ACCOUNT_SID,
            "MessageSid": f"SM{uuid.uuid4().hex}",
            "From": number,
            "To": OFFLINE_FROM,
            "Body": text,
            "NumMedia": "0",
        }
        url = f"{self.origin}/sms/inbound"
        signature = self._validator.compute_signature(url, form)
        answer = self._http.post(
            url, data=form, headers={"X-Twilio-Signature": signature}, timeout=30
        )
        if answer.status_code != 200:
            raise RuntimeError(f"webhook answered {answer.status_code}")
