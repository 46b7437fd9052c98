"""The popup behind "+ Filter": every part of a filter, and the saved filters.

Made by `saving.Filters` each time it is opened.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from salesdesk.domain.errors import KnownError
from salesdesk.domain.pipeline import NextStepState
from salesdesk.support.i18n import _, format_number, parse_amount
from salesdesk.ui import painting, theme
from salesdesk.ui.board.chip_flow import ChipFlow
from salesdesk.ui.board.words import step_words
from salesdesk.ui.widgets import (
    Button,
    Chip,
    DateEdit,
    Form,
    IconButton,
    LineEdit,
    PickOne,
    PlainLabel,
    Scroller,
    TagEdit,
)

if TYPE_CHECKING:
    from salesdesk.domain.board_filter import BoardFilter
    from salesdesk.usecases.board import BoardStage
    from salesdesk.usecases.board_choices import FilterChoices, SavedFilterView


class FilterPopup(QWidget):
    """Emits `applied(BoardFilter)` at Show; Escape or a click elsewhere changes nothing."""

    applied = Signal(object)
    save_requested = Signal(object, str)
    rename_requested = Signal(str, str)
    delete_requested = Signal(str, str)

    def __init__(
        self,
        kept: BoardFilter,
        stages: Sequence[BoardStage],
        choices: FilterChoices,
        saved: Sequence[SavedFilterView],
        today: dt.date,
        parent: QWidget,
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("filter_popup")
        self.setAccessibleName(_("Filter"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._kept = kept
        look = theme.tokens()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(look.px(16), look.px(14), look.px(16), look.px(14))
        outer.setSpacing(look.px(10))
        self._upper = Scroller("filter_parts", _("Parts of the filter"))
        self._upper.viewport().setAutoFillBackground(False)
        self._parts = self._upper.widget() or self._upper
        self._parts.setAutoFillBackground(False)
        self._column = self._upper.body
        self._column.setContentsMargins(0, 0, look.px(4), 0)
        self._column.setSpacing(look.px(10))
        outer.addWidget(self._upper)
        if saved:
            self._add_saved(saved)
        self.stages = _Chips("filter_stages", [(s.key, s.name) for s in stages], kept.stages)
        states = [(state, step_words(state)) for state in NextStepState]
        self.steps = _Chips("filter_steps", states, kept.next_steps)
        self._make_fields(kept, choices, today)
        outer.addLayout(self._foot())
        self.setFixedWidth(look.px(440))

    def _add_saved(self, saved: Sequence[SavedFilterView]) -> None:
        self._column.addWidget(PlainLabel(_("Saved filters"), "small", "muted"))
        for view in saved:
            row = QHBoxLayout()
            use = Button(view.name, f"saved_filter_{view.id}", kind="flat", icon="funnel")
            use.clicked.connect(lambda _on=False, view=view: self._give(view.filter))
            rename = IconButton(
                "pencil",
                f"rename_filter_{view.id}",
                _("Rename the filter {name}").format(name=view.name),
            )
            rename.clicked.connect(lambda _on=False, view=view: self._rename(view))
            off = IconButton(
                "trash-2",
                f"delete_filter_{view.id}",
                _("Delete the filter {name}").format(name=view.name),
            )
            off.clicked.connect(lambda _on=False, view=view: self._delete(view))
            row.addWidget(use)
            row.addStretch(1)
            row.addWidget(rename)
            row.addWidget(off)
            self._column.addLayout(row)

    def _make_fields(self, kept: BoardFilter, choices: FilterChoices, today: dt.date) -> None:
        self.low = LineEdit("filter_amount_from", _("Amount from"), words=_figure(kept.amount_from))
        self.high = LineEdit("filter_amount_to", _("Amount to"), words=_figure(kept.amount_to))
        first, last = (_day(iso) for iso in (kept.close_from, kept.close_to))
        self.close_from = DateEdit("filter_close_from", _("Closing from"), today, value=first)
        self.close_to = DateEdit("filter_close_to", _("Closing by"), today, value=last)
        accounts = [(None, _("Any account")), *((name, name) for name in choices.accounts)]
        self.account = PickOne("filter_account", _("Account"), accounts, value=kept.account)
        paused = [(None, _("Paused or not")), (True, _("Paused only")), (False, _("Not paused"))]
        self.paused = PickOne("filter_paused", _("Paused"), paused, value=kept.paused)
        self.tags = TagEdit("filter_tags", _("Tags"), kept.tags, known=choices.tags)
        self.products = TagEdit(
            "filter_products", _("Products"), kept.products, known=choices.products
        )
        self.products.line.setPlaceholderText(_("Add a product"))
        form = self.form = Form("filter_form")
        form.add("stages", _("Stage"), self.stages)
        form.add("steps", _("Next step"), self.steps)
        form.add_beside([("low", _("Amount from"), self.low), ("high", _("Amount to"), self.high)])
        form.add_beside(
            [
                ("first", _("Closing from"), self.close_from),
                ("last", _("Closing by"), self.close_to),
            ]
        )
        form.add_beside(
            [("account", _("Account"), self.account), ("paused", _("Paused"), self.paused)]
        )
        if choices.tags or kept.tags:
            form.add("tags", _("Tags, one of"), self.tags)
        if choices.products or kept.products:
            form.add("products", _("Products, one of"), self.products)
        self._column.addWidget(form)

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.name = LineEdit(
            "filter_name", _("Name to save it under"), hint=_("Save as…"), longest=60
        )
        self.save = Button(_("Save"), "filter_save", on_click=self._save)
        clear = Button(_("Clear"), "filter_clear", kind="flat", on_click=self._clear)
        self.apply = Button(_("Show"), "filter_apply", kind="primary", on_click=self._apply)
        for widget in (self.name, self.save, clear, self.apply):
            row.addWidget(widget)
        return row

    def show_below(self, anchor: QWidget) -> None:
        """Opens below a widget, within its screen; on a low one the parts scroll."""
        where = anchor.mapToGlobal(QPoint(0, anchor.height() + 4))
        area = anchor.screen().availableGeometry()
        parts, look = self._parts, theme.tokens()
        parts.ensurePolished()
        wide = self.width() - look.px(32)
        needed = max(parts.heightForWidth(wide), parts.sizeHint().height())
        self._upper.setFixedHeight(min(needed, area.height() - look.px(90)))
        self.adjustSize()
        x = min(where.x(), area.right() - self.width() - 8)
        y = min(where.y(), area.bottom() - self.height() - 8)
        self.move(max(area.left() + 4, x), max(area.top() + 4, y))
        self.show()
        self.stages.take_focus()

    def value(self) -> BoardFilter | None:
        """The filter as entered, or None when a figure cannot be read (it is marked then)."""
        (low, is_low_read), (high, is_high_read) = (
            self._amount("low", self.low),
            self._amount("high", self.high),
        )
        if not (is_low_read and is_high_read):
            return None
        first, last = self.close_from.value(), self.close_to.value()
        return replace(
            self._kept,
            stages=self.stages.value(),
            next_steps=self.steps.value(),
            amount_from=low,
            amount_to=high,
            close_from=first.isoformat() if first else None,
            close_to=last.isoformat() if last else None,
            account=self.account.value(),
            paused=self.paused.value(),
            tags=self.tags.value(),
            products=self.products.value(),
        )

    def _amount(self, row: str, field: LineEdit) -> tuple[int | None, bool]:
        """What stands in a field for an amount, and whether it can be read; if not, says so."""
        try:
            amount = _whole(field.words())
        except KnownError:
            # The whole sentence would take three lines below so narrow a field.
            self.form.row(row).set_fault(_("This is not a number."))
            return None, False
        self.form.row(row).set_fault("")
        return amount, True

    def paintEvent(self, event: QPaintEvent) -> None:
        """A raised box."""
        look = theme.tokens()
        painter = QPainter(self)
        painter.fillRect(self.rect(), look.raised)
        painting.rounded(painter, self.rect(), 2, look.raised, look.line_strong)

    def _give(self, wanted: BoardFilter) -> None:
        self.applied.emit(wanted)
        self.close()

    def _apply(self) -> None:
        wanted = self.value()
        if wanted is not None:
            self._give(wanted)

    def _clear(self) -> None:
        self._give(type(self._kept)())

    def _save(self) -> None:
        wanted, name = self.value(), self.name.words()
        if wanted is None or not name:
            self.name.set_faulty("" if name else _("Give the filter a name."))
            self.name.setFocus()
            return
        self.save_requested.emit(wanted, name)
        self.close()

    def _rename(self, view: SavedFilterView) -> None:
        self.close()
        self.rename_requested.emit(view.id, view.name)

    def _delete(self, view: SavedFilterView) -> None:
        self.delete_requested.emit(view.id, view.name)
        self.close()


class _Chips(ChipFlow):
    """Values as chips, several at once."""

    def __init__(
        self, name: str, values: Iterable[tuple[object, str]], chosen: Iterable[object]
    ) -> None:
        super().__init__(name)
        wanted = set(chosen)
        self._chips: list[tuple[object, Chip]] = []
        for value, words in values:
            chip = Chip(words, f"{name}_{value}")
            chip.setChecked(value in wanted)
            self.flow.addWidget(chip)
            self._chips.append((value, chip))

    def take_focus(self) -> None:
        """Gives the keyboard to the first chip."""
        if self._chips:
            self._chips[0][1].setFocus(Qt.FocusReason.PopupFocusReason)

    def value(self) -> tuple:  # type: ignore[type-arg]
        """The values that are on, in the order offered."""
        return tuple(value for value, chip in self._chips if chip.isChecked())


def _figure(amount: int | None) -> str:
    return "" if amount is None else format_number(amount)


def _whole(words: str) -> int | None:
    return int(parse_amount(words)) if words else None


def _day(iso: str | None) -> dt.date | None:
    return dt.date.fromisoformat(iso) if iso else None
