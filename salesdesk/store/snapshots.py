"""What the gates may look at, read from the store for one or many deals.

Used by the unit's cards, by queries behind the deal page and by the move command. At most
`CHUNK` deals are read at a time; each table is asked once per chunk.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, bindparam, select

from salesdesk.domain.gates import DealSnapshot, FactView, PersonView
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
    next_step: Any = None
    buyer_acted_on: str | None = None
    handoff: Any = None
    tags: tuple[str, ...] = ()
    products: tuple[str, ...] = ()


def _of_deals(statement: Select[Any], column: Any) -> Select[Any]:
    return statement.where(column.in_(bindparam("ids", expanding=True)))


_DEALS = _of_deals(
    select(
        *Deal.__table__.columns,
        Account.name.label("account_name"),
        Account.industry.label("industry"),
        Account.size.label("size"),
    ).outerjoin_from(Deal, Account, Account.id == Deal.account_id),
    Deal.id,
)
_FACTS = _of_deals(
    select(
        Fact.deal_id, Fact.id, Fact.kind, Fact.words, Person.name, Fact.person_id, Fact.said_on,
        Fact.source_kind, Fact.source_id, Fact.confirmed, Fact.measure, Fact.baseline, Fact.target,
        Fact.due_on, Fact.owner, Fact.severity, Fact.mitigation, Fact.key,
    )
    .outerjoin_from(Fact, Person, Person.id == Fact.person_id)
    .where(Fact.binned_at.is_(None))
    .order_by(Fact.order_key, Fact.id),
    Fact.deal_id,
)  # fmt: skip
_PEOPLE = _of_deals(
    select(
        DealPerson.deal_id, Person.id, Person.name, DealPerson.role, Person.title,
        DealPerson.influence, DealPerson.stance,
    )
    .join_from(DealPerson, Person, Person.id == DealPerson.person_id)
    .where(DealPerson.binned_at.is_(None), Person.binned_at.is_(None))
    .order_by(DealPerson.id),
    DealPerson.deal_id,
)  # fmt: skip
_ANSWERS = _of_deals(
    select(Answer.deal_id, Answer.question_key, Answer.answered_on).where(
        Answer.binned_at.is_(None), Answer.skipped_why.is_(None), Answer.words != ""
    ),
    Answer.deal_id,
)
_STEPS = _of_deals(
    select(NextStep.deal_id, NextStep.id, NextStep.what, NextStep.due_on, NextStep.due_time,
           NextStep.agreed, NextStep.kind)
    .where(NextStep.binned_at.is_(None), NextStep.done_on.is_(None))
    .order_by(NextStep.due_on.desc(), NextStep.due_time.desc()),
    NextStep.deal_id,
)  # fmt: skip
_OBJECTIONS = _of_deals(
    select(Objection.deal_id, Objection.status).where(Objection.binned_at.is_(None)),
    Objection.deal_id,
)
_ITEMS = _of_deals(
    select(LineItem.deal_id, LineItem.name)
    .where(LineItem.binned_at.is_(None))
    .order_by(LineItem.order_key),
    LineItem.deal_id,
)
_NOTES = _of_deals(select(Note.deal_id).where(Note.binned_at.is_(None)), Note.deal_id)
_RIVALS = _of_deals(
    select(DealCompetitor.deal_id).where(DealCompetitor.binned_at.is_(None)), DealCompetitor.deal_id
)
_REVIEWS = _of_deals(select(Review.deal_id).where(Review.binned_at.is_(None)), Review.deal_id)
_HANDOFFS = _of_deals(
    select(Handoff.deal_id, Handoff.state, Handoff.form, Handoff.to_name, Handoff.due_on).where(
        Handoff.binned_at.is_(None)
    ),
    Handoff.deal_id,
)
_WRITTEN = _of_deals(
    select(
        HandoffItem.deal_id, HandoffItem.item_key, HandoffItem.words, HandoffItem.confirmed_none
    ).where(HandoffItem.binned_at.is_(None)),
    HandoffItem.deal_id,
)
_TAGS = _of_deals(
    select(DealTag.deal_id, Tag.name)
    .join_from(DealTag, Tag, Tag.id == DealTag.tag_id)
    .where(DealTag.binned_at.is_(None))
    .order_by(Tag.name),
    DealTag.deal_id,
)
_BUYER = _of_deals(
    select(Activity.deal_id, Activity.happened_on).where(
        Activity.by_buyer.is_(True), Activity.binned_at.is_(None)
    ),
    Activity.deal_id,
)


def states(connection: Connection, deal_ids: Iterable[str]) -> list[DealState]:
    """The states of the given deals, binned ones too, in no order; ids that are gone are skipped."""
    ids = list(deal_ids)
    found: list[DealState] = []
    for start in range(0, len(ids), CHUNK):
        found.extend(_chunk(connection, ids[start : start + CHUNK]))
    return found


def state(connection: Connection, deal_id: str) -> DealState | None:
    """The state of one deal, or None when it is gone."""
    return next(iter(states(connection, [deal_id])), None)


def _chunk(connection: Connection, ids: list[str]) -> list[DealState]:
    deals = connection.execute(_DEALS, {"ids": ids}).all()
    parts = {name: _grouped(connection, query, ids) for name, query in _PARTS.items()}
    return [_state(deal, {name: part.get(deal.id, ()) for name, part in parts.items()}) for deal in deals]


_PARTS = {
    "facts": _FACTS,
    "people": _PEOPLE,
    "answers": _ANSWERS,
    "steps": _STEPS,
    "objections": _OBJECTIONS,
    "items": _ITEMS,
    "notes": _NOTES,
    "rivals": _RIVALS,
    "reviews": _REVIEWS,
    "handoffs": _HANDOFFS,
    "written": _WRITTEN,
    "tags": _TAGS,
    "buyer": _BUYER,
}


def _grouped(connection: Connection, query: Select[Any], ids: list[str]) -> dict[str, list[Any]]:
    groups: dict[str, list[Any]] = defaultdict(list)
    for row in connection.execute(query, {"ids": ids}):
        groups[row[0]].append(row)
    return groups


def _state(deal: Any, part: dict[str, Sequence[Any]]) -> DealState:
    step = part["steps"][-1] if part["steps"] else None
    handoff = part["handoffs"][-1] if part["handoffs"] else None
    acted = [row.said_on for row in part["facts"] if row.said_on]
    acted += [row.answered_on for row in part["answers"]]
    acted += [row.happened_on for row in part["buyer"]]
    snapshot = DealSnapshot(
        fields=filled_fields(deal, part, step, handoff),
        facts=tuple(_fact(row) for row in part["facts"]),
        people=tuple(PersonView(r[1], r[2], r[3], r[4] or "", r[5], r[6]) for r in part["people"]),
        answered=frozenset(row.question_key for row in part["answers"] if row.question_key),
        next_step_due=step.due_on if step else None,
        open_objections=sum(row.status == "open" for row in part["objections"]),
        objections=len(part["objections"]),
        line_items=len(part["items"]),
        notes=len(part["notes"]),
        texts={row.item_key: row.words for row in part["written"] if row.words},
        confirmed_none=frozenset(r.item_key for r in part["written"] if r.confirmed_none),
    )
    return DealState(
        deal,
        snapshot,
        step,
        max(acted, default=None),
        handoff,
        tuple(row.name for row in part["tags"]),
        tuple(row.name for row in part["items"]),
    )


def _fact(row: Any) -> FactView:
    _, fact_id, kind, words, name, *rest = row
    return FactView(fact_id, kind, words, name or "", *rest)


def filled_fields(deal: Any, part: Mapping[str, Sequence[Any]], step: Any, handoff: Any) -> frozenset[str]:
    """The names of the fields that are filled; see `salesdesk.domain.facts.FIELDS`."""
    filled = {
        "amount": deal.amount_minor is not None,
        "expected_close": deal.expected_close_on,
        "account": deal.account_id,
        "currency": deal.currency,
        "next_step_agreed": step and step.agreed,
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
        "created": deal.created_on,
    }
    return frozenset(name for name, value in filled.items() if value)
