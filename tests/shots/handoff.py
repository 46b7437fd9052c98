"""Pictures of the handoff dialog over the demo: `python -m tests.shots.handoff FOLDER`.

The won deal of the demo desk, at two screen sizes, light and dark, also at 150 %.
"""

from __future__ import annotations

import datetime as dt
import os
import time
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from salesdesk.domain.clock import Clock
from salesdesk.usecases.demo import demo_desk
from salesdesk.usecases.desk import Desk
from tests.shots import series

TODAY = dt.date(2026, 11, 22)
DEAL = "Starter bundle"


def make(folder: Path) -> Desk:
    """The demo desk in a folder."""
    path = folder / "shots.desk"
    demo_desk(path, Clock(TODAY))
    return Desk(path, Clock(TODAY), threaded=False)


def settle(app: Any, seconds: float = 0.5) -> None:
    """Lets answers of workers and timers arrive."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        app.processEvents()


def shoot(out: Path, desk: Desk, scheme: str, size: tuple[int, int], scale: float) -> None:
    """The dialog as it opens, and with editors open."""
    from PySide6.QtWidgets import QApplication

    from salesdesk.support.settings import Settings
    from salesdesk.ui import theme
    from salesdesk.ui.actions import all_rows
    from salesdesk.ui.bridge import Bridge
    from salesdesk.ui.live_settings import LiveSettings
    from salesdesk.ui.shell.window import MainWindow

    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    theme.Theme(app, scheme)  # type: ignore[arg-type]
    bridge = Bridge(desk)
    window = MainWindow(bridge, desk.clock, LiveSettings(Settings()), all_rows(), title="Shots")
    window.resize(*size)
    window.show()
    name = f"{scheme}_{size[0]}x{size[1]}_{scale:g}x"
    row = desk.raw.execute("SELECT id FROM deal WHERE name = ?", (DEAL,)).fetchone()
    window.open("handoff", row[0])
    dialog: Any = window.dialogs.shown["handoff", row[0]]
    room = (size[0] - 32, size[1] - 56)
    dialog.resize(min(1120, room[0]), min(780, room[1]))
    settle(app)
    dialog.grab().save(str(out / f"handoff_{name}.png"))
    for key in ("success-outcomes", "people-billing", "deal-value", "open-items", "risks-known"):
        dialog.checklist.open_item(key)
        settle(app)
        dialog.grab().save(str(out / f"handoff_{name}_{key}.png"))
        if scale != 1.0 or size[0] > 1400:
            break
    dialog.reject()
    _others(out, name, window, app, row[0])
    window.close()
    bridge.close()


def _others(out: Path, name: str, window: Any, app: Any, deal_id: str) -> None:
    """The paper dialog and the process page."""
    window.open("paper", f"summary/{deal_id}")
    paper = window.dialogs.shown["paper", f"summary/{deal_id}"]
    settle(app)
    paper.grab().save(str(out / f"paper_{name}.png"))
    paper.reject()
    if "process" in window.pages:
        window.go("process")
        settle(app)
        window.grab().save(str(out / f"process_{name}.png"))


if __name__ == "__main__":
    series.run("tests.shots.handoff", make, shoot)
