"""Catalogues: writes `locales/messages.pot`, brings translations up to date, and checks them.

python -m tools.catalogues update     the template and every messages.po
python -m tools.catalogues check      exit 1 and one line per fault
"""

from __future__ import annotations

import string
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polib

from ecm.adapters.catalogues import CatalogueTexts
from ecm.languages import LANGUAGES, LIVE
from ecm.messages import MESSAGES, Message
from ecm.segments import count_segments

LOCALES = Path(__file__).resolve().parent.parent / "locales"
SEGMENT_LIMIT = 2
_PLURALS = {"es": "nplurals=2; plural=(n != 1);", "zh-Hant": "nplurals=1; plural=0;"}


@dataclass(frozen=True)
class Wording:
    """One English wording under its gettext context."""

    message: Message
    context: str
    english: str

    @property
    def plural(self) -> str:
        """The English for other counts; only the default wording has one."""
        return self.message.plural if self.context == self.message.name else ""


def wordings() -> list[Wording]:
    """Return every wording that is translated, in the order of the catalogue."""
    return [
        Wording(message, context, english)
        for message in MESSAGES.values()
        if message.audience != "staff"
        for context, english in message.wordings().items()
    ]


def _po_path(tag: str) -> Path:
    return LOCALES / tag / "LC_MESSAGES" / "messages.po"


def template() -> polib.POFile:
    """Return the template of all translations."""
    pot = polib.POFile(wrapwidth=96)
    pot.metadata = {
        "Project-Id-Version": "ecm-navigator",
        "Content-Type": "text/plain; charset=UTF-8",
    }
    for wording in wordings():
        comment = " ".join(
            filter(
                None,
                [
                    wording.message.note,
                    "CRITICAL: needs a qualified human review." if wording.message.critical else "",
                ],
            )
        )
        entry = polib.POEntry(msgctxt=wording.context, msgid=wording.english, comment=comment)
        if wording.plural:
            entry.msgid_plural = wording.plural
            entry.msgstr_plural = {0: "", 1: ""}
        pot.append(entry)
    return pot


def update() -> None:
    """Write the template, and every translation with what is new, changed or gone."""
    pot = template()
    pot.save(str(LOCALES / "messages.pot"))
    for tag in LIVE[1:]:
        path = _po_path(tag)
        old = {e.msgctxt: e for e in polib.pofile(str(path))} if path.exists() else {}
        fresh = polib.POFile(wrapwidth=96)
        fresh.metadata = {
            "Project-Id-Version": "ecm-navigator",
            "Content-Type": "text/plain; charset=UTF-8",
            "Language": tag,
            "Plural-Forms": _PLURALS[tag],
            "X-Translator": "machine draft, not reviewed; see review.toml",
        }
        for entry in template():
            fresh.append(_kept(entry, old.get(entry.msgctxt), tag))
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh.save(str(path))


def _kept(entry: polib.POEntry, old: polib.POEntry | None, tag: str) -> polib.POEntry:
    """Return a template's entry with its old translation, marked fuzzy when the English changed."""
    if entry.msgid_plural:
        forms = 1 if _PLURALS[tag].startswith("nplurals=1") else 2
        entry.msgstr_plural = dict.fromkeys(range(forms), "")
    if old is None:
        return entry
    if entry.msgid_plural:
        entry.msgstr_plural = {i: old.msgstr_plural.get(i, "") for i in entry.msgstr_plural}
    else:
        entry.msgstr = old.msgstr
    if (old.msgid, old.msgid_plural) != (entry.msgid, entry.msgid_plural) or old.fuzzy:
        entry.flags.append("fuzzy")
    return entry


def faults() -> Iterator[str]:
    """Yield one line per fault in the catalogues."""
    for tag in LIVE[1:]:
        yield from _translation_faults(tag)
    yield from _long_texts()
    pot = LOCALES / "messages.pot"
    if not pot.exists() or polib.pofile(str(pot)) != template():
        yield "locales/messages.pot is stale: make messages"


def _translation_faults(tag: str) -> Iterator[str]:
    entries = {e.msgctxt: e for e in polib.pofile(str(_po_path(tag)))}
    for wording in wordings():
        entry = entries.pop(wording.context, None)
        if entry is None or not (entry.msgstr or any(entry.msgstr_plural.values())):
            yield f"{tag} {wording.context}: not translated"
        elif entry.msgid != wording.english or entry.fuzzy:
            yield f"{tag} {wording.context}: stale, the English changed"
        else:
            yield from _placeholder_faults(tag, wording, entry)
    yield from (f"{tag} {context}: no longer in the catalogue" for context in entries)


def _placeholder_faults(tag: str, wording: Wording, entry: polib.POEntry) -> Iterator[str]:
    wanted = placeholders(wording.plural or wording.english)
    for text in [entry.msgstr, *entry.msgstr_plural.values()]:
        if text and placeholders(text) - {"count"} != wanted - {"count"}:
            yield f"{tag} {wording.context}: placeholders differ from {sorted(wanted)}"


def placeholders(text: str) -> set[str]:
    """Return the names of the placeholders in a text."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def _long_texts() -> Iterator[str]:
    texts = CatalogueTexts()
    for wording in wordings():
        if wording.message.audience != "member":
            continue
        variant = wording.context.partition("|")[2]
        for tag in LIVE:
            for part in filled(texts, wording.message, variant, tag).split("\n\n"):
                count = count_segments(part.strip())
                if count.segments > SEGMENT_LIMIT:
                    yield (
                        f"{tag} {wording.context}: a paragraph takes {count.segments} segments"
                        f" ({count.units} {count.encoding})"
                    )


def filled(texts: CatalogueTexts, message: Message, variant: str, tag: str) -> str:
    """Return a message with the longest value in every placeholder."""
    template_text = texts._template(message, variant, tag, 12)
    return template_text.format(**{**message.fills, "count": "12"})


def main() -> int:
    """Run `update` or `check`."""
    if sys.argv[1:] == ["update"]:
        update()
        return 0
    if sys.argv[1:] != ["check"]:
        print(__doc__, file=sys.stderr)
        return 2
    found = list(faults())
    for fault in found:
        print(fault)
    reviewed = CatalogueTexts()._reviews.entries
    for tag in LIVE[1:]:
        done = len(reviewed.get(tag, {}))
        print(
            f"{LANGUAGES[tag].english_name}: {done} of {len(MESSAGES)} messages reviewed by a"
            " qualified person"
        )
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
