"""Takes one turn of a conversation and answers it by message names, once and for good.

Everything a turn reads and changes happens in one transaction together with its answer, so that the
same message again, after a crash or a redelivery, gets the same answer and changes nothing.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Callable, Mapping

from ecm.dialogue import (
    channel_talk,
    plain_talk,
    referral_talk,
    result_talk,
    safety_talk,
    screening_talk,
)
from ecm.dialogue.answer_reading import short_answer
from ecm.dialogue.choices import MENU
from ecm.dialogue.state import State
from ecm.dialogue.talk import Talk, Tools
from ecm.errors import EcmError
from ecm.ports import Say, Turn
from ecm.records import Conversation, Session, Store

Handler = Callable[[Talk], "list[Say]"]

_SUBJECTS = {"refer_self": "self", "refer_child": "child", "refer_someone": "other"}


class UnknownConversation(EcmError):
    """A turn names a conversation that is not in the store."""

    code = "unknown_conversation"


class Dialogue:
    """The conversation engine: deterministic, transactional, idempotent per message.

    Args:
        store: where conversations, screenings and referrals are kept.
        tools: rules, words, clock and settings.
    """

    def __init__(self, store: Store, tools: Tools) -> None:
        self._store = store
        self._tools = tools

    def respond(self, turn: Turn) -> tuple[Say, ...]:
        """Answer one turn; the same `inbound_id` again returns the same answer.

        Raises:
            UnknownConversation: there is no such conversation.
            StoreUnavailable: the database is away; nothing was changed.
        """
        # Nothing is promised yet: the outbox commit or the claim before sending syncs this one too.
        with self._store.begin(passing=True) as session:
            said = session.turn_replies(turn.inbound_id)
            if said is not None:
                return said
            conversation = session.conversation(turn.conversation_id)
            if conversation is None:
                raise UnknownConversation("no such conversation")
            return self._respond(turn, conversation, session)

    def _respond(self, turn: Turn, conversation: Conversation, session: Session) -> tuple[Say, ...]:
        state = State.load(conversation.state)
        talk = Talk(turn, conversation, state, session, self._tools, conversation.language)
        says = _first_words(talk, _offer_language(talk, _handle(talk)))
        says = [say if say.language else replace(say, language=talk.language) for say in says]
        state.remember(says)
        session.save_state(conversation.id, state.dump(), talk.language)
        session.save_turn(conversation.id, turn.inbound_id, says)
        return tuple(says)


def _offer_language(talk: Talk, says: list[Say]) -> list[Say]:
    """Offer the language that a whole sentence was written in, in place of our next question.

    The question comes back right after the answer to the offer.
    """
    if talk.turn.act in _FIRST_ACTS or len(talk.turn.text.split()) < _SENTENCE_WORDS:
        return says
    offered = channel_talk.offer_switch(talk)
    if not offered or talk.state.paused is None:
        return says
    question = talk.state.paused["say"]["name"]
    return [say for say in says if say.name not in (question, "resume_question")] + offered


def _first_words(talk: Talk, says: list[Say]) -> list[Say]:
    """Put our first words before the answer to somebody new."""
    if talk.state.greeted or talk.turn.act in _NEVER_WELCOMED:
        return says
    talk.state.greeted = True
    return [plain_talk.welcome(talk)] + [say for say in says if say.name != "menu" or say.choices]


def _handle(talk: Talk) -> list[Say]:
    act = talk.turn.act
    if act in _FIRST_ACTS and not _only_guessed_danger(talk):
        return _FIRST_ACTS[act](talk)
    says = _answer_pending(talk)
    if says is None:
        says = _ACTS.get(act, plain_talk.not_understood)(talk)
    if act != "not_understood" or (says and says[0].name not in _MISSED):
        talk.state.misses = 0 if not says or says[0].name not in _MISSED else talk.state.misses
    return says


def _only_guessed_danger(talk: Talk) -> bool:
    """Return whether danger was heard by the learned model alone in what reads as a plain answer.

    "hes 6" has hardly a feature to learn from; as the answer to "how old" it is not an emergency.
    """
    pending = talk.state.pending
    if talk.turn.act != "crisis" or "crisis" in talk.turn.entities or not pending:
        return False
    if pending["kind"] not in ("fact", "field") or len(talk.turn.text.split()) > _PLAIN_WORDS:
        return False
    return screening_talk.reads_as_answer(talk, pending["kind"], pending["name"])


def _answer_pending(talk: Talk) -> list[Say] | None:
    """Take the turn as the answer to the pending question, if it is one."""
    pending = talk.state.pending
    if pending is None:
        return _picked(talk) if talk.turn.choice else None
    kind, name = pending["kind"], pending["name"]
    if kind == "fact":
        says = _fact(talk, name)
    elif kind == "field":
        says = _field(talk, name)
    elif kind == "crisis":
        return safety_talk.answer_crisis(talk, name)
    elif kind == "after_crisis":
        return safety_talk.offer_way_back(talk)
    else:
        says = _PENDING[kind](talk)
    if says is None and talk.turn.choice:
        return _picked(talk)
    return says


def _fact(talk: Talk, name: str) -> list[Say] | None:
    if talk.turn.intent == "change_answer" and not _reads(talk, "fact", name):
        return None
    if (
        name == "birth_date"
        and talk.turn.act not in _ANSWERING
        and not any(c.isdigit() for c in talk.turn.text)
    ):
        return None
    return screening_talk.answer(talk, name)


def _field(talk: Talk, name: str) -> list[Say] | None:
    if talk.turn.intent == "change_answer" and not _reads(talk, "field", name):
        return None
    return referral_talk.answer_field(talk, name)


def _reads(talk: Talk, kind: str, name: str) -> bool:
    """Return whether the words are a plain answer to the pending question, and no more than that."""
    return len(talk.turn.text.split()) <= _PLAIN_WORDS and screening_talk.reads_as_answer(
        talk, kind, name
    )


def _offer(talk: Talk) -> list[Say] | None:
    short = short_answer(talk)
    values = [c.value for c in talk.state.offered()]
    if short == "yes" and values:
        return _pick(talk, values[0])
    if short in ("no", "skip"):
        return _pick(talk, "later")
    return None


def _same_person(talk: Talk) -> list[Say] | None:
    short, pending = short_answer(talk), talk.state.pending or {}
    if talk.turn.choice == "new_person" or short == "no":
        subject = pending.get("name")
        facts = screening_talk.hints(talk) | ({"subject": subject} if subject else {})
        return screening_talk.start_new(talk, facts)
    if talk.turn.choice == "same_person" or short == "yes":
        finished = talk.screening.get("finished")
        return result_talk.finish(talk) if finished else screening_talk.ask_next(talk)
    return None


def _which_answer(talk: Talk) -> list[Say] | None:
    if talk.turn.choice and talk.turn.choice.startswith("fact:"):
        return screening_talk.reopen(talk, talk.turn.choice.removeprefix("fact:"))
    return None


def _change_field(talk: Talk) -> list[Say] | None:
    if talk.turn.choice and talk.turn.choice.startswith("fact:"):
        return referral_talk.reopen(talk, talk.turn.choice.removeprefix("fact:"))
    return None


def _nothing(talk: Talk) -> list[Say] | None:
    return None


def _picked(talk: Talk) -> list[Say]:
    """Act on a pick that is not the pending question's, an old button for example."""
    return _pick(talk, talk.turn.choice or "")


def _pick(talk: Talk, value: str) -> list[Say]:
    if value.startswith("language:"):
        return channel_talk.switch_language(talk, value.removeprefix("language:"))
    handler = _PICKS.get(value)
    if handler:
        return handler(talk)
    return talk.ask_again() or result_talk.menu(talk)


def _refer(talk: Talk) -> list[Say]:
    subject = _SUBJECTS.get(talk.turn.intent)
    hinted = screening_talk.hints(talk)
    known = talk.facts.get("subject") if talk.state.screening else None
    other = subject is not None and known is not None and subject != known
    if not known or other or _sent(talk):
        return screening_talk.begin(talk, subject)
    return screening_talk.take_in(talk, hinted) + referral_talk.begin(talk)


def _sent(talk: Talk) -> bool:
    record = talk.state.referral and talk.session.referral(talk.state.referral)
    return bool(record and record.state != "draft")


def _what_is_ecm(talk: Talk) -> list[Say]:
    rest = tuple(choice for choice in MENU if choice.value != "what_is_ecm")
    return [Say("answer_what_is_ecm"), talk.ask("menu", "", Say("menu", choices=rest))]


def _later(talk: Talk) -> list[Say]:
    talk.state.pending, talk.state.choices = None, []
    return [Say("result_paused")]


def _continue(talk: Talk) -> list[Say]:
    talk.screening["told_likely"] = True
    return [Say("offer_more_questions")] + screening_talk.ask_next(talk)


def _go_on(talk: Talk) -> list[Say]:
    return safety_talk.go_on(talk) or result_talk.menu(talk)


def _take_answer(talk: Talk) -> list[Say]:
    """An answer to nothing: change one if that is meant, take in what it tells, else the menu."""
    if talk.turn.intent == "change_answer":
        return _change(talk)
    if screening_talk.hints(talk) and not talk.screening.get("finished"):
        return screening_talk.begin(talk)
    return talk.ask_again() or result_talk.menu(talk)


def _change(talk: Talk) -> list[Say]:
    pending = talk.state.pending
    if pending and pending["kind"] in ("field", "confirm", "agreement"):
        replaced = replace(talk.turn, choice="change")
        talk.turn = replaced
        return referral_talk.answer_confirm(talk) or []
    return screening_talk.change(talk)


def _check_eligibility(talk: Talk) -> list[Say]:
    return screening_talk.begin(talk)


def _not_understood(talk: Talk) -> list[Say]:
    """Try the person's own words as facts, then as another language, before giving up."""
    offered = channel_talk.offer_switch(talk)
    if offered:
        return offered
    hinted = screening_talk.hints(talk)
    if hinted and not (talk.state.pending and talk.state.pending["kind"] == "field"):
        return screening_talk.begin(talk)
    return plain_talk.not_understood(talk)


_PLAIN_WORDS = 4
_SENTENCE_WORDS = 3
_ANSWERING = frozenset(
    ("take_answer", "not_understood", "take_choice", "check_eligibility", "refer")
)
_MISSED = frozenset(("not_understood_choices", "not_understood_person"))
_NEVER_WELCOMED = frozenset(
    ("crisis", "stop_messages", "opted_out", "help_keyword", "wrong_number")
)

# Acts that come before any pending question.
_FIRST_ACTS: Mapping[str, Handler] = {
    "crisis": safety_talk.crisis,
    "stop_messages": channel_talk.stop,
    "resume_messages": channel_talk.resume,
    "opted_out": channel_talk.remind_opted_out,
    "help_keyword": channel_talk.help_keyword,
    "picture": plain_talk.picture,
}
_ACTS: Mapping[str, Handler] = {
    "take_answer": _take_answer,
    "explain_why": plain_talk.explain_why,
    "answer_question": plain_talk.answer_question,
    "check_eligibility": _check_eligibility,
    "refer": _refer,
    "check_referral": referral_talk.status,
    "greet": plain_talk.greet,
    "repeat": plain_talk.repeat,
    "start_over": plain_talk.start_over,
    "change_language": channel_talk.change_language,
    "talk_to_person": plain_talk.person,
    "wrong_number": channel_talk.wrong_number,
    "rides": plain_talk.rides,
    "visits": plain_talk.visits,
    "not_understood": _not_understood,
}
# Picks that mean the same wherever they are offered.
_PICKS: Mapping[str, Handler] = {
    "what_is_ecm": _what_is_ecm,
    "check_eligibility": _check_eligibility,
    "refer": referral_talk.begin,
    "status": referral_talk.status,
    "person": plain_talk.person,
    "languages": channel_talk.ask_language,
    "continue": _continue,
    "later": _later,
    "go_on": _go_on,
    "menu": result_talk.menu,
    "skip": _take_answer,
}
_PENDING: Mapping[str, Callable[[Talk], "list[Say] | None"]] = {
    "menu": _nothing,
    "offer": _offer,
    "same_person": _same_person,
    "which_answer": _which_answer,
    "change_field": _change_field,
    "confirm": referral_talk.answer_confirm,
    "agreement": referral_talk.answer_agreement,
    "stuck": _nothing,
    "way_back": _offer,
    "language": _nothing,
    "language_offer": _offer,
    "age_needed": _nothing,
}
