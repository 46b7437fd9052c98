"""Reads logged objections. Called by the objections queries alone."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, select
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


def rivals(connection: Connection, deal_id: str) -> tuple[str, ...]:
    """The names of the alternatives on a deal."""
    statement = (
        select(DealCompetitor.name)
        .where(DealCompetitor.deal_id == deal_id, DealCompetitor.binned_at.is_(None))
        .order_by(DealCompetitor.id)
    )
    return tuple(connection.execute(statement).scalars())


def seen(connection: Connection) -> Seen:
    """What the desk has heard on deals in use: objections with a play, and what stood around."""
    stays: dict[str, list[tuple[str, str]]] = defaultdict(list)
    entered = select(Stay.deal_id, Stay.entered_at, Stay.stage_key).order_by(Stay.entered_at)
    for deal, at, stage in connection.execute(_in_use(entered, Stay)):
        stays[deal].append((at[:10], stage))
    rivals: dict[str, set[str]] = defaultdict(set)
    named = select(DealCompetitor.deal_id, DealCompetitor.name)
    for deal, name in connection.execute(_in_use(named, DealCompetitor)):
        rivals[deal].add(name.casefold())
    heard = tuple(
        Heard(
            row.deal_id,
            row.play_key,
            _stage_on(stays.get(row.deal_id, ()), row.said_on),
            row.role or "",
            frozenset(rivals.get(row.deal_id, ())),
        )
        for row in connection.execute(_HEARD)
    )
    stages = Counter(stage for kept in stays.values() for stage in {s for _at, s in kept})
    return Seen(heard, stages, _counted(rivals))


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


def _in_use(statement: Any, kind: Any) -> Any:
    """Only rows in use on deals in use."""
    return statement.join(Deal, Deal.id == kind.deal_id).where(
        kind.binned_at.is_(None), Deal.binned_at.is_(None)
    )


def _stage_on(stays: Sequence[tuple[str, str]], day: str) -> str:
    """The stage that a deal was in on a day: the last one entered by then, else its first."""
    if not stays:
        return ""
    place = bisect_right([entered for entered, _stage in stays], day)
    return stays[max(place - 1, 0)][1]


def _counted(rivals: Mapping[str, set[str]]) -> Counter[str]:
    """On how many deals each alternative stands."""
    return Counter(name for names in rivals.values() for name in names)


def _objection(row: object) -> domain.Objection:
    values = dict(row._mapping)  # type: ignore[attr-defined]
    texts = ("person", "root_cause", "response", "confirmation", "confirmed_by", "outcome")
    return domain.Objection(**{**values, **{name: values[name] or "" for name in texts}})
