"""A referral arrives in its plan's folder whole, once, and harmless to spreadsheets."""

from __future__ import annotations

import csv
import io
import json
from datetime import datetime, timezone

import pypdf
import pytest

from ecm.adapters.delivery.folder import DeliveryFailed, FolderDelivery, render_pdf
from ecm.adapters.delivery.rows import safe_cell
from ecm.records import ReferralRecord
from ecm.referrals import document
from ecm.screening import load_rules

FACTS = {
    "subject": "child",
    "birth_date": "2020-05-03",
    "coverage": "plan",
    "ccs": "yes",
    "ccs_extra_need": "yes",
}


def referral(name: str = "Mateo López", **fields: object) -> ReferralRecord:
    result = load_rules().screen(FACTS, datetime(2026, 11, 22).date()).to_dict()
    values = {
        "member_name": name,
        "member_birth_date": "2020-05-03",
        "plan": "partnership",
        "county": "butte",
        "contact_phone": "+15305550142",
        "other_programs": ["ihss"],
        "representative_name": "Ana López",
        "representative_relationship": "parent",
        **fields,
    }
    made = document(
        reference="W7K-M2Q",
        fields=values,
        facts=FACTS,
        said={},
        result=result,
        agreement={"version": "2026-11", "language": "es", "at": "2026-11-22T18:00:00+00:00"},
        language="es",
        channel="sms",
        submitted_at=datetime(2026, 11, 22, 18, tzinfo=timezone.utc),
    )
    return ReferralRecord("r1", "c1", "s1", "submitted", made, "W7K-M2Q", "partnership")


def rows_of(path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))


def test_a_referral_arrives_as_json_row_and_pdf(tmp_path) -> None:
    receipt = FolderDelivery(tmp_path).deliver(referral())
    folder = tmp_path / receipt
    stored = json.loads((folder / "referral.json").read_text())
    assert stored["fields"]["member_name"] == "Mateo López"
    (row,) = rows_of(tmp_path / "partnership" / "referrals.csv")
    assert (row["reference"], row["populations_likely"]) == ("W7K-M2Q", "ccs")
    text = pypdf.PdfReader(folder / "referral.pdf").pages[0].extract_text()
    assert "W7K-M2Q" in text and "Mateo López" in text


def test_delivering_again_changes_nothing(tmp_path) -> None:
    port = FolderDelivery(tmp_path)
    assert port.deliver(referral()) == port.deliver(referral())
    assert len(rows_of(tmp_path / "partnership" / "referrals.csv")) == 1


@pytest.mark.parametrize(
    "name", ["林美玲", "សុខា ចាន់", "محمد علي", "Nguyễn Thị Ánh", "Zoë O'Neil-Díaz"]
)
def test_a_name_in_any_script_makes_a_pdf(name: str) -> None:
    reader = pypdf.PdfReader(io.BytesIO(render_pdf(referral(name).document)))
    fonts = {
        str(f["/BaseFont"])
        for p in reader.pages
        for f in (o.get_object() for o in p["/Resources"]["/Font"].values())
    }
    assert not any("tofu" in font.lower() for font in fonts)
    assert len(reader.pages) >= 1


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-2", "@SUM(A1)", "\tx", "\rx"])
def test_no_cell_is_a_formula(cell: str) -> None:
    assert safe_cell(cell).startswith("'")


def test_markup_in_a_name_stays_text() -> None:
    from ecm.adapters.delivery.pdf import referral_html

    page = referral_html(referral("<script>alert(1)</script>").document)
    assert "<script>" not in page and "&lt;script&gt;" in page


def test_a_folder_that_cannot_be_written_is_a_failure_that_waits(tmp_path) -> None:
    (tmp_path / "partnership").write_text("a file where a folder should be")
    with pytest.raises(DeliveryFailed):
        FolderDelivery(tmp_path).deliver(referral())


def test_a_safe_contact_stands_out_on_the_pdf() -> None:
    from ecm.adapters.delivery.pdf import referral_html

    page = referral_html(referral(safe_contact="the school counselor").document)
    assert page.index("the school counselor") < page.index("Mateo")
