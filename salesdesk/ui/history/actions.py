"""The actions of the History and Bin pages; their controllers are the pages."""

from __future__ import annotations

from salesdesk.support.i18n import _
from salesdesk.ui.actions import ActionRow

ACTIONS: tuple[ActionRow, ...] = (
    ActionRow(
        key="history.find",
        title=_("Filter the history"),
        context="history",
        handler="focus_search",
        menu="view",
        shortcuts=("Ctrl+F",),
        icon="search",
    ),
    ActionRow(
        key="history.go_back",
        title=_("Undo back to this change…"),
        context="history",
        handler="go_back",
        menu="edit",
        icon="undo-2",
        words=_("point in time restore revert"),
        is_group_start=True,
    ),
    ActionRow(
        key="history.open_deal",
        title=_("Open the deal of this change"),
        context="history",
        handler="open_deal",
        menu="edit",
        icon="external-link",
    ),
    ActionRow(
        key="bin.find",
        title=_("Filter the bin"),
        context="bin",
        handler="focus_search",
        menu="view",
        shortcuts=("Ctrl+F",),
        icon="search",
    ),
    ActionRow(
        key="bin.restore",
        title=_("Restore"),
        context="bin",
        handler="restore",
        menu="edit",
        shortcuts=("Ctrl+Return",),
        icon="archive-restore",
        is_group_start=True,
    ),
    ActionRow(
        key="bin.delete",
        title=_("Delete for good…"),
        context="bin",
        handler="delete_for_good",
        menu="edit",
        shortcuts=("Shift+Del",),
        icon="trash-2",
    ),
    ActionRow(
        key="bin.empty",
        title=_("Empty the bin…"),
        context="bin",
        handler="empty",
        menu="edit",
        icon="trash-2",
        words=_("delete all for good"),
    ),
)
