"""The carrier's REST API: create, list and fetch Messages, as Twilio's client expects them."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from flask import Blueprint, Response, jsonify, request

from ecm.segments import MAX_CHARACTERS
from ecm.settings import Settings
from sms_gateway.offline_carrier import behaviour, shapes
from sms_gateway.offline_carrier.behaviour import Effect
from sms_gateway.offline_carrier.connection import cut
from sms_gateway.offline_carrier.ledger import Filter, Ledger, NewText, Text, add_text
from sms_gateway.offline_carrier.webhook_queue import Callback, owe_statuses

_ACCOUNT_PATH = f"/{shapes.API_VERSION}/Accounts/<account>"
_E164 = re.compile(r"\+[1-9][0-9]{6,14}")
_NORTH_AMERICAN = re.compile(r"\+1[2-9][0-9]{2}[2-9][0-9]{6}")
_MAX_PAGE = 1000
_GARBLED_BYTES = 40
MAGIC_NUMBERS = {
    "+15005550001": 21211,
    "+15005550002": 21612,
    "+15005550003": 21408,
    "+15005550004": 21610,
    "+15005550009": 21614,
}
"""Numbers that fail as with Twilio's test credentials (docs/iam/test-credentials)."""


class _Problem(Exception):
    """An answer that is an error, with Twilio's code."""

    def __init__(self, status: int, code: int, to: str = "") -> None:
        super().__init__(f"HTTP {status}, code {code}")
        self.status, self.code, self.to = status, code, to


@dataclass(frozen=True)
class RestApi:
    """The routes, over a ledger.

    Args:
        ledger: the carrier's log.
        settings: account, tokens and number that the carrier knows.
        wake: tells the sender that callbacks are owed.
    """

    ledger: Ledger
    settings: Settings
    wake: Callable[[], None]

    def register(self, blueprint: Blueprint) -> None:
        """Add the routes to a blueprint."""
        messages = f"{_ACCOUNT_PATH}/Messages.json"
        blueprint.add_url_rule(messages, "create_message", self.create_message, methods=["POST"])
        blueprint.add_url_rule(messages, "list_messages", self.list_messages, methods=["GET"])
        blueprint.add_url_rule(
            f"{_ACCOUNT_PATH}/Messages/<sid>.json", "fetch_message", self.fetch_message
        )
        blueprint.register_error_handler(_Problem, _answer_problem)

    def create_message(self, account: str) -> Response:
        """Take a text, or fail as asked."""
        self._authenticate(account)
        form = request.form
        with self.ledger.transaction() as connection:
            manners = behaviour.load(connection)
            effect = behaviour.take_effect(connection, manners)
            text = None
            if effect is None or effect.takes:
                self._check(form)
                text = add_text(connection, _outgoing(form))
                news = _news(effect, manners.callback_statuses)
                callback = Callback(form.get("StatusCallback") or None, account)
                owe_statuses(connection, text, callback, news, manners)
        self.wake()
        return self._answer(effect, text, account)

    def list_messages(self, account: str) -> Response:
        """List texts, newest first, a page at a time."""
        self._authenticate(account)
        asked = shapes.PageAsked(
            filters={k: v for k, v in request.args.items() if not k.startswith("Page")},
            number=_number("Page", 0),
            size=min(max(_number("PageSize", 50), 1), _MAX_PAGE),
        )
        found = self.ledger.texts(_filter(request.args), asked.size + 1)
        more = len(found) > asked.size
        return jsonify(shapes.page(found[: asked.size], account, asked, more))

    def fetch_message(self, account: str, sid: str) -> Response:
        """Return one text."""
        self._authenticate(account)
        text = self.ledger.text(sid)
        if text is None:
            raise _Problem(404, 20404)
        return jsonify(shapes.message(text, account))

    def _authenticate(self, account: str) -> None:
        given = request.authorization
        known = given is not None and (
            given.username == self.settings.carrier_account
            and given.password in self.settings.carrier_tokens
        )
        if not known:
            raise _Problem(401, 20003)
        if account != self.settings.carrier_account:
            raise _Problem(404, 20404)

    def _check(self, form: Mapping[str, str]) -> None:
        """Refuse what Twilio refuses, in its order: fields, length, numbers, consent."""
        to, sender = form.get("To", ""), form.get("From", "")
        for code, value in ((21604, to), (21603, sender), (21602, form.get("Body", ""))):
            if not value:
                raise _Problem(400, code, to)
        if len(form["Body"].encode("utf-16-be")) // 2 > MAX_CHARACTERS:
            raise _Problem(400, 21617, to)
        code = self._number_problem(to, sender)
        if code:
            raise _Problem(400, code, to)

    def _number_problem(self, to: str, sender: str) -> int:
        if sender != self.settings.carrier_from:
            return 21606
        if to in MAGIC_NUMBERS:
            return MAGIC_NUMBERS[to]
        if not _E164.fullmatch(to) or (to.startswith("+1") and not _NORTH_AMERICAN.fullmatch(to)):
            return 21211
        if not to.startswith("+1"):
            return 21408
        return 21610 if self.ledger.is_opted_out(to, sender) else 0

    def _answer(self, effect: Effect | None, text: Text | None, account: str) -> Response:
        if effect is not None and effect.effect == "error":
            raise _Problem(effect.status, effect.code)
        if effect is not None and effect.effect in ("hang", "reset"):
            time.sleep(effect.seconds if effect.effect == "hang" else 0)
            cut(request.environ)
        if text is None:
            return Response(status=503)  # nobody hears it: the line is cut
        answer = jsonify(shapes.message(text, account))
        answer.status_code = 201
        if effect is not None and effect.effect == "garbled":
            answer.set_data(answer.get_data()[:_GARBLED_BYTES])
        return answer


def _outgoing(form: Mapping[str, str]) -> NewText:
    return NewText(
        direction="out", phone=form["To"], ours=form["From"], body=form["Body"], status="queued"
    )


def _news(effect: Effect | None, usual: tuple[str, ...]) -> tuple[tuple[str, int | None], ...]:
    """Return what becomes of a text, and which of it is reported."""
    if effect is not None and effect.effect in ("undelivered", "failed"):
        return (("sent", None), (effect.effect, effect.code or None))
    return tuple((status, None) for status in usual)


def _number(name: str, default: int) -> int:
    given = request.args.get(name, "")
    return int(given) if given.isdigit() else default


def _filter(args: Mapping[str, str]) -> Filter:
    day = _moment(args.get("DateSent"))
    token = args.get("PageToken", "")
    return Filter(
        sender=args.get("From"),
        to=args.get("To"),
        sent_from=day if day is not None else _moment(args.get("DateSent>")),
        sent_until=(
            day + timedelta(days=1).total_seconds()
            if day is not None
            else _moment(args.get("DateSent<"))
        ),
        before_n=int(token[2:]) if token[2:].isdigit() else None,
    )


def _moment(given: str | None) -> float | None:
    """Read a date or moment in UTC as Unix time."""
    if not given:
        return None
    try:
        moment = datetime.fromisoformat(given.replace("Z", "+00:00"))
    except ValueError:
        raise _Problem(400, 20001) from None
    return (moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)).timestamp()


def _answer_problem(problem: _Problem) -> tuple[Response, int]:
    """Answer in Twilio's error shape; a code of 0 is a gateway's answer, without one."""
    if not problem.code:
        return Response("upstream error", content_type="text/plain"), problem.status
    return jsonify(shapes.error(problem.status, problem.code, problem.to)), problem.status
