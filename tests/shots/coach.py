"""Pictures of the coach on the demo desk, in the rail and on Today.

Run as `python -m tests.shots.coach FOLDER`.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from tests.shots import deal
from tests.shots.lists import wait

DEALS = ("ERP connector", "Store analytics", "Starter bundle")


def shoot(out: Path, folder: Path, scheme: str, size: tuple[int, int]) -> None:
    """Today, Today with a group unfolded, and some deals."""
    from salesdesk import app as program_module
    from salesdesk.ui import theme

    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    desk = deal.make(folder)
    program = program_module.compose(app, desk)
    theme.current().set_look(scheme)  # type: ignore[arg-type]
    window = program.window
    window.resize(*size)
    window.show()
    desk.warm().result()
    name = f"coach_{scheme}_{size[0]}"
    window.go("today")
    today: Any = window.page("today")
    wait(app, lambda: today.coach.isVisible() and bool(today.model.lines))
    window.grab().save(str(out / f"{name}_today.png"))
    for number, wanted in enumerate(DEALS):
        row = desk.raw.execute("SELECT id FROM deal WHERE name = ?", (wanted,)).fetchone()
        window.go("deal", row[0])
        page: Any = window.page("deal")
        wait(app, page.rail.coach.isVisible)
        window.grab().save(str(out / f"{name}_deal_{number}.png"))
    program.close()


def main(out: Path) -> None:
    """Light and dark, a small and a narrow window."""
    out.mkdir(parents=True, exist_ok=True)
    for scheme, size in (("light", (1366, 768)), ("dark", (1366, 768)), ("light", (1024, 700))):
        with tempfile.TemporaryDirectory() as folder:
            os.environ["SALESDESK_HOME"] = str(Path(folder) / "home")
            shoot(out, Path(folder), scheme, size)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
