"""Products and line items: a table edited in place, with totals by currency."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from salesdesk.domain.changes import Changes
from salesdesk.domain.errors import KnownError
from salesdesk.support.i18n import _, format_money, format_number, parse_decimal
from salesdesk.ui import theme
from salesdesk.ui.deal.drafts import DraftField
from salesdesk.ui.deal.overview.section import Section, completer
from salesdesk.ui.deal.room import Room
from salesdesk.ui.deal.rows import Hint, Rows, line
from salesdesk.ui.widgets import Button, IconButton, LineEdit, MoneyEdit, PlainLabel
from salesdesk.usecases.deal_views import ItemView
from salesdesk.usecases.products import ProductLine

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class NumberEdit(LineEdit):
    """A number in whole steps of 1/`parts`; calls `on_change(value)` when one is left."""

    def __init__(
        self,
        name: str,
        label: str,
        value: int,
        parts: int,
        on_change: Callable[[int], object],
        on_fault: Callable[[str], object],
    ) -> None:
        """`on_fault` is given the sentence about what cannot be read, and "" once it is mended."""
        self._parts, self._value = parts, value
        super().__init__(name, label, words=self._shown(), longest=20)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._on_change, self._on_fault, self._is_faulty = on_change, on_fault, False
        self.editingFinished.connect(self._on_self_editing_finished)

    def _shown(self) -> str:
        return format_number(Decimal(self._value) / self._parts)

    def _on_self_editing_finished(self) -> None:
        if self.words() == self._shown():
            self._tell("")
            return
        try:
            value = int((parse_decimal(self.words().rstrip("%")) * self._parts).to_integral_value())
        except KnownError as error:
            self._tell(str(error))
            return
        self._tell("")
        if value != self._value:
            self._value = value
            self._on_change(value)

    def _tell(self, sentence: str) -> None:
        self.set_faulty(sentence)
        if sentence or self._is_faulty:
            self._is_faulty = bool(sentence)
            self._on_fault(sentence)


class _Row(QWidget):
    """A line of the table: what it is, its figures, and at its end a cross or nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.grid = QGridLayout(self)
        self.grid.setContentsMargins(0, 0, 0, 0)
        self.grid.setHorizontalSpacing(theme.tokens().px(6))
        self.grid.setColumnStretch(0, 1)

    def shape(self, widths: Sequence[int], *, is_narrow: bool) -> None:
        """Stand in columns of these widths in pixels, in one line or, when narrow, in two."""
        for index, width in enumerate(widths, 1):
            self.grid.setColumnMinimumWidth(index, width)


class _Head(_Row):
    """What the columns are."""

    def __init__(self) -> None:
        super().__init__()
        # One over the crosses too: no gap stands before a column in which nothing is.
        self._titles = [PlainLabel("", "small", "faint") for _column in range(6)]
        for index, title in enumerate(self._titles):
            if index:
                title.setAlignment(_RIGHT)
            self.grid.addWidget(title, 0, index)

    def shape(self, widths: Sequence[int], *, is_narrow: bool) -> None:
        """Short words in a narrow window, where the names stand above their figures."""
        super().shape(widths, is_narrow=is_narrow)
        words = (_("Name"), _("Quantity"), _("Price"), _("Discount %"), _("Total"), "")
        if is_narrow:
            words = ("", _("Qty"), _("Price"), _("%"), _("Total"), "")
        for title, each in zip(self._titles, words, strict=True):
            title.setText(each)


class _ItemRow(_Row):
    """The fields of one item. Alt+Up and Alt+Down move the line."""

    def __init__(self, item: ItemView, move: Callable[[ItemView, int], None]) -> None:
        super().__init__()
        self._item, self._move = item, move
        self.setObjectName(f"item_{item.id}")
        self._parts: tuple[QWidget, ...] = ()

    def fill(self, *parts: QWidget) -> None:
        """Name, quantity, price, discount, total and cross; placed by the next `shape`."""
        self._parts = parts

    def shape(self, widths: Sequence[int], *, is_narrow: bool) -> None:
        """The name above its figures in a narrow window."""
        super().shape(widths, is_narrow=is_narrow)
        name, *figures, remove = self._parts
        self.grid.addWidget(name, 0, 0, 1, 5 if is_narrow else 1)
        self.grid.addWidget(remove, 0, 5)
        for index, figure in enumerate(figures, 1):
            self.grid.addWidget(figure, 1 if is_narrow else 0, index)
        for field, width in zip(figures[:3], widths, strict=False):
            field.setFixedWidth(width)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A line up or down."""
        by = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if by and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self._move(self._item, by)
        else:
            super().keyPressEvent(event)


class ItemsSection(Section):
    """The deal's line items and the line that adds one."""

    def __init__(self, room: Room) -> None:
        super().__init__(room, "items", _("Products and line items"))
        self._rows = Rows("items_rows", 4, room)
        self._products: tuple[ProductLine, ...] = ()
        self.name = LineEdit("items_name", _("Product or service to add"),
                             hint=_("Add a product or service"))  # fmt: skip
        self._draft = DraftField(room.drafts, "items_name", self.name)
        self.name.returnPressed.connect(self._add)
        self._names = QStringListModel(self)
        self.name.setCompleter(completer(self._names, self))
        self.body.addWidget(self._rows)
        self.body.addWidget(line(self.name, Button(_("Add"), "items_add", on_click=self._add)))

    def show_view(self) -> None:
        """Show the room's deal."""
        view = self.room.view
        assert view is not None
        self._draft.show(self.room.deal_id)
        self._offer()
        totals = tuple(sorted(view.items_total.items()))
        unknown = sum(item.total_minor is None for item in view.items)
        self.header.set_words(self.title, " + ".join(format_money(m, c) for c, m in totals))
        items: list[Any] = ["head", *view.items] if view.items else []
        if view.items:
            items.append((totals, unknown, view.deal.amount_minor, view.deal.currency))
        self._rows.show_items(items, self._row, self._empty)

    def start(self, target: str = "") -> None:
        """Begin a new one."""
        self._rows.finish()
        self.name.setFocus()

    @staticmethod
    def _empty() -> QWidget:
        return Hint(_("Nothing yet. Type what is to be sold and press Enter; price and quantity "
                      "follow in the table."), name="items_empty")  # fmt: skip

    def _row(self, item: Any) -> QWidget:
        if not isinstance(item, ItemView) and item != "head":
            return self._total(*item)
        row = _Head() if item == "head" else self._item(item)
        row.shape(self._widths(), is_narrow=self.is_narrow)
        return row

    def reshape(self) -> None:
        """Narrower figures in a narrow window."""
        for row in self._rows.made:
            if isinstance(row, _Row):
                row.shape(self._widths(), is_narrow=self.is_narrow)

    def take_look(self) -> None:
        """Wider figures beside larger text."""
        self.reshape()

    def _widths(self) -> tuple[int, ...]:
        """Of quantity, price, discount, total and the cross, in pixels."""
        look = theme.tokens()
        wanted = (60, 96, 50, 88, 28) if self.is_narrow else (66, 100, 78, 96, 28)
        return tuple(look.px(width) for width in wanted)

    def _item(self, item: ItemView) -> _ItemRow:
        row = _ItemRow(item, self._move)
        name = LineEdit(f"item_name_{item.id}", _("Name"), words=item.name)
        name.editingFinished.connect(lambda: self._rename(item, name.words()))
        quantity = NumberEdit(
            f"item_quantity_{item.id}", _("Quantity of {item}").format(item=item.name),
            item.quantity_milli, 1000, lambda n: self._edit(item, {"quantity_milli": n}), self.say,
        )  # fmt: skip
        price = MoneyEdit(
            f"item_price_{item.id}", _("Price of {item}").format(item=item.name), item.currency,
            value=item.unit_minor, hint=_("unknown"),
        )  # fmt: skip
        price.faulted.connect(self.say)
        price.changed.connect(lambda minor: self._edit(item, {"unit_minor": minor}))
        discount = NumberEdit(
            f"item_discount_{item.id}", _("Discount on {item}").format(item=item.name),
            item.discount_bp, 100, lambda n: self._edit(item, {"discount_bp": n}), self.say,
        )  # fmt: skip
        total = PlainLabel(format_money(item.total_minor, item.currency), "strong")
        total.setAlignment(_RIGHT)
        remove = IconButton(
            "x", f"item_remove_{item.id}", _("Remove {item}").format(item=item.name),
            on_click=lambda: self._remove(item),
        )  # fmt: skip
        row.fill(name, quantity, price, discount, total, remove)
        return row

    def _total(
        self, totals: tuple[tuple[str, int], ...], unknown: int, amount: int | None, currency: str
    ) -> QWidget:
        text = " + ".join(format_money(minor, code) for code, minor in totals) or "–"
        label = PlainLabel(_("Total: {amount}").format(amount=text), "heading")
        parts: list[QWidget | int] = [1]
        if unknown:
            parts.append(PlainLabel(_("without those of unknown price"), "small", "muted"))
        only = totals[0] if len(totals) == 1 else None
        if only is not None and not unknown and only != (currency, amount) and only[0] == currency:
            use = Button(_("Make it the deal's amount"), "items_use_total", kind="link")
            use.clicked.connect(lambda: self._use_total(only[1]))
            parts.append(use)
        parts.append(label)
        row = line(*parts)
        # It ends where the totals above it end: before the column of the crosses.
        margin = self._widths()[-1] + theme.tokens().px(6)
        row.layout().setContentsMargins(0, 0, margin, 0)  # type: ignore[union-attr]
        return row

    def _move(self, item: ItemView, by: int) -> None:
        """Alt+Up and Alt+Down: a line up or down among the deal's items."""
        from salesdesk.usecases.line_items import MoveLineItem

        view = self.room.view
        ids = [each.id for each in view.items] if view is not None else []
        at = ids.index(item.id) + by if item.id in ids else -1
        if 0 <= at < len(ids):
            before = ids[at] if by < 0 else next(iter(ids[at + 1 :]), None)
            command = MoveLineItem(item.id, before)
            self.do(command, lambda changes: self.room.say(changes.label))

    def _use_total(self, minor: int) -> None:
        from salesdesk.usecases.deals import EditDeal

        self.do(EditDeal(self.room.deal_id, {"amount_minor": minor}))

    def _rename(self, item: ItemView, name: str) -> None:
        if name != item.name:
            self._edit(item, {"name": name})

    def _edit(self, item: ItemView, changes: dict[str, Any]) -> None:
        from salesdesk.usecases.line_items import EditLineItem

        self._rows.forget()
        self.do(EditLineItem(item.id, changes))  # type: ignore[arg-type]

    def _remove(self, item: ItemView) -> None:
        from salesdesk.usecases.line_items import RemoveLineItem

        self.do(RemoveLineItem(item.id), lambda changes: self.room.say(changes.label))

    def _add(self) -> None:
        from salesdesk.usecases.line_items import AddLineItem

        text = self.name.words()
        if not text:
            self.say(_("Type what is to be sold first."))
            return
        known = next((p for p in self._products if p.name.casefold() == text.casefold()), None)
        command = AddLineItem(
            self.room.deal_id, known.name if known else text, known.id if known else None
        )
        self.do(command, self._on_added)

    def _on_added(self, _changes: Changes) -> None:
        self._draft.clear()
        self.name.setFocus()

    def _offer(self) -> None:
        from salesdesk.usecases.products import products

        self._products = products(self.room.desk)
        names = [product.name for product in self._products]
        self._names.setStringList(names)
