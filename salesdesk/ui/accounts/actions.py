"""The actions of the accounts table; their controller is the page."""

from __future__ import annotations

from salesdesk.support.i18n import _
from salesdesk.ui.actions import ActionRow

ACTIONS: tuple[ActionRow, ...] = (
    ActionRow(
        key="accounts.new",
        title=_("New account…"),
        context="accounts",
        handler="new_account",
        menu="deal",
        shortcuts=("Ctrl+N",),
        icon="plus",
        words=_("add company create"),
    ),
    ActionRow(
        key="accounts.bin",
        title=_("Put the account into the bin"),
        context="accounts",
        handler="bin_account",
        menu="deal",
        icon="trash-2",
        words=_("delete remove company"),
    ),
    ActionRow(
        key="accounts.filter",
        title=_("Filter accounts"),
        context="accounts",
        handler="focus_search",
        menu="view",
        shortcuts=("Ctrl+F",),
        icon="search",
    ),
    ActionRow(
        key="accounts.export",
        title=_("Export the table…"),
        context="accounts",
        handler="export",
        menu="file",
        icon="upload",
        words=_("csv spreadsheet save"),
    ),
)
