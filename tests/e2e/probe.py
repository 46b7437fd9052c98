"""The real program with an ear on its standard input, so that a test knows where things are.

``python -m tests.e2e.probe DESK``. It answers one JSON line for each JSON line: where a widget or a
card is on the screen, and what a widget says. It never changes anything: that is the mouse's and
the keyboard's part.
"""

from __future__ import annotations

import json
import sys
import threading
from pathlib import Path
from typing import Any

import shiboken6
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QMenu, QWidget

from salesdesk import app as composition

_MODIFIERS = (
    Qt.Key.Key_Control,
    Qt.Key.Key_Shift,
    Qt.Key.Key_Alt,
    Qt.Key.Key_AltGr,
    Qt.Key.Key_Meta,
)


class Ear(QObject):
    """Hands lines read on a thread to the window's thread, and writes the answers."""

    heard = Signal(str)

    def __init__(self, program: composition.Program) -> None:
        super().__init__()
        self._program = program
        self._pressed_keys: set[tuple[int, int]] = set()
        self._watched: QWidget | None = None
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._on_app_focus_changed)
        self.heard.connect(self._on_heard)
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        for line in sys.stdin:
            self.heard.emit(line)

    def _on_heard(self, line: str) -> None:
        asked = json.loads(line)
        try:
            answer = getattr(self, f"_{asked['ask']}")(*asked.get("of", ()))
        except Exception as error:  # (told to the test, which fails with it)
            answer = {"fault": repr(error)}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()

    def _on_app_focus_changed(self, _old: QWidget | None, new: QWidget | None) -> None:
        """Listens at what has the keyboard.

        A filter of all events of the program would make Python objects of half-made widgets.
        """
        if self._watched is not None and shiboken6.isValid(self._watched):
            self._watched.removeEventFilter(self)
        self._watched = new or QApplication.activeWindow()
        if self._watched is not None:
            self._watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Counts the keys that came; each is first offered as a shortcut."""
        is_offered = event.type() is QEvent.Type.ShortcutOverride
        if is_offered and isinstance(event, QKeyEvent) and event.key() not in _MODIFIERS:
            self._pressed_keys.add((event.timestamp(), event.key()))
        return super().eventFilter(watched, event)

    def _pressed(self) -> int:
        """How many keys have been pressed since the start, modifiers aside."""
        return len(self._pressed_keys)

    def _popup(self) -> bool:
        """Whether a menu or a list has the keyboard for itself."""
        return QApplication.activePopupWidget() is not None

    def _where(self, name: str) -> list[int] | None:
        """[x, y, width, height] on the screen of the visible widget of that name, or null."""
        widget = _find(name)
        return _rect(widget, widget.rect()) if widget else None

    def _card(self, deal: str) -> list[int] | None:
        """Where the card of that deal is, scrolled into view, or null."""
        for view in _all(QAbstractItemView):
            model = view.model()
            for row in range(model.rowCount() if model else 0):
                index = model.index(row, 0)
                if str(index.data() or "").startswith(deal):
                    rect = view.visualRect(index)
                    if rect.isValid() and view.viewport().rect().intersects(rect):
                        return _rect(view.viewport(), rect)
        return None

    def _text(self, name: str) -> str | None:
        """What the visible widget of that name says."""
        widget: Any = _find(name)
        for read in ("words", "text", "toPlainText", "accessibleName"):
            said = getattr(widget, read, None)
            if said is not None:
                return str(said() if callable(said) else said)
        return None

    def _names(self, part: str) -> list[str]:
        """Names of visible widgets that contain `part`; for writing tests."""
        return sorted({w.objectName() for w in _all(QWidget) if part in w.objectName()})

    def _focus(self) -> str:
        """The name of what has the keyboard."""
        widget = QApplication.focusWidget()
        return widget.objectName() if widget else ""

    def _listens(self) -> bool:
        """Whether the window in front has the keyboard, which a new dialog gets a moment later."""
        active, modal = QApplication.activeWindow(), QApplication.activeModalWidget()
        return active is not None and modal in {None, active}

    def _label(self) -> str:
        """What a screen reader is told of what has the keyboard."""
        widget = QApplication.focusWidget()
        return widget.accessibleName() if widget else ""

    def _front(self) -> str:
        """The name of the window in front: the program's, or a dialog's."""
        window = QApplication.activePopupWidget() or QApplication.activeWindow()
        return window.objectName() if window else ""

    def _chosen(self) -> str:
        """What the open menu would do on Enter."""
        menu: Any = QApplication.activePopupWidget()
        action = menu.activeAction() if isinstance(menu, QMenu) else None
        return str(action.text()) if action is not None else ""

    def _says(self, words: str) -> bool:
        """Whether a visible widget says these words."""
        return any(words in text for widget in _all(QWidget) for text in _texts(widget))

    def _undo(self) -> str:
        """What Undo in the menu names now."""
        entry = self._program.bridge.undo_entry
        return entry.label if entry is not None else ""

    def _page(self) -> str:
        """The page in front."""
        return self._program.window.current_page

    def _picture(self, file: str) -> bool:
        """Saves what the screen shows."""
        screen = QApplication.primaryScreen()
        return bool(screen.grabWindow(0).save(file))


def _all(kind: type[Any]) -> list[Any]:
    """All visible widgets of a kind; those of the active window first."""
    tops = [w for w in QApplication.topLevelWidgets() if w.isVisible()]
    active = QApplication.activeModalWidget() or QApplication.activeWindow()
    tops.sort(key=lambda w: w is not active)
    found: list[Any] = []
    for top in tops:
        if isinstance(top, kind):
            found.append(top)
        found += [w for w in top.findChildren(kind) if w.isVisible()]
    return found


def _texts(widget: Any) -> list[str]:
    """What a widget shows or is called, markup and line breaks of its layout aside."""
    found = [widget.accessibleName()]
    for read in ("words", "text", "toPlainText"):
        said = getattr(widget, read, "")
        found.append(str(said() if callable(said) else said))
    return found


def _find(name: str) -> QWidget | None:
    return next((w for w in _all(QWidget) if w.objectName() == name), None)


def _rect(widget: QWidget, rect: QRect) -> list[int]:
    corner = widget.mapToGlobal(QPoint(rect.x(), rect.y()))
    return [corner.x(), corner.y(), rect.width(), rect.height()]


def main() -> None:
    """Opens the desk in the real window."""
    app = QApplication([])
    program = composition.compose(app, composition.open_desk(Path(sys.argv[1])))
    program.window.resize(1366, 740)
    program.window.move(0, 0)
    ear = Ear(program)
    program.window.show()
    program.window.finished.connect(lambda: sys.stdout.write('"ready"\n') and sys.stdout.flush())
    app.exec()
    program.close()
    del ear


if __name__ == "__main__":
    main()
