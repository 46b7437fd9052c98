"""Fields of deal, account and handoff that a checklist item asks for: amounts, dates, names."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from salesdesk.domain.facts import FIELD_LABELS, N_
from salesdesk.support.i18n import _, format_date
from salesdesk.ui import theme
from salesdesk.ui.handoff.item_editor import ItemEditor
from salesdesk.ui.handoff.room import is_typing
from salesdesk.ui.widgets import Button, DateEdit, FieldRow, LineEdit, MoneyEdit, PlainLabel
from salesdesk.usecases.accounts import EditAccount
from salesdesk.usecases.deals import EditDeal
from salesdesk.usecases.handoff import SetHandoffFields

Shape = Literal["money", "day", "line"]
Home = Literal["deal", "account", "handoff"]


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One input: whose column it writes and how it looks."""

    home: Home
    column: str
    shape: Shape
    label: str


def _spec(home: Home, column: str, shape: Shape, label: str) -> FieldSpec:
    return FieldSpec(home, column, shape, label)


SPECS: dict[str, tuple[FieldSpec, ...]] = {
    "amount": (_spec("deal", "amount_minor", "money", N_("Amount")),),
    "currency": (_spec("deal", "currency", "line", N_("Currency")),),
    "expected_close": (_spec("deal", "expected_close_on", "day", N_("Expected close")),),
    "account": (_spec("deal", "account", "line", N_("Account")),),
    "industry": (_spec("account", "industry", "line", N_("Industry")),),
    "size": (_spec("account", "size", "line", N_("Company size")),),
    "term": (_spec("deal", "term", "line", N_("Term")),),
    "start": (_spec("deal", "start_on", "day", N_("Start")),),
    "renewal": (_spec("deal", "renewal_on", "day", N_("Renewal")),),
    "kickoff": (_spec("deal", "kickoff_on", "day", N_("Kickoff")),),
    "handoff_to": (
        _spec("handoff", "to_name", "line", N_("Handed over to")),
        _spec("handoff", "to_team", "line", N_("Team")),
        _spec("handoff", "from_name", "line", N_("Handed over by")),
    ),
    "handoff_due": (_spec("handoff", "due_on", "day", N_("Handoff due")),),
    "internal_call": (_spec("handoff", "internal_call_on", "day", N_("Internal call held")),),
    "introduced": (_spec("handoff", "introduced_on", "day", N_("Introduction held")),),
    "customer_confirmed": (
        _spec("handoff", "customer_confirmed_on", "day", N_("Confirmed by the customer")),
    ),
}
"""The inputs that fill a field, by the field's name in rules."""

DAYS = frozenset(
    name for name, specs in SPECS.items() if all(spec.shape == "day" for spec in specs)
)
"""Fields that are nothing but a day: an item with these alone is planned rather than fixed."""


class FieldsEditor(ItemEditor):
    """Inputs for the item's fields; what is only read here is shown as words."""

    def build(self) -> None:
        """Three inputs to a row."""
        look = theme.tokens()
        self.inputs: dict[FieldSpec, Any] = {}
        self._read_only: dict[str, PlainLabel] = {}
        cells = [cell for name in self.item.fields for cell in self._cells(name)]
        box = QVBoxLayout()
        box.setSpacing(look.px(8))
        for start in range(0, len(cells), 3):
            row = QHBoxLayout()
            row.setSpacing(look.px(8))
            for cell in cells[start : start + 3]:
                row.addWidget(cell, 1, Qt.AlignmentFlag.AlignTop)
            row.addStretch(0)
            box.addLayout(row)
        self.fields.addLayout(box)
        if "handoff_answer" in self.item.fields:
            self.fields.addLayout(self._make_answer())

    def show_item(self) -> None:
        """What is stored."""
        for spec, field in self.inputs.items():
            if not is_typing(field):
                self._show(spec, field)
        for name, label in self._read_only.items():
            label.setText(self._read(name) or "–")
        if "handoff_answer" in self.item.fields:
            state = self.room.view.state
            self.accept.setEnabled(state == "finished")
            self.give_back.setEnabled(state == "finished")
            self.answer.setText(_(_ANSWERS[state]) if state in _ANSWERS else "")

    def _cells(self, name: str) -> list[QWidget]:
        if name == "handoff_answer":
            return []
        if name not in SPECS:
            label = self._read_only[name] = PlainLabel("", "body", name=self.name(name))
            return [FieldRow(_(dict(FIELD_LABELS)[name]), label)]  # type: ignore[index]
        cells: list[QWidget] = []
        for spec in SPECS[name]:
            field = self.inputs[spec] = self._make(spec)
            cells.append(FieldRow(_(spec.label), field))
        return cells

    def _make(self, spec: FieldSpec) -> QWidget:
        key, label = self.name(spec.column), _(spec.label)
        if spec.shape == "money":
            money = MoneyEdit(key, label, self.room.deal.deal.currency)
            money.setAlignment(Qt.AlignmentFlag.AlignLeft)
            money.changed.connect(lambda value: self._save(spec, value))
            return money
        if spec.shape == "day":
            date = DateEdit(key, label, self.room.today)
            date.changed.connect(lambda day: self._save(spec, day.isoformat() if day else None))
            return date
        line = LineEdit(key, label)
        line.editingFinished.connect(lambda: self._save(spec, line.words() or None))
        return line

    def _show(self, spec: FieldSpec, field: Any) -> None:
        value = self._stored(spec)
        if spec.shape == "money":
            field.set_currency(self.room.deal.deal.currency)
            field.set_value(value)
        elif spec.shape == "day":
            field.set_value(dt.date.fromisoformat(value) if value else None)
        else:
            field.setText(value or "")
            field.setCursorPosition(0)
        if spec.home == "account":
            field.setEnabled(self.room.deal.deal.account_id is not None)

    def _stored(self, spec: FieldSpec) -> Any:
        holder = self.room.view.sheet if spec.home == "handoff" else self.room.deal.deal
        return getattr(holder, spec.column)

    def _save(self, spec: FieldSpec, value: Any) -> None:
        if value == (self._stored(spec) or None) and value != 0:
            return
        changes: Any = {spec.column: value}
        deal = self.room.deal.deal
        if spec.home == "handoff":
            self.room.do(SetHandoffFields(deal.id, changes))
        elif spec.home == "deal":
            self.room.do(EditDeal(deal.id, changes))
        elif deal.account_id is not None:
            self.room.do(EditAccount(deal.account_id, changes))

    def _read(self, name: str) -> str:
        """Fields that are not changed here."""
        deal = self.room.deal.deal
        days = {"won_on": deal.closed_on if deal.status == "won" else None,
                "created": deal.created_on}  # fmt: skip
        if name in days:
            day = days[name]
            return format_date(dt.date.fromisoformat(day), "medium") if day else ""
        return self.item.filled_from if len(self.item.fields) == 1 else ""

    def _make_answer(self) -> QHBoxLayout:
        self.answer = PlainLabel("", "body", "soft", wrap=True, name=self.name("answer"))
        self.accept = Button(
            _("Accepted"), self.name("accept"),
            on_click=lambda: self.room.answer_requested.emit("accept"),
        )  # fmt: skip
        self.give_back = Button(
            _("Returned…"), self.name("return"),
            on_click=lambda: self.room.answer_requested.emit("return"),
        )  # fmt: skip
        row = QHBoxLayout()
        row.setSpacing(theme.tokens().px(8))
        row.addWidget(self.answer, 1)
        row.addWidget(self.accept)
        row.addWidget(self.give_back)
        return row


_ANSWERS = {
    "open": N_("Finish the handoff first; the receiver then accepts or returns it."),
    "finished": N_("What did the receiver say?"),
    "accepted": N_("The receiver took it over."),
    "returned": N_("The receiver sent it back. Fill in what is missing and finish it again."),
}
