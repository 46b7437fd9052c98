"""Reads the value map, the demo plan, the matched criteria and who was met: one deal at a time.

Called by the queries and commands of the Value panel. Dates are ISO text.
"""

from __future__ import annotations

from sqlalchemy import Connection, select, union

from salesdesk.domain.value import DemoItem, Link
from salesdesk.store import schema as s

_LINKS = (
    select(
        s.ValueLink.id, s.ValueLink.fact_id, s.ValueLink.capability, s.ValueLink.product_id,
        s.Product.name.label("product"), s.ValueLink.proof, s.ValueLink.proof_kind,
        s.ValueLink.outcome_id,
    )
    .outerjoin_from(s.ValueLink, s.Product, s.Product.id == s.ValueLink.product_id)
    .where(s.ValueLink.binned_at.is_(None))
    .order_by(s.ValueLink.order_key, s.ValueLink.id)
)  # fmt: skip
_ITEMS = (
    select(
        s.DemoItem.id, s.DemoItem.value_link_id.label("link_id"), s.DemoItem.what,
        s.DemoItem.minutes, s.DemoItem.shown_on, s.DemoItem.reaction, s.DemoItem.reaction_words,
        s.DemoItem.person_id, s.Person.name.label("person"),
    )
    .outerjoin_from(s.DemoItem, s.Person, s.Person.id == s.DemoItem.person_id)
    .where(s.DemoItem.binned_at.is_(None))
    .order_by(s.DemoItem.order_key, s.DemoItem.id)
)  # fmt: skip


def links(connection: Connection, deal_id: str) -> tuple[Link, ...]:
    """The kept lines of a deal's value map, in order."""
    found = connection.execute(_LINKS.where(s.ValueLink.deal_id == deal_id))
    return tuple(
        Link(r.id, r.fact_id, r.capability, r.product_id, r.product or "", r.proof or "",
             r.proof_kind, r.outcome_id)
        for r in found
    )  # fmt: skip


def demo_items(connection: Connection, deal_id: str) -> tuple[DemoItem, ...]:
    """The items of a deal's demo plan, in order."""
    found = connection.execute(_ITEMS.where(s.DemoItem.deal_id == deal_id))
    return tuple(
        DemoItem(r.id, r.link_id, r.what, r.minutes, r.shown_on, r.reaction,
                 r.reaction_words or "", r.person_id, r.person or "")
        for r in found
    )  # fmt: skip


def matches(connection: Connection, deal_id: str) -> dict[str, tuple[str, str]]:
    """How each matched criterion is met: (fit, words) by the criterion's fact id."""
    match = s.CriterionMatch
    found = connection.execute(
        select(match.fact_id, match.fit, match.words)
        .where(match.deal_id == deal_id, match.binned_at.is_(None))
        .order_by(match.id)
    )
    return {row.fact_id: (row.fit, row.words or "") for row in found}


def met(connection: Connection, deal_id: str) -> frozenset[str]:
    """The ids of the people with an activity, an answer, a fact, an objection or a reaction."""
    columns = (
        (s.Activity, s.Activity.person_id),
        (s.Answer, s.Answer.person_id),
        (s.Fact, s.Fact.person_id),
        (s.Objection, s.Objection.person_id),
        (s.Objection, s.Objection.confirmed_by_id),
        (s.DemoItem, s.DemoItem.person_id),
    )
    parts = [
        select(column).where(kind.deal_id == deal_id, kind.binned_at.is_(None), column.is_not(None))
        for kind, column in columns
    ]
    return frozenset(str(row[0]) for row in connection.execute(union(*parts)))


def attendees(connection: Connection, deal_id: str) -> tuple[str, ...]:
    """Who was to be there, as the rep wrote it, of each step that was completed."""
    step = s.NextStep
    found = connection.execute(
        select(step.attendees).where(
            step.deal_id == deal_id, step.binned_at.is_(None), step.done_on.is_not(None),
            step.attendees.is_not(None),
        )
    )  # fmt: skip
    return tuple(str(row[0]) for row in found)
