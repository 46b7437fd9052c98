"""Reads what the handoff and the papers need beside the gates' snapshot: one deal at a time.

Called by the handoff, notes and one-pager queries. Dates are ISO text, amounts minor units.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from sqlalchemy import Connection, select

from salesdesk.domain.handoff import Sheet
from salesdesk.store.schema import (
    Activity,
    DealCompetitor,
    DealPerson,
    Handoff,
    LineItem,
    Note,
    Person,
    Review,
)


@dataclass(frozen=True, slots=True)
class Stakeholder:
    """A person's part in the deal with how to reach and treat them."""

    id: str
    name: str
    role: str
    title: str
    email: str
    phone: str
    preference: str
    wants: str
    influence: str
    stance: str


@dataclass(frozen=True, slots=True)
class Item:
    """A line item; `quantity_milli` in thousandths, `discount_bp` in hundredths of a percent."""

    name: str
    quantity_milli: int
    unit_minor: int | None
    currency: str
    discount_bp: int
    note: str


@dataclass(frozen=True, slots=True)
class Event:
    """A meeting, call or note of the history."""

    kind: str
    on: str
    text: str
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class Rival:
    """An alternative that the buyer weighs."""

    name: str
    kind: str
    note: str


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """Why the deal ended."""

    outcome: str
    reasons: tuple[str, ...]
    note: str


def sheet(connection: Connection, deal_id: str) -> Sheet | None:
    """The handoff of a deal, or None before there is one."""
    columns = [getattr(Handoff, name) for name in Sheet.__slots__]
    row = connection.execute(
        select(*columns).where(Handoff.deal_id == deal_id, Handoff.binned_at.is_(None))
    ).first()
    return Sheet(*row) if row else None


def stakeholders(connection: Connection, deal_id: str) -> tuple[Stakeholder, ...]:
    """The people of a deal in the order they were added."""
    rows = connection.execute(
        select(
            Person.id, Person.name, DealPerson.role, Person.title, Person.email, Person.phone,
            Person.preference, DealPerson.wants, DealPerson.influence, DealPerson.stance,
        )
        .join_from(DealPerson, Person, Person.id == DealPerson.person_id)
        .where(
            DealPerson.deal_id == deal_id,
            DealPerson.binned_at.is_(None),
            Person.binned_at.is_(None),
        )
        .order_by(DealPerson.id)
    )  # fmt: skip
    return tuple(Stakeholder(*(value or "" for value in row)) for row in rows)


def items(connection: Connection, deal_id: str) -> tuple[Item, ...]:
    """The line items in their order."""
    rows = connection.execute(
        select(
            LineItem.name, LineItem.quantity_milli, LineItem.unit_minor, LineItem.currency,
            LineItem.discount_bp, LineItem.note,
        )
        .where(LineItem.deal_id == deal_id, LineItem.binned_at.is_(None))
        .order_by(LineItem.order_key, LineItem.id)
    )  # fmt: skip
    return tuple(Item(*row[:5], row[5] or "") for row in rows)


def events(connection: Connection, deal_id: str) -> tuple[Event, ...]:
    """Meetings, calls and notes, oldest first."""
    acts = connection.execute(
        select(Activity.kind, Activity.happened_on, Activity.subject, Activity.outcome).where(
            Activity.deal_id == deal_id,
            Activity.kind.in_(("meeting", "call")),
            Activity.binned_at.is_(None),
        )
    )
    found = [Event(row[0], row[1], row[2], row[3] or "") for row in acts]
    notes = connection.execute(
        select(Note.written_at, Note.body).where(Note.deal_id == deal_id, Note.binned_at.is_(None))
    )
    found += [Event("note", row[0][:10], row[1]) for row in notes]
    return tuple(sorted(found, key=lambda event: (event.on, event.kind, event.text)))


def rivals(connection: Connection, deal_id: str) -> tuple[Rival, ...]:
    """The alternatives on a deal, by name."""
    rows = connection.execute(
        select(DealCompetitor.name, DealCompetitor.kind, DealCompetitor.note)
        .where(DealCompetitor.deal_id == deal_id, DealCompetitor.binned_at.is_(None))
        .order_by(DealCompetitor.name)
    )
    return tuple(Rival(row[0], row[1], row[2] or "") for row in rows)


def review(connection: Connection, deal_id: str) -> ReviewRow | None:
    """Why the deal was won or lost, or None."""
    row = connection.execute(
        select(Review.outcome, Review.reasons, Review.note)
        .where(Review.deal_id == deal_id, Review.binned_at.is_(None))
        .order_by(Review.id.desc())
    ).first()
    return ReviewRow(row[0], tuple(json.loads(row[1])), row[2] or "") if row else None
