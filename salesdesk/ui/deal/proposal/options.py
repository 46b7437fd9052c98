"""The options of a proposal side by side, and the lines of the one that is open.

Called by the Proposal panel.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QStringListModel
from PySide6.QtWidgets import QHBoxLayout, QWidget

from salesdesk.domain.changes import Changes
from salesdesk.domain.proposal import (
    MOST_OPTIONS,
    PERIOD_LABELS,
    Offer,
    OfferOption,
    first_year,
    totals,
)
from salesdesk.support.i18n import _, format_money, ngettext
from salesdesk.ui import theme
from salesdesk.ui.deal.drafts import DraftField
from salesdesk.ui.deal.overview.items import NumberEdit
from salesdesk.ui.deal.overview.section import completer
from salesdesk.ui.deal.proposal import lines
from salesdesk.ui.deal.proposal.card import ProposalCard, show_rows
from salesdesk.ui.deal.room import Room
from salesdesk.ui.deal.rows import Hint, Rows, column, flowing, line
from salesdesk.ui.widgets import (
    Button,
    Card,
    CheckBox,
    LineEdit,
    Pill,
    PlainLabel,
    TextBox,
)
from salesdesk.ui.widgets.wrapped_link import WrappedLink
from salesdesk.usecases.offer_blocks import percent
from salesdesk.usecases.products import ProductLine
from salesdesk.usecases.proposals import AddOfferLine, AddOption, ProposalsView, Version


class OptionsCard(ProposalCard):
    """Tiles side by side; the open option's lines in a table below."""

    def __init__(self, room: Room) -> None:
        super().__init__(room, "options", _("Options and prices"))
        self._version: Version | None = None
        self._ties: tuple[Any, ...] = ()
        self._open_id = ""
        self._products: tuple[ProductLine, ...] = ()
        self._tiles = Rows("proposal_tiles", 0)
        self._rows = Rows("proposal_lines", 4)
        self.add = Button(_("Add an option"), "option_add", kind="link", on_click=self._add_option)
        self.header.add(self.add)
        self.name = LineEdit("line_new", _("Product or service to add"),
                             hint=_("Add a product or service and press Enter"))  # fmt: skip
        self._draft = DraftField(room.drafts, "proposal_line", self.name)
        self.name.returnPressed.connect(self._add_line)
        self._names = QStringListModel(self)
        self.name.setCompleter(completer(self._names, self))
        prices = Button(_("Price list…"), "options_price_list", kind="link",
                        on_click=lambda: room.context.shell.open("price_list"))  # fmt: skip
        self._adding = line(
            self.name, Button(_("Add"), "line_add", on_click=self._add_line), prices
        )
        for widget in (self._tiles, self._rows, self._adding):
            self.body.addWidget(widget)
        self.end()

    def show_version(self, view: ProposalsView, version: Version) -> None:
        """Show the options of a version."""
        self._version, self._ties = version, view.ties
        offer = version.offer
        option = self._open()
        self._draft.show(self.room.deal_id)
        self.add.setVisible(version.is_draft and len(offer.options) < MOST_OPTIONS)
        self._adding.setVisible(version.is_draft and option is not None)
        self._offer_names()
        tiles = [(offer.options, option.id if option else "", offer.tax_bp, version.chosen_id)]
        self._tiles.show_items(tiles if offer.options else [], self._tile_row, self._empty)
        items: list[Any] = []
        if option is not None:
            items = [("option", option, version.is_draft, offer.currency)]
            items += ["head"] if option.lines else []
            items += [(row, version.is_draft, offer.currency, self._ties) for row in option.lines]
            items.append((option, offer.tax_bp, offer.currency))
        show_rows(self._rows, items, self._row)

    def reshape(self) -> None:
        """Narrower figures in a narrow window."""
        self._rows.forget()

    def open(self, option_id: str) -> None:
        """Show the lines of another option."""
        self._open_id = option_id
        if self._version is not None:
            self.room.refresh()

    def _open(self) -> OfferOption | None:
        offer = self._offer
        found = next((each for each in offer.options if each.id == self._open_id), None)
        return found or offer.main_option

    @property
    def _offer(self) -> Offer:
        assert self._version is not None
        return self._version.offer

    def _empty(self) -> QWidget:
        return Hint(_("No option yet. Add one, then its lines from the price list."),
                    name="options_empty")  # fmt: skip

    def _tile_row(self, item: tuple[Any, ...]) -> QWidget:
        options, open_id, tax_bp, chosen = item
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.tokens().px(8))
        for option in options:
            row.addWidget(self._tile(option, option.id == open_id, tax_bp, chosen), 1)
        return box

    def _tile(self, option: OfferOption, is_open: bool, tax_bp: int | None, chosen: str) -> Card:
        currency = self._offer.currency
        tile = Card("focus" if is_open else "plain", name=f"option_{option.id}", spacing=3)
        tile.body.addWidget(
            WrappedLink(option.name, f"option_open_{option.id}", lambda: self.open(option.id),
                        role="strong", label=_("Show {option}").format(option=option.name))
        )  # fmt: skip
        state = Pill("", "ok", name=f"option_state_{option.id}")
        state.set_words(
            _("Chosen") if option.id == chosen else _("Recommended") if option.recommended else ""
        )
        if state.words:
            tile.body.addWidget(line(state, 1))
        for each in totals(option, tax_bp):
            amount = format_money(each.net_minor, currency)
            text = f"{amount} {_(PERIOD_LABELS[each.period])}"
            tile.body.addWidget(PlainLabel(text, "body", wrap=True))
        figure = first_year(option)
        year = _("First year: {amount}").format(
            amount=_("not known") if figure.value is None else format_money(figure.value, currency)
        )
        tile.body.addWidget(PlainLabel(year, "small", "muted", wrap=True))
        untied = len(option.untied())
        if untied:
            text = ngettext("{n} line is tied to nothing", "{n} lines are tied to nothing", untied)
            tile.body.addWidget(PlainLabel(text.format(n=untied), "small", "warn", wrap=True))
        tile.body.addStretch(1)
        return tile

    def _row(self, item: Any) -> QWidget:
        if item == "head":
            return lines.head(self.is_narrow)
        if item[0] == "option":
            return self._fields(item[1]) if item[2] else _fixed(item[1])
        if isinstance(item[0], OfferOption):
            return _sums(*item)
        row, is_draft, currency, ties = item
        if is_draft:
            return lines.LineRow(self, row, currency, ties)
        tie = self._offer.fact(row.fact_id)
        return lines.fixed(row, currency, tie.words if tie else "", self.is_narrow)

    def _fields(self, option: OfferOption) -> QWidget:
        """Name, summary, discount and rank of the open option."""
        name = LineEdit(f"option_name_{option.id}", _("Name of the option"), words=option.name)
        name.editingFinished.connect(lambda: self._text(option, "name", name.words()))
        summary = TextBox(
            f"option_summary_{option.id}", _("In a sentence"), words=option.summary,
            hint=_("What makes it different, in a sentence"), most_rows=4,
        )  # fmt: skip
        summary.committed.connect(lambda text: self._text(option, "summary", text))
        off = NumberEdit(
            f"option_discount_{option.id}", _("Discount on the whole option, in percent"),
            option.discount_bp, 100,
            lambda n: self.edit("option", option.id, {"discount_bp": n}), self.say,
        )  # fmt: skip
        off.setFixedWidth(theme.tokens().px(66))
        best = CheckBox(_("We recommend it"), f"option_best_{option.id}")
        best.setChecked(option.recommended)
        best.clicked.connect(lambda on: self.edit("option", option.id, {"recommended": bool(on)}))
        remove = Button(_("Remove the option"), f"option_remove_{option.id}", kind="link",
                        on_click=lambda: self.remove("option", option.id))  # fmt: skip
        percent_label = PlainLabel(_("Discount on all of it, %"), "small", "muted")
        return column(
            name, summary, flowing(line(percent_label, off, gap=6), best, remove, gap=14), gap=5
        )

    def _text(self, option: OfferOption, name: str, text: str) -> None:
        if text != getattr(option, name):
            self.edit("option", option.id, {name: text})

    def _add_option(self) -> None:
        from salesdesk.domain.ids import new_id

        assert self._version is not None
        count = len(self._offer.options) + 1
        name = _("Our offer") if count == 1 else _("Option {n}").format(n=count)
        self._open_id = new_id()
        self.do(AddOption(self._version.id, name, self._open_id))

    def _add_line(self) -> None:
        text, option = self.name.words(), self._open()
        if not text or option is None:
            self.say(_("Type what is offered first."))
            self.name.setFocus()
            return
        known = next((p for p in self._products if p.name.casefold() == text.casefold()), None)
        command = AddOfferLine(
            option.id, text if known is None else "", known.id if known else None
        )
        self.do(command, self._on_added)

    def _on_added(self, _changes: Changes) -> None:
        self._draft.clear()
        self.name.setFocus()

    def _offer_names(self) -> None:
        from salesdesk.usecases.products import products

        self._products = products(self.room.desk)
        self._names.setStringList([product.name for product in self._products])


def _fixed(option: OfferOption) -> QWidget:
    parts: list[QWidget] = [PlainLabel(option.name, "strong", wrap=True)]
    if option.summary:
        parts.append(PlainLabel(option.summary, "body", wrap=True))
    return column(*parts)


def _sums(option: OfferOption, tax_bp: int | None, currency: str) -> QWidget:
    """What the option comes to, by period, with discount and tax apart."""
    box = []
    for each in totals(option, tax_bp):
        parts = []
        if each.discount_minor:
            less = format_money(each.discount_minor, currency)
            share = percent(option.discount_bp)
            parts.append(_("{share} discount: −{amount}").format(share=share, amount=less))
        if each.tax_minor is not None:
            parts.append(_("tax: {amount}").format(amount=format_money(each.tax_minor, currency)))
        if each.unpriced:
            parts.append(_("without a price: {names}").format(names=", ".join(each.unpriced)))
        text = f"{format_money(each.net_minor, currency)} {_(PERIOD_LABELS[each.period])}"
        remark = PlainLabel(" · ".join(parts), "small", "warn" if each.unpriced else "muted")
        box.append(line(1, remark, PlainLabel(text, "heading")))
    return column(*box)
