"""The page: adding, closing, pausing, pipelines, large boards, empty desks, what others changed."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from salesdesk.ui.actions import clashes
from salesdesk.ui.board.actions import ACTIONS
from salesdesk.ui.board.column_model import pack
from salesdesk.ui.board.content import Content
from salesdesk.ui.board.controller import BoardController
from salesdesk.ui.board.keeping import Keeping
from salesdesk.ui.board.look import CardLook
from salesdesk.ui.board.page import BoardPage
from salesdesk.ui.widgets import Figure
from salesdesk.usecases.deals import AddDeal, EditDeal
from salesdesk.usecases.desk import Desk
from salesdesk.usecases.pipelines import AddPipeline
from salesdesk.usecases.shelving import BinDeals
from tests import desks
from tests.ui.board.boards import Board, open_board
from tests.ui.live import with_dialog


def test_quick_add_makes_a_deal_per_enter_and_escape_leaves(board: Board, qtbot: QtBot) -> None:
    column = board.page.area.column("propose")
    assert column is not None
    assert column.quick_add is not None
    column.quick_add.button.click()
    line = column.quick_add.line
    for name in ("First", "Second"):
        qtbot.keyClicks(line, name)
        qtbot.keyClick(line, Qt.Key.Key_Return)
        board.settle()
        assert line.isVisible()
    qtbot.keyClick(line, Qt.Key.Key_Escape)
    assert not line.isVisible()
    assert board.names("propose") == ["Delta", "First", "Second"]
    assert column.cards.currentIndex().row() == 2  # scrolled to, in a column however long
    assert board.shell.undoable == ["Added First", "Added Second"]


def test_the_keyboard_is_on_the_card_of_a_deal_just_added(board: Board) -> None:
    def fill(dialog: Any) -> None:
        dialog.name.setText("Zeta")
        dialog.accept()

    with_dialog(fill, board.page.controller.new_deal)
    board.settle()
    row = board.page.row(board.page.current_id())
    assert row is not None
    assert row.name == "Zeta"


def test_a_new_deal_goes_to_the_stage_that_was_chosen(board: Board) -> None:
    def fill(dialog: Any) -> None:
        dialog.accept()
        assert dialog.isVisible(), "a deal needs a name"
        dialog.name.setText("Zeta")
        dialog.account.setText("Zeta Works")
        dialog.amount.setText("12k")
        dialog.stage.set_value("propose")
        dialog.accept()

    with_dialog(fill, board.page.controller.new_deal)
    row = board.page.content.rows("propose")[-1]
    assert (row.name, row.account, row.amount_minor) == ("Zeta", "Zeta Works", 1_200_000)


def drop_out(board: Board, kind: str, name: str) -> Any:
    target = board.page.out.targets[kind]

    def start() -> None:
        data = pack([board.ids[name]])
        where = target.rect().center().toPointF()
        button, modifier = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        target.dropEvent(QDropEvent(where, Qt.DropAction.MoveAction, data, button, modifier))
        board.settle()

    return start


def test_winning_asks_amount_date_and_reasons_and_moves_the_card_to_won(board: Board) -> None:
    def fill(dialog: Any) -> None:
        dialog.accept()
        assert dialog.isVisible(), "a win needs a reason"
        dialog.reasons.choose("won-other")
        dialog.accept()
        assert dialog.isVisible(), "this reason needs a note"
        dialog.note.set_words("They know our founder")
        dialog.amount.setText("2,500")
        dialog.accept()

    with_dialog(fill, drop_out(board, "won", "Epsilon"))
    assert board.names("close") == []
    assert board.names("won") == ["Epsilon"]
    row = board.page.row(board.ids["Epsilon"])
    assert row is not None
    assert (row.amount_minor, row.handoff_total) == (250_000, 2)
    assert board.shell.warned[-1].startswith("Epsilon is won."), "its handoff is offered"
    is_over: list[bool] = []
    board.bridge.changed.connect(lambda changes: is_over.append(board.shell.until(changes)))
    board.bridge.submit(EditDeal(board.ids["Epsilon"], {"category": "commit"}))
    board.bridge.submit(AddDeal(board.page.content.pipeline_id, "close", "Other"))
    board.settle()
    board.undo()
    board.undo()
    board.undo()
    assert is_over[-1], "the offer goes with the win"
    assert not any(is_over[:-1])
    assert board.names("close") == ["Epsilon"]


def test_the_deal_in_hand_is_the_one_card_that_is_chosen(board: Board, qtbot: QtBot) -> None:
    board.focus("Beta")
    assert board.page.deal_in_hand() == board.ids["Beta"]
    qtbot.keyClick(board.cards("qualify"), Qt.Key.Key_Space)
    board.focus("Gamma")
    qtbot.keyClick(board.cards("qualify"), Qt.Key.Key_Space)
    assert len(board.page.selected_ids()) == 2
    assert board.page.deal_in_hand() == ""


def test_losing_asks_for_the_loss_review_and_tells_no_decision_apart(board: Board) -> None:
    def fill(dialog: Any) -> None:
        assert dialog.windowTitle() == "Lost: Alpha"
        dialog._on_outcome_picked("no_decision")
        dialog.outcome.set_value("no_decision")
        assert dialog.windowTitle() == dialog.accessibleName() == "No decision: Alpha"
        dialog.reasons.choose("no-budget")
        dialog.missed.set_words("Finance never came")
        dialog.accept()

    with_dialog(fill, drop_out(board, "lost", "Alpha"))
    assert board.names("qualify") == ["Beta", "Gamma"]
    kept = board.desk.raw.execute("SELECT outcome, missed_signal FROM review").fetchall()
    assert kept == [("no_decision", "Finance never came")]


def test_pausing_asks_reason_and_a_later_day(board: Board) -> None:
    def fill(dialog: Any) -> None:
        dialog.reason.setText("Budget round")
        dialog.until.set_value(desks.TODAY)
        dialog.accept()
        assert dialog.isVisible(), "today is not later"
        dialog.until.set_value(desks.TODAY.replace(month=12))
        board.desk.run(BinDeals((board.ids["Alpha"],)))
        dialog.accept()
        assert dialog.isVisible(), "the deal went under it, and what was typed stays"
        assert "“Alpha” is not in use any more" in dialog.fault.text()
        board.desk.undo().result()
        dialog.accept()

    with_dialog(fill, drop_out(board, "pause", "Alpha"))
    row = board.page.row(board.ids["Alpha"])
    assert row is not None
    assert row.paused_until == "2026-12-22"
    board.focus("Alpha")
    board.page.controller.resume()
    board.settle()
    row = board.page.row(board.ids["Alpha"])
    assert row is not None
    assert row.paused_until is None


def test_a_won_card_is_not_dropped_back_on_a_stage(board: Board) -> None:
    from salesdesk.usecases.closing import WinDeal

    won = WinDeal(board.ids["Epsilon"], None, "2026-11-22", ("value",))
    board.bridge.submit(won)
    board.settle()
    assert not board.page.may_drop((board.ids["Epsilon"],), "qualify")
    assert board.page.may_drop((board.ids["Alpha"],), "propose")


def test_what_another_screen_changed_is_read_again_and_selection_stays(board: Board) -> None:
    board.cards("qualify").select_ids([board.ids["Beta"]])
    board.bridge.submit(EditDeal(board.ids["Beta"], {"name": "Beta renamed"}))
    board.settle()
    assert board.names("qualify") == ["Alpha", "Beta renamed", "Gamma"]
    assert board.page.selected_ids() == (board.ids["Beta"],)


def test_a_second_pipeline_can_be_added_and_switched_to(board: Board) -> None:
    assert not board.page.top.pipelines.isVisible()

    def fill(dialog: Any) -> None:
        dialog.name.setText("Renewals")
        dialog.process.set_value("seven-step")
        dialog.accept()

    with_dialog(fill, board.page.controller.add_pipeline)
    assert board.page.top.pipelines.isVisible()
    assert board.page.content.view.pipeline.name == "Renewals"
    assert board.page.focusWidget().objectName() == "empty_board_new"  # not in the sidebar
    assert board.shell.badges["board"] == 0
    menu = board.page.top.pipelines.menu()
    assert [action.text() for action in menu.actions()] == ["Sales", "Renewals"]
    menu.actions()[0].trigger()
    assert board.names("qualify") == ["Alpha", "Beta", "Gamma"]
    assert board.shell.badges["board"] == board.page.content.open_count() > 0


def test_a_pipeline_from_a_broken_file_says_what_is_wrong(board: Board, tmp_path: Any) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text("key: x\nname: [", encoding="utf-8")

    def fill(dialog: Any) -> None:
        dialog.name.setText("Broken")
        dialog.use_file(str(broken))
        dialog.accept()
        assert dialog.isVisible()
        assert dialog.form.row("process").below.text()

    with_dialog(fill, board.page.controller.add_pipeline)


def test_an_empty_board_has_the_keyboard_on_its_button(desk: Desk, qtbot: QtBot) -> None:
    board = open_board(desk, qtbot)
    board.page.focus_cards()
    focused = board.page.focusWidget()
    assert focused is not None
    assert focused.objectName() == "empty_board_new"
    board.bridge.close()


def test_deals_of_unknown_amount_sum_up_to_a_dash_and_not_to_nothing(
    desk: Desk, qtbot: QtBot
) -> None:
    desks.add_deal(desk, "Unknown", stage_key="qualify")
    board = open_board(desk, qtbot)
    strip = {figure.key: figure.value for figure in board.page.content.strip()}
    assert strip["open"] == "1 deal"
    assert strip["weighted"] == "–"
    figures = board.page.content.figures("qualify")
    assert figures.total == "–"
    assert "0" not in figures.weighted.replace(figures.share, "")
    board.bridge.close()


def test_totals_that_do_not_fit_side_by_side_stand_below_each_other_in_all_columns(
    desk: Desk, qtbot: QtBot
) -> None:
    desks.add_deal(desk, "One", stage_key="qualify", amount_minor=123_456_700)
    board = open_board(desk, qtbot, size=(700, 640))
    column, other = board.page.area.column("qualify"), board.page.area.column("propose")
    assert column is not None
    assert other is not None
    assert len(column.header.totals()) == 1
    low = column.header.height()
    for currency in ("GBP", "USD"):
        desks.add_deal(desk, currency, amount_minor=98_765_400, currency=currency)
    board.page.load(board.page.content.pipeline_id)
    board.settle()
    column, other = board.page.area.column("qualify"), board.page.area.column("propose")
    assert column is not None
    assert other is not None
    figures = board.page.content.figures("qualify")
    lines = [left.text for left, _right in column.header.totals()]
    assert figures.expected.count("+") == 2
    assert " ".join(lines) == f"{figures.total} {figures.expected}", "both whole, without …"
    assert len(lines) > 2
    assert column.header.height() == other.header.height() > low
    board.bridge.close()


def test_a_column_collapsed_in_one_pipeline_is_open_in_another(board: Board) -> None:
    from salesdesk.usecases.pipelines import AddPipeline

    board.page.collapse("qualify", True)
    command = AddPipeline("Renewals", board.desk.process(board.page.content.pipeline_id), "EUR")
    board.desk.run(command)
    first = board.page.content.pipeline_id
    board.page.load(first)
    board.page.load(next(p.id for p in board.page.content.view.pipelines if p.id != first))
    assert not any(column.is_collapsed for column in board.page.area.columns)
    board.page.load(first)
    assert [c.key for c in board.page.area.columns if c.is_collapsed] == ["qualify"]


def test_an_empty_desk_says_what_to_do(desk: Desk, qtbot: QtBot) -> None:
    board = open_board(desk, qtbot)
    assert board.page.empty.isVisible()
    assert board.page.findChild(QWidget, "empty_board_import") is not None
    with_dialog(lambda dialog: dialog.reject(), lambda: _click(board, "empty_board_new"))
    board.bridge.close()


def _click(board: Board, name: str) -> None:
    button: Any = board.page.findChild(QWidget, name)
    button.click()


def test_density_changes_the_height_of_all_cards_and_is_kept(board: Board) -> None:
    high = board.cards("qualify").card_rect(0).height()
    board.page.top.set_look(CardLook("compact"))
    board.settle()
    assert board.cards("qualify").card_rect(0).height() < high
    assert board.settings.screen("board")["look"]["density"] == "compact"


def test_a_board_too_large_to_read_whole_is_read_page_by_page(
    desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    from salesdesk.usecases import board as queries

    monkeypatch.setattr(queries, "WHOLE_BOARD", 100)
    for number in range(130):
        desks.add_deal(desk, f"Deal {number:03}", stage_key="qualify")
    back = desks.add_deal(desk, "Back", stage_key="propose")
    board = open_board(desk, qtbot)
    cards = board.cards("qualify")
    assert board.page.content.is_paged
    assert cards.model().rowCount() < 130
    column = board.page.area.column("qualify")
    assert column is not None
    qtbot.waitUntil(lambda: column.header.count_words == "130")
    board.page.move_requested.emit((back,), "qualify", "")  # back: no gate asks
    qtbot.waitUntil(lambda: column.header.count_words == "131")
    board.bridge.note(desk.undo().result())
    qtbot.waitUntil(lambda: column.header.count_words == "130")
    for _ in range(8):
        cards.verticalScrollBar().setValue(cards.verticalScrollBar().maximum())
        board.settle()
    assert cards.model().rowCount() == 130
    board.page.top.search.setText("Deal 129")
    assert board.names("qualify") == ["Deal 129"]
    board.bridge.close()


def test_every_action_of_the_board_has_a_method_and_no_key_twice() -> None:
    assert clashes(ACTIONS) == []
    assert [row.key for row in ACTIONS if not hasattr(BoardController, row.handler)] == []


def test_every_interactive_widget_has_a_name_for_people_and_for_tests(board: Board) -> None:
    from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QLineEdit

    nameless = [
        widget
        for kind in (QAbstractButton, QLineEdit, QAbstractItemView)
        for widget in board.page.findChildren(kind)
        if not (widget.objectName() and (widget.accessibleName() or widget.toolTip()))
        and not widget.objectName().startswith("qt_")
        and "ToolButton" not in type(widget).__name__
    ]
    assert nameless == []


def test_the_badge_counts_open_deals(board: Board) -> None:
    assert board.shell.badges["board"] == 5


def test_add_pipeline_by_command_shows_the_switch(board: Board) -> None:
    board.bridge.submit(AddPipeline("Partners", desks.SMALL, "USD"))
    board.settle()
    assert board.page.top.pipelines.isVisible()
    assert board.page.content.view.pipeline.name == "Sales"


def test_going_to_a_deal_opens_what_hides_its_card(board: Board) -> None:
    board.page.collapse("propose", True)
    board.page.top.search.setText("nothing like it")
    board.page.open_item(board.ids["Delta"])
    assert board.page.current_id() == board.ids["Delta"]
    assert board.names("qualify") == ["Alpha", "Beta", "Gamma"]


def test_a_new_day_turns_steps_late(board: Board) -> None:
    from salesdesk.usecases.next_steps import PlannedStep, SetNextStep

    board.bridge.submit(SetNextStep(board.ids["Alpha"], PlannedStep("Call", "2026-11-22")))
    board.settle()
    row = board.page.row(board.ids["Alpha"])
    assert row is not None
    assert board.page.face(row).step_mark == "today"
    board.desk.clock = desks.clock_of(desks.TODAY.replace(day=24))
    board.page.page_shown()
    row = board.page.row(board.ids["Alpha"])
    assert row is not None
    assert board.page.face(row).step_text == "Call · 2 d late"


def test_a_double_click_opens_the_deal_once(board: Board, qtbot: QtBot) -> None:
    cards = board.cards("qualify")
    where = cards.card_rect(1).center()
    qtbot.mouseClick(cards.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert board.page.selected_ids() == (board.ids["Beta"],)
    qtbot.mouseDClick(cards.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert board.shell.gone == [("deal", board.ids["Beta"])]


def test_the_first_paint_imports_no_sqlalchemy(board: Board) -> None:
    import subprocess
    import sys

    code = (
        "import sys; from PySide6.QtWidgets import QApplication; app = QApplication([]);"
        "from pathlib import Path; from salesdesk.usecases.desk import Desk;"
        "from salesdesk.ui.board.content import Content;"
        "from salesdesk.ui.board.keeping import Keeping;"
        "from salesdesk.ui.board.page import BoardPage; import salesdesk.ui.board.controller;"
        f"page = BoardPage(Content(Desk(Path({str(board.desk.path)!r}))), Keeping());"
        "page.show(); page.grab(); app.processEvents();"
        "heavy = ('sqlalchemy', 'pydantic', 'ruamel', 'jinja2', 'alembic');"
        "print([m for m in heavy if m in sys.modules])"
    )
    board.desk._lock.release()
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    board.desk._lock.acquire()
    assert run.stdout.strip() == "[]"


def test_the_figures_come_also_where_the_page_itself_is_never_painted(
    board: Board, qtbot: QtBot
) -> None:
    page = BoardPage(Content(board.desk), Keeping())
    qtbot.addWidget(page)
    page.setUpdatesEnabled(False)  # (as when its parts cover it whole)
    page.show()
    qtbot.waitUntil(lambda: bool(page.strip.findChildren(Figure)), timeout=5000)


def _grow(board: Board) -> None:
    """One more deal, as another page would add it, and its news."""
    board.bridge.submit(AddDeal(board.page.content.pipeline_id, "qualify", "Zeta"))
    board.settle()


def test_at_the_back_the_figures_wait_for_who_types_and_come_in_the_pause(
    board: Board, qtbot: QtBot
) -> None:
    typing = [True]
    board.page.is_typing = lambda: typing[0]
    board.page.hide()
    _grow(board)
    assert "Zeta" in board.names("qualify")
    assert board.page.strip._figures["open"].value.text() == "5 deals · €5k"
    typing[0] = False
    qtbot.waitUntil(lambda: board.page.strip._figures["open"].value.text() == "6 deals · €5k")


def test_a_board_that_comes_back_shows_the_figures_of_now_at_once(board: Board) -> None:
    board.page.is_typing = lambda: True
    board.page.hide()
    _grow(board)
    board.page.show()
    assert board.page.strip.value("open") == "6 deals · €5k"


def test_a_board_in_sight_waits_for_nobody(board: Board) -> None:
    board.page.is_typing = lambda: True
    _grow(board)
    assert board.page.strip.value("open") == "6 deals · €5k"


def test_the_bar_keeps_one_menu_a_button_however_often_it_changes(
    board: Board, qapp: QApplication
) -> None:
    top = board.page.top
    top.fill_menus()
    for _time in range(5):
        top.set_look(CardLook("compact"))
        top.set_look(CardLook("comfortable"))
        top.set_order(top.order)
        top.show_pipelines(*top._shown)
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    for button in (top.sort, top.cards, top.pipelines):
        assert button.findChildren(QMenu) == [button.menu()]
