"""The row of tabs over a page's parts, underlined as in the pictures.

Called by the deal page, the manual and preferences. A narrow row first gives up its padding, then
the size of its words; what still does not fit waits under "More" at its end.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QMenu, QTabBar, QWidget

from salesdesk.support.i18n import _
from salesdesk.ui import painting, theme
from salesdesk.ui.widgets.buttons import Button
from salesdesk.ui.widgets.keyboard import Ringed

_DENSITIES: tuple[tuple[theme.Role, theme.Role, float], ...] = (
    ("body", "strong", 10),
    ("body", "strong", 8),
    ("body", "strong", 6),
    ("body", "strong", 4.5),
    ("small", "small_strong", 5),
)
"""From the widest to the tightest: font of a tab, of the current one, padding at each side."""


class TabRow(Ringed, QTabBar):
    """Tabs by key. Emits `picked(key)` when another tab becomes current."""

    picked = Signal(str)

    def __init__(self, name: str, label: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys: list[str] = []
        self._density = 0
        self._measured: dict[int, list[int]] = {}
        self._measured_in: QFont | None = None
        self.setObjectName(name)
        self.setAccessibleName(label)
        self.setExpanding(False)
        self.setDrawBase(False)
        self.setUsesScrollButtons(False)
        self.setElideMode(Qt.TextElideMode.ElideNone)
        self.more = Button(
            _("More"), f"{name}_more", kind="flat", label=_("More parts"), parent=self
        )
        menu = QMenu(self.more)
        menu.setObjectName(f"{name}_more_menu")
        menu.aboutToShow.connect(self._on_menu_about_to_show)
        self.more.setMenu(menu)
        self.more.hide()
        self.currentChanged.connect(self._on_self_current_changed)

    def add(self, key: str, words: str) -> None:
        """Add a tab behind the others."""
        self._keys.append(key)
        index = self.addTab(words)
        self.setAccessibleTabName(index, words)
        self._fit()

    def key(self) -> str:
        """The key of the current tab, "" when there is none."""
        index = self.currentIndex()
        return self._keys[index] if 0 <= index < len(self._keys) else ""

    def set_key(self, key: str) -> None:
        """Make a tab current. Raises ValueError for a key that is not there."""
        self.setCurrentIndex(self._keys.index(key))

    def waiting(self) -> list[str]:
        """The keys of the tabs that are under "More", in their order."""
        return [key for index, key in enumerate(self._keys) if not self.isTabVisible(index)]

    def tabSizeHint(self, index: int) -> QSize:
        """The words in their heavy form, so that nothing moves when one is picked."""
        look = theme.tokens()
        height = QFontMetrics(theme.font("strong")).height() + 2 * look.px(10)
        return QSize(self._widths(self._density)[index], height)

    def minimumTabSizeHint(self, index: int) -> QSize:
        """Tabs are not squeezed; those without room wait under "More"."""
        return self.tabSizeHint(index)

    def sizeHint(self) -> QSize:
        """Room for every tab with all its padding."""
        height = self.tabSizeHint(0).height() if self.count() else 0
        return QSize(sum(self._widths(0)), height)

    def minimumSizeHint(self) -> QSize:
        """The widest tab beside "More"."""
        widest = max(self._widths(len(_DENSITIES) - 1), default=0)
        return QSize(widest + self.more.sizeHint().width(), self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right walk through every tab, also into those under "More"."""
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        step = steps.get(Qt.Key(event.key()), 0)
        if not step:
            super().keyPressEvent(event)
            return
        index = self.currentIndex() + (-step if self.isRightToLeft() else step)
        if 0 <= index < self.count():
            self.setCurrentIndex(index)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the tabs into the new width."""
        self._fit()
        super().resizeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Fit anew when the size of the text changed."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Words, the line below, and the mark of the current tab."""
        look = theme.tokens()
        painter = QPainter(self)
        painter.setPen(look.card_line)
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
        plain, heavy, pad = _DENSITIES[self._density]
        inset = look.px(pad) - look.px(2)
        for index in range(self.count()):
            if not self.isTabVisible(index):
                continue
            rect = self.tabRect(index)
            is_current = index == self.currentIndex()
            painter.setFont(theme.font(heavy if is_current else plain))
            painter.setPen(look.accent_text if is_current else look.muted)
            painter.drawText(rect, int(Qt.AlignmentFlag.AlignCenter), self.tabText(index))
            if is_current:
                bar = QRectF(rect.x() + inset, rect.bottom() - 1, rect.width() - 2 * inset, 2)
                painter.fillRect(bar, look.accent)
                if self.has_ring:
                    # Tight tabs leave their words little air: the ring takes some of the gap.
                    air = 2 if rect.left() >= 2 and rect.right() + 2 < self.width() else 0
                    ring = rect.adjusted(-air, 4, air, -4)
                    painting.rounded(painter, ring, look.radius, None, look.accent, 2)

    def _widths(self, density: int) -> list[int]:
        """The width of each tab; measured once, for Qt asks a hundred times at each new size."""
        _plain, heavy, pad = _DENSITIES[density]
        if self._measured_in is not theme.font("strong"):  # another one after each change of it
            self._measured_in = theme.font("strong")
            self._measured.clear()
        found = self._measured.get(density)
        if found is None or len(found) != self.count():
            metrics = QFontMetrics(theme.font(heavy))
            padding = 2 * theme.tokens().px(pad)
            words = (self.tabText(index) for index in range(self.count()))
            found = [metrics.horizontalAdvance(text) + padding for text in words]
            self._measured[density] = found
        return found

    def _fit(self) -> None:
        """Choose how tight the row is and which tabs it shows, and place "More" behind them."""
        if not self.count() or len(self._keys) < self.count():
            return
        fitting = (d for d in range(len(_DENSITIES)) if sum(self._widths(d)) <= self.width())
        density = next(fitting, len(_DENSITIES) - 1)
        if density != self._density:
            self._density = density
            self.setTabText(0, self.tabText(0))  # Qt measures tabs again only when one changes
        shown = self._shown()
        for index in range(self.count()):
            if self.isTabVisible(index) != (index in shown):
                self.setTabVisible(index, index in shown)
        self._place_more(shown)

    def _shown(self) -> set[int]:
        """The tabs with room: the first ones, and always the current one."""
        widths = self._widths(self._density)
        if sum(widths) <= self.width():
            return set(range(len(widths)))
        current = max(self.currentIndex(), 0)
        room = self.width() - self.more.sizeHint().width() - widths[current]
        shown = {current}
        for index, width in enumerate(widths):
            if index == current:
                continue
            room -= width
            if room < 0:
                break
            shown.add(index)
        return shown

    def _place_more(self, shown: set[int]) -> None:
        self.more.setVisible(len(shown) < self.count())
        widths = self._widths(self._density)
        used = sum(widths[index] for index in shown)
        size = self.more.sizeHint()
        top = max(0, (self.tabSizeHint(0).height() - size.height()) // 2)
        left = self.width() - used - size.width() if self.isRightToLeft() else used
        self.more.setGeometry(left, top, size.width(), size.height())

    def _on_menu_about_to_show(self) -> None:
        menu = self.more.menu()
        menu.clear()
        for key in self.waiting():
            words = self.tabText(self._keys.index(key)).replace("&", "&&")
            action = menu.addAction(words)
            action.setObjectName(f"{self.objectName()}_more_{key}")
            action.triggered.connect(partial(self._on_action_triggered, key))

    def _on_action_triggered(self, key: str, _is_on: bool = False) -> None:
        self.set_key(key)

    def _on_self_current_changed(self, index: int) -> None:
        if 0 <= index < len(self._keys):
            self._fit()
            self.picked.emit(self._keys[index])
