"""The actions on backups; their controller is `BackupsController`, on offer on every page."""

from __future__ import annotations

from salesdesk.support.i18n import _
from salesdesk.ui.actions import ActionRow

ACTIONS: tuple[ActionRow, ...] = (
    ActionRow(
        "backups.show", _("Backups…"), "backups", "show", "file", icon="shield",
        words=_("safe copy folder disk how often last check"), is_group_start=True,
    ),
    ActionRow(
        "backups.restore", _("Restore from backup…"), "backups", "restore", "file",
        icon="history", words=_("bring back lost deleted earlier state preview record"),
    ),
    ActionRow(
        "backups.undo_restore", _("Undo restore"), "backups", "undo_restore", "file",
        icon="undo-2", words=_("take back restore earlier state"),
    ),
)  # fmt: skip
