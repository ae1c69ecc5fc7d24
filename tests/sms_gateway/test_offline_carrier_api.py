"""The offline carrier's REST API, asked by Twilio's own client."""

from __future__ import annotations

import re
import time
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
import requests
from twilio.base.exceptions import TwilioRestException
from twilio.rest import Client

from ecm.settings import Settings
from sms_gateway.offline_carrier import OfflineCarrierRefused, create_blueprint
from sms_gateway.offline_carrier.rest_api import MAGIC_NUMBERS
from tests.sms_gateway.support import OfflineCarrier, eventually


def send(carrier: OfflineCarrier, to: str, body: str, **options: str) -> str:
    fields = {"to": to, "from_": carrier.settings.carrier_from, "body": body, **options}
    return str(carrier.client.messages.create(**fields).sid)


def post(carrier: OfflineCarrier, form: dict[str, str]) -> requests.Response:
    account, token = carrier.settings.carrier_account, carrier.settings.carrier_tokens[0]
    address = f"{carrier.base}/2010-04-01/Accounts/{account}/Messages.json"
    return requests.post(address, data=form, auth=(account, token))


def test_a_new_message_looks_like_twilios(carrier: OfflineCarrier, phone: str) -> None:
    message = carrier.client.messages.create(
        to=phone, from_=carrier.settings.carrier_from, body="¡Hola, ¿cómo está? " + "á" * 60
    )
    assert re.fullmatch(r"SM[0-9a-f]{32}", message.sid)
    assert (message.status, message.direction) == ("queued", "outbound-api")
    assert (message.num_segments, message.num_media) == ("2", "0")
    assert (message.price, message.price_unit, message.error_code) == (None, "USD", None)
    assert message.account_sid == carrier.settings.carrier_account
    assert message.uri == f"/2010-04-01/Accounts/{message.account_sid}/Messages/{message.sid}.json"
    age = datetime.now(timezone.utc) - message.date_created
    assert timedelta(0) <= age < timedelta(seconds=5)
    assert message.date_sent is None


def test_a_message_can_be_fetched(carrier: OfflineCarrier, phone: str) -> None:
    sid = send(carrier, phone, "hello")
    assert carrier.client.messages(sid).fetch().body == "hello"


def test_an_unknown_message_is_not_found(carrier: OfflineCarrier) -> None:
    with pytest.raises(TwilioRestException) as caught:
        carrier.client.messages("SM" + "0" * 32).fetch()
    assert (caught.value.status, caught.value.code) == (404, 20404)


def test_a_list_is_paged_newest_first(carrier: OfflineCarrier, phone: str) -> None:
    sids = [send(carrier, phone, f"text {number}") for number in range(5)]
    listed = [message.sid for message in carrier.client.messages.list(to=phone, page_size=2)]
    assert listed == sids[::-1]


def test_a_page_does_not_move_when_a_message_arrives(carrier: OfflineCarrier, phone: str) -> None:
    sids = [send(carrier, phone, f"text {number}") for number in range(4)]
    pages = carrier.client.messages.stream(to=phone, page_size=2)
    seen = [next(pages).sid]
    send(carrier, phone, "a late one")
    seen += [message.sid for message in pages]
    assert seen == sids[::-1]


def test_a_list_is_filtered_by_number(carrier: OfflineCarrier, phone: str) -> None:
    sid = send(carrier, phone, "hello")
    own = carrier.settings.carrier_from
    assert [m.sid for m in carrier.client.messages.list(to=phone, from_=own)] == [sid]
    assert carrier.client.messages.list(to=phone, from_="+15305559999") == []


def test_a_list_is_filtered_by_the_time_of_sending(carrier: OfflineCarrier, phone: str) -> None:
    sid = send(carrier, phone, "hello")
    messages = carrier.client.messages
    eventually(lambda: messages(sid).fetch().date_sent)
    now = datetime.now(timezone.utc)
    hour = timedelta(hours=1)
    assert len(messages.list(to=phone, date_sent_after=now - hour)) == 1
    assert messages.list(to=phone, date_sent_after=now + hour) == []
    assert len(messages.list(to=phone, date_sent_before=now + hour)) == 1
    assert messages.list(to=phone, date_sent_before=now - hour) == []
    assert len(messages.list(to=phone, date_sent=now.strftime("%Y-%m-%d"))) == 1


def test_a_queued_message_has_no_time_of_sending(carrier: OfflineCarrier, phone: str) -> None:
    carrier.script(callback_delay_s=30.0)
    send(carrier, phone, "hello")
    hour_ago = datetime.now(timezone.utc) - timedelta(hours=1)
    assert carrier.client.messages.list(to=phone, date_sent_after=hour_ago) == []
    assert len(carrier.client.messages.list(to=phone)) == 1


@pytest.mark.parametrize(
    ("account", "token", "status", "code"),
    [("", "wrong", 401, 20003), ("AC" + "0" * 32, "", 401, 20003)],
)
def test_wrong_credentials_are_refused(
    carrier: OfflineCarrier, account: str, token: str, status: int, code: int
) -> None:
    own = carrier.settings
    client = Client(account or own.carrier_account, token or own.carrier_tokens[0])
    client.api.base_url = carrier.base
    with pytest.raises(TwilioRestException) as caught:
        client.messages.create(to="+15305550111", from_=own.carrier_from, body="x")
    assert (caught.value.status, caught.value.code) == (status, code)


def test_another_account_is_not_found(carrier: OfflineCarrier) -> None:
    own = carrier.settings
    client = Client(own.carrier_account, own.carrier_tokens[0], account_sid="AC" + "9" * 32)
    client.api.base_url = carrier.base
    with pytest.raises(TwilioRestException) as caught:
        client.messages.create(to="+15305550111", from_=own.carrier_from, body="x")
    assert (caught.value.status, caught.value.code) == (404, 20404)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"To": ""}, 21604),
        ({"From": ""}, 21603),
        ({"Body": ""}, 21602),
        ({"From": "+15305550999"}, 21606),
        ({"To": "5305550111"}, 21211),
        ({"To": "+1530555011"}, 21211),
        ({"To": "+523312345678"}, 21408),
        ({"Body": "a" * 1601}, 21617),
        ({"Body": "😀" * 801}, 21617),
        *[({"To": number}, code) for number, code in MAGIC_NUMBERS.items()],
    ],
)
def test_what_twilio_refuses_is_refused_in_its_shape(
    carrier: OfflineCarrier, change: dict[str, str], code: int
) -> None:
    form = {"To": "+15305550111", "From": carrier.settings.carrier_from, "Body": "x", **change}
    answer = post(carrier, form)
    error = answer.json()
    assert (answer.status_code, error["code"], error["status"]) == (400, code, 400)
    assert error["more_info"].endswith(f"/errors/{code}") and error["message"]


def test_a_message_of_1600_characters_is_taken(carrier: OfflineCarrier, phone: str) -> None:
    form = {"To": phone, "From": carrier.settings.carrier_from, "Body": "a" * 1600}
    answer = post(carrier, form)
    assert (answer.status_code, answer.json()["num_segments"]) == (201, "11")


def test_a_refused_message_leaves_no_trace(carrier: OfflineCarrier, phone: str) -> None:
    post(carrier, {"To": phone, "From": carrier.settings.carrier_from, "Body": ""})
    assert carrier.client.messages.list(to=phone) == []


def test_someone_who_texted_stop_is_blocked_until_start(
    carrier: OfflineCarrier, phone: str
) -> None:
    carrier.type_text(phone, " stop ")
    with pytest.raises(TwilioRestException) as caught:
        send(carrier, phone, "hello")
    assert caught.value.code == 21610
    carrier.type_text(phone, "START")
    assert send(carrier, phone, "hello again")


def test_scripted_errors_befall_the_next_creates_only(carrier: OfflineCarrier, phone: str) -> None:
    carrier.script({"effect": "error", "status": 429, "code": 20429, "times": 2})
    for _ in range(2):
        with pytest.raises(TwilioRestException) as caught:
            send(carrier, phone, "hello")
        assert (caught.value.status, caught.value.code) == (429, 20429)
    assert send(carrier, phone, "hello")


def test_chances_are_drawn_alike_with_the_same_seed(carrier: OfflineCarrier, phone: str) -> None:
    def run() -> list[bool]:
        carrier.http.delete(f"{carrier.base}/control/script")
        fault = {"chance": 0.4, "effect": "error", "status": 503, "code": 20503}
        carrier.script(chances=[fault], seed=7)
        form = {"To": phone, "From": carrier.settings.carrier_from, "Body": "x"}
        return [post(carrier, form).status_code == 201 for _ in range(25)]

    first = run()
    assert first == run()
    assert 5 < sum(first) < 25


@pytest.mark.parametrize(
    "script",
    [
        [],
        {"unknown": 1},
        {"creates": {}},
        {"creates": [{"effect": "explode"}]},
        {"creates": [{"effect": "error", "status": "500"}]},
        {"creates": [{"effect": "error", "colour": 1}]},
        {"creates": [{"effect": "error", "times": 0}]},
        {"creates": [{"effect": "error", "times": True}]},
        {"behaviour": {"opt_out": "maybe"}},
        {"behaviour": {"callback_delay_s": "soon"}},
        {"behaviour": {"chances": [{"effect": "reset"}]}},
        {"behaviour": {"chances": [3]}},
    ],
)
def test_a_script_that_makes_no_sense_is_refused_as_a_whole(
    carrier: OfflineCarrier, script: object
) -> None:
    address = f"{carrier.base}/control/script"
    before = carrier.http.get(address).json()
    answer = carrier.http.post(address, json=script)
    assert answer.status_code == 400 and answer.json()["error"]
    assert carrier.http.get(address).json() == before


@pytest.mark.parametrize("path", ["/control/script", "/phones/+15305550111/messages"])
def test_a_form_from_another_site_is_refused(carrier: OfflineCarrier, path: str) -> None:
    assert carrier.http.post(carrier.base + path, data={"body": "x"}).status_code == 415


def test_the_offline_carrier_refuses_to_serve_in_production(tmp_path: Path) -> None:
    with pytest.raises(OfflineCarrierRefused):
        create_blueprint(tmp_path / "carrier.db", Settings(env="production"))
    assert list(tmp_path.iterdir()) == []


def test_creating_a_message_takes_milliseconds(carrier: OfflineCarrier, phone: str) -> None:
    client = carrier.client
    began = time.perf_counter()
    for number in range(50):
        client.messages.create(to=phone, from_=carrier.settings.carrier_from, body=str(number))
    assert (time.perf_counter() - began) / 50 < 0.1
