"""Reading eligibility/asking.yml: topics, and their order at each age."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from ecm.fact_rules import NEEDED, read_ages
from ecm.facts import OLDEST, AgeRange, Fact
from ecm.rule_files import Place


@dataclass(frozen=True)
class TopicOrder:
    """The order of topics for an age range, and why."""

    ages: AgeRange
    topics: tuple[str, ...]
    why: str


@dataclass(frozen=True)
class AskingRules:
    """What is asked first, the facts of each topic, and the order of topics at each age."""

    first: tuple[str, ...]
    topics: Mapping[str, tuple[str, ...]]
    orders: tuple[TopicOrder, ...]

    def topics_at(self, age: int) -> tuple[tuple[str, ...], ...]:
        """Return the facts of each topic, in the order for an age in whole years."""
        order = next(order for order in self.orders if order.ages.holds(age))
        return tuple(self.topics[topic] for topic in order.topics)


def read_asking_rules(place: Place, facts: Mapping[str, Fact]) -> AskingRules:
    """Return the order of questions.

    Args:
        place: the content of asking.yml.
        facts: the declared facts.

    Raises:
        RuleFileError: a fact that may be asked stands nowhere or twice, or an age has no order.
    """
    fields = place.fields(("first", "topics", "orders"))
    first = tuple(item.one_of(tuple(NEEDED)) for item in fields["first"].items())
    topics = {name: entry.texts() for name, entry in fields["topics"].entries().items()}
    _every_fact_once(fields["topics"], first, topics, facts)
    orders = tuple(_order(item, topics) for item in fields["orders"].items())
    for age in range(OLDEST + 1):
        if sum(order.ages.holds(age) for order in orders) != 1:
            raise fields["orders"].wrong(f"age {age} needs exactly one order")
    return AskingRules(first, MappingProxyType(topics), orders)


def _order(place: Place, topics: Mapping[str, tuple[str, ...]]) -> TopicOrder:
    fields = place.fields(("ages", "topics", "why"))
    listed = fields["topics"].texts()
    if set(listed) != set(topics):
        raise fields["topics"].wrong(f"expected each topic once: {', '.join(topics)}")
    return TopicOrder(read_ages(fields["ages"]), listed, fields["why"].text())


def _every_fact_once(
    place: Place,
    first: tuple[str, ...],
    topics: Mapping[str, tuple[str, ...]],
    facts: Mapping[str, Fact],
) -> None:
    listed = [*first, *(name for topic in topics.values() for name in topic)]
    for name in listed:
        if name not in facts:
            raise place.wrong(f"{name!r} is not declared in facts.yml")
        if listed.count(name) > 1:
            raise place.wrong(f"{name} stands twice")
    for fact in facts.values():
        if fact.asked and fact.name not in listed:
            raise place.wrong(f"{fact.name} is asked but stands in no topic")
