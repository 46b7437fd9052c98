"""Pictures of the deal page over the demo desk: `python -m tests.shots.deal FOLDER [light-1366-1]`.

Every panel in the real window, at two window sizes, light and dark, also at 150 %.
"""

from __future__ import annotations

import datetime as dt
import os
import time
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from salesdesk.domain.clock import Clock
from salesdesk.usecases.desk import Desk
from tests.shots import series

TODAY = dt.date(2026, 11, 22)
DEAL = "Fleet telematics"
PANELS = (
    "overview", "qualify", "discover", "value", "proposal", "objections", "commit", "handoff",
    "timeline",
)  # fmt: skip


def make(folder: Path) -> Desk:
    """The demo desk in a folder."""
    from salesdesk.usecases.demo import demo_desk

    path = folder / "demo.desk"
    demo_desk(path, Clock(TODAY))
    return Desk(path, Clock(TODAY), threaded=False)


def open_window(desk: Desk, scheme: str, size: tuple[int, int]) -> Any:
    """The window with the deal in front."""
    from PySide6.QtWidgets import QApplication

    from salesdesk.support.settings import Settings
    from salesdesk.ui import theme
    from salesdesk.ui.actions import all_rows
    from salesdesk.ui.bridge import Bridge
    from salesdesk.ui.live_settings import LiveSettings
    from salesdesk.ui.shell.pages import PageRow
    from salesdesk.ui.shell.window import MainWindow

    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    theme.Theme(app, scheme)  # type: ignore[arg-type]
    homes = ("salesdesk.ui.shell.actions", "salesdesk.ui.deal.actions")
    pages = (
        PageRow("board", "Board", "square-kanban", "salesdesk.ui.board.page:make"),
        PageRow("deal", "Deal", "square-kanban", "salesdesk.ui.deal.page:make_page",
                in_sidebar=False, under="board"),
    )  # fmt: skip
    window = MainWindow(
        Bridge(desk), desk.clock, LiveSettings(Settings()), all_rows(homes), pages=pages
    )
    window.resize(*size)
    window.show()
    return window


def settle(count: int = 12) -> None:
    """Let timers and layouts run."""
    from PySide6.QtWidgets import QApplication

    for _ in range(count):
        QApplication.processEvents()


def shoot(out: Path, desk: Desk, scheme: str, size: tuple[int, int], scale: float) -> None:
    """A picture of each panel, and what opens over the page."""
    window = open_window(desk, scheme, size)
    row = desk.raw.execute("SELECT id FROM deal WHERE name = ?", (DEAL,)).fetchone()
    begun = time.perf_counter()
    window.go("deal", row[0])
    settle(1)
    print(f"open: {(time.perf_counter() - begun) * 1000:.0f} ms")
    settle()
    name = f"deal_{scheme}_{round(size[0] * scale)}_{scale:g}x"
    page = window.page("deal")
    for key in PANELS:
        begun = time.perf_counter()
        page.tabs.set_key(key)
        settle(1)
        print(f"{key}: {(time.perf_counter() - begun) * 1000:.0f} ms")
        settle()
        window.grab().save(str(out / f"{name}_{key}.png"))
    _details(out, name, page, window)
    if scale == 1.0 and size[0] == 1366:
        _dialogs(out, name, page, window)
    window.close()
    window.bridge.close()


def _details(out: Path, name: str, page: Any, window: Any) -> None:
    """An open question, an objection worked through, a form in the rail, the lower Overview."""
    discover = page.panel("discover")
    page.room.jump("discover", discover.view.layers[1].questions[0].key)
    settle()
    window.grab().save(str(out / f"{name}_open_question.png"))
    page.tabs.set_key("objections")
    panel = page.panel("objections")
    if panel.view.open:
        panel._work_on(panel.view.open[0].objection.id)
    settle()
    unmet = [s for s in page.room.view.gate.states if not s.is_met]
    if unmet:
        page.rail.open_form(unmet[0].criterion.key)
    settle()
    window.grab().save(str(out / f"{name}_workbench.png"))
    page.rail.open_form("")
    page.tabs.set_key("overview")
    overview = page.panel("overview")
    settle()
    overview.part("activities").start()
    settle()
    for number, part in enumerate(("people", "notes", "custom")):
        overview._scroller.ensureWidgetVisible(overview.part(part), 0, 400)
        settle()
        window.grab().save(str(out / f"{name}_overview_{number}.png"))


def _dialogs(out: Path, name: str, page: Any, window: Any) -> None:
    from salesdesk.ui.deal.discovery.fact_dialog import FactDialog
    from salesdesk.ui.deal.discovery.texts import agenda_dialog, summary_dialog
    from salesdesk.ui.deal.discovery.unfiled import QuestionPicker, UnfiledDialog
    from salesdesk.ui.deal.objections.short_play import ShortPlay
    from salesdesk.ui.deal.step_dialog import CompleteStepDialog

    room = page.room
    view = page.panel("discover").view
    made: dict[str, Any] = {
        "fact": FactDialog(room, view.facts[0], window),
        "agenda": agenda_dialog(room, window),
        "summary": summary_dialog(room, window),
        "unfiled": UnfiledDialog(room, window),
        "picker": QuestionPicker(room, "Something they said", window),
        "play": ShortPlay(window.context, room.process, deal_id=room.deal_id, deal=view.deal,
                          stage_key=view.stage.key, parent=window),
    }  # fmt: skip
    if room.view.next_step:
        made["complete"] = CompleteStepDialog(room, room.view.next_step)
    for key, dialog in made.items():
        dialog.show()
        settle()
        dialog.grab().save(str(out / f"{name}_dialog_{key}.png"))
        dialog.close()


if __name__ == "__main__":
    series.run("tests.shots.deal", make, shoot)
