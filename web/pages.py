"""The public pages: choose a language, chat, about, and the fast way out.

Two ways to chat, the same words:

- With JavaScript, `static/page.js` opens a chat through the API and keeps its token in the tab's
  `sessionStorage`: it survives a reload, ends with the tab, and no cookie is set. New messages come
  by long polls of `GET /chat/messages`, which pass every proxy; nothing secret stands in addresses.
- Without it, plain forms: `POST /chat/start` sets the cookie of the form session (`web.cookies`),
  `POST /chat/form` keeps a message, waits a moment for the answer and goes back to `GET /chat`.

Forms are refused when the browser says that another site sent them (`Sec-Fetch-Site`), and those of
a session also without its CSRF token. `Origin` says nothing here: `Referrer-Policy: no-referrer`
makes browsers send `null`.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass

from flask import Blueprint, Response, make_response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from ecm.errors import EcmError
from ecm.settings import Settings
from web import cookies, validation
from web.limits import Limits, network
from web.refusals import Refusal
from web.rendering import NEUTRAL_SITE, Renderer
from web.services import Chats, ChatView, PageTexts
from web.thread import bubbles, last_seq, open_choices
from web.waiting import News, Pace

MAX_FORM_BYTES = 24 * 1024
"""1,600 characters of four bytes, each byte sent as `%XX`, and the form's own fields."""
ANSWER_WAIT_SECONDS = 3.0
_CHAT_END = "/chat#end"
_CLEAR_SITE_DATA = '"cache", "cookies", "storage"'
_PROBLEMS = {"empty": "nothing_written", "too_long": "too_long", "not_text": "error_refused"}


def create_blueprint(
    conversations: Chats,
    texts: PageTexts,
    settings: Settings,
    limits: Limits | None = None,
    pace: Pace | None = None,
) -> Blueprint:
    """Return the public pages as a blueprint.

    Args:
        conversations: keeps and reads the chats.
        texts: words of the page.
        settings: who runs the service, and the public origin.
        limits: shared with the chat API.
        pace: how the wait for an answer looks for it.
    """
    shared = limits or Limits()
    blueprint = Blueprint("pages", __name__)
    Pages(
        conversations,
        Renderer(texts, settings),
        settings,
        shared,
        News(conversations, shared.room, pace or Pace()),
    ).register(blueprint)
    return blueprint


@dataclass(frozen=True)
class Pages:
    """The routes of the public pages."""

    chats: Chats
    renderer: Renderer
    settings: Settings
    limits: Limits
    news: News

    def register(self, blueprint: Blueprint) -> None:
        """Add the routes to a blueprint."""
        blueprint.get("/")(self.home)
        blueprint.get("/about")(self.about)
        blueprint.get("/chat")(self.chat)
        blueprint.post("/chat/start")(self.start)
        blueprint.post("/chat/form")(self.send)
        blueprint.route("/leave", methods=["GET", "POST"])(self.leave)

    def home(self) -> str:
        """Show what this is and the languages."""
        texts = self.renderer.texts
        languages = [
            {"tag": tag, "name": texts.own_name(tag), "direction": texts.direction(tag)}
            for tag in texts.languages()
        ]
        resumable = cookies.chat_token(request, self.settings) is not None
        return self.renderer.page(
            "home.html", self.renderer.asked_language(), languages=languages, resumable=resumable
        )

    def about(self) -> str:
        """Show what this is, what is kept and who sees it."""
        return self.renderer.page("about.html", self.renderer.asked_language())

    def chat(self) -> AnyResponse:
        """Show the chat: the form session's thread, or the shell that `chat.js` fills."""
        token = cookies.chat_token(request, self.settings)
        if token is None:
            return make_response(self.renderer.page("chat.html", self.renderer.asked_language()))
        try:
            view = self.news.whole(token)
        except EcmError as error:
            return self._begin_again(error)
        return self._thread(token, view)

    def start(self) -> AnyResponse:
        """Open a chat from the plain form, and its form session."""
        self._refuse_other_sites()
        language = request.form.get("language", "")
        if language not in self.renderer.texts.languages():
            raise Refusal(400, "unknown_language", "language")
        self.limits.chats.take(network(request.remote_addr))
        response = redirect(_CHAT_END, 303)
        opened = self.chats.open_chat(language)
        cookies.keep_chat(_flask(response), opened.token, self.settings)
        return response

    def send(self) -> AnyResponse:
        """Keep a message from the plain form, wait a moment for the answer, show the chat."""
        request.max_content_length = MAX_FORM_BYTES
        self._refuse_other_sites()
        token = cookies.chat_token(request, self.settings)
        if token is None:
            return redirect("/", 303)
        if not cookies.csrf_fits(token, request.form.get("csrf", "")):
            raise Refusal(403, "form_expired")
        try:
            return self._keep(token)
        except EcmError as error:
            if error.code == "unknown_chat":
                return self._begin_again(error)
            raise

    def _keep(self, token: str) -> AnyResponse:
        try:
            text, choice = _written()
        except Refusal as refusal:
            typed = request.form.get("text", "")
            view = self.news.whole(token)
            return self._thread(token, view, problem=_PROBLEMS[refusal.code], typed=typed)
        self.limits.messages.take(token)
        after = last_seq(self.news.whole(token).messages)
        self.chats.receive_chat(token, _client_id(text or choice or ""), text, choice)
        self._wait_for_answer(token, after)
        return redirect(_CHAT_END, 303)

    def _wait_for_answer(self, token: str, after: int) -> None:
        """Look for an answer for a moment: the person's own message comes first."""
        view = self.news.wait(token, after, ANSWER_WAIT_SECONDS)
        if view.messages and all(message["from"] == "person" for message in view.messages):
            self.news.wait(token, last_seq(view.messages), ANSWER_WAIT_SECONDS)

    def _thread(self, token: str, view: ChatView, problem: str = "", typed: str = "") -> Response:
        page = self.renderer.page(
            "chat.html",
            view.language,
            form_session=True,
            thread=bubbles(view.messages),
            offer=open_choices(view.messages),
            with_agent=view.owner == "agent",
            csrf=cookies.csrf_token(token),
            nonce=secrets.token_hex(8),
            problem=problem,
            typed=typed,
        )
        return make_response(page, 400 if problem else 200)

    def _begin_again(self, error: EcmError) -> AnyResponse:
        """Send a person whose chat is closed to the first page."""
        if error.code != "unknown_chat":
            raise error
        response = redirect("/", 303)
        cookies.forget_chat(_flask(response), self.settings)
        return response

    def leave(self) -> AnyResponse:
        """Close the chat, clear the browser of this site, and be gone.

        A link without JavaScript comes by GET and goes on to the neutral site; the page's script
        sends a beacon with the token in its body, goes there by itself, and needs no answer.
        """
        token = request.form.get("token") or cookies.chat_token(request, self.settings)
        beacon = request.method == "POST"
        response = Response(status=204) if beacon else redirect(NEUTRAL_SITE, 303)
        response.headers["Clear-Site-Data"] = _CLEAR_SITE_DATA
        cookies.forget_chat(_flask(response), self.settings)
        if token:
            self._close(token)
        return response

    def _close(self, token: str) -> None:
        """Close a chat; leaving works all the same when there is none or the store is away."""
        try:
            self.chats.close_chat(token)
        except EcmError as error:
            if error.code not in ("unknown_chat", "store_unavailable"):
                raise

    def _refuse_other_sites(self) -> None:
        if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
            raise Refusal(403, "other_site")


def _written() -> tuple[str | None, str | None]:
    """Return the text or the pick of the plain form.

    Raises:
        Refusal: nothing, too much, or no text.
    """
    choice = request.form.get("choice")
    if choice is not None:
        return None, validation.checked_text(choice, "choice", validation.MAX_CHOICE_CHARACTERS)
    text = request.form.get("text", "").replace("\r\n", "\n").strip()
    return validation.checked_text(text, "text", validation.MAX_TEXT_CHARACTERS), None


def _client_id(content: str) -> str:
    """Return the message's id: the same page sending the same words twice is one message."""
    nonce = request.form.get("nonce", "")
    return hashlib.sha256(f"{nonce}\n{content}".encode()).hexdigest()[:40]


def _flask(response: AnyResponse) -> Response:
    """Return a redirect as what it is: Flask's own response class."""
    if not isinstance(response, Response):
        raise TypeError("not a Flask response")
    return response
