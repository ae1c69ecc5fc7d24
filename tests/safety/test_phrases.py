"""The pattern notation, the spelling and the rule files say what they seem to say."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from ecm.folding import fold
from ecm.phrases import Phrasebook
from ecm.rule_files import RuleFileError, read_rule_file
from ecm.spelling import DATA, LONGEST_READ, Speller, load_rules

FILES = sorted(
    f"{folder}/{path.name}"
    for folder in ("safety", "opt_out", "spellings")
    for path in (DATA / folder).glob("*.yml")
)
ENGLISH = Speller({"do not": ["dont"], "to": ["2"]}, [[r"([a-z])\1+", r"\1"]])


def matches(pattern: str, text: str, **groups: list[str]) -> bool:
    book = Phrasebook(ENGLISH, {"rule": [pattern]}, groups, "en")
    return bool(book.find(book.read(text), frozenset({"rule"})))


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("die", "i want to DIE"),
        ("kill|hurt me", "he will hurt me"),
        ("better_off|happier without me", "they are better off without me"),
        ("@who hits", "my husband hits"),
        ("want to? die", "i want die"),
        ("want to? die", "i want 2 die"),
        ("amenaz*", "me esta amenazando"),
        ("suicide~", "suicde"),
        ("suicide~", "suicidee"),
        ("want .. die", "i want very much to die"),
        ("^ stop $", "Stop!"),
        ("^ stop $", "No thanks. Stop. Bye"),
        ("do_not text", "don't text"),
        ("想 .. 死", "我想要去死"),
    ],
)
def test_a_pattern_matches(pattern: str, text: str) -> None:
    assert matches(pattern, text, who=["he", "my husband"])


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("die", "diet"),
        ("kill|hurt me", "hurt you"),
        ("want to? die", "want not die"),
        ("want .. die", "want one two three four die"),
        ("want .. die", "i want it. they die"),
        ("^ stop $", "bus stop"),
        ("suicide~", "inside"),
        ("^ stop $", "no. do not stop. bye"),
    ],
)
def test_a_pattern_does_not_match(pattern: str, text: str) -> None:
    assert not matches(pattern, text)


@pytest.mark.parametrize("pattern", ["", "  ", "a?", "..3", "@nobody hits", "a|", "|"])
def test_a_malformed_pattern_is_refused(pattern: str) -> None:
    with pytest.raises(RuleFileError):
        Phrasebook(ENGLISH, {"rule": [pattern]}, {}, "en")


def test_what_people_write_is_not_kept() -> None:
    book = Phrasebook(ENGLISH, {"rule": ["stop texting"]}, {}, "en")
    assert book.read("stop texting Maria").words == ("^", "stop", "texting", "_", "$")


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("\uff21\uff2c\uff34\uff2f", "alto"),
        ("¡Niño  MÍO!", "¡nino mio!"),
        ("don\u2019t", "don't"),
        ("nooooo", "noo"),
        ("8000", "8000"),
        ("й", "й"),
        ("zero\u200bwidth", "zerowidth"),
        ("ca\u00b4t", "ca't"),
    ],
)
def test_folding_gives_one_plain_form(typed: str, plain: str) -> None:
    assert fold(typed) == plain


@given(st.text(max_size=200))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("dont", ("do", "not")),
        ("k1ll", ("kil",)),
        ("10mg at 2pm", ("10mg", "at", "2pm")),
        ("我想die", ("我", "想", "die")),
        ("end. now", ("end", ".", "now")),
    ],
)
def test_spelling_gives_one_spelling(typed: str, words: tuple[str, ...]) -> None:
    known = frozenset({"kill"})
    assert ENGLISH.words(typed, known) == words


def test_letters_typed_apart_become_the_words_they_spell() -> None:
    known = frozenset({"stop", "i", "want"})
    assert ENGLISH.words("s t o p", known) == ("stop",)
    assert ENGLISH.words("s.t.o.p", known) == ("stop",)
    assert ENGLISH.words("i w a n t it", known) == ("i", "want", "it")
    assert ENGLISH.words("q x z j k", known) == ("qxzjk",)


def test_of_a_long_text_both_ends_are_read() -> None:
    words = ENGLISH.words("first " + "x " * LONGEST_READ + "last")
    assert (words[0], words[-1]) == ("first", "last")


@pytest.mark.parametrize("name", FILES)
def test_a_rule_file_has_no_key_twice_and_says_how_to_add_a_line(name: str) -> None:
    read_rule_file(DATA, name)
    assert "To add" in (DATA / name).read_text(encoding="utf-8").split("\n\n")[0][:1500]


@pytest.mark.parametrize("name", [name for name in FILES if name.startswith("spellings")])
def test_a_way_of_typing_stands_for_one_spelling(name: str) -> None:
    read = yaml.safe_load((DATA / name).read_text(encoding="utf-8"))
    ways = [(way, spelling) for spelling, typed in read["spellings"].items() for way in typed]
    assert all(isinstance(way, str) and isinstance(spelling, str) for way, spelling in ways)
    assert len({way for way, _ in ways}) == len(ways)


@pytest.mark.parametrize("name", [name for name in FILES if not name.startswith("spellings")])
def test_every_rule_has_its_own_id_and_names_what_exists(name: str) -> None:
    read = yaml.safe_load((DATA / name).read_text(encoding="utf-8"))
    excuses = read.get("idioms") or read["near_misses"]
    ids = [each["id"] for each in (*read["rules"], *excuses)]
    assert len(set(ids)) == len(ids)
    named: set[Any] = {context for rule in read["rules"] for context in rule.get("unless", ())}
    assert named <= set(read.get("contexts", ()))
    kinds = {rule["kind"] for rule in read["rules"] if "kind" in rule}
    assert {one for each in excuses for one in each.get("for", ())} <= kinds | set(ids)


@pytest.mark.parametrize("content", ["[", "- a", "rules: []", ""])
def test_a_rule_file_that_cannot_be_used_is_refused(
    content: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "safety").mkdir()
    (tmp_path / "safety" / "en.yml").write_text(content, encoding="utf-8")
    monkeypatch.setattr("ecm.spelling.DATA", tmp_path)
    with pytest.raises(RuleFileError):
        load_rules("safety", "en", "rules", "idioms")
