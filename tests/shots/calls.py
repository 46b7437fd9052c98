"""Pictures of calls over the demo desk: `python -m tests.shots.calls FOLDER [light-1366-1]`.

Discover with its calls, the pre-call sheet, call mode, its end, a call that was held, the map.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from salesdesk.usecases.desk import Desk
from tests.shots import series
from tests.shots.deal import DEAL, make, open_window, settle


def shoot(out: Path, desk: Desk, scheme: str, size: tuple[int, int], scale: float) -> None:
    """Every window of this part."""
    window = open_window(desk, scheme, size)
    deal_id = desk.raw.execute("SELECT id FROM deal WHERE name = ?", (DEAL,)).fetchone()[0]
    window.go("deal", deal_id)
    settle()
    name = f"calls_{scheme}_{round(size[0] * scale)}_{scale:g}x"
    page = window.page("deal")
    page.tabs.set_key("discover")
    settle()
    window.grab().save(str(out / f"{name}_discover.png"))
    _dialogs(out, name, page, window)
    _call(out, name, window, deal_id, size)
    window.close()
    window.bridge.close()


def _keep(out: Path, name: str, widget: Any) -> None:
    widget.show()
    settle()
    widget.grab().save(str(out / f"{name}.png"))
    widget.hide()
    widget.deleteLater()
    settle()


def _dialogs(out: Path, name: str, page: Any, window: Any) -> None:
    from salesdesk.ui.deal.call.held import HeldDialog
    from salesdesk.ui.deal.call.sheet import SheetDialog
    from salesdesk.ui.deal.people_map.dialog import MapDialog
    from salesdesk.usecases.call_views import call_at_hand, calls, last_held

    known = calls(page.room.desk, page.room.deal_id)
    waiting, held = call_at_hand(known), last_held(known)
    assert waiting is not None
    assert held is not None
    _keep(out, f"{name}_sheet", SheetDialog(page.room, waiting.id, parent=window))
    _keep(out, f"{name}_held", HeldDialog(window.context, held.id))
    _keep(out, f"{name}_map", MapDialog(page.room, window))


def _call(out: Path, name: str, window: Any, deal_id: str, size: tuple[int, int]) -> None:
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    from salesdesk.ui.deal.call.closing import ClosingDialog
    from salesdesk.ui.deal.call.window import CallWindow

    call = CallWindow(window.context, deal_id)
    call.setWindowState(Qt.WindowState.WindowNoState)
    call.resize(*size)
    call.show()
    settle()
    call.grab().save(str(out / f"{name}_call.png"))
    call.beside.notes.setPlainText("Paul is in a hurry, hard stop at 10:40.")
    QTest.keyClicks(call.talk.line, "After ninety days the bell must be silent")
    QTest.keyClick(call.talk.line, Qt.Key.Key_G, Qt.KeyboardModifier.AltModifier)
    QTest.keyClick(call.talk.line, Qt.Key.Key_Return)
    settle()
    QTest.keyClicks(call.talk.line, "Our IT man wants to run it himself")
    call.asking.follow_up()
    call.asking.look_for_fits()
    settle()
    call.grab().save(str(out / f"{name}_call_said.png"))
    _keep(out, f"{name}_closing", ClosingDialog(call.room, call.call_id, call))
    call.leave()
    settle()


if __name__ == "__main__":
    series.run("tests.shots.calls", make, shoot)
