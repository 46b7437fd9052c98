"""The import wizard: one window with four faces (files, review, check, done).

Opened by `ImportController`. While work runs, a row above the footer shows how far it is, with
Stop; Escape stops too, and closes only when nothing runs.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QVBoxLayout, QWidget

from salesdesk.domain.changes import Changes
from salesdesk.domain.errors import KnownError
from salesdesk.formats import readable_patterns
from salesdesk.support.i18n import _, format_number
from salesdesk.ui import theme
from salesdesk.ui.context import Context
from salesdesk.ui.importing.check_page import CheckPage
from salesdesk.ui.importing.done_page import DonePage
from salesdesk.ui.importing.review_page import ReviewPage
from salesdesk.ui.importing.session import ImportSession
from salesdesk.ui.importing.start_page import StartPage
from salesdesk.ui.importing.words import rows
from salesdesk.ui.widgets import Banner, Button, Dialog, JobRow
from salesdesk.ui.widgets.cards import Panel
from salesdesk.usecases.importing import ImportReport


class ImportWizard(Dialog):
    """Its pages are `start`, `review`, `check` and `done`; `session` holds what they show.

    Emits `desk_file_chosen(path)` for the export of a whole desk, which is taken in otherwise.
    """

    desk_file_chosen = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__(
            _("Import"),
            "import_wizard",
            size=(1060, 660),
            scrolls=False,
            parent=context.shell.dialog_parent,
        )
        self._context = context
        self.session = ImportSession(context.bridge.desk, context.bridge, self)  # type: ignore[arg-type]
        self.start = StartPage()
        self.review = ReviewPage(self.session)
        self.check = CheckPage(self.session)
        self.done_page = DonePage()
        self._pages = QStackedWidget()
        for page in (self.start, self.review, self.check, self.done_page):
            self._pages.addWidget(page)
        self.banner = Banner("import_banner")
        self.banner.action.hide()
        self.job = JobRow(_("Working"), "import_job", self.session.stop)
        self._build()
        self._connect()
        self.setAcceptDrops(True)
        self._show(self.start)

    def _build(self) -> None:
        look = theme.tokens()
        self.body.setSpacing(0)
        self.body.addWidget(self.banner)
        self.body.addWidget(self._pages, 1)
        strip = Panel("top", name="import_job_strip")
        inside = QVBoxLayout(strip)
        inside.setContentsMargins(look.px(20), look.px(10), look.px(20), look.px(10))
        inside.addWidget(self.job)
        self._strip = strip
        strip.hide()
        self.body.addWidget(strip)
        self.back = self.add_button(_("Back"), "import_back")
        self.cancel = self.set_cancel()
        self.next = self.set_primary(_("Continue"), "import_next")

    def _connect(self) -> None:
        self.start.files_wanted.connect(self.choose_files)
        self.review.files_wanted.connect(self.choose_files)
        self.back.clicked.connect(self._on_back_clicked)
        self.session.changed.connect(self._on_session_changed)
        self.session.busy_changed.connect(self._on_session_busy_changed)
        self.session.progressed.connect(self._on_session_progressed)
        self.session.failed.connect(self._on_session_failed)
        self.done_page.undo_requested.connect(self._on_done_page_undo_requested)
        self.done_page.triage_requested.connect(self._on_done_page_triage_requested)

    def choose_files(self) -> None:
        """Ask for files and look at them."""
        chosen, _filter = QFileDialog.getOpenFileNames(
            self,
            _("Choose files to import"),
            str(self._context.settings.screen("importing").get("folder", "")),
            _("Tables ({patterns});;A whole desk (*.json);;All files (*)").format(
                patterns=readable_patterns()
            ),
        )
        if chosen:
            self._context.settings.keep("importing", folder=str(Path(chosen[0]).parent))
            self.add_files([Path(each) for each in chosen])

    def add_files(self, files: Sequence[Path]) -> None:
        """Look at files and show what was found."""
        from salesdesk.usecases.desk_file import is_desk_file

        whole = [file for file in files if file.suffix.lower() == ".json" and is_desk_file(file)]
        if whole:
            self.desk_file_chosen.emit(whole[0])
        elif not self.session.is_busy:
            self.banner.hide()
            self.session.add(files, self._show_review)

    def may_accept(self) -> bool:
        """Go to the next page; the last one lets the wizard close."""
        shown = self._pages.currentWidget()
        if shown is self.done_page:
            return True
        if self.session.is_busy:
            return False
        if shown is self.review:
            self._check()
        elif shown is self.check:
            self.session.carry_out(self._show_done)
        return False

    def reject(self) -> None:
        """Stop what runs; when nothing does, close."""
        if self.session.is_busy:
            self.session.stop()
        elif self._pages.currentWidget() is self.done_page:
            self.accept()
        else:
            super().reject()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files, while there is something to add them to."""
        may_add = self._pages.currentWidget() in (self.start, self.review)
        if event.mimeData().hasUrls() and may_add and not self.session.is_busy:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Look at the files dropped."""
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        event.acceptProposedAction()
        self.add_files([path for path in paths if path.is_file()])

    def _check(self) -> None:
        """Try the import out, unless something has to be answered first."""
        asked = self.session.open_question()
        if asked is not None:
            self.review.show_file(asked)
            self.review.point_out()
            return
        self.banner.hide()
        self.session.take_suggestions()
        self.session.try_out(lambda: self._show(self.check))

    def _show_review(self) -> None:
        if self.session.files:
            self.review.show_first()
            self._show(self.review)

    def _show_done(self, report: ImportReport) -> None:
        self.done_page.show_report(report, self._to_triage())
        self._show(self.done_page)

    def _to_triage(self) -> int:
        """How many open deals the import brought."""
        return sum(file.rows.open_deals for file in self.session.read if file.plan.kind == "deals")

    def _show(self, page: QWidget) -> None:
        self._pages.setCurrentWidget(page)
        self.banner.hide()
        self.back.setVisible(page is self.check)
        self.cancel.setVisible(page is not self.done_page)
        self.next.setVisible(page is not self.start)
        self._name_next()
        if page is not self.start:
            self._front().setFocus()

    def _front(self) -> Button:
        """What is the next to do: behind an import, its triage."""
        triage = self.done_page.triage
        is_done = self._pages.currentWidget() is self.done_page
        return triage if is_done and triage.isVisibleTo(self.done_page) else self.next

    def _name_next(self) -> None:
        shown = self._pages.currentWidget()
        words = _("Continue")
        if shown is self.check and self.session.trial is not None:
            coming = sum(each.added + each.updated for each in self.session.trial.files)
            words = _("Import {rows}").format(rows=rows(coming)) if coming else _("Import nothing")
        elif shown is self.done_page:
            words = _("Close")
        self.next.setText(words)
        self.next.set_kind("primary" if self._front() is self.next else "secondary")
        is_void = shown is self.review and not self.session.files
        self.next.setEnabled(not self.session.is_busy and not is_void)
        self.set_footnote(
            _("Nothing is written before you have seen what would change.")
            if shown is self.review
            else _("One step: Undo takes all of it back. A backup is made first.")
            if shown is self.check
            else ""
        )

    def _on_back_clicked(self) -> None:
        if not self.session.is_busy:
            self._show(self.review)

    def _on_session_changed(self) -> None:
        shown = self._pages.currentWidget()
        if not self.session.files and shown is self.review:
            self._show(self.start)
        self._name_next()

    def _on_session_busy_changed(self, is_busy: bool) -> None:
        self._strip.setVisible(is_busy)
        self._pages.setEnabled(not is_busy)
        self.back.setEnabled(not is_busy)
        if is_busy:
            self.job.cancel.setEnabled(True)
            self.job.set_progress(0)
        self._name_next()
        if not is_busy and self._pages.currentWidget() is self.done_page:
            self._front().setFocus()

    def _on_session_progressed(self, words: str, done: int, of: int) -> None:
        share = done / of if of else 0.0
        counted = _("{words}: {done} of {all}").format(
            words=words, done=format_number(done), all=format_number(of)
        )
        self.job.set_progress(share, counted if of else words)

    def _on_session_failed(self, sentence: str) -> None:
        self.banner.tell(sentence, "warn")

    def _on_done_page_undo_requested(self) -> None:
        self._context.bridge.undo(
            self._on_undone, self._on_not_undone, only=self.session.entry, owner=self
        )

    def _on_not_undone(self, error: BaseException) -> None:
        if not isinstance(error, KnownError):
            raise error
        self.banner.tell(str(error), "warn")
        self.done_page.undo.setEnabled(True)

    def _on_undone(self, _changes: Changes) -> None:
        self.done_page.show_undone()
        self._name_next()
        self.next.setFocus()

    def _on_done_page_triage_requested(self) -> None:
        self.accept()
        self._context.shell.go("triage")
