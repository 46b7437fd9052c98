"""Where the pictures are taken: a program over a desk, its window shown, and a camera before it.

Nothing waits for an answer here: dialogs and menus that would are shown and left open, and file
dialogs answer that nothing was chosen.
"""

from __future__ import annotations

import datetime as dt
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFileDialog,
    QMenu,
    QScrollArea,
    QWidget,
)
from shiboken6 import isValid

from salesdesk.domain.clock import Clock
from salesdesk.ui.deal.later import Later
from salesdesk.ui.widgets.labels import PlainLabel
from salesdesk.usecases.desk import Desk
from tests.shots.camera import Camera
from tests.shots.faults import faults_in
from tests.shots.series import Look

TODAY = dt.date(2026, 11, 22)
CALM_SECONDS = 4.0
"""So long a picture waits at most for what is still being read, made or laid out."""
STILL_SECONDS = 0.12
"""So long nothing may move before a picture is taken."""
Make = Callable[[Path], Path]
"""A desk file in a folder."""


def patch() -> None:
    """Let nothing wait."""

    def shown(dialog: QDialog) -> int:
        dialog.show()
        return 0

    QDialog.exec = shown  # type: ignore[assignment,method-assign]
    for name in ("getOpenFileName", "getSaveFileName"):
        setattr(QFileDialog, name, staticmethod(lambda *_a, **_k: ("", "")))
    QFileDialog.getOpenFileNames = staticmethod(lambda *_a, **_k: ([], ""))  # type: ignore[assignment]


class Stage:
    """One program, in one look."""

    def __init__(self, camera: Camera, look: Look, path: Path, room: str, *, may_write: bool = True,
                 font_px: int = 13) -> None:  # fmt: skip
        from salesdesk import app as composition
        from salesdesk.ui import theme

        app = QApplication.instance() or QApplication([])
        assert isinstance(app, QApplication)
        app.setCursorFlashTime(0)
        self.app, self.camera, self.look, self.room = app, camera, look, room
        self.desk = Desk(path, Clock(TODAY), threaded=False, may_write=may_write)
        self.program = composition.compose(app, self.desk)
        theme.current().set_look(look.scheme, font_px)  # type: ignore[arg-type]
        self.window = self.program.window
        self.window.resize(*look.size)
        self.window.show()
        self.window.finish()
        self.desk.warm().result()
        self.settle(0.4)

    def settle(self, seconds: float = 0.06) -> None:
        """Lets queued signals, timers and answers arrive."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.app.processEvents()

    def until(self, holds: Callable[[], object], seconds: float = 30) -> None:
        """Lets the window live until something is so."""
        end = time.monotonic() + seconds
        while not holds():
            self.app.processEvents()
            if time.monotonic() > end:
                raise TimeoutError
        self.settle()

    def deal(self, name: str) -> str:
        """The id of a deal."""
        row = self.desk.raw.execute("SELECT id FROM deal WHERE name = ?", (name,)).fetchone()
        return str(row[0])

    def take(self, name: str, widget: QWidget | None = None) -> None:
        """A picture of the window, or of a widget, once all of it is laid out."""
        shown = widget or self.window
        self.settle()
        end, before = time.monotonic() + CALM_SECONDS, shown.grab().toImage()
        while time.monotonic() < end:
            self.settle(STILL_SECONDS)
            now = shown.grab().toImage()
            if now == before and not self._is_at_work(shown):
                break
            before = now
        while any(faults_in(shown)) and time.monotonic() < end:
            self.settle()
        self.camera.take(f"{self.room}_{name}", shown)

    def _is_at_work(self, shown: QWidget) -> bool:
        """Whether parts of a deal are to come, or a line says that something is being done."""
        pieces = self.window.findChildren(Later, "deal_later")
        labels = (each for each in shown.findChildren(PlainLabel) if each.isVisible())
        return any(each._waiting for each in pieces) or any(
            type(label) is PlainLabel and label.text().endswith("…") for label in labels
        )

    def take_down(self, name: str, area: QScrollArea | None) -> None:
        """The window, and again for each further screenful of what scrolls in it."""
        self.take(name)
        if area is None:
            return
        bar = area.verticalScrollBar()
        for number in range(1, 7):
            if bar.value() >= bar.maximum():
                break
            bar.setValue(bar.value() + area.viewport().height() - 40)
            self.take(f"{name}_{number}")
        bar.setValue(0)

    def take_dialog(self, name: str, dialog: QWidget) -> None:
        """A picture of a dialog, and again for each further screenful of its body."""
        self.take(name, dialog)
        area = dialog.findChild(QScrollArea, f"{dialog.objectName()}_scroll")
        if area is None:
            return
        bar, focus = area.verticalScrollBar(), self.app.focusWidget()
        for number in range(1, 5):
            if bar.value() >= bar.maximum() or not bar.isVisible():
                break
            bar.setValue(bar.value() + area.viewport().height() - 40)
            self.take(f"{name}_down{number}", dialog)
        bar.setValue(0)
        if focus is not None and isValid(focus):
            focus.setFocus()

    def over(self, name: str, act: Callable[[], object]) -> None:
        """A picture of each window, dialog and menu that comes up when something is done."""
        before = {w for w in self.app.topLevelWidgets() if w.isVisible()}
        act()
        self.settle(0.2)
        came = [w for w in self.app.topLevelWidgets() if w.isVisible() and w not in before]
        for number, widget in enumerate(w for w in came if w.objectName() or isinstance(w, QMenu)):
            if isValid(widget):  # one that asks lives no longer than its question
                self.take_dialog(name if not number else f"{name}_{number}", widget)
        for widget in filter(isValid, came):
            widget.close()
            if isinstance(widget, QDialog) and widget.isVisible():
                widget.hide()
        self.settle()

    def dialog(self, key: str, item: str = "", name: str = "") -> None:
        """A dialog of the register."""
        self.over(f"dialog_{name or key}", lambda: self.window.open(key, item))
        self.window.dialogs.shown.clear()

    def close(self) -> None:
        """Takes the program down."""
        self.program.close()
        self.window.deleteLater()
        self.settle()


@contextmanager
def staged(camera: Camera, look: Look, make: Make, room: str, **words: Any) -> Iterator[Stage]:
    """A stage over a desk made for it, with a home of its own."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["SALESDESK_HOME"] = str(Path(folder) / "home")
        stage = Stage(camera, look, make(Path(folder)), room, **words)
        try:
            yield stage
        finally:
            stage.close()
