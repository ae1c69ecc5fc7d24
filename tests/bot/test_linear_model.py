"""The classifier's arithmetic: the same after saving, calibrated, and quick on any text."""

from __future__ import annotations

import tarfile
import time
from pathlib import Path

import numpy as np
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.features import grams
from bot.linear_model import LinearModel, fit, softmax
from bot.parse import MODEL
from bot.tokenizer import words

ROOT = Path(__file__).resolve().parents[2]
TEXTS = ["", " ", "how much is it", "¿cuánto cuesta?", "要多少錢", "😀👍", "zzqx", "a" * 5_000]
SAYINGS = {
    "greet": ["hello", "hi there", "good morning", "hey you", "hello again", "hi hi"],
    "ask_cost": [
        "how much",
        "is it free",
        "what does it cost",
        "free?",
        "the cost",
        "pay how much",
    ],
    "request_ride": ["i need a ride", "a ride", "get me a ride", "ride please", "ride", "a lift"],
}


def tokens(text: str) -> list[str]:
    return [token for _, token in words(text)]


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> LinearModel:
    """The linear model inside the trained model file."""
    folder = tmp_path_factory.mktemp("model")
    with tarfile.open(MODEL) as archive:
        for member in archive.getmembers():
            content = archive.extractfile(member)
            if content and Path(member.name).name in ("linear.npz", "linear.json"):
                (folder / Path(member.name).name).write_bytes(content.read())
    return LinearModel.load(folder)


@pytest.fixture(scope="module")
def small() -> LinearModel:
    """A model trained here on a handful of texts."""
    rows = [(text, intent) for intent, texts in SAYINGS.items() for text in texts]
    return fit([(text, tokens(text)) for text, _ in rows], [intent for _, intent in rows])


def test_a_small_model_learns_what_it_was_told(small: LinearModel) -> None:
    for intent, texts in SAYINGS.items():
        for text in texts:
            assert small.classes[int(small.scores(text, tokens(text)).argmax())] == intent, text


def test_a_small_model_knows_words_it_saw_in_other_sentences(small: LinearModel) -> None:
    for text, intent in (("hello to you", "greet"), ("a ride tomorrow", "request_ride")):
        assert small.classes[int(small.scores(text, tokens(text)).argmax())] == intent


@pytest.mark.parametrize("which", ["small", "trained"])
def test_saved_and_loaded_it_gives_the_same_scores(
    which: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    model: LinearModel = request.getfixturevalue(which)
    model.save(tmp_path)
    again = LinearModel.load(tmp_path)
    assert again.classes == model.classes and again.temperature == model.temperature
    for text in TEXTS:
        assert np.array_equal(again.scores(text, tokens(text)), model.scores(text, tokens(text)))


def test_scores_are_what_sklearn_would_compute(small: LinearModel) -> None:
    """The same TF-IDF by hand: each kind of feature scaled to length one, then weights and bias."""
    text = "a ride ride"
    total = small.bias.astype(float)
    for block in grams(text, tokens(text)):
        values = {
            f: (1 + np.log(block.count(f))) * small.idf[small.places[f]]
            for f in set(block)
            if f in small.places
        }
        length = np.sqrt(sum(v * v for v in values.values()))
        for feature, value in values.items():
            total += value / length * small.weights[small.places[feature]]
    assert np.allclose(small.scores(text, tokens(text)), total, atol=1e-5)


@given(st.text(max_size=300))
def test_probabilities_are_probabilities(trained: LinearModel, text: str) -> None:
    chances = trained.probabilities(text, tokens(text))
    assert chances.shape == (len(trained.classes),)
    assert np.isfinite(chances).all() and (chances >= 0).all()
    assert abs(float(chances.sum()) - 1) < 1e-5


def test_a_text_of_nothing_known_has_the_bias_alone(trained: LinearModel) -> None:
    unseen = "\u2e80"
    assert unseen not in trained.places
    assert np.array_equal(trained.scores_of(([unseen], [])), trained.bias)
    assert np.array_equal(trained.scores_of(([], [])), trained.bias)


def test_the_longest_text_takes_no_time(trained: LinearModel) -> None:
    text = "how much does the ride cost my son 要多少錢 " * 125
    assert len(text) == 5_000
    took = []
    for _ in range(5):
        begun = time.perf_counter()
        trained.scores(text, tokens(text))
        took.append(time.perf_counter() - begun)
    assert min(took) < 0.1


def test_softmax_stands_large_scores() -> None:
    assert np.allclose(softmax(np.array([1e4, 1e4, -1e4])), [0.5, 0.5, 0.0])


def test_the_trained_model_knows_the_domains_intents_and_no_others(trained: LinearModel) -> None:
    intents = yaml.safe_load((ROOT / "domain.yml").read_text())["intents"]
    said = {next(iter(i)) for i in intents} - {"choose", "nlu_fallback"}
    assert set(trained.classes) == said


def test_the_temperature_was_fitted_within_what_was_tried(trained: LinearModel) -> None:
    assert 1.0 < trained.temperature < 12.0
