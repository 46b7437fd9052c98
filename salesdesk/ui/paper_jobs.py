"""What can be done with a paper: save as PDF, Word, HTML or Markdown, preview the print, print.

Used by the handoff dialog, the paper dialog and every Print menu. The paper is read and filled on
a worker; faults of disk and printer are told as sentences; the folder of the last file is kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast

from PySide6.QtCore import QObject, QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from salesdesk.domain.errors import KnownError
from salesdesk.support.i18n import _
from salesdesk.ui.context import Context
from salesdesk.ui.plain_files import may_write_plain
from salesdesk.ui.widgets import tell_error

if TYPE_CHECKING:
    from salesdesk.usecases.desk import Desk

Format = Literal["pdf", "docx", "html", "md"]
_REFUSED = re.compile(r'[\x00-\x1f<>:"/\\|?*]+')
"""What some file system does not take in a name."""
_MOST_BYTES = 200
"""Of a name, as file systems count; with its ending and while it is in the making they take 255."""


@dataclass(frozen=True, slots=True)
class FilledPaper:
    """A paper ready to be laid out: its HTML, the page header, the page footer."""

    html: str
    header: str
    footer: str


class PaperJobs(QObject):
    """Deals with papers over one parent window."""

    def __init__(self, context: Context, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("paper_jobs")
        self._context, self._window = context, window

    @property
    def sheet(self) -> str:
        """The paper size of the settings: A4 or Letter."""
        return self._context.settings.now.paper

    def fill(
        self,
        kind: str,
        subject_id: str,
        on_done: Callable[[FilledPaper], object],
        on_fail: Callable[[BaseException], object] | None = None,
    ) -> None:
        """Read a paper on a worker; only the newest answer of a kind arrives."""
        desk = cast("Desk", self._context.bridge.desk)
        self._context.bridge.query(
            lambda: filled(desk, kind, subject_id),
            on_done,
            on_fail or self._on_failed,
            owner=self,
            latest=f"paper_{id(self)}_{kind}",
        )

    def save(self, kind: str, subject_id: str, form: Format, name: str) -> None:
        """Ask where to, and save; `name` is what the paper is about, for the file's name."""
        target = self._ask_target(f"{title_of(kind)} {name}", form)
        if target is None:
            return
        self._context.settings.keep("papers", folder=str(target.parent))
        self.write(kind, subject_id, form, target)

    def write(self, kind: str, subject_id: str, form: Format, target: Path) -> None:
        """Save to a file; says so, or what the disk refused."""
        if form == "pdf":
            self.fill(kind, subject_id, lambda paper: self._write_pdf(paper, target))
            return
        from salesdesk.usecases.papers import save_text

        desk, sheet = cast("Desk", self._context.bridge.desk), self.sheet
        self._context.bridge.query(
            lambda: save_text(desk, kind, subject_id, target, sheet),
            lambda _none: self._tell_saved(target),
            self._on_failed,
            owner=self,
        )

    def preview(self, kind: str, subject_id: str) -> None:
        """Show the pages as the printer would print them."""
        from salesdesk.ui.printing import print_preview

        self.fill(kind, subject_id, lambda p: print_preview(self._window, *self._whole(p)))

    def print(self, kind: str, subject_id: str) -> None:
        """Ask for a printer, and print."""
        self.fill(kind, subject_id, self._print)

    def fill_menu(self, menu: QMenu, kind: str, subject_id: str, name: str) -> None:
        """Put into a menu what can be done with one paper."""
        rows: list[tuple[str, str, Callable[[], object]]] = [
            ("pdf", _("Save PDF…"), lambda: self.save(kind, subject_id, "pdf", name)),
            ("docx", _("Save Word document…"), lambda: self.save(kind, subject_id, "docx", name)),
            ("html", _("Save HTML…"), lambda: self.save(kind, subject_id, "html", name)),
            ("md", _("Save Markdown…"), lambda: self.save(kind, subject_id, "md", name)),
            ("preview", _("Print preview…"), lambda: self.preview(kind, subject_id)),
            ("print", _("Print…"), lambda: self.print(kind, subject_id)),
        ]
        for key, words, work in rows:
            if key == "preview":
                menu.addSeparator()
            action = menu.addAction(words)
            action.setObjectName(f"{menu.objectName()}_{kind}_{key}")
            action.triggered.connect(lambda _on=False, work=work: work())

    def _whole(self, paper: FilledPaper) -> tuple[str, str, str, str]:
        return paper.html, self.sheet, paper.header, paper.footer

    def _print(self, paper: FilledPaper) -> None:
        from salesdesk.ui.printing import print_dialog

        try:
            if print_dialog(self._window, *self._whole(paper)):
                self._context.shell.tell(
                    _("Sent to the printer: {title}").format(title=paper.header)
                )
        except (KnownError, OSError) as error:
            self._on_failed(
                KnownError(_("The printer did not take it: {why}. Nothing was lost; choose another "
                             "printer, or save a PDF.").format(why=error))
            )  # fmt: skip

    def _write_pdf(self, paper: FilledPaper, target: Path) -> None:
        from salesdesk.ui.printing import write_pdf

        try:
            write_pdf(paper.html, target, self.sheet, paper.header, paper.footer)
        except KnownError as error:
            self._on_failed(error)
        else:
            self._tell_saved(target)

    def _ask_target(self, name: str, form: Format) -> Path | None:
        filters = {
            "pdf": _("PDF files (*.pdf)"),
            "docx": _("Word documents (*.docx)"),
            "html": _("HTML files (*.html)"),
            "md": _("Markdown files (*.md)"),
        }
        if not may_write_plain(self._window):
            return None
        proposed = self.folder() / f"{file_name(name)}.{form}"
        chosen, _filter = QFileDialog.getSaveFileName(
            self._window, _("Save the paper"), str(proposed), filters[form]
        )
        if not chosen:
            return None
        target = Path(chosen)
        return target if target.suffix else target.with_suffix(f".{form}")

    def folder(self) -> Path:
        """Where the last paper was saved; the documents' folder at first."""
        kept = self._context.settings.screen("papers").get("folder", "")
        if kept and Path(str(kept)).is_dir():
            return Path(str(kept))
        place = QStandardPaths.StandardLocation.DocumentsLocation
        return Path(QStandardPaths.writableLocation(place) or Path.home())

    def _tell_saved(self, target: Path) -> None:
        url = QUrl.fromLocalFile(str(target))
        self._context.shell.tell(
            _("Saved {name}").format(name=target.name),
            _("Open"),
            lambda: QDesktopServices.openUrl(url),
        )

    def _on_failed(self, error: BaseException) -> None:
        if not isinstance(error, KnownError):
            raise error
        tell_error(self._window, str(error), title=_("That was not saved or printed"),
                   name="paper_error")  # fmt: skip


def filled(desk: Desk, kind: str, subject_id: str) -> FilledPaper:
    """A paper as HTML with its header and footer. Raises KnownError when its subject is gone."""
    from salesdesk.documents import printable
    from salesdesk.usecases.papers import paper

    facts = paper(desk, kind, subject_id)
    header = " · ".join(filter(None, (facts.title, facts.account)))
    return FilledPaper(printable(kind).to_html(facts), header, facts.date)


def title_of(kind: str) -> str:
    """The name of a paper in the user's language. Raises KnownError for an unknown one."""
    from salesdesk.documents import printable

    return _(printable(kind).title)


def file_name(words: str) -> str:
    """`words` as the name of a file on any system, without its ending."""
    clean = " ".join(_REFUSED.sub(" ", words).split()).strip(". ")
    return clean[:80].encode(errors="ignore")[:_MOST_BYTES].decode(errors="ignore").rstrip(
        ". "
    ) or _("Paper")
