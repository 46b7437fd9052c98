"""Reads logged objections. Called by the objections queries alone."""

from __future__ import annotations

from sqlalchemy import Connection, select
from sqlalchemy.orm import aliased

from salesdesk.domain import objections as domain
from salesdesk.store.schema import Deal, Objection, Person

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


def _objection(row: object) -> domain.Objection:
    values = dict(row._mapping)  # type: ignore[attr-defined]
    texts = ("person", "root_cause", "response", "confirmation", "confirmed_by", "outcome")
    return domain.Objection(**{**values, **{name: values[name] or "" for name in texts}})
