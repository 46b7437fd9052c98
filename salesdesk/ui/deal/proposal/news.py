"""What the deal says since a draft was begun: offered, one by one or all, and never slipped in.

Called by the Proposal panel.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from PySide6.QtWidgets import QWidget

from salesdesk.domain.facts import N_
from salesdesk.domain.proposal_news import News, Priced
from salesdesk.support.i18n import _, format_date, format_money, format_number, ngettext
from salesdesk.ui.deal.proposal.card import ProposalCard
from salesdesk.ui.deal.room import Room
from salesdesk.ui.deal.rows import Rows, column, flowing, line
from salesdesk.ui.widgets import Button, PlainLabel
from salesdesk.usecases.offer_blocks import percent
from salesdesk.usecases.proposals import LeaveOut, ProposalsView, TakeOver, Version

_KINDS = {
    "deliverable": N_("Promise made"),
    "assumption": N_("Constraint"),
    "dependency": N_("Step of the decision"),
    "milestone": N_("Date that matters"),
}
"""What a fact is called that becomes such a point."""
_ITEMS = {
    "item": N_("New line item"),
    "changed": N_("Line item changed"),
    "gone": N_("No line item of the deal any more"),
}


class NewsCard(ProposalCard):
    """One row for each fact, date or line item; hidden while the draft says all."""

    def __init__(self, room: Room) -> None:
        super().__init__(room, "news", _("Since this draft was begun"))
        self._version: Version | None = None
        self.every = Button(_("Take over all"), "news_take_all", kind="secondary",
                            on_click=self._take_all)  # fmt: skip
        self.header.add(self.every)
        self.setFocusProxy(self.every)
        self.count = PlainLabel("", "body", "muted", wrap=True, name="news_count")
        self._rows = Rows("news_rows", 8)
        for widget in (self.count, self._rows):
            self.body.addWidget(widget)
        self.end()

    def show_version(self, view: ProposalsView, version: Version) -> None:
        """Show what the draft lacks."""
        self._version = version
        news = version.news
        self.setVisible(bool(news))
        self.count.setText(counted(news))
        currency = version.offer.currency
        self._rows.show_items([(each, currency) for each in news], self._row)

    def _row(self, item: tuple[News, str]) -> QWidget:
        news, currency = item
        name = news.words[:60]
        take = Button(_taking(news), f"news_take_{news.key}", kind="secondary",
                      label=f"{_taking(news)}: {name}",
                      on_click=lambda: self._run(TakeOver, news.key))  # fmt: skip
        leave = Button(_leaving(news), f"news_leave_{news.key}", kind="link",
                       label=f"{_leaving(news)}: {name}",
                       on_click=lambda: self._run(LeaveOut, news.key))  # fmt: skip
        said = column(
            PlainLabel(_head(news), "small", "muted"),
            PlainLabel(news.words, "body", wrap=True, selectable=True),
            *(PlainLabel(text, "small", "muted", wrap=True) for text in _remarks(news, currency)),
            gap=1,
        )
        if self.is_narrow:
            return column(said, flowing(take, leave), gap=3)
        row = line(said, take, leave)
        row.layout().setStretch(0, 1)  # type: ignore[union-attr]
        return row

    def reshape(self) -> None:
        """The buttons stand below in a narrow window."""
        self._rows.forget()

    def _take_all(self) -> None:
        if self._version is not None:
            self._run(TakeOver, *(each.key for each in self._version.news))

    def _run(self, command: type[TakeOver | LeaveOut], *keys: str) -> None:
        if self._version is not None:
            made = command(self._version.id, keys)
            self.do(made, lambda changes: self.room.say(changes.label))


def counted(news: tuple[News, ...]) -> str:
    """How many facts, dates and line items there are; empty text for none."""
    facts = sum(each.what in ("fact", "day") for each in news)
    items = len(news) - facts
    told = ngettext("{n} fact", "{n} facts", facts).format(n=facts) if facts else ""
    sold = ngettext("{n} line item", "{n} line items", items).format(n=items) if items else ""
    what = " · ".join(filter(None, (told, sold)))
    return _("{what}. Nothing of it is in the draft until you take it over.").format(what=what)


def _taking(news: News) -> str:
    return _("Take out") if news.what == "gone" else _("Take over")


def _leaving(news: News) -> str:
    return _("Leave as it is") if news.what in ("changed", "gone") else _("Leave out")


def _head(news: News) -> str:
    return _(_KINDS[news.kind]) if news.kind else _(_ITEMS[news.what])


def _remarks(news: News, currency: str) -> list[str]:
    """The date of a fact; what the draft says of a line item, and what the deal says."""
    if news.due_on:
        return [format_date(dt.date.fromisoformat(news.due_on), "medium")]
    found = []
    if news.was is not None:
        found.append(_("In the draft: {what}").format(what=_priced(news.was, news, currency)))
    if news.now is not None:
        found.append(_("On the deal: {what}").format(what=_priced(news.now, news, currency)))
    return found


def _priced(priced: Priced, news: News, currency: str) -> str:
    quantity = format_number(Decimal(priced.quantity_milli) / 1000)
    price = _("no price")
    if priced.unit_minor is not None:
        price = format_money(priced.unit_minor, currency)
    parts = [] if priced.name == news.words else [priced.name]
    parts.append(f"{quantity} × {price}")
    if priced.discount_bp:
        parts.append(_("{share} discount").format(share=percent(priced.discount_bp)))
    return ", ".join(parts)
