"""The arithmetic of offers: rounding, periods, discounts, tax, unknown prices; JSON and back."""

from __future__ import annotations

import dataclasses
from decimal import ROUND_HALF_EVEN, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesdesk.domain.offer_text import from_json, to_json
from salesdesk.domain.proposal import (
    PERIODS,
    CaseInput,
    Offer,
    OfferLine,
    OfferOption,
    OfferPoint,
    Told,
    first_year,
    line_minor,
    per_period,
    rounded,
    totals,
)

PRICES = st.none() | st.integers(0, 10**14)
LINES = st.builds(
    OfferLine,
    id=st.just("l"),
    name=st.text(max_size=8),
    quantity_milli=st.integers(1, 10**12),
    unit_minor=PRICES,
    discount_bp=st.integers(0, 10_000),
    period=st.sampled_from(PERIODS),
)
OPTIONS = st.builds(
    OfferOption,
    id=st.just("o"),
    name=st.just("A"),
    discount_bp=st.integers(0, 10_000),
    lines=st.lists(LINES, max_size=6).map(tuple),
)


def line(price: int | None, period: str = "once") -> OfferLine:
    return OfferLine("l", f"{period} {price}", unit_minor=price, period=period)


@pytest.mark.parametrize(
    ("numerator", "denominator", "whole"),
    [(5, 10, 0), (15, 10, 2), (25, 10, 2), (26, 10, 3), (24, 10, 2), (-5, 10, 0), (-15, 10, -2)],
)
def test_halves_go_to_the_even_neighbour(numerator: int, denominator: int, whole: int) -> None:
    assert rounded(numerator, denominator) == whole


@given(st.integers(1, 10**12), st.integers(0, 10**14), st.integers(0, 10_000))
def test_a_line_is_exact_and_rounded_half_even_once(quantity: int, price: int, off: int) -> None:
    exact = Decimal(quantity) * price * (10_000 - off) / Decimal(10_000_000)
    assert line_minor(quantity, price, off) == int(exact.to_integral_value(ROUND_HALF_EVEN))


def test_a_line_without_a_price_has_no_total() -> None:
    assert line(None).total_minor is None
    assert line(0).total_minor == 0


def test_periods_are_added_apart_and_tax_is_shown_apart() -> None:
    option = OfferOption(
        "o", "A", discount_bp=1000,
        lines=(line(100_00), line(10_00, "month"), line(500_00, "year"), line(50_00)),
    )  # fmt: skip
    once, month, year = totals(option, 1900)
    assert (once.period, once.sum_minor, once.discount_minor, once.net_minor) == (
        "once", 150_00, 15_00, 135_00,
    )  # fmt: skip
    assert (once.tax_minor, once.gross_minor) == (25_65, 160_65)
    assert (month.net_minor, year.net_minor) == (9_00, 450_00)
    assert totals(option, None)[0].gross_minor is None
    assert first_year(option).value == 135_00 + 12 * 9_00 + 450_00


def test_an_unknown_price_is_named_and_never_counted_as_nought() -> None:
    option = OfferOption("o", "A", lines=(line(100_00), line(None)))
    assert totals(option, 1900)[0].unpriced == ("once None",)
    figure = first_year(option)
    assert (figure.value, figure.missing) == (None, ("once None",))


def test_an_option_without_lines_has_no_first_year() -> None:
    assert first_year(OfferOption("o", "A")).value is None


@given(OPTIONS, st.none() | st.integers(0, 10_000))
def test_totals_add_up_and_lie_within_their_bounds(option: OfferOption, tax: int | None) -> None:
    for each in totals(option, tax):
        known = [x.total_minor for x in option.lines if x.period == each.period]
        assert each.sum_minor == sum(amount for amount in known if amount is not None)
        assert each.net_minor + each.discount_minor == each.sum_minor
        assert 0 <= each.net_minor <= each.sum_minor
        assert len(each.unpriced) == known.count(None)
        if tax is not None:
            assert each.gross_minor == each.net_minor + (each.tax_minor or 0)
    once, year, _unpriced = per_period(option)
    value = first_year(option).value
    assert value is None or value == once + year


@given(OPTIONS)
def test_a_discount_on_the_option_never_raises_a_total(option: OfferOption) -> None:
    plain = dataclasses.replace(option, discount_bp=0)
    for cut, whole in zip(totals(option, None), totals(plain, None), strict=True):
        assert cut.net_minor <= whole.net_minor


@given(
    st.builds(
        Offer,
        title=st.text(max_size=20),
        currency=st.sampled_from(("EUR", "JPY")),
        scope=st.text(max_size=50),
        tax_bp=st.none() | st.integers(0, 10_000),
        options=st.lists(OPTIONS, max_size=3).map(tuple),
        points=st.tuples(st.builds(OfferPoint, st.text(), st.just("excluded"), st.text())),
        inputs=st.tuples(
            st.builds(CaseInput, *[st.text()] * 3, st.integers(), st.just("EUR"))
        ),
        told=st.tuples(st.builds(Told, st.text(), st.just("pain"), st.text())),
    )
)  # fmt: skip
def test_a_frozen_offer_comes_back_as_it_was(offer: Offer) -> None:
    assert from_json(to_json(offer)) == offer


def test_an_offer_of_a_later_program_is_read_and_nonsense_is_not() -> None:
    assert from_json('{"title": "A", "currency": "EUR", "colour": "red"}') == Offer("A", "EUR")
    with pytest.raises(ValueError, match="no offer"):
        from_json("[]")


def test_the_recommended_option_is_the_main_one_else_the_first() -> None:
    first, second = OfferOption("1", "A"), OfferOption("2", "B", recommended=True)
    assert Offer("T", "EUR", options=(first, second)).main_option is second
    assert Offer("T", "EUR", options=(first,)).main_option is first
    assert Offer("T", "EUR").main_option is None
