"""Does the actions on backups. Made by app and offered as the context "backups"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from salesdesk.ui.backups.restorer import Restorer
    from salesdesk.ui.context import Context


class BackupsController(QObject):
    """The controller of the context "backups"; `restorer` is the window's one."""

    def __init__(self, context: Context, parent: QObject) -> None:
        from salesdesk.ui.backups.restorer import Restorer

        super().__init__(parent)
        self.setObjectName("backups_controller")
        self._context = context
        self.restorer: Restorer = Restorer(context, self)

    def may(self, key: str) -> bool:
        """Only what was restored can be undone."""
        return key != "backups.undo_restore" or self.restorer.undoable is not None

    def show(self) -> None:
        """Show the backups, where they lie and how often they are made."""
        self._context.shell.open("backups")

    def restore(self) -> None:
        """Choose a backup, see what it would change, restore it or one record of it."""
        self._context.shell.open("restore")

    def undo_restore(self) -> None:
        """Take the last restore back; when something was done since, show what that would lose."""
        if self.restorer.is_as_restored:
            self.restorer.undo()
        else:
            self._context.shell.open("restore", str(self.restorer.undoable))
