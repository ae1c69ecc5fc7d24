"""Delivery into a plan's folder: JSON for machines, a CSV row for lists, a PDF for people.

Idempotent: the same referral again replaces its own files with the same content and adds no second
row. Files appear whole or not at all (written aside, then renamed).
"""

from __future__ import annotations

import csv
import fcntl
import io
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Mapping

from ecm.adapters.delivery.rows import COLUMNS, csv_row
from ecm.errors import EcmError
from ecm.records import ReferralRecord

_PDF_SECONDS = 120
_UNASSIGNED = "no-plan-yet"


class DeliveryFailed(EcmError):
    """A delivery did not work this time; it stays queued."""

    code = "delivery_failed"


class FolderDelivery:
    """Writes referrals below one folder, one subfolder per plan.

    Args:
        root: the folder; made when missing, readable by the service's user only.
    """

    port = "folder"

    def __init__(self, root: Path) -> None:
        self._root = root

    def deliver(self, referral: ReferralRecord) -> str:
        """Deliver one referral; return the receipt: the path below the root.

        Raises:
            DeliveryFailed: a file could not be written or the PDF not be made.
        """
        plan = self._root / (referral.plan or _UNASSIGNED)
        folder = plan / str(referral.reference)
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            text = json.dumps(referral.document, ensure_ascii=False, indent=1)
            _write(folder / "referral.json", text.encode("utf-8", "replace"))
            _write(folder / "referral.pdf", render_pdf(referral.document))
            _add_row(plan / "referrals.csv", referral.document)
        except OSError as error:
            raise DeliveryFailed(f"cannot write: {error.strerror}") from error
        return str(folder.relative_to(self._root))


def _write(path: Path, content: bytes) -> None:
    """Write a file so that it is there whole or not at all, and survives a power cut."""
    handle, aside = tempfile.mkstemp(dir=path.parent, prefix=".writing-")
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(aside, path)


def _add_row(path: Path, document: Mapping[str, Any]) -> None:
    """Add a referral's row to the plan's list unless it is there; one writer at a time."""
    with open(path.with_suffix(".lock"), "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        rows = _rows(path)
        row = csv_row(document)
        if any(existing["reference"] == row["reference"] for existing in rows):
            return
        out = io.StringIO()
        writer = csv.DictWriter(out, COLUMNS, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
        writer.writeheader()
        writer.writerows([*rows, row])
        # The mark at the front lets spreadsheet programs read names in any script.
        _write(path, ("\ufeff" + out.getvalue()).encode("utf-8", "replace"))


def _rows(path: Path) -> list[dict[str, str]]:
    if not path.exists():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def render_pdf(document: Mapping[str, Any]) -> bytes:
    """Return the referral as a PDF in English, names as typed.

    WeasyPrint runs in a process of its own: it takes seconds and a lot of memory, and the worker
    must stay quick and small.

    Raises:
        DeliveryFailed: the PDF could not be made; the problem is named.
    """
    try:
        made = subprocess.run(
            [sys.executable, "-m", "ecm.adapters.delivery.pdf"],
            input=json.dumps(document).encode(),
            capture_output=True,
            timeout=_PDF_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise DeliveryFailed("pdf took too long") from None
    if made.returncode != 0 or not made.stdout.startswith(b"%PDF"):
        missing = b"cannot load library" in made.stderr
        raise DeliveryFailed(
            "pdf library missing: apt-get install libpango-1.0-0"
            if missing
            else "pdf could not be made"
        )
    return made.stdout
