"""Reads logged objections. Called by the objections queries alone."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Sequence

from sqlalchemy import Connection, func, select
from sqlalchemy.orm import aliased

from salesdesk.domain import objections as domain
from salesdesk.domain.objection_history import Heard, Seen
from salesdesk.store.schema import Deal, DealCompetitor, DealPerson, Objection, Person, Stay

_SPEAKER, _CONFIRMER = aliased(Person), aliased(Person)
_ALL = (
    select(
        Objection.id, Objection.words, Objection.person_id, _SPEAKER.name.label("person"),
        Objection.said_on, Objection.category, Objection.play_key, Objection.root_cause,
        Objection.response, Objection.confirmation, Objection.confirmed_by_id,
        _CONFIRMER.name.label("confirmed_by"), Objection.status, Objection.outcome,
        Objection.resolved_on,
    )
    .outerjoin_from(Objection, _SPEAKER, _SPEAKER.id == Objection.person_id)
    .outerjoin(_CONFIRMER, _CONFIRMER.id == Objection.confirmed_by_id)
    .where(Objection.binned_at.is_(None))
    .order_by(Objection.said_on, Objection.id)
)  # fmt: skip


def of_deal(connection: Connection, deal_id: str) -> tuple[domain.Objection, ...]:
    """The objections of a deal, oldest first."""
    rows = connection.execute(_ALL.where(Objection.deal_id == deal_id))
    return tuple(_objection(row) for row in rows)


def all_of_desk(connection: Connection) -> tuple[domain.Objection, ...]:
    """Every objection on deals in use: what "how often it worked" is counted from."""
    used = _ALL.join(Deal, Deal.id == Objection.deal_id).where(Deal.binned_at.is_(None))
    return tuple(_objection(row) for row in connection.execute(used))


def rivals(connection: Connection, deal_id: str) -> dict[str, str]:
    """The kinds of the alternatives on a deal by their names, in the order they were added."""
    statement = (
        select(DealCompetitor.name, DealCompetitor.kind)
        .where(DealCompetitor.deal_id == deal_id, DealCompetitor.binned_at.is_(None))
        .order_by(DealCompetitor.id)
    )
    return {row.name: row.kind for row in connection.execute(statement)}


def seen(connection: Connection) -> Seen:
    """What the desk has heard on deals in use: objections with a play, and what stood around.

    Only deals with objections are read row by row; the others are counted by the database.
    """
    stays: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for deal, at, stage in connection.execute(_STAYS):
        stays[deal].append((at[:10], stage))
    named: dict[str, set[str]] = defaultdict(set)
    for deal, name in connection.execute(_RIVALS):
        named[deal].add(name.casefold())
    heard = tuple(
        Heard(
            row.deal_id,
            row.play_key,
            _stage_on(stays.get(row.deal_id, ()), row.said_on),
            row.role or "",
            frozenset(named.get(row.deal_id, ())),
        )
        for row in connection.execute(_HEARD)
    )
    by_rival: Counter[str] = Counter()
    for name, deals in connection.execute(_BY_RIVAL):
        by_rival[name.casefold()] += deals
    by_stage = {stage: int(deals) for stage, deals in connection.execute(_BY_STAGE)}
    return Seen(heard, by_stage, by_rival)


_HEARD = (
    select(Objection.deal_id, Objection.play_key, Objection.said_on, DealPerson.role)
    .join_from(Objection, Deal, Deal.id == Objection.deal_id)
    .outerjoin(
        DealPerson,
        (DealPerson.deal_id == Objection.deal_id)
        & (DealPerson.person_id == Objection.person_id)
        & DealPerson.binned_at.is_(None),
    )
    .where(Objection.binned_at.is_(None), Objection.play_key.is_not(None), Deal.binned_at.is_(None))
    .order_by(Objection.id)
)
_WITH_OBJECTIONS = select(Objection.deal_id).where(
    Objection.binned_at.is_(None), Objection.play_key.is_not(None)
)
_STAYS = (
    select(Stay.deal_id, Stay.entered_at, Stay.stage_key)
    .where(Stay.binned_at.is_(None), Stay.deal_id.in_(_WITH_OBJECTIONS))
    .order_by(Stay.entered_at)
)
_RIVALS = select(DealCompetitor.deal_id, DealCompetitor.name).where(
    DealCompetitor.binned_at.is_(None), DealCompetitor.deal_id.in_(_WITH_OBJECTIONS)
)
_BY_STAGE = (
    select(Stay.stage_key, func.count(func.distinct(Stay.deal_id)))
    .join(Deal, Deal.id == Stay.deal_id)
    .where(Stay.binned_at.is_(None), Deal.binned_at.is_(None))
    .group_by(Stay.stage_key)
)
_BY_RIVAL = (
    select(DealCompetitor.name, func.count(func.distinct(DealCompetitor.deal_id)))
    .join(Deal, Deal.id == DealCompetitor.deal_id)
    .where(DealCompetitor.binned_at.is_(None), Deal.binned_at.is_(None))
    .group_by(DealCompetitor.name)
)


def _stage_on(stays: Sequence[tuple[str, str]], day: str) -> str:
    """The stage that a deal was in on a day: the last one entered by then, else its first."""
    if not stays:
        return ""
    place = bisect_right([entered for entered, _stage in stays], day)
    return stays[max(place - 1, 0)][1]


def _objection(row: object) -> domain.Objection:
    values = dict(row._mapping)  # type: ignore[attr-defined]
    texts = ("person", "root_cause", "response", "confirmation", "confirmed_by", "outcome")
    return domain.Objection(**{**values, **{name: values[name] or "" for name in texts}})
