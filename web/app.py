"""The web process's application: every edge's blueprint behind one set of headers and errors.

Forwarded headers (`X-Forwarded-*`) are not believed: the public origin is a setting, and an address
that a caller can write is no address.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Sequence

from flask import Blueprint, Flask, Response, request
from werkzeug.exceptions import HTTPException

from ecm.errors import EcmError
from ecm.settings import Settings
from web import chat, health, pages, simulator
from web.limits import Limits
from web.refusals import Refusal, add_headers, as_json, from_core
from web.rendering import Renderer
from web.security_headers import add_security_headers
from web.services import Chats, PageTexts
from web.validation import MAX_BODY_BYTES
from web.waiting import Pace

_FRAMES_LOGGED = 6
STATIC_SECONDS = 7 * 24 * 3600
_log = logging.getLogger(__name__)
_CODES = {400: "bad_request", 404: "not_found", 405: "method_not_allowed", 413: "body_too_large"}


def create_app(
    conversations: Chats,
    texts: PageTexts,
    settings: Settings,
    readiness: health.Readiness,
    extra_blueprints: Sequence[Blueprint] = (),
    *,
    pace: Pace | None = None,
) -> Flask:
    """Return the web application.

    Args:
        conversations: keeps and reads the chats.
        texts: words of the pages.
        settings: the service's settings.
        readiness: says of each part, by name, whether it can serve now.
        extra_blueprints: the other edges: the carrier's webhooks, the offline carrier.
        pace: how long requests wait; tests shorten it.
    """
    app = Flask("web")
    app.config.update(MAX_CONTENT_LENGTH=MAX_BODY_BYTES, SEND_FILE_MAX_AGE_DEFAULT=STATIC_SECONDS)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    limits = Limits()
    for blueprint in (
        health.create_blueprint(readiness),
        chat.create_blueprint(conversations, texts, settings, limits, pace),
        pages.create_blueprint(conversations, texts, settings, limits, pace),
        simulator.create_blueprint(settings),
        *extra_blueprints,
    ):
        app.register_blueprint(blueprint)
    _handle_errors(app, Renderer(texts, settings))
    health.count_requests(app)
    https = settings.public_origin.startswith("https://")
    app.after_request(lambda response: add_security_headers(response, https))
    return app


def _handle_errors(app: Flask, renderer: Renderer) -> None:
    """Answer every error with a code, or with a page for a browser; never with a trace."""

    def answer(refusal: Refusal) -> Response:
        if not _wants_page():
            return as_json(refusal)
        page = renderer.page("error.html", renderer.asked_language(), problem=_problem(refusal))
        response = Response(page, status=refusal.status)
        add_headers(response, refusal)
        return response

    def http_error(error: HTTPException) -> Response:
        status = error.code or 500
        response = answer(Refusal(status, _CODES.get(status, "refused")))
        for name, value in error.get_headers():
            if name.lower() in ("allow", "retry-after"):
                response.headers[name] = value
        return response

    def fault(error: Exception) -> Response:
        # the exception's own words may hold a person's: the log names its kind and its place
        places = traceback.extract_tb(error.__traceback__)[-_FRAMES_LOGGED:]
        where = " > ".join(f"{place.name} {place.filename}:{place.lineno}" for place in places)
        _log.error("fault in %s: %s at %s", request.endpoint, type(error).__name__, where)
        return answer(Refusal(500, "server_error"))

    app.register_error_handler(Refusal, answer)
    app.register_error_handler(EcmError, lambda error: answer(from_core(error)))
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(Exception, fault)


def _wants_page() -> bool:
    """Say whether a browser navigates here: only it names `text/html`."""
    return "text/html" in request.headers.get("Accept", "")


def _problem(refusal: Refusal) -> str:
    """Return the page's wording of a refusal."""
    if refusal.status == 404:
        return "error_missing"
    if refusal.status == 429:
        return "too_many"
    return "error_refused" if refusal.status < 500 else "error_trouble"
