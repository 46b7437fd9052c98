"""One column of the board: header with figures, cards, quick add; or a narrow strip when collapsed.

Made by the board area for each stage and for Won.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6 import QtCore
from PySide6.QtCore import QPoint, QRect, Signal
from PySide6.QtGui import (
    QFontMetrics,
    QPainter,
)
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from salesdesk.support.i18n import _, ngettext
from salesdesk.ui import painting, theme
from salesdesk.ui.board.card_list import CardList
from salesdesk.ui.board.quick_add import QuickAdd
from salesdesk.ui.lines import Line

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import (
        QContextMenuEvent,
        QEnterEvent,
        QPaintEvent,
    )

    from salesdesk.ui.board.collapsed import CollapsedColumn
    from salesdesk.ui.board.column_model import ColumnModel
    from salesdesk.ui.board.delegate import CardDelegate
    from salesdesk.ui.board.figures import ColumnFigures
    from salesdesk.ui.widgets import IconButton

COLLAPSED = 42
MOST_LINES = 3
"""So many lines a total takes at most."""
NARROWEST, WIDEST = 188, 320
PLUS = " + "
"""Between amounts of different currencies."""


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
        self._is_complete = False
        self._lay_out()

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

    def complete(self) -> None:
        """Makes what the first paint leaves out; doing it twice changes nothing."""
        if self._is_complete:
            return
        self._is_complete = True
        self.cards.complete()
        self._connect()

    def _connect(self) -> None:
        self.header.collapse_requested.connect(lambda: self.collapse_requested.emit(self.key, True))
        self.header.menu_requested.connect(lambda where: self.menu_requested.emit(self.key, where))
        self.cards.drag_moved.connect(self.drag_moved)
        if self.quick_add is not None:
            self.quick_add.complete()
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
        if is_collapsed:
            self.cards.clearSelection()  # what nobody sees must not move along with what one drags
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
    """Name and count over total, probability and weighted total; painted, since all columns'
    headers together would be thirty widgets before the first paint."""

    collapse_requested = Signal()
    menu_requested = Signal(QPoint)

    def __init__(self, name: str, key: str) -> None:
        super().__init__()
        self.name, self._key = name, key
        self._figures: ColumnFigures | None = None
        self._lines = (1, 0)
        self.setObjectName(f"header_{key}")
        self.setAccessibleName(name)
        self.fit()

    @cached_property
    def collapse(self) -> IconButton:
        """What makes the column a strip; made when the pointer first comes here."""
        from salesdesk.ui.widgets import IconButton

        look = theme.tokens()
        made = IconButton(
            "chevron-left",
            f"collapse_{self._key}",
            _("Collapse {column}").format(column=self.name),
            on_click=self.collapse_requested.emit,
            parent=self,
        )
        made.setFixedSize(look.px(20), look.px(20))
        made.setFocusPolicy(QtCore.Qt.FocusPolicy.NoFocus)
        return made

    def fit(self) -> None:
        """Takes the height of its lines, for the text size in use."""
        totals = self._totals_height() * sum(self._lines)
        self.setFixedHeight(self._line_height() + totals + theme.tokens().px(1))

    def lines_needed(self, width: int) -> tuple[int, int]:
        """How many lines the total takes in so wide a column, and the weighted total below it.

        None for the latter, when both have room side by side.
        """
        figures = self._figures
        if figures is None:
            return 1, 0
        room = width - (self.width() - self._inside().width())
        metrics = QFontMetrics(theme.font("tiny"))
        ends = sum(map(metrics.horizontalAdvance, (figures.total, figures.weighted)))
        if figures.expected and ends + theme.tokens().px(8) > room:
            return len(_broken(figures.total, room)), len(self._expected(room))
        return len(_broken(figures.total, room)), 0

    def set_lines(self, lines: tuple[int, int]) -> None:
        """Gives total and weighted total so many lines, as `lines_needed` counts them."""
        if lines != self._lines:
            self._lines = lines
            self.fit()
            self.update()

    @property
    def count_words(self) -> str:
        """The count as shown: "12", or "3 of 12" under a filter."""
        return self._figures.count_words if self._figures is not None else ""

    def show_figures(self, figures: ColumnFigures) -> None:
        """Shows count and totals."""
        from salesdesk.ui.widgets.labels import plain_tip

        self._figures = figures
        said = (self.name, figures.count_words, figures.total, figures.weighted)
        self.setAccessibleName(", ".join(part for part in said if part))
        self.setToolTip(plain_tip(f"{self.name} – {figures.tip}"))
        self.update()

    def totals(self) -> list[tuple[Line, Line]]:
        """What stands at the left and right of each line of totals, for the present width."""
        figures = self._figures
        if figures is None:
            return []
        total = _broken(figures.total, self._inside().width())
        if not self._lines[1]:
            return [
                self._ends(total[0], figures.weighted, figures.share),
                *map(self._ends, total[1:]),
            ]
        first, *more = self._expected(self._inside().width())
        return [
            *map(self._ends, total), self._ends(first, figures.share), *map(self._ends, more),
        ]  # fmt: skip

    def _expected(self, room: float) -> list[str]:
        """The weighted total in lines of which the first leaves room for the probability."""
        assert self._figures is not None
        share = QFontMetrics(theme.font("tiny")).horizontalAdvance(self._figures.share)
        return _broken(self._figures.expected, room, share + theme.tokens().px(8))

    def _ends(self, words: str, *beside: str) -> tuple[Line, Line]:
        """Words at the left, and the first of `beside` that has room at their right."""
        gap, room = theme.tokens().px(8), self._inside().width()
        left = Line(words, "tiny", "muted")
        for text in (*beside, ""):
            right = Line(text, "tiny", "muted")
            if left.width + (right.width + gap if text else 0) <= room:
                return left, right
        return Line(words, "tiny", "muted", room), right

    def enterEvent(self, event: QEnterEvent) -> None:
        """Offer to collapse."""
        self._place_collapse()
        self.collapse.show()
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Keep quiet."""
        self.collapse.hide()
        self.update()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The column's menu."""
        self.menu_requested.emit(event.globalPos())

    def paintEvent(self, event: QPaintEvent) -> None:
        """The name with the count at its right, and below the totals at both ends."""
        painter, inside = QPainter(self), self._inside()
        count = Line(self.count_words, "body", "faint")
        right = inside.right() + 1
        count.draw(painter, right - count.width, self._baseline(count, inside.top()))
        name = Line(self.name, "heading", "text", self._room_of_name(count.width))
        name.draw(painter, inside.left(), self._baseline(name, inside.top()))
        top = inside.top() + self._line_height()
        for total, share in self.totals():
            total.draw(painter, inside.left(), round(top + 1 + total.ascent))
            share.draw(painter, right - share.width, round(top + 1 + share.ascent))
            top += self._totals_height()

    def _baseline(self, line: Line, top: int) -> int:
        return round(top + (self._line_height() - line.height) / 2 + line.ascent)

    def _inside(self) -> QRect:
        look = theme.tokens()
        return self.rect().adjusted(look.px(12), look.px(1), -look.px(10), 0)

    def _line_height(self) -> int:
        return QFontMetrics(theme.font("heading")).height() + 2

    def _totals_height(self) -> int:
        return QFontMetrics(theme.font("tiny")).height() + 2

    def _room_of_name(self, count_width: float) -> float:
        """What count and collapse button leave of the line."""
        gap, room = theme.tokens().px(4), self._inside().width()
        room -= round(count_width) + gap if count_width else 0
        if "collapse" in self.__dict__ and self.collapse.isVisible():
            room -= self.collapse.width() + gap
        return room

    def _place_collapse(self) -> None:
        gap, inside = theme.tokens().px(4), self._inside()
        count = QFontMetrics(theme.font("body")).horizontalAdvance(self.count_words)
        right = inside.right() + 1 - (count + gap if count else 0)
        y = inside.top() + (self._line_height() - self.collapse.height()) // 2
        self.collapse.move(right - self.collapse.width(), y)


def _broken(words: str, room: float, taken: float = 0) -> list[str]:
    """A total in lines that fit, broken before the "+" of a further currency.

    `taken` is what stands at the right of the first line. From the fourth line on nothing is broken
    any more: the tooltip has it whole.
    """
    metrics = QFontMetrics(theme.font("tiny"))
    lines: list[str] = []
    for part in words.split(PLUS):
        longer = f"{lines[-1]}{PLUS}{part}" if lines else part
        left = room - taken if len(lines) == 1 else room
        if not lines or (metrics.horizontalAdvance(longer) > left and len(lines) < MOST_LINES):
            lines.append(f"{PLUS.lstrip()}{part}" if lines else part)
        else:
            lines[-1] = longer
    return lines
