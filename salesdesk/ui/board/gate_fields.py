"""Editors for a gate that asks for fields: amount, account, dates, next step, competitor.

Called by `gate_editors.fields`. A field that only another dialog fills (won on, reasons, handoff)
falls back to evidence in words.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from salesdesk.domain.facts import FIELD_LABELS
from salesdesk.support.i18n import _
from salesdesk.ui.board.gate_base import Editor, HandEditor
from salesdesk.ui.board.gate_editors import ItemEditor, StepEditor
from salesdesk.ui.widgets import DateEdit, FieldRow, LineEdit, MoneyEdit
from salesdesk.usecases.deals import DealChanges, EditDeal
from salesdesk.usecases.line_items import AddCompetitor
from salesdesk.usecases.passing import DescribeCompany

if TYPE_CHECKING:
    from salesdesk.ui.board.gate_items import Case
    from salesdesk.usecases.accounts import AccountChanges
    from salesdesk.usecases.passing import Part

_DATES = {
    "expected_close": "expected_close_on",
    "start": "start_on",
    "renewal": "renewal_on",
    "kickoff": "kickoff_on",
}
_OF_ACCOUNT = ("industry", "size")


class FieldEditor(Editor):
    """One field of the deal or of its account."""

    def __init__(self, case: Case, field: str) -> None:
        super().__init__(case, f"_{field}")
        self.field_key = field
        label = _(dict(FIELD_LABELS)[field])  # type: ignore[index]
        self.field: MoneyEdit | DateEdit | LineEdit
        if field == "amount":
            self.field = MoneyEdit(f"{self.key}_field", label, case.help.currency)
        elif field in _DATES:
            self.field = DateEdit(f"{self.key}_field", label, case.today)
        else:
            self.field = LineEdit(f"{self.key}_field", label, longest=200)
        self.column.addWidget(FieldRow(label, self.field))
        self.setFocusProxy(self.field)

    def value(self) -> str | int | None:
        """Minor units, an ISO date, or words; None while empty or unreadable."""
        if isinstance(self.field, DateEdit):
            day = self.field.value()
            return day.isoformat() if day else None
        if isinstance(self.field, MoneyEdit):
            return None if self.field.fault() else self.field.value()
        return self.field.words() or None

    @property
    def is_filled(self) -> bool:
        """Something that can be read."""
        return self.value() is not None

    @property
    def is_blank(self) -> bool:
        """Nothing at all."""
        if isinstance(self.field, LineEdit):
            return not self.field.text().strip()
        return self.field.value() is None

    def parts(self) -> list[Part]:
        """The edit of deal or account."""
        case, value = self.case, self.value()
        if self.field_key == "competitor":
            return [AddCompetitor(case.deal_id, str(value))]
        if self.field_key in _OF_ACCOUNT:
            words = str(value)
            changes: AccountChanges = (
                {"industry": words} if self.field_key == "industry" else {"size": words}
            )
            return [DescribeCompany(case.deal_id, changes)]
        return [EditDeal(case.deal_id, _changes(self.field_key, value))]


def _changes(field: str, value: str | int | None) -> DealChanges:
    if field == "amount":
        return {"amount_minor": value if isinstance(value, int) else None}
    words = str(value)
    if field == "account":
        return {"account": words}
    if field == "term":
        return {"term": words}
    changes: DealChanges = {}
    changes[_DATES[field]] = words  # type: ignore[literal-required]
    return changes


def editors(case: Case) -> list[Editor]:
    """An editor for each empty field, the company first; one for evidence where none fits."""
    found: list[Editor] = []
    lacking = sorted(case.state.finding.lacking, key=lambda field: field != "account")
    has_company = case.help.account_id is not None or "account" in lacking
    for field in lacking:
        make = _MAKE.get(field)
        if make is None or (field in _OF_ACCOUNT and not has_company):
            return [HandEditor(case)]
        found.append(make(case, field))
    return found or [HandEditor(case)]


_MAKE: dict[str, Callable[[Case, str], Editor]] = {
    **dict.fromkeys(
        ("amount", "account", "term", "competitor", *_DATES, *_OF_ACCOUNT),
        FieldEditor,
    ),
    "next_step_agreed": lambda case, _field: StepEditor(case, is_agreed=True),
    "product": lambda case, _field: ItemEditor(case, 0),
}
