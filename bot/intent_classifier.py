"""The linear intent classifier as a Rasa component, with a calibrated way to say "not understood"."""

from __future__ import annotations

from typing import Any, Dict, List, Text

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.nlu.constants import TOKENS_NAMES
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.linear_model import LinearModel, Texts, fit

_RANKED = 5
FALLBACK = "nlu_fallback"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class LinearIntentClassifier(GraphComponent, IntentClassifier):
    """Classifies raw text; below its threshold the intent becomes `nlu_fallback`."""

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        """Return the thresholds.

        `threshold` was chosen on held-out lines (`make bench` prints what it costs and saves);
        danger is believed at `crisis_threshold`, since a miss weighs ten false alarms.
        """
        return {"threshold": 0.45, "crisis_threshold": 0.4}

    def __init__(
        self,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        model: LinearModel | None = None,
    ) -> None:
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._model = model

    @classmethod
    def create(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "LinearIntentClassifier":
        """Make an untrained component."""
        return cls(config, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Train on every example that has an intent."""
        examples = [e for e in training_data.intent_examples if e.get(TEXT)]
        self._model = fit([_pair(e) for e in examples], [e.get(INTENT) for e in examples])
        with self._model_storage.write_to(self._resource) as folder:
            self._model.save(folder)
        return self._resource

    @classmethod
    def load(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "LinearIntentClassifier":
        """Load the trained component."""
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, LinearModel.load(folder))

    def process(self, messages: List[Message]) -> List[Message]:
        """Set intent and ranking on every message."""
        for message in messages:
            self._classify(message)
        return messages

    def _classify(self, message: Message) -> None:
        if self._model is None or not message.get(TEXT):
            message.set(INTENT, {"name": FALLBACK, "confidence": 1.0}, add_to_output=True)
            message.set(INTENT_RANKING_KEY, [], add_to_output=True)
            return
        chances = self._model.probabilities(*_pair(message))
        best = chances.argsort()[::-1][:_RANKED]
        ranking = [{"name": self._model.classes[i], "confidence": float(chances[i])} for i in best]
        message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        message.set(INTENT, self._accept(ranking), add_to_output=True)

    def _accept(self, ranking: list[dict[str, Any]]) -> dict[str, Any]:
        """Return the best intent if it is sure enough, else the fallback with the same confidence."""
        best = ranking[0]
        crisis = best["name"].startswith("crisis_") or best["name"] == "medical_emergency"
        wanted = self._config["crisis_threshold" if crisis else "threshold"]
        return best if best["confidence"] >= wanted else {**best, "name": FALLBACK}


def _pair(message: Message) -> "tuple[str, list[str]]":
    tokens = message.get(TOKENS_NAMES[TEXT]) or []
    return message.get(TEXT), [token.text for token in tokens]


__all__ = ["FALLBACK", "LinearIntentClassifier", "Texts"]
