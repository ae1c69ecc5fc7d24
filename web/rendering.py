"""Renders HTML pages in a person's language: words from the catalogue, assets by content."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import render_template, request, url_for

from ecm.settings import Settings
from web.services import PageTexts

NEUTRAL_SITE = "https://www.weather.gov/"
"""Where "leave fast" goes: the US National Weather Service, public, plain, and telling nothing
about who looks at it. The way out follows GOV.UK's "Exit this page", which also goes to a weather
page (https://design-system.service.gov.uk/components/exit-this-page/)."""

_STATIC = Path(__file__).with_name("static")
_CHINESE_HANT = "zh-Hant"
_CHINESE_HANS = "zh-Hans"


@dataclass(frozen=True)
class Renderer:
    """Makes pages; holds no state of a request."""

    texts: PageTexts
    settings: Settings

    def page(self, template: str, language: str, **values: Any) -> str:
        """Return a page in a language.

        Args:
            template: file in `web/templates`.
            values: what the template needs besides words, language and settings.
        """
        return render_template(
            template,
            word=lambda name, tag=language, **fills: self.texts.page(f"page_{name}", tag, **fills),
            language=language,
            direction=self.texts.direction(language),
            operator=self.settings.operator,
            neutral_site=NEUTRAL_SITE,
            asset=asset,
            **values,
        )

    def asked_language(self) -> str:
        """Return the live language that this request asks for: its query, else its browser's."""
        live = self.texts.languages()
        asked = request.args.get("language", "")
        if asked in live:
            return asked
        wanted = (_as_ours(tag) for tag in request.accept_languages.values())
        return next((tag for tag in wanted if tag in live), live[0])


def _as_ours(tag: str) -> str:
    """Return our tag for a browser's language (RFC 4647 lookup, with what browsers say)."""
    primary, _, rest = tag.replace("_", "-").partition("-")
    if primary == "zh":
        simple = "hans" in rest.lower() or rest.upper() in ("CN", "SG")
        return _CHINESE_HANS if simple else _CHINESE_HANT
    return {"fil": "tl", "mww": "hmn"}.get(primary, primary)


def asset(name: str) -> str:
    """Return a static file's address, which changes with its content."""
    return url_for("static", filename=name, v=_digest(name))


@lru_cache(maxsize=32)
def _digest(name: str) -> str:
    return hashlib.sha256((_STATIC / name).read_bytes()).hexdigest()[:10]
