"""One product in the price list: name, family, price in the currency shown, and for what."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from salesdesk.support.i18n import _
from salesdesk.ui import theme
from salesdesk.ui.widgets import IconButton, LineEdit, MoneyEdit
from salesdesk.ui.widgets.wide import fix_wide
from salesdesk.usecases.price_list import (
    BinProduct,
    EditProduct,
    Listed,
    ListedPrice,
    SetPrice,
)


def lay_out(row: QHBoxLayout, parts: Sequence[QWidget]) -> None:
    """Put name, family, price, unit and button beside each other; name and unit share the rest."""
    look = theme.tokens()
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(look.px(6))
    for part, width, share in zip(parts, (0, 100, 96, 0, 28), (3, 0, 0, 2, 0), strict=True):
        if width:
            fix_wide(part, width)
        else:
            part.setMinimumWidth(look.px(80))
        row.addWidget(part, share)


class PriceRow(QWidget):
    """Emits `changed(command)` when a field was left with something new in it."""

    changed = Signal(object)

    def __init__(self, product: Listed, currency: str) -> None:
        super().__init__()
        self.setObjectName(f"price_{product.id}")
        self.product, self._currency = product, currency
        key, name = product.id, product.name
        self.name = LineEdit(f"price_name_{key}", _("Name: {product}").format(product=name),
                             longest=300)  # fmt: skip
        self.family = LineEdit(f"price_family_{key}", _("Family: {product}").format(product=name),
                               longest=300)  # fmt: skip
        self.price = MoneyEdit(f"price_minor_{key}", _("Price: {product}").format(product=name),
                               currency)  # fmt: skip
        self.unit = LineEdit(
            f"price_unit_{key}", _("For each: {product}").format(product=name), longest=80,
            hint=_("Such as: seat and year"),
        )  # fmt: skip
        self.drop = IconButton("x", f"price_drop_{key}", _("Remove {item}").format(item=name),
                               on_click=lambda: self.changed.emit(BinProduct(key)))  # fmt: skip
        lay_out(QHBoxLayout(self), (self.name, self.family, self.price, self.unit, self.drop))
        self._connect()

    def show_product(self, product: Listed) -> None:
        """Show what is kept; a field that is being typed in stays."""
        self.product = product
        listed = self._listed()
        unit = listed.unit if listed else self.unit.words()  # it waits for its price
        for field, text in ((self.name, product.name), (self.family, product.family),
                            (self.unit, unit)):  # fmt: skip
            if not field.hasFocus() and field.words() != text:
                field.setText(text)
                field.setCursorPosition(0)
        minor = listed.minor if listed else None
        if not self.price.hasFocus() and self.price.value() != minor:
            self.price.set_value(minor)

    def leave(self) -> None:
        """Keep what stands in the field that has the keyboard."""
        for field in (self.name, self.family, self.price, self.unit):
            if field.hasFocus():
                field.editingFinished.emit()

    def _listed(self) -> ListedPrice | None:
        return self.product.prices.get(self._currency)

    def _connect(self) -> None:
        self.name.editingFinished.connect(lambda: self._text("name", self.name.words()))
        self.family.editingFinished.connect(lambda: self._text("family", self.family.words()))
        self.price.changed.connect(lambda minor: self._set_price(minor, self.unit.words()))
        self.unit.editingFinished.connect(self._on_unit_editing_finished)

    def _text(self, column: str, text: str) -> None:
        if text != getattr(self.product, column):
            self.changed.emit(EditProduct(self.product.id, {column: text}))  # type: ignore[misc]

    def _on_unit_editing_finished(self) -> None:
        """A unit without a price waits until there is one."""
        minor = self.price.value()
        if minor is not None:
            self._set_price(minor, self.unit.words())

    def _set_price(self, minor: int | None, unit: str) -> None:
        listed = self._listed()
        if (listed.minor if listed else None, listed.unit if listed else unit) != (minor, unit):
            self.changed.emit(SetPrice(self.product.id, self._currency, minor, unit))
