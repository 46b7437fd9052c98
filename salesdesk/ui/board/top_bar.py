"""The bar above the board: search, filters, sort, cards, new deal. Made by the page."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from salesdesk.domain.board_filter import BoardFilter
from salesdesk.domain.card_order import CardOrder
from salesdesk.support.i18n import _
from salesdesk.ui import theme
from salesdesk.ui.board import filters
from salesdesk.ui.board.look import FIELDS, NARROW, CardLook
from salesdesk.ui.board.words import field_words, order_words
from salesdesk.ui.widgets import Button, Chip, FlowLayout, Panel, PlainLabel, SearchEdit

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent

    from salesdesk.ui.board.look import Density
    from salesdesk.usecases.board import PipelineGlance


_TIGHT = 660
"""Logical pixels below which one row does not hold search, choices and the new deal."""


class TopBar(Panel):
    """Says what the user wants shown: filter, order and look; it keeps what is on."""

    filter_changed = Signal(object)
    order_changed = Signal(object)
    look_changed = Signal(object)
    filter_popup_requested = Signal(QWidget)
    new_deal_requested = Signal()
    pipeline_requested = Signal(str)
    left = Signal()
    """Enter or Escape in an empty search: on to the cards."""

    def __init__(self, today: dt.date, parent: QWidget | None = None) -> None:
        super().__init__("bottom", name="board_top", parent=parent)
        self.today = today
        self._stage_names: dict[str, str] = {}
        self.kept = BoardFilter()
        self.order = CardOrder.PLACE
        self.look = CardLook()
        self.title = PlainLabel(_("Board"), "title", name="board_title")
        self.pipelines = Button("", "board_pipelines", kind="flat", label=_("Pipeline"))
        self.search = _Search()
        self.search.textChanged.connect(self._on_search_text_changed)
        self.search.returnPressed.connect(self.left)
        self.chips = {
            key: Chip(filters.chip_words(key), f"board_chip_{key}") for key in filters.CHIPS
        }
        for key, chip in self.chips.items():
            chip.clicked.connect(lambda on, key=key: self._switch(key, on))
        self.add_filter = Chip(
            _("+ Filter"), "board_add_filter", checkable=False, label=_("Filter")
        )
        self.add_filter.clicked.connect(lambda: self.filter_popup_requested.emit(self.add_filter))
        self.sort = Button("", "board_sort")
        self.cards = Button("", "board_cards")
        self.new_deal = Button(
            _("New deal"), "board_new_deal", kind="primary", on_click=self.new_deal_requested.emit
        )
        self._parts: list[Chip] = []
        self._may_fill = False
        self._shown: tuple[Sequence[PipelineGlance], PipelineGlance] | None = None
        self._lay_out()
        self._show_order()
        self._show_look()

    def _lay_out(self) -> None:
        look = theme.tokens()
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(look.px(16), look.px(9), look.px(16), look.px(9))
        self._outer.setSpacing(look.px(7))
        row = self._row = QHBoxLayout()
        row.setSpacing(look.px(8))
        self._chips = QWidget()
        self._flow = FlowLayout(self._chips, look.px(6))
        for widget in (self.title, self.pipelines, self.search):
            row.addWidget(widget)
        for chip in (*self.chips.values(), self.add_filter):
            self._flow.addWidget(chip)
        row.addWidget(self._chips, 1, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(0)
        for widget in (self.sort, self.cards, self.new_deal):
            row.addWidget(widget)
        self._outer.addLayout(row)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the chips have a row of their own."""
        super().resizeEvent(event)
        is_narrow = event.size().width() < max(theme.tokens().px(NARROW), self._wanted())
        if is_narrow != (self._outer.indexOf(self._chips) >= 0):
            if is_narrow:
                self._row.removeWidget(self._chips)
                self._outer.addWidget(self._chips)
                self._row.setStretch(self._row.count() - 4, 1)
            else:
                self._outer.removeWidget(self._chips)
                at = self._row.indexOf(self.search) + 1
                self._row.insertWidget(at, self._chips, 1, Qt.AlignmentFlag.AlignVCenter)
                self._row.setStretch(at + 1, 0)
        self._move_choices(event.size().width() < theme.tokens().px(_TIGHT))

    def _wanted(self) -> int:
        """The width that holds all of it in one row."""
        row = (self.title, self.pipelines, self.search, self.sort, self.cards, self.new_deal)
        shown = [widget for widget in row if not widget.isHidden()]
        least = sum(widget.minimumSizeHint().width() for widget in shown)
        return least + self._flow.sizeHint().width() + theme.tokens().px(8) * (len(shown) + 4)

    def _move_choices(self, are_below: bool) -> None:
        """With large letters on a small screen, sort and cards stand beside the chips."""
        if are_below == (self._flow.indexOf(self.sort) >= 0):
            return
        for button in (self.sort, self.cards):
            if are_below:
                self._row.removeWidget(button)
                self._flow.addWidget(button)
            else:
                self._flow.removeWidget(button)
                self._row.insertWidget(self._row.indexOf(self.new_deal), button)

    # What is shown ---------------------------------------------------------------------------

    def fill_menus(self) -> None:
        """Makes the menus, which nobody can open before the first paint."""
        if not self._may_fill:
            self._may_fill = True
            self._show_order()
            self._show_look()
            if self._shown is not None:
                self.show_pipelines(*self._shown)

    def show_pipelines(self, pipelines: Sequence[PipelineGlance], shown: PipelineGlance) -> None:
        """The switch, named after the pipeline shown; its stages name parts of the filter."""
        self._stage_names = {stage.key: stage.name for stage in shown.stages}
        self.pipelines.setVisible(len(pipelines) > 1)
        self.title.setVisible(len(pipelines) <= 1)
        self.pipelines.setText(shown.name)
        self._shown = (pipelines, shown)
        menu = _new_menu(self.pipelines, "board_pipelines_menu")
        if not self._may_fill:
            return
        for pipeline in pipelines:
            action = menu.addAction(pipeline.name.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(pipeline.id == shown.id)
            action.triggered.connect(
                lambda _on=False, key=pipeline.id: self.pipeline_requested.emit(key)
            )

    def set_filter(self, wanted: BoardFilter, *, tell: bool = True) -> None:
        """Takes a filter, such as a saved one, and shows it."""
        self.kept = wanted
        was_blocked = self.search.blockSignals(True)
        if self.search.text().strip() != wanted.text:
            self.search.setText(wanted.text)
        self.search.blockSignals(was_blocked)
        for key, chip in self.chips.items():
            chip.setChecked(filters.is_on(key, wanted, self.today))
        self._show_parts()
        if tell:
            self.filter_changed.emit(wanted)

    def set_order(self, order: CardOrder) -> None:
        """Takes a sort order."""
        self.order = order
        self._show_order()
        self.order_changed.emit(order)

    def set_look(self, look: CardLook) -> None:
        """Takes a look of the cards."""
        self.look = look
        self._show_look()
        self.look_changed.emit(look)

    def clear_filter(self) -> None:
        """Shows everything again."""
        self.set_filter(BoardFilter())

    def _show_parts(self) -> None:
        for chip in self._parts:
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._parts = []
        for part, words in filters.parts(self.kept, self.today, self._stage_names):
            shown = words if len(words) <= 40 else f"{words[:39]}…"
            chip = Chip(
                f"{shown}  ×",
                f"board_part_{part}",
                label=_("Take off the filter {words}").format(words=words),
            )
            chip.setChecked(True)
            chip.clicked.connect(
                lambda _on=False, part=part: self.set_filter(filters.without(self.kept, part))
            )
            self._flow.addWidget(chip)
            chip.show()
            self._parts.append(chip)

    def _show_order(self) -> None:
        self.sort.setText(_("Sort: {order}").format(order=order_words(self.order)))
        menu = _new_menu(self.sort, "board_sort_menu")
        if not self._may_fill:
            return
        for order in CardOrder:
            action = menu.addAction(order_words(order))
            action.setCheckable(True)
            action.setChecked(order == self.order)
            action.triggered.connect(lambda _on=False, order=order: self.set_order(order))

    def _show_look(self) -> None:
        density = _("comfortable") if self.look.density == "comfortable" else _("compact")
        self.cards.setText(_("Cards: {density}").format(density=density))
        menu = _new_menu(self.cards, "board_cards_menu")
        if not self._may_fill:
            return
        densities: list[tuple[Density, str]] = [
            ("comfortable", _("Comfortable")),
            ("compact", _("Compact")),
        ]
        for key, words in densities:
            action = menu.addAction(words)
            action.setCheckable(True)
            action.setChecked(self.look.density == key)
            action.triggered.connect(lambda _on=False, key=key: self._set_density(key))
        menu.addSeparator()
        for field in FIELDS:
            action = menu.addAction(field_words(field))
            action.setCheckable(True)
            action.setChecked(field in self.look.fields)
            action.triggered.connect(
                lambda on, field=field: self.set_look(self.look.with_field(field, shown=on))
            )

    def _set_density(self, density: Density) -> None:
        self.set_look(self.look._replace(density=density))

    # What is wished --------------------------------------------------------------------------

    def _switch(self, chip: str, on: bool) -> None:
        self.set_filter(filters.switched(chip, self.kept, self.today, on=on))

    def _on_search_text_changed(self, text: str) -> None:
        self.kept = dataclasses.replace(self.kept, text=text.strip())
        self.filter_changed.emit(self.kept)


class _Search(SearchEdit):
    """The search field; it gives way before the chips do."""

    def __init__(self) -> None:
        super().__init__("board_search", _("Search this board"), _("Search this board  ( / )"))
        self.setMinimumWidth(theme.tokens().px(130))

    def sizeHint(self) -> QSize:
        """A little narrower than usual: the bar holds much."""
        return QSize(theme.tokens().px(220), super().sizeHint().height())


def _new_menu(button: Button, name: str) -> QMenu:
    """Another menu for a button. The one before goes: a button keeps all it ever had."""
    before = button.menu()
    menu = QMenu(button)
    menu.setObjectName(name)
    button.setMenu(menu)
    if before is not None:
        before.deleteLater()
    return menu
