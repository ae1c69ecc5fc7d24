"""When a guess is acted on, and when the person is asked again."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from rasa.nlu.constants import TOKENS_NAMES
from rasa.nlu.tokenizers.tokenizer import Token
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.intent_classifier import FALLBACK, LinearIntentClassifier
from bot.linear_model import LinearModel, fit
from bot.split import ROOT
from bot.tokenizer import words

SAYINGS = {
    "crisis_self_harm": ["want to die", "kill myself", "end my life", "want to be dead"],
    "ask_cost": ["how much", "is it free", "what is the cost", "what to pay"],
    "request_ride": ["need a ride", "a ride please", "ride", "get me a ride"],
}


@pytest.fixture(scope="module")
def model() -> LinearModel:
    rows = [(text, intent) for intent, texts in SAYINGS.items() for text in texts]
    return fit([(t, t.split()) for t, _ in rows], [intent for _, intent in rows])


def heard(model: LinearModel | None, text: str, **thresholds: float) -> dict[str, Any]:
    config = {**LinearIntentClassifier.get_default_config(), **thresholds}
    classifier = LinearIntentClassifier(config, None, None, model)  # type: ignore[arg-type]
    message = Message({TEXT: text})
    message.set(TOKENS_NAMES[TEXT], [Token(token, start) for start, token in words(text)])
    classifier.process([message])
    return {"intent": message.get(INTENT), "ranking": message.get(INTENT_RANKING_KEY)}


def test_a_sure_guess_is_taken(model: LinearModel) -> None:
    found = heard(model, "how much", threshold=0.5)
    assert found["intent"]["name"] == "ask_cost" == found["ranking"][0]["name"]
    assert found["intent"]["confidence"] >= 0.5


def test_an_unsure_guess_becomes_not_understood_and_keeps_its_confidence(
    model: LinearModel,
) -> None:
    found = heard(model, "how much", threshold=1.01)
    assert found["intent"]["name"] == FALLBACK
    assert found["intent"]["confidence"] == found["ranking"][0]["confidence"]


def test_danger_has_a_threshold_of_its_own(model: LinearModel) -> None:
    assert heard(model, "kill myself", threshold=1.01, crisis_threshold=0.0)["intent"]["name"] == (
        "crisis_self_harm"
    )
    assert heard(model, "kill myself", threshold=0.0, crisis_threshold=1.01)["intent"]["name"] == (
        FALLBACK
    )


def test_nothing_said_is_not_understood(model: LinearModel) -> None:
    assert heard(model, "") == {"intent": {"name": FALLBACK, "confidence": 1.0}, "ranking": []}


def test_without_a_model_nothing_is_understood() -> None:
    assert heard(None, "how much")["intent"]["name"] == FALLBACK


def test_the_ranking_begins_with_the_best(model: LinearModel) -> None:
    chances = [entry["confidence"] for entry in heard(model, "is it free")["ranking"]]
    assert chances == sorted(chances, reverse=True) and abs(sum(chances) - 1) < 1e-5


def test_the_pipeline_says_the_thresholds_that_the_component_documents() -> None:
    pipeline = yaml.safe_load((ROOT / "config.yml").read_text())["pipeline"]
    [ours] = [c for c in pipeline if c["name"].endswith("LinearIntentClassifier")]
    assert {k: v for k, v in ours.items() if k != "name"} == (
        LinearIntentClassifier.get_default_config()
    )
