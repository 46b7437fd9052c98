"""The actions of Today; their controller is the page."""

from __future__ import annotations

from salesdesk.support.i18n import _
from salesdesk.ui.actions import ActionRow


def _row(verb: str, title: str, *keys: str, icon: str, words: str = "") -> ActionRow:
    return ActionRow(
        key=f"today.{verb}",
        title=title,
        context="today",
        handler=verb,
        menu="deal",
        shortcuts=keys,
        icon=icon,
        words=words,
    )


ACTIONS: tuple[ActionRow, ...] = (
    _row("finish", _("Done, and the next step…"), icon="check", words=_("complete outcome")),
    _row("reschedule", _("Reschedule…"), "Ctrl+R", icon="calendar-clock", words=_("put off date")),
    _row("open_deal", _("Open deal"), "Ctrl+Return", icon="external-link"),
)
