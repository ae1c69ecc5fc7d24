"""Makes the referral's PDF: JSON on standard input, PDF on standard output.

Run as a process of its own (`python -m ecm.adapters.delivery.pdf`).
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, Mapping

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ecm.adapters.delivery.rows import flat
from ecm.languages import LANGUAGES
from ecm.messages import MESSAGES

_FOLDER = Path(__file__).resolve().parent


def referral_html(document: Mapping[str, Any]) -> str:
    """Return the referral as an HTML page in English; everything typed is escaped."""
    environment = Environment(
        loader=FileSystemLoader(_FOLDER), autoescape=True, undefined=StrictUndefined
    )
    words = {name: m.english for name, m in MESSAGES.items() if m.audience == "staff"}
    values = flat(document)
    language = LANGUAGES.get(values["language"])
    values["language"] = language.english_name if language else values["language"]
    facts = document["screening"]["facts"]
    result = document["screening"]["result"] or {"populations": {}}
    return environment.get_template("referral.html").render(
        words=words,
        labels={name.removeprefix("plan_field_"): t for name, t in words.items()},
        values=values,
        answers=[(_fact_label(name), _shown(value)) for name, value in facts.items()],
        populations=[
            (
                words.get(f"plan_population_{name}", name),
                found["outcome"],
                ", ".join(_fact_label(fact) for fact in found["because"]),
            )
            for name, found in result["populations"].items()
            if found["outcome"] in ("likely", "possible")
        ],
    )


def _fact_label(name: str) -> str:
    message = MESSAGES.get(f"fact_{name}") or MESSAGES.get(f"plan_field_{name}")
    return message.english if message else name


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(str(v).replace("_", " ") for v in value) or "none"
    return str(value).replace("_", " ")


def main() -> None:
    """Read a referral's document from standard input and write its PDF."""
    from weasyprint import HTML

    document = json.load(sys.stdin)
    # No address is ever fetched: the page is whole in itself.
    page = HTML(string=referral_html(document), url_fetcher=_refuse)
    sys.stdout.buffer.write(page.write_pdf(pdf_tags=True))


def _refuse(url: str, *_args: Any, **_kwargs: Any) -> Any:
    raise ValueError("a referral's page fetches nothing")


if __name__ == "__main__":
    main()
