"""Reads proposals: the versions of a deal, and a whole offer out of its rows.

Called by the proposal queries, and by the commands that freeze a version: both give the way to
run a SELECT, so that a command sees what it wrote so far. Dates are ISO text.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from sqlalchemy import select

from salesdesk.domain.proposal import (
    CaseInput,
    Offer,
    OfferLine,
    OfferOption,
    OfferPoint,
    Told,
)
from salesdesk.store.schema import (
    Account,
    CriterionMatch,
    Deal,
    Fact,
    LineItem,
    Person,
    Price,
    Proposal,
    ProposalLine,
    ProposalOption,
    ProposalPoint,
    RoiInput,
)

Run = Callable[[Any], Any]
"""Runs a SELECT: a connection's `execute`, or a unit's `rows`."""

Known = Mapping[str, Told]
"""The facts that an offer may quote, by id."""

TOLD = (
    "pain", "goal", "metric", "outcome", "criterion", "promise", "constraint", "timeline",
    "process_step", "priority", "technical",
)  # fmt: skip
"""The kinds of fact that an offer may quote. Risks and signals stay with us."""


def versions(run: Run, deal_id: str) -> list[Any]:
    """The versions of a deal, the newest first."""
    wanted = select(*Proposal.__table__.columns).where(
        Proposal.deal_id == deal_id, Proposal.binned_at.is_(None)
    )
    return list(run(wanted.order_by(Proposal.number.desc(), Proposal.id.desc())))


def deal_of(run: Run, proposal_id: str) -> str | None:
    """The deal that a version belongs to, or None when there is no such version."""
    wanted = select(Proposal.deal_id).where(Proposal.id == proposal_id)
    found: str | None = run(wanted).scalar()
    return found


def offer(run: Run, version: Any) -> Offer:
    """The offer of a version as its rows and facts have it now. `version`: a row of `proposal`."""
    quoted = told(run, version.deal_id)
    known = {fact.id: fact for fact in quoted}
    return Offer(
        title=version.title,
        currency=version.currency,
        number=version.number,
        valid_until=version.valid_until or "",
        scope=version.scope or "",
        approach=version.approach or "",
        terms=version.terms or "",
        payment=version.payment or "",
        tax_bp=version.tax_bp,
        options=_options(run, version.id, known),
        points=_points(run, version.id, known),
        inputs=inputs(run, version.deal_id, known),
        told=quoted,
        **names(run, version.deal_id),
    )


def names(run: Run, deal_id: str) -> dict[str, str]:
    """The names of a deal and its account, by the words that an offer has for them."""
    row = run(
        select(Deal.name, Account.name)
        .outerjoin_from(Deal, Account, Account.id == Deal.account_id)
        .where(Deal.id == deal_id)
    ).first()
    return {"deal": row[0], "account": row[1] or ""} if row else {}


def told(run: Run, deal_id: str) -> tuple[Told, ...]:
    """What they told us that an offer may quote, in order."""
    rows = run(
        select(
            Fact.id, Fact.kind, Fact.words, Person.name.label("person"), Fact.said_on,
            Fact.confirmed, Fact.measure, Fact.baseline, Fact.target, Fact.due_on, Fact.owner,
            Fact.mitigation, CriterionMatch.words.label("answer"),
        )
        .outerjoin_from(Fact, Person, Person.id == Fact.person_id)
        .outerjoin(
            CriterionMatch,
            (CriterionMatch.fact_id == Fact.id) & CriterionMatch.binned_at.is_(None),
        )
        .where(Fact.deal_id == deal_id, Fact.kind.in_(TOLD), Fact.binned_at.is_(None))
        .order_by(Fact.order_key, Fact.id)
    )  # fmt: skip
    found: dict[str, Told] = {}
    for row in rows:
        found.setdefault(row.id, Told(**_values(row)))
    return tuple(found.values())


def inputs(run: Run, deal_id: str, known: Known) -> tuple[CaseInput, ...]:
    """The inputs of the deal's business case; a tie to a fact that is gone counts as none."""
    rows = run(
        select(
            RoiInput.id, RoiInput.kind, RoiInput.name, RoiInput.value_minor, RoiInput.currency,
            RoiInput.low_minor, RoiInput.high_minor, RoiInput.fact_id, RoiInput.rests_on,
        )
        .where(RoiInput.deal_id == deal_id, RoiInput.binned_at.is_(None))
        .order_by(RoiInput.order_key, RoiInput.id)
    )  # fmt: skip
    return tuple(CaseInput(**_values(row, known)) for row in rows)


def _options(run: Run, proposal_id: str, known: Known) -> tuple[OfferOption, ...]:
    lines: dict[str, list[OfferLine]] = {}
    for row in run(
        select(
            ProposalLine.option_id, ProposalLine.id, ProposalLine.name,
            ProposalLine.quantity_milli, ProposalLine.unit_minor, ProposalLine.discount_bp,
            ProposalLine.period, ProposalLine.product_id, ProposalLine.fact_id, ProposalLine.note,
        )
        .where(ProposalLine.proposal_id == proposal_id, ProposalLine.binned_at.is_(None))
        .order_by(ProposalLine.order_key, ProposalLine.id)
    ):  # fmt: skip
        values = _values(row, known)
        lines.setdefault(values.pop("option_id"), []).append(OfferLine(**values))
    rows = run(
        select(
            ProposalOption.id, ProposalOption.name, ProposalOption.summary,
            ProposalOption.recommended, ProposalOption.discount_bp,
        )
        .where(ProposalOption.proposal_id == proposal_id, ProposalOption.binned_at.is_(None))
        .order_by(ProposalOption.order_key, ProposalOption.id)
    )  # fmt: skip
    return tuple(OfferOption(**_values(row), lines=tuple(lines.get(row.id, ()))) for row in rows)


def line_items(
    run: Run, deal_id: str, currency: str, known: Known
) -> list[tuple[OfferLine, str | None]]:
    """The deal's line items in a currency as lines of an offer, each with its list price's unit.

    Their notes stay behind: they were written for us.
    """
    prices = (
        (Price.product_id == LineItem.product_id)
        & (Price.currency == LineItem.currency)
        & Price.binned_at.is_(None)
    )
    rows = run(
        select(
            LineItem.id, LineItem.name, LineItem.quantity_milli, LineItem.unit_minor,
            LineItem.discount_bp, LineItem.product_id, LineItem.fact_id, Price.unit,
        )
        .outerjoin_from(LineItem, Price, prices)
        .where(
            LineItem.deal_id == deal_id, LineItem.currency == currency,
            LineItem.binned_at.is_(None),
        )
        .order_by(LineItem.order_key, LineItem.id)
    )  # fmt: skip
    found: dict[str, tuple[OfferLine, str | None]] = {}
    for row in rows:
        values = _values(row, known)
        unit = values.pop("unit") or None
        found.setdefault(row.id, (OfferLine(**values), unit))
    return list(found.values())


_UNKNOWN = frozenset({"unit_minor", "low_minor", "high_minor", "product_id", "fact_id"})
"""Columns in which nothing stays None; in the others it is empty text."""


def _values(row: Any, known: Known = MappingProxyType({})) -> dict[str, Any]:
    """The columns of a row by name; a tie to a fact that is not known is left out."""
    found = {n: v if v is not None or n in _UNKNOWN else "" for n, v in row._mapping.items()}
    if found.get("fact_id") not in known:
        found.pop("fact_id", None)
    return found


def _points(run: Run, proposal_id: str, known: Known) -> tuple[OfferPoint, ...]:
    rows = run(
        select(
            ProposalPoint.id, ProposalPoint.kind, ProposalPoint.words, ProposalPoint.side,
            ProposalPoint.owner, ProposalPoint.due_on, ProposalPoint.fact_id,
        )
        .where(ProposalPoint.proposal_id == proposal_id, ProposalPoint.binned_at.is_(None))
        .order_by(ProposalPoint.order_key, ProposalPoint.id)
    )  # fmt: skip
    return tuple(_point(row, known.get(row[6] or "")) for row in rows)


def _point(row: Any, fact: Told | None) -> OfferPoint:
    """A point; what it does not say itself it takes from the fact it is tied to."""
    owner, due_on = row[4] or "", row[5] or ""
    if fact is None:
        return OfferPoint(row[0], row[1], row[2], row[3] or "", owner, due_on)
    return OfferPoint(
        row[0], row[1], fact.words, row[3] or "", owner or fact.owner, due_on or fact.due_on,
        fact.id,
    )  # fmt: skip
