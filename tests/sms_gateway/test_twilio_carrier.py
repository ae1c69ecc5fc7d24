"""Our carrier adapter, with Twilio's real client, against the offline carrier on a socket."""

from __future__ import annotations

import logging
import re
import socket
import ssl
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from ecm.adapters.twilio_carrier import TwilioCarrier
from ecm.adapters.twilio_errors import ERRORS, verdict
from ecm.adapters.twilio_http import PooledHttpClient
from ecm.ports import Carrier, CarrierBusy, CarrierRefused, CarrierUnsure, OutboundText
from ecm.settings import Settings
from tests.sms_gateway.support import OfflineCarrier, eventually

DAY = timedelta(days=1)
ERRORS_THAT_QUOTE = (
    {"effect": "error", "status": 400, "code": 21211},
    {"effect": "error", "status": 401, "code": 20003},
    {"effect": "reset"},
    {"effect": "garbled"},
)


@pytest.fixture()
def twilio(carrier: OfflineCarrier) -> Carrier:
    """The adapter as the service has it."""
    return TwilioCarrier(carrier.settings)


@pytest.fixture
def impatient(carrier: OfflineCarrier) -> Carrier:
    """The adapter with a deadline that tests can wait for."""
    return TwilioCarrier(carrier.settings, PooledHttpClient(read_seconds=0.5))


def text_to(
    phone: str, body: str = "Your ride is at 9.", outbox_id: str = "outbox-1"
) -> OutboundText:
    return OutboundText(outbox_id, phone, body)


def taken(carrier: OfflineCarrier, phone: str) -> list[str]:
    """What the carrier has taken for a phone, oldest first."""
    return [m["body"] for m in carrier.read(phone)["messages"] if m["direction"] == "out"]


def test_a_text_is_handed_over_and_its_fate_reported_to_its_own_address(
    carrier: OfflineCarrier, twilio: Carrier, phone: str
) -> None:
    receipt = twilio.send(text_to(phone, "¡Su cita es mañana! " + "á" * 60, "row-7"))
    assert (receipt.status, receipt.segments) == ("queued", 2)
    eventually(lambda: carrier.statuses("row-7") == ["sent", "delivered"])
    assert {sid for row, sid, _, _ in carrier.store.reports if row == "row-7"} == {
        receipt.carrier_id
    }


@pytest.mark.parametrize(
    "body", ["a+b=c & 100%", "我的孩子 😀", " two  spaces \n\nand lines", "á[€]"]
)
def test_a_text_is_taken_letter_by_letter(
    carrier: OfflineCarrier, twilio: Carrier, phone: str, body: str
) -> None:
    twilio.send(text_to(phone, body))
    assert taken(carrier, phone) == [body]


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("+15005550001", 21211),
        ("+15005550002", 21612),
        ("+15005550003", 21408),
        ("+15005550004", 21610),
        ("+15005550009", 21614),
        ("not a number", 21211),
        ("+523312345678", 21408),
    ],
)
def test_a_number_that_cannot_be_texted_is_refused_for_ever(
    twilio: Carrier, number: str, code: int
) -> None:
    with pytest.raises(CarrierRefused) as caught:
        twilio.send(text_to(number))
    assert caught.value.code == code


def test_a_text_above_1600_characters_is_refused_for_ever(twilio: Carrier, phone: str) -> None:
    with pytest.raises(CarrierRefused) as caught:
        twilio.send(text_to(phone, "a" * 1601))
    assert caught.value.code == 21617


def test_a_person_who_texted_stop_is_refused_with_the_code_that_flips_consent(
    carrier: OfflineCarrier, twilio: Carrier, phone: str
) -> None:
    carrier.type_text(phone, "STOP")
    with pytest.raises(CarrierRefused) as caught:
        twilio.send(text_to(phone))
    assert caught.value.code == 21610


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (429, 20429),
        (500, 20500),
        (503, 20503),
        (400, 30001),
        (400, 30003),
        (400, 30008),
        (400, 21611),
        (429, 0),
        (401, 20003),
        (400, 21606),
        (400, 30034),
    ],
)
def test_an_error_that_passes_or_can_be_repaired_is_tried_later(
    carrier: OfflineCarrier, twilio: Carrier, phone: str, status: int, code: int
) -> None:
    carrier.script({"effect": "error", "status": status, "code": code})
    with pytest.raises(CarrierBusy):
        twilio.send(text_to(phone))
    assert taken(carrier, phone) == []
    assert twilio.send(text_to(phone)).carrier_id


@pytest.mark.parametrize("accept", [False, True])
@pytest.mark.parametrize(
    "fault",
    [
        {"effect": "reset"},
        {"effect": "hang", "seconds": 1.0},
        {"effect": "error", "status": 502},
        {"effect": "error", "status": 500},
        {"effect": "error", "status": 504},
    ],
)
def test_a_lost_answer_is_unsure_and_the_list_settles_it(
    *,
    carrier: OfflineCarrier,
    twilio: Carrier,
    impatient: Carrier,
    phone: str,
    fault: dict[str, object],
    accept: bool,
) -> None:
    carrier.script({**fault, "accept": accept})
    text, began = text_to(phone), datetime.now(timezone.utc)
    with pytest.raises(CarrierUnsure):
        impatient.send(text)
    found = twilio.find(text, began)
    assert (found is not None) == accept
    assert len(taken(carrier, phone)) == accept


def test_an_answer_that_cannot_be_read_is_unsure(
    carrier: OfflineCarrier, twilio: Carrier, phone: str
) -> None:
    carrier.script({"effect": "garbled"})
    text, began = text_to(phone), datetime.now(timezone.utc)
    with pytest.raises(CarrierUnsure):
        twilio.send(text)
    assert twilio.find(text, began) is not None


def test_a_carrier_that_was_not_reached_is_busy(carrier: OfflineCarrier, phone: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as line:
        port = line.getsockname()[1]
    away = replace(carrier.settings, twilio_api_base=f"http://127.0.0.1:{port}")
    with pytest.raises(CarrierBusy):
        TwilioCarrier(away).send(text_to(phone))
    with pytest.raises(CarrierBusy):
        TwilioCarrier(away).find(text_to(phone), datetime.now(timezone.utc))


def test_a_carrier_whose_name_nobody_knows_is_busy(carrier: OfflineCarrier, phone: str) -> None:
    away = replace(carrier.settings, twilio_api_base="http://carrier.invalid")
    with pytest.raises(CarrierBusy):
        TwilioCarrier(away).send(text_to(phone))


@pytest.fixture()
def impostor(tmp_path: Path) -> Iterator[str]:
    """A TLS server with a certificate that nobody vouches for."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(timezone.utc)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - DAY)
        .not_valid_after(now + DAY)
        .sign(key, hashes.SHA256())
    )
    pem = tmp_path / "impostor.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    pem.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    with socket.create_server(("127.0.0.1", 0)) as line:
        threading.Thread(target=_shake_hands, args=(line, context), daemon=True).start()
        yield f"https://localhost:{line.getsockname()[1]}"


def _shake_hands(line: socket.socket, context: ssl.SSLContext) -> None:
    try:
        with context.wrap_socket(line.accept()[0], server_side=True) as shaken:
            shaken.recv(1)
    except OSError:
        return


def test_an_impostor_is_not_talked_to_and_the_text_waits(
    carrier: OfflineCarrier, impostor: str, phone: str
) -> None:
    twilio = TwilioCarrier(replace(carrier.settings, twilio_api_base=impostor))
    with pytest.raises(CarrierBusy):
        twilio.send(text_to(phone))


def test_a_text_is_found_by_number_body_and_time_alone(
    carrier: OfflineCarrier, twilio: Carrier, phone: str
) -> None:
    began = datetime.now(timezone.utc)
    receipt = twilio.send(text_to(phone, "Your ride is at 9."))
    found = twilio.find(text_to(phone, "Your ride is at 9."), began)
    assert found is not None and found.carrier_id == receipt.carrier_id
    assert twilio.find(text_to(phone, "Your ride is at 9"), began) is None
    assert twilio.find(text_to(phone, "your ride is at 9."), began) is None
    assert twilio.find(text_to("+15305559998", "Your ride is at 9."), began) is None
    assert twilio.find(text_to(phone, "Your ride is at 9."), began + timedelta(seconds=2)) is None


def test_a_text_that_is_still_queued_is_found(
    carrier: OfflineCarrier, twilio: Carrier, phone: str
) -> None:
    carrier.script(callback_delay_s=30.0)
    receipt = twilio.send(text_to(phone))
    found = twilio.find(text_to(phone), datetime.now(timezone.utc) - DAY)
    assert found == receipt


def test_the_first_of_several_equal_texts_is_found_behind_many_others(
    carrier: OfflineCarrier, twilio: Carrier, phone: str
) -> None:
    began = datetime.now(timezone.utc)
    first = twilio.send(text_to(phone))
    for number in range(120):
        twilio.send(text_to(phone, f"other {number}"))
    time.sleep(1.1)  # the carrier's dates are whole seconds
    twilio.send(text_to(phone))
    found = twilio.find(text_to(phone), began)
    assert found is not None and found.carrier_id == first.carrier_id


def test_an_equal_text_that_is_known_already_is_not_taken_for_the_one_in_doubt(
    carrier: OfflineCarrier, phone: str
) -> None:
    twilio = TwilioCarrier(carrier.settings)
    began = datetime.now(timezone.utc)
    earlier = twilio.send(text_to(phone)).carrier_id
    assert twilio.find(text_to(phone), began, others={earlier}) is None
    carrier.script({"effect": "reset", "accept": True})
    with pytest.raises(CarrierUnsure):
        twilio.send(text_to(phone))
    found = twilio.find(text_to(phone), began, others={earlier})
    assert found is not None and found.carrier_id != earlier


@pytest.fixture()
def gunicorn(tmp_path: Path) -> Iterator[str]:
    """The offline carrier under the server that serves it in `make run`; gives its address."""
    app = f"sms_gateway.offline_carrier.__main__:create_app({str(tmp_path)!r})"
    command = [sys.executable, "-m", "gunicorn", "--bind", "127.0.0.1:0", "--threads", "4", app]
    server = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    try:
        assert server.stderr is not None
        listening = next(line for line in server.stderr if "Listening at" in line)
        yield re.findall(r"http://[0-9.:]+", listening)[0] + "/offline-carrier"
    finally:
        server.terminate()
        server.wait(10)


def connections_made(http: PooledHttpClient) -> int:
    """How many connections the transport has opened so far."""
    pools = http._session.get_adapter("http://").poolmanager.pools
    hosts = pools.keys()
    return sum(pools[host].num_connections for host in hosts)


def test_connections_are_kept_between_texts_and_a_cut_one_is_not_used_again(
    gunicorn: str, phone: str
) -> None:
    http = PooledHttpClient()
    twilio = TwilioCarrier(Settings(twilio_api_base=gunicorn), http)
    for _ in range(10):
        twilio.send(text_to(phone))
    assert connections_made(http) == 1
    requests.post(f"{gunicorn}/control/script", json={"creates": [{"effect": "reset"}]})
    with pytest.raises(CarrierUnsure):
        twilio.send(text_to(phone))
    assert twilio.send(text_to(phone)).carrier_id
    assert connections_made(http) == 2


def test_the_environments_edge_and_region_do_not_redirect_us(
    carrier: OfflineCarrier, phone: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TWILIO_EDGE", "sydney")
    monkeypatch.setenv("TWILIO_REGION", "au1")
    assert TwilioCarrier(carrier.settings).send(text_to(phone)).carrier_id


def test_no_log_line_and_no_error_holds_a_number_or_a_text(
    carrier: OfflineCarrier, twilio: Carrier, phone: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    canary = text_to(phone, "canary-5512 goes to the clinic")
    twilio.send(canary)
    twilio.find(canary, datetime.now(timezone.utc) - DAY)
    said = ""
    for fault in ERRORS_THAT_QUOTE:
        carrier.script(fault)
        with pytest.raises((CarrierRefused, CarrierBusy, CarrierUnsure)) as caught:
            twilio.send(canary)
        said += "".join(traceback.format_exception(caught.value))
    said += "".join(str(record.__dict__) for record in caplog.records)
    assert "needs an operator" in said
    for secret in ("canary-5512", phone[1:], carrier.settings.carrier_tokens[0]):
        assert secret not in said


@pytest.mark.parametrize("code", [21211, 21610, 21612, 21614, 21617, 21408, 30005, 30006])
def test_codes_that_are_final_are_never_tried_again(code: int) -> None:
    assert verdict(code, 503) == verdict(code, 400) == "never"


@pytest.mark.parametrize("code", [20429, 30001, 30003, 30008])
def test_codes_that_pass_are_tried_later(code: int) -> None:
    assert verdict(code, 400) == "later"


@pytest.mark.parametrize("code", [30002, 30007, 30022, 30023, 30032, 30034])
def test_codes_that_need_somebody_wait_for_an_operator(code: int) -> None:
    assert verdict(code, 400) == "operator"


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (400, "never"),
        (422, "never"),
        (401, "operator"),
        (404, "operator"),
        (429, "later"),
        (408, "later"),
        (500, "later"),
        (503, "later"),
    ],
)
def test_an_unknown_code_falls_back_on_the_answers_status(status: int, expected: str) -> None:
    assert 99999 not in ERRORS
    assert verdict(99999, status) == expected
