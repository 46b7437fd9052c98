"""Hands a file or a link to the operating system, after a click and never otherwise.

Used by every screen that opens, saves or sends something: files on a deal, mail drafts, calendar
files. Links are web, mail and telephone only and are shown before they open. A file is copied into
a private folder under a cleaned name; programs and scripts are never opened, only saved.
Source: reliability rule 11.
"""

from __future__ import annotations

import contextlib
import shutil
import stat
import tempfile
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from salesdesk.domain.file_safety import cleaned_name, ending, may_open
from salesdesk.support.durable import overwrite, write_whole
from salesdesk.support.i18n import _
from salesdesk.ui.plain_files import may_write_plain
from salesdesk.ui.widgets.ask import confirm, tell_error
from salesdesk.ui.widgets.markdown import open_link

Opener = Callable[[QUrl], bool]


class Outside(QObject):
    """The door to the operating system of one window; its copies go when the program ends."""

    def __init__(self, window: QWidget, opener: Opener | None = None) -> None:
        """`opener(url)` hands over and tells whether that worked; tests give their own."""
        super().__init__(window)
        self.setObjectName("outside")
        self._window = window
        self._open = opener or QDesktopServices.openUrl
        self._folder: Path | None = None
        self._target_folder: Path | None = None

    def open_link(self, address: str) -> bool:
        """Show where a link leads and open it if the user says so; whether it was handed over.

        Anything but http, https, mailto and tel is refused, with a sentence.
        """
        url = QUrl(address.strip(), QUrl.ParsingMode.StrictMode)
        return open_link(self._window, url, self._open)

    def open_file(self, name: str, content: bytes) -> bool:
        """Open a copy of a file with the program for its kind; whether it was handed over.

        A program or script is not opened: saving it is offered, with a warning.
        """
        if not may_open(name, content):
            self._offer_saving(name, content)
            return False
        if not may_write_plain(self._window):
            return False
        try:
            copy = self._copied(name, content)
        except OSError as error:
            self._tell(
                _("The copy to open could not be written ({why}). The file itself is kept in the "
                  "desk. Make room on the disk and try again.").format(why=error.strerror or error)
            )  # fmt: skip
            return False
        if self._open(QUrl.fromLocalFile(str(copy))):
            return True
        self._tell(
            _("No program on this computer opens “{name}”. The file is kept in the desk; save it "
              "and open it where you have one.").format(name=copy.name)
        )  # fmt: skip
        return False

    def show_folder(self, folder: Path) -> bool:
        """Show a folder in the system's own window; whether it is there and was handed over."""
        return folder.is_dir() and self._open(QUrl.fromLocalFile(str(folder)))

    def save_file(self, name: str, content: bytes) -> Path | None:
        """Ask where to, and save; the file written, or None."""
        if not may_write_plain(self._window):
            return None
        clean = cleaned_name(name)
        chosen, _filter = QFileDialog.getSaveFileName(
            self._window, _("Save file"), str(self._saving_folder() / clean)
        )
        if not chosen:
            return None
        target = Path(chosen)
        try:
            write_whole(target, content)
        except OSError as error:
            self._tell(
                _("“{name}” could not be saved there ({why}). It is kept in the desk; choose "
                  "another folder.").format(name=target.name, why=error.strerror or error)
            )  # fmt: skip
            return None
        self._target_folder = target.parent
        return target

    def clear(self) -> None:
        """Remove the copies; what is still open elsewhere stays until the system tidies up."""
        if self._folder is not None:
            with contextlib.suppress(OSError):
                for copy in self._folder.rglob("*"):
                    copy.chmod(stat.S_IRWXU)  # Windows removes no file that is read-only
                    if copy.is_file():
                        overwrite(copy)
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None

    def _copied(self, name: str, content: bytes) -> Path:
        """A copy in a folder of its own, to read only: what is changed in it would be lost."""
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix="salesdesk-"))
            app = QCoreApplication.instance()
            if app is not None:
                app.aboutToQuit.connect(self.clear)
        copy = Path(tempfile.mkdtemp(dir=self._folder)) / cleaned_name(name)
        write_whole(copy, content)
        if ending(copy.name) != "eml":  # a draft is finished in the mail program
            copy.chmod(stat.S_IRUSR)
        return copy

    def _offer_saving(self, name: str, content: bytes) -> None:
        clean = cleaned_name(name)
        words = _(
            "“{name}” is a program or a script, or may hold one. SalesDesk never opens such a "
            "file, whoever sent it. You can save it and have it checked first."
        ).format(name=clean)
        if confirm(
            self._window, _("Not opened"), words, _("Save anyway…"), is_danger=True,
            name="open_refused",
        ):  # fmt: skip
            self.save_file(clean, content)

    def _saving_folder(self) -> Path:
        if self._target_folder is not None and self._target_folder.is_dir():
            return self._target_folder
        place = QStandardPaths.StandardLocation.DownloadLocation
        return Path(QStandardPaths.writableLocation(place) or Path.home())

    def _tell(self, words: str) -> None:
        tell_error(self._window, words, name="outside_error")
