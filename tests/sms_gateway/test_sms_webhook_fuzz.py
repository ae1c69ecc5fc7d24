"""Any single change to a signed form is refused; what the carrier may add is accepted."""

from __future__ import annotations

import string
from urllib.parse import urlencode

from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ecm.settings import Settings
from sms_gateway.webhooks import create_blueprint
from tests.sms_gateway.support import ORIGIN, TOKEN, Gateway, StrictStore, payload, signature

INBOUND = ORIGIN + "/sms/inbound"
names = st.sampled_from(["english", "spanish", "chinese", "photo", "stop_advanced", "new_field"])
values = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0"), max_size=60)
field_names = st.text(string.ascii_letters + string.digits, min_size=1, max_size=20).map(
    lambda name: "X" + name
)
calm = settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def fresh(account: Settings) -> Gateway:
    store = StrictStore()
    app = Flask("gateway")
    app.register_blueprint(create_blueprint(store, account))
    return Gateway(app.test_client(), store)


@calm
@given(name=names, data=st.data())
def test_a_changed_value_is_refused(account: Settings, name: str, data: st.DataObject) -> None:
    gateway, form = fresh(account), payload(name)
    field = data.draw(st.sampled_from(sorted(form)))
    changed = {**form, field: data.draw(values.filter(lambda value: value != form[field]))}
    answer = gateway.post(changed, signed=signature(INBOUND, form))
    assert answer.status_code in (400, 403)
    assert gateway.store.texts == {}


@calm
@given(name=names, data=st.data())
def test_a_removed_or_renamed_field_is_refused(
    account: Settings, name: str, data: st.DataObject
) -> None:
    gateway, form = fresh(account), payload(name)
    field = data.draw(st.sampled_from(sorted(form)))
    changed = {k: v for k, v in form.items() if k != field}
    if data.draw(st.booleans()):
        changed[data.draw(field_names)] = form[field]
    answer = gateway.post(changed, signed=signature(INBOUND, form))
    assert answer.status_code in (400, 403)
    assert gateway.store.texts == {}


@calm
@given(name=names, extra=field_names, value=values)
def test_an_added_field_is_refused(account: Settings, name: str, extra: str, value: str) -> None:
    gateway, form = fresh(account), payload(name)
    answer = gateway.post({**form, extra: value}, signed=signature(INBOUND, form))
    assert answer.status_code in (400, 403)
    assert gateway.store.texts == {}


@calm
@given(name=names, place=st.integers(0, 27), character=st.sampled_from(string.printable[:62]))
def test_a_changed_signature_is_refused(
    account: Settings, name: str, place: int, character: str
) -> None:
    gateway, form = fresh(account), payload(name)
    right = signature(INBOUND, form)
    wrong = right[:place] + character + right[place + 1 :]
    assert gateway.post(form, signed=wrong).status_code == (200 if wrong == right else 403)


@calm
@given(name=names, place=st.integers(min_value=0), byte=st.integers(0, 255))
def test_a_flipped_byte_on_the_way_never_changes_what_is_kept(
    account: Settings, name: str, place: int, byte: int
) -> None:
    gateway, form = fresh(account), payload(name)
    body = bytearray(urlencode(form).encode())
    body[place % len(body)] = byte
    answer = gateway.post(bytes(body), signed=signature(INBOUND, form))
    kept = list(gateway.store.texts.values())
    assert answer.status_code in (200, 400, 403)
    assert (answer.status_code == 200) == bool(kept)
    if kept:  # another spelling of the same form, for example %2b for %2B
        assert (kept[0].carrier_id, kept[0].sender) == (form["MessageSid"], form["From"])
        assert kept[0].text == form["Body"]


@calm
@given(
    name=names,
    extra=st.dictionaries(field_names, values, max_size=5),
    body=values,
    token=st.sampled_from([TOKEN]),
)
def test_a_signed_form_with_fields_we_do_not_know_is_taken(
    account: Settings, name: str, extra: dict[str, str], body: str, token: str
) -> None:
    gateway = fresh(account)
    form = {**payload(name), **extra, "Body": body}
    swallowed = any(word in v for v in extra.values() for word in ("From+", "To+", "Sid"))
    answer = gateway.post(form, signed=signature(INBOUND, form, token))
    assert answer.status_code == 200 or swallowed
    assert swallowed or next(iter(gateway.store.texts.values())).text == body
