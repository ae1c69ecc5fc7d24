"""The service as people and operators meet it: real processes, killed and brought back."""

from __future__ import annotations

import re
import time
import uuid

import pytest
import requests
from twilio.request_validator import RequestValidator

from ecm.settings import OFFLINE_ACCOUNT_SID, OFFLINE_AUTH_TOKEN, OFFLINE_FROM


def number() -> str:
    return f"+1530555{uuid.uuid4().int % 10000:04d}"


def test_a_text_is_answered_in_its_language(service) -> None:
    for text, word in (("hola que es esto", "gratis|ayuda"), ("你好 這是什麼", "照護")):
        phone = number()
        service.text(phone, text)
        body = " ".join(m["body"] for m in service.wait_for_answers(phone, 1))
        assert re.search(word, body), body


def test_the_same_webhook_many_times_is_answered_once(service) -> None:
    phone = number()
    form = {
        "AccountSid": OFFLINE_ACCOUNT_SID,
        "MessageSid": f"SM{uuid.uuid4().hex}",
        "From": phone,
        "To": OFFLINE_FROM,
        "Body": "do we qualify",
        "NumMedia": "0",
    }
    url = f"{service.origin}/sms/inbound"
    headers = {
        "X-Twilio-Signature": RequestValidator(OFFLINE_AUTH_TOKEN).compute_signature(url, form)
    }
    for _ in range(10):
        assert requests.post(url, data=form, headers=headers, timeout=10).status_code == 200
    first = service.wait_for_answers(phone, 1)
    time.sleep(1.5)
    assert len(service.answers(phone)) == len(first)


@pytest.mark.parametrize("part", ["bot.serve", "ecm.worker", "gunicorn"])
def test_a_killed_process_comes_back_and_nothing_is_lost_or_doubled(service, part: str) -> None:
    phone = number()
    service.text(phone, "do we qualify")
    before = service.wait_for_answers(phone, 1)
    if part == "gunicorn":
        service.kill(part)
        service.wait_until_ready()
        service.text(phone, "what is ecm")
    else:
        service.text(phone, "what is ecm")
        service.kill(part)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        bodies = [m["body"] for m in service.answers(phone)[len(before) :]]
        if any("real person" in body for body in bodies):
            break
        time.sleep(0.2)
    service.wait_until_ready()
    time.sleep(2)
    bodies = [m["body"] for m in service.answers(phone)[len(before) :]]
    assert sum("real person" in body for body in bodies) == 1, bodies


def test_readiness_names_the_part_that_is_away(service) -> None:
    service.kill("bot.serve")
    answer = requests.get(f"{service.origin}/readyz", timeout=5)
    assert answer.status_code == 503 and "rasa" in answer.text
    service.wait_until_ready()


def test_nothing_personal_is_in_what_the_service_writes(service) -> None:
    phone, name, born = number(), "Xochitlcanary Quetzal", "April 9 2014"
    said = [
        "sign up my daughter",
        "she is 12",
        "partnership",
        "we sleep in our car",
        "1",
        name,
        born,
        "Xochitlcanary Mama",
        "1",
        "1",
        "butte",
        "dont know",
        "7",
        "1",
        "1",
        "what happened with my request",
        "i want to die",
        "/refer_self",
    ]
    for count, text in enumerate(said, 1):
        service.text(phone, text)
        service.wait_for_answers(phone, count)
        time.sleep(0.1)
    requests.get(f"{service.origin}/metrics", timeout=5)
    written = service.log.read_text(encoding="utf-8", errors="replace")
    written += requests.get(f"{service.origin}/metrics", timeout=5).text
    for path in service.data.rglob("*"):
        # Deliveries are the plan's copy, and the offline carrier plays the world outside.
        if path.is_file() and "deliveries" not in path.parts and "offline" not in path.name:
            written += path.read_bytes().decode("latin-1")
    for canary in (
        "Xochitlcanary",
        phone[1:],
        phone[2:],
        "2014-04-09",
        "April 9",
        "sleep in our car",
    ):
        assert canary not in written, canary


def test_the_phone_simulator_and_the_carrier_are_there_in_a_demo(service) -> None:
    assert requests.get(f"{service.origin}/simulator/", timeout=5).status_code == 200


def test_a_request_larger_than_the_limit_is_refused_quickly(service) -> None:
    begun = time.perf_counter()
    answer = requests.post(f"{service.origin}/sms/inbound", data=b"x" * 1_000_000, timeout=5)
    assert answer.status_code == 413
    assert time.perf_counter() - begun < 2
