"""Takes what can be read of a damaged desk into a new one, and shows what is missing first.

Opened from Check desk, and at the start when a desk does not open. Accepted once the new desk is
there; rejected, everything is as it was.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from salesdesk.domain.clock import Clock
from salesdesk.domain.errors import Stopped
from salesdesk.support.i18n import _, format_number, ngettext
from salesdesk.ui.files.job import Job
from salesdesk.ui.widgets import CheckBox, Dialog, JobRow, PlainLabel, TextBox

if TYPE_CHECKING:
    from salesdesk.usecases.salvaging import Salvage, Salvaged

SHOWN = 500
"""Names in the list on the screen; the text file beside the desk has them all."""


class SalvageDialog(Dialog):
    """Three faces: reading; what is missing, with the question about the backup; the end."""

    def __init__(
        self, damaged: Path, target: Path, clock: Clock, *, is_ours: bool = False,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        """`target` is the new desk's place, which may be the damaged one's."""
        super().__init__(_("Salvage"), "salvage", remark=damaged.name, size=(620, 0), parent=parent)
        self._damaged, self._target, self._clock = damaged, target, clock
        self._is_ours = is_ours
        self._found: Salvage | None = None
        self.result_of: Salvaged | None = None
        """What came of it, once the new desk is there."""
        self._job = Job(self)
        self._job.progressed.connect(self._on_job_progressed)
        self._job.done.connect(self._on_job_done)
        self._job.failed.connect(self._on_job_failed)
        self._make_faces()
        self._cancel = self.set_cancel()
        self.go = self.set_primary(_("Make the new desk"), "salvage_accept")
        self._begin(_("Reading “{name}”").format(name=damaged.name))
        self._job.run(self._look)

    def accept(self) -> None:
        """First make the new desk, then close."""
        if self.result_of is not None:
            super().accept()
        elif self._found is not None and not self._job.is_running:
            found, fill = self._found, self.fill.isChecked()
            self._found = None
            self._begin(_("Making the new desk"))
            self._job.run(lambda _progress, _stop: found.finish(fill=fill))

    def reject(self) -> None:
        """Leave everything as it was; once the new desk is there, this is the same as going on."""
        from salesdesk.usecases.salvaging import Salvage

        left = self._job.end()
        if left is not None and not isinstance(left, Salvage):
            self.result_of = left
        if self.result_of is not None:
            super().accept()
            return
        self._found = left or self._found
        if self._found is not None:
            self._found.give_up()
            self._found = None
        super().reject()

    def _look(self, progress: object, stop: object) -> Salvage:
        from salesdesk.usecases import salvaging

        return salvaging.look(
            self._damaged, self._target, self._clock, progress, stop,  # type: ignore[arg-type]
            is_ours=self._is_ours,
        )  # fmt: skip

    def _make_faces(self) -> None:
        self.headline = PlainLabel("", "large", wrap=True, name="salvage_headline")
        self.words = PlainLabel("", "body", "soft", wrap=True, name="salvage_words")
        self.progress = JobRow(_("Reading"), "salvage_job", self._on_stop_clicked)
        self.list = TextBox("salvage_missing", _("What is missing"), rows=6, most_rows=12)
        self.list.setReadOnly(True)
        self.fill = CheckBox(_("Take what the backup has"), "salvage_fill")
        for widget in (self.headline, self.words, self.progress, self.list, self.fill):
            self.body.addWidget(widget)

    def _begin(self, words: str) -> None:
        self.headline.setText(words)
        self.words.setText(_("The damaged file is only read. It is kept, whatever happens."))
        self.progress.show()
        for widget in (self.list, self.fill):
            widget.hide()
        self.go.setEnabled(False)
        self.fit()

    def _on_job_progressed(self, words: str, done: int, total: int) -> None:
        detail = words
        if total:
            text = _("{part}: {done} of {total}")
            detail = text.format(part=words, done=format_number(done), total=format_number(total))
        self.progress.set_progress(done / total if total else 0.0, detail)

    def _on_job_done(self, found: object) -> None:
        from salesdesk.usecases.salvaging import Salvage

        self.progress.hide()
        self.go.setEnabled(True)
        if isinstance(found, Salvage):
            self._found = found
            self._show_missing(found)
        else:
            self._show_end(found)  # type: ignore[arg-type]
        self.fit()
        self.go.setFocus()

    def _show_missing(self, found: Salvage) -> None:
        count = found.records
        words = ngettext("{n} record can be read", "{n} records can be read", count)
        self.headline.setText(words.format(n=format_number(count)))
        missing = len(found.missing)
        if not missing:
            nothing = _("Nothing is known to be missing.")
            self.words.setText(" ".join(filter(None, (nothing, _rebuilt(found.rebuilt)))))
            return
        text = ngettext(
            "{n} record was there and cannot be read any more:",
            "{n} records were there and cannot be read any more:",
            missing,
        )
        told = text.format(n=format_number(missing))
        self.words.setText(" ".join(filter(None, (_rebuilt(found.rebuilt), told))))
        names = [lost.words for lost in found.missing[:SHOWN]]
        self.list.setPlainText("\n".join([*names, *(["…"] if missing > SHOWN else [])]))
        self.list.show()
        offered = len(found.in_backup)
        if offered and found.backup is not None:
            text = ngettext(
                "Take {n} of them from the backup {name}, as it was then",
                "Take {n} of them from the backup {name}, as they were then",
                offered,
            )
            self.fill.setText(text.format(n=format_number(offered), name=found.backup.name))
            self.fill.show()

    def _show_end(self, done: Salvaged) -> None:
        self.result_of = done
        count = done.records
        words = ngettext("{n} record is in the new desk", "{n} records are in the new desk", count)
        self.headline.setText(words.format(n=format_number(count)))
        sentences = [_("What is missing is listed here and in {name}.").format(
            name=done.listed.name)]  # fmt: skip
        if done.aside is not None:
            sentences.append(_("The damaged file is kept as {name}.").format(name=done.aside.name))
        self.words.setText(" ".join(sentences))
        self.list.setPlainText(done.words)
        self.list.show()
        self._cancel.hide()
        self.go.setText(_("Open the new desk"))

    def _on_job_failed(self, sentence: str, error: object) -> None:
        self.progress.hide()
        self.headline.setText(
            _("Stopped") if isinstance(error, Stopped) else _("No desk could be made")
        )
        self.words.setText(sentence)
        self.fit()

    def _on_stop_clicked(self) -> None:
        self._job.stop()


def _rebuilt(count: int) -> str:
    """That some records are only near what they were; "" when none are."""
    words = ngettext(
        "{n} of them was rebuilt from what the board and the search still say.",
        "{n} of them were rebuilt from what the board and the search still say.",
        count,
    )
    return words.format(n=format_number(count)) if count else ""
