"""The manual (F1): the pages of resources/manual, with contents and search, in a safe browser.

Opened by the shell's controller. A page is a Markdown file whose first heading is its title; the
order is that of the file names ("10-board.md"). Links between pages are "board.md" or "board".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QListView, QVBoxLayout, QWidget

from salesdesk.support.i18n import _
from salesdesk.support.paths import resources
from salesdesk.ui import theme
from salesdesk.ui.shell.palette import Hit, HitDelegate, HitModel
from salesdesk.ui.widgets.cards import EmptyState, Panel
from salesdesk.ui.widgets.markdown import MarkdownView, open_link
from salesdesk.ui.widgets.texts import SearchEdit
from salesdesk.ui.widgets.wide import fix_wide


@dataclass(frozen=True, slots=True)
class ManualPage:
    """One page: its key ("board"), title and Markdown."""

    key: str
    title: str
    words: str


def read_pages(folder: Path) -> list[ManualPage]:
    """All pages of a folder in the order of their names; none when there is no folder."""
    found = []
    for file in sorted(folder.glob("*.md")):
        words = file.read_text(encoding="utf-8")
        heading = re.search(r"^#\s+(.+)$", words, re.MULTILINE)
        key = re.sub(r"^\d+[-_]", "", file.stem)
        found.append(ManualPage(key, heading[1].strip() if heading else key, words))
    return found


def matching(pages: list[ManualPage], words: str) -> list[ManualPage]:
    """The pages with all of these words, those with one in the title first."""
    wanted = words.lower().split()
    hits = [
        page
        for page in pages
        if all(word in page.title.lower() or word in page.words.lower() for word in wanted)
    ]
    return sorted(hits, key=lambda page: not any(word in page.title.lower() for word in wanted))


class ManualWindow(QWidget):
    """A window beside the main one: contents, search, page."""

    def __init__(self, folder: Path | None = None, *, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setObjectName("manual")
        self.setAccessibleName(_("Manual"))
        self.setWindowTitle(_("SalesDesk manual"))
        self._pages = read_pages(folder or resources("manual"))
        self._shown: list[ManualPage] = []
        self._in_view: ManualPage | None = None
        look = theme.tokens()
        self.search = SearchEdit("manual_search", _("Search the manual"), _("Search the manual"))
        self.contents = QListView()
        self._titles = HitModel(self)
        self.view = MarkdownView("manual_page", _("Page of the manual"))
        self.view.link_requested.disconnect()
        self.view.link_requested.connect(self._on_view_link_requested)
        self.view.document().setDocumentMargin(look.px(28))
        self.view.setAutoFillBackground(True)
        self.view.setBackgroundRole(QPalette.ColorRole.Base)  # shows behind the scroll bar
        self.empty = EmptyState("book-open", _("The manual has no page with these words."))
        self._lay_out()
        self.search.textChanged.connect(self._on_search_text_changed)
        self.contents.selectionModel().currentChanged.connect(self._on_contents_current_changed)
        self._list("")
        self.resize(look.px(920), look.px(640))

    def open_at(self, key: str) -> None:
        """Show the window with this page, or the first."""
        self.search.clear()
        keys = [page.key for page in self._shown]
        row = keys.index(key) if key in keys else 0
        self.contents.setCurrentIndex(self._titles.index(row, 0))
        area = self.screen().availableGeometry().size()
        self.resize(self.size().boundedTo(area))
        self.show()
        self.raise_()
        self.activateWindow()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.close()
            return
        super().keyPressEvent(event)

    def _lay_out(self) -> None:
        look = theme.tokens()
        self.contents.setObjectName("manual_contents")
        self.contents.setAccessibleName(_("Contents"))
        self.contents.setModel(self._titles)
        self.contents.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.contents.setFrameShape(QListView.Shape.NoFrame)
        self.contents.setItemDelegate(HitDelegate(self.contents))
        side = Panel("right")
        fix_wide(side, 260)
        column = QVBoxLayout(side)
        column.setContentsMargins(look.px(12), look.px(12), look.px(12), look.px(12))
        column.addWidget(self.search)
        column.addWidget(self.contents, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(side)
        row.addWidget(self.view, 1)
        row.addWidget(self.empty, 1)

    def _list(self, words: str) -> None:
        self._shown = matching(self._pages, words)
        self._titles.show([Hit(page.title) for page in self._shown])
        self.empty.setVisible(not self._shown)
        self.view.setVisible(bool(self._shown))
        if self._shown:
            self.contents.setCurrentIndex(self._titles.index(0, 0))

    def _on_search_text_changed(self, _text: str) -> None:
        self._list(self.search.words())

    def _on_contents_current_changed(self) -> None:
        row = self.contents.currentIndex().row()
        if 0 <= row < len(self._shown) and self._shown[row] != self._in_view:
            # A page is laid out anew only when it is another: one is long, and letters come fast.
            self._in_view = self._shown[row]
            self.view.set_markdown(self._in_view.words)

    def _on_view_link_requested(self, url: QUrl) -> None:
        key = re.sub(r"^\d+[-_]|\.md$", "", url.path().rsplit("/", 1)[-1])
        if not url.scheme() and any(page.key == key for page in self._pages):
            self.open_at(key)
        else:
            open_link(self, url)
