"""Messages by name as JSON and back, for the store and for the road to and from Rasa."""

from __future__ import annotations

from typing import Any, Mapping

from ecm.ports import Choice, Rendered, Say


def say_to_json(say: Say) -> dict[str, Any]:
    """Return a `Say` as plain JSON values."""
    return {
        "name": say.name,
        "values": dict(say.values),
        "choices": [[c.value, c.label, dict(c.values)] for c in say.choices],
        "variant": say.variant,
        "numbered": say.numbered,
        "language": say.language,
    }


def say_from_json(data: Mapping[str, Any]) -> Say:
    """Return the `Say` that `say_to_json` wrote."""
    return Say(
        name=data["name"],
        values=data.get("values", {}),
        choices=tuple(Choice(*choice) for choice in data.get("choices", ())),
        variant=data.get("variant", ""),
        numbered=data.get("numbered", True),
        language=data.get("language", ""),
    )


def rendered_to_json(rendered: Rendered) -> dict[str, Any]:
    """Return a `Rendered` as plain JSON values."""
    return {
        "name": rendered.name,
        "language": rendered.language,
        "parts": list(rendered.parts),
        "choices": [list(choice) for choice in rendered.choices],
        "numbered": rendered.numbered,
    }


def rendered_from_json(data: Mapping[str, Any]) -> Rendered:
    """Return the `Rendered` that `rendered_to_json` wrote.

    Raises:
        KeyError, TypeError, ValueError: the data has another shape.
    """
    return Rendered(
        name=str(data["name"]),
        language=str(data["language"]),
        parts=tuple(str(part) for part in data["parts"]),
        choices=tuple((str(value), str(label)) for value, label in data.get("choices", ())),
        numbered=bool(data.get("numbered", True)),
    )
