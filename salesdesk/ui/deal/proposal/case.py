"""The business case: its inputs with what each rests on, three cases, and the formulas.

Called by the Proposal panel. Nothing that is not known counts as nought; what lacks is said.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from salesdesk.domain.changes import Changes
from salesdesk.domain.errors import KnownError
from salesdesk.domain.facts import N_
from salesdesk.domain.proposal import CaseInput, Figure, Offer, Told
from salesdesk.domain.roi import CASE_KINDS, CASES, BusinessCase, Returns, business_case
from salesdesk.support.i18n import _, format_money, parse_money
from salesdesk.ui import theme
from salesdesk.ui.deal.drafts import DraftField
from salesdesk.ui.deal.proposal.card import ProposalCard, show_rows
from salesdesk.ui.deal.room import Room
from salesdesk.ui.deal.rows import Rows, column, line
from salesdesk.ui.widgets import (
    Button,
    Card,
    IconButton,
    LineEdit,
    MoneyEdit,
    PickOne,
    PlainLabel,
)
from salesdesk.ui.widgets.wide import fix_wide
from salesdesk.ui.widgets.wrapped_link import WrappedLink
from salesdesk.usecases.offer_blocks import payback_text, rests_on, unknown
from salesdesk.usecases.proposals import AddInput, ProposalsView, Version

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_ROWS: tuple[tuple[str, Callable[[Returns], Figure]], ...] = (
    (N_("Gains in the first year"), lambda case: case.gains),
    (N_("Costs in the first year"), lambda case: case.costs),
    (N_("Value of the first year"), lambda case: case.net),
    (N_("Paid back after"), lambda case: case.payback),
)


class CaseCard(ProposalCard):
    """Inputs, a line to add one, and what they come to for the main option."""

    def __init__(self, room: Room) -> None:
        super().__init__(room, "case", _("What it returns"))
        self._currency = ""
        self._view: ProposalsView | None = None
        self._offer: Offer | None = None
        self._fact_id: str | None = None
        self._inputs = Rows("case_inputs", 8)
        self._offered = Rows("case_offered", 3)
        self._result = Rows("case_result", 4)
        self.name = LineEdit("case_new", _("What is counted"),
                             hint=_("Such as: hours of dispatchers saved"))  # fmt: skip
        self._draft = DraftField(room.drafts, "case_new", self.name)
        self.kind = PickOne("case_new_kind", _("Kind"), _kinds(), value="gain_year")
        self.amount = MoneyEdit("case_new_amount", _("Amount"), "EUR", hint=_("Amount"))
        self.name.returnPressed.connect(self.amount.setFocus)
        self.amount.returnPressed.connect(self._add)
        fix_wide(self.amount, 110)
        add = Button(_("Add"), "case_add", label=_("Add to the business case"), on_click=self._add)
        self._adding = line(self.name, self.kind, self.amount, add, gap=6)
        self._adding.layout().setStretch(0, 1)  # type: ignore[union-attr]
        for widget in (self._inputs, self._adding, self._offered, self._result):
            self.body.addWidget(widget)
        self.end()

    def show_version(self, view: ProposalsView, version: Version) -> None:
        """Show the business case of a version."""
        offer = self._offer = version.offer
        self._view = view
        if offer.currency != self._currency:
            self._currency = offer.currency
            self.amount.set_currency(offer.currency)
        self._draft.show(self.room.deal_id)
        self._adding.setVisible(version.is_draft)
        ties = tuple(fact for fact in view.told if fact.kind in ("metric", "pain", "outcome"))
        items: list[Any] = [(each, version.is_draft, ties) for each in offer.inputs]
        if version.is_draft and items:
            items.insert(0, "head")
        show_rows(self._inputs, items, self._input, self._empty)
        used = {each.fact_id for each in offer.inputs}
        metrics = [f for f in ties if f.kind == "metric" and f.id not in used]
        self._offered.show_items(metrics[:4] if version.is_draft else [], self._offered_row)
        option = offer.main_option
        found = business_case(offer, option) if option is not None and offer.inputs else None
        self._result.show_items([(found, offer.currency)] if found else [], self._results)

    def reshape(self) -> None:
        """Narrower amounts in a narrow window."""
        self._inputs.forget()

    def _empty(self) -> QWidget:
        text = _("No number yet. Enter what it brings them and what it costs them besides our "
                 "price; say on what each number rests.")  # fmt: skip
        return PlainLabel(text, "body", "muted", wrap=True)

    def _input(self, item: Any) -> QWidget:
        if item == "head":
            return _head(self.is_narrow)
        each, is_draft, ties = item
        if not is_draft:
            return self._fixed(each)
        name = each.id
        what = LineEdit(f"case_name_{name}", _("What is counted"), words=each.name)
        what.editingFinished.connect(lambda: self._text(each, "name", what.words()))
        kind = PickOne(f"case_kind_{name}", _("Kind"), _kinds(), value=each.kind)
        kind.picked.connect(lambda value: self.edit("input", name, {"kind": value}))
        fix_wide(kind, 136)
        remove = IconButton("x", f"case_remove_{name}", _("Remove {item}").format(item=each.name),
                            on_click=lambda: self.remove("input", name))  # fmt: skip
        amounts = [
            self._amount(each, "low_minor", _("Lowest"), _("lowest")),
            self._amount(each, "value_minor", _("Expected"), _("expected")),
            self._amount(each, "high_minor", _("Highest"), _("highest")),
        ]
        choices = [(None, _("No figure of theirs")), *((fact.id, fact.words) for fact in ties)]
        tie = PickOne(f"case_tie_{name}", _("Rests on"), choices, value=each.fact_id)
        tie.picked.connect(lambda value: self.edit("input", name, {"fact_id": value}))
        why = LineEdit(f"case_why_{name}", _("Rests on, in words"), words=each.rests_on,
                       hint=_("Rests on …"))  # fmt: skip
        why.editingFinished.connect(lambda: self._text(each, "rests_on", why.words()))
        parts = [line(what, kind, remove, gap=6), line(*amounts, tie, gap=6), why]
        if not each.rests:
            sentence = _("Nobody stands behind this number yet.")
            parts.append(PlainLabel(sentence, "small", "warn", wrap=True))
        return column(*parts, gap=4, name=f"case_{name}")

    def _amount(self, each: CaseInput, field: str, label: str, hint: str) -> MoneyEdit:
        made = MoneyEdit(
            f"case_{field}_{each.id}", f"{label}: {each.name}", each.currency,
            value=getattr(each, field), hint=hint,
        )  # fmt: skip
        made.changed.connect(lambda minor: self.edit("input", each.id, {field: minor}))
        made.setFixedWidth(_amount_width(self.is_narrow))
        return made

    def _fixed(self, each: CaseInput) -> QWidget:
        assert self._offer is not None
        amount = format_money(each.value_minor, each.currency)
        head = line(PlainLabel(each.name, "body", wrap=True), PlainLabel(amount, "strong"))
        head.layout().setStretch(0, 1)  # type: ignore[union-attr]
        below = f"{_(CASE_KINDS[each.kind])} · {rests_on(self._offer, each)}"
        return column(head, PlainLabel(below, "small", "muted", wrap=True), gap=1)

    def _offered_row(self, fact: Told) -> QWidget:
        figure = ": ".join(filter(None, (fact.measure, fact.baseline)))
        words = _("Use what they told us: {what}").format(what=figure or fact.words)
        return WrappedLink(words, f"case_use_{fact.id}", lambda: self._use(fact))

    def _use(self, fact: Told) -> None:
        """Fill the line with a figure of theirs; the amount too, when it can be read as one."""
        self._fact_id = fact.id
        self.name.setText(fact.measure or fact.words[:100])
        try:
            self.amount.set_value(parse_money(fact.baseline, self._currency))
        except KnownError:
            self.amount.set_value(None)
        self.amount.setFocus()

    def _add(self) -> None:
        name, amount = self.name.words(), self.amount.value()
        if not name:
            self.say(_("Say what is counted first."))
            self.name.setFocus()
            return
        if amount is None:
            self.say(self.amount.fault() or _("Enter the amount; without one it is not counted."))
            self.amount.setFocus()
            return
        command = AddInput(
            self.room.deal_id, self.kind.value(), name, amount, currency=self._currency,
            fact_id=self._fact_id,
        )  # fmt: skip
        self.do(command, self._on_added)

    def _on_added(self, _changes: Changes) -> None:
        self._draft.clear()
        self.amount.set_value(None)
        self._fact_id = None
        self.name.setFocus()

    def _text(self, each: CaseInput, field: str, text: str) -> None:
        if text != getattr(each, field):
            self.edit("input", each.id, {field: text})

    def _results(self, item: tuple[BusinessCase, str]) -> QWidget:
        found, currency = item
        box = Card("sunken", name="case_figures", spacing=6)
        title = _("For “{option}”").format(option=found.option)
        box.body.addWidget(PlainLabel(title, "strong", wrap=True))
        box.body.addWidget(_table(found, currency))
        for text in _remarks(found, self._offer):
            box.body.addWidget(PlainLabel(text, "small", "muted", wrap=True))
        return box


def _amount_width(is_narrow: bool) -> int:
    return theme.tokens().px(76 if is_narrow else 98)


def _head(is_narrow: bool) -> QWidget:
    """The titles over the three amounts and what they rest on."""
    parts: list[QWidget | int] = []
    for words in (_("Lowest"), _("Expected"), _("Highest")):
        label = PlainLabel(words, "small", "faint")
        label.setAlignment(_RIGHT)
        label.setFixedWidth(_amount_width(is_narrow))
        parts.append(label)
    return line(*parts, PlainLabel(_("Rests on"), "small", "faint"), 1, gap=6)


def _kinds() -> list[tuple[str, str]]:
    return [(key, _(label)) for key, label in CASE_KINDS.items()]


def _table(found: BusinessCase, currency: str) -> QWidget:
    """The three cases side by side; a figure that is not known says what lacks."""
    box = QWidget()
    grid = QGridLayout(box)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(theme.tokens().px(12))
    for at, label in enumerate(CASES.values(), 1):
        grid.addWidget(_cell(_(label), "small", "faint"), 0, at)
        grid.setColumnStretch(at, 2)
    grid.setColumnStretch(0, 3)
    for row, (label, figure) in enumerate(_ROWS, 1):
        grid.addWidget(PlainLabel(_(label), "body", "muted", wrap=True), row, 0)
        for at, case in enumerate(found.cases, 1):
            shown = figure(case)
            is_payback = label == _ROWS[-1][0]
            text = payback_text(shown) if is_payback else _money(shown, currency)
            grid.addWidget(_cell(text, *_look(shown, at)), row, at)
    return box


def _look(figure: Figure, at: int) -> tuple[Any, Any]:
    if figure.missing:
        return "small", "warn"
    is_loss = figure.value is not None and figure.value < 0
    return ("strong" if at == 2 else "body"), ("late" if is_loss else "text")


def _money(figure: Figure, currency: str) -> str:
    return unknown(figure) if figure.value is None else format_money(figure.value, currency)


def _cell(text: str, role: Any, tone: Any) -> PlainLabel:
    label = PlainLabel(text, role, tone, wrap=True)
    label.setAlignment(_RIGHT)
    return label


def _remarks(found: BusinessCase, offer: Offer | None) -> list[str]:
    """The formulas, and what the reader must know of the inputs."""
    case = found.expected
    figures = ((_("Costs"), case.costs), (_("Value of the first year"), case.net),
               (_("Paid back after"), case.payback))  # fmt: skip
    texts = [_("{what} = {formula}").format(what=w, formula=_(f.formula)) for w, f in figures]
    if found.without_range:
        names = ", ".join(each.name for each in found.without_range)
        texts.append(_("Without a range, so the same in all three: {names}.").format(names=names))
    if found.left_out and offer is not None:
        names = ", ".join(f"{each.name} ({each.currency})" for each in found.left_out)
        text = _("Not counted, since they are not in {currency}: {names}.")
        texts.append(text.format(currency=offer.currency, names=names))
    return texts
