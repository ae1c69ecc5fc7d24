"""A self-referral: which fields it needs, when it is whole, its reference, and its document.

Fields follow DHCS's ECM referral data (research, section 3): a plan may require nothing beyond them
to decide, and whatever the plan can fill in itself may be "not known" here.
"""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any, Callable, Mapping

# No 0 O 1 I L S 5 B 8 U V A E: nothing that is misread aloud or by hand, and no words.
REFERENCE_ALPHABET = "234679CDFGHJKMNPQRTWXYZ"
_REFERENCE_LENGTH = 6
AGREEMENT_VERSION = "2026-11"
SCHEMA_VERSION = "ecm-self-referral/1"
_MINOR = 18

# A field and when it is asked, in order. The predicate sees the subject and the age.
_FIELDS: tuple[tuple[str, Callable[[str, int | None], bool]], ...] = (
    ("member_name", lambda subject, age: True),
    ("member_birth_date", lambda subject, age: True),
    ("representative_name", lambda subject, age: subject != "self"),
    ("representative_relationship", lambda subject, age: subject != "self"),
    ("contact_phone", lambda subject, age: True),
    ("safe_contact", lambda subject, age: subject == "self" and age is not None and age < _MINOR),
    ("county", lambda subject, age: True),
    ("plan", lambda subject, age: True),
    ("member_id", lambda subject, age: True),
    ("other_programs", lambda subject, age: True),
)
# What a plan can find out itself; the rest identifies the person and is not skipped silently.
OPTIONAL_FIELDS = frozenset(
    ("safe_contact", "county", "plan", "member_id", "other_programs", "representative_relationship")
)


def next_field(
    fields: Mapping[str, Any], subject: str, age: int | None, unsafe: bool = False
) -> str | None:
    """Return the first field that is still to be asked, or None when the request is whole.

    Args:
        fields: what is answered; a value of None means asked and not known.
        subject: `self`, `child` or `other`.
        age: of the member, whole years; None when not known.
        unsafe: the person spoke of danger, so a safe contact is asked at any age.
    """
    for name, wanted in _FIELDS:
        asked = wanted(subject, age) or (name == "safe_contact" and unsafe)
        if asked and name not in fields:
            return name
    return None


def new_reference(taken: Callable[[str], bool]) -> str:
    """Return a short reference that nobody has, like `W7K-M2Q`.

    Args:
        taken: whether a reference is in use.
    """
    while True:
        letters = "".join(secrets.choice(REFERENCE_ALPHABET) for _ in range(_REFERENCE_LENGTH))
        reference = f"{letters[:3]}-{letters[3:]}"
        if not taken(reference):
            return reference


def document(
    *,
    reference: str,
    fields: Mapping[str, Any],
    facts: Mapping[str, Any],
    said: Mapping[str, str],
    result: Mapping[str, Any] | None,
    agreement: Mapping[str, str],
    language: str,
    channel: str,
    submitted_at: datetime,
) -> dict[str, Any]:
    """Return the referral as it is stored and delivered, in plain JSON.

    Args:
        reference: the short reference.
        fields: the referral's fields; None where the person did not know.
        facts: the screening's facts.
        said: for unsure facts, whether `unsure` or `skip` was said.
        result: the screening's result with its rules version, or None without a screening.
        agreement: version, language and moment of the agreement.
        language: the tag the person uses.
        channel: `sms` or `web`.
        submitted_at: the moment of the explicit yes.
    """
    return {
        "schema": SCHEMA_VERSION,
        "reference": reference,
        "type": "self" if facts.get("subject", "self") == "self" else "family_or_helper",
        "submitted_at": submitted_at.isoformat(timespec="seconds"),
        "channel": channel,
        "language": language,
        "fields": dict(fields),
        "screening": {"facts": dict(facts), "said": dict(said), "result": result},
        "agreement": dict(agreement),
    }
