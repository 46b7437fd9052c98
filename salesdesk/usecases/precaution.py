"""A backup before anything that changes very much at once. Called by `Desk`, on its writer.

Whatever fails afterwards, and whatever the user finds out too late, the state before is there.
Source: reliability rule 7.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from salesdesk.domain.errors import KnownError
from salesdesk.support.i18n import _

if TYPE_CHECKING:
    from salesdesk.store.door import Command
    from salesdesk.store.journal import Entry
    from salesdesk.usecases.desk import Desk

MANY_AT_ONCE = 50
"""From so many deals on, a command is preceded by a backup."""


def before_command(desk: Desk, command: Command) -> None:
    """Backs up before many deals change, and where the command names a reason (`backed_up_as`).

    Raises KnownError when that fails; the command is then not to be run.
    """
    from salesdesk.usecases import backups

    reason = getattr(command, "backed_up_as", None)
    if reason is None and len(getattr(command, "deal_ids", ())) >= MANY_AT_ONCE:
        reason = "before-change"
    if reason is not None:
        backups.backup_now(desk, reason)


def before_replay(desk: Desk, entry: Entry | None, only: int | None = None) -> None:
    """Backs up before the undo, or the redo, of an import or another large change.

    Raises KnownError when that fails, or when the entry is another than `only`; nothing is to be
    changed then.
    """
    from salesdesk.usecases import backups, history

    if only is not None and (entry is None or entry.seq != only):
        raise KnownError(
            _("Something else was done meanwhile, so this was not taken back and nothing was lost. "
              "The history shows what came after it; take that back first.")
        )  # fmt: skip
    if entry is not None and history.is_large(entry):
        backups.backup_now(desk, "before-change")
