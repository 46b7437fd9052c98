"""Reads what a draft of a proposal does not say yet: new facts, new days, changed line items.

Called by the proposal queries and by the commands that take it over; both give the way to run a
SELECT.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from sqlalchemy import select

from salesdesk.domain.facts import N_
from salesdesk.domain.proposal_news import POINTS_FROM, Drafted, Item, News, Priced, item_news
from salesdesk.store.schema import Deal, Fact, LineItem, ProposalLine, ProposalPoint
from salesdesk.support.i18n import _

Run = Callable[[Any], Any]
"""Runs a SELECT: a connection's `execute`, or a unit's `rows`."""

DAYS = {"start_on": N_("Start"), "kickoff_on": N_("Kickoff")}
"""The dates of a deal that are milestones of its proposals, by column; in the order of a draft."""
_PRICED = ("name", "product_id", "quantity_milli", "unit_minor", "discount_bp")


def news(run: Run, version: Any, private: Collection[str]) -> tuple[News, ...]:
    """What the draft `version` does not say, facts first.

    `private` are the questions whose limits are not repeated to everybody.
    """
    points = list(
        run(
            select(
                ProposalPoint.proposal_id, ProposalPoint.fact_id, ProposalPoint.words,
                ProposalPoint.binned_at,
            ).where(ProposalPoint.deal_id == version.deal_id)
        )
    )  # fmt: skip
    here = [row for row in points if row.proposal_id == version.id]
    left_out = [row for row in points if row.binned_at is not None]
    known = {row.fact_id for row in (*here, *left_out)}
    said = {row.words for row in here if row.fact_id is None}
    return (
        *(fact for fact in facts(run, version.deal_id, private) if fact.key not in known),
        *(day for day in days(run, version.deal_id) if day.words not in said),
        *item_news(_items(run, version), _lines(run, version)),
    )


def facts(run: Run, deal_id: str, private: Collection[str]) -> list[News]:
    """The facts of a deal that are points of its proposals, in order; the key is the fact's id."""
    rows = run(
        select(Fact.id, Fact.kind, Fact.words, Fact.due_on, Fact.key)
        .where(Fact.deal_id == deal_id, Fact.kind.in_(POINTS_FROM), Fact.binned_at.is_(None))
        .order_by(Fact.order_key, Fact.id)
    )
    return [
        News(row.id, "fact", row.words, POINTS_FROM[row.kind][0], row.due_on or "")
        for row in rows
        if row.kind != "constraint" or row.key not in private
    ]


def days(run: Run, deal_id: str) -> list[News]:
    """The start and the kickoff of a deal as milestones; the key is the column."""
    row = run(select(*(getattr(Deal, name) for name in DAYS)).where(Deal.id == deal_id)).one()
    found = row._mapping
    return [
        News(column, "day", _(words), "milestone", found[column])
        for column, words in DAYS.items()
        if found[column]
    ]


def _items(run: Run, version: Any) -> list[Item]:
    """The deal's line items in the draft's currency."""
    rows = run(
        select(LineItem.id, LineItem.rev, *(getattr(LineItem, name) for name in _PRICED))
        .where(
            LineItem.deal_id == version.deal_id, LineItem.currency == version.currency,
            LineItem.binned_at.is_(None),
        )
        .order_by(LineItem.order_key, LineItem.id)
    )  # fmt: skip
    return [Item(row.id, row.rev, Priced(*row[2:])) for row in rows]


def _lines(run: Run, version: Any) -> list[Drafted]:
    rows = run(
        select(
            ProposalLine.id, ProposalLine.item_id, ProposalLine.item_rev, ProposalLine.binned_at,
            *(getattr(ProposalLine, name) for name in _PRICED),
        )
        .where(ProposalLine.proposal_id == version.id)
        .order_by(ProposalLine.order_key, ProposalLine.id)
    )  # fmt: skip
    return [
        Drafted(row.id, Priced(*row[4:]), row.item_id, row.item_rev, row.binned_at is not None)
        for row in rows
    ]
