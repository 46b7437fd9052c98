"""The dialog every other dialog is made of: title, body that scrolls, footer with the verbs.

Called by the screens and by ui.widgets.ask. Escape cancels, Ctrl+Enter is the primary button,
the size is remembered, and the whole stays within the screen: at 1366×768 and 150 % only 911×512
logical pixels are left.
"""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QEvent, QSize, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QKeySequence, QPalette, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from salesdesk.support.i18n import _
from salesdesk.ui import theme
from salesdesk.ui.guard import guarded
from salesdesk.ui.reading_order import focus_first, has_lost_focus, walk
from salesdesk.ui.stylesheet import SCROLL_BAR
from salesdesk.ui.widgets.buttons import Button, Kind
from salesdesk.ui.widgets.cards import Panel
from salesdesk.ui.widgets.labels import ElidedLabel, PlainLabel


class SizeMemory(Protocol):
    """Where dialogs keep their sizes; ui.preferences gives one that writes settings."""

    def dialog_size(self, name: str) -> tuple[int, int] | None:
        """Width and height kept for a dialog, in logical pixels."""

    def keep_dialog_size(self, name: str, width: int, height: int) -> None:
        """Keep a size."""


_MEMORY = "salesdesk_sizes"
_WIDEST_TITLE = 740
"""Logical pixels that a dialog grows to for its title and the remark beside it."""


def remember_sizes(app: QApplication, memory: SizeMemory) -> None:
    """Let every dialog of `app` keep its size in `memory`."""
    app.setProperty(_MEMORY, memory)


class Dialog(QDialog):
    """Put widgets into `body`; give it a primary button with `set_primary`.

    `accept` closes with success; override `may_accept` to check first.
    """

    def __init__(
        self,
        title: str,
        name: str,
        *,
        remark: str = "",
        size: tuple[int, int] = (520, 0),
        scrolls: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setWindowTitle(title[:120])
        self.setModal(True)
        self.setWindowFlag(Qt.WindowType.WindowContextHelpButtonHint, False)
        self._wanted = size
        self._was_sized = False
        self._content_height = self._grown = 0
        """What the content needed when last looked, and what was added to the height for it."""
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self.header = self._make_header(title, remark)
        outer.addWidget(self.header)
        self.body = QVBoxLayout()
        outer.addWidget(self._make_middle(scrolls), 1)
        self.footer = self._make_footer()
        outer.addWidget(self.footer)
        self.primary: Button | None = None
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self._on_primary_key)

    def set_primary(self, words: str, name: str = "", *, kind: Kind = "primary") -> Button:
        """Add the button that does it, at the right; it calls `accept`."""
        self.primary = self.add_button(words, name or f"{self.objectName()}_accept", kind=kind)
        self.primary.clicked.connect(self.accept)
        self.primary.setDefault(True)
        return self.primary

    def set_cancel(self, words: str = "") -> Button:
        """Add the button that leaves everything as it was."""
        button = self.add_button(words or _("Cancel"), f"{self.objectName()}_cancel")
        button.clicked.connect(self.reject)
        return button

    def add_button(self, words: str, name: str, *, kind: Kind = "secondary") -> Button:
        """Add a button to the right side of the footer."""
        button = Button(words, name, kind=kind)
        self._buttons.addWidget(button)
        return button

    def set_footnote(self, words: str) -> None:
        """Say something at the left of the footer."""
        self._footnote.setText(words)

    def may_accept(self) -> bool:
        """Whether what was entered can be taken; override to check and show faults."""
        return True

    def accept(self) -> None:
        """Close with success, if `may_accept`."""
        if self.may_accept():
            self._keep_size()
            super().accept()

    def reject(self) -> None:
        """Close and leave everything as it was."""
        self._keep_size()
        super().reject()

    def exec(self) -> int:
        """Ask and wait. What was answered can be read until the next event; then it is let go.

        Its parent, the window, would otherwise keep each dialog that was ever asked.
        """
        try:
            return super().exec()
        finally:
            self.deleteLater()

    def changeEvent(self, event: QEvent) -> None:
        """Back from a dialog above, with what had the keyboard gone meanwhile: begin at the top."""
        super().changeEvent(event)
        is_back = event.type() is QEvent.Type.ActivationChange and self.isActiveWindow()
        if is_back and self.isVisible() and has_lost_focus(self):
            focus_first(self)

    @guarded(False)
    def focusNextPrevChild(self, is_forward: bool) -> bool:
        """Tab walks in reading order, from the last button back to the first field."""
        return walk(self, is_forward) or super().focusNextPrevChild(is_forward)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep the size."""
        self._keep_size()
        super().closeEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Take the size kept or wanted, cut to the screen; the keyboard begins at the top."""
        if not self._was_sized:
            self._was_sized = True
            self.resize(self._first_size())
            if not self._wanted[1]:
                # Now fields know how wide they are, and so how high: those of many words were
                # thought higher.
                for part in reversed(self._content.findChildren(QWidget)):
                    QApplication.sendPostedEvents(part, QEvent.Type.LayoutRequest)
                self.resize(self._first_size())
                self._content_height = self._natural_height(self.width())
            if self.focusWidget() is None:  # else Qt takes what was made first, often Cancel
                focus_first(self)
        super().showEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The remark goes before the title is cut; the title's tooltip has it then."""
        super().resizeEvent(event)
        self._fit_remark()

    def _fit_remark(self) -> None:
        look = theme.tokens()
        own = {self._title, self._remark}
        items = (self.header_row.itemAt(at) for at in range(self.header_row.count()))
        widgets = [item.widget() for item in items if item is not None]
        beside = sum(w.sizeHint().width() + look.px(10) for w in widgets if w and w not in own)
        room = self.width() - 2 * look.px(20) - beside - look.px(10)
        short = min(self._remark.sizeHint().width(), look.px(90))
        fits = self._title.sizeHint().width() + short <= room
        self._remark.setVisible(bool(self._remark.text()) and fits)

    def sizeHint(self) -> QSize:
        """The content's size within the screen."""
        return super().sizeHint().boundedTo(self._room())

    def fit(self) -> None:
        """Take the height that the content needs now, for a dialog that changes its face."""
        self.body.invalidate()
        self.body.activate()
        size = QSize(self.width(), self._natural_height(self.width()))
        self.resize(size.boundedTo(self._room()))

    def _room(self) -> QSize:
        area = self.screen().availableGeometry().size()
        return QSize(area.width() - 32, area.height() - 56)

    def _first_size(self) -> QSize:
        look = theme.tokens()
        width, height = self._wanted
        memory = QApplication.instance().property(_MEMORY)  # type: ignore[union-attr]
        kept = memory.dialog_size(self.objectName()) if memory is not None else None
        wide, high = kept or (look.px(width), look.px(height))
        # What it is about is read before all else; a very long name is cut all the same.
        title = self._title.sizeHint().width() + 2 * look.px(20)
        if self._remark.text():
            title += self._remark.sizeHint().width() + look.px(10)
        wide = max(wide, min(title, look.px(_WIDEST_TITLE)))
        if not height:
            # As high as what is asked this time: it may be more than the last time.
            high = max(high if kept else 0, self._natural_height(wide))
        return QSize(wide, high).boundedTo(self._room())

    def _natural_height(self, width: int) -> int:
        content, inner = self.body, self.body.sizeHint().height()
        if content.hasHeightForWidth():
            inner = content.heightForWidth(width)  # a scroll bar takes nothing: see _make_middle
        return inner + self.header.sizeHint().height() + self.footer.sizeHint().height() + 2

    def _keep_size(self) -> None:
        memory = QApplication.instance().property(_MEMORY)  # type: ignore[union-attr]
        if memory is not None and self.isVisible():
            # What grew for a fault is not wanted the next time.
            high = self.height() - self._grown
            memory.keep_dialog_size(self.objectName(), self.width(), high)

    def _make_header(self, title: str, remark: str) -> Panel:
        look = theme.tokens()
        panel = Panel("bottom")
        row = QHBoxLayout(panel)
        row.setContentsMargins(look.px(20), look.px(13), look.px(20), look.px(13))
        row.setSpacing(look.px(10))
        self._title = ElidedLabel(title, "title", name=f"{self.objectName()}_title")
        self._remark = ElidedLabel(remark, "body", "muted")
        self._remark.setVisible(bool(remark))
        row.addWidget(self._title)
        row.addWidget(self._remark, 1)
        row.addStretch(0)
        self.header_row = row
        return panel

    @property
    def title_remark(self) -> str:
        """What stands beside the title."""
        return self._remark.text()

    def set_title(self, title: str, remark: str = "") -> None:
        """Change title and the remark beside it."""
        self.setWindowTitle(title[:120])
        self.setAccessibleName(title)
        self._title.setText(title)
        self._remark.setText(remark)
        self._fit_remark()

    def _make_middle(self, scrolls: bool) -> QWidget:
        look = theme.tokens()
        self._content = Panel(name=f"{self.objectName()}_body")
        if not scrolls:
            self._content.setLayout(self.body)
            self.body.setContentsMargins(0, 0, 0, 0)
            return self._content
        # A layout aligned to the top is given its size hint and not the height of wrapped text.
        outer = QVBoxLayout(self._content)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addLayout(self.body)
        outer.addStretch(1)
        self.body.setContentsMargins(look.px(20), look.px(16), look.px(20), look.px(18))
        self.body.setSpacing(look.px(12))
        area = QScrollArea()
        area.setObjectName(f"{self.objectName()}_scroll")
        area.setAccessibleName(self.windowTitle())
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setWidget(self._content)
        area.setAutoFillBackground(True)
        area.setBackgroundRole(QPalette.ColorRole.Base)  # shows behind the scroll bar
        # The bar stands in the margin: what is read keeps its width, and its edge over the footer.
        self._bar_takes = 0
        area.verticalScrollBar().rangeChanged.connect(self._on_bar_range_changed)
        return area

    def _make_footer(self) -> Panel:
        look = theme.tokens()
        panel = Panel("top")
        self._footnote = PlainLabel("", "small", "muted", wrap=True)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(look.px(8))
        row = QHBoxLayout(panel)
        row.setContentsMargins(look.px(20), look.px(11), look.px(20), look.px(11))
        row.addWidget(self._footnote, 1)
        row.addLayout(self._buttons)
        return panel

    def _on_bar_range_changed(self, least: int, most: int) -> None:
        margins = self.body.contentsMargins()
        takes = min(SCROLL_BAR, margins.right() + self._bar_takes) if most > least else 0
        margins.setRight(margins.right() + self._bar_takes - takes)
        self._bar_takes = takes
        if margins != self.body.contentsMargins():
            self.body.setContentsMargins(margins)
        if most > least and self._content_height and self.isVisible():
            QTimer.singleShot(0, self, self._grow)  # not while it is being laid out

    def _grow(self) -> None:
        """Make room for what was added, such as a fault below a field, as far as the screen has.

        A dialog that somebody made smaller than its content stays as small.
        """
        needed = self._natural_height(self.width())
        more, self._content_height = needed - self._content_height, needed
        high = min(self.height() + more, needed, self._room().height())
        if more <= 0 or high <= self.height():
            return
        self._grown += high - self.height()
        self.resize(self.width(), high)
        below = self.frameGeometry().bottom() - self.screen().availableGeometry().bottom()
        if below > 0:
            self.move(self.x(), self.y() - below)

    def _on_primary_key(self) -> None:
        if self.primary is not None and self.primary.isEnabled():
            self.primary.click()
