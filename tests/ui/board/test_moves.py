"""Moving cards with the mouse and the keyboard: where they land, what is asked, and undo."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from salesdesk.domain.card_order import CardOrder
from salesdesk.ui.board import choosing
from salesdesk.ui.board.column_model import pack
from tests import desks
from tests.ui.board.boards import Board

MOVE, LEFT, NONE = (
    Qt.DropAction.MoveAction,
    Qt.MouseButton.LeftButton,
    Qt.KeyboardModifier.NoModifier,
)


def hover(board: Board, cards: Any, y: int, *names: str) -> bool:
    """Drags cards over a place of a list; whether it would take them."""
    data = pack([board.ids[name] for name in names])
    cards.dragEnterEvent(QDragEnterEvent(QPoint(40, y), MOVE, data, LEFT, NONE))
    event = QDragMoveEvent(QPoint(40, y), MOVE, data, LEFT, NONE)
    cards.dragMoveEvent(event)
    return event.isAccepted()


def drop(board: Board, cards: Any, y: int, *names: str) -> None:
    """Drops cards at a place of a list, as the end of a drag."""
    data = pack([board.ids[name] for name in names])
    hover(board, cards, y, *names)
    cards.dropEvent(QDropEvent(QPointF(40, y), MOVE, data, LEFT, NONE))
    board.settle()


@pytest.fixture
def open_gates(board: Board) -> Board:
    """The same board with a process that asks nothing."""
    from salesdesk.usecases.pipelines import SetGatePolicy

    board.desk.run(SetGatePolicy(board.page.content.pipeline_id, "off"))
    entry = board.desk.undo_entry()
    assert entry is not None
    assert entry.label == f"Change the gate policy of {board.page.content.view.pipeline.name}"
    board.page.load(board.page.content.pipeline_id)
    return board


def test_a_card_dropped_on_another_column_stands_where_it_was_dropped(open_gates: Board) -> None:
    board = open_gates
    drop(board, board.cards("propose"), 2, "Alpha")
    assert board.names("propose") == ["Alpha", "Delta"]
    assert board.names("qualify") == ["Beta", "Gamma"]
    assert board.shell.undoable == ["Moved Alpha to Propose"]
    board.page.load(board.page.content.pipeline_id)
    assert board.names("propose") == ["Alpha", "Delta"]


def test_several_cards_dropped_within_a_column_keep_their_order(open_gates: Board) -> None:
    board = open_gates
    drop(board, board.cards("qualify"), 4000, "Alpha", "Beta")
    assert board.names("qualify") == ["Gamma", "Alpha", "Beta"]
    board.page.load(board.page.content.pipeline_id)
    assert board.names("qualify") == ["Gamma", "Alpha", "Beta"]


def test_a_drop_on_its_own_place_changes_nothing(open_gates: Board) -> None:
    board = open_gates
    drop(board, board.cards("qualify"), 2, "Alpha")
    assert board.names("qualify") == ["Alpha", "Beta", "Gamma"]
    assert board.shell.undoable == []


def test_the_placeholder_shows_where_a_card_would_land_and_goes_with_the_pointer(
    board: Board,
) -> None:
    cards = board.cards("propose")
    assert hover(board, cards, 2, "Alpha")
    assert cards.drop_row == 0
    cards.dragLeaveEvent(QDragLeaveEvent())
    assert cards.drop_row is None


def test_dragging_near_the_lower_edge_scrolls_the_column(board: Board) -> None:
    for number in range(20):
        desks.add_deal(board.desk, f"Deal {number}", stage_key="propose")
    board.page.load(board.page.content.pipeline_id)
    board.settle()
    cards = board.cards("propose")
    hover(board, cards, cards.viewport().height() - 2, "Alpha")
    assert cards._scroller.is_scrolling
    where = QPoint(40, cards.viewport().height() - 2)
    before = cards.drop_row
    for _step in range(12):
        cards._scroller._on_timer_timeout()
    assert cards.verticalScrollBar().value() > 0
    assert cards.drop_row == cards.row_at(where) > before  # the place shown is the one below it
    cards.end_drag()
    assert not cards._scroller.is_scrolling


def test_a_collapsed_column_takes_a_drop_at_its_end(open_gates: Board) -> None:
    board = open_gates
    board.page.collapse("propose", True)
    column = board.page.area.column("propose")
    assert column is not None
    data = pack([board.ids["Alpha"]])
    column.strip.dropEvent(QDropEvent(QPointF(5, 5), MOVE, data, LEFT, NONE))
    board.settle()
    assert board.names("propose") == ["Delta", "Alpha"]
    kept = board.settings.screen("board")["collapsed"]
    assert kept == [f"{board.page.content.pipeline_id} propose"]


def test_undo_puts_card_and_place_back(open_gates: Board) -> None:
    board = open_gates
    drop(board, board.cards("propose"), 2, "Beta")
    board.undo()
    assert board.names("qualify") == ["Alpha", "Beta", "Gamma"]
    assert board.names("propose") == ["Delta"]


def test_a_refused_move_puts_the_card_back_with_a_sentence(
    open_gates: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    from salesdesk.domain.errors import KnownError
    from salesdesk.usecases.moves import MoveDeals

    def refuse(self: MoveDeals, unit: object) -> None:
        raise KnownError("The disk is full. The deal was not moved.")

    monkeypatch.setattr(MoveDeals, "apply", refuse)
    board = open_gates
    drop(board, board.cards("propose"), 2, "Alpha")
    assert board.names("qualify") == ["Alpha", "Beta", "Gamma"]
    assert board.shell.warned == ["The disk is full. The deal was not moved."]


def test_dropping_a_deal_on_a_gated_stage_asks_and_leaves_the_stage_unchanged(
    board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    monkeypatch.setattr(
        board.page.controller.mover, "_ask_gate", lambda unmet, move: asked.append((unmet, move))
    )
    drop(board, board.cards("propose"), 2, "Alpha")
    unmet, move = asked[0]
    assert [state.criterion.key for state in unmet.reports[board.ids["Alpha"]].open] == [
        "pain-named", "dated",
    ]  # fmt: skip
    assert move.stage_key == "propose"
    assert board.names("qualify") == ["Alpha", "Beta", "Gamma"]


def test_the_gate_of_the_stage_being_left_is_told_beside_the_drag(board: Board) -> None:
    board.page.begin_drag((board.ids["Alpha"],))
    assert board.page.bubble.words == [
        "To leave Qualify: 2 still open", "○ A pain is named", "○ A next step has a date",
    ]  # fmt: skip
    cards = board.cards("propose")
    board.page.on_drag_moved(cards.mapToGlobal(QPoint(20, 20)))
    assert board.page.bubble.isVisible()
    board.page.on_drag_moved(board.cards("qualify").mapToGlobal(QPoint(20, 20)))
    assert not board.page.bubble.isVisible()
    board.page.end_drag()


def test_the_gates_of_several_dragged_deals_are_told_by_name(board: Board) -> None:
    board.page.begin_drag((board.ids["Alpha"], board.ids["Delta"], board.ids["Beta"]))
    assert board.page.bubble.words == [
        "To leave Qualify, Propose: 4 still open",
        "○ Alpha: 2 open", "✓ Delta: nothing open", "○ Beta: 2 open",
    ]  # fmt: skip
    board.page.on_drag_moved(board.cards("propose").mapToGlobal(QPoint(20, 20)))
    assert board.page.bubble.isVisible()
    board.page.end_drag()


def press_card(
    board: Board, key: str, row: int, *, ctrl: bool = False, release: bool = True
) -> None:
    """Presses the mouse on a card; without letting go, as the beginning of a drag does."""
    cards = board.cards(key)
    where = cards.card_rect(row).center()
    held = Qt.KeyboardModifier.ControlModifier if ctrl else NONE
    QTest.mousePress(cards.viewport(), LEFT, held, where)
    if release:
        QTest.mouseRelease(cards.viewport(), LEFT, held, where)


def test_a_card_pressed_for_a_drag_takes_no_card_of_another_column_along(board: Board) -> None:
    press_card(board, "propose", 0)
    assert board.page.selected_ids() == (board.ids["Delta"],)
    press_card(board, "qualify", 1, release=False)
    assert board.page.selected_ids() == (board.ids["Beta"],)


def test_a_drag_of_one_of_the_chosen_cards_takes_those_of_all_columns_along(
    board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    press_card(board, "propose", 0)
    monkeypatch.setattr(choosing, "is_adding", lambda: True)
    press_card(board, "qualify", 1, ctrl=True)
    monkeypatch.undo()
    press_card(board, "qualify", 1, release=False)
    assert set(board.page.selected_ids()) == {board.ids["Beta"], board.ids["Delta"]}


def test_a_collapsed_column_lets_go_of_its_chosen_cards(board: Board) -> None:
    press_card(board, "propose", 0)
    board.page.collapse("propose", True)
    assert board.page.selected_ids() == ()


def test_won_lost_and_pause_appear_only_while_dragging(board: Board) -> None:
    out = board.page.out
    assert not out.isVisible()
    board.shell.told.append("Undone: Move Beta to Propose")
    board.page.begin_drag((board.ids["Alpha"],))
    assert out.isVisible()
    assert board.shell.told[-1] == ""  # what was told before is put away, for it would cover them
    assert [target.accessibleName() for target in out.targets.values()] == ["Won", "Lost", "Pause"]
    board.page.end_drag()
    assert not out.isVisible()


def test_cards_of_a_sorted_board_are_not_placed_within_their_column(board: Board) -> None:
    board.page.top.set_order(CardOrder.NAME)
    assert not hover(board, board.cards("qualify"), 2, "Beta")
    assert hover(board, board.cards("propose"), 2, "Beta")
    board.page.end_drag()
    for key in ("propose", "qualify"):
        where = board.cards(key).viewport().mapToGlobal(QPoint(40, 40))
        board.page.dragging.tell_refused((board.ids["Beta"],), where)
    assert [words for words in board.shell.told if words] == [
        "Cards are sorted by name. Choose “my order” under Sort to arrange them."
    ]


def press(qtbot: QtBot, board: Board, key: Qt.Key, *, ctrl: bool = False) -> None:
    """Presses a key on the list that has the keyboard."""
    widget: QWidget | None = next(
        (c.cards for c in board.page.area.columns if c.cards.hasFocus()), None
    )
    assert widget is not None
    modifier = Qt.KeyboardModifier.ControlModifier if ctrl else NONE
    qtbot.keyClick(widget, key, modifier)
    board.settle()


def test_arrows_walk_over_cards_and_columns(board: Board, qtbot: QtBot) -> None:
    board.focus("Alpha")
    press(qtbot, board, Qt.Key.Key_Down)
    assert board.page.current_id() == board.ids["Beta"]
    press(qtbot, board, Qt.Key.Key_Right)
    assert board.page.current_id() == board.ids["Delta"]
    press(qtbot, board, Qt.Key.Key_Right)
    assert board.page.current_id() == board.ids["Epsilon"]
    press(qtbot, board, Qt.Key.Key_Left)
    assert board.page.current_id() == board.ids["Delta"]


def test_ctrl_right_moves_the_card_a_stage_on_and_the_keyboard_follows(
    open_gates: Board, qtbot: QtBot
) -> None:
    board = open_gates
    board.focus("Gamma")
    press(qtbot, board, Qt.Key.Key_Right, ctrl=True)
    assert board.names("propose") == ["Delta", "Gamma"]
    assert board.page.current_id() == board.ids["Gamma"]
    press(qtbot, board, Qt.Key.Key_Left, ctrl=True)
    assert "Gamma" in board.names("qualify")
    assert board.page.current_id() == board.ids["Gamma"]


def test_ctrl_up_and_down_move_the_card_within_its_column(board: Board, qtbot: QtBot) -> None:
    board.focus("Alpha")
    press(qtbot, board, Qt.Key.Key_Down, ctrl=True)
    assert board.names("qualify") == ["Beta", "Alpha", "Gamma"]
    press(qtbot, board, Qt.Key.Key_Down, ctrl=True)
    assert board.names("qualify") == ["Beta", "Gamma", "Alpha"]
    press(qtbot, board, Qt.Key.Key_Down, ctrl=True)
    assert board.names("qualify") == ["Beta", "Gamma", "Alpha"]
    press(qtbot, board, Qt.Key.Key_Up, ctrl=True)
    assert board.names("qualify") == ["Beta", "Alpha", "Gamma"]


def test_space_selects_and_the_selection_moves_as_one(open_gates: Board, qtbot: QtBot) -> None:
    board = open_gates
    board.focus("Alpha")
    press(qtbot, board, Qt.Key.Key_Space)
    press(qtbot, board, Qt.Key.Key_Down)
    press(qtbot, board, Qt.Key.Key_Space)
    assert board.page.selected_ids() == (board.ids["Alpha"], board.ids["Beta"])
    press(qtbot, board, Qt.Key.Key_Right, ctrl=True)
    assert set(board.names("propose")) == {"Alpha", "Beta", "Delta"}
    assert set(board.page.selected_ids()) == {board.ids["Alpha"], board.ids["Beta"]}


def test_enter_opens_the_deal(board: Board, qtbot: QtBot) -> None:
    board.focus("Delta")
    press(qtbot, board, Qt.Key.Key_Return)
    assert board.shell.gone == [("deal", board.ids["Delta"])]


def test_delete_puts_the_card_into_the_bin_and_undo_brings_it_back(
    board: Board, qtbot: QtBot
) -> None:
    board.focus("Beta")
    press(qtbot, board, Qt.Key.Key_Delete)
    assert board.names("qualify") == ["Alpha", "Gamma"]
    assert board.shell.undoable == ["Put Beta into the bin"]
    board.undo()
    assert board.names("qualify") == ["Alpha", "Beta", "Gamma"]


def test_ctrl_right_from_the_last_stage_asks_to_win(
    board: Board, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Any] = []
    outcomes = board.page.controller.outcomes
    monkeypatch.setattr(outcomes, "ask", lambda kind, ids: asked.append((kind, ids)))
    board.focus("Epsilon")
    press(qtbot, board, Qt.Key.Key_Right, ctrl=True)
    assert asked == [("won", (board.ids["Epsilon"],))]


def test_the_menu_key_offers_to_move_to_the_other_stages(
    board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    from salesdesk.ui.board import menus

    menu = menus.card_menu(board.page.controller, (board.ids["Alpha"],))
    words = [action.text() for action in menu.actions() if action.text()]
    assert words == ["Open", "Move to", "Won…", "Lost…", "Pause…", "Put into the bin"]
    moves = menu.findChild(QWidget, "card_menu_moves")
    assert moves is not None
    assert [(a.text(), a.isEnabled()) for a in moves.actions()] == [
        ("Qualify", False), ("Propose", True), ("Close", True),
    ]  # fmt: skip
    menu.deleteLater()
