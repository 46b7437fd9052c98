"""A paper on the screen as it will be printed: white pages on grey, with header and footer.

Shown beside the handoff's checklist and in the paper dialog. Lays out with `ui.paging`, paints
with `ui.printing`, so that lines and pages break where the printer breaks them.
"""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QActionGroup,
    QColor,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QMenu, QSizePolicy, QWidget

from salesdesk.support.i18n import _, format_percent
from salesdesk.ui import theme
from salesdesk.ui.paging import PaperDocument, Sheet, document, sheet
from salesdesk.ui.printing import paint_sheet
from salesdesk.ui.widgets import Button

STEPS = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0)
"""Zoom factors to choose from; 0 means: as wide as there is room."""
_GAP, _EDGE = 18, 18
"""Between and beside pages, in logical pixels at the usual text size."""


class PaperView(QAbstractScrollArea):
    """Pages of one paper. Emits `zoomed(factor)`; 0 when the page fits the width.

    Ctrl+wheel, Ctrl+plus, Ctrl+minus and Ctrl+0 zoom; arrows and Page Up/Down scroll.
    """

    zoomed = Signal(float)

    def __init__(self, name: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(_("Preview"))
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.verticalScrollBar().setSingleStep(theme.tokens().px(24))
        self.horizontalScrollBar().setSingleStep(theme.tokens().px(24))
        self._laid: PaperDocument | None = None
        self._sheet: Sheet = sheet("A4")
        self._edges = ("", "")
        self._zoom = 0.0

    @property
    def zoom(self) -> float:
        """The factor asked for, 0 when the page fits the width."""
        return self._zoom

    @property
    def page_count(self) -> int:
        """How many pages are shown."""
        return self._laid.pageCount() if self._laid else 0

    def text(self) -> str:
        """The words of the paper, for tests and assistive tools."""
        return self._laid.toPlainText() if self._laid else ""

    def show_paper(self, html: str, paper: str, header: str, footer: str) -> None:
        """Show another state of the paper at the same place."""
        self._laid = document(html, paper)
        self._sheet, self._edges = sheet(paper), (header, footer)
        self.setAccessibleDescription(self.text()[:4_000])
        self._fit()
        self.viewport().update()

    def reveal(self, words: str) -> None:
        """Scroll to where these words stand first, when they are not in view."""
        found = self._laid.find(words) if self._laid and words else None
        if self._laid is None or found is None or found.isNull():
            return
        place = self._laid.documentLayout().blockBoundingRect(found.block()).top()
        number, rest = divmod(place, self._laid.pageSize().height())
        box = self._page_box(int(number) + 1)
        y = box.top() + (self._sheet.body.top() + rest) * box.height() / self._sheet.height
        if not 0 <= y <= self.viewport().height() * 0.8:
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + round(y) - self.viewport().height() // 4)

    def set_zoom(self, factor: float) -> None:
        """Zoom to a factor, or with 0 to the width."""
        factor = min(max(factor, STEPS[0]), STEPS[-1]) if factor else 0.0
        if factor != self._zoom:
            at = self._place()
            self._zoom = factor
            self._fit()
            self.verticalScrollBar().setValue(round(at * self.verticalScrollBar().maximum()))
            self.viewport().update()
            self.zoomed.emit(factor)

    def step_zoom(self, way: int) -> None:
        """The next larger (1) or smaller (-1) step."""
        now = self._factor()
        wider = [step for step in STEPS if (step > now + 0.01 if way > 0 else step < now - 0.01)]
        if wider:
            self.set_zoom(wider[0] if way > 0 else wider[-1])

    def sizeHint(self) -> QSize:
        """As in the pictures."""
        look = theme.tokens()
        return QSize(look.px(470), look.px(600))

    def minimumSizeHint(self) -> QSize:
        """Narrow is possible: the page shrinks."""
        look = theme.tokens()
        return QSize(look.px(240), look.px(160))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Grey, and each page that is in view with its shadow."""
        look = theme.tokens()
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), look.sunken if look.is_dark else look.dot_off)
        if self._laid is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number in range(1, self.page_count + 1):
            box = self._page_box(number)
            if box.intersects(QRectF(event.rect())):
                self._paint_page(painter, box, number)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width is another scale while the page fits it."""
        super().resizeEvent(event)
        self._fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ctrl+wheel zooms."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.step_zoom(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
            return
        super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that scroll and zoom."""
        bar = self.verticalScrollBar()
        keys = {
            Qt.Key.Key_Home: bar.minimum(),
            Qt.Key.Key_End: bar.maximum(),
            Qt.Key.Key_PageDown: bar.value() + bar.pageStep(),
            Qt.Key.Key_PageUp: bar.value() - bar.pageStep(),
            Qt.Key.Key_Down: bar.value() + bar.singleStep(),
            Qt.Key.Key_Up: bar.value() - bar.singleStep(),
        }
        goal = keys.get(Qt.Key(event.key()))
        if goal is not None:
            bar.setValue(goal)
        elif not self._zoom_key(event):
            event.ignore()

    def _zoom_key(self, event: QKeyEvent) -> bool:
        if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return False
        ways = {Qt.Key.Key_Plus: 1, Qt.Key.Key_Equal: 1, Qt.Key.Key_Minus: -1, Qt.Key.Key_0: 0}
        way = ways.get(Qt.Key(event.key()))
        if way is None:
            return False
        self.step_zoom(way) if way else self.set_zoom(0)
        return True

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Pages are painted where they are."""
        self.viewport().update()

    def _factor(self) -> float:
        if self._zoom:
            return self._zoom
        room = self.viewport().width() - 2 * theme.tokens().px(_EDGE)
        return max(room / self._sheet.width, 0.2)

    def _page_box(self, number: int) -> QRectF:
        """Where a page (from 1) stands in the viewport now."""
        look, factor = theme.tokens(), self._factor()
        width, height = self._sheet.width * factor, self._sheet.height * factor
        left = max(float(look.px(_EDGE)), (self.viewport().width() - width) / 2)
        top = look.px(_EDGE) + (number - 1) * (height + look.px(_GAP))
        offset = QPoint(self.horizontalScrollBar().value(), self.verticalScrollBar().value())
        # On whole pixels, or thin lines blur.
        return QRectF(
            round(left - offset.x()), round(top - offset.y()), round(width), round(height)
        )

    def _paint_page(self, painter: QPainter, box: QRectF, number: int) -> None:
        assert self._laid is not None
        painter.setPen(Qt.PenStyle.NoPen)
        for spread, strength in ((5, 7), (3, 10), (1, 16)):
            painter.setBrush(QColor(10, 20, 40, strength))
            painter.drawRoundedRect(box.adjusted(-spread, 1 - spread / 2, spread, spread + 1), 3, 3)
        painter.fillRect(box, QColor("white"))
        painter.save()
        painter.translate(box.topLeft())
        painter.scale(box.width() / self._sheet.width, box.height() / self._sheet.height)
        painter.setClipRect(QRectF(0, 0, self._sheet.width, self._sheet.height))
        paint_sheet(painter, self._laid, self._sheet, self._edges, number)
        painter.restore()

    def _place(self) -> float:
        bar = self.verticalScrollBar()
        return bar.value() / bar.maximum() if bar.maximum() else 0.0

    def _fit(self) -> None:
        """The scroll bars for the pages there are."""
        look, factor = theme.tokens(), self._factor()
        gap, edge = look.px(_GAP), look.px(_EDGE)
        height = self.page_count * (self._sheet.height * factor + gap) - gap + 2 * edge
        width = self._sheet.width * factor + 2 * edge
        room = self.viewport().size()
        vertical, horizontal = self.verticalScrollBar(), self.horizontalScrollBar()
        vertical.setPageStep(room.height())
        vertical.setRange(0, max(0, round(height) - room.height()))
        horizontal.setPageStep(room.width())
        horizontal.setRange(0, max(0, round(width) - room.width()) if self._zoom else 0)


class ZoomButton(Button):
    """“Zoom” with the factors to choose from."""

    def __init__(self, view: PaperView, name: str) -> None:
        super().__init__(_("Zoom"), name, label=_("Zoom of the preview"))
        self._view = view
        self._menu = QMenu(self)
        self._menu.setObjectName(f"{name}_menu")
        group = QActionGroup(self._menu)
        self._actions: dict[float, QAction] = {}
        for factor in (0.0, *STEPS):
            words = format_percent(factor) if factor else _("As wide as there is room")
            action = self._menu.addAction(words)
            action.setObjectName(f"{name}_{round(factor * 100)}")
            action.setCheckable(True)
            action.setChecked(factor == view.zoom)
            action.triggered.connect(lambda _on=False, factor=factor: view.set_zoom(factor))
            group.addAction(action)
            self._actions[factor] = action
        self.setMenu(self._menu)
        view.zoomed.connect(self._on_view_zoomed)

    def _on_view_zoomed(self, factor: float) -> None:
        self._actions[factor].setChecked(True)
