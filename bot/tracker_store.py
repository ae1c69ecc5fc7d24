"""A tracker store that remembers just enough: the last events of the conversations in use.

The core's store holds all that a conversation knows, so nothing is lost when this one is empty. A
turn's cost does not grow with the conversation, and nothing personal reaches a disk.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from typing import Any, Optional, Text

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, Event, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

CONVERSATIONS_KEPT = 2_000


class RecentTrackerStore(TrackerStore):
    """Keeps for each conversation only that it goes on; the oldest conversations fall out."""

    def __init__(
        self,
        domain: Domain,
        host: EndpointConfig | None = None,
        event_broker: Optional[EventBroker] = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(domain, event_broker, **kwargs)
        self._recent: OrderedDict[str, list[Event]] = OrderedDict()

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Keep the start of the session and nothing else: rules look at one turn alone."""
        self._recent[tracker.sender_id] = _start(tracker)
        self._recent.move_to_end(tracker.sender_id)
        while len(self._recent) > CONVERSATIONS_KEPT:
            self._recent.popitem(last=False)

    async def retrieve(self, sender_id: Text) -> Optional[DialogueStateTracker]:
        """Return a conversation's tracker, or None when it is not in memory."""
        events = self._recent.get(sender_id)
        if events is None:
            return None
        return DialogueStateTracker.from_events(sender_id, events, self.domain.slots)

    async def keys(self) -> Iterable[Text]:
        """Return the conversations in memory."""
        return list(self._recent)


def _start(tracker: DialogueStateTracker) -> list[Event]:
    """Return the events that open a session: up to the first wait for the person.

    Not the slots: Rasa keeps the first message's metadata in one, with its text.
    """
    opening: list[Event] = []
    for event in tracker.events:
        if not isinstance(event, SlotSet):
            opening.append(event)
        if isinstance(event, ActionExecuted) and event.action_name == "action_listen":
            break
    return opening
