"""Reads the calls of a deal, and where its people stand on the map. Called by their queries."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Select, select

from salesdesk.store.schema import Activity, Call, DealPerson, Person

_CALLS: Select[Any] = (
    select(
        *(column for column in Call.__table__.columns if column.key != "checksum"),
        Activity.kind.label("kind"),
        Activity.subject.label("subject"),
        Activity.outcome.label("outcome"),
        Activity.happened_on.label("happened_on"),
    )
    .outerjoin_from(Call, Activity, Activity.id == Call.activity_id)
    .where(Call.binned_at.is_(None))
)


def of_deal(connection: Connection, deal_id: str) -> list[Any]:
    """The calls of a deal in the order they were made, with the activity each became."""
    return list(connection.execute(_CALLS.where(Call.deal_id == deal_id).order_by(Call.id)))


def one(connection: Connection, call_id: str) -> Any:
    """A call with its activity, or None."""
    return connection.execute(_CALLS.where(Call.id == call_id)).first()


def on_map(connection: Connection, deal_id: str) -> list[Any]:
    """The people of a deal with their parts and their places on the map, in their order."""
    return list(
        connection.execute(
            select(
                Person.id, Person.name, Person.title, DealPerson.role, DealPerson.influence,
                DealPerson.stance, DealPerson.reports_to_id, DealPerson.map_x, DealPerson.map_y,
            )
            .join_from(DealPerson, Person, Person.id == DealPerson.person_id)
            .where(
                DealPerson.deal_id == deal_id,
                DealPerson.binned_at.is_(None),
                Person.binned_at.is_(None),
            )
            .order_by(DealPerson.id)
        )
    )  # fmt: skip
