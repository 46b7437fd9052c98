"""A deal as its page shows it, read in one go. Called by the deal page, papers and the palette."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from salesdesk.domain import gates, money
from salesdesk.domain.errors import KnownError
from salesdesk.domain.gates import DealSnapshot, GateReport
from salesdesk.domain.handoff import Form, checklist
from salesdesk.domain.pipeline import NextStepState, days_between, local_day, stalled
from salesdesk.domain.process import Process, Stage
from salesdesk.support.i18n import _
from salesdesk.usecases.deal_views import (
    ActivityView,
    CompetitorView,
    CustomView,
    DealFields,
    DealView,
    HandoffGlance,
    ItemView,
    NoteView,
    ReviewView,
    SignalView,
    StageStep,
    Stakeholder,
    StepView,
)
from salesdesk.usecases.files import view as file_view
from salesdesk.usecases.line_items import total_minor
from salesdesk.usecases.qualification import glance
from salesdesk.usecases.timeline import TimelineEntry, timeline

if TYPE_CHECKING:
    from salesdesk.store.engine import SqlConnection
    from salesdesk.store.snapshots import DealState
    from salesdesk.usecases.desk import Desk


__all__ = ["DealView", "TimelineEntry", "days_by_stage", "deal_view", "timeline"]


def deal_view(desk: Desk, deal_id: str) -> DealView:
    """Everything that the page shows of a deal, binned ones too. Raises KnownError when gone."""
    return desk.read(lambda connection: _read(desk, connection, deal_id))


def days_by_stage(
    stays: Sequence[Any], today: dt.date, is_open: bool
) -> dict[str, tuple[int, int]]:
    """(days, visits) by stage key, over all visits: the cumulative time in stage."""
    found: dict[str, tuple[int, int]] = {}
    for stay in stays:
        days, visits = found.get(stay.stage_key, (0, 0))
        end = local_day(stay.left_at) if stay.left_at else today.isoformat() if is_open else None
        spent = days_between(local_day(stay.entered_at), dt.date.fromisoformat(end)) if end else 0
        found[stay.stage_key] = (days + spent, visits + 1)
    return found


def _read(desk: Desk, connection: SqlConnection, deal_id: str) -> DealView:
    from salesdesk.store import snapshots
    from salesdesk.store.reads import deal_page as reads
    from salesdesk.store.reads import files, qualification
    from salesdesk.store.schema import Activity, NextStep, Stay

    row = reads.deal(connection, deal_id)
    state = snapshots.state(connection, deal_id)
    if row is None or state is None:
        raise KnownError(_("That deal is not in the desk any more. Choose another."))
    process, today = desk.process(row.pipeline_id), desk.clock.today()
    stage = next((s for s in process.stages if s.key == row.stage_key), None)
    names = reads.names_on(connection, deal_id)
    steps = reads.of_deal(connection, NextStep, deal_id, NextStep.due_on)
    activities = reads.of_deal(connection, Activity, deal_id, Activity.happened_on)
    opened = tuple(_step(step, row, today) for step in _by_due(steps) if step.done_on is None)
    items = _items(connection, deal_id)
    review, past_reviews = _reviews(connection, process, deal_id)
    heard = [activity.happened_on for activity in activities]
    heard += [state.buyer_acted_on] if state.buyer_acted_on else []
    return DealView(
        deal=DealFields(*(getattr(row, field.name) for field in fields(DealFields))),
        stage=stage,
        path=_path(process, row, reads.of_deal(connection, Stay, deal_id, Stay.entered_at), today),
        probability=_probability(row, stage),
        days_in_stage=days_between(row.entered_on, today),
        next_step=opened[0] if opened else None,
        next_step_state=_deal_step_state(row, opened, today),
        is_stalled=_stalled(row, stage, state, today),
        stakeholders=_stakeholders(reads.stakeholders(connection, deal_id)),
        next_steps=opened,
        done_steps=tuple(_step(s, row, today) for s in _done(steps)),
        activities=tuple(_activity(a, names) for a in reversed(activities)),
        notes=_notes(connection, deal_id),
        items=items,
        items_total=money.totals((item.total_minor, item.currency) for item in items),
        competitors=_competitors(connection, deal_id),
        tags=tuple(reads.tags(connection, deal_id)),
        custom=_custom(connection, deal_id),
        gate=_gate(process, stage, row, state.snapshot),
        signals=_signals(stage, state.snapshot),
        open_objections=state.snapshot.open_objections,
        buyer_acted_on=state.buyer_acted_on,
        last_heard_on=max(heard, default=None),
        review=review,
        past_reviews=past_reviews,
        handoff=_handoff(process, state),
        qualification=glance(process, row.framework, qualification.scores(connection, deal_id)),
        files=tuple(file_view(file) for file in files.of_deal(connection, deal_id)),
    )


def _notes(connection: SqlConnection, deal_id: str) -> tuple[NoteView, ...]:
    """The newest first."""
    from salesdesk.store.reads import deal_page as reads
    from salesdesk.store.schema import Note

    rows = reads.of_deal(connection, Note, deal_id, Note.written_at)
    return tuple(NoteView(row.id, row.body, local_day(row.written_at)) for row in reversed(rows))


def _custom(connection: SqlConnection, deal_id: str) -> tuple[CustomView, ...]:
    from salesdesk.store.reads import deal_page as reads

    rows = reads.custom(connection, "deal", deal_id)
    return tuple(CustomView(row.field_id, row.name, row.value or "") for row in rows)


def _gate(process: Process, stage: Stage | None, row: Any, deal: DealSnapshot) -> GateReport | None:
    return gates.gate(process, stage, deal) if stage and row.status == "open" else None


def _probability(row: Any, stage: Stage | None) -> int:
    if row.status != "open":
        return 100 if row.status == "won" else 0
    if row.probability is not None:
        return int(row.probability)
    return stage.probability if stage else 0


def _stalled(row: Any, stage: Stage | None, state: DealState, today: dt.date) -> bool:
    if row.status != "open" or stage is None or row.triage == "due":
        return False
    since = (today - dt.timedelta(days=stage.stall_days)).isoformat()
    return stalled(row.entered_on, state.buyer_acted_on, row.paused_until, since, today.isoformat())


def _path(
    process: Process, row: Any, stays: Sequence[Any], today: dt.date
) -> tuple[StageStep, ...]:
    spent = days_by_stage(stays, today, row.status == "open")
    stages = process.board_stages()
    at = next((i for i, stage in enumerate(stages) if stage.key == row.stage_key), -1)
    return tuple(
        StageStep(
            stage.key,
            stage.name,
            *spent.get(stage.key, (0, 0)),
            is_current=place == at and row.status == "open",
            is_passed=place < at or row.status == "won",
        )
        for place, stage in enumerate(stages)
    )


def _by_due(steps: Sequence[Any]) -> list[Any]:
    return sorted(steps, key=lambda step: (step.due_on, step.due_time or "24:00", step.id))


def _done(steps: Sequence[Any]) -> list[Any]:
    done = [step for step in steps if step.done_on is not None]
    return sorted(done, key=lambda step: (step.done_on, step.id), reverse=True)


def _step(step: Any, row: Any, today: dt.date) -> StepView:
    day = today.isoformat()
    state = NextStepState.LATE if step.due_on < day else NextStepState.ON_TIME
    if step.due_on == day:
        state = NextStepState.TODAY
    return StepView(
        step.id, step.kind, step.what, step.due_on, step.due_time, step.owner, step.attendees,
        step.agreed, step.done_on, step.outcome, state,
    )  # fmt: skip


def _deal_step_state(row: Any, opened: Sequence[StepView], today: dt.date) -> NextStepState:
    if row.paused_until is not None and row.paused_until > today.isoformat():
        return NextStepState.PAUSED
    if row.triage == "due":
        return NextStepState.NOT_ASSESSED
    return opened[0].state if opened else NextStepState.NONE


def _activity(row: Any, names: dict[str, str]) -> ActivityView:
    return ActivityView(
        row.id, row.kind, row.subject, row.body, row.happened_on, row.happened_time, row.by_buyer,
        row.outcome, row.person_id, names.get(row.person_id, ""),
    )  # fmt: skip


def _stakeholders(rows: Sequence[Any]) -> tuple[Stakeholder, ...]:
    return tuple(
        Stakeholder(
            row.id, row.name, row.title or "", row.email or "", row.phone or "", row.role,
            row.influence, row.stance, row.reports_to_id, row.wants or "",
        )
        for row in rows
    )  # fmt: skip


def _items(connection: SqlConnection, deal_id: str) -> tuple[ItemView, ...]:
    from salesdesk.store.reads import deal_page as reads
    from salesdesk.store.schema import LineItem

    return tuple(
        ItemView(
            row.id, row.product_id, row.name, row.quantity_milli, row.unit_minor, row.currency,
            row.discount_bp, total_minor(row.quantity_milli, row.unit_minor, row.discount_bp),
            row.note, row.fact_id,
        )
        for row in reads.of_deal(connection, LineItem, deal_id, LineItem.order_key)
    )  # fmt: skip


def _competitors(connection: SqlConnection, deal_id: str) -> tuple[CompetitorView, ...]:
    from salesdesk.store.reads import deal_page as reads
    from salesdesk.store.schema import DealCompetitor

    rows = reads.of_deal(connection, DealCompetitor, deal_id)
    return tuple(CompetitorView(row.id, row.name, row.kind, row.note) for row in rows)


def _signals(stage: Stage | None, deal: DealSnapshot) -> tuple[SignalView, ...]:
    seen = {fact.key: fact for fact in reversed(deal.facts) if fact.kind == "signal"}
    found = []
    for signal in stage.signals if stage else ():
        fact = seen.get(signal.key)
        found.append(
            SignalView(
                signal.key,
                signal.text,
                fact.said_on if fact else None,
                fact.words if fact else "",
                fact.id if fact else None,
            )
        )
    return tuple(found)


def _reviews(
    connection: SqlConnection, process: Process, deal_id: str
) -> tuple[ReviewView | None, tuple[ReviewView, ...]]:
    """The review that counts, and those from before a reopening (in the bin), newest first."""
    from salesdesk.store.reads import deal_page as reads
    from salesdesk.store.schema import Review

    rows = reads.of_deal(connection, Review, deal_id, binned=True)
    names = {reason.key: reason.name for reason in process.reasons}
    used = [row for row in rows if row.binned_at is None]
    past = [row for row in reversed(rows) if row.binned_at is not None]
    return (
        _review(used[-1], names) if used else None,
        tuple(_review(row, names) for row in past),
    )


def _review(row: Any, names: dict[str, str]) -> ReviewView:
    reasons = tuple(names.get(key, key) for key in json.loads(row.reasons or "[]"))
    return ReviewView(
        row.outcome, reasons, row.decided_on, row.note, row.what_happened, row.where_broke,
        row.missed_signal, row.change, row.competitor,
    )  # fmt: skip


def _handoff(process: Process, state: DealState) -> HandoffGlance | None:
    handoff = state.handoff
    if handoff is None:
        return None
    form: Form = "short" if handoff.form == "short" else "full"
    items = checklist(process, state.snapshot, form)
    return HandoffGlance(handoff.state, handoff.form, handoff.due_on, items.ready, items.total)
