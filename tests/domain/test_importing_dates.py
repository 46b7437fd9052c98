"""Dates of an import: the shapes that exports use, and how a whole column is decided."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesdesk.domain.importing import DateOrder
from salesdesk.domain.importing_dates import (
    NO_SUCH_DAY,
    NOT_A_DATE,
    BadDate,
    decide,
    read_date,
    unparsable,
)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024-03-12", "2024-03-12"),
        (" 2024/3/2 ", "2024-03-02"),
        ("2024.12.31", "2024-12-31"),
        ("20240312", "2024-03-12"),
        ("2024-07-01T11:54:49.95+00:00", "2024-07-01"),
        ("2024-07-01T23:30:00.000Z", "2024-07-01"),
        ("2024-07-01 09:15", "2024-07-01"),
        ("12 Mar 2024", "2024-03-12"),
        ("7-Feb-22", "2022-02-07"),
        ("7-Feb-70", "1970-02-07"),
        ("3 January 2024", "2024-01-03"),
        ("Mar 12, 2024", "2024-03-12"),
        ("March 12th, 2024 3:05 PM", "2024-03-12"),
        ("Tue, 12 Mar 2024 10:00:00 +0100", "2024-03-12"),
        ("12. März 2024", "2024-03-12"),
        ("5 août 2023", "2023-08-05"),
        ("3 de enero de 2024", "2024-01-03"),
        ("45631", "2024-12-05"),
        ("45631.0", "2024-12-05"),
        ("45631.75", "2024-12-05"),
        ("29 Feb 2024", "2024-02-29"),
        ("05/05/2024", "2024-05-05"),
    ],
)
def test_dates_without_a_question_are_read_in_any_order(text: str, day: str) -> None:
    orders: tuple[DateOrder, ...] = ("ymd", "dmy", "mdy")
    assert {read_date(text, order) for order in orders} == {day}


@pytest.mark.parametrize(
    ("text", "order", "day"),
    [
        ("03/04/2024", "dmy", "2024-04-03"),
        ("03/04/2024", "mdy", "2024-03-04"),
        ("3.4.24", "dmy", "2024-04-03"),
        ("12-31-2024 8:00 am", "mdy", "2024-12-31"),
    ],
)
def test_numeric_dates_follow_the_columns_order(text: str, order: DateOrder, day: str) -> None:
    assert read_date(text, order) == day


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("0000-00-00", NO_SUCH_DAY),
        ("2024-02-30", NO_SUCH_DAY),
        ("30 Feb 2024", NO_SUCH_DAY),
        ("2023-02-29", NO_SUCH_DAY),
        ("9999-12-31", NO_SUCH_DAY),
        ("31/31/2024", NO_SUCH_DAY),
        ("soon", NOT_A_DATE),
        ("Q3 2024", NOT_A_DATE),
        ("1996", NOT_A_DATE),
        ("12 Foo 2024", NOT_A_DATE),
        ("NaN", NOT_A_DATE),
        ("1e309", NOT_A_DATE),
        ("99999999999999999999", NOT_A_DATE),
        ("03/04/2024 and so on", NOT_A_DATE),
    ],
)
def test_what_is_no_day_is_refused_with_the_reason(text: str, message: str) -> None:
    with pytest.raises(BadDate) as caught:
        read_date(text, "dmy")
    assert caught.value.args == (message,)


def test_an_undecided_order_never_guesses() -> None:
    with pytest.raises(BadDate):
        read_date("03/04/2024", "ymd")


def lines(*values: str) -> dict[str, int]:
    return {value: number for number, value in enumerate(values, 2)}


@pytest.mark.parametrize(
    ("values", "order"),
    [
        (("2024-01-02", "12 Mar 2024", ""), "ymd"),
        (("03/04/2024", "25/12/2024"), "dmy"),
        (("03/04/2024", "12/25/2024"), "mdy"),
        (("03.04.2024", "05.06.2024"), "dmy"),
        (("05/05/2024",), "dmy"),
        ((), "ymd"),
    ],
)
def test_one_value_that_fits_one_order_decides_its_column(
    values: tuple[str, ...], order: DateOrder
) -> None:
    decision = decide(lines(*values))
    assert (decision.order, decision.unparsable) == (order, ())


def test_a_column_that_fits_both_orders_is_asked_with_examples() -> None:
    decision = decide(lines("03/04/2024", "01/02/2024", "soon"))
    assert decision.order == ""
    assert decision.examples == ("03/04/2024", "01/02/2024")
    assert decision.unparsable == ((4, "soon"),)


def test_the_commoner_order_wins_and_the_rest_is_listed_with_its_line() -> None:
    decision = decide(lines("25/12/2024", "26/12/2024", "12/27/2024"))
    assert (decision.order, decision.unparsable) == ("dmy", ((4, "12/27/2024"),))


def test_bad_values_are_listed_in_the_files_order() -> None:
    found = unparsable({"2024-02-30": 9, "0000-00-00": 3, "2024-01-01": 2, " ": 4}, "ymd")
    assert found == ((3, "0000-00-00"), (9, "2024-02-30"))


@given(st.dates(dt.date(1900, 1, 1), dt.date(2199, 12, 31)))
def test_every_day_survives_each_way_of_writing_it(day: dt.date) -> None:
    assert read_date(day.isoformat(), "ymd") == day.isoformat()
    assert read_date(day.strftime("%d/%m/%Y"), "dmy") == day.isoformat()
    assert read_date(day.strftime("%m/%d/%Y"), "mdy") == day.isoformat()
    assert read_date(f"{day.day} {day:%b} {day.year}", "ymd") == day.isoformat()


@given(st.text(max_size=40))
def test_any_text_is_a_date_or_a_reason(text: str) -> None:
    try:
        assert len(read_date(text, "dmy")) == 10
    except BadDate as bad:
        assert bad.args[0] in {NOT_A_DATE, NO_SUCH_DAY}  # noqa: PT017  (either outcome is right)
