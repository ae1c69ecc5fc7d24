"""Three-valued logic after Kleene: true, false, and unknown (None)."""

from __future__ import annotations

from collections.abc import Iterable

Truth = bool | None


def kleene_all(truths: Iterable[Truth]) -> Truth:
    """Return the conjunction: false if any is false, true if all are true, else unknown.

    Args:
        truths: the members; none at all is true.
    """
    result: Truth = True
    for truth in truths:
        if truth is False:
            return False
        if truth is None:
            result = None
    return result


def kleene_any(truths: Iterable[Truth]) -> Truth:
    """Return the disjunction: true if any is true, false if all are false, else unknown.

    Args:
        truths: the members; none at all is false.
    """
    result: Truth = False
    for truth in truths:
        if truth is True:
            return True
        if truth is None:
            result = None
    return result
