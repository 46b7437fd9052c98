"""Pictures of backups and restoring: ``python -m tests.shots.backups FOLDER [light-1366-1]``.

On the forty deals of the board's pictures, changed since their backup.
"""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("SALESDESK_HOME", tempfile.mkdtemp(prefix="shots-home-"))

from PySide6.QtWidgets import QApplication

from salesdesk.usecases.desk import Desk
from tests.shots import board
from tests.shots.series import Size, run


def make(folder: Path) -> Desk:
    """A desk with three backups, and changes after the last."""
    from salesdesk.usecases import backups
    from salesdesk.usecases.deals import EditDeal
    from salesdesk.usecases.shelving import BinDeals
    from tests.desks import add_deal

    desk = board.make(folder)
    for reason in ("timed", "by-hand", "before-import"):
        backups.backup_now(desk, reason)  # type: ignore[arg-type]
    ids = [row[0] for row in desk.raw.execute("SELECT id FROM deal ORDER BY name").fetchall()]
    desk.run(EditDeal(ids[0], {"amount_minor": 4_250_000, "name": "Depot lighting, two halls"}))
    desk.run(EditDeal(ids[3], {"expected_close_on": "2026-12-18", "owner": "Priya Raman"}))
    desk.run(BinDeals((ids[1],)))
    add_deal(desk, "Harbour cranes")
    return desk


def shoot(out: Path, desk: Desk, scheme: str, size: Size, scale: float) -> None:
    """The page, the restore dialog, and the same without a backup."""
    from salesdesk import app as composition
    from salesdesk.ui import theme

    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    program = composition.compose(app, desk)
    theme.current().set_look(scheme)  # type: ignore[arg-type]
    window = program.window
    window.resize(*size)
    window.show()
    desk.warm().result()
    name = f"{scheme}_{size[0]}x{size[1]}_{scale:g}"

    def settle(seconds: float = 1.5) -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            app.processEvents()

    def grab(face: str, what: Any) -> None:
        what.grab().save(str(out / f"{face}_{name}.png"))

    for key in ("backups", "restore"):
        window.open(key)
        dialog = window.dialogs.shown[key, ""]
        if key == "restore":  # the screen that there is none of is smaller than any
            dialog.resize(min(1060, size[0] - 32), min(640, size[1] - 56))
        settle()
        grab(key, dialog)
        if key == "restore":
            tree = dialog.tree  # type: ignore[attr-defined]
            tree.setCurrentItem(tree.topLevelItem(0).child(0))
            settle(0.1)
            grab("restore_one", dialog)
            dialog.accept()
            settle()
            grab("restored", window)
        else:
            dialog.reject()
    program.window.close()
    program.bridge.close()


if __name__ == "__main__":
    run(__spec__.name, make, shoot)
