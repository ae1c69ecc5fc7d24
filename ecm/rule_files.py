"""Reading YAML strictly: every value is asked for by its shape, every error names its place."""

from __future__ import annotations

from collections.abc import Collection, Hashable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import yaml

from ecm.errors import EcmError


class RuleFileError(EcmError):
    """A rule file that cannot be used: which file, where in it, and what is wrong."""

    code = "rule_file_error"

    def __init__(self, file: str, where: str, problem: str) -> None:
        place = f"{file}: {where}" if where else file
        super().__init__(f"{place}: {problem}", file=file, where=where, problem=problem)
        self.file = file
        self.where = where
        self.problem = problem


class _StrictLoader(yaml.SafeLoader):
    """YAML's safe loader, but a key given twice is an error instead of the last one winning."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        twice = next((key for i, key in enumerate(keys) if key in keys[:i]), None)
        if twice is not None:
            raise yaml.constructor.ConstructorError(
                None, None, f"the key {twice!r} stands twice", node.start_mark
            )
        return super().construct_mapping(node, deep)


@dataclass(frozen=True)
class Place:
    """A value in a rule file together with where it stands."""

    file: str
    where: str
    value: object

    def wrong(self, problem: str) -> RuleFileError:
        """Return an error that names this place."""
        return RuleFileError(self.file, self.where, problem)

    def _inner(self, key: object, value: object) -> Place:
        return Place(self.file, f"{self.where}.{key}" if self.where else str(key), value)

    def entries(self) -> dict[str, Place]:
        """Return a mapping's values by key.

        Raises:
            RuleFileError: it is no mapping, or a key is no text.
        """
        if not isinstance(self.value, dict):
            raise self.wrong(f"expected a mapping, found {_kind(self.value)}")
        for key in self.value:
            if not isinstance(key, str):
                raise self.wrong(f"expected a name as key, found {_kind(key)}")
        return {key: self._inner(key, value) for key, value in self.value.items()}

    def fields(self, required: Collection[str], optional: Collection[str] = ()) -> dict[str, Place]:
        """Return a mapping's values by key, where the keys are known beforehand.

        Args:
            required: the keys that must be there.
            optional: the keys that may be there.

        Raises:
            RuleFileError: a key is missing or is not known here.
        """
        entries = self.entries()
        for key in required:
            if key not in entries:
                raise self.wrong(f"{key!r} is missing")
        for key, place in entries.items():
            if key not in required and key not in optional:
                known = ", ".join([*required, *optional])
                raise place.wrong(f"not known here; known are: {known}")
        return entries

    def items(self) -> list[Place]:
        """Return a list's values; an empty list is an error."""
        if not isinstance(self.value, list):
            raise self.wrong(f"expected a list, found {_kind(self.value)}")
        if not self.value:
            raise self.wrong("the list is empty")
        return [self._inner(number, value) for number, value in enumerate(self.value)]

    def text(self) -> str:
        """Return a text that is not empty."""
        if isinstance(self.value, bool):
            raise self.wrong('expected text, found true or false: quote "yes" and "no"')
        if not isinstance(self.value, str) or not self.value.strip():
            raise self.wrong(f"expected text, found {_kind(self.value)}")
        return self.value

    def one_of(self, allowed: Collection[str]) -> str:
        """Return a text that is one of those allowed."""
        text = self.text()
        if text not in allowed:
            raise self.wrong(f"{text!r} is not one of {', '.join(allowed)}")
        return text

    def texts(self) -> tuple[str, ...]:
        """Return a list of texts, none of them twice."""
        texts = tuple(item.text() for item in self.items())
        if len(set(texts)) < len(texts):
            raise self.wrong("a value stands twice")
        return texts

    def whole(self) -> int:
        """Return a whole number of 0 or more."""
        if isinstance(self.value, bool) or not isinstance(self.value, int) or self.value < 0:
            raise self.wrong(f"expected a whole number, found {_kind(self.value)}")
        return self.value

    def day(self) -> date:
        """Return a date."""
        if isinstance(self.value, datetime) or not isinstance(self.value, date):
            raise self.wrong(f"expected a date (YYYY-MM-DD), found {_kind(self.value)}")
        return self.value


def read_rule_file(folder: Path, name: str) -> Place:
    """Return the content of a YAML file.

    Args:
        folder: the folder of the rules.
        name: the file's path inside it.

    Raises:
        RuleFileError: the file is missing, is no UTF-8 or no YAML, or has a key twice.
    """
    try:
        content = yaml.load((folder / name).read_text(encoding="utf-8"), Loader=_StrictLoader)  # noqa: S506 - a SafeLoader that also refuses repeated keys
    except (OSError, UnicodeDecodeError) as error:
        raise RuleFileError(name, "", f"cannot be read: {error}") from error
    except yaml.MarkedYAMLError as error:
        line = f"line {error.problem_mark.line + 1}" if error.problem_mark else ""
        raise RuleFileError(name, line, str(error.problem)) from error
    except (yaml.YAMLError, ValueError) as error:
        # A day that no calendar has (2026-02-30) reaches us as a plain ValueError.
        raise RuleFileError(name, "", f"is no YAML: {error}") from error
    return Place(name, "", content)


def _kind(value: object) -> str:
    if isinstance(value, (dict, list)):
        return "a mapping" if isinstance(value, dict) else "a list"
    return "nothing" if value is None else repr(value)
