"""Proposals: lines, options and their totals, tax apart. All amounts in minor units, one currency.

Called by the Proposal panel, the papers and the commands that send an offer. Money is rounded
half to even, and only where it is said: once for each line, once for each discount on an option,
once for each tax. None is unknown, which is never counted as nought. The business case stands in
`domain.roi`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from salesdesk.domain.facts import N_

Period = Literal["once", "month", "year"]
PERIODS: tuple[Period, ...] = ("once", "month", "year")
PERIOD_LABELS: dict[str, str] = {
    "once": N_("once"),
    "month": N_("per month"),
    "year": N_("per year"),
}

PointKind = Literal["deliverable", "excluded", "assumption", "dependency", "milestone"]
POINT_KINDS: tuple[PointKind, ...] = (
    "deliverable",
    "excluded",
    "assumption",
    "dependency",
    "milestone",
)
SIDES: tuple[str, ...] = ("buyer", "seller", "both")
MOST_OPTIONS = 3
"""Source: more choices than three make a decision harder, not easier."""

DRAFT, FROZEN, SENT, ACCEPTED, DECLINED, REPLACED = (
    "draft", "frozen", "sent", "accepted", "declined", "replaced",
)  # fmt: skip

MONTHS = 12


@dataclass(frozen=True, slots=True)
class Told:
    """A fact as an offer quotes it. Dates are ISO text; empty text is nothing said."""

    id: str
    kind: str
    words: str
    person: str = ""
    said_on: str = ""
    confirmed: bool = False
    measure: str = ""
    baseline: str = ""
    target: str = ""
    due_on: str = ""
    owner: str = ""
    mitigation: str = ""
    answer: str = ""
    """How we meet it, in words; of a decision criterion."""


@dataclass(frozen=True, slots=True)
class OfferLine:
    """A priced line. `quantity_milli` in thousandths, `discount_bp` in hundredths of a percent."""

    id: str
    name: str
    quantity_milli: int = 1000
    unit_minor: int | None = None
    discount_bp: int = 0
    period: str = "once"
    product_id: str | None = None
    fact_id: str | None = None
    note: str = ""

    @property
    def total_minor(self) -> int | None:
        """Quantity × price − discount, rounded half to even once; None for an unknown price."""
        return line_minor(self.quantity_milli, self.unit_minor, self.discount_bp)


@dataclass(frozen=True, slots=True)
class OfferOption:
    """One of up to three options; `discount_bp` is off the sum of its lines."""

    id: str
    name: str
    summary: str = ""
    recommended: bool = False
    discount_bp: int = 0
    lines: tuple[OfferLine, ...] = ()

    def untied(self) -> tuple[OfferLine, ...]:
        """The lines that answer nothing the buyer told us."""
        return tuple(line for line in self.lines if not line.fact_id)


@dataclass(frozen=True, slots=True)
class OfferPoint:
    """A sentence in a list of the offer. With `fact_id` its words are those of the fact."""

    id: str
    kind: str
    words: str
    side: str = ""
    owner: str = ""
    due_on: str = ""
    fact_id: str | None = None


@dataclass(frozen=True, slots=True)
class CaseInput:
    """One number of the business case and what it rests on.

    `kind` is gain_year, gain_once, cost_year or cost_once.
    """

    id: str
    kind: str
    name: str
    value_minor: int
    currency: str
    low_minor: int | None = None
    high_minor: int | None = None
    fact_id: str | None = None
    rests_on: str = ""

    @property
    def rests(self) -> bool:
        """Whether it says on what it rests."""
        return bool(self.fact_id or self.rests_on)


@dataclass(frozen=True, slots=True)
class Offer:
    """A whole offer, as a draft shows it and as a frozen version keeps it."""

    title: str
    currency: str
    number: int = 1
    deal: str = ""
    account: str = ""
    valid_until: str = ""
    scope: str = ""
    approach: str = ""
    terms: str = ""
    payment: str = ""
    tax_bp: int | None = None
    options: tuple[OfferOption, ...] = ()
    points: tuple[OfferPoint, ...] = ()
    inputs: tuple[CaseInput, ...] = ()
    told: tuple[Told, ...] = ()

    def of_kind(self, kind: str) -> tuple[OfferPoint, ...]:
        """The points of a kind, in order."""
        return tuple(point for point in self.points if point.kind == kind)

    def facts(self, *kinds: str) -> tuple[Told, ...]:
        """What they told us of these kinds, in order."""
        return tuple(fact for fact in self.told if fact.kind in kinds)

    def fact(self, fact_id: str | None) -> Told | None:
        """The fact that something is tied to, if it is known."""
        return next((fact for fact in self.told if fact.id == fact_id), None)

    @property
    def main_option(self) -> OfferOption | None:
        """The recommended option, else the first."""
        chosen = next((option for option in self.options if option.recommended), None)
        return chosen or next(iter(self.options), None)


@dataclass(frozen=True, slots=True)
class Totals:
    """What the lines of one period come to: each known line added up, then discount, then tax."""

    period: str
    sum_minor: int
    discount_minor: int
    net_minor: int
    tax_minor: int | None
    """None while no rate is stated."""
    unpriced: tuple[str, ...] = ()
    """Names of lines without a price: the sums are without them."""

    @property
    def gross_minor(self) -> int | None:
        """Net and tax; None while no rate is stated."""
        return None if self.tax_minor is None else self.net_minor + self.tax_minor


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with the formula it comes from; `value` None when it cannot be known yet.

    `formula` and the texts in `missing` are message ids or names; `missing` says what lacks.
    """

    value: int | None
    formula: str
    missing: tuple[str, ...] = field(default=())


FIRST_YEAR = N_("once + 12 × per month + per year, without tax")


def rounded(numerator: int, denominator: int) -> int:
    """The nearest whole number to a fraction, half to even. `denominator` is above 0."""
    whole, rest = divmod(numerator, denominator)
    twice = 2 * rest
    return whole + (twice > denominator or (twice == denominator and whole % 2 == 1))


def line_minor(quantity_milli: int, unit_minor: int | None, discount_bp: int) -> int | None:
    """A line's total in minor units, rounded half even once; None when the price is unknown."""
    if unit_minor is None:
        return None
    return rounded(quantity_milli * unit_minor * (10_000 - discount_bp), 10_000_000)


def totals(option: OfferOption, tax_bp: int | None) -> tuple[Totals, ...]:
    """The totals of each period that the option has lines for, once first."""
    found = []
    for period in PERIODS:
        lines = [line for line in option.lines if line.period == period]
        if lines:
            found.append(_totals(period, lines, option.discount_bp, tax_bp))
    return tuple(found)


def _totals(
    period: str, lines: Iterable[OfferLine], discount_bp: int, tax_bp: int | None
) -> Totals:
    amounts = [(line.name, line.total_minor) for line in lines]
    whole = sum(amount for _name, amount in amounts if amount is not None)
    discount = rounded(whole * discount_bp, 10_000)
    net = whole - discount
    tax = None if tax_bp is None else rounded(net * tax_bp, 10_000)
    unpriced = tuple(name for name, amount in amounts if amount is None)
    return Totals(period, whole, discount, net, tax, unpriced)


def per_period(option: OfferOption) -> tuple[int, int, tuple[str, ...]]:
    """(paid once, paid in a year, names of lines without a price), after discount, without tax."""
    once = year = 0
    unpriced: tuple[str, ...] = ()
    for each in totals(option, None):
        unpriced += each.unpriced
        if each.period == "once":
            once += each.net_minor
        else:
            year += each.net_minor * (MONTHS if each.period == "month" else 1)
    return once, year, unpriced


def first_year(option: OfferOption) -> Figure:
    """What the option costs in its first year; unknown while a line has no price."""
    once, year, unpriced = per_period(option)
    if not option.lines:
        return Figure(None, FIRST_YEAR, (N_("no line yet"),))
    return Figure(None if unpriced else once + year, FIRST_YEAR, unpriced)
