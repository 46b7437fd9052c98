"""A link of several words that wraps where the column is narrow. For the deal page and Today."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from salesdesk.ui import painting, theme
from salesdesk.ui.widgets.keyboard import Pressed
from salesdesk.ui.widgets.labels import TONE_ROLES, Tone, clipped


class WrappedLink(Pressed, QAbstractButton):
    """Words to click; underlined under the pointer."""

    def __init__(
        self,
        words: str,
        name: str,
        on_click: Callable[[], object],
        *,
        tone: Tone = "accent",
        role: theme.Role = "small",
        label: str = "",
        mark: str = "",
    ) -> None:
        """`mark` stands before the first line; the others begin below its words."""
        super().__init__()
        self._mark = mark
        self._words = clipped(words)
        self._tone: Tone = tone
        self._role: theme.Role = "body" if tone == "text" else role
        self._font: QFont | None = None
        self._heights: dict[int, int] = {}
        """By width, in the font above: a page that is laid out asks for several widths often."""
        self.setObjectName(name)
        self.setAccessibleName(label or words)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.clicked.connect(lambda _on=False: on_click())

    @property
    def words(self) -> str:
        """What it says."""
        return self._words

    def hasHeightForWidth(self) -> bool:
        """Narrower means higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height of the wrapped words."""
        font = theme.font(self._role)
        if font is not self._font:
            self._font = font
            self._heights.clear()
        if width not in self._heights:
            self._heights[width] = self._bounds(width - self._indent()).height() + 4
        return self._heights[width]

    def sizeHint(self) -> QSize:
        """All in one line, if it is not too long."""
        width = QFontMetrics(theme.font(self._role)).horizontalAdvance(self._words) + 4
        width = min(width + self._indent(), theme.tokens().px(420))
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Narrow is possible."""
        return QSize(theme.tokens().px(60), QFontMetrics(theme.font(self._role)).height() + 4)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The words in their tone."""
        look = theme.tokens()
        painter = QPainter(self)
        if self.has_ring:
            painting.link_ring(painter, self.rect(), look)
        font = theme.font(self._role)
        if self.underMouse() and self.isEnabled():
            font = QFont(font)
            font.setUnderline(True)
        painter.setFont(font)
        painter.setPen(self.palette().color(TONE_ROLES[self._tone]))
        flags = int(Qt.TextFlag.TextWordWrap) | int(Qt.AlignmentFlag.AlignLeft)
        inside = self.rect().adjusted(0, 2, 0, 0)
        painter.drawText(inside.adjusted(self._indent(), 0, 0, 0), flags, self._words)
        if self._mark:
            painter.setFont(theme.font(self._role))
            painter.drawText(inside, flags, self._mark)

    def _indent(self) -> int:
        if not self._mark:
            return 0
        return QFontMetrics(theme.font(self._role)).horizontalAdvance(f"{self._mark}  ")

    def _bounds(self, width: int) -> QRect:
        metrics = QFontMetrics(theme.font(self._role))
        return metrics.boundingRect(
            QRect(0, 0, max(10, width), 10_000), int(Qt.TextFlag.TextWordWrap), self._words
        )
