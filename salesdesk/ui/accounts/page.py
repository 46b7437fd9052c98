"""The Accounts page: the table, and the account in front beside it. Made by the shell."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QWidget

from salesdesk.domain.errors import KnownError
from salesdesk.support.i18n import _, format_number, ngettext
from salesdesk.ui import theme
from salesdesk.ui.accounts.columns import columns
from salesdesk.ui.accounts.panel import AccountPanel
from salesdesk.ui.context import Context
from salesdesk.ui.guard import guarded
from salesdesk.ui.tables.page import TablePage
from salesdesk.ui.widgets import Button, EmptyState, ask_text
from salesdesk.usecases import tables
from salesdesk.usecases.account_page import AccountPage, account_page
from salesdesk.usecases.accounts import AddAccount
from salesdesk.usecases.tables import AccountRow


def make_page(context: Context) -> AccountsPage:
    """The factory that the register of pages names."""
    return AccountsPage(context)


class AccountsPage(TablePage):
    """`open_item(account id)` brings an account to the front, whatever the filter hides."""

    def __init__(self, context: Context) -> None:
        self.panel = AccountPanel(context)
        self.panel.hide()
        start = Button(
            _("Import…"), "accounts_empty_import", kind="primary", icon="download",
            on_click=lambda: context.book.run("importing.start"),
        )  # fmt: skip
        empty = EmptyState(
            "building-2",
            _("No accounts yet"),
            hint=_("Accounts come with imported files, and with each deal that names one."),
            action=start,
            name="accounts_empty",
        )
        super().__init__(
            context,
            "accounts",
            _("Accounts"),
            columns(),
            hint=_("Name, parent, industry, city, country"),
            empty=empty,
        )
        self._shown = ""
        new = Button(_("New account"), "accounts_new", icon="plus", on_click=self.new_account)
        self.bar_row.addWidget(new)
        self.view.chosen.connect(self._on_view_chosen)
        self.view.bin_wanted.connect(lambda _row_id: self.bin_account())
        self.view.offer_menu(((_("New account…"), self.new_account),
                              (_("Put the account into the bin"), self.bin_account)))  # fmt: skip
        self.panel.deal_wanted.connect(self._on_panel_deal_wanted)

    def body(self) -> QWidget:
        """The table, and the account beside it."""
        made = QSplitter(Qt.Orientation.Horizontal)
        made.setObjectName("accounts_splitter")
        made.setChildrenCollapsible(False)
        made.setHandleWidth(1)
        self.panel.setMinimumWidth(theme.tokens().px(330))
        made.addWidget(self.view)
        made.addWidget(self.panel)
        made.setStretchFactor(0, 3)
        made.setStretchFactor(1, 2)
        return made

    @guarded()
    def open_item(self, account_id: str) -> None:
        """Bring an account to the front."""
        if not self.view.choose(account_id):
            self._wanted = account_id
            self.search.clear()
            self.read()

    @guarded()
    def new_account(self) -> None:
        """Ask for a name, and add the account."""
        name = ask_text(
            self._context.shell.dialog_parent, _("New account"), _("Name"), _("Add"),
            name="new_account",
        )  # fmt: skip
        if name:
            command = AddAccount(name)
            self._wanted = command.account_id
            self._context.bridge.submit(
                command, lambda done: self._context.shell.tell_undoable(done.label), owner=self
            )

    @guarded()
    def bin_account(self) -> None:
        """Put the account in front into the bin; one that deals belong to stays, and says so."""
        from salesdesk.usecases.accounts import BinAccount

        shell, account_id = self._context.shell, self.view.current_id()

        def refused(error: BaseException) -> None:
            if not isinstance(error, KnownError):
                raise error
            shell.warn(str(error), "late")

        if account_id:
            self._context.bridge.submit(
                BinAccount(account_id), lambda done: shell.tell_undoable(done.label), refused,
                owner=self,
            )  # fmt: skip

    def load(self) -> Sequence[AccountRow]:
        """All accounts by name."""
        return tables.account_rows(self._desk())

    def narrow(self) -> Callable[[Sequence[AccountRow]], list[AccountRow]]:
        """By words."""
        words = self.search.words()
        return lambda rows: tables.filtered_accounts(rows, words)

    def counted(self, shown: Sequence[AccountRow], all_rows: Sequence[AccountRow]) -> str:
        """How many of how many."""
        if len(shown) == len(all_rows):
            words = ngettext("{n} account", "{n} accounts", len(all_rows))
            return words.format(n=format_number(len(all_rows)))
        return _("{n} of {all} accounts").format(
            n=format_number(len(shown)), all=format_number(len(all_rows))
        )

    def open_row(self, row_id: str) -> None:
        """Go into the account's fields."""
        self._on_view_chosen(row_id)
        self.panel.fields["name"].setFocus()

    def _show(self, rows: Sequence[Any]) -> None:
        super()._show(rows)
        current = self.view.current_id()
        if current:
            self._on_view_chosen(current)
        else:
            self.panel.show_page(None)

    def _on_view_chosen(self, account_id: str) -> None:
        self._shown = account_id
        desk = self._desk()

        def show(page: AccountPage | None) -> None:
            if account_id == self._shown:
                self.panel.show_page(page)

        self._context.bridge.query(
            lambda: account_page(desk, account_id), show, owner=self, latest="account_page"
        )

    def _on_panel_deal_wanted(self, deal_id: str) -> None:
        self._context.shell.go("deal", deal_id)

    def _desk(self) -> Any:
        return self._context.bridge.desk
