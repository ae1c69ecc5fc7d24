"""Referrals for operators: a list and one in full, as JSON values or as text."""

from __future__ import annotations

import json
from typing import Any

from ecm.records import ReferralRecord


def listing(store: Any) -> list[dict[str, Any]]:
    """Return submitted referrals, newest first, without names or birth dates."""
    return [_summary(store, record) for record in store.reports.submitted_referrals()]


def _summary(store: Any, record: ReferralRecord) -> dict[str, Any]:
    deliveries = {d.port: d.state for d in store.deliveries.of_referral(record.id)}
    result = record.document["screening"]["result"] or {}
    return {
        "reference": record.reference,
        "state": record.state,
        "submitted_at": record.document["submitted_at"],
        "plan": record.plan,
        "language": record.document["language"],
        "channel": record.document["channel"],
        "overall": result.get("overall"),
        "deliveries": deliveries,
    }


def details(store: Any, reference: str) -> dict[str, Any] | None:
    """Return one referral in full, or None when there is no such reference."""
    record = store.reports.referral_by_reference(reference)
    if record is None:
        return None
    return {
        **_summary(store, record),
        "document": dict(record.document),
        "deliveries": [
            {
                "port": d.port,
                "state": d.state,
                "attempts": d.attempts,
                "receipt": d.receipt,
                "problem": d.problem,
            }
            for d in store.deliveries.of_referral(record.id)
        ],
        "history": store.reports.referral_history(record.id),
    }


def table(found: list[dict[str, Any]]) -> str:
    """Return the list as lines of text."""
    rows = [
        f"{r['reference']}  {r['submitted_at'][:16]}  {r['state']:<10} {r['plan'] or '-':<24}"
        f" {', '.join(f'{k}: {v}' for k, v in r['deliveries'].items())}"
        for r in found
    ]
    return "\n".join([*rows, f"{len(found)} referrals"])


def lines(found: dict[str, Any]) -> str:
    """Return one referral as text."""
    return json.dumps(found, ensure_ascii=False, indent=2)
