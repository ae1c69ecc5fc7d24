"""Who reviewed which wording, and whether the review still covers it.

`locales/review.toml` holds, per language and message, the reviewer, the date and a hash of the English
source that was reviewed. A change of the source makes the review stale by itself.
"""

from __future__ import annotations

import hashlib
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Mapping

from ecm.messages import Message

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

_HASH_LENGTH = 16


def source_hash(message: Message) -> str:
    """Return a short hash of a message's English in all its wordings."""
    words = "\x00".join(f"{key}={text}" for key, text in sorted(message.wordings().items()))
    return hashlib.sha256((words + message.plural).encode()).hexdigest()[:_HASH_LENGTH]


@dataclass(frozen=True)
class Reviews:
    """Reviews by language and message name: `{tag: {name: {reviewer, date, source}}}`."""

    entries: Mapping[str, Mapping[str, Any]]

    @classmethod
    def read(cls, path: Path) -> "Reviews":
        """Read the review file; without one nothing is reviewed."""
        if not path.exists():
            return cls({})
        return cls(tomllib.loads(path.read_text(encoding="utf-8")))

    def covers(self, language: str, message: Message) -> bool:
        """Return whether a qualified person reviewed this message's present source."""
        entry = self.entries.get(language, {}).get(message.name)
        return bool(
            isinstance(entry, Mapping)
            and entry.get("reviewer")
            and entry.get("source") == source_hash(message)
        )
