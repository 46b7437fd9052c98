"""One level of a rubric to choose: its number, its name and what must be shown for it.

Called by the open element of the Qualify panel.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from salesdesk.ui import painting, theme
from salesdesk.ui.widgets.keyboard import Pressed
from salesdesk.ui.widgets.labels import clipped

_WRAPS = int(Qt.TextFlag.TextWordWrap) | int(Qt.AlignmentFlag.AlignLeft)


class LevelRow(Pressed, QAbstractButton):
    """A row to click; `sign` is the key that chooses it too. It shows a state, it keeps none."""

    def __init__(
        self,
        sign: str,
        title: str,
        rubric: str,
        name: str,
        on_click: Callable[[], object],
        *,
        is_chosen: bool = False,
    ) -> None:
        super().__init__()
        self._sign, self._title, self._rubric = sign, title, clipped(rubric)
        self.is_chosen = is_chosen
        self.setObjectName(name)
        self.setAccessibleName(f"{sign} {title}: {rubric}".strip(": "))
        self.setAccessibleDescription("✓" if is_chosen else "")
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.clicked.connect(lambda _on=False: on_click())

    def hasHeightForWidth(self) -> bool:
        """Narrower means higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Title and wrapped rubric with their margins."""
        look = theme.tokens()
        title = QFontMetrics(theme.font("strong")).height()
        return title + self._rubric_height(width) + 2 * look.px(5)

    def sizeHint(self) -> QSize:
        """As wide as the column."""
        width = theme.tokens().px(420)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Narrow is possible."""
        return QSize(theme.tokens().px(140), theme.tokens().px(30))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Badge, title, rubric."""
        look = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.is_chosen:
            painting.rounded(painter, self.rect(), look.radius, look.accent_soft, look.accent_line)
        elif self.underMouse():
            painting.rounded(painter, self.rect(), look.radius, look.hover)
        self._paint_badge(painter, look)
        left, top = self._left(), look.px(5)
        metrics = QFontMetrics(theme.font("strong"))
        painter.setFont(theme.font("strong"))
        painter.setPen(look.accent_text if self.is_chosen else look.text)
        box = QRect(left, top, self.width() - left - look.px(8), metrics.height())
        painter.drawText(box, int(Qt.AlignmentFlag.AlignLeft), self._title)
        painter.setFont(theme.font("small"))
        painter.setPen(look.soft)
        below = QRect(left, box.bottom() + 1, box.width(), self._rubric_height(self.width()))
        painter.drawText(below, _WRAPS, self._rubric)
        if self.has_ring:
            painting.rounded(painter, self.rect(), look.radius, None, look.accent, 2)

    def _paint_badge(self, painter: QPainter, look: theme.Tokens) -> None:
        side = look.px(20)
        badge = QRect(look.px(8), look.px(6), side, side)
        fill = look.accent if self.is_chosen else look.sunken
        painting.rounded(painter, badge, side / 2, fill, None if self.is_chosen else look.line)
        painter.setFont(theme.font("small_strong"))
        painter.setPen(look.on_accent if self.is_chosen else look.soft)
        painter.drawText(badge, int(Qt.AlignmentFlag.AlignCenter), self._sign)

    @staticmethod
    def _left() -> int:
        return theme.tokens().px(38)

    def _rubric_height(self, width: int) -> int:
        if not self._rubric:
            return 0
        room = max(40, width - self._left() - theme.tokens().px(8))
        metrics = QFontMetrics(theme.font("small"))
        return metrics.boundingRect(QRect(0, 0, room, 10_000), _WRAPS, self._rubric).height()
