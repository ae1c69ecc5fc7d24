"""Who it is about, and what the writer is to them."""

from __future__ import annotations

import pytest

from ecm.reading.phrases import clauses
from ecm.reading.relationships import read_named, read_relationship, read_subject


@pytest.mark.parametrize(
    ("text", "language", "subject"),
    [
        ("me", "en", "self"),
        ("for myself", "en", "self"),
        ("its for me", "en", "self"),
        ("just me", "en", "self"),
        ("my son", "en", "child"),
        ("my son hes 6", "en", "child"),
        ("my daughter", "en", "child"),
        ("kid", "en", "child"),
        ("my kids", "en", "child"),
        ("for my baby", "en", "child"),
        ("my grandson", "en", "child"),
        ("my foster daughter", "en", "child"),
        ("my mijo", "en", "child"),
        ("i need help with my son", "en", "child"),
        ("my niece", "en", "child"),
        ("my little brother", "en", "child"),
        ("my mom", "en", "other"),
        ("my husband", "en", "other"),
        ("my client", "en", "other"),
        ("i have a patient", "en", "other"),
        ("someone i help", "en", "other"),
        ("help my friend", "en", "other"),
        ("i am a social worker", "en", "other"),
        ("yo", "es", "self"),
        ("para mí", "es", "self"),
        ("es para mi", "es", "self"),
        ("mi hijo", "es", "child"),
        ("para mi hijo", "es", "child"),
        ("es para mi hija", "es", "child"),
        ("mijo", "es", "child"),
        ("mi nena", "es", "child"),
        ("mi nieto", "es", "child"),
        ("mis hijos", "es", "child"),
        ("mi mamá", "es", "other"),
        ("mi esposo", "es", "other"),
        ("un cliente", "es", "other"),
        ("alguien que ayudo", "es", "other"),
        ("我", "zh-Hant", "self"),
        ("我自己", "zh-Hant", "self"),
        ("本人", "zh-Hant", "self"),
        ("我兒子", "zh-Hant", "child"),
        ("我個仔", "zh-Hant", "child"),
        ("個囡", "zh-Hant", "child"),
        ("我女儿", "zh-Hant", "child"),
        ("我孫女", "zh-Hant", "child"),
        ("我媽媽", "zh-Hant", "other"),
        ("我老公", "zh-Hant", "other"),
        ("我的個案", "zh-Hant", "other"),
        ("幫我個女申請", "zh-Hant", "child"),
        ("my son 唔該", "zh-Hant", "child"),
    ],
)
def test_the_subject_is_read(text: str, language: str, subject: str) -> None:
    assert read_subject(text, language) == subject


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("ok", "en"),
        ("can you tell me about this", "en"),
        ("we stay at my aunts", "en"),
        ("i live with my mom", "en"),
        ("me and my son", "en"),
        ("my son and i", "en"),
        ("my mom told me about this", "en"),
        ("a friend told me", "en"),
        ("my kids school", "en"),
        ("what happened with my case", "en"),
        ("my son and my husband", "en"),
        ("", "en"),
        ("not for my son", "en"),
        ("mi hijo y yo", "es"),
        ("vivo con mi mama", "es"),
        ("en la casa de mi hermana", "es"),
        ("mi mama me dijo", "es"),
        ("gracias", "es"),
        ("我同個仔住", "zh-Hant"),
        ("好", "zh-Hant"),
        ("我同我老公", "zh-Hant"),
    ],
)
def test_places_sources_and_several_people_are_no_subject(text: str, language: str) -> None:
    assert read_subject(text, language) is None


@pytest.mark.parametrize(
    ("text", "language", "relationship"),
    [
        ("mom", "en", "parent"),
        ("I'm his mom", "en", "parent"),
        ("my son", "en", "parent"),
        ("stepdad", "en", "parent"),
        ("grandma", "en", "grandparent"),
        ("my grandson", "en", "grandparent"),
        ("foster mom", "en", "foster_parent"),
        ("my foster daughter", "en", "foster_parent"),
        ("i am her legal guardian", "en", "guardian"),
        ("im her aunt", "en", "relative"),
        ("my mom", "en", "relative"),
        ("my husband", "en", "relative"),
        ("my nephew", "en", "relative"),
        ("the teacher", "en", "professional"),
        ("social worker", "en", "professional"),
        ("my client", "en", "professional"),
        ("a neighbor", "en", "friend"),
        ("myself", "en", "self"),
        ("soy la abuela", "es", "grandparent"),
        ("mamá", "es", "parent"),
        ("mi nieto", "es", "grandparent"),
        ("su hermana mayor", "es", "relative"),
        ("soy su mama de crianza", "es", "foster_parent"),
        ("trabajadora social", "es", "professional"),
        ("tía", "es", "relative"),
        ("comadre", "es", "friend"),
        ("媽媽", "zh-Hant", "parent"),
        ("我是他媽媽", "zh-Hant", "parent"),
        ("我個仔", "zh-Hant", "parent"),
        ("我係佢姨姨", "zh-Hant", "relative"),
        ("社工", "zh-Hant", "professional"),
        ("外婆", "zh-Hant", "grandparent"),
        ("監護人", "zh-Hant", "guardian"),
        ("朋友", "zh-Hant", "friend"),
    ],
)
def test_the_relationship_is_read_from_either_side(
    text: str, language: str, relationship: str
) -> None:
    assert read_relationship(text, language) == relationship


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("daughter", "en"),
        ("ok", "en"),
        ("i am the mother and the foster mom", "en"),
        ("somebody else", "en"),
        ("", "en"),
        ("hija", "es"),
        ("no", "es"),
        ("女兒", "zh-Hant"),
        ("是", "zh-Hant"),
    ],
)
def test_a_relationship_that_could_be_either_side_is_not_guessed(text: str, language: str) -> None:
    assert read_relationship(text, language) is None


@pytest.mark.parametrize(
    ("text", "language", "screened"),
    [
        ("sign up my son", "en", "child"),
        ("its for my daughter", "en", "child"),
        ("my son needs a care manager", "en", "child"),
        ("for myself", "en", "self"),
        ("my aunt needs it", "en", "other"),
        ("para mi hija", "es", "child"),
        ("es para mí", "es", "self"),
        ("幫我個仔報名", "zh-Hant", "child"),
        ("我媽媽需要", "zh-Hant", "other"),
        ("i have to ask my husband", "en", None),
        ("will my parents know", "en", None),
        ("these texts wake up my baby", "en", None),
        ("can my husband see this", "en", None),
        ("este mensaje no es para mi", "es", None),
        ("my cousin told me my son qualifies", "en", "child"),
        ("不要讓我媽知道", "zh-Hant", None),
        ("我老公看得到嗎", "zh-Hant", None),
    ],
)
def test_to_mention_somebody_is_not_to_ask_for_them(
    text: str, language: str, screened: str | None
) -> None:
    assert read_named(clauses(text), language).screened == screened
