"""Pictures of Check desk, salvage and the start with a damaged desk.

``python -m tests.shots.mending FOLDER [light-1366-1]``.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication
from sqlcipher3 import dbapi2 as driver

from salesdesk.domain.clock import Clock
from salesdesk.usecases.desk import Desk
from tests.desks import TODAY, copy_demo
from tests.shots import series

PAGE = 4096


def make(folder: Path) -> Desk:
    """The demo's desk, open, with two damaged records and a search that differs."""
    path = folder / "Field sales.desk"
    os.environ["SALESDESK_HOME"] = str(folder / "home")
    copy_demo(path)
    from salesdesk.usecases.backups import backup_file

    backup_file(path, Clock(TODAY))
    raw = driver.connect(str(path), isolation_level=None)
    raw.execute("PRAGMA secure_delete=ON")
    raw.execute("UPDATE note SET body = body || ' ' WHERE rowid = 2")
    raw.execute("DELETE FROM journal_part")  # nothing proves any more what they were
    raw.execute("UPDATE deal SET amount_minor = 7 WHERE rowid = 3")
    raw.execute("UPDATE search_doc SET title = 'x' WHERE kind = 'account' AND docid < 40")
    raw.close()
    return Desk(path, Clock(TODAY))


def shoot(out: Path, desk: Desk, scheme: str, size: tuple[int, int], scale: float) -> None:
    """Each dialog over the window."""
    from salesdesk import app as program_module
    from salesdesk.ui import theme
    from salesdesk.ui.files.check_dialog import CheckDialog

    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    program = program_module.compose(app, desk)
    theme.current().set_look(scheme)  # type: ignore[arg-type]
    program.window.resize(*size)
    program.window.show()
    name = f"{scheme}_{size[0]}_{scale:g}"
    dialog = CheckDialog(program.window.context, lambda: None)
    dialog.open()
    _grab(app, out, f"check_begun_{name}", dialog, lambda: True)
    _grab(app, out, f"check_found_{name}", dialog, lambda: dialog.report is not None)
    dialog.reject()
    _salvage(app, out, desk, name)
    program.window.close()
    program.bridge.close()


def _salvage(app: QApplication, out: Path, desk: Desk, name: str) -> None:
    """A desk that does not open, and what salvage says of it."""
    from salesdesk.ui.files.damaged_dialog import DamagedDialog
    from salesdesk.ui.files.salvage_dialog import SalvageDialog

    path = desk.path
    target = path.with_name("Field sales new.desk")
    salvage = SalvageDialog(path, target, desk.clock, is_ours=True)
    salvage.show()
    found: Any = salvage
    _grab(app, out, f"salvage_missing_{name}", salvage, lambda: found._found is not None)
    salvage.accept()
    _grab(app, out, f"salvage_done_{name}", salvage, lambda: salvage.result_of is not None)
    salvage.reject()
    words = f"“{path.name}” is damaged: its board cannot be read."
    start = DamagedDialog(path, words, desk.clock)
    start.show()
    _grab(app, out, f"damaged_{name}", start, start.restore.isEnabled)
    start.reject()


def _grab(app: QApplication, out: Path, face: str, dialog: Any, until: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not until():
        app.processEvents()
        if time.monotonic() > end:
            raise TimeoutError
    for _time in range(8):
        app.processEvents()
        time.sleep(0.01)
    dialog.grab().save(str(out / f"{face}.png"))


if __name__ == "__main__":
    series.run("tests.shots.mending", make, shoot)
