"""The price list: products with family, price and unit, in one currency at a time.

Opened by `Shell.open("price_list")`: from the menu, the palette, and beside the options of a
proposal. Each field is kept when it is left; Undo takes it back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from salesdesk.domain.changes import Changes
from salesdesk.domain.errors import KnownError
from salesdesk.domain.ids import new_id
from salesdesk.support.i18n import _, ngettext
from salesdesk.ui import theme
from salesdesk.ui.context import Context
from salesdesk.ui.preferences.price_row import PriceRow, lay_out
from salesdesk.ui.widgets import (
    Button,
    Dialog,
    EmptyState,
    FaultLine,
    LineEdit,
    PickOne,
    PlainLabel,
    SearchEdit,
)
from salesdesk.usecases.price_list import AddProduct, Listed, price_list
from salesdesk.usecases.process_view import pipeline_views

if TYPE_CHECKING:
    from salesdesk.usecases.desk import Desk

MOST_ROWS = 100
"""Products shown at once; the search finds the others."""
FEW = 8
"""Up to so many products, nobody needs to search."""


def make(context: Context, _item: str) -> PriceList:
    """The factory that the register of dialogs names."""
    return PriceList(context)


class PriceList(Dialog):
    """The products of the desk, to read and to change."""

    def __init__(self, context: Context) -> None:
        super().__init__(
            _("Price list"), "price_list", size=(820, 600), parent=context.shell.dialog_parent
        )
        self._context = context
        self.rows: dict[str, PriceRow] = {}
        self._listed: tuple[Listed, ...] = ()
        self._made_last = ""
        """The product whose price gets the keyboard once it is shown."""
        self.search = SearchEdit("price_search", _("Search the price list"), _("Name or family"))
        self.search.textChanged.connect(lambda _words: self._show())
        currencies = self._currencies()
        self.currency = PickOne("price_list_in", _("Currency"), currencies, value=currencies[0][0])
        self.currency.picked.connect(lambda _currency: self._show(anew=True))
        self.name = LineEdit("price_new", _("New product"), longest=300,
                             hint=_("Add a product or service and press Enter"))  # fmt: skip
        self.name.returnPressed.connect(self._add)
        self.fault = FaultLine("price_fault")
        self.more = PlainLabel("", "small", "muted", name="price_more")
        self.empty = EmptyState(
            "tag", _("Nothing is on the price list yet"),
            hint=_("Add what you sell, or import a list of products with File → Import…"),
            name="price_empty",
        )  # fmt: skip
        self._build()
        context.bridge.changed.connect(self._on_bridge_changed)
        self.refresh()
        self.name.setFocus()

    @property
    def _desk(self) -> Desk:
        return cast("Desk", self._context.bridge.desk)

    def refresh(self) -> None:
        """Show what is kept; a field that is being typed in stays."""
        self._listed = price_list(self._desk)
        self._show()
        row = self.rows.get(self._made_last)
        if row is not None:
            self._made_last = ""
            # A row that was just made keeps the keyboard only once it is shown.
            QTimer.singleShot(0, row, row.price.setFocus)

    def reject(self) -> None:
        """Keep what stands in the field that has the keyboard, then close."""
        for row in self.rows.values():
            row.leave()
        super().reject()

    def do(self, command: object) -> None:
        """Queue a command; a fault is shown below the list."""
        self.fault.say("")
        self._context.bridge.submit(command, None, self._on_failed, self)

    def _build(self) -> None:
        look = theme.tokens()
        top = QHBoxLayout()
        top.setSpacing(look.px(10))
        top.addWidget(self.search, 1)
        top.addStretch(1)
        top.addWidget(PlainLabel(_("Prices in"), "small", "muted"))
        top.addWidget(self.currency)
        self._heads = _heads()
        self._column = QVBoxLayout()
        self._column.setSpacing(look.px(6))
        adding = QHBoxLayout()
        adding.setSpacing(look.px(8))
        adding.addWidget(self.name, 1)
        adding.addWidget(Button(_("Add"), "price_add", on_click=self._add))
        self.body.addLayout(top)
        self.body.addWidget(self._heads)
        self.body.addLayout(self._column)
        for widget in (self.empty, self.more):
            self.body.addWidget(widget)
        self.body.addLayout(adding)
        self.body.addWidget(self.fault)
        self.set_footnote(_("Line items and proposals are chosen from it; those made stay as they "
                            "are."))  # fmt: skip
        self.set_cancel(_("Close"))

    def _currencies(self) -> list[tuple[str, str]]:
        """Those of the pipelines, then those that a price has."""
        found = dict.fromkeys(view.currency for view in pipeline_views(self._desk))
        found[self._context.settings.now.currency] = None
        for product in price_list(self._desk):
            found.update(dict.fromkeys(product.prices))
        return [(currency, currency) for currency in found]

    def _show(self, *, anew: bool = False) -> None:
        """Rows for the products that are searched for; those that stay are kept."""
        words, currency = self.search.words().casefold(), self.currency.value()
        found = [p for p in self._listed if words in f"{p.name}\n{p.family}".casefold()]
        shown = {product.id: product for product in found[:MOST_ROWS]}
        for gone in [key for key in self.rows if anew or key not in shown]:
            row = self.rows.pop(gone)
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        for place, product in enumerate(shown.values()):
            row = self.rows.get(product.id) or self._make(product, currency)
            row.show_product(product)
            if self._column.indexOf(row) != place:
                self._column.removeWidget(row)
                self._column.insertWidget(place, row)
        self._show_around(len(found), len(shown))

    def _make(self, product: Listed, currency: str) -> PriceRow:
        row = self.rows[product.id] = PriceRow(product, currency)
        row.changed.connect(self.do)
        return row

    def _show_around(self, found: int, shown: int) -> None:
        self.search.setVisible(len(self._listed) > FEW)
        self._heads.setVisible(shown > 0)
        self.empty.setVisible(not self._listed)
        rest = found - shown
        text = ngettext("{n} more; search for it", "{n} more; search for them", rest)
        nothing = _("No product is called that.") if self._listed and not found else ""
        self.more.setText(text.format(n=rest) if rest else nothing)
        self.more.setVisible(bool(self.more.text()))

    def _add(self) -> None:
        name = self.name.words()
        if not name:
            self.fault.say(_("Type what you sell first."))
            return
        self.search.setText("")
        command = AddProduct(name, new_id())
        self._made_last = command.product_id
        self.fault.say("")
        self._context.bridge.submit(
            command, lambda _changes: self.name.clear(), self._on_failed, self
        )

    def _on_failed(self, error: BaseException) -> None:
        if not isinstance(error, KnownError):
            raise error
        self.fault.say(str(error))
        for row in self.rows.values():
            row.show_product(next(p for p in self._listed if p.id == row.product.id))

    def _on_bridge_changed(self, changes: Changes) -> None:
        if changes.of("product") or changes.of("price") or changes.is_large:
            self.refresh()


def _heads() -> QWidget:
    """The titles over the fields."""
    box = QWidget()
    titles = (_("Product"), _("Family"), _("Price"), _("For each"), "")
    labels = [PlainLabel(title, "small", "muted") for title in titles]
    price = labels[2]  # over its figures
    price.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    price.setContentsMargins(0, 0, theme.tokens().px(9), 0)
    lay_out(QHBoxLayout(box), labels)
    return box
