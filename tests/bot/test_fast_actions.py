"""What we replace in Rasa is what we think it is, and the replacement judges alike."""

from __future__ import annotations

from typing import Any

import pytest
from jsonschema import ValidationError
from rasa.core.actions.action import RemoteAction

from bot import fast_actions


def test_the_code_that_is_replaced_is_the_one_that_was_read() -> None:
    """Rasa changed here? Read it again, then set KNOWN_SOURCE anew or drop the replacement."""
    assert fast_actions.source_of_what_is_patched() == fast_actions.KNOWN_SOURCE


@pytest.mark.parametrize(
    ("result", "good"),
    [
        ({"events": [], "responses": []}, True),
        ({"events": [], "responses": [{"text": "x"}]}, True),
        ({"events": [{"event": "slot", "name": "a", "value": 1, "timestamp": None}]}, True),
        ({}, True),
        ({"responses": ["x"]}, False),
        ({"responses": {}}, False),
        ({"events": [{"event": "no such event"}]}, False),
        ([], False),
        (None, False),
    ],
)
def test_the_replacement_judges_like_rasa(
    result: Any, good: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(RemoteAction, "_validate_action_result", fast_actions._ORIGINAL)
    action = RemoteAction("action_greet", None)
    original = _accepts(action, result)
    fast_actions.compile_schema_once()
    assert RemoteAction._validate_action_result is not fast_actions._ORIGINAL
    assert _accepts(action, result) == original == good


def _accepts(action: RemoteAction, result: Any) -> bool:
    try:
        return action._validate_action_result(result)
    except ValidationError:
        return False
