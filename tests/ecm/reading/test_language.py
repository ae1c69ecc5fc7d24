"""Which language is written, and which one is asked for."""

from __future__ import annotations

import pytest

from ecm.reading.language import detect_language, requested_language


@pytest.mark.parametrize(
    ("text", "stored", "tag"),
    [
        ("我需要幫助", "en", "zh-Hant"),
        ("我需要帮助", "zh-Hans", "zh-Hans"),
        ("唔該", None, "zh-Hant"),
        ("我想apply ECM", "en", "zh-Hant"),
        ("안녕하세요", "en", "ko"),
        ("こんにちは", None, "ja"),
        ("日本語です", "en", "ja"),
        ("ជួយខ្ញុំផង", "en", "km"),
        ("ຊ່ວຍຂ້ອຍແດ່", "en", "lo"),
        ("ช่วยด้วย", "en", "th"),
        ("Բարև", "en", "hy"),
        ("ਮਦਦ", "en", "pa"),
        ("मदद", "en", "hi"),
        ("помогите", "en", "ru"),
        ("допоможіть мені", "en", "uk"),
        ("мама", "uk", "uk"),
        ("مساعدة", "en", "ar"),
        ("کمک می‌خواهم", "en", "fa"),
        ("hola", "en", "es"),
        ("Gracias!", "en", "es"),
        ("buenos días", None, "es"),
        ("hello", "es", "en"),
        ("quiero saber si mi hijo califica", "en", "es"),
        ("necesito ayuda con transporte", "en", "es"),
        ("mi hijo tiene seis anos", "en", "es"),
        ("can i get help please", "es", "en"),
        ("we stay at my aunts since we lost our place", "es", "en"),
        ("tôi cần giúp đỡ cho con tôi", "en", "vi"),
        ("kuv xav tau kev pab", "en", "hmn"),
        ("kailangan ko po ng tulong para sa anak ko", "en", "tl"),
        ("\x00hi\x01 there you", "en", "en"),
        ("salamat po", "en", "tl"),
    ],
)
def test_the_language_is_detected(text: str, stored: str | None, tag: str) -> None:
    assert detect_language(text, stored) == tag


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("ok", "es"),
        ("no", "es"),
        ("si", "en"),
        ("no se", "en"),
        ("6", "en"),
        ("", "en"),
        ("😀", None),
        ("thanks", "es"),
        ("my name is 王小明", "en"),
        ("Maria Guadalupe Hernandez Lopez", "en"),
        ("partnership health plan", "es"),
        ("Los Angeles California", "en"),
        ("\x00\x01", "en"),
        ("y ya inscritos que nos van a dar", "zh-Hant"),
        ("no, no ha estado en foster care", "es"),
        ("CCS", "zh-Hant"),
    ],
)
def test_short_or_mixed_texts_never_flip_the_language(text: str, stored: str | None) -> None:
    assert detect_language(text, stored) in (None, stored, "es" if stored == "zh-Hant" else None)


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("english", "en"),
        ("English please", "en"),
        ("inglés", "en"),
        ("英文", "en"),
        ("español", "es"),
        ("spanish", "es"),
        ("en espanol", "es"),
        ("hablo español", "es"),
        ("西班牙文", "es"),
        ("do you speak spanish?", "es"),
        ("no hablo ingles", "es"),
        ("me puede hablar en español", "es"),
        ("中文", "zh-Hant"),
        ("chinese", "zh-Hant"),
        ("cantonese please", "zh-Hant"),
        ("chino", "zh-Hant"),
        ("可以說中文嗎", "zh-Hant"),
        ("我想用廣東話", "zh-Hant"),
        ("唔識英文", "zh-Hant"),
        ("简体中文", "zh-Hans"),
        ("tiếng việt", "vi"),
        ("vietnamese", "vi"),
        ("can i do this in vietnamese?", "vi"),
        ("越南話", "vi"),
        ("tagalog", "tl"),
        ("filipino", "tl"),
        ("한국어", "ko"),
        ("korean", "ko"),
        ("Հայերեն", "hy"),
        ("armenian", "hy"),
        ("русский", "ru"),
        ("ruso", "ru"),
        ("українська", "uk"),
        ("ukrainian", "uk"),
        ("فارسی", "fa"),
        ("farsi", "fa"),
        ("العربية", "ar"),
        ("arabic", "ar"),
        ("ខ្មែរ", "km"),
        ("cambodian", "km"),
        ("hmoob", "hmn"),
        ("hmong", "hmn"),
        ("ລາວ", "lo"),
        ("in lao please", "lo"),
        ("ไทย", "th"),
        ("speak thai", "th"),
        ("日本語", "ja"),
        ("japanese", "ja"),
        ("हिन्दी", "hi"),
        ("in hindi please", "hi"),
        ("ਪੰਜਾਬੀ", "pa"),
        ("punjabi", "pa"),
        ("mienh", "ium"),
        ("mien", "ium"),
        ("i need help with my son he has ccs can you text me in spanish", "es"),
        ("me puede explicar en español que es esto", "es"),
    ],
)
def test_a_language_asked_for_by_name_is_read(text: str, tag: str) -> None:
    assert requested_language(text) == tag


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hola",
        "hindi",
        "thai food",
        "lao",
        "my doctor doesn't speak spanish",
        "i want a care manager who speaks chinese",
        "my son speaks english",
        "i dont speak english",
        "su hijo habla español",
        "la que me toco no habla español",
        "spanish class",
        "change language",
        "english or spanish",
        "有冇會講廣東話嘅職員",
        "我媽媽只會說越南話",
        "6",
        "french toast",
        "no",
    ],
)
def test_a_language_said_of_others_or_of_none_is_not_asked_for(text: str) -> None:
    assert requested_language(text) is None
