"""The value map, the demo plan made from it, and how we meet each criterion.

The pains, goals, outcomes and criteria themselves are facts; these rows only tie them together.
Read through `store.schema`.
"""

from __future__ import annotations

from sqlalchemy.orm import Mapped, mapped_column

from salesdesk.store.tables.base import Row, link, maybe


class ValueLink(Row):
    """One line of the value map: a pain or goal, what we can do about it, proof, the outcome."""

    __tablename__ = "value_link"
    deal_id: Mapped[str] = link("deal")
    fact_id: Mapped[str | None] = maybe("fact")
    """The pain or goal; None: tied to nothing that the buyer said."""
    capability: Mapped[str]
    product_id: Mapped[str | None] = maybe("product")
    proof: Mapped[str | None]
    proof_kind: Mapped[str | None]
    """case, figure, reference, trial or document."""
    outcome_id: Mapped[str | None] = maybe("fact")
    """The outcome fact, with measure, baseline, target and date."""
    order_key: Mapped[str]


class DemoItem(Row):
    """Something to show, in order. Without a value link it is tied to no confirmed pain."""

    __tablename__ = "demo_item"
    deal_id: Mapped[str] = link("deal")
    value_link_id: Mapped[str | None] = maybe("value_link")
    what: Mapped[str]
    minutes: Mapped[int | None]
    shown_on: Mapped[str | None]
    reaction: Mapped[str | None]
    """yes, partly, no or question."""
    reaction_words: Mapped[str | None]
    person_id: Mapped[str | None] = maybe("person")
    """Who reacted."""
    order_key: Mapped[str]


class CriterionMatch(Row):
    """How well we meet one decision criterion, which is a fact."""

    __tablename__ = "criterion_match"
    deal_id: Mapped[str] = link("deal")
    fact_id: Mapped[str] = link("fact")
    fit: Mapped[str]
    """yes, partly, no or unknown."""
    words: Mapped[str | None] = mapped_column()
