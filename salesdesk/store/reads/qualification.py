"""Reads a deal's scores. Called by the qualification queries and the deal page alone."""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, select

from salesdesk.domain import qualification as domain
from salesdesk.store.prepared import Prepared
from salesdesk.store.schema import Person, Score

_SCORES = Prepared(
    select(
        Score.id, Score.framework, Score.element, Score.level, Score.state, Score.fact_id,
        Score.words, Score.person_id, Person.name.label("person"), Score.source, Score.scored_on,
        Score.accepted,
    )
    .outerjoin_from(Score, Person, Person.id == Score.person_id)
    .where(Score.deal_id == bindparam("deal"), Score.binned_at.is_(None))
    .order_by(Score.order_key, Score.id)
)  # fmt: skip


def scores(connection: Connection, deal_id: str) -> tuple[domain.Score, ...]:
    """All scores of a deal, in the order in which they were made."""
    found = _SCORES.dicts(connection, {"deal": deal_id})
    return tuple(_score(values) for values in found)


def _score(values: dict[str, object]) -> domain.Score:
    texts = {name: values[name] or "" for name in ("words", "person")}
    return domain.Score(**{**values, **texts})  # type: ignore[arg-type]
