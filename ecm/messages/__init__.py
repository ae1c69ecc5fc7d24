"""Every sentence we say: name, English, note to translators. The only home of prose for people.

`make messages` writes `locales/messages.pot` from here; a translation lives in
`locales/<tag>/LC_MESSAGES/messages.po` under the message's name as its context.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Mapping

from ecm.messages import (
    answers,
    channel,
    labels,
    plan_document,
    questions,
    reasons,
    referral,
    results,
    safety,
    talk,
    web_page,
    whys,
)
from ecm.messages.message import CHILD, OTHER, SELF, Message

__all__ = ["CHILD", "MESSAGES", "OTHER", "SELF", "Message"]

_MODULES = (
    talk,
    questions,
    whys,
    reasons,
    results,
    referral,
    answers,
    safety,
    channel,
    labels,
    plan_document,
    web_page,
)


def _collect() -> dict[str, Message]:
    found: dict[str, Message] = {}
    for module in _MODULES:
        for message in module.MESSAGES:
            if message.name in found:
                raise ValueError(f"two messages are named {message.name}")
            found[message.name] = message
    return found


MESSAGES: Mapping[str, Message] = MappingProxyType(_collect())
