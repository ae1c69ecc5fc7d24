"""What the offline carrier tells the service, and what a simulated phone sees."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import requests
from flask import Flask, Response, request

from ecm.settings import Settings
from sms_gateway.offline_carrier import create_blueprint as create_offline_carrier
from sms_gateway.offline_carrier.opt_out import TWILIO_REPLIES
from sms_gateway.webhooks import create_blueprint
from tests.sms_gateway.support import OfflineCarrier, StrictStore, eventually, served


def send(carrier: OfflineCarrier, to: str, outbox_id: str, body: str = "hello") -> Any:
    callback = f"{carrier.settings.public_origin}/sms/status/{outbox_id}"
    return carrier.client.messages.create(
        to=to, from_=carrier.settings.carrier_from, body=body, status_callback=callback
    )


def test_a_text_becomes_sent_and_delivered_and_the_service_hears_it(
    carrier: OfflineCarrier, phone: str
) -> None:
    message = send(carrier, phone, "plain")
    assert eventually(lambda: len(carrier.statuses("plain")) == 2)
    assert carrier.statuses("plain") == ["sent", "delivered"]
    fetched = carrier.client.messages(message.sid).fetch()
    assert fetched.status == "delivered" and fetched.date_sent is not None
    assert {sid for outbox, sid, _, _ in carrier.store.reports if outbox == "plain"} == {
        message.sid
    }


def test_a_text_that_fails_is_reported_with_its_code(carrier: OfflineCarrier, phone: str) -> None:
    carrier.script({"effect": "undelivered", "code": 30007})
    message = send(carrier, phone, "filtered")
    eventually(lambda: "undelivered" in carrier.statuses("filtered"))
    assert carrier.store.reports[-1] == ("filtered", message.sid, "undelivered", 30007)
    assert carrier.client.messages(message.sid).fetch().error_code == 30007


def test_reports_can_be_repeated(carrier: OfflineCarrier, phone: str) -> None:
    carrier.script(callback_repeat=3)
    send(carrier, phone, "repeated")
    eventually(lambda: len(carrier.statuses("repeated")) == 6)
    assert carrier.statuses("repeated") == ["sent"] * 3 + ["delivered"] * 3


def test_reports_can_come_in_any_order_and_the_carriers_own_record_only_advances(
    carrier: OfflineCarrier, phone: str
) -> None:
    carrier.script(
        callback_shuffle=True,
        callback_gap_s=0.0,
        callback_statuses=["sending", "sent", "delivered"],
    )
    sids = [send(carrier, phone, f"shuffled-{number}").sid for number in range(12)]
    orders = eventually(
        lambda: (
            [o for n in range(12) if len(o := tuple(carrier.statuses(f"shuffled-{n}"))) == 3]
            if all(len(carrier.statuses(f"shuffled-{n}")) == 3 for n in range(12))
            else None
        )
    )
    assert len(set(orders)) > 1
    assert {carrier.client.messages(sid).fetch().status for sid in sids} == {"delivered"}


def test_reports_can_be_late(carrier: OfflineCarrier, phone: str) -> None:
    carrier.script(callback_delay_s=0.6)
    message = send(carrier, phone, "late")
    assert carrier.client.messages(message.sid).fetch().status == "queued"
    assert carrier.statuses("late") == []
    eventually(lambda: carrier.statuses("late") == ["sent", "delivered"])


@pytest.mark.parametrize(
    "body", ["Hola, ¿me ayudan?", "我的孩子需要幫助 😀", "a+b & c=d %25\nnew line"]
)
def test_a_typed_text_reaches_the_service_as_it_was_typed(
    carrier: OfflineCarrier, phone: str, body: str
) -> None:
    sid = carrier.type_text(phone, body)
    eventually(lambda: sid in carrier.store.texts)
    inbound = carrier.store.texts[sid]
    assert (inbound.sender, inbound.to) == (phone, carrier.settings.carrier_from)
    assert (inbound.text, inbound.media_count, inbound.opt_out_type) == (body, 0, None)


def test_a_picture_reaches_the_service_as_a_count(carrier: OfflineCarrier, phone: str) -> None:
    sid = carrier.type_text(phone, "", media=2)
    eventually(lambda: sid in carrier.store.texts)
    assert sid.startswith("MM")
    assert (carrier.store.texts[sid].media_count, carrier.store.texts[sid].text) == (2, "")


def test_texts_of_one_phone_arrive_in_the_order_of_typing(
    carrier: OfflineCarrier, phone: str
) -> None:
    typed = [f"line {number}" for number in range(20)]
    for body in typed:
        carrier.type_text(phone, body)
    eventually(lambda: len(carrier.texts_from(phone)) == 20)
    assert carrier.texts_from(phone) == typed


def test_a_slow_webhook_holds_back_the_later_texts_of_its_phone_only(
    tmp_path: Path, serve: Callable[[Flask], str]
) -> None:
    arrived: list[str] = []

    def answer() -> str:
        if request.form["Body"] == "slow":
            time.sleep(0.7)
        arrived.append(request.form["Body"])
        return "<Response/>"

    service = Flask("service")
    service.add_url_rule("/sms/inbound", "inbound", answer, methods=["POST"])
    base = serve(carrier_for(serve(service), tmp_path))
    carrier = OfflineCarrier(f"{base}/offline-carrier", Settings(), StrictStore())
    for number, body in (("1", "slow"), ("1", "after"), ("2", "other phone")):
        carrier.type_text(f"+1530555011{number}", body)
    eventually(lambda: len(arrived) == 3)
    assert arrived == ["other phone", "slow", "after"]


def test_a_text_delivered_again_and_again_is_kept_once(carrier: OfflineCarrier, phone: str) -> None:
    carrier.script(inbound_repeat=5)
    carrier.type_text(phone, "only once")
    carrier.script(inbound_repeat=1)
    carrier.type_text(phone, "the last")
    eventually(lambda: "the last" in carrier.texts_from(phone))
    assert carrier.texts_from(phone) == ["only once", "the last"]


def test_a_stop_word_is_answered_by_the_carrier_and_still_reaches_the_service(
    carrier: OfflineCarrier, phone: str
) -> None:
    sid = carrier.type_text(phone, "Stop")
    eventually(lambda: sid in carrier.store.texts)
    assert carrier.store.texts[sid].opt_out_type is None
    seen = carrier.read(phone)["messages"]
    assert [(m["direction"], m["body"]) for m in seen] == [
        ("in", "Stop"),
        ("out", TWILIO_REPLIES["STOP"]),
    ]


def test_advanced_opt_out_names_the_kind(carrier: OfflineCarrier, phone: str) -> None:
    carrier.script(opt_out="advanced")
    sids = [carrier.type_text(phone, word) for word in ("HELP", "CANCEL", "YES")]
    eventually(lambda: all(sid in carrier.store.texts for sid in sids))
    kinds = [carrier.store.texts[sid].opt_out_type for sid in sids]
    assert kinds == ["HELP", "STOP", "START"]


def test_a_carrier_told_to_leave_opt_out_to_us_blocks_nobody(
    carrier: OfflineCarrier, phone: str
) -> None:
    carrier.script(opt_out="off")
    carrier.type_text(phone, "STOP")
    assert send(carrier, phone, "after-stop", body="we answer").sid
    assert [m["body"] for m in carrier.read(phone)["messages"]] == ["STOP", "we answer"]


@pytest.mark.parametrize("body", ["stop please", "I want to cancel my ride", "yes", "start", "no"])
def test_only_a_lone_word_that_means_something_now_is_acted_on(
    carrier: OfflineCarrier, phone: str, body: str
) -> None:
    carrier.type_text(phone, body)
    assert [m["direction"] for m in carrier.read(phone)["messages"]] == ["in"]
    assert send(carrier, phone, "still-open").sid


def test_a_phone_shows_what_came_with_its_cost(carrier: OfflineCarrier, phone: str) -> None:
    send(carrier, phone, "cost", body="¿Está " + "á" * 70)
    shown = carrier.read(phone)["messages"][0]
    assert (shown["direction"], shown["encoding"], shown["segments"]) == ("out", "UCS-2", 2)
    assert shown["price_usd"] == pytest.approx(0.0158)
    eventually(
        lambda: carrier.read(phone, shown["n"])["statuses"] == {str(shown["n"]): "delivered"}
    )


def test_reading_after_a_place_waits_for_what_comes_next(
    carrier: OfflineCarrier, phone: str
) -> None:
    carrier.type_text(phone, "first")
    last = carrier.read(phone)["messages"][-1]["n"]
    assert carrier.read(phone, last)["messages"] == []
    carrier.script(callback_delay_s=0.0)
    send(carrier, phone, "next", body="the answer")
    assert [m["body"] for m in carrier.read(phone, last, wait=5)["messages"]] == ["the answer"]


def test_a_forgotten_phone_has_no_texts_and_no_block(carrier: OfflineCarrier, phone: str) -> None:
    carrier.type_text(phone, "STOP")
    assert carrier.http.delete(f"{carrier.base}/phones/{phone}").status_code == 204
    assert carrier.read(phone)["messages"] == []
    assert send(carrier, phone, "open-again").sid


@pytest.mark.parametrize(
    "document",
    [
        {},
        {"body": ""},
        {"body": 3},
        {"body": "x", "media": -1},
        {"body": "x" * 1601},
        [],
        {"body": "a\0b"},
        {"body": "\ud800"},
        {"body": "", "media": 11},
    ],
)
def test_what_no_phone_can_send_is_refused(
    carrier: OfflineCarrier, phone: str, document: object
) -> None:
    answer = carrier.http.post(f"{carrier.base}/phones/{phone}/messages", json=document)
    assert answer.status_code == 400
    assert carrier.read(phone)["messages"] == []


@pytest.mark.parametrize("number", ["abc", "+0123456789", "1", "+1530555011100000000"])
def test_what_is_no_phone_number_is_refused(carrier: OfflineCarrier, number: str) -> None:
    address = f"{carrier.base}/phones/{number}"
    assert carrier.http.get(f"{address}/messages").status_code == 400
    assert carrier.http.delete(address).status_code == 400


class Counting:
    """A service that answers every webhook alike and counts them by message and token."""

    def __init__(self, status: int) -> None:
        self.seen: Counter[str] = Counter()
        self.tokens: set[str] = set()
        self.app = Flask("counting")
        self.status = status
        self.app.add_url_rule("/sms/inbound", "inbound", self.answer, methods=["POST"])

    def answer(self) -> Response:
        self.seen[request.form["MessageSid"]] += 1
        self.tokens.add(request.headers["I-Twilio-Idempotency-Token"])
        return Response("<Response/>", self.status)


def carrier_for(origin: str, state: Path) -> Flask:
    app = Flask("carrier")
    app.register_blueprint(
        create_offline_carrier(state / "carrier.db", Settings(public_origin_value=origin))
    )
    return app


def alerts(base: str) -> list[dict[str, Any]]:
    return list(requests.get(f"{base}/offline-carrier/control/alerts").json()["alerts"])


def test_an_error_of_the_service_is_noted_and_not_tried_again(
    tmp_path: Path, serve: Callable[[Flask], str]
) -> None:
    service = Counting(503)
    base = serve(carrier_for(serve(service.app), tmp_path))
    carrier = OfflineCarrier(f"{base}/offline-carrier", Settings(), StrictStore())
    sid = carrier.type_text("+15305550111", "hello")
    noted = eventually(lambda: alerts(base))
    assert [(a["sid"], a["hook"], a["problem"]) for a in noted] == [(sid, "inbound", "HTTP 503")]
    assert service.seen == {sid: 1}


def test_a_service_that_was_not_reached_is_tried_again_with_the_same_token(
    tmp_path: Path, serve: Callable[[Flask], str]
) -> None:
    service = Counting(200)
    with served(Flask("down")) as origin:
        pass  # the port is free again, and nobody listens
    base = serve(carrier_for(origin, tmp_path))
    carrier = OfflineCarrier(f"{base}/offline-carrier", Settings(), StrictStore())
    carrier.script(webhook_retries=20)
    sid = carrier.type_text("+15305550111", "hello")
    with served(service.app, int(origin.rpartition(":")[2])):
        eventually(lambda: service.seen[sid] == 1)
    assert len(service.tokens) == 1
    assert alerts(base) == []


def test_a_service_that_stays_away_is_given_up_and_noted(
    tmp_path: Path, serve: Callable[[Flask], str]
) -> None:
    with served(Flask("down")) as origin:
        pass
    base = serve(carrier_for(origin, tmp_path))
    carrier = OfflineCarrier(f"{base}/offline-carrier", Settings(), StrictStore())
    carrier.script(webhook_retries=0)
    sid = carrier.type_text("+15305550111", "hello")
    assert eventually(lambda: [a["sid"] for a in alerts(base)]) == [sid]


@pytest.mark.parametrize("retries", [0, 2])
def test_a_service_that_hangs_up_is_called_once_and_once_more_for_every_retry(
    tmp_path: Path, serve: Callable[[Flask], str], retries: int
) -> None:
    calls = []
    with socket.create_server(("127.0.0.1", 0)) as line:
        base = serve(carrier_for(f"http://127.0.0.1:{line.getsockname()[1]}", tmp_path))
        threading.Thread(target=_hang_up, args=(line, calls), daemon=True).start()
        carrier = OfflineCarrier(f"{base}/offline-carrier", Settings(), StrictStore())
        carrier.script(webhook_retries=retries)
        carrier.type_text("+15305550111", "hello")
        eventually(lambda: alerts(base))
    assert len(calls) == retries + 1


def _hang_up(line: socket.socket, calls: list[bytes]) -> None:
    """Take calls and hang up without an answer."""
    try:
        while True:
            with line.accept()[0] as call:
                calls.append(call.recv(100))
    except OSError:
        return


@contextmanager
def own_process(origin: str, state: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Run the offline carrier as operators do; gives the process and its address."""
    command = [sys.executable, "-m", "sms_gateway.offline_carrier", "--port", "0"]
    process = subprocess.Popen(
        [*command, "--state", str(state), "--webhook", origin], stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        yield process, process.stdout.readline().split()[-1]
    finally:
        process.kill()
        process.wait()


def test_webhooks_owed_by_a_killed_process_go_out_from_the_next_one(
    tmp_path: Path, serve: Callable[[Flask], str]
) -> None:
    store, service = StrictStore(), Flask("service")
    settings = Settings(public_origin_value=serve(service))
    service.register_blueprint(create_blueprint(store, settings))
    with own_process(settings.public_origin, tmp_path) as (process, base):
        carrier = OfflineCarrier(base, settings, store)
        carrier.script(callback_delay_s=1.0)
        send(carrier, "+15305550111", "outbox-1")
        process.kill()
    assert store.reports == []
    with own_process(settings.public_origin, tmp_path) as (_, base):
        requests.get(base)
        eventually(lambda: carrier.statuses("outbox-1") == ["sent", "delivered"])


def test_two_servers_of_one_state_file_send_every_webhook_once(
    tmp_path: Path, serve: Callable[[Flask], str]
) -> None:
    service = Counting(200)
    origin = serve(service.app)
    carriers = [
        OfflineCarrier(
            serve(carrier_for(origin, tmp_path)) + "/offline-carrier",
            replace(Settings(), public_origin_value=origin),
            StrictStore(),
        )
        for _ in range(2)
    ]
    sids = [
        carriers[number % 2].type_text(f"+153055520{number % 7:02d}", f"text {number}")
        for number in range(60)
    ]
    eventually(lambda: len(service.seen) == 60)
    assert service.seen == dict.fromkeys(sids, 1)
