"""Runs our actions in the Rasa process, where a plain action server would be called over HTTP.

The same `actions/` still run as an action server (`rasa run actions`) for who wants that.
"""

from __future__ import annotations

from typing import Any

from rasa.utils.endpoints import EndpointConfig
from rasa_sdk.executor import ActionExecutor


class InProcessActions(EndpointConfig):
    """An action endpoint that is a function call."""

    def __init__(self) -> None:
        super().__init__(url="in-process", enable_selective_domain=True)
        self._executor = ActionExecutor()
        self._executor.register_package("actions")

    async def request(self, method: str = "post", **kwargs: Any) -> Any:
        """Run the action that Rasa asks for and return what it did."""
        return await self._executor.run(kwargs["json"])
