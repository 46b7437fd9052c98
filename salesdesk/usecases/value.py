"""Value: what the Value panel, the presenter view and the value recap show of a deal.

Queries stand here, and the command that keeps the answer to the value question; the other commands
live in `value_map` and `demo_plan`, and can be imported from here too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from salesdesk.domain import entry
from salesdesk.domain import value as domain
from salesdesk.domain.errors import KnownError
from salesdesk.domain.gates import FactView, PersonView
from salesdesk.domain.value import CriterionMatch, MapLine, PlanItem
from salesdesk.support.i18n import _
from salesdesk.usecases.deal_access import get_deal
from salesdesk.usecases.demo_plan import (
    AddDemoItem,
    BuildPlan,
    EditDemoItem,
    MoveDemoItem,
    React,
    RemoveDemoItem,
)
from salesdesk.usecases.facts import new_fact, required_day
from salesdesk.usecases.products import ProductLine, products
from salesdesk.usecases.value_map import (
    AddCapability,
    AddOutcome,
    EditLine,
    MatchCriterion,
    MoveLine,
    RemoveLine,
)

if TYPE_CHECKING:
    from salesdesk.store.engine import SqlConnection
    from salesdesk.store.unit import Unit
    from salesdesk.usecases.desk import Desk

__all__ = [
    "AddCapability",
    "AddDemoItem",
    "AddOutcome",
    "BuildPlan",
    "EditDemoItem",
    "EditLine",
    "KeepAnswer",
    "MatchCriterion",
    "MoveDemoItem",
    "MoveLine",
    "React",
    "Reality",
    "RemoveDemoItem",
    "RemoveLine",
    "ValueView",
    "value_view",
]


@dataclass(frozen=True)
class KeepAnswer:
    """The value question was asked: who answered yes, partly or no, and in what words.

    Kept as a fact (evidence), each asking its own; the newest one counts.
    """

    deal_id: str
    answer: str
    words: str
    person_id: str | None
    asked_on: str
    """ISO date."""

    @property
    def label(self) -> str:
        """For the undo menu."""
        return _("Keep the answer to the value question")

    def apply(self, unit: Unit) -> None:
        """Raises KnownError without an answer, words or a person, or on a day that is none."""
        get_deal(unit, self.deal_id)
        answer = entry.one_of(self.answer, tuple(domain.ANSWER_LABELS))
        if not self.person_id:
            raise KnownError(
                _("The answer needs the person who gave it. Nothing was kept; choose who it was.")
            )
        words = entry.words(
            self.words, _("Say what they answered, in their words. Nothing was kept.")
        )
        day = required_day(self.asked_on)
        if day > unit.today:
            raise KnownError(_("That day is still to come. Nothing was kept; check the date."))
        fact = new_fact(unit, self.deal_id, "evidence", words)
        fact.key, fact.measure, fact.confirmed = domain.CONFIRMED, answer, answer == "yes"
        fact.person_id, fact.said_on = self.person_id, day


@dataclass(frozen=True, slots=True)
class Reality:
    """Facts of one kind that tell what putting it to work takes; `heading` is translated."""

    heading: str
    kind: str
    facts: tuple[FactView, ...]


@dataclass(frozen=True, slots=True)
class ValueView:
    """All that the Value panel shows of one deal; a snapshot."""

    deal_id: str
    deal: str
    account: str
    lines: tuple[MapLine, ...]
    outcomes: tuple[FactView, ...]
    """All outcomes of the deal, to choose from."""
    loose: tuple[FactView, ...]
    """Outcomes that no line leads to."""
    gaps: int
    plan: tuple[PlanItem, ...]
    minutes: int
    without_minutes: int
    can_build: int
    """How many items the plan would get from the map."""
    criteria: tuple[CriterionMatch, ...]
    realities: tuple[Reality, ...]
    answers: tuple[FactView, ...]
    """What was answered to the value question, the newest first."""
    never_met: tuple[PersonView, ...]
    products: tuple[ProductLine, ...]
    facts: tuple[FactView, ...]
    people: tuple[PersonView, ...]


def value_view(desk: Desk, deal_id: str) -> ValueView:
    """The Value panel of a deal. Raises KnownError when the deal is gone."""
    found = desk.read(lambda connection: _read(connection, deal_id))
    return _view(found, products(desk))


@dataclass(frozen=True, slots=True)
class _Found:
    """What was read of a deal."""

    deal_id: str
    deal: str
    account: str
    facts: tuple[FactView, ...]
    people: tuple[PersonView, ...]
    links: tuple[domain.Link, ...]
    items: tuple[domain.DemoItem, ...]
    matches: dict[str, tuple[str, str]]
    never_met: tuple[PersonView, ...]


def _read(connection: SqlConnection, deal_id: str) -> _Found:
    from salesdesk.store import snapshots
    from salesdesk.store.reads import value as reads

    state = snapshots.state(connection, deal_id)
    if state is None:
        raise KnownError(_("That deal is not in the desk any more."))
    people = state.snapshot.people
    return _Found(
        deal_id,
        state.deal.name,
        state.deal.account_name or "",
        state.snapshot.facts,
        people,
        reads.links(connection, deal_id),
        reads.demo_items(connection, deal_id),
        reads.matches(connection, deal_id),
        domain.never_met(
            people, reads.met(connection, deal_id), reads.attendees(connection, deal_id)
        ),
    )


def _view(found: _Found, catalogue: tuple[ProductLine, ...]) -> ValueView:
    facts = found.facts
    lines = domain.value_map(facts, found.links)
    total, unknown = domain.minutes(found.items)
    return ValueView(
        found.deal_id,
        found.deal,
        found.account,
        lines,
        outcomes=tuple(f for f in facts if f.kind == "outcome"),
        loose=domain.loose_outcomes(facts, lines),
        gaps=domain.count_gaps(lines),
        plan=domain.demo_plan(found.items, lines),
        minutes=total,
        without_minutes=unknown,
        can_build=len(domain.to_plan(found.items, lines)),
        criteria=domain.criteria(facts, found.matches),
        realities=tuple(
            Reality(_(heading), kind, tuple(f for f in facts if f.kind == kind))
            for heading, kind in domain.REALITIES
        ),
        answers=domain.answers(facts),
        never_met=found.never_met,
        products=catalogue,
        facts=facts,
        people=found.people,
    )
