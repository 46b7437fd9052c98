"""The value map and the demo plan: what we can do about what they said, with what proof.

Pure rules over the facts of one deal and the rows that tie them together. The pains, goals,
outcomes and criteria are facts; nothing here repeats their words. Called by `usecases.value` for
the Value panel, the presenter view and the value recap.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from salesdesk.domain.facts import N_, FactKind
from salesdesk.domain.gates import FactView, PersonView

CONFIRMED = "value_confirmed"
"""The key of the evidence that keeps an answer to the value question; its measure is the answer."""

NEEDS: tuple[FactKind, ...] = ("pain", "goal")
"""The kinds of fact that stand in the first column of the map."""

PROOF_LABELS: Mapping[str, str] = MappingProxyType(
    {
        "case": N_("Case study"),
        "figure": N_("Figure"),
        "reference": N_("Reference"),
        "trial": N_("Trial"),
        "document": N_("Document"),
    }
)
FIT_LABELS: Mapping[str, str] = MappingProxyType(
    {"yes": N_("Yes"), "partly": N_("Partly"), "no": N_("No"), "unknown": N_("Unknown")}
)
REACTION_LABELS: Mapping[str, str] = MappingProxyType(
    {"yes": N_("Yes"), "partly": N_("Partly"), "no": N_("No"), "question": N_("Question")}
)
ANSWER_LABELS: Mapping[str, str] = MappingProxyType(
    {"yes": N_("Yes"), "partly": N_("Partly"), "no": N_("No")}
)

REALITIES: tuple[tuple[str, FactKind], ...] = (
    (N_("Time"), "timeline"),
    (N_("People and limits"), "constraint"),
    (N_("Dependencies"), "technical"),
    (N_("What could get in the way"), "risk"),
)
"""What putting it to work takes, as headings with the kind of fact under each."""

USUAL_MINUTES = 10
"""What an item of the demo plan gets until the rep plans otherwise."""
MOST_MINUTES = 480

Gap = Literal[
    "untied", "unconfirmed", "no_capability", "no_proof", "no_outcome", "no_measure", "no_target"
]
LOUD: frozenset[Gap] = frozenset(
    {"untied", "no_capability", "no_proof", "no_outcome", "no_measure", "no_target"}
)
"""The gaps that count; a pain that is not confirmed yet is only remarked."""


@dataclass(frozen=True, slots=True)
class Link:
    """A kept line of the map; `product` is the name of the product, when one is named."""

    id: str
    fact_id: str | None
    capability: str
    product_id: str | None = None
    product: str = ""
    proof: str = ""
    proof_kind: str | None = None
    outcome_id: str | None = None


@dataclass(frozen=True, slots=True)
class MapLine:
    """A line of the map, from what they said to what they get.

    Without a `link` nothing was tied to the fact yet; without a `fact` the capability answers
    nothing that they said, or what it answered was deleted.
    """

    fact: FactView | None
    link: Link | None = None
    outcome: FactView | None = None

    @property
    def key(self) -> str:
        """What commands name the line by: the link's id, else the fact's."""
        if self.link is not None:
            return self.link.id
        return self.fact.id if self.fact is not None else ""

    @property
    def capability(self) -> str:
        """What we can do about it, "" for nothing yet."""
        return self.link.capability if self.link else ""

    @property
    def proof(self) -> str:
        """What shows that we can, "" for nothing yet."""
        return self.link.proof if self.link else ""

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """What is missing, in the order of the columns."""
        if not self.capability:
            is_heard = self.fact is not None and not self.fact.confirmed
            return ("unconfirmed",) if is_heard else ("no_capability",)
        found: list[Gap] = []
        if self.fact is None:
            found.append("untied")
        elif not self.fact.confirmed:
            found.append("unconfirmed")
        if not self.proof:
            found.append("no_proof")
        return (*found, *outcome_gaps(self.outcome))


@dataclass(frozen=True, slots=True)
class DemoItem:
    """A kept item of the demo plan. Blank `what`: it is called as the capability it shows."""

    id: str
    link_id: str | None
    what: str
    minutes: int | None = None
    shown_on: str | None = None
    reaction: str | None = None
    reaction_words: str = ""
    person_id: str | None = None
    person: str = ""


@dataclass(frozen=True, slots=True)
class PlanItem:
    """An item of the demo plan with the line of the map that it shows, if there is one."""

    item: DemoItem
    line: MapLine | None

    @property
    def words(self) -> str:
        """What is shown."""
        return self.item.what or (self.line.capability if self.line else "")

    @property
    def is_dump(self) -> bool:
        """Whether it is a mere feature: it answers nothing that they confirmed."""
        return self.line is None or self.line.fact is None or not self.line.fact.confirmed


@dataclass(frozen=True, slots=True)
class CriterionMatch:
    """A decision criterion of theirs with how we meet it: yes, partly, no or unknown."""

    fact: FactView
    fit: str = "unknown"
    words: str = ""


def outcome_gaps(outcome: FactView | None) -> tuple[Gap, ...]:
    """What an outcome lacks to be measured later."""
    if outcome is None:
        return ("no_outcome",)
    found: list[Gap] = []
    if not outcome.measure:
        found.append("no_measure")
    if not outcome.target:
        found.append("no_target")
    return tuple(found)


def value_map(facts: Sequence[FactView], links: Sequence[Link]) -> tuple[MapLine, ...]:
    """Every pain and goal of the deal with what is tied to it.

    `links` in their kept order; lines about the same fact stand together, at the place of the
    first. Facts that nothing is tied to follow in the deal's order.
    """
    by_id = {fact.id: fact for fact in facts}
    lines = [
        MapLine(_need(by_id, link.fact_id), link, _outcome(by_id, link.outcome_id))
        for link in links
    ]
    place: dict[str, int] = {}
    for index, line in enumerate(lines):
        if line.fact is not None:
            place.setdefault(line.fact.id, index)
    order = {
        id(line): place[line.fact.id] if line.fact is not None else index
        for index, line in enumerate(lines)
    }
    lines.sort(key=lambda line: order[id(line)])
    loose = (MapLine(f) for f in facts if f.kind in NEEDS and f.id not in place)
    return (*lines, *loose)


def _need(by_id: Mapping[str, FactView], fact_id: str | None) -> FactView | None:
    fact = by_id.get(fact_id or "")
    return fact if fact is not None and fact.kind in NEEDS else None


def _outcome(by_id: Mapping[str, FactView], fact_id: str | None) -> FactView | None:
    fact = by_id.get(fact_id or "")
    return fact if fact is not None and fact.kind == "outcome" else None


def loose_outcomes(facts: Sequence[FactView], lines: Iterable[MapLine]) -> tuple[FactView, ...]:
    """The outcomes that no line of the map leads to."""
    tied = {line.outcome.id for line in lines if line.outcome is not None}
    return tuple(f for f in facts if f.kind == "outcome" and f.id not in tied)


def count_gaps(lines: Iterable[MapLine]) -> int:
    """How many gaps of the map are loud; an outcome that two lines share counts once."""
    seen: set[tuple[str, Gap]] = set()
    for line in lines:
        for gap in line.gaps:
            if gap in LOUD:
                shared = line.outcome is not None and gap in ("no_measure", "no_target")
                seen.add((line.outcome.id if shared and line.outcome else line.key, gap))
    return len(seen)


def demo_plan(items: Sequence[DemoItem], lines: Sequence[MapLine]) -> tuple[PlanItem, ...]:
    """The plan's items in order, each with its line of the map."""
    by_link = {line.link.id: line for line in lines if line.link is not None}
    return tuple(PlanItem(item, by_link.get(item.link_id or "")) for item in items)


def to_plan(items: Sequence[DemoItem], lines: Sequence[MapLine]) -> tuple[MapLine, ...]:
    """The lines that the plan lacks: a capability tied to something they said, in map order."""
    planned = {item.link_id for item in items}
    return tuple(
        line
        for line in lines
        if line.link is not None and line.fact is not None and line.capability
        if line.link.id not in planned
    )


def minutes(items: Iterable[DemoItem]) -> tuple[int, int]:
    """(sum of the known minutes, how many items have none)."""
    known = [item.minutes for item in items]
    return sum(m for m in known if m is not None), sum(m is None for m in known)


def answers(facts: Iterable[FactView]) -> tuple[FactView, ...]:
    """What was answered to the value question, the newest first."""
    found = [f for f in facts if f.kind == "evidence" and f.key == CONFIRMED]
    # Oldest first, then turned round: of two on one day the one kept last is the newer.
    found.sort(key=lambda fact: fact.said_on or "")
    return tuple(found[::-1])


def never_met(
    people: Sequence[PersonView], met: Collection[str], attendees: Iterable[str] = ()
) -> tuple[PersonView, ...]:
    """The stakeholders without an activity, an answer or a fact.

    `met` are the ids of those with one; `attendees` the free texts of meetings that took place.
    """
    there = [text.casefold() for text in attendees]
    return tuple(
        person
        for person in people
        if person.id not in met
        and not any(person.name and person.name.casefold() in text for text in there)
    )


def criteria(
    facts: Iterable[FactView], matches: Mapping[str, tuple[str, str]]
) -> tuple[CriterionMatch, ...]:
    """Their decision criteria in the deal's order; `matches` holds fit and words by fact id."""
    return tuple(
        CriterionMatch(fact, *matches.get(fact.id, ("unknown", "")))
        for fact in facts
        if fact.kind == "criterion"
    )
