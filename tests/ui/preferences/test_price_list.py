# ruff: noqa: F811
"""The price list: made by typing, changed in place, and what a proposal takes from it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from salesdesk.domain.errors import KnownError
from salesdesk.support.settings import Settings
from salesdesk.ui.bridge import Bridge
from salesdesk.ui.context import Context
from salesdesk.ui.live_settings import LiveSettings
from salesdesk.ui.preferences.price_list import MOST_ROWS, PriceList, make
from salesdesk.usecases.desk import Desk
from salesdesk.usecases.price_list import (
    AddProduct,
    BinProduct,
    EditProduct,
    Listed,
    ListedPrice,
    SetPrice,
    price_list,
)
from salesdesk.usecases.proposals import AddOfferLine, AddOption, StartDraft, proposals_view
from tests.desks import add_deal, desk  # noqa: F401
from tests.ui.checks import assert_named
from tests.ui.live import settle
from tests.ui.shells import FakeShell


@pytest.fixture
def dialog(desk: Desk, qtbot: QtBot) -> Iterator[PriceList]:
    bridge = Bridge(desk)  # type: ignore[arg-type]
    settings = LiveSettings(Settings())
    context = Context(bridge, desk.clock, settings, lambda: None, FakeShell())  # type: ignore[arg-type, return-value]
    made = make(context, "")
    qtbot.addWidget(made)
    made.show()
    settle()
    yield made
    bridge.close()


def type_in(field: Any, words: str) -> None:
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, words)
    QTest.keyClick(field, Qt.Key.Key_Return)
    settle()


def listed(desk: Desk) -> list[tuple[str, str, dict[str, ListedPrice]]]:
    return [(each.name, each.family, dict(each.prices)) for each in price_list(desk)]


def test_a_price_list_is_typed_from_nothing_and_a_proposal_takes_price_and_period_from_it(
    dialog: PriceList, desk: Desk
) -> None:
    assert not dialog.empty.isHidden()
    type_in(dialog.name, "Live tracking")
    assert dialog.empty.isHidden()
    assert dialog.name.words() == ""
    [row] = dialog.rows.values()
    assert row.price.hasFocus()
    type_in(row.price, "600")
    type_in(row.unit, "vehicle and year")
    type_in(row.family, "Fleet")
    kept = [("Live tracking", "Fleet", {"EUR": ListedPrice(60_000, "vehicle and year")})]
    assert listed(desk) == kept
    assert_named(dialog)
    deal = add_deal(desk)
    desk.run(StartDraft(deal))
    [version] = proposals_view(desk, deal).versions
    desk.run(AddOption(version.id, "Ours"))
    [version] = proposals_view(desk, deal).versions
    option = version.offer.options[-1]
    desk.run(AddOfferLine(option.id, "", row.product.id))
    [version] = proposals_view(desk, deal).versions
    [line] = version.offer.options[-1].lines
    assert (line.name, line.unit_minor, line.period) == ("Live tracking", 60_000, "year")


def test_each_currency_has_its_price(dialog: PriceList, desk: Desk) -> None:
    desk.run(AddProduct("Seat", "p" * 32))
    desk.run(SetPrice("p" * 32, "EUR", 100, "seat"))
    desk.run(SetPrice("p" * 32, "USD", 120, "seat"))
    dialog.currency.set_choices([("EUR", "EUR"), ("USD", "USD")], "USD")
    dialog.currency.picked.emit("USD")
    dialog.refresh()
    [row] = dialog.rows.values()
    assert row.price.value() == 120
    type_in(row.price, "1.50")
    assert listed(desk)[0][2] == {"EUR": ListedPrice(100, "seat"), "USD": ListedPrice(150, "seat")}
    type_in(row.price, " ")
    assert listed(desk)[0][2] == {"EUR": ListedPrice(100, "seat")}


def test_a_name_that_is_taken_is_told_and_the_row_shows_what_is_kept(
    dialog: PriceList, desk: Desk
) -> None:
    for name in ("Seat", "Day"):
        type_in(dialog.name, name)
    row = next(r for r in dialog.rows.values() if r.product.name == "Day")
    row.name.setFocus()
    row.name.setText("seat")
    dialog.name.setFocus()
    settle()
    assert "called “seat” already" in dialog.fault.text()
    assert row.name.words() == "Day"
    type_in(dialog.name, "SEAT")
    assert [each.name for each in price_list(desk)] == ["Day", "Seat"]
    assert dialog.name.words() == "SEAT"


def test_a_product_goes_with_its_prices_and_comes_back_with_them(
    dialog: PriceList, desk: Desk
) -> None:
    desk.run(AddProduct("Seat", "p" * 32))
    desk.run(SetPrice("p" * 32, "EUR", 100))
    dialog.refresh()
    [row] = dialog.rows.values()
    row.drop.click()
    settle()
    assert listed(desk) == []
    assert dialog.rows == {}
    with pytest.raises(KnownError, match="not on the price list any more"):
        desk.run(EditProduct("p" * 32, {"name": "Chair"}))
    desk.undo()
    dialog.refresh()
    assert listed(desk) == [("Seat", "", {"EUR": ListedPrice(100, "")})]


def test_a_unit_typed_before_its_price_waits_for_it(dialog: PriceList, desk: Desk) -> None:
    type_in(dialog.name, "Seat")
    [row] = dialog.rows.values()
    type_in(row.unit, "seat and month")
    dialog.refresh()
    assert row.unit.words() == "seat and month"
    type_in(row.price, "9")
    assert listed(desk)[0][2] == {"EUR": ListedPrice(900, "seat and month")}


def test_a_long_list_shows_its_first_rows_and_the_search_finds_the_others(
    dialog: PriceList, desk: Desk
) -> None:
    for number in range(MOST_ROWS + 5):
        desk.run(AddProduct(f"Part {number:03}"))
    dialog.refresh()
    assert len(dialog.rows) == MOST_ROWS
    assert "5 more" in dialog.more.text()
    dialog.search.setText("part 104")
    assert [row.product.name for row in dialog.rows.values()] == ["Part 104"]
    dialog.search.setText("nothing like it")
    assert dialog.more.text() == "No product is called that."


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        (AddProduct("  "), "needs a name"),
        (SetPrice("p" * 32, "EUR", -1), "cannot be negative"),
        (SetPrice("p" * 32, "Euros", 1), "not a currency"),
        (SetPrice("q" * 32, "EUR", 1), "not on the price list any more"),
        (BinProduct("q" * 32), "not on the price list any more"),
    ],
)
def test_what_cannot_be_is_refused(desk: Desk, command: object, sentence: str) -> None:
    desk.run(AddProduct("Seat", "p" * 32))
    with pytest.raises(KnownError, match=sentence):
        desk.run(command)
    assert price_list(desk) == (Listed("p" * 32, "Seat", "", {}),)
