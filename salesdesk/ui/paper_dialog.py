"""One paper to look at before it is saved or printed: the pages, their size, and what to do.

Opened by `Shell.open("paper", "KIND/ID")` from the Print menus.
"""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QMenu

from salesdesk.domain.changes import Changes
from salesdesk.support.i18n import _, ngettext
from salesdesk.ui.context import Context
from salesdesk.ui.paging import PAPERS
from salesdesk.ui.paper_jobs import FilledPaper, PaperJobs, title_of
from salesdesk.ui.paper_view import PaperView, ZoomButton
from salesdesk.ui.widgets import Button, Dialog, Segments


def make(context: Context, item: str) -> PaperDialog:
    """The dialog about "KIND/ID". Raises KnownError for a kind that there is not."""
    kind, _slash, subject_id = item.partition("/")
    return PaperDialog(context, kind, subject_id)


class PaperDialog(Dialog):
    """A paper with its preview."""

    def __init__(self, context: Context, kind: str, subject_id: str) -> None:
        super().__init__(
            title_of(kind), "paper_dialog", size=(860, 720), scrolls=False,
            parent=context.shell.dialog_parent,
        )  # fmt: skip
        self._context, self._kind, self._subject_id = context, kind, subject_id
        self._name = ""
        self.jobs = PaperJobs(context, self)
        self.view = PaperView("paper_preview")
        self.body.addWidget(self.view, 1)
        self.sheets = Segments(
            "paper_size", _("Paper size"), [(each, each) for each in PAPERS], value=self.jobs.sheet
        )
        self.sheets.picked.connect(self._on_sheets_picked)
        self.header_row.addWidget(self.sheets)
        self._add_buttons()
        context.bridge.changed.connect(self._on_bridge_changed)
        self.set_footnote(_("Laying out the pages…"))
        QTimer.singleShot(0, self, self.refresh)  # the window is shown first

    def refresh(self) -> None:
        """Read the paper anew."""
        self.jobs.fill(self._kind, self._subject_id, self._on_filled)

    def _add_buttons(self) -> None:
        self._buttons.addWidget(ZoomButton(self.view, "paper_zoom"))
        self.save_as = Button(_("Save as"), "paper_save_as")
        menu = QMenu(self.save_as)
        menu.setObjectName("paper_menu")
        menu.aboutToShow.connect(lambda: self._fill_menu(menu))
        self.save_as.setMenu(menu)
        self._buttons.addWidget(self.save_as)
        self.add_button(_("Print preview…"), "paper_print_preview").clicked.connect(
            lambda: self.jobs.preview(self._kind, self._subject_id)
        )
        self.add_button(_("Print…"), "paper_print").clicked.connect(
            lambda: self.jobs.print(self._kind, self._subject_id)
        )
        self.set_cancel(_("Close"))
        pdf = self.add_button(_("Save PDF…"), "paper_save_pdf", kind="primary")
        pdf.clicked.connect(lambda: self.jobs.save(self._kind, self._subject_id, "pdf", self._name))
        pdf.setDefault(True)

    def _fill_menu(self, menu: QMenu) -> None:
        menu.clear()
        self.jobs.fill_menu(menu, self._kind, self._subject_id, self._name)

    def _on_filled(self, paper: FilledPaper) -> None:
        self._name = paper.header.partition(" · ")[2]
        self.view.show_paper(paper.html, self.jobs.sheet, paper.header, paper.footer)
        title, subject = title_of(self._kind), paper.header.partition(" · ")[0]
        self.set_title(title, self._name if self._name != title else subject)
        pages = ngettext("{n} page", "{n} pages", self.view.page_count)
        self.set_footnote(pages.format(n=self.view.page_count))

    def _on_sheets_picked(self, sheet: str) -> None:
        self._context.settings.change(paper=sheet)
        self.refresh()

    def _on_bridge_changed(self, changes: Changes) -> None:
        self.refresh()
