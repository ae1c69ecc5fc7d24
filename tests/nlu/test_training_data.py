"""What people say, in the files: enough of it, nothing twice, and a fifth kept out of training."""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path

import pytest
import yaml

from bot.features import fold
from bot.split import (
    BLIND,
    NLU,
    Line,
    all_lines,
    blind_lines,
    held_out,
    training_examples,
    write_training_files,
)
from ecm.languages import LIVE

ROOT = Path(__file__).resolve().parents[2]
LINES = list(all_lines())
BLIND_LINES = list(blind_lines())
DOMAIN = yaml.safe_load((ROOT / "domain.yml").read_text())["intents"]
SAID = {next(iter(intent)) for intent in DOMAIN} - {"choose", "nlu_fallback"}
LEAST = 15
LEAST_WHERE_IT_MATTERS = 25
MATTERS = ("answers", "journeys", "safety")
HELD_OUT = {"yes": False, "how much is it": True, "要多少錢": False, "i need a ride": False}
SAME_BY_CHANCE = 0.05


def entries(language: str) -> list[tuple[str, str, str | None]]:
    """Return (file, intent, language that the entry claims) of every entry of a language."""
    return [
        (path.stem, entry["intent"], (entry.get("metadata") or {}).get("language"))
        for path in sorted((NLU / language).glob("*.yml"))
        for entry in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]
    ]


@pytest.mark.parametrize("language", LIVE)
def test_every_intent_is_said_often_enough(language: str) -> None:
    counts = Counter(line.intent for line in LINES if line.language == language)
    assert set(counts) == SAID
    for file, intent, _ in entries(language):
        least = LEAST_WHERE_IT_MATTERS if file in MATTERS else LEAST
        assert counts[intent] >= least, f"{language} {file} {intent}: {counts[intent]}"


@pytest.mark.parametrize("language", LIVE)
def test_every_entry_names_its_language_and_an_intent_of_the_domain(language: str) -> None:
    for file, intent, claimed in entries(language):
        assert claimed == language, f"{file} {intent}"
        assert intent in SAID, f"{file} {intent}"


@pytest.mark.parametrize("language", LIVE)
def test_every_language_has_the_same_files_with_the_same_intents(language: str) -> None:
    assert {(f, i) for f, i, _ in entries(language)} == {(f, i) for f, i, _ in entries("en")}


def test_languages_with_lines_are_the_live_ones() -> None:
    assert {line.language for line in LINES} == set(LIVE)
    assert {line.language for line in BLIND_LINES} == set(LIVE)


def test_no_line_means_two_things_in_one_language() -> None:
    meanings = defaultdict(set)
    for line in LINES:
        meanings[line.language, line.text.casefold()].add(line.intent)
    assert {text: found for text, found in meanings.items() if len(found) > 1} == {}


def test_no_line_stands_twice() -> None:
    counts = Counter(LINES)
    assert [line for line, count in counts.items() if count > 1] == []


def test_no_line_begins_with_a_slash() -> None:
    assert [line for line in LINES if line.text.startswith("/")] == []


@pytest.mark.parametrize("language", LIVE)
def test_about_a_fifth_of_the_longer_lines_is_held_out(language: str) -> None:
    ours = [line for line in LINES if line.language == language]
    longer = [
        line
        for line in ours
        if len(line.text) > 24 or (language == "zh-Hant" and len(line.text) > 5)
    ]
    assert 0.17 <= sum(map(held_out, longer)) / len(longer) <= 0.23


def test_the_split_is_the_same_on_every_machine() -> None:
    """A line's place is decided by its own hash: a new line moves none of the others."""
    for text, place in HELD_OUT.items():
        assert held_out(Line("en", "any", text)) is place, text
    assert all(held_out(line) == held_out(line._replace(intent="other")) for line in LINES)


def test_no_line_that_is_held_out_is_trained_on(tmp_path: Path) -> None:
    write_training_files(tmp_path)
    trained = set(all_lines_in(tmp_path))
    kept_out = {line for line in LINES if held_out(line)}
    assert trained == set(LINES) - kept_out
    assert trained & kept_out == set() and kept_out
    by_intent = {(intent, text) for intent, texts in training_examples().items() for text in texts}
    assert by_intent == {(line.intent, line.text) for line in trained}


def all_lines_in(folder: Path) -> list[Line]:
    """Return the lines of the files that Rasa is given, which bear the language as metadata."""
    found = []
    for path in sorted(folder.glob("*.yml")):
        for entry in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            language = entry["metadata"]["language"]
            assert path.stem == language
            for row in entry["examples"].splitlines():
                found.append(Line(language, entry["intent"], row.removeprefix("- ")))
    return found


@pytest.mark.parametrize("language", LIVE)
def test_the_blind_lines_ask_for_every_intent(language: str) -> None:
    """Except `tell_facts`, which is read by the rules on hints and tested with them."""
    data = yaml.safe_load((BLIND / f"{language}.yml").read_text(encoding="utf-8"))
    assert set(data) == SAID - {"tell_facts"}
    assert min(len(texts) for texts in data.values()) >= 5


def test_few_blind_lines_are_trained_on() -> None:
    """People do say the same short things; a copied set would say them all."""
    trained = {(line.language, fold(line.text)) for line in LINES if not held_out(line)}
    same = [line for line in BLIND_LINES if (line.language, fold(line.text)) in trained]
    assert len(same) / len(BLIND_LINES) <= SAME_BY_CHANCE, same
