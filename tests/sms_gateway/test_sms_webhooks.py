"""The carrier's webhooks: what is believed, what is refused, and what is said when."""

from __future__ import annotations

import http.client
import logging
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import urlencode, urlsplit

import pytest
from flask import Flask
from prometheus_client import REGISTRY

from ecm.conversations import InboundText
from ecm.settings import Settings
from sms_gateway.forms import MAX_FORM_BYTES
from sms_gateway.webhooks import create_blueprint
from tests.sms_gateway.support import (
    ACCOUNT,
    NEXT_TOKEN,
    ORIGIN,
    PHONE,
    Gateway,
    StrictStore,
    payload,
    signature,
)

INBOUND = ORIGIN + "/sms/inbound"
SID = "SM" + "1" * 32


def outcomes(hook: str, outcome: str) -> float:
    return (
        REGISTRY.get_sample_value("ecm_sms_webhooks_total", {"hook": hook, "outcome": outcome})
        or 0.0
    )


@pytest.mark.parametrize(
    ("name", "text", "media", "opt_out"),
    [
        ("english", "Hi, my son has asthma. Can you help us?", 0, None),
        ("spanish", "¡Hola! ¿Mi hija de 7 años puede recibir ayuda? Ñandú", 0, None),
        ("chinese", "我的孩子需要幫助,可以嗎?謝謝 😀", 0, None),
        ("plus_and_percent", "100% sure + ready & waiting = yes; /restart", 0, None),
        ("photo", "", 1, None),
        ("stop_advanced", "STOP", 0, "STOP"),
        ("new_field", "Yes please", 0, None),
        (
            "joined_as_base64",
            "Mi hijo tiene autismo y cumplió 9 años. ¿Quién puede ayudarnos con las citas?",
            0,
            None,
        ),
    ],
)
def test_a_captured_text_is_committed_as_it_was_written(
    gateway: Gateway, name: str, text: str, media: int, opt_out: str | None
) -> None:
    form = payload(name)
    answer = gateway.post(form)
    assert (answer.status_code, answer.data) == (200, b"<Response/>")
    assert answer.content_type.startswith("text/xml")
    assert list(gateway.store.texts.values()) == [
        InboundText(form["MessageSid"], PHONE, "+15305550100", text, media, opt_out)
    ]


def test_the_same_message_again_is_acknowledged_and_kept_once(gateway: Gateway) -> None:
    answers = [gateway.post(payload("english")) for _ in range(3)]
    assert [a.status_code for a in answers] == [200, 200, 200]
    assert len(gateway.store.texts) == 1


def test_nothing_is_acknowledged_when_the_store_is_away(
    gateway: Gateway, caplog: pytest.LogCaptureFixture
) -> None:
    gateway.store.away = True
    answer = gateway.post(payload("english"))
    assert (answer.status_code, answer.data) == (503, b"")
    assert "StoreAway" in caplog.text
    gateway.store.away = False
    assert gateway.post(payload("english")).status_code == 200
    assert len(gateway.store.texts) == 1


def test_a_call_without_a_signature_is_forbidden(gateway: Gateway) -> None:
    assert gateway.post(payload("english"), signed="").status_code == 403
    assert gateway.store.texts == {}


@pytest.mark.parametrize(
    ("what", "url", "change", "token"),
    [
        ("another token", INBOUND, {}, "not-our-token"),
        ("an empty token", INBOUND, {}, ""),
        ("another host", "https://evil.example.org/sms/inbound", {}, None),
        ("plain http", "http://ecm.example.org/sms/inbound", {}, None),
        ("another path", ORIGIN + "/sms/status/outbox-1", {}, None),
        ("a query string that did not come", INBOUND + "?a=b", {}, None),
        ("another body", INBOUND, {"Body": "YES"}, None),
        ("another sender", INBOUND, {"From": "+15305550999"}, None),
        ("another message id", INBOUND, {"MessageSid": "SM" + "0" * 32}, None),
    ],
)
def test_a_forged_call_is_forbidden(
    gateway: Gateway, what: str, url: str, change: dict[str, str], token: str | None
) -> None:
    form = payload("english")
    signed = signature(url, form, **({} if token is None else {"token": token}))
    assert gateway.post({**form, **change}, signed=signed).status_code == 403, what
    assert gateway.store.texts == {}


@pytest.mark.parametrize("signed", ["x", "é", "A" * 28, "=" * 28, " ", "a, b", "A" * 5000])
def test_a_senseless_signature_is_forbidden(gateway: Gateway, signed: str) -> None:
    assert gateway.post(payload("english"), signed=signed).status_code == 403


def test_a_call_signed_with_the_following_token_is_taken_while_tokens_rotate(
    gateway: Gateway,
) -> None:
    form = payload("english")
    assert gateway.post(form, signed=signature(INBOUND, form, NEXT_TOKEN)).status_code == 200


def test_a_service_without_a_token_takes_nothing(account: Settings) -> None:
    app = Flask("gateway")
    app.register_blueprint(create_blueprint(StrictStore(), replace(account, auth_token=" , ")))
    gateway = Gateway(app.test_client(), StrictStore())
    form = payload("english")
    assert gateway.post(form, signed=signature(INBOUND, form, "")).status_code == 403


def test_the_address_with_its_default_port_is_the_same_address(gateway: Gateway) -> None:
    form = payload("english")
    signed = signature("https://ecm.example.org:443/sms/inbound", form)
    assert gateway.post(form, signed=signed).status_code == 200


def test_a_proxy_changes_host_and_scheme_without_harm_and_without_help(gateway: Gateway) -> None:
    headers = {
        "Host": "10.0.0.7:8080",
        "X-Forwarded-Host": "evil.example.org",
        "X-Forwarded-Proto": "http",
        "Forwarded": "host=evil.example.org;proto=http",
    }
    form = payload("english")
    assert gateway.post(form, headers=headers).status_code == 200
    signed = signature("http://evil.example.org/sms/inbound", form)
    assert gateway.post(form, headers=headers, signed=signed).status_code == 403


def test_the_query_string_counts_as_it_was_received(gateway: Gateway) -> None:
    form = payload("english")
    path = "/sms/inbound?site=chico&x=%20%C3%B1"
    assert gateway.post(form, path=path).status_code == 200
    assert gateway.post(form, path=path, signed=signature(INBOUND, form)).status_code == 403


def test_a_field_merged_into_its_neighbour_is_refused_although_the_signature_holds(
    gateway: Gateway,
) -> None:
    form = {k: v for k, v in payload("english").items() if not k.startswith("FromC")}
    merged = {k: v for k, v in form.items() if k != "From"}
    merged["Body"] = form["Body"] + "From" + form["From"]
    assert signature(INBOUND, merged) == signature(INBOUND, form)
    assert gateway.post(merged).status_code == 400
    assert gateway.store.texts == {}


def test_a_sender_hidden_in_a_text_cannot_take_the_place_of_the_real_one(
    gateway: Gateway,
) -> None:
    form = {k: v for k, v in payload("english").items() if not k.startswith("FromC")}
    form["Body"] = "hiFrom+15305550999FromA"
    forged = {k: v for k, v in form.items() if k != "From"}
    forged |= {"Body": "hi", "From": "+15305550999", "FromA": "From" + form["From"]}
    assert signature(INBOUND, forged) == signature(INBOUND, form)
    assert gateway.post(form).status_code == 200
    assert gateway.post({**forged}).status_code == 400
    assert [text.sender for text in gateway.store.texts.values()] == [PHONE]


@pytest.mark.parametrize("swallowed", ["NumMedia", "NumSegments"])
def test_a_captured_message_cannot_be_replayed_under_a_longer_id(
    gateway: Gateway, swallowed: str
) -> None:
    keep = {"AccountSid", "Body", "From", "MessageSid", "To", swallowed}
    form = {k: v for k, v in payload("english").items() if k in keep}
    replayed = {k: v for k, v in form.items() if k != swallowed}
    replayed["MessageSid"] = form["MessageSid"] + swallowed + form[swallowed]
    assert signature(INBOUND, replayed) == signature(INBOUND, form)
    assert gateway.post(form).status_code == 200
    assert gateway.post(replayed).status_code == 400
    assert len(gateway.store.texts) == 1


@pytest.mark.parametrize("value", ["Hi, my son has asthma. Can you help us?", "YES", ""])
def test_a_repeated_field_is_refused_even_with_the_same_value(gateway: Gateway, value: str) -> None:
    form = payload("english")
    body = gateway_body(form) + b"&Body=" + value.encode().replace(b" ", b"+")
    assert gateway.post(body, signed=signature(INBOUND, form)).status_code == 400
    assert gateway.store.texts == {}


def gateway_body(form: dict[str, str]) -> bytes:
    return urlencode(form).encode()


@pytest.mark.parametrize(
    "tail",
    [
        b"&Extra=%FF%FE",
        b"&Extra=%ED%A0%80",
        b"&Extra=a%00b",
        b"&E%00=a",
        b"&Extra=\xc3\xb1",
        b"&Extra",
        b"&&Extra=1",
        b"&=1",
        b"&From%2B15305550999=",
        b"&a=1" * 120,
    ],
)
def test_a_malformed_form_is_refused(gateway: Gateway, tail: bytes) -> None:
    body = gateway_body(payload("english")) + tail
    assert gateway.post(body, signed="A" * 28).status_code == 400
    assert gateway.store.texts == {}


@pytest.mark.parametrize("name", ["AccountSid", "MessageSid", "From", "To"])
@pytest.mark.parametrize("value", [None, ""])
def test_a_form_without_a_required_field_is_malformed(
    gateway: Gateway, name: str, value: str | None
) -> None:
    form = payload("english")
    form.pop(name)
    assert gateway.post(form if value is None else {**form, name: value}).status_code == 400
    assert gateway.store.texts == {}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MessageSid", "XX" + "1" * 32),
        ("MessageSid", "SM1 2"),
        ("MessageSid", "SM" + "1" * 63),
        ("To", "our number"),
        ("NumMedia", "-1"),
        ("NumMedia", "many"),
        ("NumMedia", "100"),
    ],
)
def test_a_field_of_the_wrong_shape_is_malformed(gateway: Gateway, name: str, value: str) -> None:
    assert gateway.post({**payload("english"), name: value}).status_code == 400
    assert gateway.store.texts == {}


def test_a_signed_call_for_another_account_is_forbidden(gateway: Gateway) -> None:
    assert gateway.post({**payload("english"), "AccountSid": ACCOUNT + "b"}).status_code == 403
    assert gateway.store.texts == {}


@pytest.mark.parametrize("name", ["short_code_sender", "foreign_sender"])
def test_a_sender_whom_we_cannot_text_is_acknowledged_and_counted(
    gateway: Gateway, name: str
) -> None:
    before = outcomes("inbound", "ignored_sender")
    assert gateway.post(payload(name)).status_code == 200
    assert gateway.store.texts == {}
    assert outcomes("inbound", "ignored_sender") == before + 1


@pytest.mark.parametrize(
    "sender", ["+10305550111", "+1530155011", "+15301550111", "whatsapp:+1530"]
)
def test_a_number_outside_the_north_american_plan_is_not_served(
    gateway: Gateway, sender: str
) -> None:
    assert gateway.post({**payload("english"), "From": sender}).status_code == 200
    assert gateway.store.texts == {}


def test_a_form_up_to_the_limit_is_taken_and_one_byte_more_is_too_large(
    gateway: Gateway,
) -> None:
    form = payload("english")
    room = MAX_FORM_BYTES - len(gateway_body({**form, "Body": ""}))
    assert gateway.post({**form, "Body": "a" * room}).status_code == 200
    assert gateway.post({**form, "Body": "a" * (room + 1)}).status_code == 413


def socket_of(address: str) -> http.client.HTTPConnection:
    return http.client.HTTPConnection(urlsplit(address).netloc, timeout=5)


def signed_headers(**more: str) -> dict[str, str]:
    kind = "application/x-www-form-urlencoded"
    return {"X-Twilio-Signature": "A" * 28, "Content-Type": kind, **more}


def test_a_large_call_is_refused_before_its_body_has_come(
    account: Settings, serve: Callable[[Flask], str]
) -> None:
    app = Flask("gateway")
    app.register_blueprint(create_blueprint(StrictStore(), account))
    line = socket_of(serve(app))
    line.putrequest("POST", "/sms/inbound")
    for name, value in signed_headers(**{"Content-Length": "8193"}).items():
        line.putheader(name, value)
    line.endheaders()
    assert line.getresponse().status == 413


def test_a_large_body_without_a_declared_length_is_too_large(
    account: Settings, serve: Callable[[Flask], str]
) -> None:
    app = Flask("gateway")
    app.register_blueprint(create_blueprint(StrictStore(), account))
    line = socket_of(serve(app))
    chunks = (b"Body=" + b"a" * 3000 for _ in range(3))
    line.request("POST", "/sms/inbound", chunks, signed_headers(), encode_chunked=True)
    assert line.getresponse().status == 413


@pytest.mark.parametrize(
    "content_type", ["application/json", "text/plain", "multipart/form-data; boundary=x", ""]
)
def test_another_content_type_is_refused(gateway: Gateway, content_type: str) -> None:
    assert gateway.post(payload("english"), content_type=content_type).status_code == 415
    assert gateway.store.texts == {}


def test_the_webhook_is_only_posted_to(gateway: Gateway) -> None:
    assert gateway.client.get("/sms/inbound").status_code == 405


@pytest.mark.parametrize(
    ("name", "status", "code"),
    [("status_delivered", "delivered", None), ("status_undelivered", "undelivered", 30007)],
)
def test_a_status_report_is_committed(
    gateway: Gateway, name: str, status: str, code: int | None
) -> None:
    form = payload(name)
    assert gateway.post(form, path="/sms/status/outbox-1").status_code == 200
    assert gateway.store.reports == [("outbox-1", form["MessageSid"], status, code)]


def test_a_report_for_an_unknown_outbox_id_is_acknowledged_and_logged(
    gateway: Gateway, caplog: pytest.LogCaptureFixture
) -> None:
    answer = gateway.post(payload("status_delivered"), path="/sms/status/outbox-9")
    assert answer.status_code == 200
    assert "outbox-9" in caplog.text


def test_a_report_signed_for_another_outbox_id_is_forbidden(gateway: Gateway) -> None:
    form = payload("status_delivered")
    signed = signature(ORIGIN + "/sms/status/outbox-2", form)
    assert gateway.post(form, path="/sms/status/outbox-1", signed=signed).status_code == 403
    assert gateway.store.reports == []


@pytest.mark.parametrize(
    "change",
    [{"MessageStatus": ""}, {"MessageStatus": "Oh dear!"}, {"ErrorCode": "x"}, {"MessageSid": ""}],
)
def test_a_malformed_report_is_refused(gateway: Gateway, change: dict[str, str]) -> None:
    form = {**payload("status_delivered"), **change}
    assert gateway.post(form, path="/sms/status/outbox-1").status_code == 400
    assert gateway.store.reports == []


def test_a_report_is_not_acknowledged_when_the_store_is_away(gateway: Gateway) -> None:
    gateway.store.away = True
    answer = gateway.post(payload("status_delivered"), path="/sms/status/outbox-1")
    assert answer.status_code == 503


def attempts() -> list[Callable[[Gateway, dict[str, str]], object]]:
    """Calls that end badly, each in another place."""
    return [
        lambda gateway, form: gateway.post(form, signed=""),
        lambda gateway, form: gateway.post(form, signed="A" * 28),
        lambda gateway, form: gateway.post({**form, "To": form["Body"]}),
        lambda gateway, form: gateway.post({**form, "NumMedia": form["Body"]}),
        lambda gateway, form: gateway.post({**form, "AccountSid": form["Body"]}),
        lambda gateway, form: gateway.post(gateway_body(form) + b"&" + form["Body"].encode()),
        lambda gateway, form: setattr(gateway.store, "away", True) or gateway.post(form),
    ]


@pytest.mark.parametrize("attempt", attempts())
def test_no_log_line_holds_what_a_person_wrote_or_who_they_are(
    gateway: Gateway,
    caplog: pytest.LogCaptureFixture,
    attempt: Callable[[Gateway, dict[str, str]], object],
) -> None:
    caplog.set_level(logging.DEBUG)
    attempt(gateway, {**payload("english"), "Body": "canary-7741 lives in a shelter"})
    logged = caplog.text + "".join(str(record.__dict__) for record in caplog.records)
    assert "webhook" in logged
    assert "canary-7741" not in logged
    assert PHONE not in logged and "5305550111" not in logged
