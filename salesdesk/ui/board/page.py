"""The board page: bar, strip, columns, and what is seen while dragging.

Made by the shell through `make`. It shows, and says what the user wants; `controller` writes.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from PySide6 import QtCore
from PySide6.QtCore import QEvent, QPoint, QTimer, Signal
from PySide6.QtWidgets import QApplication, QStackedLayout, QVBoxLayout

from salesdesk.domain.pipeline import WON
from salesdesk.ui import theme
from salesdesk.ui.board.area import BoardArea
from salesdesk.ui.board.columns import complete_column, make_column
from salesdesk.ui.board.content import Content
from salesdesk.ui.board.face import Faces
from salesdesk.ui.board.keeping import Keeping
from salesdesk.ui.board.parts import PartsPage
from salesdesk.ui.board.plan import Metrics
from salesdesk.ui.board.strip import Strip
from salesdesk.ui.widgets.panel import Panel

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from PySide6.QtGui import QPaintEvent, QResizeEvent, QShowEvent
    from PySide6.QtWidgets import QWidget

    from salesdesk.ui.board.column import Column
    from salesdesk.ui.board.controller import BoardController
    from salesdesk.ui.board.face import Face
    from salesdesk.ui.board.look import CardLook
    from salesdesk.ui.board.top_bar import TopBar
    from salesdesk.ui.context import Context
    from salesdesk.ui.tokens import Tokens
    from salesdesk.usecases.board import CardRow

REST_AFTER_MS = 5
"""From the first paint to reading the rest: what the user does first comes first."""
REST_AT_LAST_MS = 150
"""From being shown to reading the rest, where no paint tells of itself."""


class BoardPage(PartsPage):
    """One pipeline as columns of cards."""

    move_requested = Signal(object, str, str)
    """Deal ids, the key of the column, the id of the card before which they go or ""."""
    add_requested = Signal(str, str)
    open_requested = Signal(str)
    stepped = Signal(str, object)
    """Column key and `keys.Step`."""
    card_menu_requested = Signal(str, QPoint)
    column_menu_requested = Signal(str, QPoint)
    drag_begun = Signal(object)
    read = Signal()
    """Once, when all that the first paint left out is there."""

    def __init__(self, content: Content, keeping: Keeping, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("board_page")
        self.content, self.keeping = content, keeping
        self.make_controller: Callable[[], BoardController] | None = None
        self.query: Callable[[Callable[[], Any], Callable[[Any], object]], object] = _at_once
        """Reads what takes long on a worker, and hands it over here."""
        self.is_typing: Callable[[], bool] = lambda: False  # somebody, on another page
        self._faces: Faces
        self._metrics: Metrics | None = None
        self.strip = Strip()
        self.area = BoardArea()
        self._lay_out()
        self.has_rest = True
        """Whether only the first cards of each column are read, as they are for the first paint."""
        theme.current().changed.connect(self._on_theme_changed)
        content.order = keeping.order
        self._load_first()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._top_place = Panel("bottom", name="board_top_place")
        column.addWidget(self._top_place)
        self._keep_place()
        column.addWidget(self.strip)
        self._stack = QStackedLayout()
        self._stack.addWidget(self.area)
        column.addLayout(self._stack, 1)

    @cached_property
    def controller(self) -> BoardController:
        """What does the board's actions."""
        if self.make_controller is None:
            raise RuntimeError("this page was given no controller")
        return self.make_controller()

    def _connect(self, top: TopBar) -> None:
        self._rank_new_deal(top)
        top.filter_changed.connect(self._on_top_shown_changed)
        top.order_changed.connect(self._on_top_shown_changed)
        top.look_changed.connect(self._on_top_look_changed)
        top.pipeline_requested.connect(self.load)
        top.new_deal_requested.connect(self.new_deal_requested)
        top.left.connect(self.focus_cards)
        from PySide6.QtGui import QKeySequence, QShortcut

        QShortcut(QKeySequence("/"), self, self.focus_search).setContext(
            QtCore.Qt.ShortcutContext.WidgetWithChildrenShortcut
        )

    # Loading and showing ---------------------------------------------------------------------

    def _load_first(self) -> None:
        """Shows the top of each column; the rest and the figures follow once it is painted."""
        self.content.load(self.keeping.pipeline_id, first=True)
        self.rebuild()

    def load_rest(self) -> None:
        """Reads all cards and the figures, after the first paint; called by itself."""
        if self.has_rest:
            self.has_rest = False
            self.content.load(self.content.pipeline_id)
            self._complete()
            self.keeping.pipeline_id = self.content.pipeline_id
            self.refresh(self.content.deck.columns)
            self.read.emit()

    def _complete(self) -> None:
        """Makes what the first paint left out: the bar, what acts, and the small parts."""
        self.top.fill_menus()
        if self.make_controller is not None:
            _ = self.controller
        for column in self.area.columns:
            complete_column(self, column)

    def load(self, pipeline_id: str | None = None) -> None:
        """Reads a pipeline's board and shows it; the filter stays, parts that do not fit go."""
        self.content.load(pipeline_id)
        if self.has_rest:
            self.has_rest = False
            self._complete()
        self.keeping.pipeline_id = self.content.pipeline_id
        self.rebuild()
        self.read.emit()

    def rebuild(self) -> None:
        """Makes the columns anew: another pipeline, another process, another day."""
        view = self.content.view
        if not self.has_rest:
            self.top.today = view.today
            self.top.show_pipelines(view.pipelines, view.pipeline)
            self.top.set_filter(self.content.filter, tell=False)
        self._make_faces()
        self.area.show_columns([make_column(self, column) for column in view.columns])
        for column in self.area.columns:
            column.set_collapsed(self.keeping.is_collapsed(self.content.pipeline_id, column.key))
            if not self.has_rest:
                complete_column(self, column)
        self.area.fit()
        self.refresh(column.key for column in view.columns)

    def refresh(self, keys: Iterable[str]) -> None:
        """Shows the present rows of some columns at once; their figures follow after the paint."""
        keys, selected, current = tuple(keys), self.selected_ids(), self.current_id()
        for key in keys:
            column = self.area.column(key)
            if column is not None:
                column.cards.column.set_rows(self.content.rows(key), self.content.total(key))
                column.cards.say_when_empty(self._empty_words(column))
        if selected:
            for column in self.area.columns:
                column.cards.select_ids(selected)
        if current and self._has_cards_focus():
            self.focus_card(current)
        is_empty = not self.content.deck.count()
        self._stack.setCurrentWidget(self.empty if is_empty else self.area)
        self.strip.setVisible(not is_empty)
        if not self.has_rest:
            self._rank_new_deal(self.top)
            self.counting.request(keys)

    def _rank_new_deal(self, top: TopBar) -> None:
        """On an empty board the first button is that of what it says there."""
        top.new_deal.set_kind("primary" if self.content.deck.count() else "secondary")

    def sentence(self, row: CardRow) -> str:
        """A card in one sentence, for assistive tools."""
        return self._faces.sentence(row)

    def face(self, row: CardRow) -> Face:
        """The words of a card, for the day and the look of now."""
        return self._faces.face(row)

    def metrics_of(self, look: CardLook, tokens: Tokens, ratio: float) -> Metrics:
        """Sizes and pictures of cards, one for all columns of the same look and screen."""
        kept = self._metrics
        if kept is None or (kept.look, kept.tokens, kept.ratio) != (look, tokens, ratio):
            kept = self._metrics = Metrics(look, tokens, ratio)
        return kept

    def _make_faces(self) -> None:
        stages = {stage.key: stage for stage in self.content.view.stages}
        self._faces = Faces(stages, self.content.view.today, self.look)

    @property
    def look(self) -> CardLook:
        """How the cards look."""
        return self.keeping.look

    def _empty_words(self, column: Column) -> str:
        if self.has_rest or self.content.deck.shown(column.key):
            return ""
        from salesdesk.ui.board.empty import empty_column

        hidden = self.content.deck.size(column.key) if self.content.is_filtered else 0
        return empty_column(is_won=column.key == WON, hidden=hidden)

    # What is chosen --------------------------------------------------------------------------

    def open_item(self, deal_id: str) -> None:
        """Goes to the card of a deal; what hides it, a filter or a collapsed column, is opened."""
        key = self.content.deck.column_of(deal_id)
        if key is None:
            return
        self.collapse(key, False)
        if not self.focus_card(deal_id):
            self.top.clear_filter()
            self.focus_card(deal_id)

    def page_shown(self) -> None:
        """The page came to the front: it takes the keyboard, and judges anew on a new day."""
        if self.content.view.today != self.content.desk.clock.today():
            self.load(self.content.pipeline_id)
        focused = QApplication.focusWidget()
        if focused in (None, self) or not self.isAncestorOf(focused):
            self.focus_cards()

    def row(self, deal_id: str) -> CardRow | None:
        """The card of a deal, or None."""
        return self.content.deck.row(deal_id)

    def collapse(self, key: str, is_collapsed: bool) -> None:
        """Makes a column a strip, or a whole one again, and keeps that."""
        column = self.area.column(key)
        if column is None:
            return
        column.set_collapsed(is_collapsed)
        self.area.fit()
        self.keeping.set_collapsed(self.content.pipeline_id, key, is_collapsed=is_collapsed)

    # Dragging --------------------------------------------------------------------------------

    def may_drop(self, deal_ids: tuple[str, ...], key: str) -> bool:
        """Whether cards may be dropped on a column. Pure: asked at every step of the pointer."""
        return self.content.may_drop(deal_ids, key)

    def deal_at(self, where: QPoint) -> str:
        """The deal whose card is at a global position, "" for none; for files dropped there."""
        return self.area.deal_at(where)

    def begin_drag(self, deal_ids: tuple[str, ...]) -> None:
        """Cards are under way: pale where they were, targets at the foot, gate to be shown."""
        self.dragging.begin(deal_ids)
        self.drag_begun.emit(deal_ids)

    def end_drag(self) -> None:
        """Nothing is under way any more."""
        self.dragging.end()

    # Slots -----------------------------------------------------------------------------------

    def on_move_requested(self, ids: tuple[str, ...], key: str, before: str) -> None:
        """Cards were dropped on a column; on Won that asks to win them."""
        if key == WON:
            self.out_requested.emit("won", ids)
        else:
            self.move_requested.emit(ids, key, before)

    def on_more_requested(self, key: str) -> None:
        """A column was scrolled to the end of its pages."""
        if self.content.read_more(key):
            self.show_rows(key)

    def show_rows(self, key: str) -> None:
        """Shows the cards of a column that are read."""
        column = self.area.column(key)
        if column is not None:
            column.cards.column.set_rows(self.content.rows(key), self.content.total(key))

    def _on_top_shown_changed(self) -> None:
        if self.content.show(self.top.kept, self.top.order):
            self.rebuild()
        else:
            self.refresh(self.content.deck.columns)
        self.keeping.order = self.top.order

    def _on_top_look_changed(self) -> None:
        self.keeping.look = self.top.look
        if self.area.columns:
            self._renew_look()

    def _on_theme_changed(self) -> None:
        self._renew_look()

    def _renew_look(self) -> None:
        self._make_faces()
        for column in self.area.columns:
            column.header.fit()
            column.cards.cards.set_look(self.look)
            column.cards.scheduleDelayedItemsLayout()
            column.cards.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The first paint has a sequel."""
        super().paintEvent(event)
        if self.has_rest:
            QTimer.singleShot(REST_AFTER_MS, self, self.load_rest)

    def showEvent(self, event: QShowEvent) -> None:
        """What is covered whole by its parts is never painted itself: then the rest comes so."""
        super().showEvent(event)
        if self.has_rest:
            QTimer.singleShot(REST_AT_LAST_MS, self, self.load_rest)
        else:
            self.counting.finish()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The targets stay at the foot."""
        super().resizeEvent(event)
        if self.has_rest:
            self._keep_place()
        if "out" in self.__dict__ and self.out.isVisible():
            self.out.appear()

    def changeEvent(self, event: QEvent) -> None:
        """Pictures of cards follow the scale of the screen."""
        if event.type() is QEvent.Type.DevicePixelRatioChange:
            for column in self.area.columns:
                column.cards.cards.check_ratio()
        super().changeEvent(event)


def _at_once(read: Callable[[], Any], take: Callable[[Any], object]) -> None:
    take(read())


def make(context: Context) -> BoardPage:
    """The factory in the shell's register of pages."""

    def make_controller() -> BoardController:
        from salesdesk.ui.board.controller import BoardController

        return BoardController(page, context)

    content = Content(context.bridge.desk)  # type: ignore[arg-type]
    page = BoardPage(content, Keeping(context.settings))
    page.make_controller = make_controller
    page.query = lambda read, take: context.bridge.query(
        read, take, owner=page, latest="board_count"
    )
    page.is_typing = lambda: context.typist.is_typing
    return page
