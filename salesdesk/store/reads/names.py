"""Names in use, and where what has a name is shown. Called by imports and by the search."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select

from salesdesk.store import glance
from salesdesk.store.glance import PipelineGlance
from salesdesk.store.schema import KINDS, Answer, Deal, DealPerson, Fact, Person, Score


def known_names(connection: Connection, table: str) -> list[str]:
    """The names of all rows of a table that are in use, sorted."""
    columns: Any = KINDS[table].__table__.c
    found = select(columns.name).where(columns.binned_at.is_(None)).order_by(columns.name)
    return list(connection.execute(found).scalars())


def pipeline_glances(connection: Connection) -> list[PipelineGlance]:
    """The pipelines in use with their board stages, on this connection."""
    return glance.pipelines(connection.connection.driver_connection)


def deal_names(connection: Connection, ids: list[str]) -> dict[str, str]:
    """Names of deals by id."""
    found = select(Deal.id, Deal.name).where(Deal.id.in_(ids))
    return {row.id: row.name for row in connection.execute(found)} if ids else {}


def homes_of(connection: Connection, people: list[str]) -> dict[str, tuple[str, str]]:
    """Where each person is shown: (page, id) of a deal they are on, else of their account."""
    if not people:
        return {}
    accounts = select(Person.id, Person.account_id).where(
        Person.id.in_(people), Person.account_id.is_not(None)
    )
    homes = {row.id: ("accounts", row.account_id) for row in connection.execute(accounts)}
    deals = select(DealPerson.person_id, DealPerson.deal_id).where(
        DealPerson.person_id.in_(people), DealPerson.binned_at.is_(None)
    )
    homes |= {row.person_id: ("deal", row.deal_id) for row in connection.execute(deals)}
    return homes


def keys_of(connection: Connection, refs: list[str]) -> dict[str, str]:
    """The question of answers and facts, the element of scores, by their ids; where there is one.

    A fact that was marked in an answer has the key of the answer's question.
    """
    found: dict[str, str] = {}
    for kind, column in ((Answer, Answer.question_key), (Fact, Fact.key), (Score, Score.element)):
        rows = connection.execute(select(kind.id, column).where(kind.id.in_(refs)))
        found.update((ref, key) for ref, key in rows if key)
    return found
