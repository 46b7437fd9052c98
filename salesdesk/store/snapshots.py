"""What the gates may look at, read from the store for one or many deals.

Used by the unit's cards, by queries behind the deal page and by the move command. At most
`CHUNK` deals are read at a time; each table is asked once per chunk.
"""

from __future__ import annotations

import dataclasses
from collections import namedtuple
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import (
    Connection,
    Integer,
    Select,
    and_,
    bindparam,
    literal,
    null,
    outerjoin,
    select,
    type_coerce,
    union_all,
)
from sqlalchemy.orm import join as orm_join

from salesdesk.domain.gates import DealSnapshot, FactView, PersonView
from salesdesk.store.prepared import Prepared
from salesdesk.store.schema import (
    Account,
    Activity,
    Answer,
    Deal,
    DealCompetitor,
    DealPerson,
    DealTag,
    Fact,
    Handoff,
    HandoffItem,
    LineItem,
    NextStep,
    Note,
    Objection,
    Person,
    Review,
    Tag,
)

CHUNK = 400


@dataclass(frozen=True, slots=True)
class DealState:
    """A deal's own row, what the rules may look at, and what only the card shows."""

    deal: Any
    """A row of `deal` with `account_name`, `industry` and `size`."""
    snapshot: DealSnapshot
    next_step: Step | None = None
    buyer_acted_on: str | None = None
    handoff: HandoffState | None = None
    tags: tuple[str, ...] = ()
    products: tuple[str, ...] = ()


def _of_deals(statement: Select[Any], column: Any, one: bool) -> Select[Any]:
    """The statement for one deal, `id`, or for many, `ids`."""
    if one:
        return statement.where(column == bindparam("id"))
    return statement.where(column.in_(bindparam("ids", expanding=True)))


_DEAL = select(
    *Deal.__table__.columns,
    Account.name.label("account_name"),
    Account.industry.label("industry"),
    Account.size.label("size"),
).outerjoin_from(Deal, Account, Account.id == Deal.account_id)
_DEAL_ROW = namedtuple("_DEAL_ROW", [c.key for c in _DEAL.selected_columns])  # type: ignore[misc]  # noqa: PYI024  (the schema names the fields)


def _part(
    one: bool, name: str, owner: Any, *columns: Any, where: Any = None, join: Any = None
) -> Select[Any]:
    """One table's share of the big union: its name, the deal, then its columns, padded."""
    padded = [*columns, *[null()] * (_WIDTH - len(columns))]
    # Numbered labels: the union's columns take their names from its first member.
    labelled = [column.label(f"c{place}") for place, column in enumerate(padded)]
    statement = select(literal(name).label("part"), owner.label("deal_id"), *labelled)
    statement = statement.select_from(join if join is not None else owner.class_)
    statement = statement.where(owner.class_.binned_at.is_(None))
    if where is not None:
        statement = statement.where(where)
    return _of_deals(statement, owner, one)


_WIDTH = 19
_PARTS = (
    "facts", "people", "answers", "steps", "objections", "items", "notes", "rivals", "reviews",
    "handoffs", "written", "tags", "buyer",
)  # fmt: skip


def _everything(one: bool) -> Any:
    """All about the deals in one statement: one round trip costs a move less than many."""
    return union_all(
        _part(
            one, "facts", Fact.deal_id, Fact.order_key, Fact.id, Fact.kind, Fact.words, Person.name,
            Fact.person_id, Fact.said_on, Fact.source_kind, Fact.source_id,
            type_coerce(Fact.confirmed, Integer), Fact.measure, Fact.baseline, Fact.target,
            Fact.due_on, Fact.owner, Fact.severity, Fact.mitigation, Fact.key,
            join=outerjoin(Fact, Person, Person.id == Fact.person_id),
        ),
        _part(
            one, "people", DealPerson.deal_id, DealPerson.id, Person.id, Person.name,
            DealPerson.role, Person.title, DealPerson.influence, DealPerson.stance,
            join=orm_join(DealPerson, Person, Person.id == DealPerson.person_id),
            where=Person.binned_at.is_(None),
        ),
        _part(
            one, "answers", Answer.deal_id, Answer.id, Answer.question_key, Answer.answered_on,
            where=and_(Answer.skipped_why.is_(None), Answer.words != ""),
        ),
        _part(
            one, "steps", NextStep.deal_id, NextStep.due_on, NextStep.due_time, NextStep.id,
            NextStep.what, type_coerce(NextStep.agreed, Integer), NextStep.kind,
            where=NextStep.done_on.is_(None),
        ),
        _part(one, "objections", Objection.deal_id, Objection.id, Objection.status),
        _part(one, "items", LineItem.deal_id, LineItem.order_key, LineItem.name),
        _part(one, "notes", Note.deal_id, Note.id),
        _part(one, "rivals", DealCompetitor.deal_id, DealCompetitor.id),
        _part(one, "reviews", Review.deal_id, Review.id),
        _part(
            one, "handoffs", Handoff.deal_id, Handoff.id, Handoff.state, Handoff.form,
            Handoff.to_name, Handoff.due_on, Handoff.internal_call_on, Handoff.introduced_on,
            Handoff.customer_confirmed_on,
        ),
        _part(
            one, "written", HandoffItem.deal_id, HandoffItem.item_key, HandoffItem.words,
            type_coerce(HandoffItem.confirmed_none, Integer),
        ),
        _part(
            one, "tags", DealTag.deal_id, Tag.name,
            join=orm_join(DealTag, Tag, Tag.id == DealTag.tag_id),
        ),
        _part(
            one, "buyer", Activity.deal_id, Activity.happened_on, where=Activity.by_buyer.is_(True)
        ),

    )  # fmt: skip


_MANY_DEALS, _MANY = _of_deals(_DEAL, Deal.id, False), _everything(False)
_ONE_DEAL, _ONE = Prepared(_of_deals(_DEAL, Deal.id, True)), Prepared(_everything(True))


@dataclass(frozen=True, slots=True)
class Step:
    """The open next step that comes first. Dates are ISO text, the time HH:MM or None."""

    due_on: str
    due_time: str | None
    id: str
    what: str
    agreed: bool
    kind: str


@dataclass(frozen=True, slots=True)
class HandoffState:
    """The handoff of a deal as far as its card and the rules need it."""

    state: str
    form: str
    to_name: str | None
    due_on: str | None
    internal_call_on: str | None
    introduced_on: str | None
    customer_confirmed_on: str | None


def states(connection: Connection, deal_ids: Iterable[str]) -> list[DealState]:
    """The states of the given deals, binned ones too, unordered; ids that are gone are skipped."""
    ids = list(deal_ids)
    found: list[DealState] = []
    for start in range(0, len(ids), CHUNK):
        found.extend(_chunk(connection, ids[start : start + CHUNK]))
    return found


def state(connection: Connection, deal_id: str) -> DealState | None:
    """The state of one deal, or None when it is gone.

    A reading connection keeps the last one until something is written: a page and its panels ask
    for the same one after the other.
    """
    version = _version(connection)
    kept = connection.info.get(_KEPT)
    if version is not None and kept is not None and kept[:2] == (deal_id, version):
        return cast("DealState | None", kept[2])
    found = next(iter(states(connection, [deal_id])), None)
    connection.info[_KEPT] = deal_id, version, found
    return found


_KEPT = "salesdesk_last_state"


def _version(connection: Connection) -> int | None:
    """Changes whenever another connection has written; None for one that writes itself."""
    raw = connection.connection.driver_connection
    assert raw is not None
    return None if raw.total_changes else int(raw.execute("PRAGMA data_version").fetchone()[0])


def _chunk(connection: Connection, ids: list[str]) -> list[DealState]:
    deals: Sequence[Any]
    rows: Sequence[Any]
    if len(ids) == 1:
        found = _ONE_DEAL.rows(connection, {"id": ids[0]})
        deals, rows = [_DEAL_ROW(*row) for row in found], _ONE.rows(connection, {"id": ids[0]})
    else:
        deals = connection.execute(_MANY_DEALS, {"ids": ids}).all()
        rows = connection.execute(_MANY, {"ids": ids}).all()
    parts: dict[str, Parts] = {}
    for name, deal_id, *values in rows:
        parts.setdefault(deal_id, {}).setdefault(name, []).append(values)
    return [_state(deal, parts.get(deal.id, {})) for deal in deals]


Parts = dict[str, list[Sequence[Any]]]
"""The rows of one deal by part; each begins with what it is sorted by."""


def _state(deal: Any, found: Mapping[str, Sequence[Sequence[Any]]]) -> DealState:
    part: dict[str, Sequence[Sequence[Any]]] = dict.fromkeys(_PARTS, ())
    part.update((name, sorted(rows, key=_sort_key)) for name, rows in found.items())
    step = _step(min(part["steps"], key=first_step)) if part["steps"] else None
    handoff = HandoffState(*part["handoffs"][-1][1:8]) if part["handoffs"] else None
    acted = [row[6] for row in part["facts"] if row[6]]
    acted += [row[2] for row in part["answers"]] + [row[0] for row in part["buyer"]]
    snapshot = DealSnapshot(
        fields=filled_fields(deal, part, any(row[4] for row in part["steps"]), handoff),
        facts=tuple(_fact(row) for row in part["facts"]),
        people=tuple(PersonView(r[1], r[2], r[3], r[4] or "", r[5], r[6]) for r in part["people"]),
        answered=frozenset(row[1] for row in part["answers"] if row[1]),
        next_step_due=step.due_on if step else None,
        open_objections=sum(row[1] == "open" for row in part["objections"]),
        objections=len(part["objections"]),
        line_items=len(part["items"]),
        notes=len(part["notes"]),
        texts={row[0]: row[1] for row in part["written"] if row[1]},
        confirmed_none=frozenset(row[0] for row in part["written"] if row[2]),
    )
    return DealState(
        deal,
        snapshot,
        step,
        max(acted, default=None),
        handoff,
        tuple(row[0] for row in part["tags"]),
        tuple(row[1] for row in part["items"]),
    )


def _sort_key(row: Sequence[Any]) -> tuple[str, str]:
    return str(row[0] or ""), str(row[1] or "")


def first_step(row: Sequence[Any]) -> tuple[str, str, str]:
    """Orders (due on, due time, id …) rows: the earliest first, a day without a time at its end."""
    return row[0], row[1] or "24:00", row[2]


def _step(row: Sequence[Any]) -> Step:
    due_on, due_time, step_id, what, agreed, kind = row[:6]
    return Step(due_on, due_time, step_id, what, bool(agreed), kind)


def _fact(row: Sequence[Any]) -> FactView:
    _, fact_id, kind, words, name, person, said_on, source, source_id, confirmed, *rest = row[:18]
    return FactView(
        fact_id, kind, words, name or "", person, said_on, source, source_id, bool(confirmed), *rest
    )


class _DealNow:
    """A deal's row as it is now, with the account's columns that were read beside it."""

    def __init__(self, values: Mapping[str, Any], beside: Any) -> None:
        self.__dict__.update(
            values,
            account_name=beside.account_name,
            industry=beside.industry,
            size=beside.size,
        )

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(name)  # all there is are the columns


def with_deal(known: DealState, values: Mapping[str, Any]) -> DealState:
    """A known state after its deal's own row changed, to these values, and nothing else did."""
    deal = _DealNow(values, known.deal)
    has = {
        "amount": deal.amount_minor is not None,
        "expected_close": deal.expected_close_on,
        "won_on": deal.status == "won" and deal.closed_on,
        "term": deal.term,
        "start": deal.start_on,
        "renewal": deal.renewal_on,
        "kickoff": deal.kickoff_on,
    }
    fields = (known.snapshot.fields - has.keys()) | {name for name, value in has.items() if value}
    snapshot = known.snapshot
    if fields != snapshot.fields:
        snapshot = dataclasses.replace(snapshot, fields=fields)
    return DealState(
        deal,
        snapshot,
        known.next_step,
        known.buyer_acted_on,
        known.handoff,
        known.tags,
        known.products,
    )


def filled_fields(
    deal: Any, part: Mapping[str, Sequence[Any]], is_agreed: bool, handoff: Any
) -> frozenset[str]:
    """The names of the fields that are filled; see `salesdesk.domain.facts.FIELDS`.

    `is_agreed`: whether any open step is; what was agreed stays so when a call of ours comes first.
    """
    filled = {
        "amount": deal.amount_minor is not None,
        "expected_close": deal.expected_close_on,
        "account": deal.account_id,
        "currency": deal.currency,
        "next_step_agreed": is_agreed,
        "competitor": part["rivals"],
        "close_reason": part["reviews"],
        "industry": deal.industry,
        "size": deal.size,
        "product": part["items"],
        "won_on": deal.status == "won" and deal.closed_on,
        "term": deal.term,
        "start": deal.start_on,
        "renewal": deal.renewal_on,
        "kickoff": deal.kickoff_on,
        "handoff_to": handoff and handoff.to_name,
        "handoff_due": handoff and handoff.due_on,
        "internal_call": handoff and handoff.internal_call_on,
        "introduced": handoff and handoff.introduced_on,
        "customer_confirmed": handoff and handoff.customer_confirmed_on,
        "handoff_answer": handoff and handoff.state in {"accepted", "returned"},
        "created": deal.created_on,
    }
    return frozenset([name for name, value in filled.items() if value])
