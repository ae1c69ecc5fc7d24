"""What must never be in our words."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
import textstat
import yaml

from ecm.adapters.catalogues import CatalogueTexts
from ecm.languages import LIVE
from ecm.messages import MESSAGES, Message
from tools import catalogues

ROOT = Path(__file__).resolve().parents[2]
TEXTS = CatalogueTexts()

# The carrier's own words (Twilio's defaults and the FCC's list).
RESERVED = (
    "STOP",
    "STOPALL",
    "UNSUBSCRIBE",
    "END",
    "QUIT",
    "CANCEL",
    "REVOKE",
    "OPTOUT",
    "START",
    "UNSTOP",
    "YES",
    "HELP",
    "INFO",
    "ALTO",
    "PARAR",
    "CANCELAR",
    "AYUDA",
    "SÍ",
    "SI",
)
# These say what the carrier's words do, in the carrier's meaning.
EXPLAINS_CARRIER_WORDS = {
    "welcome",
    "opt_out_done",
    "opted_out_reminder",
    "opt_in_done",
    "help_keyword",
}
REQUIRED = [
    "welcome",
    "choose_language",
    "language_changed",
    "result_likely",
    "result_possible",
    "result_not_indicated",
    "next_join_plan",
    "next_get_medi_cal",
    "next_check_coverage",
    "offer_referral",
    "confirm_referral",
    "ask_agreement",
    "referral_submitted",
    "handoff_waiting",
    "crisis_self_harm",
    "crisis_unsafe",
    "medical_emergency",
    "opt_out_done",
    "opt_in_done",
    "help_keyword",
    "not_understood_choices",
    "not_understood_person",
    "trouble_try_again",
    "ask_member_name",
    "ask_member_birth_date",
    "ask_contact_phone",
    "ask_county",
    "ask_plan",
]


def words_of(message: Message) -> list[tuple[str, str, str]]:
    """Return (language, context, text) of every wording of a message."""
    return [
        (tag, context, TEXTS._template(message, context.partition("|")[2], tag, 12))
        for tag in LIVE
        for context in message.wordings()
    ]


def test_the_catalogues_are_whole() -> None:
    assert list(catalogues.faults()) == []


@pytest.mark.parametrize("name", REQUIRED)
def test_a_name_that_others_rely_on_is_there(name: str) -> None:
    assert name in MESSAGES


def test_every_fact_has_its_question_its_reason_to_ask_and_its_label() -> None:
    from ecm.screening import load_rules

    facts = set(load_rules().facts) - {"age_years"}
    for fact in facts:
        assert {f"ask_{fact}", f"why_{fact}", f"fact_{fact}"} <= set(MESSAGES), fact


def test_every_question_that_people_ask_has_its_answer() -> None:
    intents = yaml.safe_load((ROOT / "domain.yml").read_text())["intents"]
    topics = {str(i).removeprefix("ask_") for i in intents if str(i).startswith("ask_")}
    for topic in topics - {"my_ride", "my_appointment"}:
        assert f"answer_{topic}" in MESSAGES, topic


def test_no_reserved_word_of_the_carrier_is_offered_as_a_reply() -> None:
    pattern = re.compile(r"(?<![\w-])(" + "|".join(RESERVED) + r")(?![\w-])")
    for message in MESSAGES.values():
        if message.audience != "member" or message.name in EXPLAINS_CARRIER_WORDS:
            continue
        for tag, context, text in words_of(message):
            found = [w for w in pattern.findall(text) if w != "SI" or tag != "es"]
            assert not found, f"{tag} {context}: {found}"


def test_our_english_is_sixth_grade_or_simpler() -> None:
    for message in MESSAGES.values():
        if message.audience == "staff":
            continue
        for context, text in message.wordings().items():
            if len(text.split()) >= 8:
                grade = textstat.flesch_kincaid_grade(text)
                assert grade <= 6, f"{context} is grade {grade}: {text}"


def test_no_message_is_a_verdict() -> None:
    verdict = re.compile(
        r"\b(not eligible|ineligible|do not qualify|don't qualify|denied you|"
        r"no califica|no es elegible|不符合資格)\b",
        re.I,
    )
    for message in MESSAGES.values():
        for tag, context, text in words_of(message):
            assert not verdict.search(text), f"{tag} {context}"


def test_a_text_that_we_send_first_holds_no_health_word_and_no_name() -> None:
    private = {"name", "birth_date", "reasons", "programs", "plan"}
    health = re.compile(r"\b(ECM|Medi-Cal|CCS|clinic|doctor|pregnan|mental|foster|jail)", re.I)
    for message in MESSAGES.values():
        if message.proactive:
            for tag, context, text in words_of(message):
                assert not catalogues.placeholders(text) & private, f"{tag} {context}"
                assert not health.search(text), f"{tag} {context}"


def test_a_number_to_call_says_where_it_is_from() -> None:
    phone = re.compile(r"1-\d{3}-\d{3}-\d{4}")
    for message in MESSAGES.values():
        if message.audience == "member" and any(
            phone.search(t) for _, t in message.wordings().items()
        ):
            assert re.search(r"20\d\d", message.note), f"{message.name} gives no source and date"


def test_translations_keep_every_telephone_number() -> None:
    number = re.compile(r"(?<!\d)(?:1-\d{3}-\d{3}-\d{4}|988|911|741741)(?!\d)")
    for message in MESSAGES.values():
        for context, english in message.wordings().items():
            variant = context.partition("|")[2]
            wanted = set(number.findall(english))
            for tag in LIVE:
                text = TEXTS._template(message, variant, tag, 12)
                assert wanted <= set(number.findall(text)), f"{tag} {context}"


def _strings(path: Path) -> list[str]:
    """Return a module's string constants that are not docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr)
    }
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in docstrings
    ]


@pytest.mark.parametrize("folder", ["actions", "ecm/dialogue"])
def test_no_prose_outside_the_catalogue(folder: str) -> None:
    for path in (ROOT / folder).rglob("*.py"):
        for text in _strings(path):
            words = re.findall(r"[A-Za-zÀ-ÿ]{2,}", text)
            wrong = len(words) >= 4 and " " in text and not text.startswith("no such")
            wrong = wrong and not text.startswith(("a row", "a stored"))
            assert not wrong, f"{path.relative_to(ROOT)}: {text!r}"


def test_the_domain_holds_names_only() -> None:
    domain = yaml.safe_load((ROOT / "domain.yml").read_text())
    for name, responses in (domain.get("responses") or {}).items():
        assert all(set(r) <= {"text"} and r.get("text") == name for r in responses), name


def test_templates_hold_no_prose() -> None:
    names = r"\{% block kind %\}\w*\{% endblock %\}"  # a class of the page, not a word for people
    tags = re.compile(
        names + r"|<(script|style)\b.*?</\1>|<[^>]+>|\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.S
    )
    for path in (ROOT / "web" / "templates").rglob("*.html"):
        if path.name == "simulator.html":
            continue  # an English tool for those who run the service; never in production
        rest = tags.sub(" ", path.read_text(encoding="utf-8"))
        words = re.findall(r"[A-Za-z]{3,}", rest)
        assert not words, f"{path.name}: {words}"
