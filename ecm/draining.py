"""Works off a conversation's inbox: oldest first, one worker at a time, each message once."""

from __future__ import annotations

import time
import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Sequence

from ecm.dialogue.engine import Dialogue
from ecm.dialogue.state import State
from ecm.ports import (
    Bot,
    BotFailed,
    BotRequest,
    BotUnavailable,
    Clock,
    Rendered,
    Say,
    Texts,
    Turn,
)
from ecm.records import Conversation, Inbound, Session
from ecm.says import say_from_json
from ecm.segments import count_segments, number_choices, split_for_sms
from ecm.sending import Sending
from ecm.triage import Triage, pick, triage

# Longer than one try at the bot (its client gives up after 9 s), short enough that a dead worker's
# conversation goes on within seconds. Doing a message twice is harmless: every step is idempotent.
_LEASE_S = 10.0
_RENEW_AFTER_S = 1.0
_RETRIES_S = (1, 2, 4, 8, 15, 30)
_HOLD_AFTER_S = 6.0
_TRIES_WHEN_FAILING = 3
_HOLDING_PART = 900
_SEGMENTS = 2
_DESPITE_OPT_OUT = frozenset(
    (
        "opt_out_done",
        "opted_out_reminder",
        "help_keyword",
        "crisis_self_harm",
        "crisis_unsafe",
        "medical_emergency",
        "crisis_can_talk",
        "crisis_cannot_talk",
        "unsafe_phone_safe",
        "unsafe_phone_not_safe",
    )
)


@dataclass(frozen=True)
class Drainer:
    """Handles everything that waits in a conversation.

    Args:
        store: the SQL store.
        dialogue: for what the core decides itself.
        bot: for what must be understood.
        texts: words.
        clock: time.
        sending: sends what is in the outbox.
    """

    store: Any
    dialogue: Dialogue
    bot: Bot
    texts: Texts
    clock: Clock
    sending: Sending

    def drain(self, conversation_id: str) -> int:
        """Handle what waits in a conversation and send what is due; return messages handled.

        Returns at once when another worker holds the conversation: that one looks again before
        it lets go, so nothing stays behind.
        """
        owner, handled = uuid.uuid4().hex, 0
        while self.store.lease(conversation_id, owner, _LEASE_S):
            try:
                handled += self._work(conversation_id, owner)
            finally:
                self.store.release(conversation_id, owner)
            if not self._more(conversation_id):
                break
        return handled

    def _more(self, conversation_id: str) -> bool:
        with self.store.look() as session:
            waiting: bool = session.next_inbound(conversation_id) is not None
        return waiting

    def _work(self, conversation_id: str, owner: str) -> int:
        handled, leased = 0, time.monotonic()
        while True:
            with self.store.look() as session:
                inbound = session.next_inbound(conversation_id)
                conversation = session.conversation(conversation_id)
                opted_out = conversation and session.opted_out(conversation.address_index)
            if inbound is not None and conversation is not None:
                handled += self._handle(inbound, conversation, bool(opted_out))
                leased = self._renew(conversation_id, owner, leased)
            self.sending.send_due(conversation_id)
            leased = self._renew(conversation_id, owner, leased)
            if inbound is None:
                return handled

    def _renew(self, conversation_id: str, owner: str, leased: float) -> float:
        """Renew the lease when a good part of it is over; return when it was last renewed."""
        if time.monotonic() - leased < _RENEW_AFTER_S:
            return leased
        self.store.lease(conversation_id, owner, _LEASE_S)
        return time.monotonic()

    def _handle(self, inbound: Inbound, conversation: Conversation, opted_out: bool) -> int:
        """Answer one message; 1 when it is done, 0 when it must wait."""
        found = triage(
            inbound.text if inbound.choice is None else "",
            language=conversation.language,
            opted_out=opted_out,
            opt_out_type=inbound.opt_out_type,
            media_count=inbound.media_count,
            choice=inbound.choice,
        )
        if not found.act and conversation.owner not in ("bot", "queue"):
            self._finish(inbound, conversation, ())
            return 1
        try:
            replies = self._answer(inbound, conversation, found)
        except BotUnavailable:
            self._later(inbound, conversation)
            return 0
        except BotFailed:
            return self._failed(inbound, conversation)
        self._finish(inbound, conversation, replies)
        return 1

    def _answer(
        self, inbound: Inbound, conversation: Conversation, found: Triage
    ) -> Sequence[Rendered]:
        if found.act:
            return self._core(inbound, conversation, found)
        choice = found.choice or self._pick(conversation, found.text)
        replies = self.bot.reply(
            BotRequest(
                conversation_id=conversation.id,
                inbound_id=inbound.id,
                text=found.text,
                choice=choice,
                language=conversation.language,
                channel=conversation.channel,
            )
        )
        if found.cut:
            return [self.texts.render(Say("text_too_long"), conversation.language), *replies]
        return replies

    def _core(
        self, inbound: Inbound, conversation: Conversation, found: Triage
    ) -> Sequence[Rendered]:
        turn = Turn(
            conversation_id=conversation.id,
            inbound_id=inbound.id,
            act=found.act,
            intent="",
            confidence=1.0,
            text=found.text,
            language=conversation.language,
            channel=conversation.channel,
            entities=found.entities,
        )
        return [
            self.texts.render(say, say.language or conversation.language)
            for say in self.dialogue.respond(turn)
        ]

    def _pick(self, conversation: Conversation, text: str) -> str | None:
        """Return what a digit or a label picks among the choices that were offered last."""
        state = State.load(conversation.state)
        offered = say_from_json({"name": "menu", "choices": state.choices})
        return pick(
            text,
            self.texts.render(offered, conversation.language).choices,
            numbered=state.numbered,
            multi=state.multi,
            language=conversation.language,
        )

    def _later(self, inbound: Inbound, conversation: Conversation) -> None:
        """Put a message off; tell the person once when it takes long."""
        now = self.clock.now()
        wait = _RETRIES_S[min(inbound.attempts, len(_RETRIES_S) - 1)]
        with self.store.begin() as session:
            session.inbound_later(inbound.id, now + timedelta(seconds=wait))
            if now - inbound.received_at >= timedelta(seconds=_HOLD_AFTER_S - wait):
                self._hold(session, inbound, conversation)

    def _hold(self, session: Session, inbound: Inbound, conversation: Conversation) -> None:
        rendered = self.texts.render(Say("trouble_try_again"), conversation.language)
        self._put(session, inbound, conversation, [rendered], first_part=_HOLDING_PART)

    def _failed(self, inbound: Inbound, conversation: Conversation) -> int:
        """Try again, and after three times tell the person and the staff."""
        if inbound.attempts + 1 < _TRIES_WHEN_FAILING:
            self._later(inbound, conversation)
            return 0
        with self.store.begin() as session:
            self._hold(session, inbound, conversation)
            session.add_alert(conversation.id, inbound.id, "bot_failed", "bot_failed")
            session.inbound_done(inbound.id)
        return 1

    def _finish(
        self, inbound: Inbound, conversation: Conversation, replies: Sequence[Rendered]
    ) -> None:
        """Commit the answers to the outbox together with "done".

        On SMS the claim before sending is what must be on the disk; on the web this commit is what
        the person sees.
        """
        with self.store.begin(passing=conversation.channel == "sms") as session:
            self._put(session, inbound, conversation, replies)
            session.inbound_done(inbound.id)

    def _put(
        self,
        session: Session,
        inbound: Inbound,
        conversation: Conversation,
        replies: Sequence[Rendered],
        first_part: int = 0,
    ) -> None:
        sms = conversation.channel == "sms"
        outgoing = sms_texts(replies) if sms else [(r, r.text) for r in replies]
        for part, (rendered, text) in enumerate(outgoing, start=first_part):
            session.add_outgoing(
                conversation,
                inbound.id,
                part,
                sender="bot",
                name=rendered.name,
                language=rendered.language,
                text=text,
                choices=() if sms else rendered.choices,
                state="queued" if sms else "delivered",
                despite_opt_out=rendered.name in _DESPITE_OPT_OUT,
            )


def sms_texts(replies: Sequence[Rendered]) -> list[tuple[Rendered, str]]:
    """Return the texts of one answer: as few as fit two segments each, choices as numbered lines.

    Each comes with the message that it ends with.
    """
    parts = [(rendered, part) for rendered in replies for part in _paragraphs(rendered)]
    texts = split_for_sms([text for _, text in parts])
    return list(zip(_last_message_of_each(parts, texts), texts, strict=True))


def _paragraphs(rendered: Rendered) -> list[str]:
    """Return a message's paragraphs; its choices stay with the question where both fit a text."""
    parts = list(rendered.parts)
    if rendered.choices and rendered.numbered:
        whole = number_choices(parts[-1] if parts else "", rendered.choices)
        if count_segments(whole).segments <= _SEGMENTS:
            return [*parts[:-1], whole]
        parts.append(number_choices("", rendered.choices))
    return parts


def _last_message_of_each(
    parts: Sequence[tuple[Rendered, str]], texts: Sequence[str]
) -> list[Rendered]:
    """Return for each text the message whose words end it."""
    found, place = [], 0
    for text in texts:
        length = 0
        while place < len(parts) and length + len(parts[place][1].strip()) <= len(text):
            length += len(parts[place][1].strip()) + 1
            place += 1
        found.append(parts[max(place - 1, 0)][0])
    return found
