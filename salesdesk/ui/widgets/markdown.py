"""Notes and the manual: Markdown without HTML, in a browser that opens nothing by itself.

Called by notes on the deal page and by the manual. Pictures and files named in a text are never
read, and a link is shown before it is handed to the operating system.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QByteArray, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QImage, QTextCursor, QTextDocument
from PySide6.QtWidgets import QFrame, QTextBrowser, QWidget

from salesdesk.support.i18n import _
from salesdesk.ui import theme
from salesdesk.ui.widgets.labels import LONGEST_TEXT, LONGEST_WORD
from salesdesk.ui.widgets.typeset import polish

SAFE_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
_DEEPEST = 24


def is_safe_link(url: QUrl) -> bool:
    """Whether a link may be offered at all: web, mail and telephone only."""
    return url.isValid() and url.scheme().lower() in SAFE_SCHEMES


def open_link(
    parent: QWidget | None, url: QUrl, opener: Callable[[QUrl], bool] | None = None
) -> bool:
    """Show where a link goes and open it if the user says so; whether it was handed over."""
    from salesdesk.ui.widgets.ask import confirm, tell_error

    if not is_safe_link(url):
        tell_error(
            parent,
            _("This link was not opened. SalesDesk opens web, mail and telephone links only."),
            title=_("Link not opened"),
            detail=url.toDisplayString()[:500],
        )
        return False
    address = url.toDisplayString(QUrl.ComponentFormattingOption.FullyEncoded)[:500]
    words = _("This link leads to:\n{address}\n\nIt opens outside SalesDesk.").format(
        address=address
    )
    if not confirm(parent, _("Open this link?"), words, _("Open link"), name="open_link"):
        return False
    return (opener or QDesktopServices.openUrl)(url)


class SafeBrowser(QTextBrowser):
    """A text browser that loads no resource and follows no link.

    Emits `link_requested(QUrl)` when a link is chosen; by default it is shown and then opened.
    """

    link_requested = Signal(QUrl)

    def __init__(self, name: str, label: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(label)
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setUndoRedoEnabled(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFont(theme.font("body"))
        self.anchorClicked.connect(self.link_requested)

    def loadResource(self, kind: int, _name: QUrl | str) -> Any:
        """A picture of one pixel, for everything. Nothing would make Qt read the file itself."""
        blank = QImage(1, 1, QImage.Format.Format_ARGB32)
        blank.fill(0)
        if kind == int(QTextDocument.ResourceType.ImageResource.value):
            return blank
        return QByteArray(b" ")


class MarkdownView(SafeBrowser):
    """Shows Markdown; HTML in it is shown as it was typed."""

    def __init__(
        self, name: str, label: str, words: str = "", *, parent: QWidget | None = None
    ) -> None:
        super().__init__(name, label, parent=parent)
        self._source = ""
        self.link_requested.connect(self._on_self_link_requested)
        self.set_markdown(words)

    def markdown(self) -> str:
        """The Markdown as it was given."""
        return self._source

    def set_markdown(self, words: str) -> None:
        """Show this Markdown; over-long words and very deep nesting are cut for display."""
        self._source = words
        document = self.document()
        document.setDefaultFont(theme.font("body"))
        document.setMarkdown(
            tamed(words),
            QTextDocument.MarkdownFeature.MarkdownDialectGitHub
            | QTextDocument.MarkdownFeature.MarkdownNoHTML,
        )
        polish(document)
        # Filling the document leaves the cursor at its end, and a resize would scroll there.
        self.setTextCursor(QTextCursor(document))

    def take_look(self) -> None:
        """Set the text anew at the new size, in the new colours, where it is scrolled to."""
        at = self.verticalScrollBar().value()
        self.setFont(theme.font("body"))
        self.set_markdown(self._source)
        self.verticalScrollBar().setValue(at)

    def _on_self_link_requested(self, url: QUrl) -> None:
        open_link(self.window(), url)


def tamed(words: str) -> str:
    """Markdown that a layout can take: cut, with breaks in long words and shallow nesting."""
    import re

    words = words[: LONGEST_TEXT * 10]
    words = re.sub(rf"\S{{{LONGEST_WORD * 4},}}", lambda found: _spaced(found.group()), words)
    return "\n".join(_shallow(line) for line in words.splitlines())


def _spaced(word: str) -> str:
    size = LONGEST_WORD * 4
    return " ".join(word[i : i + size] for i in range(0, len(word), size))


def _shallow(line: str) -> str:
    head = line[: len(line) - len(line.lstrip(" \t>*-+"))]
    return line if len(head) <= _DEEPEST * 2 else head[: _DEEPEST * 2] + line[len(head) :]
