"""Reading eligibility/facts.yml: the declared facts, and of whom each is asked."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ecm.facts import KINDS, OLDEST, AgeRange, AskedCase, Fact
from ecm.rule_files import Place

Documents = Mapping[str, Mapping[str, str]]

YES_NO = ("yes", "no", "unsure")
EVERYONE = (AskedCase(AgeRange(), MappingProxyType({}), MappingProxyType({})),)
#: What the screening itself needs, whatever the rules are, and of which kind.
NEEDED = {
    "subject": "choice",
    "birth_date": "date",
    "age_years": "age",
    "coverage": "choice",
    "other_programs": "programs",
}


def read_ages(place: Place) -> AgeRange:
    """Return an age range; `from` and `to` are whole years, both included, both optional.

    Args:
        place: the mapping in a rule file.

    Raises:
        RuleFileError: it is no such mapping, or it holds no age.
    """
    fields = place.fields((), ("from", "to"))
    low = fields["from"].whole() if "from" in fields else 0
    high = fields["to"].whole() if "to" in fields else None
    if low > (OLDEST if high is None else high):
        raise place.wrong("no age lies between from and to")
    return AgeRange(low, high)


def read_source(place: Place, documents: Documents) -> Mapping[str, str]:
    """Return the source of a rule: a declared document, its edition and the pages.

    Args:
        place: the mapping in a rule file.
        documents: the documents of rules.yml.

    Raises:
        RuleFileError: something is missing, or the document or edition is not a declared one.
    """
    fields = place.fields(("document", "edition", "pages"), ("question", "note"))
    source = {key: field.text() for key, field in fields.items()}
    document = documents[fields["document"].one_of(tuple(documents))]
    fields["edition"].one_of((document["edition"],))
    return MappingProxyType(source)


def read_facts(place: Place, documents: Documents, programs: tuple[str, ...]) -> Mapping[str, Fact]:
    """Return the declared facts by name.

    Args:
        place: the content of facts.yml.
        documents: the documents of rules.yml.
        programs: the codes of overlaps.yml.

    Raises:
        RuleFileError: a fact is wrongly declared, refers to one that is not, or waits for itself.
    """
    entries = place.entries()
    facts = {name: _fact(name, entry, documents, programs) for name, entry in entries.items()}
    for name, kind in NEEDED.items():
        if name not in facts:
            raise place.wrong(f"the fact {name!r} is missing")
        entries[name].entries()["type"].one_of((kind,))
    for name, fact in facts.items():
        _check_references(entries[name], fact, facts)
    return MappingProxyType(facts)


def _fact(name: str, place: Place, documents: Documents, programs: tuple[str, ...]) -> Fact:
    required = ("type", "asked", "meaning", "source")
    fields = place.fields(required, ("values", "range", "derived_from"))
    kind = fields["type"].one_of(KINDS)
    low, high = _range(place, fields) if kind in ("number", "age") else (0, 0)
    derived_from = fields["derived_from"].text() if "derived_from" in fields else None
    return Fact(
        name=name,
        kind=kind,
        values=_values(place, fields, kind, programs),
        low=low,
        high=high,
        asked=_asked(fields["asked"]),
        derived_from=derived_from,
        meaning=fields["meaning"].text(),
        source=read_source(fields["source"], documents),
    )


def _values(
    place: Place, fields: Mapping[str, Place], kind: str, programs: tuple[str, ...]
) -> tuple[str, ...]:
    if kind in ("choice", "set"):
        if "values" not in fields:
            raise place.wrong("'values' is missing")
        return fields["values"].texts()
    return {"yes_no": YES_NO, "programs": programs}.get(kind, ())


def _range(place: Place, fields: Mapping[str, Place]) -> tuple[int, int]:
    if "range" not in fields:
        raise place.wrong("'range' is missing")
    ends = [item.whole() for item in fields["range"].items()]
    if len(ends) != 2 or ends[0] >= ends[1]:
        raise fields["range"].wrong("expected the least and the greatest number")
    return ends[0], ends[1]


def _asked(place: Place) -> tuple[AskedCase, ...]:
    if isinstance(place.value, str):
        return EVERYONE if place.one_of(("everyone", "never")) == "everyone" else ()
    return tuple(_asked_case(item) for item in place.items())


def _asked_case(place: Place) -> AskedCase:
    fields = place.fields((), ("age", "when", "except"))
    ages = read_ages(fields["age"]) if "age" in fields else AgeRange()
    return AskedCase(ages, _answers(fields.get("when")), _answers(fields.get("except")))


def _answers(place: Place | None) -> Mapping[str, frozenset[str]]:
    if place is None:
        return MappingProxyType({})
    entries = place.entries().items()
    return MappingProxyType({name: frozenset(item.texts()) for name, item in entries})


def _check_references(place: Place, fact: Fact, facts: Mapping[str, Fact]) -> None:
    derived = (fact.derived_from,) if fact.derived_from is not None else ()
    for name in (*derived, *(name for case in fact.asked for name in (*case.when, *case.unless))):
        if name not in facts:
            raise place.wrong(f"{name!r} is not declared in facts.yml")
        if facts[name].kind != "yes_no" or fact.kind != "yes_no":
            raise place.wrong("only yes_no facts may wait for, or follow from, each other")
    for case in fact.asked:
        for name, answers in (*case.when.items(), *case.unless.items()):
            if not answers <= set(YES_NO):
                raise place.wrong(f"{name} cannot be answered with one of {sorted(answers)}")
    if fact.name in _waited_for(fact, facts):
        raise place.wrong("it waits for itself")


def _waited_for(fact: Fact, facts: Mapping[str, Fact]) -> set[str]:
    found: set[str] = set()
    todo = [name for case in fact.asked for name in case.when]
    while todo:
        name = todo.pop()
        if name not in found and name in facts:
            found.add(name)
            todo.extend(other for case in facts[name].asked for other in case.when)
    return found
