"""The deal's own fields, edited in place: each is saved when left, a fault is said below it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtWidgets import QWidget

from salesdesk.domain.pipeline import forecast_category
from salesdesk.support.i18n import _
from salesdesk.ui.deal.overview.section import Section, completer
from salesdesk.ui.deal.room import Room
from salesdesk.ui.deal.side import categories, category_name
from salesdesk.ui.widgets import DateEdit, Form, LineEdit, MoneyEdit, PickOne
from salesdesk.usecases.deal_views import DealFields

_DATES = ("expected_close_on", "start_on", "renewal_on", "kickoff_on")
_TEXTS = ("account", "currency", "probability", "owner", "source", "term")
TARGETS = {
    "amount": "amount_minor",
    "expected_close": "expected_close_on",
    "start": "start_on",
    "renewal": "renewal_on",
    "kickoff": "kickoff_on",
    "industry": "account",
    "size": "account",
}
"""Names of fields in rules, by the field that fills them here."""


class FieldsSection(Section):
    """Amount, dates, probability, category, account, source, contract."""

    def __init__(self, room: Room) -> None:
        super().__init__(room, "fields", _("The deal"))
        self.form = Form("deal_form")
        self.fields: dict[str, Any] = {}
        self._names = QStringListModel(self)
        self._build()
        self.fields["account"].setCompleter(completer(self._names, self))
        self.body.addWidget(self.form)

    def reshape(self) -> None:
        """Two fields beside each other in a narrow window, so that a date can be read."""
        self.form.fold(self.fields, 2 if self.is_narrow else 3)

    def show_view(self) -> None:
        """Show what is stored in every field that is not being typed in."""
        assert self.room.view is not None
        deal = self.room.view.deal
        self.header.set_words(self.title, deal.pipeline)
        self._offer_accounts()
        self.fields["amount_minor"].set_currency(deal.currency)
        for name, field in self.fields.items():
            if not self._is_typing(field):
                self._show(name, field, deal)
        stage, is_open = self.room.view.stage, deal.status == "open"
        hint = _("from stage: {n}%").format(n=stage.probability) if stage else ""
        if not is_open:
            hint = f"{self.room.view.probability}%"
        self.fields["probability"].setPlaceholderText(hint)
        for name in ("probability", "category"):
            self.fields[name].setEnabled(is_open)  # what became of it says both

    def start(self, target: str = "") -> None:
        """Go to a field."""
        field = self.fields.get(TARGETS.get(target, target), self.fields["amount_minor"])
        field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if isinstance(field, LineEdit):
            field.selectAll()

    def _build(self) -> None:
        today = self.room.today
        labels = {
            "amount_minor": _("Amount"),
            "currency": _("Currency"),
            "expected_close_on": _("Expected close"),
            "probability": _("Probability (%)"),
            "category": _("Forecast category"),
            "account": _("Account"),
            "source": _("Source"),
            "owner": _("Owner"),
            "term": _("Term"),
            "start_on": _("Start"),
            "renewal_on": _("Renewal"),
            "kickoff_on": _("Kickoff"),
        }
        for name, label in labels.items():
            self.fields[name] = self._field(name, label, today)
        for names in (
            ("amount_minor", "currency", "expected_close_on"),
            ("probability", "category", "account"),
            ("owner", "source", "term"),
            ("start_on", "renewal_on", "kickoff_on"),
        ):
            self.form.add_beside([(name, labels[name], self.fields[name]) for name in names])

    def _field(self, name: str, label: str, today: dt.date) -> QWidget:
        key = f"deal_field_{name}"
        if name == "amount_minor":
            money = MoneyEdit(key, label, "EUR", hint=_("Not known yet"))
            money.setAlignment(Qt.AlignmentFlag.AlignLeft)
            money.changed.connect(lambda value: self._save(name, value))
            return money
        if name in _DATES:
            date = DateEdit(key, label, today)
            date.changed.connect(
                lambda day: self._save(name, day.isoformat() if day is not None else None)
            )
            return date
        if name == "category":
            pick = PickOne(key, label, categories())
            pick.picked.connect(lambda value: self._save(name, value))
            return pick
        line = LineEdit(key, label)
        line.editingFinished.connect(lambda: self._on_line_editing_finished(name, line))
        return line

    def _show(self, name: str, field: Any, deal: DealFields) -> None:
        value = getattr(deal, name)
        if name == "probability" and deal.status != "open":
            value = None
        if name in _DATES:
            field.set_value(dt.date.fromisoformat(value) if value else None)
        elif name == "category":
            shown = forecast_category(deal.status, value)
            closed = ((shown, category_name(shown)),)
            field.set_choices(categories() if deal.status == "open" else closed, shown)
        elif name in _TEXTS:
            text = "" if value is None else str(value)
            if field.text() != text:
                field.setText(text)
                field.setCursorPosition(0)
        else:
            field.set_value(value)

    def _stored(self, name: str) -> str:
        assert self.room.view is not None
        value = getattr(self.room.view.deal, name)
        return "" if value is None else str(value)

    def _on_line_editing_finished(self, name: str, field: LineEdit) -> None:
        if self.room.view is None or field.words() == self._stored(name):
            self.form.row(name).set_fault("")
            return
        value: Any = field.words() or None
        if name == "probability" and value is not None:
            digits = value.removesuffix("%").strip()
            if not digits.isdecimal() or int(digits) > 100:
                self.form.row(name).set_fault(
                    _("A probability is a whole number from 0 to 100. Empty means the stage's.")
                )
                return
            value = int(digits)
        elif name == "currency":
            value = value or ""
        self._save(name, value)

    def _save(self, name: str, value: Any) -> None:
        from salesdesk.usecases.deals import EditDeal

        if self.room.view is None:
            return
        row = self.form.row(name)
        row.set_fault("")
        command = EditDeal(self.room.deal_id, {name: value})  # type: ignore[misc]
        self.room.do(command, on_fail=row.set_fault, owner=self)

    def _offer_accounts(self) -> None:
        from salesdesk.usecases.accounts import account_names

        self._names.setStringList([account.name for account in account_names(self.room.desk)])

    @staticmethod
    def _is_typing(field: QWidget) -> bool:
        inner = field.focusProxy() or field
        return inner.hasFocus() and getattr(inner, "isModified", lambda: False)()
