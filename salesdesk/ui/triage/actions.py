"""The actions of triage, a letter each; their controller is the page."""

from __future__ import annotations

from salesdesk.support.i18n import _
from salesdesk.ui.actions import ActionRow


def _row(verb: str, title: str, key: str = "", *, icon: str, group: bool = False) -> ActionRow:
    return ActionRow(
        key=f"triage.{verb}",
        title=title,
        context="triage",
        handler=verb,
        menu="deal",
        shortcuts=(key,) if key else (),
        icon=icon,
        is_group_start=group,
    )


ACTIONS: tuple[ActionRow, ...] = (
    _row("date", _("Set a date…"), "D", icon="calendar-check"),
    _row("pause", _("Pause…"), "P", icon="pause"),
    _row("lose", _("Lost…"), "L", icon="thumbs-down"),
    _row("keep", _("Keep as it is"), "K", icon="check"),
    _row("later", _("Later"), "S", icon="arrow-right"),
    _row("open_deal", _("Open deal"), "O", icon="external-link", group=True),
    _row("keep_all", _("Keep all that remain…"), icon="list-checks"),
    _row("leave", _("End triage for now"), icon="x"),
)
