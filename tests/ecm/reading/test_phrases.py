"""Texts as clauses of tokens, and many phrases found at once."""

from __future__ import annotations

import pytest

from ecm.reading.phrases import Phrases, clauses, tokens


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("He's 6, thanks!", [["he", "is", "6"], ["thanks"]]),
        ("I'm fine. We're ok", [["i", "am", "fine"], ["we", "are", "ok"]]),
        ("my son's 6", [["my", "son", "is", "6"]]),
        ("L.A. Care", [["la", "care"]]),
        ("e.r. visits", [["er", "visits"]]),
        ("2-3 or 4/5", [["2", "-", "3", "or", "4", "-", "5"]]),
        ("10:30", [["10", ":", "30"]]),
        ("6yo", [["6", "yo"]]),
        ("我個仔6歲，佢有CCS。", [["我", "個", "仔", "6", "歲"], ["佢", "有", "ccs"]]),
        ("¿Tiene 6? Sí", [["tiene", "6"], ["si"]]),
        ("don't", [["dont"]]),
        ("6 1/2 years", [["6", "years"]]),
        ("हिन्दी में", [["हिन्दी", "में"]]),
        ("", []),
        ("😀 !!!", []),
    ],
)
def test_a_text_is_split_into_clauses_of_tokens(text: str, parts: list[list[str]]) -> None:
    assert clauses(text) == parts


def test_brackets_are_alternatives_that_nest_and_may_be_empty() -> None:
    found = Phrases([("we (live|stay (over|)) in (a|) motel", True)])
    for text in ("we live in a motel", "we stay in motel", "we stay over in a motel"):
        assert found.whole(tokens(text)) == (True,)
    assert found.whole(tokens("we live over in a motel")) == ()


def test_an_underscore_is_any_one_word() -> None:
    found = Phrases([("my _ friend", 1)])
    assert [match.end for match in found.find(tokens("my best friend"))] == [3]
    assert found.find(tokens("my very best friend")) == []
    assert found.find(tokens("my friend")) == []


def test_a_dollar_sign_is_the_end_of_the_clause() -> None:
    found = Phrases([("for me $", True)])
    assert found.find(tokens("is this for me"))
    assert not found.find(tokens("for me and him"))


def test_the_longest_phrase_at_a_place_wins() -> None:
    found = Phrases([("health", "short"), ("health net", "long")])
    assert [m.values for m in found.find_apart(tokens("health net health"))] == [
        ("long",),
        ("short",),
    ]


def test_a_phrase_may_stand_for_several_values() -> None:
    assert Phrases([("a", 1), ("a", 2), ("a", 1)]).whole(["a"]) == (1, 2)


def test_millions_of_alternatives_cost_no_more_than_they_are_long() -> None:
    words = "|".join(f"w{n}" for n in "abcdefghij")
    found = Phrases([(" ".join([f"({words})"] * 12), True)])
    assert found.whole(tokens("wa wb wc wd we wf wg wh wi wj wa wb")) == (True,)


def test_brackets_that_do_not_match_are_refused() -> None:
    with pytest.raises(ValueError, match="brackets"):
        Phrases([("a|b", True)])
