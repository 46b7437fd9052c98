"""The actions of importing; their controller is `ImportController`, on offer on every page."""

from __future__ import annotations

from salesdesk.support.i18n import _
from salesdesk.ui.actions import ActionRow

ACTIONS: tuple[ActionRow, ...] = (
    ActionRow(
        key="importing.start",
        title=_("Import…"),
        context="importing",
        handler="start",
        menu="file",
        shortcuts=("Ctrl+I",),
        icon="download",
        words=_("csv excel xlsx spreadsheet bring in leads accounts contacts products deals"),
    ),
)
