"""Sends the carrier's webhooks from threads of its own, signed as Twilio signs them."""

from __future__ import annotations

import logging
import os
import queue
import sqlite3
import threading
import time

import requests

from sms_gateway.offline_carrier import behaviour
from sms_gateway.offline_carrier.database import Database
from sms_gateway.offline_carrier.ledger import Ledger
from sms_gateway.offline_carrier.webhook_queue import Webhook, again, claim, next_due, settled
from sms_gateway.signatures import SIGNATURE_HEADER, sign

THREADS = 4
_TIMEOUT = (5.0, 15.0)
"""Twilio's connect and read time-outs (docs/usage/webhooks/webhooks-connection-overrides)."""
_RETRY_SECONDS = 1.0
_IDLE_SECONDS = 0.5
_log = logging.getLogger(__name__)


class WebhookSender:
    """Drains the webhook queue of one state file; each serving process runs one.

    Threads start with the first call of `wake`, so that a process that forks afterwards (gunicorn)
    has its own.

    Args:
        database: the state file.
        token: signs the webhooks.
    """

    def __init__(self, database: Database, token: str) -> None:
        self._database = database
        self._ledger = Ledger(database)
        self._token = token
        self._pid = 0
        self._starting = threading.Lock()
        self._start_afresh()

    def wake(self) -> None:
        """Look at the queue now; starts the threads when this process has none."""
        if self._pid != os.getpid():
            self._start()
        self._something.set()

    def _start_afresh(self) -> None:
        self._something = threading.Event()
        self._claimed: queue.Queue[Webhook] = queue.Queue(maxsize=THREADS)

    def _start(self) -> None:
        with self._starting:
            if self._pid == os.getpid():
                return
            self._start_afresh()
            threading.Thread(target=self._dispatch, name="carrier-webhooks", daemon=True).start()
            for number in range(THREADS):
                name = f"carrier-webhook-{number}"
                threading.Thread(target=self._work, name=name, daemon=True).start()
            self._pid = os.getpid()

    def _dispatch(self) -> None:
        """Claim what is due and hand it to the workers, for ever."""
        while True:
            self._something.clear()
            try:
                claimed = claim(self._database, THREADS)
                pause = 0.0 if claimed else self._pause()
            except sqlite3.Error as error:  # busy or full for a while: what is owed stays owed
                _log.error("webhook queue of the offline carrier: %s", error)
                claimed, pause = [], _IDLE_SECONDS
            for webhook in claimed:
                self._claimed.put(webhook)
            self._something.wait(pause)

    def _pause(self) -> float:
        """Return the seconds until the next webhook; other processes may owe one meanwhile."""
        due = next_due(self._database)
        left = _IDLE_SECONDS if due is None else due - time.time()
        return min(max(left, 0.001), _IDLE_SECONDS)

    def _work(self) -> None:
        session = requests.Session()
        session.trust_env = False
        while True:
            webhook = self._claimed.get()
            try:
                self._send(session, webhook)
            except (sqlite3.Error, OSError, ValueError) as error:  # its lease runs out: sent again
                _log.error("webhook %d of the offline carrier: %s", webhook.id, type(error))
            self._something.set()

    def _send(self, session: requests.Session, webhook: Webhook) -> None:
        """Send once: like Twilio, only a failed connection is tried again."""
        if webhook.url is None:
            settled(self._database, webhook)
            return
        try:
            answer = self._post(session, webhook.url, webhook)
        except requests.ConnectionError:
            self._unreachable(webhook)
            return
        except requests.RequestException as error:
            self._note(webhook, type(error).__name__)
        else:
            if not answer.ok:
                self._note(webhook, f"HTTP {answer.status_code}")
        settled(self._database, webhook)

    def _post(self, session: requests.Session, url: str, webhook: Webhook) -> requests.Response:
        return session.post(
            url,
            data=dict(webhook.form),
            headers={
                SIGNATURE_HEADER: sign(url, webhook.form, self._token),
                "I-Twilio-Idempotency-Token": webhook.token,
                "User-Agent": "TwilioProxy/1.1",
            },
            timeout=_TIMEOUT,
            allow_redirects=False,
        )

    def _unreachable(self, webhook: Webhook) -> None:
        retries = behaviour.load(self._database.connection()).webhook_retries
        if webhook.attempts <= retries:
            again(self._database, webhook, _RETRY_SECONDS)
            return
        self._note(webhook, "not reached")
        settled(self._database, webhook)

    def _note(self, webhook: Webhook, problem: str) -> None:
        """Log a failed webhook as Twilio's debugger does; it stays failed."""
        hook = "status" if webhook.status else "inbound"
        _log.warning("offline carrier: %s webhook of %s failed: %s", hook, webhook.sid, problem)
        self._ledger.alert(webhook.sid, hook, problem)
