"""Headers, errors, health and metrics of the whole web process."""

from __future__ import annotations

import pytest
from flask import Blueprint
from flask.testing import FlaskClient

from ecm.languages import LIVE
from ecm.settings import Settings
from tests.web.fakes import RememberedChats, WithPersian
from web.app import create_app

PATHS = ["/", "/about", "/chat", "/simulator/", "/healthz", "/nothing", "/openapi.yml", "/leave"]


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_forbids_what_a_page_does_not_need(client: FlaskClient, path: str) -> None:
    headers = client.get(path).headers
    policy = dict(rule.split(" ", 1) for rule in headers["Content-Security-Policy"].split("; "))
    assert policy == {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "connect-src": "'self'",
        "img-src": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
        "base-uri": "'none'",
        "require-trusted-types-for": "'script'",
    }
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert headers["Cache-Control"] == "no-store"
    assert "Access-Control-Allow-Origin" not in headers
    assert "Strict-Transport-Security" not in headers


def test_https_stays_https(secure_client: FlaskClient) -> None:
    assert "max-age=" in secure_client.get("/").headers["Strict-Transport-Security"]


def test_static_files_may_be_kept(client: FlaskClient) -> None:
    assert "max-age=604800" in client.get("/static/page.css").headers["Cache-Control"]


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/nothing", 404, "not_found"),
        ("DELETE", "/chat/messages", 405, "method_not_allowed"),
        ("POST", "/healthz", 405, "method_not_allowed"),
        ("GET", "/static/../app.py", 404, "not_found"),
        ("GET", "/console/", 404, "not_found"),
    ],
)
def test_an_error_is_a_code(
    client: FlaskClient, method: str, path: str, status: int, code: str
) -> None:
    answer = client.open(path, method=method)
    assert answer.status_code == status
    assert answer.get_json() == {"error": {"code": code, "field": None}}
    assert ("Allow" in answer.headers) == (status == 405)


def test_a_process_that_answers_is_alive(client: FlaskClient, parts: dict[str, bool]) -> None:
    parts["rasa"] = False
    assert client.get("/healthz").status_code == 200


def test_a_service_is_ready_when_all_its_parts_are(client: FlaskClient) -> None:
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.get_json()["failing"] == []


@pytest.mark.parametrize("failing", [["rasa"], ["database", "migrations"]])
def test_a_service_that_is_not_ready_names_what_fails(
    client: FlaskClient, parts: dict[str, bool], failing: list[str]
) -> None:
    parts.update(dict.fromkeys(failing, False))
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.get_json()["failing"] == failing


def test_metrics_count_requests_without_what_was_asked_for(client: FlaskClient) -> None:
    client.get("/canary-person")
    text = client.get("/metrics").get_data(as_text=True)
    assert 'ecm_web_requests_total{endpoint="none",status="404"}' in text
    assert "canary-person" not in text


@pytest.mark.parametrize(
    "request_from",
    [
        {"environ_base": {"REMOTE_ADDR": "198.51.100.7"}},
        {"base_url": "http://help.example.org"},
        {"headers": {"X-Forwarded-For": "198.51.100.7"}},
        {"headers": {"Forwarded": "for=198.51.100.7"}},
        {"headers": {"Via": "1.1 proxy"}},
    ],
)
def test_metrics_are_for_this_machine_alone(
    client: FlaskClient, request_from: dict[str, dict[str, str]]
) -> None:
    assert client.get("/metrics", **request_from).status_code == 404  # type: ignore[arg-type]


@pytest.mark.parametrize("host", ["127.0.0.1:8080", "localhost", "[::1]:8080"])
def test_metrics_are_there_for_this_machine(client: FlaskClient, host: str) -> None:
    assert client.get("/metrics", base_url=f"http://{host}").status_code == 200


def test_other_edges_are_served_with_the_same_headers(
    chats: RememberedChats, settings: Settings
) -> None:
    edge = Blueprint("edge", __name__)
    edge.post("/edge/hook")(lambda: "<Response/>")
    app = create_app(chats, WithPersian(), settings, dict, [edge])
    answer = app.test_client().post("/edge/hook")
    assert answer.get_data() == b"<Response/>"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_the_simulator_is_there_in_a_demonstration(client: FlaskClient) -> None:
    answer = client.get("/simulator/")
    assert answer.status_code == 200
    assert "+15305550100" in answer.get_data(as_text=True)


def test_the_api_description_names_the_live_languages(client: FlaskClient) -> None:
    import yaml

    answer = client.get("/openapi.yml")
    assert answer.mimetype == "application/yaml"
    schemas = yaml.safe_load(answer.get_data())["components"]["schemas"]
    assert schemas["LiveLanguage"]["enum"] == list(LIVE)
