"""Says after a restore that an account has the name of another now.

Called by the bin, the deal page and the restore from a backup, wherever an account comes back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from salesdesk.support.i18n import _

if TYPE_CHECKING:
    from salesdesk.domain.changes import Changes
    from salesdesk.ui.context import Context
    from salesdesk.usecases.desk import Desk

_MOST = 500
"""Accounts of one restore that are compared."""
_LONGEST = 60


def tell_restored(context: Context, changes: Changes) -> None:
    """Show the toast for a restore that is done, with the first account that has a namesake."""
    tell, ids = context.shell.tell_undoable, changes.of("account")
    if not 0 < len(ids) <= _MOST:
        tell(changes.label)
        return
    desk = cast("Desk", context.bridge.desk)

    def read() -> tuple[str, ...]:
        from salesdesk.usecases.accounts import namesakes

        return namesakes(desk, ids)

    context.bridge.query(
        read, lambda names: tell(_words(changes, names)), lambda _error: tell(changes.label)
    )


def _words(changes: Changes, names: tuple[str, ...]) -> str:
    if not names:
        return changes.label
    twice = _("{done}. There is another account “{name}” now: rename one, or move its deals.")
    return twice.format(done=changes.label, name=names[0][:_LONGEST])
