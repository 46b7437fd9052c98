"""One person in the left column of a deal: the name and, beside or below it, the role.

One painted widget for each person and not three with two layouts: a deal may have fifty people,
and they are all there before the page is painted. Called by `deal.side`.
"""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from salesdesk.ui import theme
from salesdesk.ui.widgets.labels import TONE_ROLES, plain_tip

_FLAGS = int(Qt.AlignmentFlag.AlignVCenter) | int(Qt.TextFlag.TextSingleLine)


class PersonLine(QWidget):
    """Name and role on one line; on two where the column is narrow; the name ends in … at last."""

    def __init__(self, name: str, role: str) -> None:
        super().__init__()
        self._name = (name.splitlines() or [""])[0]
        self._role = role
        self._measured: tuple[object, tuple[QSize, QSize]] | None = None
        self._heights: dict[int, int] = {}
        """By width, until the look changes."""
        self.setAccessibleName(f"{name}, {role}")
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:
        """Narrower means higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """One line or two."""
        name, role = self._sizes()
        if width not in self._heights:
            high = max(name.height(), role.height())
            two = name.height() + self._gap() + role.height()
            self._heights[width] = high if self._is_beside(width) else two
        return self._heights[width]

    def sizeHint(self) -> QSize:
        """Both on one line."""
        name, role = self._sizes()
        width = name.width() + self._gap() + role.width()
        return QSize(width, max(name.height(), role.height()))

    def minimumSizeHint(self) -> QSize:
        """The role, and a few letters of the name."""
        name, role = self._sizes()
        return QSize(min(name.width(), role.width()), max(name.height(), role.height()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Offer the whole name only while something of it is hidden."""
        super().resizeEvent(event)
        hides = self._sizes()[0].width() > self.width() + 2
        self.setToolTip(plain_tip(self._name) if hides else "")

    def paintEvent(self, event: QPaintEvent) -> None:
        """The name, then the role."""
        name, role = self._sizes()
        painter = QPainter(self)
        painter.setFont(theme.font("strong"))
        painter.setPen(self.palette().color(TONE_ROLES["text"]))
        high = max(name.height(), role.height()) if self._is_beside(self.width()) else name.height()
        box = QRect(0, (high - name.height()) // 2, min(name.width(), self.width()), name.height())
        shown = painter.fontMetrics().elidedText(
            self._name, Qt.TextElideMode.ElideRight, box.width()
        )
        painter.drawText(box, _FLAGS, shown)
        painter.setFont(theme.font("small"))
        painter.setPen(self.palette().color(TONE_ROLES["muted"]))
        painter.drawText(self._role_box(high), _FLAGS, self._role)

    def _role_box(self, high: int) -> QRect:
        name, role = self._sizes()
        if self._is_beside(self.width()):
            left, top = name.width() + self._gap(), (high - role.height()) // 2
            return QRect(left, top, role.width(), role.height())
        return QRect(0, name.height() + self._gap(), self.width(), role.height())

    def _is_beside(self, width: int) -> bool:
        name, role = self._sizes()
        return min(name.width(), width) + self._gap() + role.width() <= width

    @staticmethod
    def _gap() -> int:
        return theme.tokens().px(6)

    def _sizes(self) -> tuple[QSize, QSize]:
        """Of the name and of the role, on one line each; measured once for each look."""
        font = theme.font("strong")
        if self._measured is None or self._measured[0] is not font:
            strong, small = QFontMetrics(font), QFontMetrics(theme.font("small"))
            name = QSize(min(strong.horizontalAdvance(self._name) + 2, 1200), strong.height() + 2)
            role = QSize(small.horizontalAdvance(self._role), small.height())
            self._measured = font, (name, role)
            self._heights.clear()
        return self._measured[1]
