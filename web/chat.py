"""The web chat's API, for our page and for any other client; described in `web/openapi.yml`.

A chat is opened by its token, a bearer secret that never stands in an address. `GET /chat/events`
also takes it from the cookie of the page's form session, because a browser's `EventSource` cannot
send headers; nothing that changes anything takes the cookie, so another site cannot act for a
person.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from flask import Blueprint, Response, jsonify, request

from ecm.errors import EcmError
from ecm.settings import Settings
from web import cookies, validation
from web.limits import Limits, network
from web.refusals import Refusal, as_json, from_core
from web.services import Chats, PageTexts
from web.waiting import News, Pace

_OPENAPI = Path(__file__).with_name("openapi.yml")


def create_blueprint(
    conversations: Chats,
    texts: PageTexts,
    settings: Settings,
    limits: Limits | None = None,
    pace: Pace | None = None,
) -> Blueprint:
    """Return the chat API as a blueprint.

    Args:
        conversations: keeps and reads the chats.
        texts: knows which languages are live.
        settings: the public origin, which decides the cookie's name.
        limits: shared with the page, which opens chats too.
        pace: how long requests wait; tests shorten it.
    """
    blueprint = Blueprint("chat", __name__)
    ChatApi(conversations, texts, settings, limits or Limits(), pace or Pace()).register(blueprint)
    blueprint.register_error_handler(Refusal, as_json)
    blueprint.register_error_handler(EcmError, lambda error: as_json(from_core(error)))
    return blueprint


@dataclass(frozen=True)
class ChatApi:
    """The routes of the chat API, over the conversations."""

    chats: Chats
    texts: PageTexts
    settings: Settings
    limits: Limits
    pace: Pace

    def register(self, blueprint: Blueprint) -> None:
        """Add the routes to a blueprint."""
        blueprint.post("/chat/sessions")(self.open_session)
        blueprint.post("/chat/messages")(self.send_message)
        blueprint.get("/chat/messages")(self.read_messages)
        blueprint.get("/chat/events")(self.stream_events)
        blueprint.get("/openapi.yml")(describe)

    @property
    def news(self) -> News:
        """What waits for new messages."""
        return News(self.chats, self.limits.room, self.pace)

    def open_session(self) -> tuple[Response, int]:
        """Open a chat: 201 with its token and language."""
        validation.known_query(request, ())
        document = validation.json_object(request, ("language",))
        language = validation.session_language(document, self.texts.languages())
        self.limits.chats.take(network(request.remote_addr))
        opened = self.chats.open_chat(language)
        return jsonify({"token": opened.token, "language": opened.language}), 201

    def send_message(self) -> tuple[Response, int]:
        """Keep one message: 202 with our id of it, the same for the same client id."""
        token = validation.bearer(request)
        validation.known_query(request, ())
        sent = validation.sent_message(validation.json_object(request, ("id", "text", "choice")))
        self.limits.messages.take(token)
        inbound_id = self.chats.receive_chat(token, sent.client_id, sent.text, sent.choice)
        return jsonify({"id": inbound_id}), 202

    def read_messages(self) -> Response:
        """Return what came after a place, waiting for it if asked to."""
        token = validation.bearer(request)
        validation.known_query(request, ("after", "wait"))
        after = validation.query_number(request, "after", validation.MAX_SEQ)
        wait = validation.query_number(request, "wait", validation.MAX_WAIT_SECONDS)
        view = self.news.wait(token, after, wait)
        return jsonify(
            {"messages": list(view.messages), "owner": view.owner, "language": view.language}
        )

    def stream_events(self) -> Response:
        """Send what comes, as server-sent events."""
        token = cookies.chat_token(request, self.settings)
        if token is None or "Authorization" in request.headers:
            token = validation.bearer(request)
        validation.known_query(request, ("after",))
        after = max(
            validation.query_number(request, "after", validation.MAX_SEQ),
            validation.last_event_id(request),
        )
        view = self.chats.read_chat(token, after)
        return Response(
            self.news.stream(token, after, view),
            mimetype="text/event-stream",
            headers={"X-Accel-Buffering": "no"},
        )


def describe() -> Response:
    """Return this API's OpenAPI document."""
    return Response(_OPENAPI.read_bytes(), mimetype="application/yaml")
