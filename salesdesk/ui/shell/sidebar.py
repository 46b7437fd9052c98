"""The sidebar: the name of the program, the pages with their counts, and how safe the data is.

Made by the main window from the register of pages. It shrinks to icons in a narrow window.
"""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from salesdesk.support.i18n import _, format_number
from salesdesk.ui import painting, theme
from salesdesk.ui.shell.pages import PageRow, sections
from salesdesk.ui.widgets.buttons import KEYBOARD_REASONS
from salesdesk.ui.widgets.cards import Panel
from salesdesk.ui.widgets.labels import ElidedLabel, PlainLabel, plain_tip


class NavItem(QAbstractButton):
    """One page in the sidebar."""

    def __init__(self, row: PageRow) -> None:
        super().__init__()
        self._row = row
        self._count, self._is_alert = 0, False
        self._is_narrow = False
        self._rings = False
        self.setObjectName(f"nav_{row.key}")
        self.setCheckable(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.set_badge(0, is_alert=False)

    def set_badge(self, count: int, *, is_alert: bool) -> None:
        """Show a count, on red when it calls for action."""
        self._count, self._is_alert = count, is_alert
        said = f", {_count(count)}" if count else ""
        self.setAccessibleName(self._row.title + said)
        self.update()

    def set_narrow(self, is_narrow: bool) -> None:
        """Show only the icon."""
        self._is_narrow = is_narrow
        self.setToolTip(plain_tip(self._row.title) if is_narrow else "")
        self.update()

    def sizeHint(self) -> QSize:
        """A line of text with air."""
        look = theme.tokens()
        height = QFontMetrics(theme.font("body")).height() + 2 * look.px(8)
        return QSize(look.px(176), height)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring when the keyboard brought us here."""
        self._rings = event.reason() in KEYBOARD_REASONS
        super().focusInEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tinted when current; the name, and its count at the right."""
        look = theme.tokens()
        painter = QPainter(self)
        is_current = self.isChecked()
        if is_current or self.underMouse():
            fill = look.accent_soft if is_current else look.hover
            painting.rounded(painter, self.rect(), look.radius, fill)
        ink = look.accent_text if is_current else look.soft
        if self._is_narrow:
            self._paint_icon(painter, look, ink)
        else:
            painter.setFont(theme.font("strong" if is_current else "body"))
            painter.setPen(ink)
            box = self.rect().adjusted(look.px(10), 0, -look.px(34), 0)
            flags = int(Qt.AlignmentFlag.AlignVCenter) | int(Qt.TextFlag.TextSingleLine)
            painter.drawText(box, flags, self._row.title)
        if self._count:
            self._paint_badge(painter, look)
        if self.hasFocus() and self._rings:
            painting.focus_ring(painter, self.rect(), look.radius, look)

    def _paint_icon(self, painter: QPainter, look: theme.Tokens, ink: QColor) -> None:
        from salesdesk.ui.icons import pixmap

        size = look.px(20)
        picture = pixmap(self._row.icon, ink, size, self.devicePixelRatioF())
        painter.drawPixmap((self.width() - size) // 2, (self.height() - size) // 2, picture)

    def _paint_badge(self, painter: QPainter, look: theme.Tokens) -> None:
        words = _count(self._count) if self._count < 100_000 else "…"
        metrics = QFontMetrics(theme.font("small"))
        painter.setFont(theme.font("small"))
        if not self._is_alert:
            if not self._is_narrow:
                painter.setPen(look.accent_text if self.isChecked() else look.faint)
                box = self.rect().adjusted(0, 0, -look.px(10), 0)
                right = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                painter.drawText(box, right, words)
            return
        height = look.px(18)
        width = max(height, metrics.horizontalAdvance(words) + look.px(13))
        if self._is_narrow:
            dot = QRect(self.width() - look.px(14), look.px(4), look.px(9), look.px(9))
            painting.rounded(painter, dot, look.px(9) / 2, look.late_fill)
            return
        box = QRect(self.width() - look.px(8) - width, (self.height() - height) // 2, width, height)
        painting.rounded(painter, box, height / 2, look.late_fill)
        painter.setPen(look.on_accent)
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), words)


def _count(number: int) -> str:
    """A count in the user's figures. Small ones need no grouping, and so not Babel at the start."""
    return str(number) if number < 1000 else format_number(number)


class Sidebar(Panel):
    """Emits `page_chosen(key)` when the user picks a page."""

    page_chosen = Signal(str)

    def __init__(self, pages: Iterable[PageRow], *, parent: QWidget | None = None) -> None:
        super().__init__("right", name="sidebar", parent=parent)
        self.setAccessibleName(_("Pages"))
        look = theme.tokens()
        self.items: dict[str, NavItem] = {}
        self._headings: list[PlainLabel] = []
        self._brand = PlainLabel(_("SalesDesk"), "brand", name="brand")
        self._brand.setContentsMargins(look.px(10), look.px(4), 0, look.px(12))
        self._status = ElidedLabel("", "small", "faint", name="status")
        self._status.setContentsMargins(look.px(10), 0, 0, 0)
        self._column = QVBoxLayout(self)
        self._column.setSpacing(2)
        self._column.addWidget(self._brand)
        rows = [row for row in pages if row.in_sidebar]
        for key, heading in sections():
            self._add_section(heading, [row for row in rows if row.section == key])
        self._column.addStretch(1)
        self._column.addWidget(self._status)
        self.set_narrow(False)

    def set_narrow(self, is_narrow: bool) -> None:
        """Show only icons, or the names again."""
        look = theme.tokens()
        side = look.px(8) if is_narrow else look.px(10)
        self._column.setContentsMargins(side, look.px(14), side, look.px(10))
        self.setFixedWidth(look.px(52) if is_narrow else look.px(196))
        for label in (self._brand, self._status, *self._headings):
            label.setVisible(not is_narrow)
        for item in self.items.values():
            item.set_narrow(is_narrow)

    def set_current(self, key: str) -> None:
        """Mark a page; an unknown key marks none."""
        for each, item in self.items.items():
            item.setChecked(each == key)

    def set_badge(self, key: str, count: int, *, is_alert: bool = False) -> None:
        """Show a count beside a page, when it is in the sidebar."""
        if key in self.items:
            self.items[key].set_badge(count, is_alert=is_alert)

    def set_status(self, words: str) -> None:
        """Say how safe the data is: "Saved · backed up 09:12"."""
        self._status.setText(words)

    def _add_section(self, heading: str, rows: list[PageRow]) -> None:
        if not rows:
            return
        look = theme.tokens()
        if heading:
            label = PlainLabel(heading, "tiny", "faint")
            label.setContentsMargins(look.px(10), look.px(12), 0, look.px(4))
            self._headings.append(label)
            self._column.addWidget(label)
        for row in rows:
            item = NavItem(row)
            item.clicked.connect(lambda _checked=False, key=row.key: self._choose(key))
            self.items[row.key] = item
            self._column.addWidget(item)

    def _choose(self, key: str) -> None:
        self.page_chosen.emit(key)
