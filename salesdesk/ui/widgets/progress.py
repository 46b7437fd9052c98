"""How far something is: bars in two colours, the row of dots, a spinner, a running job.

Called by Today, the board's delegate, import and backup.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QPen, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from salesdesk.support.i18n import _
from salesdesk.ui import painting, theme
from salesdesk.ui.widgets.buttons import Button
from salesdesk.ui.widgets.labels import ElidedLabel, PlainLabel


class Meter(QWidget):
    """A bar of shares between 0 and 1: what is done, and a paler one behind it."""

    def __init__(
        self,
        label: str,
        done: float = 0,
        more: float = 0,
        *,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._label, self._done, self._more = label, 0.0, 0.0
        if name:
            self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_shares(done, more)

    def set_shares(self, done: float, more: float = 0) -> None:
        """Set both shares; what goes beyond 1 is cut."""
        self._done = min(max(done, 0.0), 1.0)
        self._more = min(max(more, 0.0), 1.0 - self._done)
        self.setAccessibleName(f"{self._label} {round(self._done * 100)} %")
        self.update()

    def sizeHint(self) -> QSize:
        """Ten pixels high at the normal text size."""
        return QSize(theme.tokens().px(120), theme.tokens().px(9))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Track and shares."""
        look = theme.tokens()
        painter = QPainter(self)
        box, radius = QRectF(self.rect()), self.height() / 2
        painting.rounded(painter, box, radius, look.pressed)
        both = QRectF(0, 0, box.width() * (self._done + self._more), box.height())
        done = QRectF(0, 0, box.width() * self._done, box.height())
        for part, colour in ((both, look.ok_pale), (done, look.ok_fill)):
            if part.width() >= 1:
                painting.rounded(painter, part, min(radius, part.width() / 2), colour)


def paint_dots(painter: QPainter, right: int, middle: int, done: int, total: int) -> int:
    """Draw exit-criteria dots ending at x `right` around y `middle`; returns their left edge."""
    look = theme.tokens()
    width, height, gap = look.px(14), look.px(4), look.px(3)
    if total > 5:
        width = look.px(max(4, 66 // total))
    left = right - total * width - (total - 1) * gap
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    for index in range(total):
        painter.setBrush(look.ok_fill if index < done else look.dot_off)
        box = QRect(left + index * (width + gap), middle - height // 2, width, height)
        painter.drawRoundedRect(box, height / 2, height / 2)
    return left


class Dots(QWidget):
    """The row of dots: `done` of `total` are filled."""

    def __init__(self, done: int = 0, total: int = 0, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._done, self._total = 0, 0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_count(done, total)

    def set_count(self, done: int, total: int) -> None:
        """Show another state."""
        self._done, self._total = done, total
        self.setAccessibleName(_("{done} of {total}").format(done=done, total=total))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """All dots."""
        look = theme.tokens()
        width = look.px(14) if self._total <= 5 else look.px(max(4, 66 // self._total))
        return QSize(self._total * (width + look.px(3)), look.px(8))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The dots."""
        paint_dots(QPainter(self), self.width(), self.height() // 2, self._done, self._total)


class Spinner(QWidget):
    """A turning arc, only while it is seen."""

    def __init__(self, label: str, *, size: int = 16, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(label)
        self._angle = 0
        self._timer = QTimer(self, interval=50)
        self._timer.timeout.connect(self._on_timer_timeout)
        side = theme.tokens().px(size)
        self.setFixedSize(side, side)

    def showEvent(self, event: QShowEvent) -> None:
        """Start turning."""
        self._timer.start()
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Stop turning."""
        self._timer.stop()
        super().hideEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Three quarters of a circle."""
        look = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(look.accent, max(2.0, self.width() / 9))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        box = QRectF(self.rect()).adjusted(2, 2, -2, -2)
        painter.drawArc(box, -self._angle * 16, 270 * 16)

    def _on_timer_timeout(self) -> None:
        self._angle = (self._angle + 24) % 360
        self.update()


class JobRow(QWidget):
    """A running job: what it does, how far it is, and a button that stops it."""

    def __init__(
        self,
        words: str,
        name: str,
        on_cancel: Callable[[], object],
        *,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        look = theme.tokens()
        self._title = ElidedLabel(words, "strong")
        self._detail = PlainLabel("", "small", "muted")
        self._meter = Meter(words, name=f"{name}_meter")
        self.cancel = Button(_("Stop"), f"{name}_cancel", on_click=on_cancel)
        column = QVBoxLayout()
        column.setSpacing(look.px(4))
        for widget in (self._title, self._meter, self._detail):
            column.addWidget(widget)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.px(14))
        row.addWidget(Spinner(words, size=20))
        row.addLayout(column, 1)
        row.addWidget(self.cancel)

    def set_words(self, words: str) -> None:
        """Say that something else is being done."""
        self._title.setText(words)

    def set_progress(self, share: float, detail: str = "") -> None:
        """Show the share done (0 to 1) and a few words about it."""
        self._meter.set_shares(share)
        self._detail.setText(detail)
