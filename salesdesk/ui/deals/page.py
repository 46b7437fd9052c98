"""The Deals page: every deal, closed ones too, in a table. Made by the shell."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from salesdesk.support.i18n import _, format_number, ngettext
from salesdesk.ui.context import Context
from salesdesk.ui.deals.columns import columns
from salesdesk.ui.tables.page import TablePage
from salesdesk.ui.widgets import Button, EmptyState, Segments
from salesdesk.usecases import tables
from salesdesk.usecases.tables import DealFilter, DealRow


def make_page(context: Context) -> DealsPage:
    """The factory that the register of pages names."""
    return DealsPage(context)


class DealsPage(TablePage):
    """Enter or a double click opens the deal."""

    def __init__(self, context: Context) -> None:
        start = Button(
            _("Import…"), "deals_empty_import", kind="primary", icon="download",
            on_click=lambda: context.book.run("importing.start"),
        )  # fmt: skip
        empty = EmptyState(
            "table-2",
            _("No deals yet"),
            hint=_("Import what you have, or add the first deal on the board."),
            action=start,
            name="deals_empty",
        )
        super().__init__(
            context,
            "deals",
            _("Deals"),
            columns(context.clock.today),
            hint=_("Name, account, product, stage, owner, tag"),
            empty=empty,
        )
        self.status = Segments(
            "deals_status",
            _("Which deals"),
            [("open", _("Open")), ("won", _("Won")), ("lost", _("Lost")), ("", _("All"))],
            value="open",
        )
        self.status.picked.connect(lambda _status: self.refresh())
        self.bar_row.insert_widget(1, self.status)

    def load(self) -> Sequence[DealRow]:
        """All deals, newest first."""
        desk: Any = self._context.bridge.desk
        return tables.deal_rows(desk)

    def narrow(self) -> Callable[[Sequence[DealRow]], list[DealRow]]:
        """By words and by status."""
        status = self.status.value()
        wanted = DealFilter(text=self.search.words(), statuses=(status,) if status else ())
        return lambda rows: tables.filtered(rows, wanted)

    def counted(self, shown: Sequence[DealRow], all_rows: Sequence[DealRow]) -> str:
        """How many of how many."""
        if len(shown) == len(all_rows):
            words = ngettext("{n} deal", "{n} deals", len(all_rows))
            return words.format(n=format_number(len(all_rows)))
        return _("{n} of {all} deals").format(
            n=format_number(len(shown)), all=format_number(len(all_rows))
        )

    def open_row(self, row_id: str) -> None:
        """The deal's page."""
        self._context.shell.go("deal", row_id)
