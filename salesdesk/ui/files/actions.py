"""The actions on desk files; their controller is `FilesController`, on offer on every page."""

from __future__ import annotations

from salesdesk.support.i18n import _
from salesdesk.ui.actions import ActionRow


def _row(verb: str, title: str, words: str, *keys: str, icon: str, menu: str = "file",
         group: bool = False) -> ActionRow:  # fmt: skip
    return ActionRow(
        key=f"files.{verb}",
        title=title,
        context="files",
        handler=verb,
        menu=menu,
        shortcuts=keys,
        icon=icon,
        words=words,
        is_group_start=group,
    )


ACTIONS: tuple[ActionRow, ...] = (
    _row("open_desk", _("Open desk…"), _("file load switch"), "Ctrl+Shift+O", icon="folder-open"),
    _row("open_recent", _("Open recent…"), _("file last desks again"), icon="clock"),
    _row("new_desk", _("New desk…"), _("file create empty"), icon="plus"),
    _row(
        "export",
        _("Export everything…"),
        _("json excel xlsx csv save copy whole desk"),
        icon="upload",
        group=True,
    ),
    _row(
        "take_in", _("Take in a deal…"), _("salesdeal colleague receive open file"), icon="download"
    ),
    _row("back_up", _("Back up now"), _("backup save copy safe"), icon="archive"),
    _row("show_copies", _("Copies set aside…"), _("conflict dropbox onedrive sync"), icon="copy"),
    _row("check", _("Check desk…"), _("damage integrity repair"), icon="shield", menu="help"),
    _row(
        "salvage",
        _("Salvage into a new desk…"),
        _("damage rescue recover broken"),
        icon="archive",
        menu="help",
    ),
)
