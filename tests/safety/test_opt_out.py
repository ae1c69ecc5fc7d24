"""A wish for no more messages is heard in any words; what only sounds like it is not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from ecm.consent import OptOut, find_help_keyword, find_opt_in, find_opt_out

TAGS = ("en", "es", "zh-Hant")
NLU = Path(__file__).resolve().parents[2] / "data" / "nlu"
LEAST_CAUGHT = 0.99
MOST_FALSE = 0.01
CARRIER = ("STOP", "STOPALL", "UNSUBSCRIBE", "END", "QUIT", "CANCEL", "REVOKE", "OPTOUT", "OPT OUT")


def listed(tag: str) -> dict[str, list[str]]:
    path = Path(__file__).parent / "opt_out" / f"{tag}.yml"
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
def test_nearly_every_wording_is_caught_and_hardly_a_near_miss(tag: str) -> None:
    lines = listed(tag)
    missed = [line for line in lines["opt_out"] if not find_opt_out(line, tag)]
    false = [line for line in lines["near_miss"] if find_opt_out(line, tag)]
    assert len(missed) <= (1 - LEAST_CAUGHT) * len(lines["opt_out"]), missed
    assert len(false) <= MOST_FALSE * len(lines["near_miss"]), false


@pytest.mark.parametrize("tag", TAGS)
def test_what_others_wrote_for_the_model_is_heard_too(tag: str) -> None:
    lines = learned(tag)
    wishes = [line for intent, line in lines if intent == "stop_messages"]
    others = [line for intent, line in lines if intent != "stop_messages"]
    missed = [line for line in wishes if not find_opt_out(line, tag)]
    false = [line for line in others if find_opt_out(line, tag)]
    assert len(missed) <= 0.05 * len(wishes), missed
    assert len(false) <= 0.005 * len(others), false


@pytest.mark.parametrize("tag", TAGS)
def test_every_list_has_eighty_wishes_and_eighty_near_misses(tag: str) -> None:
    assert min(map(len, listed(tag).values())) >= 80


@pytest.mark.parametrize("word", CARRIER)
@pytest.mark.parametrize("typed", ["{}", " {}  ", "{}.", "{}!!", '"{}"', "\u201c{}\u201d", "({})"])
def test_the_carriers_words_count_alone_whatever_stands_around_them(word: str, typed: str) -> None:
    for text in (typed.format(word), typed.format(word.lower()), typed.format(word.title())):
        found = find_opt_out(text, "zh-Hant")
        assert found is not None
        assert found.exact
        assert found.rule.startswith("en:keyword:")
        assert found.scope == "all"


@pytest.mark.parametrize(
    "text",
    ["ALTO", "¡Alto!", "parar", "DETENER", "cancelar", "Cancela", "BAJA", "dar de baja"]
    + ["停止", "退訂", "取消訂閱", "取消订阅", "停", "取消", "\uff33\uff34\uff2f\uff30"],
)
def test_translated_words_count_alone_too(text: str) -> None:
    found = find_opt_out(text, None)
    assert found is not None
    assert found.exact


@pytest.mark.parametrize(
    "text",
    [
        "do not text me",
        "stop texting",
        "take me off your list",
        "remove my number",
        "quit messaging me",
        "unsubscribe me",
        "leave me alone with these texts",
        "unsubscribe my mom from this",
        "S T O P",
        "stpo",
        "ya no me manden mensajes",
        "dejen de mandarme textos",
        "quítenme de la lista",
        "bórrenme",
        "no me escriban más",
        "別再傳簡訊給我",
        "不要再發短信",
        "唔好再send嘢俾我",
        "我要取消訂閱",
    ],
)
def test_must_be_heard(text: str) -> None:
    found = find_opt_out(text, "en")
    assert found is not None
    assert not found.exact


@pytest.mark.parametrize(
    "text",
    [
        "stop by the clinic",
        "cancel my ride",
        "end of the month",
        "bus stop",
        "quit smoking",
        "can't stop crying",
        "stop the pain",
        "no pares",
        "quiero cancelar la cita",
        "parada de autobús",
        "baja la fiebre",
        "停車",
        "巴士站",
        "停藥",
        "can i quit the program later",
        "please dont stop helping us",
        "stop asking me that",
        "dont text me after 9",
        "why did you stop texting me",
        "cancelled",
        "yes",
        "no",
        "start",
        "help",
        "",
        "\N{SLICE OF PIZZA}",
    ],
)
def test_must_not_be_taken_for_a_wish_to_stop(text: str) -> None:
    assert find_opt_out(text, "en") is None


@pytest.mark.parametrize("text", ["START", "start", " Start. ", "UNSTOP", "iniciar", "恢復"])
def test_start_asks_for_messages_again(text: str) -> None:
    assert find_opt_in(text)
    assert find_opt_out(text, None) is None


@pytest.mark.parametrize(
    "text", ["yes", "YES", "sí", "是", "start the questions", "start over", ""]
)
def test_an_ordinary_yes_stays_an_answer(text: str) -> None:
    assert not find_opt_in(text)


@pytest.mark.parametrize("text", ["HELP", "help!", "Info", "AYUDA", "幫助", "帮助"])
def test_help_alone_is_the_carriers_help_word(text: str) -> None:
    assert find_help_keyword(text)


@pytest.mark.parametrize("text", ["help me", "i need help", "ayuda con comida", "幫助我媽媽", ""])
def test_help_among_other_words_is_not(text: str) -> None:
    assert not find_help_keyword(text)


def test_the_rule_that_heard_it_is_named_for_the_ledger() -> None:
    assert find_opt_out("ALTO", "es") == OptOut("es:keyword:alto", "all", exact=True)
    found = find_opt_out("dejen de mandarme textos", "es")
    assert found == OptOut("es-dejar-de", "all", exact=False)


@pytest.mark.parametrize("language", ["en", "es", "zh-Hant", "vi", None])
def test_every_language_is_heard_whatever_was_chosen(language: str | None) -> None:
    for text in ("stop texting me", "ya no me manden mensajes", "唔好再傳訊息畀我"):
        assert find_opt_out(text, language) is not None


@settings(max_examples=300, deadline=None)
@given(text=st.text(max_size=300), language=st.sampled_from(["en", "es", "zh-Hant", None]))
def test_no_text_breaks_it(text: str, language: str | None) -> None:
    for find in (lambda: find_opt_out(text, language), lambda: find_opt_in(text)):
        find()
    assert find_help_keyword(text) in {True, False}


@settings(max_examples=100, deadline=None)
@given(before=st.sampled_from([" ", "\t", "\n", "¡", "*"]), word=st.sampled_from(CARRIER))
def test_a_carrier_word_with_more_after_it_is_not_exact(before: str, word: str) -> None:
    found: Any = find_opt_out(f"{before}{word} my ride on friday", "en")
    assert found is None or not found.exact
