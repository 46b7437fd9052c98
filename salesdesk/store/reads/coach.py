"""Reads what the coach's rules look at: one deal, or all that they look at, table by table.

Called by `usecases.coach` alone. Both ways run the same statements, so that the deal page and Today
never disagree. Closed deals are left out but for won ones with a handoff on the way; so are deals
in the bin, paused deals and those that await triage.
"""

from __future__ import annotations

import datetime as dt
import json
from collections import namedtuple
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Integer, and_, bindparam, func, or_, select, type_coerce
from sqlalchemy import exists as exists_
from sqlalchemy.orm import aliased

from salesdesk.domain.coach import poor_handoff
from salesdesk.domain.coach.case import (
    OUTREACH,
    Case,
    DeskCase,
    Entry,
    Event,
    FieldUse,
    Handover,
    Held,
    Passed,
    PipelineUse,
    Sent,
    Step,
    Told,
)
from salesdesk.domain.gates import DealSnapshot, FactView, PersonView
from salesdesk.domain.process import Process
from salesdesk.store import snapshots
from salesdesk.store.prepared import Prepared
from salesdesk.store.schema import (
    Account,
    Activity,
    Answer,
    Call,
    CustomField,
    CustomValue,
    Deal,
    DealCompetitor,
    DealPerson,
    Fact,
    GateOverride,
    Handoff,
    HandoffItem,
    LineItem,
    NextStep,
    Note,
    Objection,
    Person,
    Pipeline,
    ProcessVersion,
    Proposal,
    Review,
    Stay,
)

_TODAY: Any = bindparam("today")
_RECENT: Any = bindparam("recent")
_Handed = aliased(Handoff)
_HANDED = exists_().where(
    _Handed.deal_id == Deal.id,
    _Handed.binned_at.is_(None),
    or_(
        _Handed.state == "open",
        _Handed.state == "returned",
        and_(_Handed.state == "finished", _Handed.finished_on >= _RECENT),
    ),
)
_LOOKED_AT = and_(
    Deal.binned_at.is_(None),
    or_(
        and_(
            Deal.status == "open",
            Deal.triage.is_(None),
            or_(Deal.paused_until.is_(None), Deal.paused_until <= _TODAY),
        ),
        and_(Deal.status == "won", _HANDED),
    ),
)
_DEALS = select(
    Deal.id, Deal.name, Deal.pipeline_id, Deal.stage_key, Deal.status, Deal.entered_on,
    Deal.amount_minor, Deal.currency, Deal.account_id, Deal.expected_close_on, Deal.closed_on,
    Deal.created_on, Deal.term, Deal.start_on, Deal.renewal_on, Deal.kickoff_on, Account.industry,
    Account.size,
).outerjoin_from(Deal, Account, Account.id == Deal.account_id)  # fmt: skip
_NAMES: Any = [column.key for column in _DEALS.selected_columns]
_DEAL_ROW: Any = namedtuple("_DEAL_ROW", _NAMES)  # type: ignore[misc]  # noqa: PYI024  (the schema names the fields)


_IDS = func.json_each(bindparam("ids")).table_valued("value")


def _of(kind: Any, *columns: Any, join: Any = None, where: Any = None, order: Any = ()) -> Any:
    """The rows of a table on the deals of a chunk: the deal's id, then the columns."""
    statement = select(kind.deal_id, *columns).select_from(kind)
    if join is not None:
        statement = statement.outerjoin(*join)
    statement = statement.where(kind.deal_id.in_(select(_IDS.c.value)), kind.binned_at.is_(None))
    if where is not None:
        statement = statement.where(where)
    return statement.order_by(*order) if order else statement


_FACT_COLUMNS = (
    Fact.id, Fact.kind, Fact.words, func.coalesce(Person.name, ""), Fact.person_id, Fact.said_on,
    Fact.source_kind, Fact.source_id, type_coerce(Fact.confirmed, Integer), Fact.measure,
    Fact.baseline, Fact.target, Fact.due_on, Fact.owner, Fact.severity, Fact.mitigation, Fact.key,
)  # fmt: skip
_STATEMENTS: dict[str, Any] = {
    "facts": _of(Fact, *_FACT_COLUMNS, join=(Person, Person.id == Fact.person_id),
                 order=(Fact.order_key, Fact.id)),
    "people": _of(
        DealPerson, Person.id, Person.name, DealPerson.role, func.coalesce(Person.title, ""),
        DealPerson.influence, DealPerson.stance, join=(Person, Person.id == DealPerson.person_id),
        where=Person.binned_at.is_(None), order=(DealPerson.id,),
    ),
    "answers": _of(Answer, Answer.question_key, Answer.answered_on, Answer.person_id,
                   where=and_(Answer.skipped_why.is_(None), Answer.words != "")),
    "events": _of(
        Activity, Activity.kind, Activity.subject, Activity.happened_on,
        type_coerce(Activity.by_buyer, Integer), Activity.person_id,
        where=or_(*(Activity.kind == kind for kind in OUTREACH), Activity.by_buyer.is_(True)),
        order=(Activity.happened_on, Activity.id),
    ),
    "calls": _of(
        Call, Activity.happened_on, Activity.subject, func.coalesce(Call.no_step_why, ""),
        join=(Activity, Activity.id == Call.activity_id),
        where=and_(Call.state == "done", Activity.binned_at.is_(None), Activity.id.is_not(None)),
        order=(Activity.happened_on, Call.id),
    ),
    "sent": _of(Proposal, Proposal.sent_on, Proposal.title,
                where=Proposal.sent_on.is_not(None), order=(Proposal.sent_on, Proposal.number)),
    "steps": _of(
        NextStep, NextStep.id, NextStep.kind, NextStep.what, NextStep.due_on,
        type_coerce(NextStep.agreed, Integer), NextStep.done_on,
        func.coalesce(NextStep.attendees, ""), order=(NextStep.due_on, NextStep.id),
    ),
    "entries": _of(Stay, Stay.stage_key, Stay.entered_at, order=(Stay.entered_at, Stay.id)),
    "passed": _of(GateOverride, GateOverride.from_stage, GateOverride.why, GateOverride.made_at,
                  order=(GateOverride.made_at, GateOverride.id)),
    "objections": _of(Objection, Objection.status),
    "items": _of(LineItem),
    "notes": _of(Note),
    "rivals": _of(DealCompetitor),
    "reviews": _of(Review),
    "written": _of(HandoffItem, HandoffItem.item_key, HandoffItem.words,
                   type_coerce(HandoffItem.confirmed_none, Integer)),
    "handoffs": _of(
        Handoff, Handoff.state, Handoff.form, Handoff.due_on, Handoff.finished_on,
        Handoff.finish_reason, Handoff.returned_why, Handoff.to_name, Handoff.internal_call_on,
        Handoff.introduced_on, Handoff.customer_confirmed_on,
    ),
}  # fmt: skip
_PARTS = {name: Prepared(statement) for name, statement in _STATEMENTS.items()}
_ALL = Prepared(_DEALS.where(_LOOKED_AT))
_ONE = Prepared(_DEALS.where(_LOOKED_AT, Deal.id == bindparam("id")))
_CHUNK = 500
"""Deals read at a time, so that a large desk needs little memory and the collector little time."""


def cases(connection: Connection, today: dt.date, deal_id: str | None = None) -> Iterator[Case]:
    """The deals that the rules look at, unordered, or the one named if it is among them."""
    recent = today - dt.timedelta(days=poor_handoff.RECENT_DAYS)
    values = {"today": today.isoformat(), "recent": recent.isoformat(), "id": deal_id}
    deals = (_ALL if deal_id is None else _ONE).rows(connection, values)
    for start in range(0, len(deals), _CHUNK):
        chunk: list[Any] = [_DEAL_ROW(*row) for row in deals[start : start + _CHUNK]]
        ids = json.dumps([deal.id for deal in chunk])
        parts = {
            name: _grouped(statement.rows(connection, {"ids": ids}))
            for name, statement in _PARTS.items()
        }
        for deal in chunk:
            yield _case(deal, parts)


Parts = Mapping[str, Mapping[str, Sequence[Sequence[Any]]]]
"""Rows without their first column by table and deal."""


def _grouped(rows: Iterable[Sequence[Any]]) -> dict[str, list[Sequence[Any]]]:
    found: dict[str, list[Sequence[Any]]] = {}
    for row in rows:
        found.setdefault(row[0], []).append(row[1:])
    return found


def _case(deal: Any, parts: Parts) -> Case:
    deal_id = deal.id
    part = {name: found.get(deal_id, ()) for name, found in parts.items()}
    steps = tuple([Step(r[0], r[1], r[2], r[3], bool(r[4]), r[5], r[6]) for r in part["steps"]])
    handed = part["handoffs"][-1] if part["handoffs"] else None
    return Case(
        deal.id, deal.name, deal.pipeline_id, deal.stage_key, deal.status, deal.entered_on,
        deal.amount_minor,
        snapshot=_snapshot(deal, part, steps, handed),
        events=tuple([Event(r[0], r[1], r[2], bool(r[3]), r[4]) for r in part["events"]]),
        steps=steps,
        entries=tuple(map(Entry._make, part["entries"])),
        passed=tuple(map(Passed._make, part["passed"])),
        told=tuple([Told(r[1], r[2]) for r in part["answers"]]),
        calls=tuple(map(Held._make, part["calls"])),
        sent=tuple(map(Sent._make, part["sent"])),
        handover=Handover(*handed[:6]) if handed else None,
    )  # fmt: skip


class _HandedRow:
    """A handoff's row as `snapshots.filled_fields` asks for it."""

    def __init__(self, row: Sequence[Any]) -> None:
        self.state, self.due_on, self.to_name = row[0], row[2], row[6]
        self.internal_call_on, self.introduced_on, self.customer_confirmed_on = row[7:10]


def _snapshot(
    deal: Any, part: Mapping[str, Sequence[Any]], steps: tuple[Step, ...], handed: Any
) -> DealSnapshot:
    """What the gates look at, as `snapshots.states` makes it of one deal."""
    waiting = [step for step in steps if step.done_on is None]
    first, is_agreed = (waiting[0] if waiting else None), any(step.agreed for step in waiting)
    handoff = _HandedRow(handed) if handed else None
    return DealSnapshot(
        fields=snapshots.filled_fields(deal, part, is_agreed, handoff),
        facts=tuple([FactView(*(*r[:8], bool(r[8]), *r[9:])) for r in part["facts"]]),
        people=tuple([PersonView(*row) for row in part["people"]]),
        answered=frozenset([row[0] for row in part["answers"] if row[0]]),
        next_step_due=first.due_on if first else None,
        open_objections=sum([row[0] == "open" for row in part["objections"]]),
        objections=len(part["objections"]),
        line_items=len(part["items"]),
        notes=len(part["notes"]),
        texts={row[0]: row[1] for row in part["written"] if row[1]},
        confirmed_none=frozenset(row[0] for row in part["written"] if row[2]),
    )


def desk_case(connection: Connection, processes: Mapping[str, Process]) -> DeskCase:
    """The desk as a whole; `processes` by pipeline id."""
    used = Deal.binned_at.is_(None)
    deals = connection.execute(select(func.count(Deal.id)).where(used)).scalar_one()
    return DeskCase(deals, _pipelines(connection, processes), _fields(connection))


def _pipelines(connection: Connection, processes: Mapping[str, Process]) -> tuple[PipelineUse, ...]:
    passed, answered = _passed(connection), _answered(connection)
    ended = {row[0]: row[1] for row in connection.execute(_ENDED)}
    rows = connection.execute(
        select(Pipeline.id, Pipeline.name, ProcessVersion.published_at)
        .join_from(Pipeline, ProcessVersion, ProcessVersion.id == Pipeline.process_version_id)
        .where(Pipeline.binned_at.is_(None))
        .order_by(Pipeline.order_key, Pipeline.id)
    )
    return tuple(
        PipelineUse(
            row.id, row.name, processes[row.id], row.published_at[:10], ended.get(row.id, 0),
            passed.get(row.id, {}), answered.get(row.id, {}),
        )
        for row in rows
        if row.id in processes
    )  # fmt: skip


_ENDED = (
    select(Deal.pipeline_id, func.count(Deal.id))
    .join_from(Deal, Pipeline, Pipeline.id == Deal.pipeline_id)
    .join(ProcessVersion, ProcessVersion.id == Pipeline.process_version_id)
    .where(Deal.binned_at.is_(None))
    .where(Deal.closed_on >= func.substr(ProcessVersion.published_at, 1, 10))
    .group_by(Deal.pipeline_id)
)


def _passed(connection: Connection) -> dict[str, dict[str, int]]:
    """Deals that left each stage, by pipeline and stage key."""
    statement = (
        select(Deal.pipeline_id, Stay.stage_key, func.count(Stay.deal_id.distinct()))
        .join_from(Stay, Deal, Deal.id == Stay.deal_id)
        .where(Deal.binned_at.is_(None), Stay.binned_at.is_(None), Stay.left_at.is_not(None))
        .group_by(Deal.pipeline_id, Stay.stage_key)
    )
    return _counts(connection.execute(statement))


def _answered(connection: Connection) -> dict[str, dict[str, int]]:
    """Deals with an answer to each question, or a reason why it was skipped."""
    statement = (
        select(Deal.pipeline_id, Answer.question_key, func.count(Answer.deal_id.distinct()))
        .join_from(Answer, Deal, Deal.id == Answer.deal_id)
        .where(Deal.binned_at.is_(None), Answer.binned_at.is_(None))
        .where(or_(Answer.words != "", Answer.skipped_why.is_not(None)))
        .where(Answer.question_key.is_not(None))
        .group_by(Deal.pipeline_id, Answer.question_key)
    )
    return _counts(connection.execute(statement))


def _counts(rows: Iterable[Any]) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for pipeline_id, key, count in rows:
        found.setdefault(pipeline_id, {})[key] = count
    return found


def _fields(connection: Connection) -> tuple[FieldUse, ...]:
    """The rep's own fields of deals, in order, with how many deals have a value."""
    filled = (
        (CustomValue.field_id == CustomField.id)
        & CustomValue.binned_at.is_(None)
        & (CustomValue.value != "")
    )
    statement = (
        select(CustomField.id, CustomField.name, func.count(CustomValue.owner_id.distinct()))
        .outerjoin_from(CustomField, CustomValue, filled)
        .where(CustomField.entity == "deal", CustomField.binned_at.is_(None))
        .group_by(CustomField.id)
        .order_by(CustomField.order_key)
    )
    return tuple(FieldUse(*row) for row in connection.execute(statement))
