"""Pictures of Today, triage, Deals and Accounts: `python -m tests.shots.lists FOLDER [WANTED]`.

On the forty deals of the board's pictures.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from salesdesk.domain.clock import Clock
from salesdesk.usecases.desk import Desk
from tests.shots import board


def wait(app: QApplication, until: Callable[[], bool], seconds: float = 20) -> None:
    """Let the window live until something is so."""
    end = time.monotonic() + seconds
    while not until():
        app.processEvents()
        if time.monotonic() > end:
            raise TimeoutError
    for _ in range(5):
        app.processEvents()


def shoot(out: Path, folder: Path, scheme: str, size: tuple[int, int], name: str) -> None:
    """One picture of each page."""
    from salesdesk import app as program_module
    from salesdesk.ui import theme
    from salesdesk.ui.today.dialogs import DoneDialog

    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    board.make(folder).close()
    desk = Desk(folder / "shots.desk", Clock(board.TODAY))
    program = program_module.compose(app, desk)
    theme.current().set_look(scheme)  # type: ignore[arg-type]
    window = program.window
    window.resize(*size)
    window.show()
    desk.warm().result()

    def grab(face: str, what: Any = window) -> None:
        what.grab().save(str(out / f"{face}_{name}.png"))

    window.go("today")
    today: Any = window.page("today")
    wait(app, lambda: bool(today.model.lines))
    grab("today")
    line = next(line for line in today.model.lines if line.item)
    dialog = DoneDialog(line.item, board.TODAY, window)
    dialog.open()
    wait(app, dialog.isVisible)
    grab("today_done", dialog)
    dialog.reject()
    window.go("triage")
    triage: Any = window.page("triage")
    wait(app, lambda: triage.run.current is not None)
    grab("triage")
    triage.date()
    wait(app, lambda: triage.form is not None)
    grab("triage_date")
    triage.lose()
    wait(app, lambda: triage.form is not None)
    grab("triage_lose")
    for page in ("deals", "accounts"):
        window.go(page)
        shown: Any = window.page(page)
        wait(app, lambda shown=shown: bool(shown.model.rows))
        if page == "accounts":
            wait(app, lambda shown=shown: shown.panel.page is not None)
        grab(page)
    program.close()


def _one(out: Path, scheme: str, width: str, height: str, name: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["SALESDESK_HOME"] = str(Path(folder) / "home")
        shoot(out, Path(folder), scheme, (int(width), int(height)), name)


def main(out: Path, wanted: str = "") -> None:
    """Every picture, each look in a process of its own, for Qt reads the scale once."""
    out.mkdir(parents=True, exist_ok=True)
    for scheme, size, scale in (
        ("light", (1366, 768), 1.0),
        ("dark", (1366, 768), 1.5),
        ("light", (1920, 1080), 1.5),
        ("dark", (1920, 1080), 1.0),
    ):
        name = f"{scheme}_{size[0]}_{scale:g}x"
        if wanted and wanted not in name:
            continue
        environ = {**os.environ, "QT_SCALE_FACTOR": str(scale), "LC_ALL": "C.UTF-8"}
        command = [sys.executable, "-m", "tests.shots.lists", "--one", str(out), scheme,
                   str(round(size[0] / scale)), str(round(size[1] / scale)), name]  # fmt: skip
        subprocess.run(command, env=environ, check=True)


if __name__ == "__main__":
    if sys.argv[1] == "--one":
        _one(Path(sys.argv[2]), *sys.argv[3:7])
    else:
        main(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "")
