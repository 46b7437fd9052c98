"""One column of the board: header with figures, cards, quick add; or a narrow strip when collapsed.

Made by the board area for each stage and for Won.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QEnterEvent,
    QFontMetrics,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from salesdesk.support.i18n import _, ngettext
from salesdesk.ui import painting, theme
from salesdesk.ui.board.card_list import CardList
from salesdesk.ui.board.quick_add import QuickAdd
from salesdesk.ui.widgets import ElidedLabel, IconButton, PlainLabel, plain_tip

if TYPE_CHECKING:
    from salesdesk.ui.board.collapsed import CollapsedColumn
    from salesdesk.ui.board.column_model import ColumnModel
    from salesdesk.ui.board.delegate import CardDelegate
    from salesdesk.ui.board.figures import ColumnFigures

COLLAPSED = 42
NARROWEST, WIDEST = 188, 320


class Column(QFrame):
    """A column. `has_quick_add` is false for Won, where deals are not added."""

    collapse_requested = Signal(str, bool)
    menu_requested = Signal(str, QPoint)
    add_requested = Signal(str, str)
    drag_moved = Signal(QPoint)

    def __init__(
        self,
        name: str,
        model: ColumnModel,
        delegate: CardDelegate,
        *,
        has_quick_add: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.name, self.key = name, model.column_key
        self.setObjectName(f"column_{self.key}")
        self._is_target = False
        self.is_collapsed = False
        self.cards = CardList(model, delegate, name)
        self.header = ColumnHeader(name, self.key)
        self._count_words = ""
        self.quick_add = QuickAdd(self.key) if has_quick_add else None
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        look = theme.tokens()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, look.px(7), 0, look.px(6))
        column.setSpacing(look.px(6))
        column.addWidget(self.header)
        column.addWidget(self.cards, 1)
        if self.quick_add is not None:
            column.addWidget(self.quick_add)

    @cached_property
    def strip(self) -> CollapsedColumn:
        """What is shown in the column's place while it is collapsed; made when first it is."""
        from salesdesk.ui.board.collapsed import CollapsedColumn

        strip = CollapsedColumn(self.name, self.cards)
        strip.hide()
        strip.show_count(self._count_words)
        strip.expand_requested.connect(lambda: self.collapse_requested.emit(self.key, False))
        strip.drag_moved.connect(self.drag_moved)
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.addWidget(strip, 1)
        return strip

    def _connect(self) -> None:
        self.header.collapse_requested.connect(lambda: self.collapse_requested.emit(self.key, True))
        self.header.menu_requested.connect(lambda where: self.menu_requested.emit(self.key, where))
        self.cards.drag_moved.connect(self.drag_moved)
        if self.quick_add is not None:
            self.quick_add.entered.connect(lambda words: self.add_requested.emit(self.key, words))
            self.quick_add.left.connect(self.cards.setFocus)

    def show_figures(self, figures: ColumnFigures) -> None:
        """Count and totals, in the header, the strip and the accessible name."""
        self.header.show_figures(figures)
        self._count_words = figures.count_words
        if self.is_collapsed:
            self.strip.show_count(figures.count_words)
        spoken = ngettext("{column}, {n} deal", "{column}, {n} deals", figures.count).format(
            column=self.name, n=figures.count
        )
        self.setAccessibleName(spoken)
        self.cards.setAccessibleName(spoken)
        self.cards.setAccessibleDescription(figures.tip)

    def set_collapsed(self, is_collapsed: bool) -> None:
        """Becomes a narrow strip, or a whole column again."""
        if is_collapsed == self.is_collapsed:
            return
        self.is_collapsed = is_collapsed
        for widget in (self.header, self.cards, self.quick_add):
            if widget is not None:
                widget.setVisible(not is_collapsed)
        self.strip.show_count(self._count_words)
        self.strip.setVisible(is_collapsed)

    def set_target(self, is_target: bool) -> None:
        """Shows whether what is dragged would land here."""
        if is_target != self._is_target:
            self._is_target = is_target
            self.update()

    def end_drag(self) -> None:
        """Takes away all that a drag showed."""
        self.cards.end_drag()
        self.set_target(False)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The trough the cards lie in."""
        look = theme.tokens()
        painter = QPainter(self)
        if self._is_target:
            painting.rounded(painter, self.rect(), look.px(9), look.target, look.accent, 2)
        else:
            painting.rounded(painter, self.rect(), look.px(9), look.sunken)


class ColumnHeader(QWidget):
    """Name and count over total, probability and weighted total."""

    collapse_requested = Signal()
    menu_requested = Signal(QPoint)

    def __init__(self, name: str, key: str) -> None:
        super().__init__()
        self.setObjectName(f"header_{key}")
        look = theme.tokens()
        self._name = ElidedLabel(name, "heading")
        self._count = PlainLabel("", "body", "faint", name=f"count_{key}")
        self.totals = TotalsLine(f"totals_{key}")
        self.collapse = IconButton(
            "chevron-left",
            f"collapse_{key}",
            _("Collapse {column}").format(column=name),
            on_click=self.collapse_requested.emit,
        )
        self.collapse.setFixedSize(look.px(20), look.px(20))
        self.collapse.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._show_collapse(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(look.px(12), look.px(1), look.px(10), 0)
        column.setSpacing(0)
        row = QHBoxLayout()
        row.setSpacing(look.px(4))
        row.addWidget(self._name, 1)
        row.addWidget(self.collapse)
        row.addWidget(self._count)
        column.addLayout(row)
        column.addWidget(self.totals)

    def show_figures(self, figures: ColumnFigures) -> None:
        """Shows count and totals."""
        self._count.setText(figures.count_words)
        self.totals.show_figures(figures)
        self.setToolTip(plain_tip(figures.tip))

    def enterEvent(self, event: QEnterEvent) -> None:
        """Offer to collapse."""
        self._show_collapse(True)

    def leaveEvent(self, event: QEvent) -> None:
        """Keep quiet."""
        self._show_collapse(False)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The column's menu."""
        self.menu_requested.emit(event.globalPos())

    def _show_collapse(self, is_shown: bool) -> None:
        self.collapse.setVisible(is_shown)


class TotalsLine(QWidget):
    """Total at the left, probability and weighted total at the right, as far as they fit."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self._figures: ColumnFigures | None = None

    def show_figures(self, figures: ColumnFigures) -> None:
        """Shows these figures."""
        self._figures = figures
        self.setAccessibleName(f"{figures.total}, {figures.weighted}")
        self.update()

    def sizeHint(self) -> QSize:
        """One small line."""
        return QSize(60, QFontMetrics(theme.font("tiny")).height() + 2)

    def minimumSizeHint(self) -> QSize:
        """One small line."""
        return self.sizeHint()

    def shown(self, metrics: QFontMetrics) -> tuple[str, str]:
        """Left and right words for the present width: the weighted total goes first."""
        figures = self._figures
        if figures is None:
            return "", ""
        gap, room = theme.tokens().px(8), self.width()
        for right in (figures.weighted, figures.share, ""):
            taken = metrics.horizontalAdvance(right) + gap if right else 0
            if metrics.horizontalAdvance(figures.total) + taken <= room:
                return figures.total, right
        return metrics.elidedText(figures.total, Qt.TextElideMode.ElideRight, room), ""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Both ends of the line."""
        painter = QPainter(self)
        painter.setFont(theme.font("tiny"))
        painter.setPen(theme.tokens().muted)
        left, right = self.shown(painter.fontMetrics())
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(self.rect(), middle | int(Qt.AlignmentFlag.AlignLeft), left)
        painter.drawText(self.rect(), middle | int(Qt.AlignmentFlag.AlignRight), right)
