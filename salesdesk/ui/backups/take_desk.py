"""Asks before the export of a whole desk takes the place of the empty desk in the window.

`make` is its factory in the shell's register of dialogs; Import opens it about the file's path.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from salesdesk.domain.errors import KnownError
from salesdesk.support.i18n import _
from salesdesk.ui.backups.restorer import Restorer
from salesdesk.ui.widgets import Dialog, FaultLine, PlainLabel

if TYPE_CHECKING:
    from salesdesk.ui.context import Context


def make(context: Context, item: str) -> TakeDeskDialog:
    """The dialog about this file."""
    return TakeDeskDialog(context, Path(item))


class TakeDeskDialog(Dialog):
    """A sentence, and the button that does it; a fault is shown and nothing is closed."""

    def __init__(self, context: Context, file: Path) -> None:
        super().__init__(
            _("Take in a whole desk"), "take_desk", size=(520, 0),
            parent=context.shell.dialog_parent,
        )  # fmt: skip
        self._file, self._is_at_work = file, False
        self._restorer = Restorer(context, self)
        words = _(
            "“{name}” is the export of a whole desk. It takes the place of this one, which must be "
            "empty, with all records, files and the history. This desk is backed up first."
        ).format(name=file.name)
        self.body.addWidget(PlainLabel(words, wrap=True, name="take_desk_words"))
        self.fault = FaultLine("take_desk_fault")
        self.body.addWidget(self.fault)
        self.set_cancel()
        self.set_primary(_("Take it in"))

    def accept(self) -> None:
        """Prove the file and take it in."""
        if not self._is_at_work:
            self._set_at_work(is_at_work=True)
            self._restorer.put_file(self._file, self._on_done, self._on_failed)

    def reject(self) -> None:
        """Leave everything as it was, unless it is being done."""
        if not self._is_at_work:
            super().reject()

    def _set_at_work(self, *, is_at_work: bool) -> None:
        self._is_at_work = is_at_work
        assert self.primary is not None
        self.primary.setEnabled(not is_at_work)
        self.primary.setText(_("Reading…") if is_at_work else _("Take it in"))

    def _on_done(self) -> None:
        self._set_at_work(is_at_work=False)
        super().accept()

    def _on_failed(self, error: BaseException) -> None:
        self._set_at_work(is_at_work=False)
        if not isinstance(error, KnownError):
            raise error
        self.fault.say(str(error))
