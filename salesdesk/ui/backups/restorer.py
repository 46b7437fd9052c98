"""Carries a restore out under the open window, and takes it back.

Used by the restore dialog, by Import for the export of a whole desk, and by the controller. Copies
and checks are made on a worker; the files change places on the window's thread, while nobody reads.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, QTimer

from salesdesk.domain.errors import KnownError
from salesdesk.support.i18n import _

if TYPE_CHECKING:
    from salesdesk.ui.context import Context
    from salesdesk.usecases.desk import Desk
    from salesdesk.usecases.restoring import Done, Ready

_KEPT = "restore"
LOOK_MS, MOST_LOOKS = 20, 50
"""So often it is looked whether readers are done, and so many times."""
Fail = Callable[[BaseException], object]


class Restorer(QObject):
    """One for a window. What was restored last is kept in the settings, to be undone later too."""

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self.setObjectName("restorer")
        self._context = context

    @property
    def undoable(self) -> Path | None:
        """The backup with the state before the last restore of this desk, when it is there."""
        kept = self._context.settings.screen(_KEPT)
        before = Path(str(kept.get("before", "")))
        is_ours = kept.get("desk") == str(self._desk.path.absolute())
        return before if is_ours and before.is_file() else None

    @property
    def is_as_restored(self) -> bool:
        """Whether nothing was done since."""
        from salesdesk.usecases.restoring import is_as_restored

        kept = self._context.settings.screen(_KEPT).get("mark", ())
        is_mark = isinstance(kept, list | tuple) and len(kept) == 2
        return is_mark and is_as_restored(self._desk, (kept[0], kept[1]))

    def put_backup(
        self,
        source: Path,
        name: str,
        on_done: Callable[[], object],
        on_fail: Fail | None = None,
    ) -> None:
        """Put a backup in the desk's place; then `on_done`, or `on_fail` with a KnownError.

        `name` is what the rep knows it by: when it was made.
        """
        from salesdesk.usecases import restoring

        words = _("Restored the backup of {name}. Everything is as it was then.").format(name=name)
        self._start(lambda: restoring.ready_backup(self._desk, source), words, on_done, on_fail)

    def put_file(self, source: Path, on_done: Callable[[], object], on_fail: Fail) -> None:
        """Put the export of a whole desk in the place of this one, which must be empty."""
        from salesdesk.usecases import restoring

        words = _("Took in {name}.").format(name=source.name)
        self._start(lambda: restoring.ready_file(self._desk, source), words, on_done, on_fail)

    def undo(self) -> None:
        """Put back what was there before the last restore."""
        from salesdesk.usecases import restoring

        before = self.undoable
        if before is not None:
            words = _("The restore was taken back.")
            self._start(
                lambda: restoring.ready_backup(self._desk, before), words, lambda: None, None,
                is_back=True,
            )  # fmt: skip

    @property
    def _desk(self) -> Desk:
        return cast("Desk", self._context.bridge.desk)

    def _start(
        self,
        make_ready: Callable[[], Ready],
        words: str,
        on_done: Callable[[], object],
        on_fail: Fail | None,
        *,
        is_back: bool = False,
    ) -> None:
        bridge = self._context.bridge
        fail = on_fail or self._tell

        def put(ready: Ready, looks: int = 0) -> None:
            if bridge.is_reading and looks < MOST_LOOKS:
                # Meanwhile the window lives on; only then does it wait for the last readers.
                QTimer.singleShot(LOOK_MS, self, lambda: put(ready, looks + 1))
                return
            try:
                done, told = self._put(ready, words)
            except KnownError as error:
                fail(error)
                return
            # In a turn of its own: for all screens it takes as long as the files took.
            QTimer.singleShot(0, self, lambda: self._announce(done, told, on_done, is_back=is_back))

        if bridge.unsaved_count:
            fail(
                KnownError(
                    _("Changes wait to be saved, and a restore would lose them. Nothing was "
                      "restored. Try again to save them first.")
                )
            )  # fmt: skip
            return
        bridge.query(make_ready, put, fail, owner=self)

    def _put(self, ready: Ready, words: str) -> tuple[Done, str]:
        """The moment itself, and what to tell of it.

        Raises KnownError; the old desk is then in its place.
        """
        from salesdesk.usecases import restoring

        if not self._context.bridge.at_rest():
            raise KnownError(
                _("Something still reads the desk, so nothing was restored. Wait a moment and try "
                  "again.")
            )  # fmt: skip
        was_encrypted = self._desk.is_encrypted
        done = restoring.put(self._desk, ready)
        if self._desk.is_encrypted and not was_encrypted:
            words += " " + _("The desk has the passphrase of that backup now.")
        return done, words

    def _announce(
        self, done: Done, words: str, on_done: Callable[[], object], *, is_back: bool
    ) -> None:
        context = self._context
        before = str(done.before) if done.before and not is_back else ""
        desk = str(self._desk.path.absolute())
        context.settings.keep(_KEPT, desk=desk, before=before, mark=list(done.mark))
        context.settings.write()
        context.bridge.note(done.changes)
        context.book.refresh()
        if before:
            undo = _("Undo restore")
            context.shell.warn(words, "ok", undo, lambda: context.book.run("backups.undo_restore"))
        else:
            context.shell.tell(words)
        on_done()

    def _tell(self, error: BaseException) -> None:
        if not isinstance(error, KnownError):
            raise error
        self._context.shell.warn(str(error), "late")
