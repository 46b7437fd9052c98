"""The parts of the board page that are made when first needed; none is in the first paint.

`page.BoardPage` is one of these; it lays them out and connects them.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, cast

from PySide6 import QtCore
from PySide6.QtCore import Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QVBoxLayout

from salesdesk.ui import theme
from salesdesk.ui.board.choosing import ChoosingPage
from salesdesk.ui.board.look import NARROW

if TYPE_CHECKING:
    from PySide6.QtCore import QPoint
    from PySide6.QtWidgets import QStackedLayout, QWidget

    from salesdesk.ui.board.content import Content
    from salesdesk.ui.board.counting import Counting
    from salesdesk.ui.board.drag import GateBubble, OutTargets
    from salesdesk.ui.board.dragging import Dragging
    from salesdesk.ui.board.keeping import Keeping
    from salesdesk.ui.board.page import BoardPage
    from salesdesk.ui.board.top_bar import TopBar
    from salesdesk.ui.widgets.panel import Panel


class PartsPage(ChoosingPage):
    """A page with a bar, a board, what stands in the board's place, and what drags show."""

    out_requested = Signal(str, object)
    """won, lost or pause, and deal ids."""
    new_deal_requested = Signal()
    import_requested = Signal()
    refused = Signal(str)
    """Why cards were not taken where they were let go."""

    content: Content
    keeping: Keeping
    _stack: QStackedLayout
    _top_place: Panel

    def _keep_place(self) -> None:
        """Gives the bar's place the height of the bar: nothing may jump when it comes."""
        look, line = theme.tokens(), QFontMetrics(theme.font("body")).height()
        height = 2 * look.px(9) + max(line, look.px(16)) + 2 * look.px(6)
        if self.width() < look.px(NARROW):
            chips = QFontMetrics(theme.font("small")).height() + 2 * look.px(4)
            height += look.px(7) + chips
        self._top_place.setFixedHeight(height)

    @cached_property
    def top(self) -> TopBar:
        """The bar; until it is there its place is kept free."""
        from salesdesk.ui.board.top_bar import TopBar

        theme.current().complete()
        made = TopBar(self.content.desk.clock.today())
        made.set_look(self.keeping.look)
        made.set_order(self.keeping.order)
        made.show_pipelines(self.content.view.pipelines, self.content.view.pipeline)
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.replaceWidget(self._top_place, made)
        self._top_place.hide()
        self._connect(made)
        return made

    @cached_property
    def empty(self) -> QWidget:
        """What stands in the board's place when it has no deals."""
        from salesdesk.ui.board.empty import empty_board

        made = empty_board(self.new_deal_requested.emit, self.import_requested.emit)
        self._stack.addWidget(made)
        return made

    @cached_property
    def out(self) -> OutTargets:
        """Where cards that leave the board are dropped."""
        from salesdesk.ui.board.drag import OutTargets

        made = OutTargets(self.area)
        made.dropped.connect(self.out_requested, QtCore.Qt.ConnectionType.QueuedConnection)
        made.drag_moved.connect(self.on_drag_moved)
        return made

    @cached_property
    def bubble(self) -> GateBubble:
        """The gate beside a dragged card."""
        from salesdesk.ui.board.drag import GateBubble

        return GateBubble(self.area)

    @cached_property
    def dragging(self) -> Dragging:
        """What runs drags."""
        from salesdesk.ui.board.dragging import Dragging

        return Dragging(cast("BoardPage", self))

    @cached_property
    def counting(self) -> Counting:
        """What has the figures follow the cards."""
        from salesdesk.ui.board.counting import Counting

        return Counting(cast("BoardPage", self))

    def on_drag_moved(self, where: QPoint) -> None:
        """A drag is at this global position."""
        self.dragging.moved(where)

    def _connect(self, top: TopBar) -> None:
        """Listens to the bar that was just made."""
        raise NotImplementedError

    def focus_cards(self) -> None:
        """Puts the keyboard on the first card, or where it was."""
        column = self.current_column()
        if column is not None and column.cards.current_id():
            column.cards.setFocus()
            return
        for column in self.area.columns:
            if column.cards.column.rows and not column.is_collapsed:
                column.cards.go_to(0)
                return
        if not self.content.deck.count():
            self.empty.setFocus()

    def focus_search(self) -> None:
        """Puts the keyboard in the search field."""
        self.top.search.setFocus()
        self.top.search.selectAll()
