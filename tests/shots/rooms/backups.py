"""Backups and restoring: the two dialogs over a desk changed since its backup, and after it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.shots.camera import Camera
from tests.shots.rooms import desks
from tests.shots.series import Look
from tests.shots.stage import TODAY, Stage, staged


def shoot(camera: Camera, look: Look) -> None:
    """The list of backups, what restoring would change, one change of it, and the desk restored."""
    with staged(camera, look, _changed, "backups") as stage:
        backups = _opened(stage, "backups")
        stage.settle(0.6)
        stage.take("list", backups)
        backups.reject()
        restore = _opened(stage, "restore")
        stage.until(lambda: restore.preview is not None)
        # The newest one was made as the window opened and is as the desk is.
        restore.list.mark(1)
        stage.until(lambda: restore.preview is not None and restore.preview.kinds)
        stage.take("restore", restore)
        restore.tree.setCurrentItem(restore.tree.topLevelItem(0).child(0))
        stage.take("restore_one", restore)
        restore.accept()
        stage.settle(1.5)
        stage.take("restored")


def _opened(stage: Stage, key: str) -> Any:
    stage.window.open(key)
    dialog = stage.window.dialogs.shown[key, ""]
    width, height = stage.look.size
    dialog.resize(min(1060, width - 32), min(640, height - 56))
    return dialog


def _changed(folder: Path) -> Path:
    """A desk of forty deals with three backups, and changes after the last."""
    from salesdesk.domain.clock import Clock
    from salesdesk.usecases import backups
    from salesdesk.usecases.deals import EditDeal
    from salesdesk.usecases.desk import Desk
    from salesdesk.usecases.shelving import BinDeals
    from tests.desks import add_deal

    path = desks.many(folder)
    desk = Desk(path, Clock(TODAY), threaded=False)
    for reason in ("timed", "by-hand", "before-import"):
        backups.backup_now(desk, reason)  # type: ignore[arg-type]
    ids = [row[0] for row in desk.raw.execute("SELECT id FROM deal ORDER BY name").fetchall()]
    desk.run(EditDeal(ids[0], {"amount_minor": 4_250_000, "name": "Depot lighting, two halls"}))
    desk.run(EditDeal(ids[3], {"expected_close_on": "2026-12-18", "owner": "Priya Raman"}))
    desk.run(BinDeals((ids[1],)))
    add_deal(desk, "Harbour cranes")
    desk.close()
    return path
