"""Pictures for the README over the demo desk: `python -m tests.shots.readme [FOLDER]`.

Writes board, deal, handoff and import, light, 1366×768, into resources/manual/pictures. The day is
fixed, so that the same program gives the same picture but for the time of the last backup.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from tests.shots.rooms.importing import files

TODAY = "2026-11-22"
SIZE = (1366, 768)
FOLDER = Path(__file__).resolve().parents[2] / "resources" / "manual" / "pictures"
TALKING, WON = "Fleet telematics", "Starter bundle"


def settle(until: Callable[[], bool] = lambda: True, seconds: float = 20) -> None:
    """Let the window live until something is so, and a little longer."""
    end = time.monotonic() + seconds
    calm = 0
    while calm < 30:
        QApplication.processEvents()
        calm = calm + 1 if until() else 0
        if time.monotonic() > end:
            raise TimeoutError
        time.sleep(0.01)


def together(window: QWidget, dialog: QWidget | None = None) -> QImage:
    """The window, with a dialog over its middle as a desktop would show it."""
    picture = window.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    if dialog is not None:
        painter = QPainter(picture)
        painter.fillRect(picture.rect(), Qt.GlobalColor.black)
        painter.setOpacity(0.72)
        painter.drawImage(QPoint(0, 0), window.grab().toImage())
        painter.setOpacity(1)
        shown = dialog.grab().toImage()
        left = (picture.width() - shown.width()) // 2
        painter.drawImage(QPoint(left, (picture.height() - shown.height()) // 2), shown)
        painter.end()
    return picture


def save(picture: QImage, target: Path) -> None:
    """As a PNG in 256 colours of its own: a third of the size, and nobody sees the difference."""
    pixels = memoryview(picture.constBits()).cast("B").cast("I")
    packed = picture.convertToFormat(
        QImage.Format.Format_Indexed8,
        colours(Counter(pixels)),
        Qt.ImageConversionFlag.ThresholdDither,
    )
    packed.save(str(target), "PNG", 0)
    print(f"{target.name}: {target.stat().st_size // 1000} kB")


def colours(counted: Counter[int], most: int = 256) -> list[int]:
    """The commonest colours, leaving out those that are next to one taken already."""
    taken: list[tuple[int, int, int]] = []
    for colour, _count in counted.most_common():
        parts = colour >> 16 & 255, colour >> 8 & 255, colour & 255
        if all(max(abs(a - b) for a, b in zip(parts, other, strict=True)) > 5 for other in taken):
            taken.append(parts)
        if len(taken) == most:
            break
    return [255 << 24 | red << 16 | green << 8 | blue for red, green, blue in taken]


def deal_id(desk: Any, name: str) -> str:
    """The id of the demo's deal of that name."""
    row = desk.raw.execute("SELECT id FROM deal WHERE name = ?", (name,)).fetchone()
    return str(row[0])


def dialog_of(window: QWidget) -> QDialog | None:
    """The dialog that is open over the window."""
    shown = (each for each in window.findChildren(QDialog) if each.isVisible())
    return next(shown, None)


def shoot(out: Path, folder: Path) -> None:
    """All pictures, one after the other, in one window."""
    from salesdesk import app as composition
    from salesdesk.domain.clock import Clock
    from salesdesk.ui import theme
    from salesdesk.ui.importing.controller import ImportController
    from salesdesk.usecases.demo import demo_desk
    from salesdesk.usecases.desk import Desk

    clock = Clock.from_environment()
    demo_desk(folder / "Demo.desk", clock)
    app = QApplication([])
    desk = Desk(folder / "Demo.desk", clock)
    program = composition.compose(app, desk)
    theme.current().set_look("light")
    window = program.window
    window.resize(*SIZE)
    window.show()
    desk.warm().result()
    settle()
    save(together(window), out / "board.png")
    window.go("deal", deal_id(desk, TALKING))
    settle()
    _discover(window)
    save(together(window), out / "deal.png")
    window.go("deal", deal_id(desk, WON))
    window.open("handoff", deal_id(desk, WON))
    settle(lambda: dialog_of(window) is not None)
    dialog = dialog_of(window)
    assert dialog is not None
    save(together(window, dialog), out / "handoff.png")
    dialog.close()
    window.go("board")
    wizard = ImportController(window.context).open_with(())
    wizard.add_files(files(folder))
    settle(lambda: not wizard.session.is_busy)
    save(together(window, wizard), out / "import.png")
    wizard.close()
    program.close()


def _discover(window: Any) -> None:
    """An answered question, open, in the middle of its layer."""
    page = window.page("deal")
    page.tabs.set_key("discover")
    settle()
    answered = [
        question.key
        for layer in page.panel("discover").view.layers
        if layer.key == "pain"
        for question in layer.questions
        if question.is_answered
    ]
    page.room.jump("discover", answered[0])
    settle()


def main(out: Path) -> None:
    """Every picture into a folder."""
    out.mkdir(parents=True, exist_ok=True)
    os.environ["SALESDESK_TODAY"] = TODAY
    os.environ["LC_ALL"] = "en_GB.UTF-8"
    os.environ.pop("SALESDESK_DATA", None)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["SALESDESK_HOME"] = str(Path(folder) / "home")
        screen = Path(folder) / "screen.json"
        place = {"name": "1", "x": 0, "y": 0, "width": SIZE[0], "height": SIZE[1]}
        screen.write_text(json.dumps({"screens": [place]}), encoding="utf-8")
        os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={screen}"
        shoot(out, Path(folder))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
