"""Where a conversation stands: the pending question, its choices, and what waits behind it."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, fields
from typing import Any, Mapping

from ecm.ports import Choice, Say
from ecm.says import say_to_json


@dataclass
class State:
    """One conversation's place in the dialogue; kept as JSON in the store.

    Attributes:
        pending: the question that waits for an answer: `{"kind", "name", "say", "multi"}`, or None.
        choices: what can be picked now: `[value, label, values]` each, in order.
        numbered: whether a digit means a choice.
        multi: whether several choices may be picked at once.
        misses: how often in a row we did not understand.
        screening: id of the screening in hand; `referral`: id of the referral in hand.
        paused: the pending question that a crisis or a question pushed aside.
        greeted: whether the person has had our first words; `introduced`: those of a screening.
        quiet: whether the one reminder after an opt-out was sent.
        last: the messages of our last turn, for "repeat".
    """

    pending: dict[str, Any] | None = None
    choices: list[list[Any]] = field(default_factory=list)
    numbered: bool = True
    multi: bool = False
    misses: int = 0
    screening: str | None = None
    referral: str | None = None
    paused: dict[str, Any] | None = None
    greeted: bool = False
    introduced: bool = False
    quiet: bool = False
    unsafe: bool = False
    language_asked: str | None = None
    last: list[dict[str, Any]] = field(default_factory=list)

    @classmethod
    def load(cls, data: Mapping[str, Any]) -> "State":
        """Return the state from JSON; what an older version wrote and we no longer know is left out."""
        known = {f.name for f in fields(cls)}
        return cls(**{key: value for key, value in data.items() if key in known})

    def dump(self) -> dict[str, Any]:
        """Return the state as JSON."""
        return asdict(self)

    def offer(self, say: Say, multi: bool = False) -> None:
        """Remember what can be picked after this message."""
        self.choices = [[c.value, c.label, dict(c.values)] for c in say.choices]
        self.numbered = say.numbered
        self.multi = multi

    def offered(self) -> list[Choice]:
        """Return what can be picked now."""
        return [Choice(value, label, values) for value, label, values in self.choices]

    def remember(self, says: list[Say]) -> None:
        """Keep our last words for "repeat"."""
        self.last = [say_to_json(say) for say in says]
