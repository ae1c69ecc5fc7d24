"""Typed errors: a code for programs, details for operators, never words for people.

The words that a person reads are chosen at the edge, from the catalogue.
"""

from __future__ import annotations


class EcmError(Exception):
    """An error of ours, with a stable code and details that hold no personal data."""

    code = "ecm_error"

    def __init__(self, message: str = "", **details: object) -> None:
        super().__init__(message or self.code)
        self.message = message or self.code
        self.details = details
