"""The deal in front: its name, large, and what is known of it. Made by the triage page."""

from __future__ import annotations

import datetime as dt

from PySide6.QtWidgets import QHBoxLayout

from salesdesk.support.i18n import _, format_date, format_money, format_number, ngettext
from salesdesk.ui import theme
from salesdesk.ui.widgets import Card, Figure, PlainLabel
from salesdesk.usecases.triage import TriageItem


class DealCard(Card):
    """Shows one `TriageItem`."""

    def __init__(self) -> None:
        super().__init__(name="triage_deal", spacing=8)
        look = theme.tokens()
        self.body.setContentsMargins(look.px(28), look.px(24), look.px(28), look.px(24))
        self.name = PlainLabel("", "large", wrap=True, name="triage_name")
        self.about = PlainLabel("", "body", "muted", wrap=True, name="triage_about")
        self._figures = {
            key: Figure(label, "", role="heading")
            for key, label in (
                ("amount", _("Amount")),
                ("days", _("In this stage")),
                ("created", _("Created")),
                ("close", _("Expected close")),
                ("buyer", _("Buyer last acted")),
            )
        }
        row = QHBoxLayout()
        row.setSpacing(look.px(30))
        for figure in self._figures.values():
            row.addWidget(figure)
        row.addStretch(1)
        self.step = PlainLabel("", "body", "soft", wrap=True, name="triage_brought")
        self.body.addWidget(self.name)
        self.body.addWidget(self.about)
        self.body.addSpacing(look.px(6))
        self.body.addLayout(row)
        self.body.addWidget(self.step)

    def show_item(self, item: TriageItem) -> None:
        """Show a deal."""
        self.name.setText(item.deal)
        self.about.setText(" · ".join(part for part in (item.account, item.stage) if part))
        days = ngettext("{n} day", "{n} days", item.days_in_stage)
        values = {
            "amount": format_money(item.amount_minor, item.currency),
            "days": days.format(n=format_number(item.days_in_stage)),
            "created": _day(item.created_on),
            "close": _day(item.expected_close_on),
            "buyer": _day(item.buyer_acted_on),
        }
        for key, words in values.items():
            self._figures[key].set_value(words, "faint" if words == "–" else "text")
        brought = _("The import brought a next step: {step}, {day}").format(
            step=item.step, day=_day(item.due_on)
        )
        self.step.setText(brought if item.step else "")
        self.step.setVisible(bool(item.step))


def _day(text: str | None) -> str:
    return format_date(dt.date.fromisoformat(text[:10])) if text else "–"
