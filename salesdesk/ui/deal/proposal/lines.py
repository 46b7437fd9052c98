"""One priced line of an option: a row of fields, and below it when it is paid and what it answers.

Called by the options card. Tab goes from field to field, Alt with an arrow moves the line.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from salesdesk.domain.proposal import PERIOD_LABELS, OfferLine, Told
from salesdesk.support.i18n import _, format_money, format_number
from salesdesk.ui import theme
from salesdesk.ui.deal.overview.items import NumberEdit
from salesdesk.ui.deal.proposal.card import ProposalCard
from salesdesk.ui.deal.rows import line as side_by_side
from salesdesk.ui.widgets import IconButton, LineEdit, MoneyEdit, PickOne, PlainLabel
from salesdesk.usecases.offer_blocks import percent
from salesdesk.usecases.proposals import MovePart

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_WIDTHS = (58, 88, 72, 92, 28)
_NARROW_WIDTHS = (42, 78, 40, 74, 24)
"""Of quantity, price, discount, total and the cross, in logical pixels."""


def widths(is_narrow: bool) -> tuple[int, ...]:
    """Of the columns behind the name, in pixels of this text size."""
    return tuple(theme.tokens().px(each) for each in (_NARROW_WIDTHS if is_narrow else _WIDTHS))


def grid(box: QWidget, is_narrow: bool) -> QGridLayout:
    """The columns that head and lines share: name, quantity, price, discount, total, cross."""
    made = QGridLayout(box)
    made.setContentsMargins(0, 0, 0, 0)
    made.setHorizontalSpacing(theme.tokens().px(4 if is_narrow else 6))
    made.setColumnStretch(0, 1)
    for index, width in enumerate(widths(is_narrow), 1):
        made.setColumnMinimumWidth(index, width)
    return made


def head(is_narrow: bool) -> QWidget:
    """The titles of the columns."""
    box = QWidget()
    columns = grid(box, is_narrow)
    titles = (_("What"), _("Quantity"), _("Price"), _("Discount %"), _("Total"))
    if is_narrow:
        titles = (_("What"), _("Qty"), _("Price"), _("%"), _("Total"))
    for index, title in enumerate(titles):
        label = PlainLabel(title, "small", "faint")
        if index:
            label.setAlignment(_RIGHT)
        columns.addWidget(label, 0, index)
    return box


class LineRow(QWidget):
    """A line of a draft."""

    def __init__(
        self, card: ProposalCard, row: OfferLine, currency: str, ties: tuple[Told, ...]
    ) -> None:
        super().__init__()
        self.setObjectName(f"line_{row.id}")
        self._card, self._row, self._currency = card, row, currency
        look = theme.tokens()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, look.px(2), 0, look.px(4))
        column.setSpacing(look.px(4))
        column.addWidget(self._fields())
        column.addWidget(self._below(ties))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt with an arrow moves the line."""
        by = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if by and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self._card.do(MovePart("line", self._row.id, by))
            return
        super().keyPressEvent(event)

    def _fields(self) -> QWidget:
        row, name = self._row, self._row.id
        box, is_narrow = QWidget(), self._card.is_narrow
        columns = grid(box, is_narrow)
        title = LineEdit(f"line_name_{name}", _("What"), words=row.name)
        title.editingFinished.connect(lambda: self._text("name", title.words()))
        quantity = NumberEdit(
            f"line_quantity_{name}", _("Quantity of {item}").format(item=row.name),
            row.quantity_milli, 1000, lambda n: self._edit({"quantity_milli": n}),
            self._card.say,
        )  # fmt: skip
        price = MoneyEdit(
            f"line_price_{name}", _("Price of {item}").format(item=row.name), self._currency,
            value=row.unit_minor, hint=_("unknown"),
        )  # fmt: skip
        price.faulted.connect(self._card.say)
        price.changed.connect(lambda minor: self._edit({"unit_minor": minor}))
        discount = NumberEdit(
            f"line_discount_{name}", _("Discount on {item}").format(item=row.name),
            row.discount_bp, 100, lambda n: self._edit({"discount_bp": n}), self._card.say,
        )  # fmt: skip
        for field, width in zip((quantity, price, discount), widths(is_narrow), strict=False):
            field.setFixedWidth(width)
        total = PlainLabel(format_money(row.total_minor, self._currency), "strong")
        total.setAlignment(_RIGHT)
        remove = IconButton(
            "x", f"line_remove_{name}", _("Remove {item}").format(item=row.name),
            on_click=lambda: self._card.remove("line", name),
        )  # fmt: skip
        for index, widget in enumerate((title, quantity, price, discount, total, remove)):
            columns.addWidget(widget, 0, index)
        return box

    def _below(self, ties: tuple[Told, ...]) -> QWidget:
        """When it is paid, what it answers, and a note for the buyer."""
        row, name = self._row, self._row.id
        periods = [(key, _(label)) for key, label in PERIOD_LABELS.items()]
        period = PickOne(f"line_period_{name}", _("Paid"), periods, value=row.period)
        period.picked.connect(lambda value: self._edit({"period": value}))
        choices = [(None, _("Answers nothing they told us")), *((t.id, t.words) for t in ties)]
        tie = PickOne(f"line_tie_{name}", _("Answers"), choices, value=row.fact_id)
        tie.picked.connect(lambda value: self._edit({"fact_id": value}))
        tie.set_faulty("" if row.fact_id else _("Tie it to a pain or a goal, or leave it away."))
        note = LineEdit(f"line_note_{name}", _("Note"), words=row.note,
                        hint=_("Note for the buyer"))  # fmt: skip
        note.editingFinished.connect(lambda: self._text("note", note.words()))
        period.setFixedWidth(theme.tokens().px(104))
        box = side_by_side(period, tie, note, gap=6)
        box.layout().setStretch(1, 3)  # type: ignore[union-attr]
        box.layout().setStretch(2, 2)  # type: ignore[union-attr]
        return box

    def _text(self, name: str, text: str) -> None:
        if text != getattr(self._row, name):
            self._edit({name: text})

    def _edit(self, changes: dict[str, Any]) -> None:
        self._card.edit("line", self._row.id, changes)


def fixed(row: OfferLine, currency: str, tie: str, is_narrow: bool) -> QWidget:
    """A line of a version that does not change any more."""
    box = QWidget()
    columns = grid(box, is_narrow)
    period = "" if row.period == "once" else f" {_(PERIOD_LABELS[row.period])}"
    cells = (
        format_number(Decimal(row.quantity_milli) / 1000), format_money(row.unit_minor, currency),
        percent(row.discount_bp) if row.discount_bp else "–",
        format_money(row.total_minor, currency),
    )  # fmt: skip
    below = " · ".join(filter(None, (tie or _("Answers nothing they told us"), row.note)))
    columns.addWidget(PlainLabel(row.name + period, "body", wrap=True), 0, 0)
    for index, text in enumerate(cells, 1):
        label = PlainLabel(text, "strong" if index == len(cells) else "body")
        label.setAlignment(_RIGHT)
        columns.addWidget(label, 0, index)
    columns.addWidget(PlainLabel(below, "small", "muted" if tie else "warn", wrap=True), 1, 0, 1, 5)
    return box
