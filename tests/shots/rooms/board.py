"""The board with forty varied deals: a drag, gates, popups, the compact cards, menus."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication

from tests.shots.camera import Camera
from tests.shots.rooms import desks
from tests.shots.rooms.pages import every_page
from tests.shots.series import Look
from tests.shots.stage import TODAY, Stage, staged


def shoot(camera: Camera, look: Look) -> None:
    """The board as it is, and what opens over it."""
    with staged(camera, look, desks.many, "board") as stage:
        every_page(stage, down=False)
        _triage(stage)
        stage.window.go("board")
        stage.settle()
        page: Any = stage.window.page("board")
        _drag(stage, page)
        _dialogs(stage, page)
        _looks(stage, page)


def _triage(stage: Stage) -> None:
    stage.window.go("triage")
    triage: Any = stage.window.page("triage")
    stage.until(lambda: triage.run.current is not None)
    for verb in ("date", "pause", "lose"):
        if hasattr(triage, verb):
            getattr(triage, verb)()
            stage.settle(0.3)
            stage.take(f"triage_{verb}")


def _drag(stage: Stage, page: Any) -> None:
    column = page.area.columns[1]
    page.begin_drag((column.cards.column.rows[2].deal_id,))
    target = page.area.columns[2]
    target.cards._show_gap(1)
    page.on_drag_moved(target.cards.mapToGlobal(QPoint(40, 230)))
    stage.take("drag")
    page.end_drag()


def _dialogs(stage: Stage, page: Any) -> None:
    from salesdesk.ui.board import menus
    from salesdesk.ui.board.close_dialogs import LostDialog, PauseDialog, WonDialog
    from salesdesk.ui.board.gate_dialog import GateDialog
    from salesdesk.ui.board.new_deal import NewDealDialog
    from salesdesk.usecases.moves import GateUnmet, MoveDeals

    content, desk, window = page.content, page.content.desk, stage.window
    reasons = page.controller.outcomes._reasons
    rows = content.rows("discovery")
    for name, row, to in (("gate", rows[1], "solution"),
                          ("gate_far", content.rows("proposal")[1], "commitment")):  # fmt: skip
        move = MoveDeals((row.deal_id,), to)
        try:
            desk.run(move)
        except GateUnmet as unmet:
            dialog = GateDialog(unmet, move, content.column_name(to), desk, window)
            stage.over(name, dialog.show)
    stage.over("won", WonDialog(rows[0], reasons("won"), TODAY, window).show)
    lost = {kind: reasons(kind) for kind in ("lost", "no_decision")}
    stages = [(each.key, each.name) for each in content.view.stages]
    stage.over("lost", LostDialog(rows[:1], lost, stages, TODAY, window).show)
    stage.over("pause", PauseDialog(rows[:2], TODAY, window).show)
    stage.over("new", NewDealDialog(content.view, "discovery", window).show)
    controller = page.controller
    here = QPoint(200, 200)
    stage.over("card_menu", lambda: menus.card_menu(controller, (rows[0].deal_id,)).popup(here))
    stage.over("column_menu", lambda: menus.column_menu(controller, "discovery").popup(here))


def _looks(stage: Stage, page: Any) -> None:
    from salesdesk.ui.board.look import CardLook

    page.controller.filters.open(page.top.add_filter)
    stage.settle()
    popup = QApplication.activePopupWidget()
    if popup is not None:
        stage.take("filter", popup)
        popup.close()
    page.top.set_look(CardLook("compact"))
    page.collapse("qualification", True)
    page.top.set_filter(type(page.content.filter)(stalled=True))
    stage.take("compact")
    page.top.set_filter(type(page.content.filter)(text="zzzzzz"))
    stage.settle(0.3)
    stage.take("nothing_found")
