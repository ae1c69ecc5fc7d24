"""Danger is seen, in every language and however it is typed; what only looks like it is not."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from ecm.safety import Crisis, find_crisis

TAGS = ("en", "es", "zh-Hant")
NLU = Path(__file__).resolve().parents[2] / "data" / "nlu"
KINDS = {
    "crisis_self_harm": "self_harm",
    "crisis_unsafe": "unsafe",
    "medical_emergency": "medical",
}

MOST_MISSED = 0.02
MOST_FALSE_ALARMS = 0.05


def listed(tag: str) -> dict[str, Any]:
    path = Path(__file__).parent / "crisis" / f"{tag}.yml"
    read = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert isinstance(read, dict)
    return read


def learned(tag: str) -> list[tuple[str, str]]:
    """What the model learns from, written by others: (intent, line)."""
    return [
        (block["intent"], line[2:].strip())
        for path in sorted((NLU / tag).glob("*.yml"))
        for block in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]
        for line in block["examples"].splitlines()
        if line.startswith("- ")
    ]


@pytest.mark.parametrize("tag", TAGS)
def test_hardly_a_danger_is_missed_and_few_harmless_texts_alarm(tag: str) -> None:
    lines = listed(tag)
    dangers = [line for kind in lines["crisis"].values() for line in kind]
    missed = [line for line in dangers if not find_crisis(line, tag)]
    alarms = [line for line in lines["harmless"] if find_crisis(line, tag)]
    print(f"\n{tag}: cost {10 * len(missed) + len(alarms)} = 10 x {missed} + {alarms}")
    assert len(missed) <= MOST_MISSED * len(dangers), missed
    assert len(alarms) <= MOST_FALSE_ALARMS * len(lines["harmless"]), alarms


@pytest.mark.parametrize("tag", TAGS)
def test_the_right_kind_of_help_is_nearly_always_named(tag: str) -> None:
    wrong = [
        (line, found)
        for kind, lines in listed(tag)["crisis"].items()
        for line in lines
        if (found := find_crisis(line, tag)) and found.kind != kind
    ]
    dangers = sum(len(lines) for lines in listed(tag)["crisis"].values())
    assert len(wrong) <= 0.05 * dangers, wrong


@pytest.mark.parametrize("tag", TAGS)
def test_what_others_wrote_for_the_model_is_seen_too(tag: str) -> None:
    lines = learned(tag)
    dangers = [line for intent, line in lines if intent in KINDS]
    others = [line for intent, line in lines if intent not in KINDS]
    missed = [line for line in dangers if not find_crisis(line, tag)]
    alarms = [line for line in others if find_crisis(line, tag)]
    assert len(missed) <= 0.07 * len(dangers), missed
    assert len(alarms) <= 0.01 * len(others), alarms


@pytest.mark.parametrize("tag", TAGS)
def test_every_list_has_eighty_dangers_and_eighty_harmless_texts(tag: str) -> None:
    lines = listed(tag)
    assert sum(map(len, lines["crisis"].values())) >= 80
    assert len(lines["harmless"]) >= 80


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("i want to kill myself", "self_harm"),
        ("i feel like suicde is the only way", "self_harm"),
        ("kill my self", "self_harm"),
        ("kms", "self_harm"),
        ("my daughter wants to unalive herself", "self_harm"),
        ("ready to end it all", "self_harm"),
        ("dont want to be here anymore", "self_harm"),
        ("s u i c i d e", "self_harm"),
        ("i want to k i l l my self", "self_harm"),
        ("I WANT TO DIEEEEE", "self_harm"),
        ("k1ll myself", "self_harm"),
        ("\uff29 \uff57\uff41\uff4e\uff54 \uff54\uff4f \uff44\uff49\uff45", "self_harm"),
        ("suicide hotline", "self_harm"),
        ("ya no quiero vivir", "self_harm"),
        ("quiero morirme", "self_harm"),
        ("pienso en matarme", "self_harm"),
        ("me corto", "self_harm"),
        ("想死", "self_harm"),
        ("唔想做人", "self_harm"),
        ("自殺", "self_harm"),
        ("自杀", "self_harm"),
        ("輕生", "self_harm"),
        ("割腕", "self_harm"),
        ("活不下去", "self_harm"),
        ("he hits me", "unsafe"),
        ("my stepdad touches me", "unsafe"),
        ("afraid to go home", "unsafe"),
        ("he wont let me leave", "unsafe"),
        ("forced to have sex for money", "unsafe"),
        ("he took my passport", "unsafe"),
        ("me pega", "unsafe"),
        ("me amenaza", "unsafe"),
        ("tengo miedo de mi esposo", "unsafe"),
        ("打我", "unsafe"),
        ("家暴", "unsafe"),
        ("他威脅我", "unsafe"),
        ("唔畀我出門", "unsafe"),
        ("chest pain", "medical"),
        ("cant breathe", "medical"),
        ("turning blue", "medical"),
        ("she is having a seizure now", "medical"),
        ("the seizure wont stop", "medical"),
        ("hes unconscious", "medical"),
        ("bleeding wont stop", "medical"),
        ("her face is drooping", "medical"),
        ("my toddler swallowed bleach", "medical"),
        ("i took a whole bottle of pills", "medical"),
        ("overdose", "medical"),
        ("baby not breathing", "medical"),
        ("no puede respirar", "medical"),
        ("se desmayó y no despierta", "medical"),
        ("convulsionando", "medical"),
        ("呼吸困難", "medical"),
        ("胸口痛", "medical"),
        ("昏迷", "medical"),
        ("抽筋唔停", "medical"),
        ("911", "medical"),
    ],
)
def test_must_be_seen(text: str, kind: str) -> None:
    found = find_crisis(text, "en")
    assert found is not None
    assert found.kind == kind


@pytest.mark.parametrize(
    "text",
    [
        "rides are killing me",
        "rides are killing me honestly",
        "traffic is killing me",
        "im dead lol",
        "my phone died",
        "dying to know",
        "this wait is killing me",
        "me muero de risa",
        "me muero de hambre",
        "笑死我",
        "累死了",
        "she passed away last year",
        "my dad died in 2019",
        "is it a suicide prevention program?",
        "he had a seizure last year",
        "I was in an abusive marriage years ago",
        "stop the pain in my knee please",
        "打電話給我",
        "partnership",
        "yes for his heart",
        "",
        "?",
        "\N{SLICE OF PIZZA}",
    ],
)
def test_must_not_alarm(text: str) -> None:
    assert find_crisis(text, "en") is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("he beats me and i took all my pills", "medical"),
        ("he hits me and i want to die", "self_harm"),
        ("he hits me, i cant take it anymore", "unsafe"),
        ("me pega y ya no quiero vivir", "self_harm"),
        ("我老公打我,我想死", "self_harm"),
    ],
)
def test_of_several_dangers_the_plain_and_pressing_one_is_named(text: str, kind: str) -> None:
    found = find_crisis(text, None)
    assert found is not None
    assert found.kind == kind


@pytest.mark.parametrize("language", ["en", "es", "zh-Hant", "vi", None])
def test_people_who_change_language_in_fear_are_understood(language: str | None) -> None:
    for text in ("help he is beating me", "ayuda me esta pegando", "救命 他打我"):
        assert find_crisis(text, language) is not None


def test_a_rule_of_the_persons_own_language_is_named_first() -> None:
    assert find_crisis("911", "es") == Crisis("medical", "es-med-emergency", "clear")
    assert find_crisis("911", "en") == Crisis("medical", "en-med-emergency", "clear")


def test_the_past_is_no_crisis_but_what_goes_on_is() -> None:
    assert find_crisis("my husband hit me when i was younger", "en") is None
    assert find_crisis("my husband hit me last night", "en") is not None
    assert find_crisis("he had a seizure in 2019", "en") is None
    assert find_crisis("he had a seizure in 2019 and is having one again now", "en") is not None


def test_a_hint_is_called_a_hint() -> None:
    hint = find_crisis("everyone would be fine and i cant go on", "en")
    assert hint is not None
    assert hint.certainty == "veiled"


def test_a_danger_at_either_end_of_a_long_text_is_seen() -> None:
    filler = "the driver came at nine and then we waited for the doctor. " * 200
    assert find_crisis(filler + "i want to kill myself", "en") is not None
    assert find_crisis("i want to kill myself. " + filler, "en") is not None


@settings(max_examples=300, deadline=None)
@given(text=st.text(max_size=300), language=st.sampled_from(["en", "es", "zh-Hant", None]))
def test_no_text_breaks_it(text: str, language: str | None) -> None:
    found = find_crisis(text, language)
    assert found is None or isinstance(found, Crisis)


@settings(max_examples=200, deadline=None)
@given(
    words=st.lists(
        st.sampled_from(
            [
                "i",
                "want",
                "to",
                "die",
                "he",
                "hits",
                "me",
                ".",
                "not",
                "想",
                "死",
                "打",
                "no",
                "quiero",
            ]
        ),
        max_size=40,
    )
)
def test_no_mixture_of_its_own_words_breaks_it(words: list[str]) -> None:
    found = find_crisis(" ".join(words), None)
    assert found is None or found.kind in KINDS.values()


@pytest.mark.parametrize(
    "spoilt", [str.upper, str.title, lambda s: s.replace(" ", "  "), "{}!!!".format]
)
@pytest.mark.parametrize("tag", TAGS)
def test_typing_style_changes_nothing(tag: str, spoilt: Any) -> None:
    dangers = listed(tag)["crisis"]["self_harm"][:20]
    assert all(find_crisis(spoilt(line), tag) for line in dangers)


def test_two_hundred_characters_take_a_few_milliseconds() -> None:
    text = (
        "my son is 6 and he has ccs for his heart we need rides to the cardiologist on friday. " * 3
    )
    find_crisis(text, "en")
    fastest = min(_seconds(text[:200]) for _ in range(20))
    assert fastest < 0.01  # 0.001 measured; the rest is room for a busy machine


@pytest.mark.parametrize(
    "text", ["a " * 50_000, "死" * 100_000, "x" * 100_000, "he hit me " * 9_000]
)
def test_a_huge_text_takes_under_a_second(text: str) -> None:
    find_crisis("warm", "en")
    assert _seconds(text) < 1


def _seconds(text: str) -> float:
    start = time.perf_counter()
    find_crisis(text, "en")
    return time.perf_counter() - start
