"""Proposals: versions with options, lines and points; the inputs of the business case.

Read through `store.schema`.
"""

from __future__ import annotations

from sqlalchemy.orm import Mapped

from salesdesk.store.tables.base import Row, link, maybe


class Proposal(Row):
    """One version of an offer. Once sent it is `frozen` and never changes."""

    __tablename__ = "proposal"
    deal_id: Mapped[str] = link("deal")
    title: Mapped[str]
    number: Mapped[int]
    """Counts the versions on one deal, from 1."""
    state: Mapped[str]
    """draft, frozen (made ready to send), sent, accepted, declined or replaced."""
    currency: Mapped[str]
    valid_until: Mapped[str | None]
    scope: Mapped[str | None]
    approach: Mapped[str | None]
    """How it is put in place, in words."""
    terms: Mapped[str | None]
    payment: Mapped[str | None]
    tax_bp: Mapped[int | None]
    """In hundredths of a percent; None: not stated."""
    frozen: Mapped[str | None]
    """JSON: the whole offer as it was when it was made ready."""
    frozen_on: Mapped[str | None]
    sent_on: Mapped[str | None]
    sent_to: Mapped[str | None]
    chosen_id: Mapped[str | None]
    """The option that the buyer took."""
    based_on_id: Mapped[str | None] = maybe("proposal")


class ProposalOption(Row):
    """One of up to three priced options."""

    __tablename__ = "proposal_option"
    deal_id: Mapped[str] = link("deal")
    proposal_id: Mapped[str] = link("proposal")
    name: Mapped[str]
    summary: Mapped[str | None]
    recommended: Mapped[bool]
    discount_bp: Mapped[int]
    """On the sum of its lines, in hundredths of a percent."""
    order_key: Mapped[str]


class ProposalLine(Row):
    """A priced line. `quantity` in thousandths, `discount` in hundredths of a percent."""

    __tablename__ = "proposal_line"
    deal_id: Mapped[str] = link("deal")
    proposal_id: Mapped[str] = link("proposal")
    option_id: Mapped[str] = link("proposal_option")
    product_id: Mapped[str | None] = maybe("product")
    name: Mapped[str]
    quantity_milli: Mapped[int]
    unit_minor: Mapped[int | None]
    discount_bp: Mapped[int]
    period: Mapped[str]
    """once, month or year."""
    fact_id: Mapped[str | None] = maybe("fact")
    """The pain or goal that this line answers."""
    item_id: Mapped[str | None] = maybe("line_item")
    """The deal's line item that this line was taken from."""
    item_rev: Mapped[int | None]
    """The revision of that item which was taken over, or left as it is in the draft."""
    note: Mapped[str | None]
    order_key: Mapped[str]


class ProposalPoint(Row):
    """A sentence of the offer that stands in a list."""

    __tablename__ = "proposal_point"
    deal_id: Mapped[str] = link("deal")
    proposal_id: Mapped[str] = link("proposal")
    kind: Mapped[str]
    """deliverable, excluded, assumption, dependency or milestone."""
    words: Mapped[str]
    """Of a point that is tied to a fact: the fact's words when it was tied; the fact's count."""
    fact_id: Mapped[str | None] = maybe("fact")
    side: Mapped[str | None]
    """buyer, seller or both."""
    owner: Mapped[str | None]
    due_on: Mapped[str | None]
    order_key: Mapped[str]


class RoiInput(Row):
    """One number of the business case, and what it rests on. Amounts in minor units."""

    __tablename__ = "roi_input"
    deal_id: Mapped[str] = link("deal")
    kind: Mapped[str]
    """gain_year, gain_once, cost_year or cost_once."""
    name: Mapped[str]
    value_minor: Mapped[int]
    low_minor: Mapped[int | None]
    high_minor: Mapped[int | None]
    currency: Mapped[str]
    fact_id: Mapped[str | None] = maybe("fact")
    """The metric that the buyer gave."""
    rests_on: Mapped[str | None]
    order_key: Mapped[str]
