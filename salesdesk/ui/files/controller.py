"""Does the actions on desk files. Made by app and offered as the context "files".

Another desk opens in a window of its own: each window has one desk, and nothing queued in this
one can end up in the other.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QProcess
from PySide6.QtWidgets import QFileDialog

from salesdesk.domain.errors import DamagedDesk, KnownError
from salesdesk.support.i18n import _, ngettext
from salesdesk.support.paths import DESK_SUFFIX
from salesdesk.ui import guard
from salesdesk.ui.plain_files import may_write_plain

if TYPE_CHECKING:
    from salesdesk.ui.context import Context
    from salesdesk.ui.files.recent import RecentDesk
    from salesdesk.usecases.backups import Backup
    from salesdesk.usecases.deal_file import DealFile
    from salesdesk.usecases.desk import Desk
    from salesdesk.usecases.exporting import Exported
    from salesdesk.usecases.taking_deal import Plan


class FilesController:
    """The controller of the context "files"."""

    def __init__(self, context: Context, start: Callable[[Path], bool] | None = None) -> None:
        """`start(desk)` opens another window; tests give their own."""
        self._context = context
        self._desk: Desk = context.extra
        self._start = start or start_window

    def open_desk(self) -> None:
        """Ask for a desk and open it in a window of its own."""
        chosen, _filter = QFileDialog.getOpenFileName(
            self._context.shell.dialog_parent, _("Open desk"), str(self._folder()), _kinds()
        )
        if chosen:
            path = Path(chosen)
            # What cannot be opened is said here: the window that would say it never appears.
            self._open_if_usable(path)

    def open_recent(self) -> None:
        """Offer the desks opened lately; the chosen one opens in a window of its own."""
        from salesdesk.ui.files import recent

        kept, here = self._context.settings.now.recent_desks, self._desk.path
        self._context.bridge.query(lambda: recent.recent_desks(kept, here), self._offer_recent)

    def new_desk(self) -> None:
        """Ask for a name, make an empty desk there and open it in a window of its own."""
        chosen, _filter = QFileDialog.getSaveFileName(
            self._context.shell.dialog_parent, _("New desk"), str(self._folder()), _kinds()
        )
        if chosen:
            path = Path(chosen)
            path = path if path.suffix else path.with_suffix(DESK_SUFFIX)
            self._context.bridge.query(lambda: self._make(path), self._open)

    def export(self) -> None:
        """Ask for a file and write the whole desk into it."""
        if not may_write_plain(self._context.shell.dialog_parent):
            return
        chosen, _filter = QFileDialog.getSaveFileName(
            self._context.shell.dialog_parent,
            _("Export"),
            str(self._folder() / f"{self._desk.path.stem}.json"),
            _("Everything, to take in again (*.json);;Workbook (*.xlsx)"),
        )
        if chosen:
            self._context.bridge.query(lambda: self._export(Path(chosen)), self._on_exported)

    def take_in(self) -> None:
        """Ask for a colleague's deal, prove it, and take it in."""
        from salesdesk.usecases.deal_file import SUFFIX

        chosen, _filter = QFileDialog.getOpenFileName(
            self._context.shell.dialog_parent,
            _("Take in a deal"),
            str(self._folder()),
            _("Deals (*{suffix});;All files (*)").format(suffix=SUFFIX),
        )
        if chosen:
            self.take_in_file(Path(chosen))

    def take_in_file(self, path: Path) -> None:
        """Prove a colleague's deal, and ask whether to take it in."""
        from salesdesk.usecases.deal_file import read_deal_file
        from salesdesk.usecases.taking_deal import plan

        def read() -> tuple[DealFile, Plan]:
            file = read_deal_file(path)
            return file, plan(self._desk, file)

        self._context.bridge.query(read, lambda found: self._ask_taking(*found))

    def _ask_taking(self, file: DealFile, found: Plan) -> None:
        from salesdesk.ui.files.taking_dialog import TakingDialog

        dialog = TakingDialog(self._context, file, found)
        dialog.finished.connect(lambda _result: dialog.deleteLater())
        dialog.open()

    def back_up(self) -> None:
        """Make a backup now."""
        from salesdesk.usecases import backups

        self._context.bridge.query(
            lambda: backups.backup_now(self._desk, "by-hand"), self._on_backed_up
        )

    def check(self) -> None:
        """Look for damage in everything that the desk holds, and offer what can be done."""
        self._context.shell.open("check_desk", "")

    def salvage(self) -> None:
        """Ask for a name and take what can be read of this desk into a new one there."""
        chosen, _filter = QFileDialog.getSaveFileName(
            self._context.shell.dialog_parent,
            _("Salvage into a new desk"),
            str(self._folder() / f"{self._desk.path.stem}.salvaged{DESK_SUFFIX}"),
            _kinds(),
        )
        if not chosen:
            return
        from salesdesk.ui.files.salvage_dialog import SalvageDialog

        path = Path(chosen)
        target = path if path.suffix else path.with_suffix(DESK_SUFFIX)
        dialog = SalvageDialog(
            self._desk.path, target, self._context.clock, is_ours=True,
            parent=self._context.shell.dialog_parent,
        )  # fmt: skip
        dialog.accepted.connect(lambda: self._open(target))
        dialog.finished.connect(lambda _result: dialog.deleteLater())
        dialog.open()

    def show_copies(self) -> None:
        """List the copies that a synchronising program set aside beside this desk."""
        self._look_for_copies(self._offer_copies)

    def tell_of_copies(self) -> None:
        """Say so when there are such copies; app calls it once after the first paint."""
        from salesdesk.ui.files import copies

        def tell(found: list[Path]) -> None:
            if found:
                words = copies.found_words(len(found))
                self._context.shell.warn(words, "warn", _("Show them"), self.show_copies)

        self._look_for_copies(tell)

    def _look_for_copies(self, on_found: Callable[[list[Path]], object]) -> None:
        from salesdesk.support.conflict_copies import conflict_copies

        self._context.bridge.query(lambda: conflict_copies(self._desk.path), on_found)

    def _offer_copies(self, found: list[Path]) -> None:
        from salesdesk.ui.files.copies import CopiesDialog

        if not found:
            self._context.shell.tell(_("No copy was set aside beside this desk."))
            return
        dialog = CopiesDialog(found, self._context.shell.dialog_parent)
        if dialog.exec() and dialog.chosen is not None:
            path = dialog.chosen
            self._context.bridge.query(lambda: self._usable(path), self._open)

    def _folder(self) -> Path:
        return self._desk.path.parent

    def _offer_recent(self, desks: tuple[RecentDesk, ...]) -> None:
        from salesdesk.ui.files.recent import RecentDialog

        if not desks:
            self._context.shell.tell(_("No other desk was opened lately."))
            return
        dialog = RecentDialog(desks, self._context.shell.dialog_parent)
        if dialog.exec() and dialog.chosen is not None:
            self._open_if_usable(dialog.chosen)

    def _open_if_usable(self, path: Path) -> None:
        self._context.bridge.query(
            lambda: self._usable(path), self._open, lambda error: self._on_unusable(path, error)
        )

    def _on_unusable(self, path: Path, error: BaseException) -> None:
        """A desk that is damaged can be had back in one way or another; else say what is wrong."""
        if not isinstance(error, DamagedDesk) or not path.is_file():
            self._context.bridge.failed.emit(str(error))
            if not isinstance(error, KnownError):
                guard.caught(error)
            return
        from salesdesk.ui.files.damaged_dialog import DamagedDialog

        parent = self._context.shell.dialog_parent
        dialog = DamagedDialog(path, str(error), self._context.clock, parent)
        dialog.accepted.connect(lambda: self._open(path))
        dialog.finished.connect(lambda _result: dialog.deleteLater())
        dialog.open()

    def _usable(self, path: Path) -> Path:
        from salesdesk.usecases import opening

        opening.refuse_unusable(path, self._context.clock)
        return path

    def _make(self, path: Path) -> Path:
        from salesdesk.processes import builtin
        from salesdesk.usecases import opening
        from salesdesk.usecases.new_desk import create
        from salesdesk.usecases.pipelines import first_pipeline_name

        opening.refuse_unsafe_place(path)
        currency = self._context.settings.now.currency
        process = builtin.load_builtin()
        create(path, self._context.clock, process, currency, first_pipeline_name())
        return path

    def _open(self, path: Path) -> None:
        if not self._start(path):
            self._context.shell.warn(
                _("“{name}” could not be opened in a new window. This desk is as it was. Start "
                  "SalesDesk again with that file.").format(name=path.name)
            )  # fmt: skip

    def _export(self, target: Path) -> Exported:
        from salesdesk.usecases import exporting

        return exporting.export_desk(self._desk, target)

    def _on_exported(self, done: Exported) -> None:
        words = ngettext(
            "Exported {n} record to {name}", "Exported {n} records to {name}", done.rows
        )
        self._context.shell.tell(words.format(n=done.rows, name=done.path.name))

    def _on_backed_up(self, made: Backup) -> None:
        self._context.shell.tell(_("Backed up to {folder}").format(folder=made.path.parent))


def _kinds() -> str:
    return _("Desks (*{suffix});;All files (*)").format(suffix=DESK_SUFFIX)


def start_window(desk: Path) -> bool:
    """Starts the program once more with another desk; whether it could be started."""
    if getattr(sys, "frozen", False):
        return bool(QProcess.startDetached(sys.executable, [str(desk)])[0])
    return bool(QProcess.startDetached(sys.executable, ["-m", "salesdesk", str(desk)])[0])
