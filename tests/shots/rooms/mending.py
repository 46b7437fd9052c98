"""Check desk, salvage and the start with a damaged desk."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.shots.camera import Camera
from tests.shots.series import Look
from tests.shots.stage import TODAY, Stage, staged


def shoot(camera: Camera, look: Look) -> None:
    """What the check finds, what salvage says, and the question before the window."""
    from salesdesk.ui.files.check_dialog import CheckDialog

    with staged(camera, look, _damaged, "mending") as stage:
        check = CheckDialog(stage.window.context, lambda: None)
        check.open()
        stage.take("check_begun", check)
        stage.until(lambda: check.report is not None)
        stage.take("check_found", check)
        check.reject()
        _salvage(stage)


def _salvage(stage: Stage) -> None:
    from salesdesk.ui.files.damaged_dialog import DamagedDialog
    from salesdesk.ui.files.salvage_dialog import SalvageDialog

    path = stage.desk.path
    salvage: Any = SalvageDialog(
        path, path.with_name("Field sales new.desk"), stage.desk.clock, is_ours=True
    )
    salvage.show()
    stage.until(lambda: salvage._found is not None)
    stage.take("salvage_missing", salvage)
    salvage.accept()
    stage.until(lambda: salvage.result_of is not None)
    stage.take("salvage_done", salvage)
    salvage.reject()
    words = f"“{path.name}” is damaged: its board cannot be read."
    start = DamagedDialog(path, words, stage.desk.clock)
    start.show()
    stage.until(start.restore.isEnabled)
    stage.take("damaged", start)
    start.reject()


def _damaged(folder: Path) -> Path:
    """The demo with a backup, two damaged records and a search that differs."""
    from sqlcipher3 import dbapi2 as driver

    from salesdesk.domain.clock import Clock
    from salesdesk.usecases.backups import backup_file
    from tests.desks import copy_demo

    path = folder / "Field sales.desk"
    copy_demo(path)
    backup_file(path, Clock(TODAY))
    raw = driver.connect(str(path), isolation_level=None)
    raw.execute("PRAGMA secure_delete=ON")
    raw.execute("UPDATE note SET body = body || ' ' WHERE rowid = 2")
    raw.execute("DELETE FROM journal_part")  # nothing proves any more what they were
    raw.execute("UPDATE deal SET amount_minor = 7 WHERE rowid = 3")
    raw.execute("UPDATE search_doc SET title = 'x' WHERE kind = 'account' AND docid < 40")
    raw.close()
    return path
