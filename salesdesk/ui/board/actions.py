"""The board's actions as rows; their controller is `BoardController`."""

from __future__ import annotations

from salesdesk.support.i18n import _
from salesdesk.ui.actions import ActionRow


def _row(verb: str, title: str, *keys: str, icon: str = "", words: str = "", group: bool = False,
         menu: str = "deal") -> ActionRow:  # fmt: skip
    return ActionRow(
        key=f"board.{verb}",
        title=title,
        context="board",
        handler=verb,
        menu=menu,
        shortcuts=keys,
        icon=icon,
        words=words,
        is_group_start=group,
    )


ACTIONS: tuple[ActionRow, ...] = (
    _row("new_deal", _("New deal…"), "Ctrl+N", icon="plus", words=_("add opportunity create")),
    _row("add_here", _("Quick add in this column"), "Ctrl+Shift+N", icon="plus"),
    _row("open", _("Open deal"), icon="external-link"),
    _row("move_right", _("Move a stage on"), icon="arrow-right", group=True),
    _row("move_left", _("Move a stage back"), icon="arrow-left"),
    _row("win", _("Won…"), "Ctrl+Shift+W", icon="trophy", words=_("win close deal"),
         group=True),
    _row("lose", _("Lost…"), "Ctrl+Shift+L", icon="thumbs-down",
         words=_("lose close no decision loss review")),
    _row("pause", _("Pause…"), icon="pause", words=_("nurture set aside later")),
    _row("resume", _("Resume"), icon="play", words=_("end pause")),
    _row("bin", _("Put into the bin"), icon="trash-2", words=_("delete remove"), group=True),
    _row("search", _("Search the board"), icon="search", menu="view", group=True),
    _row("clear_filter", _("Show all cards"), icon="funnel", menu="view"),
    _row("collapse", _("Collapse this column"), icon="columns-3", menu="view"),
    _row("expand_all", _("Open all columns"), icon="columns-3", menu="view"),
    _row("add_pipeline", _("Add pipeline…"), icon="workflow", menu="process"),
)  # fmt: skip
