"""What a message is: its name, its English, and what its translators and judges must know."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Mapping

SELF, CHILD, OTHER = "self", "child", "other"


@dataclass(frozen=True)
class Message:
    """One thing we say, whole, in English.

    A blank line in the text parts it into paragraphs: on SMS each paragraph may become a text of
    its own, so each must fit two segments at its longest.

    Attributes:
        name: the name by which code asks for it; the gettext context.
        english: the sentence; `{placeholders}` as in `str.format`.
        note: what a translator must know; for a fact, its source and the date it was checked.
        fills: for every placeholder the longest value it can have, for measuring texts.
        variants: other wordings by `self`, `child`, `other`; the default serves the rest.
        plural: the English for counts other than one; the placeholder is then `count`.
        critical: rights, agreement, results, crisis: needs a qualified human's review (45 CFR
            92.201(c)(3)) before it is shown in another language in production.
        proactive: sent without having been asked: must hold no health word and no full name.
        audience: `member`; `page` for the web page's own words, which never go out by SMS; `staff`
            for documents in English only.
    """

    name: str
    english: str
    note: str = ""
    fills: Mapping[str, str] = field(default_factory=dict)
    variants: Mapping[str, str] = field(default_factory=dict)
    plural: str = ""
    critical: bool = False
    proactive: bool = False
    audience: str = "member"

    def wordings(self) -> dict[str, str]:
        """Return every English wording by its gettext context (`name` or `name|variant`)."""
        return {self.name: self.english} | {
            f"{self.name}|{variant}": text for variant, text in self.variants.items()
        }
