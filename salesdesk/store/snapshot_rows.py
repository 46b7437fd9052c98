"""The rows behind the states of deals: one statement for the deals, one for all that is about them.

Called by `store.snapshots`, which makes states of them.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Sequence
from typing import Any

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

Parts = dict[str, list[Sequence[Any]]]
"""The rows of one deal by part; each begins with what it is sorted by."""


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


_WIDTH = 19
"""As many columns as the widest part has."""


def _part(
    name: str, owner: Any, *columns: Any, where: Any = None, join: Any = None
) -> tuple[str, Select[Any], Any]:
    """One table's share of the big union: its name, the deal, then its columns, padded.

    Gives its name, the statement, and the column by which one deal or many are chosen.
    """
    padded = [*columns, *[null()] * (_WIDTH - len(columns))]
    # Numbered labels: the union's columns take their names from its first member.
    labelled = [column.label(f"c{place}") for place, column in enumerate(padded)]
    statement = select(literal(name).label("part"), owner.label("deal_id"), *labelled)
    statement = statement.select_from(join if join is not None else owner.class_)
    statement = statement.where(owner.class_.binned_at.is_(None))
    if where is not None:
        statement = statement.where(where)
    return name, statement, owner


_ABOUT = (
    _part(
        "facts", Fact.deal_id, Fact.order_key, Fact.id, Fact.kind, Fact.words, Person.name,
        Fact.person_id, Fact.said_on, Fact.source_kind, Fact.source_id,
        type_coerce(Fact.confirmed, Integer), Fact.measure, Fact.baseline, Fact.target,
        Fact.due_on, Fact.owner, Fact.severity, Fact.mitigation, Fact.key,
        join=outerjoin(Fact, Person, Person.id == Fact.person_id),
    ),
    _part(
        "people", DealPerson.deal_id, DealPerson.id, Person.id, Person.name,
        DealPerson.role, Person.title, DealPerson.influence, DealPerson.stance,
        join=orm_join(DealPerson, Person, Person.id == DealPerson.person_id),
        where=Person.binned_at.is_(None),
    ),
    _part(
        "answers", Answer.deal_id, Answer.id, Answer.question_key, Answer.answered_on,
        where=and_(Answer.skipped_why.is_(None), Answer.words != ""),
    ),
    _part(
        "steps", NextStep.deal_id, NextStep.due_on, NextStep.due_time, NextStep.id,
        NextStep.what, type_coerce(NextStep.agreed, Integer), NextStep.kind,
        where=NextStep.done_on.is_(None),
    ),
    _part("objections", Objection.deal_id, Objection.id, Objection.status),
    _part("items", LineItem.deal_id, LineItem.order_key, LineItem.name),
    _part("notes", Note.deal_id, Note.id),
    _part("rivals", DealCompetitor.deal_id, DealCompetitor.id),
    _part("reviews", Review.deal_id, Review.id),
    _part(
        "handoffs", Handoff.deal_id, Handoff.id, Handoff.state, Handoff.form,
        Handoff.to_name, Handoff.due_on, Handoff.internal_call_on, Handoff.introduced_on,
        Handoff.customer_confirmed_on,
    ),
    _part(
        "written", HandoffItem.deal_id, HandoffItem.item_key, HandoffItem.words,
        type_coerce(HandoffItem.confirmed_none, Integer),
    ),
    _part(
        "tags", DealTag.deal_id, Tag.name,
        join=orm_join(DealTag, Tag, Tag.id == DealTag.tag_id),
    ),
    _part(
        "buyer", Activity.deal_id, Activity.happened_on, where=Activity.by_buyer.is_(True)
    ),
)  # fmt: skip
"""All about a deal, table by table."""
PARTS: tuple[str, ...] = tuple(name for name, _statement, _owner in _ABOUT)


def _everything(one: bool) -> Any:
    """All about the deals in one statement: one round trip costs a move less than many."""
    return union_all(*(_of_deals(statement, owner, one) for _name, statement, owner in _ABOUT))


_MANY_DEALS, _MANY = _of_deals(_DEAL, Deal.id, False), _everything(False)
_ONE_DEAL, _ONE = Prepared(_of_deals(_DEAL, Deal.id, True)), Prepared(_everything(True))


def read(connection: Connection, ids: list[str]) -> list[tuple[Any, Parts]]:
    """The rows of deals, unordered: each with the rows that are about it; ids gone are skipped."""
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
    return [(deal, parts.get(deal.id, {})) for deal in deals]
