"""Column models: row operations that Qt's own tester accepts, and drops that change nothing."""

from __future__ import annotations

from typing import Any

import shiboken6
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QByteArray, QMimeData, QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from salesdesk.store.glance import CardRow
from salesdesk.ui.board.column_model import MIME, ColumnModel, pack, proxied, unpack

BLANK: dict[str, Any] = dict.fromkeys(CardRow._fields)


def row(deal_id: str, **values: Any) -> CardRow:
    usual = {
        "deal_id": deal_id, "column_key": "qualify", "order_key": deal_id,
        "name": f"Deal {deal_id}", "currency": "EUR",
        "entered_on": "2026-11-20", "criteria_met": 0, "criteria_total": 2,
        "open_objections": 0,
    }  # fmt: skip
    return CardRow(**{**BLANK, **usual, **values})


def model(may_drop: bool = True) -> ColumnModel:
    return ColumnModel("qualify", lambda card: card.name, lambda _ids, _key: may_drop)


@given(st.lists(st.lists(st.sampled_from("abcdefgh"), unique=True), min_size=1, max_size=6))
def test_any_sequence_of_lists_keeps_model_and_proxy_consistent(lists: list[list[str]]) -> None:
    cards = model()
    proxy = proxied(cards)
    mode = QAbstractItemModelTester.FailureReportingMode.Fatal
    testers = [QAbstractItemModelTester(cards, mode), QAbstractItemModelTester(proxy, mode)]
    for ids in lists:
        cards.set_rows([row(deal_id) for deal_id in ids])
        shown = [proxy.index(i, 0).data() for i in range(proxy.rowCount())]
        assert shown == [f"Deal {deal_id}" for deal_id in ids]
    for thing in (*testers, proxy, cards):
        shiboken6.delete(thing)  # here and in this order, not whenever the collector comes


def test_a_drop_asks_for_the_move_and_changes_nothing(qtbot: QtBot) -> None:
    cards = model()
    cards.set_rows([row("a"), row("b")])
    with qtbot.waitSignal(cards.move_requested) as asked:
        assert cards.dropMimeData(pack(["x", "y"]), Qt.DropAction.MoveAction, 1, 0, QModelIndex())
    assert asked.args == [("x", "y"), "qualify", "b"]
    assert [card.deal_id for card in cards.rows] == ["a", "b"]


def test_a_drop_behind_the_last_card_names_no_card(qtbot: QtBot) -> None:
    cards = model()
    cards.set_rows([row("a")])
    with qtbot.waitSignal(cards.move_requested) as asked:
        cards.dropMimeData(pack(["x"]), Qt.DropAction.MoveAction, 1, 0, QModelIndex())
    assert asked.args == [("x",), "qualify", ""]


def test_a_drop_that_the_rule_refuses_is_not_taken() -> None:
    cards = model(may_drop=False)
    assert not cards.dropMimeData(pack(["x"]), Qt.DropAction.MoveAction, 0, 0, QModelIndex())


def test_rows_are_never_removed_on_qts_behalf_after_a_move() -> None:
    cards = model()
    cards.set_rows([row("a")])
    assert not cards.removeRows(0, 1)
    assert len(cards.rows) == 1


def test_foreign_or_broken_drag_data_is_no_deal() -> None:
    broken = QMimeData()
    broken.setData(MIME, QByteArray(b"{not json"))
    text = QMimeData()
    text.setText("deal")
    assert unpack(broken) == () == unpack(text)


def test_a_column_with_pages_left_asks_for_more_once_qt_wants_them(qtbot: QtBot) -> None:
    cards = model()
    cards.set_rows([row("a")], total=3)
    assert cards.canFetchMore(QModelIndex())
    with qtbot.waitSignal(cards.more_requested) as asked:
        cards.fetchMore(QModelIndex())
    assert asked.args == ["qualify"]
    cards.set_rows([row("a"), row("b"), row("c")], total=3)
    assert not cards.canFetchMore(QModelIndex())


def test_a_card_tells_assistive_tools_its_sentence() -> None:
    cards = model()
    cards.set_rows([row("a")])
    assert cards.index(0).data(Qt.ItemDataRole.AccessibleTextRole) == "Deal a"
