"""Sees to it that backups are made while the window is open, and says how safe the desk is.

Made by app after the first paint. It asks once a minute whether a backup is due, tells of a folder
that is away or of a backup that failed once and not every minute, keeps the foot of the sidebar up
to date, and reminds of a second disk at most once in thirty days.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from salesdesk.domain.errors import KnownError
from salesdesk.support.i18n import _
from salesdesk.support.paths import places
from salesdesk.ui.backups import words
from salesdesk.ui.relay import Relay

if TYPE_CHECKING:
    from salesdesk.ui.context import Context
    from salesdesk.usecases.backups import State
    from salesdesk.usecases.desk import Desk

EVERY_MS = 60_000
"""How often it is asked whether a backup is due."""
FIRST_MS = 2_000
REMIND_AFTER = dt.timedelta(days=30)
_KEPT = "backups"


class BackupKeeper(QObject):
    """The watch over one desk. `state` is what was last found."""

    _made = Signal(object)

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self.setObjectName("backup_keeper")
        self._context = context
        self._told: set[str] = set()
        self._is_at_work = False
        self.state: State | None = None
        self._relay = Relay(self)
        # Backups are made on workers and on the writer's thread: the signal crosses over.
        self._made.connect(self._on_self_made, Qt.ConnectionType.QueuedConnection)
        self._desk.on_backup = self._hear
        timer = QTimer(self, interval=EVERY_MS)
        timer.setObjectName("backup_timer")
        timer.timeout.connect(self.look)
        timer.start()
        QTimer.singleShot(FIRST_MS, self, lambda: self.look(starting=True))
        self.refresh()

    @property
    def _desk(self) -> Desk:
        return cast("Desk", self._context.bridge.desk)

    def look(self, *, starting: bool = False) -> None:
        """Make a backup when one is due, on a worker."""
        from salesdesk.usecases import backups, restoring

        if self._is_at_work:
            return

        def work() -> None:
            if starting:
                restoring.tidy(self._desk)
            if backups.due(self._desk, starting=starting):
                backups.backup_now(self._desk)

        self._is_at_work = True
        self._context.bridge.query(work, lambda _done: self._on_done(), self._on_failed, owner=self)

    def refresh(self) -> None:
        """Read anew how safe the desk is, and say it."""
        from salesdesk.usecases import backups

        self._context.bridge.query(
            lambda: backups.state(self._desk), self._show, lambda _error: None, owner=self,
            latest="backup_state",
        )  # fmt: skip

    def _hear(self, path: object) -> None:
        """On any thread, and perhaps after the window is gone."""
        self._relay.send(lambda: self._made.emit(path))

    def _on_self_made(self, _path: object) -> None:
        self.refresh()

    def _on_done(self) -> None:
        self._is_at_work = False
        self._told.discard("failed")
        self.refresh()

    def _on_failed(self, error: BaseException) -> None:
        self._is_at_work = False
        if not isinstance(error, KnownError):
            raise error
        self._tell_once("failed", str(error))
        self.refresh()

    def _show(self, state: State) -> None:
        self.state = state
        today = self._context.clock.today()
        if state.last is None:
            said, tip = _("no backup yet"), str(state.folder)
        else:
            made_at = state.last.stamp.made_at.astimezone()
            at = words.when(made_at, today)
            said = _("backup {time}").format(time=words.shortly(made_at, today))
            tip = _("Last backup: {time}, {why}, in {folder}").format(
                time=at, why=words.why(state.last.reason), folder=state.last.path.parent
            )
        self._context.shell.set_backed_up(said, tip)
        self._tell_of_folder(state)
        self._remind(state, today)

    def _tell_of_folder(self, state: State) -> None:
        if state.missing is None:
            self._told.discard("missing")
            return
        text = _(
            "The folder for backups, {folder}, is not there: its disk may not be connected. "
            "Backups go to {meanwhile} until it is back; it is looked for every minute."
        )
        self._tell_once("missing", text.format(folder=state.missing, meanwhile=state.folder))

    def _tell_once(self, what: str, sentence: str) -> None:
        if what not in self._told:
            self._told.add(what)
            self._context.shell.warn(sentence, "warn", _("Backups…"), self._open_backups)

    def _remind(self, state: State, today: dt.date) -> None:
        """That every backup is on the disk of the desk, from the second day on."""
        is_demo = self._desk.path == places().demo_desk
        if self._told or is_demo or not (state.is_same_disk and state.is_seasoned):
            return
        if self._was_reminded(today):
            return
        self._told.add("reminded")
        self._context.shell.warn(
            _("All backups are on the same disk as the desk. If it fails, both are gone: choose a "
              "folder on another disk."),
            "info", _("Backups…"), self._open_backups, on_close=self._put_reminder_off,
        )  # fmt: skip

    def _was_reminded(self, today: dt.date) -> bool:
        kept = str(self._context.settings.screen(_KEPT).get("reminder_closed_on", ""))
        try:
            return abs(today - dt.date.fromisoformat(kept)) < REMIND_AFTER
        except ValueError:
            return False

    def _put_reminder_off(self) -> None:
        today = self._context.clock.today().isoformat()
        self._context.settings.keep(_KEPT, reminder_closed_on=today)

    def _open_backups(self) -> None:
        self._context.shell.open("backups")
