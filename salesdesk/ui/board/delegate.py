"""Paints a card from its plain row. 50 to 100 µs a card: everything that can be kept is kept.

A plan (elided words with their places) is made once per row and width; boxes, dots and state
marks are pixmaps. One per column view, called by it. It is no QStyledItemDelegate: with the first
style option PySide would build the enums of QStyle, a tenth of the program's start.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize

from salesdesk.ui import painting, theme
from salesdesk.ui.board.plan import Metrics, lay_out

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QPainter
    from PySide6.QtWidgets import QWidget

    from salesdesk.ui.board.face import Face
    from salesdesk.ui.board.look import CardLook
    from salesdesk.ui.board.plan import Plan
    from salesdesk.ui.tokens import Tokens
    from salesdesk.usecases.board import CardRow

MOST_PLANS = 4_000
SIDE = 8
"""Between the edge of a column and its cards, at the 13 px text size."""


class CardDelegate:
    """Paints cards of one column. `face_of` turns a row into the words of its card."""

    def __init__(
        self,
        look: CardLook,
        face_of: Callable[[CardRow], Face],
        view: QWidget,
        metrics_of: Callable[[CardLook, Tokens, float], Metrics] = Metrics,
    ) -> None:
        """`view`: on the screen of this widget the cards are seen.

        `metrics_of` may give several columns the same metrics, with the pictures they hold.
        """
        self.view = view
        self._metrics_of = metrics_of
        self._face_of = face_of
        self._plans: dict[str, tuple[CardRow, int, Plan]] = {}
        self.right_inset = SIDE
        """Room right of the card; the scroll bar takes it away when it shows."""
        self.dragged: frozenset[str] = frozenset()
        """Cards under way with the mouse, painted pale."""
        self.gap_row: int | None = None
        """Rows from this one on make room for what is being dropped."""
        self.gap_up = 0
        """How far the rows before the gap step up, when the column ends below the view."""
        self.set_look(look)

    def set_look(self, look: CardLook) -> None:
        """Takes another density, other fields or another theme."""
        self.look = look
        self._metrics = self._metrics_of(look, theme.tokens(), self._ratio())
        self.forget()

    def forget(self) -> None:
        """Drops every plan: the day or the process changed, and with it the words."""
        self._plans.clear()

    @property
    def bleed(self) -> int:
        """How far a card's shadow reaches beyond it."""
        return self._metrics.bleed

    @property
    def slot_height(self) -> int:
        """A card with the gap below it, in logical pixels."""
        return self._metrics.slot_height

    @property
    def card_height(self) -> int:
        """A card alone."""
        return self._metrics.card_height

    @property
    def slot(self) -> QSize:
        """The least room of a card with the gap below it."""
        return QSize(self._metrics.least_width, self._metrics.slot_height)

    def slot_y(self, number: int) -> int:
        """Where the card of a row stands in its column, past the room for what is dropped."""
        y = number * self.slot_height
        if self.gap_row is not None:
            y += -self.gap_up if number < self.gap_row else self.slot_height - self.gap_up
        return y

    def card_width(self, view_width: int) -> int:
        """The width of cards in a view of this width."""
        return max(60, view_width - SIDE - self.right_inset)

    def paint_card(
        self,
        painter: QPainter,
        row: CardRow,
        rect: QRect,
        *,
        is_selected: bool = False,
        is_over: bool = False,
        has_focus: bool = False,
    ) -> None:
        """Draws one card at the left top of `rect` and in its width; used for drags too."""
        metrics, width = self._metrics, rect.width()
        plan = self.plan(row, width)
        is_pale = row.deal_id in self.dragged
        if is_pale:
            painter.setOpacity(0.4)
        x, y = rect.x(), rect.y()
        box = metrics.box(width, plan.is_stalled, plan.is_quiet, is_selected, is_over)
        painter.drawPixmap(x - metrics.bleed, y - metrics.bleed, box)
        self._paint_inside(painter, plan, x, y)
        if is_pale:
            painter.setOpacity(1)
        if has_focus:
            ring = QRect(x, y, width, metrics.card_height)
            painting.rounded(painter, ring, metrics.radius, None, metrics.tokens.accent, 2)

    def _paint_inside(self, painter: QPainter, plan: Plan, x: int, y: int) -> None:
        for picture, left, top in plan.pictures:
            painter.drawPixmap(x + left, y + top, picture)
        for words in plan.words:
            words.line.draw(painter, x + words.x, y + words.baseline)

    def plan(self, row: CardRow, width: int) -> Plan:
        """Where everything of a card goes at this width; kept until the row changes."""
        kept = self._plans.get(row.deal_id)
        if kept is not None and kept[0] is row and kept[1] == width:
            return kept[2]
        if len(self._plans) >= MOST_PLANS:
            self._plans.clear()
        plan = lay_out(self._face_of(row), self.look, self._metrics, width)
        self._plans[row.deal_id] = (row, width, plan)
        return plan

    def check_ratio(self) -> None:
        """Makes the pictures anew when the window went to a screen of another scale."""
        if self._metrics.ratio != self._ratio():
            self.set_look(self.look)

    def _ratio(self) -> float:
        return self.view.devicePixelRatioF()
