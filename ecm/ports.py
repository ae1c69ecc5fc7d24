"""What the core needs from outside, and the shapes that cross its border.

Adapters in `ecm/adapters` fulfil the protocols; `ecm/bootstrap.py` joins them. The dataclasses are
plain values: they hold no connection, no framework and no secret.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Collection, Literal, Mapping, Protocol, Sequence

Channel = Literal["sms", "web"]
Sender = Literal["bot", "agent", "person", "system"]
Value = object  # str | int | DateValue | list of message names: see ecm.messages.values


@dataclass(frozen=True)
class Choice:
    """One thing a person can pick: what it means to us, and the message that names it."""

    value: str
    label: str
    values: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True)
class Say:
    """One message to a person, by name: the words come later, in the person's language.

    Attributes:
        name: the message's name in `ecm.messages`.
        values: what fills its placeholders (typed; formatted per language).
        choices: what the person can pick, in order; on SMS they become numbered lines.
        variant: which wording of the message (`self`, `child`, `other`), or empty.
        numbered: whether a digit on SMS means a choice; not when the answer itself is a number.
        language: the tag to render in; empty leaves it to the caller.
    """

    name: str
    values: Mapping[str, Value] = field(default_factory=dict)
    choices: tuple[Choice, ...] = ()
    variant: str = ""
    numbered: bool = True
    language: str = ""


@dataclass(frozen=True)
class Turn:
    """One thing a person said or picked, understood as far as it could be.

    Attributes:
        conversation_id: opaque; never a phone number.
        inbound_id: our id of the message; the same id twice acts once.
        act: the action that the dialogue rules selected, for example `answer_question`.
        intent: what the understanding heard, or `choose` for a pick, or empty.
        confidence: of the intent, 0..1.
        text: what the person typed, normalised; empty for a pick.
        choice: the value of the choice picked, or None.
        language: the tag the person uses now.
        channel: where it came from.
    """

    conversation_id: str
    inbound_id: str
    act: str
    intent: str = ""
    confidence: float = 0.0
    text: str = ""
    choice: str | None = None
    language: str = "en"
    channel: Channel = "sms"
    entities: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True)
class Rendered:
    """A message in words: one text or several that belong together, and its choices.

    Attributes:
        name: the message's name.
        language: the language the words are in (English when a critical text is unreviewed).
        parts: paragraphs; a channel may send each as a text of its own.
        choices: (value, label) in the person's language.
        numbered: whether SMS shows the choices as numbered lines.
    """

    name: str
    language: str
    parts: tuple[str, ...]
    choices: tuple[tuple[str, str], ...] = ()
    numbered: bool = True

    @property
    def text(self) -> str:
        """The whole message as one text, paragraphs kept apart."""
        return "\n\n".join(self.parts)


class Texts(Protocol):
    """Words: renders a message by name in a language."""

    def render(self, say: Say, language: str) -> Rendered:
        """Return the message in the language, with its values formatted."""

    def languages(self) -> tuple[str, ...]:
        """Return the tags that are live, English first."""

    def direction(self, language: str) -> str:
        """Return `ltr` or `rtl`."""

    def own_name(self, language: str) -> str:
        """Return a language's name in itself."""

    def page(self, name: str, language: str, **values: Value) -> str:
        """Return a word or sentence of a web page in a language."""


class Clock(Protocol):
    """Time, so that tests can move it."""

    def now(self) -> datetime:
        """Return the present moment, aware, in UTC."""

    def today(self) -> date:
        """Return today's date in California."""


@dataclass(frozen=True)
class BotRequest:
    """What the bot is asked: one message of one conversation."""

    conversation_id: str
    inbound_id: str
    text: str
    choice: str | None
    language: str
    channel: Channel


class BotUnavailable(Exception):
    """The bot did not answer this message: nothing is known of what it did, ask again later."""


class BotFailed(Exception):
    """The bot answered that it could not handle this message; trying again may not help."""


class Bot(Protocol):
    """Understanding and dialogue, behind one narrow door."""

    def reply(self, request: BotRequest) -> Sequence[Rendered]:
        """Return the bot's messages for this inbound id.

        Raises:
            BotUnavailable: no answer, or an answer that does not vouch for this inbound id.
            BotFailed: the bot is there, but this message made it fail.
        """


@dataclass(frozen=True)
class OutboundText:
    """One text for the carrier: our id travels in the status callback's address."""

    outbox_id: str
    to: str
    body: str


@dataclass(frozen=True)
class CarrierReceipt:
    """What the carrier said when it took a text."""

    carrier_id: str
    status: str
    segments: int = 0


class CarrierRefused(Exception):
    """The carrier will never take this text (permanent code)."""

    def __init__(self, code: int) -> None:
        super().__init__(f"carrier refused with code {code}")
        self.code = code


class CarrierBusy(Exception):
    """The carrier may take this text later (temporary code, or it was not reached at all)."""

    def __init__(self, code: int = 0) -> None:
        super().__init__(f"carrier busy, code {code}")
        self.code = code


class CarrierUnsure(Exception):
    """The text may or may not have been taken: the answer was lost on the way."""


class Carrier(Protocol):
    """Sends texts, and can say what it has already taken."""

    def send(self, text: OutboundText) -> CarrierReceipt:
        """Hand one text over.

        Raises:
            CarrierRefused: never retry.
            CarrierBusy: retry later.
            CarrierUnsure: settle by callback or `find` before sending again.
        """

    def find(
        self, text: OutboundText, since: datetime, others: Collection[str] = ()
    ) -> CarrierReceipt | None:
        """Return the receipt of a text that the carrier took since then, or None.

        `others` are carrier ids of texts that are known: an equal text among them is not this one.
        """


class Waker(Protocol):
    """Tells the worker that a conversation has something to do; losing a call costs a sweep."""

    def wake(self, conversation_id: str) -> None:
        """Ask for this conversation to be drained soon."""
