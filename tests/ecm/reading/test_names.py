"""Names in any script; sentences are not names."""

from __future__ import annotations

import pytest

from ecm.reading.names import read_name


@pytest.mark.parametrize(
    ("text", "language", "name"),
    [
        ("Maria Lopez", "en", "Maria Lopez"),
        ("maria lopez", "en", "Maria Lopez"),
        ("his name is juan perez", "en", "Juan Perez"),
        ("hes juan", "en", "Juan"),
        ("my son's name is Luis", "en", "Luis"),
        ("my daughter maria de la cruz", "en", "Maria de la Cruz"),
        ("it's Kevin O'Brien", "en", "Kevin O'Brien"),
        ("anne-marie o'neil", "en", "Anne-Marie O'Neil"),
        ("Lopez, Maria", "en", "Lopez, Maria"),
        ("Ana Ruiz, she is 6", "en", "Ana Ruiz"),
        ("John Smith 3rd", "en", "John Smith 3rd"),
        ("DeShawn McDonald", "en", "DeShawn McDonald"),
        ("name: isabel", "en", "Isabel"),
        ("Maria 🙂", "en", "Maria"),
        ("Will May", "en", "Will May"),
        ("MARIA LOPEZ", "en", "MARIA LOPEZ"),
        ("An Do", "en", "An Do"),
        ("my nguyen", "en", "My Nguyen"),
        ("se llama Ana María", "es", "Ana María"),
        ("me llamo rosa", "es", "Rosa"),
        ("su nombre completo es josé luis garcía", "es", "José Luis García"),
        ("mi hijo se llama jose", "es", "Jose"),
        ("es Esmeralda", "es", "Esmeralda"),
        ("esmeralda núñez por favor", "es", "Esmeralda Núñez"),
        ("Simón Bolívar", "es", "Simón Bolívar"),
        ("王小明", "zh-Hant", "王小明"),
        ("她叫王小明", "zh-Hant", "王小明"),
        ("名字是王小明", "zh-Hant", "王小明"),
        ("姓名：王小明", "zh-Hant", "王小明"),
        ("我個仔叫陳大文", "zh-Hant", "陳大文"),
        ("佢個名係李小龍", "zh-Hant", "李小龍"),
        ("歐陽娜娜", "zh-Hant", "歐陽娜娜"),
        ("王小明 謝謝", "zh-Hant", "王小明"),
        ("Wong Siu Ming", "zh-Hant", "Wong Siu Ming"),
        ("Nguyễn Thị Ánh", "vi", "Nguyễn Thị Ánh"),
        ("Աննա Պետրոսյան", "hy", "Աննա Պետրոսյան"),
        ("محمد علی‌پور", "fa", "محمد علی‌پور"),
        ("สมชาย ใจดี", "th", "สมชาย ใจดี"),
        ("김민수", "ko", "김민수"),
    ],
)
def test_a_name_is_read(text: str, language: str, name: str) -> None:
    assert read_name(text, language) == name


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("12345", "en"),
        ("05/03/2015", "en"),
        ("what name?", "en"),
        ("why do you need it", "en"),
        ("i dont want to say", "en"),
        ("yes", "en"),
        ("no", "en"),
        ("skip", "en"),
        ("idk", "en"),
        ("he lives with me and my mom", "en"),
        ("maria@example.com", "en"),
        ("A", "en"),
        ("", "en"),
        ("x" * 90, "en"),
        ("Maria Lopez " * 8, "en"),
        ("...", "en"),
        ("🙂", "en"),
        ("hello", "en"),
        ("¿para qué?", "es"),
        ("no se", "es"),
        ("no quiero decir", "es"),
        ("tiene 6 años", "es"),
        ("necesito ayuda", "es"),
        ("prefiero no decirlo", "es"),
        ("我唔想講", "zh-Hant"),
        ("為什麼要問", "zh-Hant"),
        ("不知道", "zh-Hant"),
        ("跳過", "zh-Hant"),
        ("佢六歲", "zh-Hant"),
        ("王", "zh-Hant"),
        ("我想要幫我的孩子申請", "zh-Hant"),
    ],
)
def test_a_sentence_a_number_or_a_question_is_no_name(text: str, language: str) -> None:
    assert read_name(text, language) is None
