"""The core of `ecm screen`: JSON in, results as text out, or one clear line of what is wrong."""

from __future__ import annotations

import difflib
import json
from collections.abc import Mapping
from datetime import date
from typing import NoReturn

from ecm.errors import EcmError
from ecm.facts import ISO_DAY, FactError, MissingFactError, UnknownFactError
from ecm.screening import RuleBook, ScreeningResult
from ecm.screening_explain import explain as in_plain_words

LONGEST_VALUE = 80


class ScreenInputError(EcmError):
    """Input that cannot be screened; the message is one line for the terminal.

    It quotes the value, which may be personal: print it, do not log it.
    """

    code = "screen_input"


def screen_command(stream_text: str, explain: bool, rules: RuleBook) -> str:
    """Return the screening results of a JSON text, ready to print.

    A list gives a list. Members other than `date` and `facts` are ignored, so that a file of
    vectors can be screened as it is.

    Args:
        stream_text: one object with `date` and `facts`, or a list of such, as JSON.
        explain: plain words instead of JSON.
        rules: the rules.

    Raises:
        ScreenInputError: the text is no such JSON, or a fact is wrong; nothing was screened then.
    """
    content = _parse(stream_text)
    if isinstance(content, list):
        results = [_screen(c, rules, f"list index {i}: ") for i, c in enumerate(content)]
    else:
        results = [_screen(content, rules, "")]
    if explain:
        return "\n\n".join(in_plain_words(result, rules) for result in results)
    plain = [result.to_dict() for result in results]
    output = plain if isinstance(content, list) else plain[0]
    return json.dumps(output, indent=1, ensure_ascii=False)


def _parse(text: str) -> object:
    try:
        content: object = json.loads(
            text.removeprefix("\ufeff"),
            object_pairs_hook=_object_without_doubles,
            parse_constant=_refuse_constant,
        )
    except RecursionError as error:
        raise ScreenInputError("not JSON that we read: nested too deeply") from error
    except json.JSONDecodeError as error:
        raise ScreenInputError(f"not JSON: {error}") from error
    except ValueError as error:
        # Python refuses to convert whole numbers of thousands of digits.
        raise ScreenInputError("not JSON that we read: a number is too long") from error
    return content


def _object_without_doubles(pairs: list[tuple[str, object]]) -> dict[str, object]:
    content: dict[str, object] = {}
    for key, value in pairs:
        if key in content:
            raise ScreenInputError(f"the key {_shown(key)} stands twice in one object")
        content[key] = value
    return content


def _refuse_constant(word: str) -> NoReturn:
    raise ScreenInputError(f"not JSON: {word} is no JSON number")


def _screen(item: object, rules: RuleBook, where: str) -> ScreeningResult:
    if not isinstance(item, dict):
        raise _not_allowed(where, "screening", item, "an object with date and facts")
    on = _date(item, where)
    facts = _member(item, "facts", where, "an object of facts and answers")
    if not isinstance(facts, dict):
        raise _not_allowed(where, "facts", facts, "an object of facts and answers")
    try:
        return rules.screen(facts, on)
    except FactError as error:
        raise ScreenInputError(where + _line(error, rules)) from error


def _date(item: Mapping[str, object], where: str) -> date:
    allowed = "a date YYYY-MM-DD"
    value = _member(item, "date", where, allowed)
    if not isinstance(value, str) or not ISO_DAY.fullmatch(value):
        raise _not_allowed(where, "date", value, allowed)
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise _not_allowed(where, "date", value, allowed) from error


def _member(item: Mapping[str, object], name: str, where: str, allowed: str) -> object:
    if name not in item:
        raise ScreenInputError(f"{where}{name}: not given; needed: {allowed}")
    return item[name]


def _line(error: FactError, rules: RuleBook) -> str:
    """Return one line that names the fact, the value and what is allowed."""
    if isinstance(error, MissingFactError):
        return f"{error.fact}: not given; needed: {error.allowed}"
    if isinstance(error, UnknownFactError):
        near = difflib.get_close_matches(error.fact, rules.facts, n=1)
        hint = f" (did you mean {near[0]}?)" if near else ""
        fact, value = _shown(error.fact), _shown(error.value)
        return f"unknown fact {fact} with value {value}{hint}; allowed: {error.allowed}"
    return f"{error.fact}: {_shown(error.value)} is not allowed; allowed: {error.allowed}"


def _not_allowed(where: str, name: str, value: object, allowed: str) -> ScreenInputError:
    return ScreenInputError(f"{where}{name}: {_shown(value)} is not allowed; allowed: {allowed}")


def _shown(value: object) -> str:
    """Return a value as JSON in plain ASCII, so that it stays on one line of any terminal."""
    try:
        text = json.dumps(value)
    except RecursionError:
        return "a value nested too deeply to show"
    return text if len(text) <= LONGEST_VALUE else f"{text[:LONGEST_VALUE]}..."
