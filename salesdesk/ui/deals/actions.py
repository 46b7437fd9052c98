"""The actions of the deals table; their controller is the page."""

from __future__ import annotations

from salesdesk.support.i18n import _
from salesdesk.ui.actions import ActionRow

ACTIONS: tuple[ActionRow, ...] = (
    ActionRow(
        key="deals.filter",
        title=_("Filter deals"),
        context="deals",
        handler="focus_search",
        menu="view",
        shortcuts=("Ctrl+F",),
        icon="search",
    ),
    ActionRow(
        key="deals.export",
        title=_("Export the table…"),
        context="deals",
        handler="export",
        menu="file",
        icon="upload",
        words=_("csv spreadsheet save"),
    ),
)
