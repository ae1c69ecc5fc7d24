"""The self-referral as a conversation: fields, read-back, agreement, submission, status."""

from __future__ import annotations

import uuid
from typing import Any

from ecm.dialogue import choices, result_talk, screening_talk
from ecm.dialogue.answer_reading import short_answer
from ecm.dialogue.field_reading import FieldAnswer, read_field
from ecm.dialogue.talk import Talk
from ecm.ports import Say
from ecm.records import ReferralRecord
from ecm.referrals import (
    AGREEMENT_VERSION,
    OPTIONAL_FIELDS,
    document,
    new_reference,
    next_field,
)
from ecm.values import county_value, date_value, phone_value, plan_value
from ecm.zones import CALIFORNIA

_DELIVERY_PORTS = ("folder",)


def begin(talk: Talk) -> list[Say]:
    """Start filling in a request, or go on with the one in hand."""
    if not talk.state.screening:
        return screening_talk.start_new(talk, screening_talk.hints(talk))
    record = _record(talk)
    if record.state != "draft":
        return [_already(talk, record)]
    intro = [] if record.document else [Say("referral_intro")]
    return intro + _ask_next(talk, record)


def _record(talk: Talk) -> ReferralRecord:
    """Return the request in hand, made when there is none yet."""
    found = talk.state.referral and talk.session.referral(talk.state.referral)
    if found:
        return found
    talk.state.referral = uuid.uuid4().hex
    return ReferralRecord(
        id=talk.state.referral,
        conversation_id=talk.conversation.id,
        screening_id=talk.state.screening or "",
        state="draft",
        document={},
    )


def _fields(talk: Talk, record: ReferralRecord) -> dict[str, Any]:
    """Return the fields so far, with what the screening already told us."""
    fields = dict(record.document.get("fields") or _from_earlier(talk))
    if "birth_date" in talk.facts:
        fields.setdefault("member_birth_date", talk.facts["birth_date"])
    if talk.screening.get("plan"):
        fields.setdefault("plan", talk.screening["plan"])
    if "other_programs" in talk.facts:
        fields.setdefault("other_programs", list(talk.facts["other_programs"]))
    if talk.facts.get("coverage") in ("none", "ffs"):
        fields.setdefault("plan", None)
    return fields


def _from_earlier(talk: Talk) -> dict[str, Any]:
    """Return what an earlier request of this thread already told about the one who asks."""
    sent = [r for r in talk.session.referrals_of(talk.conversation.id) if r.state != "draft"]
    if not sent:
        return {}
    earlier = sent[-1].document["fields"]
    name = earlier.get("representative_name") or earlier.get("member_name")
    known = {key: earlier[key] for key in ("contact_phone", "county") if earlier.get(key)}
    return known | ({"representative_name": name} if talk.variant != "self" else {})


def _save(talk: Talk, record: ReferralRecord, fields: dict[str, Any]) -> ReferralRecord:
    changed = ReferralRecord(
        id=record.id,
        conversation_id=record.conversation_id,
        screening_id=record.screening_id,
        state="draft",
        document={"fields": fields},
        plan=fields.get("plan"),
    )
    talk.session.save_referral(changed)
    return changed


def _ask_next(talk: Talk, record: ReferralRecord) -> list[Say]:
    fields = _fields(talk, record)
    record = _save(talk, record, fields)
    name = next_field(fields, talk.variant, screening_talk.age(talk), talk.state.unsafe)
    if name is None:
        return [_confirm(talk, fields)]
    return [_question(talk, name)]


def _question(talk: Talk, name: str) -> Say:
    """Return the question about one field."""
    skip = choices.UNSURE_SKIP if name in OPTIONAL_FIELDS else ()
    if name == "contact_phone" and talk.conversation.channel == "sms":
        say = Say("ask_contact_phone_this", choices=choices.THIS_PHONE)
    elif name == "representative_relationship":
        say = Say("ask_representative_relationship", choices=choices.RELATIONS)
    elif name == "other_programs":
        say = Say("ask_other_programs", choices=choices.program_choices())
    else:
        variant = talk.variant if name in ("member_name", "member_birth_date", "county") else ""
        say = Say(f"ask_{name}", choices=skip, variant=variant, numbered=False)
    return talk.ask("field", name, say, multi=name == "other_programs")


def answer_field(talk: Talk, name: str) -> list[Say] | None:
    """Take the answer to a field's question and go on; None if the turn holds none."""
    found = read_field(talk, name)
    if found is None:
        return None
    if found.ask:
        return [_ask_more(talk, name, found)]
    record = _record(talk)
    if record.state != "draft":
        return [_already(talk, record)]
    fields = _fields(talk, record) | {name: found.value}
    says = _after_field(talk, name, found.value)
    record = _save(talk, record, fields)
    return says + _ask_next(talk, record)


def _ask_more(talk: Talk, name: str, found: FieldAnswer) -> Say:
    if found.dates:
        say = Say(found.ask, choices=choices.dates(found.dates))
        return talk.ask("field", name, say)
    skip = choices.UNSURE_SKIP if name in OPTIONAL_FIELDS else ()
    return talk.ask("field", name, Say(found.ask, choices=skip, numbered=False))


def _after_field(talk: Talk, name: str, value: Any) -> list[Say]:
    """Keep in the screening what the field tells about it, and explain overlaps."""
    if name == "member_birth_date" and value:
        talk.facts.pop("age_years", None)
        talk.facts["birth_date"] = value
    if name == "plan":
        talk.screening["plan"] = value
        if value and talk.facts.get("coverage") in (None, "unsure"):
            talk.facts["coverage"] = "plan"
    if name == "other_programs":
        talk.facts["other_programs"] = list(value or [])
    talk.save_screening()
    if name != "other_programs" or screening_talk.age(talk) is None:
        return []
    return result_talk.overlaps(talk.tools.rules.screen(talk.facts, talk.today))


def _confirm(talk: Talk, fields: dict[str, Any]) -> Say:
    values = {
        "name": fields.get("member_name") or "",
        "birth_date": date_value(fields["member_birth_date"]),
        "phone": phone_value(fields.get("contact_phone")),
        "county": county_value(fields.get("county")),
        "plan": plan_value(fields.get("plan")),
    }
    return talk.ask("confirm", "", Say("confirm_referral", values, choices.CONFIRM))


def answer_confirm(talk: Talk) -> list[Say] | None:
    """Go on to the agreement, or ask what to change."""
    if talk.turn.choice == "change" or short_answer(talk) == "no":
        names = [n for n in _fields(talk, _record(talk)) if n != "other_programs"]
        say = Say("ask_what_to_change", choices=choices.facts(names))
        return [talk.ask("change_field", "", say)]
    if short_answer(talk) == "yes":
        plan = _fields(talk, _record(talk)).get("plan")
        say = Say("ask_agreement", {"plan": plan_value(plan)}, choices.AGREEMENT)
        return [talk.ask("agreement", "", say)]
    return None


def reopen(talk: Talk, name: str) -> list[Say]:
    """Ask one field again."""
    record = _record(talk)
    if record.state != "draft":
        return [_already(talk, record)]
    fields = _fields(talk, record)
    fields.pop(name, None)
    if name == "member_birth_date":
        talk.facts["age_years"] = screening_talk.age(talk)
        talk.facts.pop("birth_date", None)
    if name == "plan":
        talk.screening["plan"] = None
    talk.save_screening()
    _save(talk, record, fields)
    return [_question(talk, name)]


def answer_agreement(talk: Talk) -> list[Say] | None:
    """Submit on an explicit yes; keep everything unsent on a no."""
    short = short_answer(talk)
    if short == "yes":
        return submit(talk)
    if short in ("no", "skip"):
        talk.state.pending = None
        talk.state.choices = []
        return [Say("referral_not_sent")]
    return None


def submit(talk: Talk) -> list[Say]:
    """Submit the request in hand, exactly once however often the yes arrives."""
    record = _record(talk)
    talk.state.pending, talk.state.choices = None, []
    if record.state != "draft":
        return [_already(talk, record)]
    fields = _fields(talk, record)
    reference = new_reference(talk.session.reference_taken)
    submitted = ReferralRecord(
        id=record.id,
        conversation_id=record.conversation_id,
        screening_id=record.screening_id,
        state="submitted",
        document=_document(talk, reference, fields),
        reference=reference,
        plan=fields.get("plan"),
    )
    if not talk.session.submit_referral(submitted, _DELIVERY_PORTS):
        return [_already(talk, talk.session.referral(record.id) or submitted)]
    extra = [] if fields.get("plan") else [Say("referral_no_plan_yet")]
    if extra:
        talk.alert("referral_without_plan", "plan_unknown")
    return [Say("referral_submitted", {"reference": reference})] + extra


def _document(talk: Talk, reference: str, fields: dict[str, Any]) -> dict[str, Any]:
    now = talk.tools.clock.now()
    result = None
    if screening_talk.age(talk) is not None:
        result = talk.tools.rules.screen(talk.facts, talk.today).to_dict()
    return document(
        reference=reference,
        fields=fields,
        facts=talk.facts,
        said=talk.screening.get("said", {}),
        result=result,
        agreement={
            "version": AGREEMENT_VERSION,
            "language": talk.language,
            "at": now.isoformat(timespec="seconds"),
        },
        language=talk.language,
        channel=talk.conversation.channel,
        submitted_at=now,
    )


def _already(talk: Talk, record: ReferralRecord) -> Say:
    talk.state.pending, talk.state.choices = None, []
    return Say("referral_already_sent", {"reference": record.reference or ""})


def status(talk: Talk) -> list[Say]:
    """Say what became of each request of this conversation, newest last; then go on."""
    records = talk.session.referrals_of(talk.conversation.id)
    sent = [_status(talk, record) for record in records if record.state != "draft"]
    if sent:
        return sent[-3:] + talk.ask_again()
    if records:
        say = Say("referral_status_draft", choices=choices.choices("refer", "later"))
        return [talk.ask("offer", "", say)]
    say = Say("referral_status_none", choices=choices.choices("check_eligibility", "later"))
    return [talk.ask("offer", "", say)]


def _status(talk: Talk, record: ReferralRecord) -> Say:
    day = record.submitted_at or record.created_at
    assert day is not None, "a stored referral has its moments"
    local = day.astimezone(CALIFORNIA).date()
    values = {"reference": record.reference or "", "date": date_value(local)}
    waiting = record.state == "submitted" and not talk.session.arrived(record.id)
    return Say(f"referral_status_{'queued' if waiting else record.state}", values)
