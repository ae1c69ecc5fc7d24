"""The web edge over the real conversations and a database: the two agree on what is said."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from ecm.adapters.catalogues import CatalogueTexts
from ecm.adapters.sql_store import SqlStore
from ecm.conversations import Conversations
from ecm.settings import read_settings
from web.app import create_app


class Bell:
    """Remembers which conversations were woken; a worker would come."""

    def __init__(self) -> None:
        self.rung: list[str] = []

    def wake(self, conversation_id: str) -> None:
        self.rung.append(conversation_id)


@pytest.fixture
def bell() -> Bell:
    return Bell()


@pytest.fixture
def client(store: SqlStore, bell: Bell) -> FlaskClient:
    settings, texts = read_settings({}), CatalogueTexts()
    conversations = Conversations(store, texts, bell, settings)
    return create_app(conversations, texts, settings, lambda: {"database": True}).test_client()


def headers(client: FlaskClient, language: str) -> dict[str, str]:
    opened = client.post("/chat/sessions", json={"language": language})
    assert opened.status_code == 201, opened.get_json()
    return {"Authorization": f"Bearer {opened.get_json()['token']}"}


@pytest.mark.parametrize("language", ["en", "es", "zh-Hant"])
def test_a_real_chat_begins_with_a_welcome_and_choices(client: FlaskClient, language: str) -> None:
    page = client.get("/chat/messages", headers=headers(client, language)).get_json()
    (welcome,) = page["messages"]
    assert (welcome["name"], welcome["from"], welcome["dir"]) == ("welcome", "bot", "ltr")
    assert welcome["choices"]
    assert (page["owner"], page["language"]) == ("bot", language)


def test_a_real_message_is_kept_once_and_wakes_the_worker(client: FlaskClient, bell: Bell) -> None:
    chat = headers(client, "en")
    message = {"id": "one", "text": "is it free 😀"}
    ids = {client.post("/chat/messages", json=message, headers=chat).get_json()["id"] for _ in "ab"}
    assert len(ids) == 1
    assert len(bell.rung) == 1
    page = client.get("/chat/messages?after=1", headers=chat).get_json()
    assert [(m["from"], m["text"]) for m in page["messages"]] == [("person", "is it free 😀")]


def test_a_real_chat_closed_by_leaving_opens_nothing(client: FlaskClient) -> None:
    chat = headers(client, "en")
    token = chat["Authorization"].removeprefix("Bearer ")
    assert client.post("/leave", data={"token": token}).status_code == 204
    assert client.get("/chat/messages", headers=chat).status_code == 401


def test_a_real_chat_works_by_plain_forms(client: FlaskClient) -> None:
    client.post("/chat/start", data={"language": "es"})
    page = client.get("/chat").get_data(as_text=True)
    assert '<html lang="es"' in page
    assert 'name="choice"' in page
