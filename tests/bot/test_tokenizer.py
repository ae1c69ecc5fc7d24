"""Each message is taken apart in its own language, or by its script when nobody says the language."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rasa.nlu.constants import TOKENS_NAMES
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.tokenizer import SpacyLanguageTokenizer, choose_language, script_language, words
from ecm.languages import LANGUAGES


@pytest.mark.parametrize(
    ("tag", "text", "expected"),
    [
        ("en", "is it free", "is it free"),
        ("en", "I don't know, is Medi-Cal free?", "I do n't know , is Medi - Cal free ?"),
        ("en", "don’t txt me", "do n’t txt me"),
        ("es", "¿Cuánto cuesta? No sé…", "¿ Cuánto cuesta ? No sé …"),
        ("zh-Hant", "要多少錢", "要 多 少 錢"),
        ("zh-Hant", "我想申請ECM服務", "我 想 申 請 ECM 服 務"),
        ("zh-Hant", "我個仔有CCS同Medi-Cal，6歲", "我 個 仔 有 CCS 同 Medi-Cal ， 6 歲"),
        ("zh-Hant", "打 530-555-0142 搵Peña小姐", "打 530 - 555 - 0142 搵 Peña 小 姐"),
        ("zh-Hant", "佢冇屋住呀😭", "佢 冇 屋 住 呀 😭"),
        ("zh-Hans", "我想申请", "我 想 申 请"),
        ("en", "😀 👍", "😀 👍"),
        ("zh-Hant", "😀👍", "😀 👍"),
        ("ar", "أريد المساعدة لطفلي", "أريد المساعدة لطفلي"),
        ("th", "สวัสดีครับ ขอบคุณ", "สวัสดีครับ ขอบคุณ"),
        ("ko", "도와 주세요", "도와 주세요"),
        ("ru", "Привет, мир", "Привет , мир"),
        ("en", "a\n\nb", "a b"),
        ("en", "", ""),
        ("en", " \n ", ""),
    ],
)
def test_a_text_is_taken_apart_as_its_language_writes(tag: str, text: str, expected: str) -> None:
    assert [token for _, token in words(text, tag)] == expected.split()


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("how much", "en"),
        ("cuánto", "en"),
        ("多少錢", "zh-Hant"),
        ("my name is 陳小明", "zh-Hant"),
        ("أريد", "ar"),
        ("Привет", "ru"),
        ("Բարև", "hy"),
        ("नमस्ते", "hi"),
        ("สวัสดี", "en"),
        ("😀👍", "en"),
        ("123 !?", "en"),
        ("", "en"),
    ],
)
def test_the_script_speaks_when_nobody_says_the_language(text: str, tag: str) -> None:
    assert script_language(text) == tag
    assert choose_language(None, text) == tag


@pytest.mark.parametrize(
    ("said", "text", "chosen"),
    [
        ("es", "cuanto", "es"),
        ("vi", "Tôi cần giúp đỡ", "vi"),
        ("zh-Hans", "多少钱", "zh-Hans"),
        ("zh-Hant", "how much", "en"),  # Chinese tokenizing takes Latin words apart by character
        ("zh-Hant", "ok 多謝", "zh-Hant"),
        ("en", "多少錢", "zh-Hant"),  # English tokenizing leaves a Chinese sentence in one piece
        ("es", "你好 hola", "zh-Hant"),
        ("ar", "👍", "ar"),
    ],
)
def test_the_persons_language_goes_unless_chinese_and_not_chinese_disagree(
    said: str, text: str, chosen: str
) -> None:
    assert choose_language(said, text) == chosen


def test_metadata_names_the_language_in_messages_and_in_training_examples() -> None:
    tokenizer = SpacyLanguageTokenizer(SpacyLanguageTokenizer.get_default_config())
    for metadata in (
        {"language": "es"},
        {"intent": {"language": "es"}},
        {"example": {"language": "es"}, "intent": {"language": "en"}},
    ):
        message = Message({TEXT: "¿dónde?", "metadata": metadata})
        tokenizer.process([message])
        assert [t.text for t in message.get(TOKENS_NAMES[TEXT])] == ["¿", "dónde", "?"]
    plain = Message({TEXT: "要多少錢"})
    tokenizer.process([plain])
    assert [(t.start, t.text) for t in plain.get(TOKENS_NAMES[TEXT])][-1] == (3, "錢")


@pytest.mark.parametrize("tag", LANGUAGES)
def test_every_language_has_its_tokens(tag: str) -> None:
    own_name = LANGUAGES[tag].own_name
    assert "".join(token for _, token in words(own_name, tag)) == own_name.replace(" ", "")


_SCRIPTS = st.sampled_from("a'’- 9é你錢أรП😀👍🏽\u200d\u0301\n\u3000.,;(")


@given(
    st.one_of(st.text(max_size=40), st.text(_SCRIPTS, max_size=40)),
    st.sampled_from([None, *LANGUAGES]),
)
def test_tokens_stand_where_they_say_and_hold_all_but_spaces(text: str, tag: str | None) -> None:
    found = words(text, tag)
    end = 0
    for start, token in found:
        assert start >= end and text[start : start + len(token)] == token
        assert text[end:start].strip() == ""
        end = start + len(token)
    assert text[end:].strip() == ""
