"""The bot's port over HTTP to a Rasa process of our own channel.

A conversation always goes to the same Rasa process (hash of its id), so that one process alone has
its tracker in hand. An answer counts only when it vouches for our inbound id: Rasa's habit of
answering an empty list on any failure is never taken for success.
"""

from __future__ import annotations

import zlib
from typing import Any, Sequence

import requests

from ecm.ports import BotFailed, BotRequest, BotUnavailable, Rendered
from ecm.says import rendered_from_json

_CONNECT_S = 1.0
_ANSWER_S = 8.0
_PATH = "/webhooks/ecm/messages"


class RasaBot:
    """Understanding and dialogue by Rasa.

    Args:
        urls: the Rasa processes, at least one.
    """

    def __init__(self, urls: Sequence[str]) -> None:
        self._urls = tuple(urls)
        self._http = requests.Session()
        adapter = requests.adapters.HTTPAdapter(pool_connections=8, pool_maxsize=32)
        self._http.mount("http://", adapter)
        self._http.trust_env = False

    def reply(self, request: BotRequest) -> Sequence[Rendered]:
        """Return the bot's messages for this inbound id.

        Raises:
            BotUnavailable: not reached, not ready, or no answer in time.
            BotFailed: the bot could not handle this message.
        """
        body = {
            "conversation_id": request.conversation_id,
            "inbound_id": request.inbound_id,
            "language": request.language,
            "channel": request.channel,
        }
        body["text" if request.choice is None else "choice"] = (
            request.text if request.choice is None else request.choice
        )
        answer = self._post(self._url_of(request.conversation_id), body)
        return _messages(answer, request.inbound_id)

    def _url_of(self, conversation_id: str) -> str:
        return self._urls[zlib.crc32(conversation_id.encode()) % len(self._urls)]

    def _post(self, url: str, body: dict[str, str]) -> Any:
        try:
            response = self._http.post(url + _PATH, json=body, timeout=(_CONNECT_S, _ANSWER_S))
        except requests.RequestException as error:
            raise BotUnavailable(type(error).__name__) from None
        if response.status_code in (502, 503, 504):
            raise BotUnavailable(f"status {response.status_code}")
        if response.status_code != 200:
            raise BotFailed(f"status {response.status_code}")
        try:
            return response.json()
        except ValueError:
            raise BotUnavailable("no JSON") from None

    def ready(self) -> bool:
        """Return whether every Rasa process has its model loaded."""
        try:
            return all(
                self._http.get(url + "/webhooks/ecm/healthz", timeout=1).status_code == 200
                for url in self._urls
            )
        except requests.RequestException:
            return False


def _messages(answer: Any, inbound_id: str) -> Sequence[Rendered]:
    try:
        if answer["inbound_id"] != inbound_id:
            raise BotUnavailable("answer is for another message")
        if not answer["handled"]:
            raise BotFailed("not handled")
        return [rendered_from_json(message) for message in answer["messages"]]
    except (KeyError, TypeError, ValueError) as error:
        raise BotUnavailable("answer has another shape") from error
