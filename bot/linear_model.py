"""A linear classifier kept as plain arrays: small, quick to load, and without sklearn at run time.

Trained once by `fit` (sklearn's TF-IDF and linear support vectors), asked by `scores`. The scores
become probabilities by one temperature, fitted on folds that the model did not see.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path

import numpy as np

from bot.features import grams

_C = 1.0
_LEAST_TEXTS = 2
_FOLDS = 3
Texts = Sequence["tuple[str, Sequence[str]]"]
Features = tuple[list[str], list[str]]


@dataclass
class LinearModel:
    """Weights by feature and class.

    Attributes:
        classes: intents, in the order of the columns.
        places: row of each feature in `weights`.
        idf: inverse document frequency of each feature.
        weights: float32, features × classes.
        bias: float32, one per class.
        temperature: scores are multiplied by it before softmax.
    """

    classes: list[str]
    places: dict[str, int]
    idf: np.ndarray
    weights: np.ndarray
    bias: np.ndarray
    temperature: float = 1.0

    def scores(self, text: str, tokens: Sequence[str]) -> np.ndarray:
        """Return one score per class."""
        return self.scores_of(grams(text, tokens))

    def scores_of(self, features: Features) -> np.ndarray:
        """Return one score per class from features that were taken before."""
        total = self.bias.copy()
        for block in features:
            rows, values = self._block(block)
            if len(rows):
                total += values @ self.weights[rows]
        return total

    def _block(self, features: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
        """Return rows and TF-IDF values of one kind of feature, of length one together."""
        counts = Counter(f for f in features if f in self.places)
        rows = np.fromiter((self.places[f] for f in counts), dtype=np.int64, count=len(counts))
        terms = np.fromiter((1 + math.log(n) for n in counts.values()), np.float32, len(counts))
        values = terms * self.idf[rows] if len(counts) else terms
        length = float(np.linalg.norm(values))
        return rows, values / length if length else values

    def probabilities(self, text: str, tokens: Sequence[str]) -> np.ndarray:
        """Return one calibrated probability per class."""
        return softmax(self.scores(text, tokens) * self.temperature)

    def save(self, folder: Path) -> None:
        """Write the model into a folder."""
        np.savez(folder / "linear.npz", idf=self.idf, weights=self.weights, bias=self.bias)
        content = {
            "classes": self.classes,
            "features": sorted(self.places, key=self.places.__getitem__),
            "temperature": self.temperature,
        }
        (folder / "linear.json").write_text(json.dumps(content, ensure_ascii=False), "utf-8")

    @classmethod
    def load(cls, folder: Path) -> "LinearModel":
        """Read the model from a folder."""
        content = json.loads((folder / "linear.json").read_text("utf-8"))
        with np.load(folder / "linear.npz", allow_pickle=False) as arrays:
            return cls(
                content["classes"],
                {feature: row for row, feature in enumerate(content["features"])},
                arrays["idf"],
                arrays["weights"],
                arrays["bias"],
                content["temperature"],
            )


def softmax(scores: np.ndarray) -> np.ndarray:
    """Return probabilities in proportion to the exponentials of scores."""
    raised = np.exp(scores - scores.max())
    return np.asarray(raised / raised.sum())


def fit(texts: Texts, labels: Sequence[str]) -> LinearModel:
    """Train on texts with their tokens, and calibrate on folds.

    Args:
        texts: (raw text, tokens) each.
        labels: the intent of each.
    """
    features = [grams(*pair) for pair in texts]
    model = _fit(features, labels)
    model.temperature = _temperature(features, labels)
    return model


def _fit(features: Sequence[Features], labels: Sequence[str]) -> LinearModel:
    from scipy.sparse import hstack
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.svm import LinearSVC

    blocks, names, weights = [], [], []
    for kind, least in ((0, _LEAST_TEXTS), (1, 1)):
        vectorizer = TfidfVectorizer(
            analyzer=itemgetter(kind), sublinear_tf=True, min_df=least, dtype=np.float32
        )
        blocks.append(vectorizer.fit_transform(features))
        names += list(vectorizer.get_feature_names_out())
        weights.append(vectorizer.idf_)
    classifier = LinearSVC(C=_C, random_state=7).fit(hstack(blocks).tocsr(), labels)
    return LinearModel(
        classes=[str(c) for c in classifier.classes_],
        places={name: row for row, name in enumerate(names)},
        idf=np.concatenate(weights).astype(np.float32),
        weights=np.ascontiguousarray(classifier.coef_.T, dtype=np.float32),
        bias=classifier.intercept_.astype(np.float32),
    )


def _temperature(features: Sequence[Features], labels: Sequence[str]) -> float:
    """Return the temperature under which unseen folds are least surprising."""
    scores, wanted = [], []
    for fold_number in range(_FOLDS):
        seen = [i for i in range(len(labels)) if i % _FOLDS != fold_number]
        model = _fit([features[i] for i in seen], [labels[i] for i in seen])
        place = {name: column for column, name in enumerate(model.classes)}
        for i in range(fold_number, len(labels), _FOLDS):
            if labels[i] in place:
                scores.append(model.scores_of(features[i]))
                wanted.append(place[labels[i]])
    stacked, columns = np.vstack(scores), np.array(wanted)
    tries = np.linspace(1.0, 12.0, 45)
    return float(min(tries, key=lambda t: _surprise(stacked * t, columns)))


def _surprise(scores: np.ndarray, wanted: np.ndarray) -> float:
    """Return the mean negative log likelihood of the wanted classes."""
    shifted = scores - scores.max(axis=1, keepdims=True)
    logs = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return float(-logs[np.arange(len(wanted)), wanted].mean())
