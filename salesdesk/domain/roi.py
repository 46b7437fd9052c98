"""The business case: what an option returns, when it has paid itself back, and how sure that is.

Called by the Proposal panel and the papers. Every figure names its formula and what is missing;
unknown inputs are said and never counted as nought; amounts of another currency than the offer's
are left out and named. Amounts in minor units.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from salesdesk.domain.facts import N_
from salesdesk.domain.proposal import CaseInput, Figure, Offer, OfferOption, per_period

CASE_KINDS: dict[str, str] = {
    "gain_year": N_("Gain each year"),
    "gain_once": N_("Gain once"),
    "cost_year": N_("Own cost each year"),
    "cost_once": N_("Own cost once"),
}
"""The kinds of input: gains, and what it costs the buyer besides our price."""

Case = Literal["low", "expected", "high"]
CASES: dict[Case, str] = {"low": N_("Cautious"), "expected": N_("Expected"), "high": N_("Hopeful")}

GAINS = N_("gains each year + gains once")
COSTS = N_("price once + price of a year + own costs once + own costs of a year")
NET = N_("gains of the first year − costs of the first year")
PAYBACK = N_(
    "the first month by whose end the gains, spread evenly, cover all that was paid until then: "
    "what is paid once, and the price and own costs of each year begun"
)
LONGEST_YEARS = 10
"""Nobody believes a business case beyond ten years; a later payback is told as none."""


@dataclass(frozen=True, slots=True)
class Returns:
    """What one case of the business case says. `payback` counts months.

    A payback of None without anything missing means: not within ten years.
    """

    case: Case
    gains: Figure
    costs: Figure
    net: Figure
    payback: Figure


@dataclass(frozen=True, slots=True)
class BusinessCase:
    """The three cases of one option, and what the reader must know of the inputs."""

    option: str
    cases: tuple[Returns, ...]
    left_out: tuple[CaseInput, ...]
    """Inputs in another currency."""
    without_range: tuple[CaseInput, ...]
    """Inputs that stand at their expected value in all three cases."""

    @property
    def expected(self) -> Returns:
        """The case in the middle."""
        return self.cases[1]


def business_case(offer: Offer, option: OfferOption) -> BusinessCase:
    """The business case of one option of an offer."""
    counted = tuple(each for each in offer.inputs if each.currency == offer.currency)
    return BusinessCase(
        option.name,
        tuple(returns(option, counted, case) for case in CASES),
        tuple(each for each in offer.inputs if each.currency != offer.currency),
        tuple(each for each in counted if each.low_minor is None and each.high_minor is None),
    )


def returns(option: OfferOption, inputs: tuple[CaseInput, ...], case: Case) -> Returns:
    """One case. The inputs must be in the offer's currency."""
    once, year, unpriced = per_period(option)
    if not option.lines:
        unpriced = (N_("no line yet"),)
    has_gain = any(each.kind.startswith("gain") for each in inputs)
    no_gain = () if has_gain else (N_("no gain is entered"),)
    missing = (*unpriced, *no_gain)
    gain_once, gain_year = _sum(inputs, "gain_once", case), _sum(inputs, "gain_year", case)
    cost_once = once + _sum(inputs, "cost_once", case)
    cost_year = year + _sum(inputs, "cost_year", case)
    gains, costs = gain_once + gain_year, cost_once + cost_year
    back = None if missing else payback_months(gain_once, gain_year, cost_once, cost_year)
    return Returns(
        case,
        Figure(None if no_gain else gains, GAINS, no_gain),
        Figure(None if unpriced else costs, COSTS, unpriced),
        Figure(None if missing else gains - costs, NET, missing),
        Figure(back, PAYBACK, missing),
    )


def payback_months(gain_once: int, gain_year: int, cost_once: int, cost_year: int) -> int | None:
    """The month by whose end all that was paid is covered; None: not within ten years.

    Yearly costs are paid as each year begins, yearly gains come evenly through it.
    """
    for years in range(1, LONGEST_YEARS + 1):
        owed = cost_once + cost_year * years - gain_once
        if owed <= 0:
            return 12 * (years - 1)
        if gain_year > 0:
            month = -(-12 * owed // gain_year)  # rounded up to a whole month
            if month <= 12 * years:
                return max(month, 12 * (years - 1))
    return None


def amount_in(each: CaseInput, case: Case) -> int:
    """An input's amount in a case: the cautious one has the lowest gains and the highest costs."""
    is_gain = each.kind.startswith("gain")
    if case == "expected":
        return each.value_minor
    bound = each.low_minor if (case == "low") == is_gain else each.high_minor
    return each.value_minor if bound is None else bound


def _sum(inputs: tuple[CaseInput, ...], kind: str, case: Case) -> int:
    return sum(amount_in(each, case) for each in inputs if each.kind == kind)
