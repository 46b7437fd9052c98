"""The actions of the Process page; their controller is the page."""

from __future__ import annotations

from salesdesk.support.i18n import _
from salesdesk.ui.actions import ActionRow

ACTIONS: tuple[ActionRow, ...] = (
    ActionRow(
        key="process.print_map",
        title=_("Print the process map…"),
        context="process",
        handler="print_map",
        menu="process",
        shortcuts=("Ctrl+P",),
        icon="printer",
        words=_("one page stages paper pdf"),
    ),
    ActionRow(
        key="process.add_pipeline",
        title=_("Add pipeline…"),
        context="process",
        handler="add_pipeline",
        menu="process",
        icon="workflow",
        words=_("second process file seven steps"),
    ),
)
