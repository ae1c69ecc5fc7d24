"""One turn of a conversation in hand: what was said, where we stand, and what we may use."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ecm.dialogue.state import State
from ecm.ports import Clock, Say, Texts, Turn
from ecm.records import Conversation, Session
from ecm.says import say_from_json, say_to_json
from ecm.screening import RuleBook
from ecm.settings import Settings


@dataclass(frozen=True)
class Tools:
    """What every turn may use."""

    rules: RuleBook
    texts: Texts
    clock: Clock
    settings: Settings


@dataclass
class Talk:
    """One turn in hand; handlers read it, change its state and return messages by name."""

    turn: Turn
    conversation: Conversation
    state: State
    session: Session
    tools: Tools
    language: str
    _screening: dict[str, Any] | None = field(default=None)

    @property
    def today(self) -> date:
        """Today in California."""
        return self.tools.clock.today()

    @property
    def screening(self) -> dict[str, Any]:
        """The screening in hand: `facts`, how each was `said`, and marks; empty when there is none."""
        if self._screening is None:
            stored = self.state.screening and self.session.screening(self.state.screening)
            self._screening = dict(stored) if stored else {}
        return self._screening

    @property
    def facts(self) -> dict[str, Any]:
        """The facts answered so far."""
        facts: dict[str, Any] = self.screening.setdefault("facts", {})
        return facts

    def forget_screening(self) -> None:
        """Let go of the screening in hand; it stays in the store."""
        self._screening, self.state.screening = None, None

    def save_screening(self) -> None:
        """Keep the screening in hand."""
        if self.state.screening:
            self.session.save_screening(
                self.conversation.id,
                self.state.screening,
                self.screening,
                self.tools.rules.rules_version,
            )

    @property
    def variant(self) -> str:
        """Which wording fits the person that the questions are about."""
        return str(self.facts.get("subject", "self"))

    def ask(self, kind: str, name: str, say: Say, multi: bool = False) -> Say:
        """Make a message the pending question."""
        self.state.pending = {
            "kind": kind,
            "name": name,
            "say": say_to_json(say),
            "multi": multi,
        }
        self.state.offer(say, multi)
        return say

    def ask_again(self) -> list[Say]:
        """Return the pending question once more, with its choices; empty when there is none."""
        pending = self.state.pending
        if not pending:
            return []
        say = say_from_json(pending["say"])
        self.state.offer(say, pending["multi"])
        return [say]

    def alert(self, kind: str, rule: str) -> None:
        """Tell staff."""
        self.session.add_alert(self.conversation.id, self.turn.inbound_id, kind, rule)
