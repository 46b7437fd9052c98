"""The business case: sums, payback, the three cases, and what is said when something lacks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesdesk.domain.proposal import CaseInput, Offer, OfferLine, OfferOption
from salesdesk.domain.roi import CASE_KINDS, CASES, business_case, payback_months

AMOUNTS = st.integers(0, 10**12)


def put(kind: str, value: int, low: int | None = None, high: int | None = None, **more: str
        ) -> CaseInput:  # fmt: skip
    return CaseInput(
        f"{kind}{value}", kind, kind, value, more.pop("currency", "EUR"), low, high, **more
    )


def option(*prices: tuple[str, int | None]) -> OfferOption:
    lines = (OfferLine(p, p, unit_minor=price, period=p) for p, price in prices)
    return OfferOption("o", "A", lines=tuple(lines))


def offer(*inputs: CaseInput) -> Offer:
    return Offer("T", "EUR", inputs=inputs)


PRICED = option(("once", 2_000), ("month", 100), ("year", 4_800))


def test_the_first_year_is_gains_less_price_and_own_costs() -> None:
    case = business_case(
        offer(put("gain_year", 24_000), put("gain_once", 500), put("cost_once", 1_000),
              put("cost_year", 300)), PRICED,
    ).expected  # fmt: skip
    assert case.gains.value == 24_500
    assert case.costs.value == 2_000 + 1_200 + 4_800 + 1_000 + 300
    assert case.net.value == 24_500 - 9_300
    assert case.payback.value == 5  # 8,800 at 2,000 a month
    assert "gains" in case.net.formula


def test_the_cautious_case_has_the_lowest_gains_and_the_highest_costs() -> None:
    found = business_case(
        offer(put("gain_year", 20_000, 10_000, 30_000), put("cost_once", 1_000, 500, 2_000)),
        option(("once", 0)),
    )
    low, expected, high = found.cases
    assert [each.case for each in found.cases] == list(CASES)
    assert (low.gains.value, low.costs.value) == (10_000, 2_000)
    assert (expected.gains.value, expected.costs.value) == (20_000, 1_000)
    assert (high.gains.value, high.costs.value) == (30_000, 500)


def test_no_gain_is_said_and_not_counted_as_nought() -> None:
    case = business_case(offer(put("cost_once", 5)), PRICED).expected
    assert (case.gains.value, case.net.value, case.payback.value) == (None, None, None)
    assert case.gains.missing == case.payback.missing == ("no gain is entered",)
    assert case.costs.value is not None


def test_a_line_without_a_price_leaves_the_costs_unknown_and_names_it() -> None:
    case = business_case(offer(put("gain_year", 5)), option(("once", None))).expected
    assert case.costs.value is None
    assert case.net.missing == case.payback.missing == ("once",)
    assert case.gains.value == 5


def test_another_currency_is_left_out_and_named() -> None:
    found = business_case(offer(put("gain_year", 5), put("gain_once", 7, currency="USD")), PRICED)
    assert found.expected.gains.value == 5
    assert [each.currency for each in found.left_out] == ["USD"]


def test_inputs_without_a_range_are_named() -> None:
    found = business_case(
        offer(put("gain_year", 5, 4, 6, rests_on="Their own sum"), put("cost_once", 1)), PRICED
    )
    assert [each.kind for each in found.without_range] == ["cost_once"]


@pytest.mark.parametrize(
    ("gain_once", "gain_year", "cost_once", "cost_year", "months"),
    [
        (0, 1_200, 600, 0, 6),
        (0, 1_200, 601, 0, 7),
        (0, 1_200, 0, 1_200, 12),
        (0, 1_200, 600, 1_000, 36),  # not in years 1 and 2; then 600 + 3,000 at 100 a month
        (600, 0, 600, 0, 0),
        (0, 0, 1, 0, None),
        (0, 1_000, 1, 1_000, None),
    ],
)
def test_payback_counts_the_costs_of_each_year_begun(
    gain_once: int, gain_year: int, cost_once: int, cost_year: int, months: int | None
) -> None:
    assert payback_months(gain_once, gain_year, cost_once, cost_year) == months


@given(AMOUNTS, AMOUNTS, AMOUNTS, AMOUNTS)
def test_payback_is_the_first_month_in_which_all_is_covered(
    gain_once: int, gain_year: int, cost_once: int, cost_year: int
) -> None:
    def is_covered(month: int) -> bool:
        years = max(1, -(-month // 12))
        return 12 * (cost_once + cost_year * years - gain_once) <= gain_year * month

    found = payback_months(gain_once, gain_year, cost_once, cost_year)
    months = [month for month in range(121) if is_covered(month)]
    assert found == (months[0] if months else None)


@given(st.lists(st.builds(put, st.sampled_from(list(CASE_KINDS)), AMOUNTS), max_size=6))
def test_the_net_is_always_gains_less_costs(inputs: list[CaseInput]) -> None:
    for case in business_case(offer(*inputs), PRICED).cases:
        if case.net.value is not None:
            assert case.gains.value is not None
            assert case.costs.value is not None
            assert case.net.value == case.gains.value - case.costs.value
        else:
            assert case.net.missing
