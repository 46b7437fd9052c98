"""Call mode over the demo desk: sheet, call, its end, one that was held; and practice."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.shots.camera import Camera
from tests.shots.rooms import desks
from tests.shots.series import Look
from tests.shots.stage import Stage, staged


def shoot(camera: Camera, look: Look) -> None:
    """Every window of this part."""
    with staged(camera, look, desks.demo, "calls") as stage:
        deal_id = stage.deal("Fleet telematics")
        stage.window.go("deal", deal_id)
        stage.settle(0.3)
        page: Any = stage.window.page("deal")
        page.tabs.set_key("discover")
        stage.settle()
        _dialogs(stage, page)
        _call(stage, deal_id)
        _practice(stage)


def _dialogs(stage: Stage, page: Any) -> None:
    from salesdesk.ui.deal.call.held import HeldDialog
    from salesdesk.ui.deal.call.sheet import SheetDialog
    from salesdesk.ui.deal.people_map.dialog import MapDialog
    from salesdesk.usecases.call_views import call_at_hand, calls, last_held

    known = calls(page.room.desk, page.room.deal_id)
    waiting, held = call_at_hand(known), last_held(known)
    assert waiting is not None
    assert held is not None
    stage.over("sheet", SheetDialog(page.room, waiting.id, parent=stage.window).show)
    stage.over("held", HeldDialog(stage.window.context, held.id).show)
    stage.over("map", MapDialog(page.room, stage.window).show)


def _call(stage: Stage, deal_id: str) -> None:
    from salesdesk.ui.deal.call.closing import ClosingDialog
    from salesdesk.ui.deal.call.window import CallWindow

    call = CallWindow(stage.window.context, deal_id)
    call.setWindowState(Qt.WindowState.WindowNoState)
    call.resize(*stage.look.size)
    call.show()
    stage.settle(0.4)
    stage.take("call", call)
    call.beside.notes.setPlainText("Paul is in a hurry, hard stop at 10:40.")
    QTest.keyClicks(call.talk.line, "After ninety days the bell must be silent")
    QTest.keyClick(call.talk.line, Qt.Key.Key_G, Qt.KeyboardModifier.AltModifier)
    QTest.keyClick(call.talk.line, Qt.Key.Key_Return)
    stage.settle()
    QTest.keyClicks(call.talk.line, "Our IT man wants to run it himself")
    call.asking.follow_up()
    call.asking.look_for_fits()
    stage.take("call_said", call)
    stage.over("closing", ClosingDialog(call.room, call.call_id, call).show)
    call.leave()
    for widget in stage.app.topLevelWidgets():
        if widget is not stage.window and widget.isVisible():
            widget.hide()
    stage.settle()


def _practice(stage: Stage) -> None:
    stage.window.open("practice", "")
    stage.settle(0.3)
    shown: Any = next(iter(stage.window.dialogs.shown.values()))
    shown.setWindowState(Qt.WindowState.WindowNoState)
    shown.resize(*stage.look.size)
    stage.take("practice", shown)
    for number in range(3):
        QTest.keyClick(shown, Qt.Key.Key_Space)
        stage.take(f"practice_{number}", shown)
    shown.hide()
