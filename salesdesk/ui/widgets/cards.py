"""Boxes that hold other widgets: panels, cards, section headings, empty states, figures.

Called by every screen for its layout.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QApplication,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from salesdesk.ui import painting, theme
from salesdesk.ui.widgets.labels import ElidedLabel, PlainLabel
from salesdesk.ui.widgets.panel import Edge, Panel

if TYPE_CHECKING:
    from PySide6.QtCore import QObject, QSize
    from PySide6.QtGui import QPaintEvent, QShowEvent

    from salesdesk.ui.widgets.buttons import Button
    from salesdesk.ui.widgets.labels import Tone

__all__ = [
    "Card", "Divider", "Edge", "EmptyState", "Figure", "Panel", "Scroller", "SectionHeader",
]  # fmt: skip

CardTone = Literal["plain", "accent", "focus", "warn", "sunken"]


class Card(QFrame):
    """A rounded card; add widgets to `body`, a vertical layout."""

    def __init__(
        self,
        tone: CardTone = "plain",
        *,
        name: str = "",
        spacing: int = 6,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._tone: CardTone = tone
        if name:
            self.setObjectName(name)
        look = theme.tokens()
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(look.px(14), look.px(11), look.px(14), look.px(11))
        self.body.setSpacing(look.px(spacing))

    def set_tone(self, tone: CardTone) -> None:
        """plain, accent (tinted), focus (accent line), warn or sunken."""
        self._tone = tone
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Box and outline."""
        look = theme.tokens()
        fill, line = {
            "plain": (look.raised, look.card_line),
            "accent": (look.accent_soft if look.is_dark else look.hover, look.accent_line),
            "focus": (look.raised, look.accent),
            "warn": (look.warn_soft, look.warn_fill),
            "sunken": (look.sunken, look.sunken),
        }[self._tone]
        painting.rounded(QPainter(self), self.rect(), look.card_radius, fill, line)


class Divider(QWidget):
    """A hairline across."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(1)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The line."""
        QPainter(self).fillRect(self.rect(), theme.tokens().line)


class SectionHeader(QWidget):
    """A heading with a count or a remark at its right, and room for a button."""

    def __init__(
        self, words: str, remark: str | int = "", *, name: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        if name:
            self.setObjectName(name)
        look = theme.tokens()
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, look.px(4), 0, look.px(2))
        self.row.setSpacing(look.px(8))
        self._title = PlainLabel(words, "heading")
        self._remark = PlainLabel(str(remark), "body", "faint")
        self.row.addWidget(self._title)
        self.row.addStretch(1)
        self.row.addWidget(self._remark)

    def set_words(self, words: str, remark: str | int = "") -> None:
        """Change heading and remark."""
        self._title.setText(words)
        self._remark.setText(str(remark))

    def set_tone(self, tone: Tone) -> None:
        """Change what the remark means: late, ok, faint …"""
        self._remark.set_tone(tone)

    def add(self, widget: QWidget) -> None:
        """Put a button behind the remark."""
        self.row.addWidget(widget)


class EmptyState(QWidget):
    """What to do when there is nothing here: an icon, a sentence, and the action itself."""

    def __init__(
        self,
        icon: str,
        sentence: str,
        *,
        hint: str = "",
        action: Button | None = None,
        name: str = "empty_state",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        look = theme.tokens()
        column = QVBoxLayout(self)
        column.setContentsMargins(look.px(24), look.px(24), look.px(24), look.px(24))
        column.setSpacing(look.px(8))
        column.addStretch(2)
        if icon:
            column.addWidget(_IconDisc(icon), alignment=Qt.AlignmentFlag.AlignHCenter)
        self.sentence = PlainLabel(sentence, "heading", wrap=True, name=f"{name}_sentence")
        self.hint = PlainLabel(hint, "body", "muted", wrap=True, name=f"{name}_hint")
        for label in (self.sentence, self.hint):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            label.setMinimumWidth(0)
            column.addWidget(label)
        self.hint.setVisible(bool(hint))
        if action is not None:
            column.addSpacing(look.px(4))
            column.addWidget(action, alignment=Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)


class _IconDisc(QWidget):
    def __init__(self, icon: str) -> None:
        super().__init__()
        self._icon = icon
        side = theme.tokens().px(52)
        self.setFixedSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        from salesdesk.ui.icons import pixmap

        look = theme.tokens()
        painter = QPainter(self)
        painting.rounded(painter, self.rect(), self.width() / 2, look.accent_soft)
        size = look.px(24)
        picture = pixmap(self._icon, look.accent_text, size, self.devicePixelRatioF())
        painter.drawPixmap((self.width() - size) // 2, (self.height() - size) // 2, picture)


class Figure(QWidget):
    """A label over a figure, as in the strip above the board and the left rail of a deal."""

    def __init__(
        self,
        label: str,
        value: str,
        tone: Tone = "text",
        *,
        role: theme.Role = "strong",
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        if name:
            self.setObjectName(name)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(1)
        self.label = PlainLabel(label, "small", "muted")
        self.value = ElidedLabel(value, role, tone)
        column.addWidget(self.label)
        column.addWidget(self.value)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def set_value(self, value: str, tone: Tone = "text") -> None:
        """Show another figure."""
        self.value.setText(value)
        self.value.set_tone(tone)


class _Page(QWidget):
    """What scrolls, where the scroller fills its place."""

    def sizeHint(self) -> QSize:
        """A rough size: nobody goes by it, and Qt's own asks everything how high it would be in
        the width of the widest part, at each layout, and forgets how high it is in this one."""
        layout = self.layout()
        return super().sizeHint() if layout is None else layout.sizeHint()


class Scroller(QScrollArea):
    """A page that scrolls down; add widgets to `body`, a vertical layout.

    It scrolls sideways only where large letters meet a small screen: better than cut words.
    """

    def __init__(
        self, name: str, label: str, *, fills: bool = False, parent: QWidget | None = None
    ) -> None:
        """`fills`: it gets the room that is left, however much is in it, as on a page."""
        super().__init__(parent)
        self._is_behind = False
        """Whether something in it changed its size out of sight."""
        self.installEventFilter(self)
        self.setObjectName(name)
        self.setAccessibleName(label)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        content = _Page() if fills else QWidget()
        content.setObjectName(f"{name}_content")
        look = theme.tokens()
        # A layout aligned to the top is given its size hint and not the height of wrapped text.
        outer = QVBoxLayout(content)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self.body = QVBoxLayout()
        self.body.setContentsMargins(look.px(20), look.px(14), look.px(20), look.px(20))
        self.body.setSpacing(look.px(8))
        outer.addLayout(self.body)
        outer.addStretch(1)
        self.setWidget(content)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Measure what scrolls once, after a change of the look, and not at all out of sight.

        Qt measures it for each of these events, with all that is in it. A filter, since `event`
        would have all that Qt does for them run inside of a method of ours: a fault in a method
        called from there does not come out where it can be told.
        """
        if watched is self:
            kind = event.type()
            if kind is QEvent.Type.StyleChange:
                QApplication.postEvent(self, QEvent(QEvent.Type.LayoutRequest))
                return QAbstractScrollArea.event(self, event)
            if kind is QEvent.Type.LayoutRequest and not self.isVisible():
                self._is_behind = True
                return True
        return super().eventFilter(watched, event)

    def showEvent(self, event: QShowEvent) -> None:
        """Measure what changed out of sight."""
        super().showEvent(event)
        if self._is_behind:
            self._is_behind = False
            QApplication.postEvent(self, QEvent(QEvent.Type.LayoutRequest))
