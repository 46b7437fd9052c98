"""Commitment: what the Commit panel, the exports and the paper show of one deal.

Queries and commitment events stand here; the other commands live in `concessions` and
`action_plan`, and can be imported from here too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from salesdesk.domain import action_plan as plans
from salesdesk.domain import concessions as ledger
from salesdesk.domain import entry
from salesdesk.domain.action_plan import PathNode, PlanState
from salesdesk.domain.concessions import Check, Concession, Effect
from salesdesk.domain.errors import KnownError
from salesdesk.domain.gates import FactView, PersonView
from salesdesk.domain.process import Guardrail, Signal
from salesdesk.support.i18n import _
from salesdesk.usecases.action_plan import (
    AddPlanStep,
    AddTypicalSteps,
    BinPlanStep,
    EditPlanStep,
    SetPlan,
)
from salesdesk.usecases.commitment_content import events, guardrails
from salesdesk.usecases.concessions import (
    AddConcession,
    BinConcession,
    Breach,
    EditConcession,
    Give,
    MoveConcession,
    item_prices,
)
from salesdesk.usecases.evidence import RecordSignal, UnrecordSignal
from salesdesk.usecases.facts import set_columns

if TYPE_CHECKING:
    from salesdesk.store.engine import SqlConnection
    from salesdesk.store.unit import Unit
    from salesdesk.usecases.desk import Desk

__all__ = [
    "AddConcession",
    "AddPlanStep",
    "AddTypicalSteps",
    "BinConcession",
    "BinPlanStep",
    "Breach",
    "CommitView",
    "EditConcession",
    "EditPlanStep",
    "EventState",
    "Give",
    "LedgerLine",
    "MoveConcession",
    "RecordEvent",
    "SetPlan",
    "UnrecordSignal",
    "commit_view",
]


@dataclass(frozen=True)
class RecordEvent:
    """The buyer did something that costs them effort. `number` and `day` as the event asks."""

    deal_id: str
    signal_key: str
    words: str
    person_id: str | None
    said_on: str
    number: str | None = None
    day: str | None = None

    @property
    def label(self) -> str:
        """For the undo menu."""
        return _("Record a commitment")

    def apply(self, unit: Unit) -> None:
        """Recording again changes it. Raises KnownError without words, or on a bad date."""
        from salesdesk.store.schema import Fact

        RecordSignal(self.deal_id, self.signal_key, self.words, self.person_id, self.said_on).apply(
            unit
        )
        unit.flush()
        where = (Fact.deal_id == self.deal_id, Fact.kind == "signal", Fact.key == self.signal_key)
        fact = unit.first(Fact, *where)
        assert fact is not None
        set_columns(fact, {"measure": entry.line(self.number), "due_on": entry.day(self.day)})
        fact.words = entry.words(self.words, _("Say what they did. Nothing was changed."))


@dataclass(frozen=True, slots=True)
class EventState:
    """An event that may be recorded, and the fact once it was: its number is in `measure`."""

    signal: Signal
    fact: FactView | None


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """A concession with its guardrail (None: the process has it no more) and how it stands."""

    concession: Concession
    guardrail: Guardrail | None
    check: Check


@dataclass(frozen=True, slots=True)
class CommitView:
    """All that the Commit panel shows of one deal; a snapshot."""

    deal_id: str
    deal: str
    account: str
    currency: str
    amount_minor: int | None
    guardrails: tuple[Guardrail, ...]
    lines: tuple[LedgerLine, ...]
    effect: Effect
    events: tuple[EventState, ...]
    objective: str
    target_on: str | None
    suggested_on: str | None
    """A day for the start, from the kickoff or the expected close, while the plan has none."""
    fallback: str
    plan: PlanState
    path: tuple[PathNode, ...]
    criteria: tuple[FactView, ...]
    risks: tuple[FactView, ...]
    people: tuple[PersonView, ...]

    def line(self, concession_id: str) -> LedgerLine | None:
        """A line of the ledger by its id."""
        return next((each for each in self.lines if each.concession.id == concession_id), None)

    def checked(self, concession: Concession) -> Check:
        """How a concession would stand, given all others: what the form warns with."""
        rail = next((r for r in self.guardrails if r.key == concession.guardrail), None)
        others = [each.concession for each in self.lines]
        return ledger.check(rail, concession, others, self.effect.lines_bp)


def commit_view(desk: Desk, deal_id: str) -> CommitView:
    """The Commit panel of a deal. Raises KnownError when the deal is gone."""
    return desk.read(lambda connection: _view(desk, connection, deal_id))


def _view(desk: Desk, connection: SqlConnection, deal_id: str) -> CommitView:
    from salesdesk.store import snapshots
    from salesdesk.store.reads import commitment as reads

    state = snapshots.state(connection, deal_id)
    if state is None:
        raise KnownError(_("That deal is not in the desk any more."))
    deal, facts = state.deal, state.snapshot.facts
    process = desk.process(deal.pipeline_id)
    rails = guardrails(process)
    given = reads.concessions(connection, deal_id)
    effect = ledger.effect(deal.amount_minor, deal.currency, _prices(connection, deal_id), given)
    plan = plans.judged(reads.steps(connection, deal_id), desk.clock.today())
    found = tuple(EventState(signal, _seen(facts, signal.key)) for signal in events(process))
    row = reads.plan(connection, deal_id)
    return CommitView(
        deal_id=deal_id,
        deal=deal.name,
        account=deal.account_name or "",
        currency=deal.currency,
        amount_minor=deal.amount_minor,
        guardrails=rails,
        lines=_lines(rails, given, effect),
        effect=effect,
        events=found,
        objective=(row.objective if row else None) or "",
        target_on=row.target_on if row else None,
        suggested_on=_suggested(deal),
        fallback=(row.fallback if row else None) or "",
        plan=plan,
        path=plans.path(plan, _moved(found)),
        criteria=tuple(fact for fact in facts if fact.kind == "criterion"),
        risks=tuple(fact for fact in facts if fact.kind == "risk"),
        people=state.snapshot.people,
    )


def _prices(connection: SqlConnection, deal_id: str) -> list[tuple[int | None, int | None, str]]:
    from salesdesk.store.reads import deal_page
    from salesdesk.store.schema import LineItem

    rows = deal_page.of_deal(connection, LineItem, deal_id, LineItem.order_key)
    return [item_prices(r.quantity_milli, r.unit_minor, r.discount_bp, r.currency) for r in rows]


def _lines(
    rails: tuple[Guardrail, ...], given: tuple[Concession, ...], effect: Effect
) -> tuple[LedgerLine, ...]:
    """Each line is checked against those above it: the one that went too far says so."""
    by_key = {rail.key: rail for rail in rails}
    return tuple(
        LedgerLine(
            each,
            by_key.get(each.guardrail),
            ledger.check(by_key.get(each.guardrail), each, given[:place], effect.lines_bp),
        )
        for place, each in enumerate(given)
    )


def _seen(facts: tuple[FactView, ...], key: str) -> FactView | None:
    return next((fact for fact in facts if fact.kind == "signal" and fact.key == key), None)


def _moved(found: tuple[EventState, ...]) -> dict[str, str]:
    """The words of events by the part of the way that they move; the latest of each counts."""
    seen = [(e.signal.commits, e.fact) for e in found if e.fact is not None and e.signal.commits]
    seen.sort(key=lambda pair: pair[1].said_on or "")
    return {kind: fact.words for kind, fact in seen}


def _suggested(deal: Any) -> str | None:
    """The kickoff, else two working weeks after the expected close."""
    import datetime as dt

    if deal.kickoff_on:
        return str(deal.kickoff_on)
    if not deal.expected_close_on:
        return None
    close = dt.date.fromisoformat(deal.expected_close_on)
    return plans.working_day(close, plans.SIGNATURE_BEFORE).isoformat()
