"""Help → Check desk: looks for damage while the window goes on, and mends what can be mended.

Opened by the controller of desk files. Nothing here reads the desk on the window's thread.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QGridLayout

from salesdesk.domain.errors import KnownError, Stopped
from salesdesk.support.i18n import _, format_number, ngettext
from salesdesk.ui import theme
from salesdesk.ui.files.job import Job
from salesdesk.ui.widgets import Dialog, JobRow, PlainLabel, TextBox
from salesdesk.usecases import checking
from salesdesk.usecases.rebuilding import Rebuilt

if TYPE_CHECKING:
    from collections.abc import Callable

    from salesdesk.domain.changes import Changes
    from salesdesk.ui.context import Context
    from salesdesk.usecases.checking import Report
    from salesdesk.usecases.desk import Desk


class CheckDialog(Dialog):
    """The parts of the check one below the other, then what was found and what to do about it."""

    def __init__(self, context: Context, salvage: Callable[[], object]) -> None:
        """`salvage()` begins taking what can be read into a new desk."""
        super().__init__(
            _("Check desk"), "check_desk", size=(600, 0), parent=context.shell.dialog_parent
        )
        self._context = context
        self._desk: Desk = context.extra
        self._begin_salvage = salvage
        self.report: Report | None = None
        self._job = Job(self)
        self._job.progressed.connect(self._on_job_progressed)
        self._job.done.connect(self._on_job_done)
        self._job.failed.connect(self._on_job_failed)
        self._make_faces()
        self._close = self.set_cancel(_("Close"))
        self.salvage = self.add_button(_("Salvage…"), "check_desk_salvage")
        self.salvage.clicked.connect(self._on_salvage_clicked)
        self.mend = self.add_button(_("Rebuild"), "check_desk_mend", kind="primary")
        self.mend.clicked.connect(self._on_mend_clicked)
        self._begin(_("Checking the desk"), _check(self._desk))

    def reject(self) -> None:
        """Close; a check that runs is stopped. Nothing was changed by it."""
        self._job.end()
        super().reject()

    def _make_faces(self) -> None:
        look = theme.tokens()
        self.headline = PlainLabel("", "large", wrap=True, name="check_desk_headline")
        self.remedy = PlainLabel("", "body", "soft", wrap=True, name="check_desk_remedy")
        self.progress = JobRow(_("Checking the desk"), "check_desk_job", self._on_stop_clicked)
        grid = QGridLayout()
        grid.setVerticalSpacing(look.px(6))
        grid.setHorizontalSpacing(look.px(16))
        grid.setColumnStretch(1, 1)
        self.states: dict[str, PlainLabel] = {}
        for line, part in enumerate(checking.PARTS):
            state = PlainLabel("", "body", "muted", name=f"check_desk_{part}")
            self.states[part] = state
            grid.addWidget(PlainLabel(checking.title(part), "body"), line, 0)
            grid.addWidget(state, line, 1)
        self.found = TextBox("check_desk_found", _("What was found"), rows=6, most_rows=9)
        self.found.setReadOnly(True)
        for widget in (self.headline, self.remedy, self.progress):
            self.body.addWidget(widget)
        self.body.addLayout(grid)
        self.body.addWidget(self.found)

    def _begin(self, words: str, work: Callable[..., object]) -> None:
        self.progress.set_words(words)
        self.progress.show()
        for widget in (self.headline, self.remedy, self.found, self.mend, self.salvage):
            widget.hide()
        for state in self.states.values():
            state.setText("")
        self.fit()
        self._job.run(work)

    def _on_job_progressed(self, words: str, done: int, total: int) -> None:
        titles = [checking.title(part) for part in checking.PARTS]
        at = titles.index(words) if words in titles else 0
        share = done / total if total else 0.0
        detail = words
        if total:
            text = _("{part}: {done} of {total}")
            detail = text.format(part=words, done=format_number(done), total=format_number(total))
        self.progress.set_progress((at + share) / len(titles), detail)
        for place, part in enumerate(checking.PARTS):
            state = _("looked at") if place < at else _("being looked at") if place == at else ""
            self.states[part].setText(state)

    def _on_job_done(self, found: Report | Rebuilt | tuple[Report, Changes]) -> None:
        if isinstance(found, Rebuilt):
            self._put(found)
            return
        if isinstance(found, tuple):
            found, changes = found
            self._context.bridge.note(changes)
        self.report = found
        self.progress.hide()
        self._show_states(found)
        self.headline.setText(_headline(found))
        self.headline.show()
        self.remedy.setText(_remedy(found))
        self.remedy.setVisible(bool(self.remedy.text()))
        self.found.setPlainText("\n".join(checking.sentence(finding) for finding in found.findings))
        self.found.setVisible(not found.is_whole)
        may_write = self._desk.may_write
        self.mend.setVisible(found.is_mendable and may_write)
        self.salvage.setVisible(found.loses)
        self.fit()
        (self.mend if self.mend.isVisible() else self._close).setFocus()

    def _put(self, rebuilt: Rebuilt) -> None:
        """The desk made anew takes the place of the open one, here where its file is read."""
        desk = self._desk
        try:
            checking.put_rebuilt(desk, rebuilt)
        except KnownError as error:
            self._on_job_failed(str(error), error)
            return
        words = _("Checking the desk")
        self._begin(words, lambda _progress, _stop: checking.look_again(desk, rebuilt))

    def _on_job_failed(self, sentence: str, error: object) -> None:
        self.progress.hide()
        stopped = isinstance(error, Stopped)
        self.headline.setText(
            _("The check was stopped") if stopped else _("The desk could not be looked through")
        )
        self.headline.show()
        self.remedy.setText(_("Nothing was changed.") if stopped else sentence)
        self.remedy.show()
        self.salvage.setVisible(not stopped)
        self.fit()

    def _show_states(self, report: Report) -> None:
        for part, state in self.states.items():
            sorts = {part, "indexes"} if part == "pages" else {part}
            count = sum(finding.sort in sorts for finding in report.findings)
            words = ngettext("{n} fault", "{n} faults", count).format(n=format_number(count))
            state.setText(words if count else _("whole"))
            state.set_tone("late" if count else "muted")

    def _on_stop_clicked(self) -> None:
        self._job.stop()

    def _on_salvage_clicked(self) -> None:
        self.reject()
        self._begin_salvage()

    def _on_mend_clicked(self) -> None:
        desk = self._desk
        self._begin(_("Making anew"), lambda _progress, _stop: checking.mend_open(desk))


def make(context: Context, _item: str) -> CheckDialog:
    """The dialog, at work already."""
    return CheckDialog(context, lambda: context.book.run("files.salvage"))


def _check(desk: Desk) -> Callable[..., Report]:
    return lambda progress, stop: checking.check_desk(desk.path, progress, stop)


def _headline(report: Report) -> str:
    if report.is_whole:
        return _("This desk is whole") if not report.mended else _("Made anew: this desk is whole")
    count = len(report.findings)
    return ngettext("{n} fault found", "{n} faults found", count).format(n=format_number(count))


def _remedy(report: Report) -> str:
    words = [checking.remedy(report)]
    if report.is_whole and not report.mended:
        words = [_("Nothing is damaged and nothing is missing.")]
    if report.kept is not None:
        text = _("The desk as it was before is kept as {name}.")
        words.append(text.format(name=report.kept.name))
    return " ".join(filter(None, words))
