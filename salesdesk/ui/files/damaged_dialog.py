"""What is offered when a desk does not open because it is damaged: mending, a backup, salvage.

Shown by app before there is a window, and by the controller of desk files for another desk.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from salesdesk.domain.clock import Clock
from salesdesk.support.i18n import _, format_date, format_time
from salesdesk.ui import theme
from salesdesk.ui.files.job import Job
from salesdesk.ui.widgets import Button, Card, Dialog, FaultLine, PlainLabel
from salesdesk.usecases import mending_start
from salesdesk.usecases.mending_start import Offer, Restorable


class DamagedDialog(Dialog):
    """Accepted when the desk at `path` opens again; rejected, nothing was changed."""

    def __init__(
        self, path: Path, sentence: str, clock: Clock, parent: QWidget | None = None
    ) -> None:
        """`sentence` says why the desk did not open."""
        super().__init__(
            _("This desk does not open"), "damaged_desk", remark=path.name, size=(640, 0),
            parent=parent,
        )  # fmt: skip
        self._path, self._clock = path, clock
        self._newest: Restorable | None = None
        self.body.addWidget(PlainLabel(sentence, "body", wrap=True, name="damaged_desk_words"))
        self.mend = Button(
            _("Rebuild"), "damaged_desk_mend", kind="primary", on_click=self._on_mend_clicked
        )
        self.restore = Button(
            _("Restore"), "damaged_desk_restore", kind="primary", on_click=self._on_restore_clicked
        )
        self.salvage = Button(
            _("Salvage…"), "damaged_desk_salvage", on_click=self._on_salvage_clicked
        )
        self.folder = Button(
            _("Show the folder"), "damaged_desk_folder", on_click=self._on_folder_clicked
        )
        self.newest_words = PlainLabel("", "small", "muted", wrap=True, name="damaged_desk_newest")
        self._make_offers()
        self.fault = FaultLine("damaged_desk_fault")
        self.body.addWidget(self.fault)
        self.set_cancel(_("Close"))
        self._job = Job(self)
        self._job.done.connect(self._on_job_done)
        self._job.failed.connect(self._on_job_failed)
        self._work(_("Looking for backups…"), lambda: mending_start.offer(path))

    def reject(self) -> None:
        """Close; what was begun ends first, so that nothing is half done."""
        if isinstance(self._job.end(), Path):
            self.accept()  # it was done before it could be left
        else:
            super().reject()

    def _make_offers(self) -> None:
        """What can be done, the gentlest first."""
        self._mend_card = self._offer(
            _("Make its indexes anew"),
            _note(_("No record is damaged: everything is there. The damaged file is kept beside "
                    "it.")),
            self.mend,
        )  # fmt: skip
        self._mend_card.hide()
        self._offer(_("Restore the newest good backup"), self.newest_words, self.restore)
        self._offer(
            _("Salvage what can be read"),
            _note(_("Into a new desk in its place, with a list of what is missing. The damaged "
                    "file is kept beside it.")),
            self.salvage,
        )  # fmt: skip
        words = _note(str(self._path.parent))
        self._offer(_("Look at the files yourself"), words, self.folder)

    def _offer(self, title: str, note: PlainLabel, button: Button) -> Card:
        look = theme.tokens()
        card = Card(name=f"{button.objectName()}_card", spacing=3)
        row = QHBoxLayout()
        row.setSpacing(look.px(16))
        words = QVBoxLayout()
        words.setSpacing(look.px(2))
        words.addWidget(PlainLabel(title, "strong", wrap=True))
        words.addWidget(note)
        row.addLayout(words, 1)
        row.addWidget(button)
        card.body.addLayout(row)
        self.body.addWidget(card)
        return card

    def _work(self, words: str, work: Callable[[], object]) -> None:
        self.newest_words.setText(words)
        for button in (self.mend, self.restore, self.salvage):
            button.setEnabled(False)
        self._job.run(lambda _progress, _stop: work())

    def _on_job_done(self, found: object) -> None:
        if isinstance(found, Path):
            self.accept()
            return
        if isinstance(found, Offer):
            self._newest = found.newest
            self._mend_card.setVisible(found.is_mendable)
            # One button is the primary one: the way that loses nothing, if there is one.
            self.restore.set_kind("secondary" if found.is_mendable else "primary")
        self._let_choose()
        best = self.restore if self._newest else self.salvage
        (self.mend if self._is_mendable else best).setFocus()

    @property
    def _is_mendable(self) -> bool:
        return not self._mend_card.isHidden()

    def _let_choose(self) -> None:
        for button in (self.mend, self.salvage):
            button.setEnabled(True)
        self.restore.setEnabled(self._newest is not None)
        self.newest_words.setText(_told(self._newest))
        self.fit()

    def _on_job_failed(self, sentence: str, _error: object) -> None:
        self.fault.say(sentence)
        self._let_choose()

    def _on_restore_clicked(self) -> None:
        newest, path, clock = self._newest, self._path, self._clock
        if newest is not None:
            self._work(_("Restoring…"), lambda: mending_start.restore(newest, path, clock))

    def _on_mend_clicked(self) -> None:
        path, clock = self._path, self._clock
        self._work(_("Making anew"), lambda: mending_start.mend(path, clock))

    def _on_salvage_clicked(self) -> None:
        from salesdesk.ui.files.salvage_dialog import SalvageDialog

        dialog = SalvageDialog(self._path, self._path, self._clock, parent=self)
        if dialog.exec():
            self.accept()
        dialog.deleteLater()

    def _on_folder_clicked(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._path.parent)))


def _note(words: str) -> PlainLabel:
    return PlainLabel(words, "small", "muted", wrap=True)


def _told(newest: Restorable | None) -> str:
    if newest is None:
        return _("There is no backup that is whole.")
    at = newest.made_at.astimezone()
    text = _("Of {date}, {time}. What you did after it is not in it. The damaged file is kept.")
    return text.format(date=format_date(at.date()), time=format_time(at))
