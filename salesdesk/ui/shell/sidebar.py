"""The sidebar: the name of the program, the pages with their counts, and how safe the data is.

Made by the main window from the register of pages. It shrinks to icons in a narrow window.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6 import QtCore
from PySide6.QtCore import QRect, QSize, Signal
from PySide6.QtGui import QFontMetrics, QHelpEvent, QPainter
from PySide6.QtWidgets import QAbstractButton

from salesdesk.support.i18n import _, format_number
from salesdesk.ui import painting, theme
from salesdesk.ui.lines import Line
from salesdesk.ui.properties import put
from salesdesk.ui.shell.pages import sections
from salesdesk.ui.widgets.panel import Panel

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QColor, QEnterEvent, QFocusEvent, QKeyEvent, QPaintEvent, QResizeEvent
    from PySide6.QtWidgets import QWidget

    from salesdesk.ui.shell.pages import PageRow


GAP = 2
"""Between the pages, in pixels."""


class NavItem(QAbstractButton):
    """One page in the sidebar."""

    def __init__(self, row: PageRow, parent: QWidget) -> None:
        super().__init__(parent)
        self._row = row
        self._count, self._is_alert = -1, False
        self._is_narrow = False
        self._rings = False
        self.setObjectName(f"nav_{row.key}")
        self.setCheckable(True)
        put(self, focusPolicy="StrongFocus")
        self.set_badge(0, is_alert=False)

    def set_badge(self, count: int, *, is_alert: bool) -> None:
        """Show a count, on red when it calls for action."""
        if (count, is_alert) == (self._count, self._is_alert):
            return  # it is told after each change of the desk
        self._count, self._is_alert = count, is_alert
        said = f", {_count(count)}" if count else ""
        self.setAccessibleName(self._row.title + said)
        self.update()

    def set_narrow(self, is_narrow: bool) -> None:
        """Show only the icon."""
        self._is_narrow = is_narrow
        self.update()

    def sizeHint(self) -> QSize:
        """A line of text with air."""
        look = theme.tokens()
        height = QFontMetrics(theme.font("body")).height() + 2 * look.px(8)
        return QSize(look.px(176), height)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show that it can be chosen, and its name where only the icon is seen."""
        from salesdesk.ui.widgets.labels import plain_tip

        super().enterEvent(event)
        self.setToolTip(plain_tip(self._row.title) if self._is_narrow else "")
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Keep quiet."""
        super().leaveEvent(event)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter shows the page, as Space does."""
        if event.key() in (QtCore.Qt.Key.Key_Return, QtCore.Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring when the keyboard brought us here."""
        from salesdesk.ui.widgets.keyboard import KEYBOARD_REASONS

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
        if self._is_narrow:
            self._paint_icon(painter, look, look.accent_text if is_current else look.soft)
        else:
            tone = "accent_text" if is_current else "soft"
            words = Line(self._row.title, "strong" if is_current else "body", tone)
            top = round((self.height() - words.height) / 2)
            words.draw(painter, look.px(10), top + words.ascent)
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
                right = int(
                    QtCore.Qt.AlignmentFlag.AlignRight | QtCore.Qt.AlignmentFlag.AlignVCenter
                )
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
        painter.drawText(box, int(QtCore.Qt.AlignmentFlag.AlignCenter), words)


def _count(number: int) -> str:
    """A count in the user's figures. Small ones need no grouping, and so not Babel at the start."""
    return str(number) if number < 1000 else format_number(number)


class Sidebar(Panel):
    """Emits `page_chosen(key)` when the user picks a page.

    The pages are buttons; the words around them are painted, as they are part of the first paint.
    """

    page_chosen = Signal(str)

    def __init__(self, pages: Iterable[PageRow], *, parent: QWidget | None = None) -> None:
        super().__init__("right", name="sidebar", parent=parent)
        self.setAccessibleName(_("Pages"))
        self.items: dict[str, NavItem] = {}
        self.status = ""
        """How safe the data is, as shown at the foot."""
        self.status_tip = ""
        """What the pointer is told there: where the last backup lies."""
        self._is_narrow = False
        self._headings: list[tuple[str, NavItem]] = []
        rows = [row for row in pages if row.in_sidebar]
        for key, heading in sections():
            self._add_section(heading, [row for row in rows if row.section == key])
        self.set_narrow(False)

    def set_narrow(self, is_narrow: bool) -> None:
        """Show only icons, or the names again."""
        look = theme.tokens()
        self._is_narrow = is_narrow
        self.setFixedWidth(look.px(52) if is_narrow else look.px(196))
        for item in self.items.values():
            item.set_narrow(is_narrow)
        self._place()

    def set_current(self, key: str) -> None:
        """Mark a page; an unknown key marks none."""
        for each, item in self.items.items():
            item.setChecked(each == key)

    def set_badge(self, key: str, count: int, *, is_alert: bool = False) -> None:
        """Show a count beside a page, when it is in the sidebar."""
        if key in self.items:
            self.items[key].set_badge(count, is_alert=is_alert)

    def set_status(self, words: str) -> None:
        """Say how safe the data is: "Saved · backup 09:12"."""
        if words != self.status:
            self.status = words
            self.setAccessibleDescription(words)
            self.update(self._foot())

    def event(self, event: QEvent) -> bool:
        """Tell at the foot what there is no room for."""
        if event.type() is QtCore.QEvent.Type.ToolTip and self.status_tip:
            from salesdesk.ui.widgets.labels import show_tip

            assert isinstance(event, QHelpEvent)
            foot = self._foot()
            if foot.contains(event.pos()):
                show_tip(event.globalPos(), f"{self.status}\n{self.status_tip}", self, foot)
                return True
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The pages keep their places; the status stays at the foot."""
        super().resizeEvent(event)
        self._place()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Name, headings and status, where there is room for words."""
        super().paintEvent(event)
        if self._is_narrow:
            return
        look, painter = theme.tokens(), QPainter(self)
        left = look.px(20)
        if event.rect().top() < self._foot().top():
            self._paint_headings(painter, look, left)
        status = Line(self.status, "small", "faint", self.width() - left - look.px(10))
        top = self.height() - look.px(10) - 1 - status.height
        status.draw(painter, left, round(top + status.ascent))

    def _foot(self) -> QRect:
        """Where the status stands; it changes with each save, what is above it does not."""
        return self.rect().adjusted(0, self.height() - theme.tokens().px(34), 0, 0)

    def _paint_headings(self, painter: QPainter, look: theme.Tokens, left: int) -> None:
        brand = Line(_("SalesDesk"), "brand")
        brand.draw(painter, left, look.px(14) + look.px(4) + brand.ascent)
        for words, below in self._headings:
            heading = Line(words, "tiny", "faint")
            top = below.y() - GAP - look.px(4) - heading.height
            heading.draw(painter, left, round(top + heading.ascent))

    def _add_section(self, heading: str, rows: list[PageRow]) -> None:
        for row in rows:
            item = NavItem(row, self)
            item.clicked.connect(lambda _checked=False, key=row.key: self._choose(key))
            self.items[row.key] = item
        if heading and rows:
            self._headings.append((heading, self.items[rows[0].key]))

    def _place(self) -> None:
        """Puts the pages below one another, with room for the words."""
        look = theme.tokens()
        side = look.px(8) if self._is_narrow else look.px(10)
        air, y = 0, look.px(14)
        if not self._is_narrow:
            y += QFontMetrics(theme.font("brand")).height() + look.px(4) + look.px(12) + GAP
            air = QFontMetrics(theme.font("tiny")).height() + look.px(12) + look.px(4) + GAP
        headed = {item for _words, item in self._headings}
        for item in self.items.values():
            y += air if item in headed else 0
            high = item.sizeHint().height()
            item.setGeometry(side, y, self.width() - 2 * side, high)
            y += high + GAP

    def _choose(self, key: str) -> None:
        self.page_chosen.emit(key)
