"""Files dropped anywhere on the window: finds the deal under them and hands them on.

Made by app for the main window. What is dropped on a card, or on a deal's page, is for that deal;
elsewhere the deal is asked for. Pages say so with `deal_at(global position) -> deal id or ""`.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QDropEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from salesdesk.support.i18n import _
from salesdesk.ui import painting, theme
from salesdesk.ui.guard import guarded

if TYPE_CHECKING:
    from PySide6.QtCore import QMimeData


class Window(Protocol):
    """What is asked of the main window, which is a QWidget too."""

    @property
    def current_page(self) -> str:
        """The key of the page in front."""

    def page(self, key: str) -> QWidget:
        """A page."""

    def open(self, dialog: str, item: str = "") -> None:
        """Open a dialog of the register."""


class DropHint(QWidget):
    """Says at the foot of the window what letting go would do; takes no mouse events."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._window = parent
        self._words = ""
        self.setObjectName("drop_hint")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def say(self, words: str) -> None:
        """Show these words."""
        if words == self._words and self.isVisible():
            return
        self._words = words
        self.setAccessibleName(words)
        look = theme.tokens()
        width = self.fontMetrics().horizontalAdvance(words) + look.px(56)
        height = look.px(40)
        room = self._window.rect()
        self.setGeometry((room.width() - width) // 2, room.height() - height - look.px(26),
                         width, height)  # fmt: skip
        self.show()
        self.raise_()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A slip in the accent's colour."""
        look = theme.tokens()
        painter = QPainter(self)
        rect = QRect(0, 0, self.width(), self.height())
        painting.rounded(painter, rect, look.px(9), look.raised, look.accent, 1.6)
        painter.setFont(theme.font("strong"))
        painter.setPen(look.accent_text)
        painter.drawText(rect, int(Qt.AlignmentFlag.AlignCenter), self._words)


class FileDrops(QObject):
    """Takes drops on the window that no widget in it has taken."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("file_drops")
        self._widget = window
        self._window: Window = window  # type: ignore[assignment]
        self._hint: DropHint | None = None
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    @guarded(False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Drag and drop of files on the window itself."""
        kind = event.type()
        if kind is QEvent.Type.DragLeave:
            self._end()
        elif kind in (QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.Drop):
            assert isinstance(event, QDropEvent)
            return self._on_drag(event, is_drop=kind is QEvent.Type.Drop)
        return False

    def _on_drag(self, event: QDropEvent, *, is_drop: bool) -> bool:
        paths = local_files(event.mimeData())
        if not paths:
            return False
        deal_id = self.deal_at(self._widget.mapToGlobal(event.position().toPoint()))
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        if not is_drop:
            self._hint = self._hint or DropHint(self._widget)
            words = _("Let go to add to this deal") if deal_id else _("Let go to choose a deal")
            self._hint.say(words)
            return True
        self._end()
        item = json.dumps([deal_id, *paths])
        # Not in the drop itself: the other program waits until it is over.
        QTimer.singleShot(0, self, lambda: self._window.open("add_files", item))
        return True

    def deal_at(self, where: QPoint) -> str:
        """The deal at a global position, "" where there is none."""
        if not self._window.current_page:
            return ""
        page = self._window.page(self._window.current_page)
        find = getattr(page, "deal_at", None)
        return str(find(where)) if find is not None else ""

    def _end(self) -> None:
        if self._hint is not None:
            self._hint.hide()


def local_files(data: QMimeData) -> list[str]:
    """The files of this computer in what is dragged; links to elsewhere are none."""
    return [url.toLocalFile() for url in data.urls() if url.isLocalFile() and url.toLocalFile()]
