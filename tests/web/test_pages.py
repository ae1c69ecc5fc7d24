"""The public pages without JavaScript: plain forms, a cookie, and a fast way out."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.web.fakes import WELCOME, RememberedChats, reply
from web.rendering import NEUTRAL_SITE

STATIC = Path(__file__).parents[2] / "web" / "static"
BROWSER = {"Accept": "text/html", "Sec-Fetch-Site": "same-origin"}


class Fields(HTMLParser):
    """Collects a page's hidden fields and the values of its buttons."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.hidden: dict[str, str] = {}
        self.buttons: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "input" and given.get("type") == "hidden":
            self.hidden[given["name"]] = given["value"]
        if tag == "button" and given.get("name"):
            self.buttons.append(given["value"])


def start(client: FlaskClient, language: str = "en") -> TestResponse:
    """Start a chat by the plain form."""
    return client.post("/chat/start", data={"language": language}, headers=BROWSER)


def thread(client: FlaskClient) -> str:
    """Return the page of the chat."""
    answer = client.get("/chat")
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def write(client: FlaskClient, **fields: str) -> TestResponse:
    """Send the form of the page that the chat shows now."""
    hidden = Fields(thread(client)).hidden
    return client.post("/chat/form", data={**hidden, **fields}, headers=BROWSER)


def test_the_first_page_offers_every_live_language_in_its_own_name(client: FlaskClient) -> None:
    page = client.get("/").get_data(as_text=True)
    assert Fields(page).buttons == ["en", "es", "zh-Hant", "fa"]
    for tag, name in (("es", "Español"), ("zh-Hant", "繁體中文"), ("fa", "فارسی")):
        assert re.search(rf'lang="{tag}"[^>]*>.*?{name}', page)


@pytest.mark.parametrize("path", ["/", "/chat", "/about"])
def test_every_page_says_it_is_automated_who_runs_it_and_where_help_is(
    client: FlaskClient, path: str
) -> None:
    page = client.get(path).get_data(as_text=True)
    assert "Automated helper. Run by Butte County." in page
    assert 'href="tel:911"' in page
    assert 'href="tel:988"' in page
    assert 'href="/leave"' in page


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("es-MX,es;q=0.9,en;q=0.5", "es"),
        ("zh-TW", "zh-Hant"),
        ("zh-HK,en", "zh-Hant"),
        ("zh-CN,en", "en"),
        ("fr", "en"),
        ("", "en"),
    ],
)
def test_a_page_is_in_the_browsers_language(client: FlaskClient, asked: str, shown: str) -> None:
    page = client.get("/", headers={"Accept-Language": asked}).get_data(as_text=True)
    assert f'<html lang="{shown}" dir="ltr">' in page


def test_the_language_asked_for_goes_before_the_browsers(client: FlaskClient) -> None:
    page = client.get("/about?language=fa", headers={"Accept-Language": "es"})
    assert '<html lang="fa" dir="rtl">' in page.get_data(as_text=True)


def test_a_chat_starts_by_a_form_and_shows_the_welcome_and_its_choices(
    client: FlaskClient,
) -> None:
    answer = start(client)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/chat#end")
    page = thread(client)
    assert WELCOME in page
    assert Fields(page).buttons == ["what_is_ecm", "check_eligibility"]


def test_the_form_session_is_a_cookie_that_scripts_and_other_sites_never_get(
    client: FlaskClient,
) -> None:
    cookie = start(client).headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert "Max-Age" not in cookie and "Expires" not in cookie


def test_the_cookie_is_bound_to_https_where_the_origin_is(secure_client: FlaskClient) -> None:
    cookie = start(secure_client).headers["Set-Cookie"]
    assert cookie.startswith("__Host-chat=")
    assert "Secure" in cookie and "Path=/" in cookie


def test_a_written_message_is_kept_and_its_answer_shown(
    client: FlaskClient, chats: RememberedChats
) -> None:
    start(client)
    answer = write(client, text="  is it free\r\nreally  ")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/chat#end")
    assert chats.received == [("is it free\nreally", None)]
    assert "You said: is it free" in thread(client)


def test_a_picked_choice_is_kept(client: FlaskClient, chats: RememberedChats) -> None:
    start(client)
    write(client, choice="what_is_ecm")
    assert chats.received == [(None, "what_is_ecm")]


def test_the_same_form_sent_twice_is_one_message(
    client: FlaskClient, chats: RememberedChats
) -> None:
    start(client)
    form = {**Fields(thread(client)).hidden, "text": "hello"}
    for _ in range(2):
        client.post("/chat/form", data=form, headers=BROWSER)
    assert len(chats.received) == 1


def test_other_words_from_the_same_page_are_another_message(
    client: FlaskClient, chats: RememberedChats
) -> None:
    start(client)
    hidden = Fields(thread(client)).hidden
    for text in ("hello", "is it free"):
        client.post("/chat/form", data={**hidden, "text": text}, headers=BROWSER)
    assert len(chats.received) == 2


def test_choices_go_away_once_the_person_wrote(client: FlaskClient, chats: RememberedChats) -> None:
    chats.bot = lambda text, choice: []
    start(client)
    write(client, text="hello")
    assert Fields(thread(client)).buttons == []


def test_an_empty_message_is_asked_for_again(client: FlaskClient, chats: RememberedChats) -> None:
    start(client)
    answer = write(client, text="   ")
    assert answer.status_code == 400
    assert "Please write something first." in answer.get_data(as_text=True)
    assert chats.received == []


def test_a_message_that_is_too_long_is_given_back_to_shorten(
    client: FlaskClient, chats: RememberedChats
) -> None:
    start(client)
    answer = write(client, text="word " * 400)
    assert answer.status_code == 400
    assert "word word" in answer.get_data(as_text=True)
    assert "1,600" in answer.get_data(as_text=True)
    assert chats.received == []


def test_the_longest_message_of_the_widest_letters_fits(
    client: FlaskClient, chats: RememberedChats
) -> None:
    start(client)
    assert write(client, text="😀" * 1600).status_code == 303
    assert chats.received == [("😀" * 1600, None)]


def test_a_form_without_its_word_is_refused(client: FlaskClient, chats: RememberedChats) -> None:
    start(client)
    hidden = Fields(thread(client)).hidden
    for csrf in ("", "x" * 64, "é"):
        data = {**hidden, "csrf": csrf, "text": "hi"}
        assert client.post("/chat/form", data=data, headers=BROWSER).status_code == 403
    assert chats.received == []


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
@pytest.mark.parametrize("path", ["/chat/start", "/chat/form"])
def test_a_form_from_another_site_is_refused(
    client: FlaskClient, chats: RememberedChats, site: str, path: str
) -> None:
    headers = {**BROWSER, "Sec-Fetch-Site": site}
    answer = client.post(path, data={"language": "en", "text": "hi"}, headers=headers)
    assert answer.status_code == 403
    assert chats.tokens == []


def test_a_page_shows_a_thread_of_many_hundred_messages_whole(
    client: FlaskClient, chats: RememberedChats
) -> None:
    start(client)
    for n in range(450):
        chats.say(chats.tokens[0], reply(f"line {n}."))
    page = thread(client)
    assert "line 0." in page and "line 449." in page


def test_markup_in_a_message_is_shown_as_text(client: FlaskClient, chats: RememberedChats) -> None:
    start(client)
    chats.say(chats.tokens[0], reply("<script>alert(1)</script><img src=x onerror=alert(1)>"))
    page = thread(client)
    assert "<script>alert" not in page and "<img src=x" not in page
    assert "&lt;script&gt;" in page


def test_controls_that_reorder_text_are_taken_out(
    client: FlaskClient, chats: RememberedChats
) -> None:
    start(client)
    chats.say(chats.tokens[0], reply("pay \u202e0001 \u2066x\u2069 👩\u200d👧"))
    assert "pay 0001 x 👩\u200d👧" in thread(client)


def test_a_chat_that_was_closed_leads_to_the_first_page(
    client: FlaskClient, chats: RememberedChats
) -> None:
    start(client)
    hidden = Fields(thread(client)).hidden
    chats.close_chat(chats.tokens[0])
    for answer in (
        client.get("/chat"),
        client.post("/chat/form", data={**hidden, "text": "hi"}, headers=BROWSER),
    ):
        assert (answer.status_code, answer.headers["Location"]) == (303, "/")


def test_the_first_page_leads_back_to_an_open_chat(client: FlaskClient) -> None:
    hidden_link = '<p id="resume" class="resume" hidden>'
    assert hidden_link in client.get("/").get_data(as_text=True)
    start(client)
    assert hidden_link not in client.get("/").get_data(as_text=True)


def test_leaving_closes_the_chat_clears_the_browser_and_goes_elsewhere(
    client: FlaskClient, chats: RememberedChats
) -> None:
    start(client)
    answer = client.get("/leave")
    assert (answer.status_code, answer.headers["Location"]) == (303, NEUTRAL_SITE)
    assert answer.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert "chat=;" in answer.headers["Set-Cookie"]
    assert chats.tokens == []


def test_a_beacon_closes_the_chat_of_its_token(client: FlaskClient, chats: RememberedChats) -> None:
    token = chats.open_chat("en").token
    answer = client.post("/leave", data={"token": token})
    assert answer.status_code == 204
    assert chats.tokens == []


@pytest.mark.parametrize("away", [False, True])
def test_leaving_works_without_a_chat_and_without_a_store(
    client: FlaskClient, chats: RememberedChats, away: bool
) -> None:
    chats.away = away
    assert client.get("/leave").headers["Location"] == NEUTRAL_SITE
    assert client.post("/leave", data={"token": "nobody-has-this"}).status_code == 204


def test_too_many_new_chats_wait_on_the_page_too(client: FlaskClient) -> None:
    answers = [start(client) for _ in range(42)]
    assert answers[-1].status_code == 429
    assert "Retry-After" in answers[-1].headers
    assert "Please wait a minute" in answers[-1].get_data(as_text=True)


def test_a_browser_gets_a_page_for_an_error(client: FlaskClient, chats: RememberedChats) -> None:
    missing = client.get("/nothing-here", headers=BROWSER)
    assert missing.status_code == 404
    assert "We do not have this page." in missing.get_data(as_text=True)
    start(client)
    chats.away = True
    away = client.get("/chat", headers=BROWSER)
    assert away.status_code == 503
    assert "Please try again in a minute." in away.get_data(as_text=True)


@pytest.mark.parametrize(
    "files", [("/", "page.css", "page.js"), ("/chat", "page.css", "page.js", "chat.js")]
)
def test_a_page_with_all_it_loads_is_below_sixty_kilobytes(
    client: FlaskClient, files: tuple[str, ...]
) -> None:
    path, *loaded = files
    page = client.get(path).get_data()
    assert set(re.findall(rb"/static/([a-z.]+)", page)) == {
        name.encode() for name in (*loaded, "mark.svg")
    }
    assert (
        len(page) + sum((STATIC / name).stat().st_size for name in (*loaded, "mark.svg")) < 60_000
    )
