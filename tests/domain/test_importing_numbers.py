"""Amounts and percents of an import, and how a column's decimal sign is decided."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesdesk.domain.importing import DecimalSign
from salesdesk.domain.importing_numbers import (
    NOT_A_NUMBER,
    NOT_A_PERCENT,
    TOO_LARGE,
    UNKNOWN_CURRENCY,
    BadNumber,
    decide,
    read_currency,
    read_money,
    read_number,
    read_percent,
)


@pytest.mark.parametrize(
    ("text", "sign", "minor", "currency"),
    [
        ("0", "point", 0, "USD"),
        ("1054", "point", 105400, "USD"),
        ("$125000", "point", 12500000, "USD"),
        ("$1,234.5", "point", 123450, "USD"),
        ("1.234,56 €", "comma", 123456, "EUR"),
        ("EUR 1.234,56", "comma", 123456, "EUR"),
        ("1 234,56", "comma", 123456, "USD"),
        ("1\u00a0234\u202f567,8", "comma", 123456780, "USD"),
        ("1'234.50", "point", 123450, "USD"),
        ("(1,200)", "point", -120000, "USD"),
        ("($1,200.00)", "point", -120000, "USD"),
        ("-5.5", "point", -550, "USD"),
        ("5-", "point", -500, "USD"),
        ("\u22127", "point", -700, "USD"),
        ("£99", "point", 9900, "GBP"),
        ("¥1000", "point", 1000, "JPY"),
        ("KWD 1.5", "point", 1500, "KWD"),
        ("₹1,23,456", "point", 12345600, "INR"),
        (".5", "point", 50, "USD"),
        ("1.25E+05", "point", 12500000, "USD"),
        ("10.005", "point", 1000, "USD"),
        ("873607.1500000001", "point", 87360715, "USD"),
    ],
)
def test_amounts_become_minor_units_of_their_currency(
    text: str, sign: DecimalSign, minor: int, currency: str
) -> None:
    assert read_money(text, sign, "USD") == (minor, currency)


def test_a_dollar_sign_means_the_desks_own_dollar() -> None:
    assert read_money("$10", "point", "CAD") == (1000, "CAD")
    assert read_money("$10", "point", "EUR") == (1000, "USD")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("NaN", NOT_A_NUMBER),
        ("inf", NOT_A_NUMBER),
        ("1e309", TOO_LARGE),
        ("1e9999", TOO_LARGE),
        ("9223372036854775808", TOO_LARGE),
        ("99999999999999999999999999", TOO_LARGE),
        ("12,34,5", NOT_A_NUMBER),
        ("1.2.3", NOT_A_NUMBER),
        ("ten", NOT_A_NUMBER),
        ("5 apples", NOT_A_NUMBER),
        ("$5 USD", NOT_A_NUMBER),
        ("--5", NOT_A_NUMBER),
        ("-", NOT_A_NUMBER),
        ("5%", NOT_A_NUMBER),
        ("9" * 500, NOT_A_NUMBER),
        ("²", NOT_A_NUMBER),
    ],
)
def test_what_is_no_amount_is_refused_with_the_reason(text: str, message: str) -> None:
    with pytest.raises(BadNumber) as caught:
        read_money(text, "point", "USD")
    assert caught.value.args == (message,)


def test_the_largest_amount_that_can_be_kept_is_kept() -> None:
    assert read_money("92233720368547758.07", "point", "USD") == (2**63 - 1, "USD")


@pytest.mark.parametrize(
    ("text", "percent"), [("35", 35), ("35 %", 35), ("0.35", 35), ("0", 0), ("100", 100), ("1", 1)]
)
def test_percents_are_read_as_written_or_as_a_fraction(text: str, percent: int) -> None:
    assert read_percent(text, "point") == percent


@pytest.mark.parametrize("text", ["101", "-1", "1e309"])
def test_a_percent_beyond_a_hundred_is_refused(text: str) -> None:
    with pytest.raises(BadNumber) as caught:
        read_percent(text, "point")
    assert caught.value.args == (NOT_A_PERCENT,)


def test_currencies_are_codes_or_signs() -> None:
    assert [read_currency(text, "CHF") for text in ("eur", " ", "€", "$")] == [
        "EUR", "CHF", "EUR", "USD",
    ]  # fmt: skip
    with pytest.raises(BadNumber) as caught:
        read_currency("Euros", "CHF")
    assert caught.value.args == (UNKNOWN_CURRENCY,)


def lines(*values: str) -> dict[str, int]:
    return {value: number for number, value in enumerate(values, 2)}


@pytest.mark.parametrize(
    ("values", "sign"),
    [
        (("10", "20"), "point"),
        (("1,234.50", "10"), "point"),
        (("1.234,50", "10"), "comma"),
        (("1,5", "2"), "comma"),
        (("1,200", "3,400"), "point"),
        (("1.200", "3.400"), "comma"),
        (("1,200", "0.5"), "point"),
        (("1.200", "0,5"), "comma"),
        (("1.234.567",), "comma"),
        (("$125000", ""), "point"),
        ((), "point"),
    ],
)
def test_the_decimal_sign_is_decided_by_the_values_that_leave_no_doubt(
    values: tuple[str, ...], sign: DecimalSign
) -> None:
    decision = decide(lines(*values))
    assert (decision.decimal, decision.unparsable) == (sign, ())


def test_signs_that_contradict_each_other_evenly_are_asked() -> None:
    decision = decide(lines("1.5", "2,5", "ten"))
    assert decision.decimal == ""
    assert decision.examples == ("1.5", "2,5")
    assert decision.unparsable == ((4, "ten"),)


def test_the_commoner_sign_wins_and_the_rest_is_listed() -> None:
    decision = decide(lines("1.5", "2.25", "3,75"))
    assert (decision.decimal, decision.unparsable) == ("point", ((4, "3,75"),))


@given(st.decimals(-(10**12), 10**12, places=2))
def test_every_amount_survives_both_notations(amount: Decimal) -> None:
    english = f"{amount:,.2f}"
    german = english.translate(str.maketrans(",.", ".,"))
    expected = int(amount * 100)
    assert read_money(english, "point", "USD") == (expected, "USD")
    assert read_money(german, "comma", "USD") == (expected, "USD")


@given(st.text(max_size=30))
def test_any_text_is_a_finite_number_or_a_reason(text: str) -> None:
    try:
        assert read_number(text, "point")[0].is_finite()
    except BadNumber as bad:
        assert bad.args == (NOT_A_NUMBER,)  # noqa: PT017  (either outcome is right)
