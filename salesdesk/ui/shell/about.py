"""Two small dialogs of the help menu: all keys at a glance, and what this program is.

Opened by the shell's controller.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QGridLayout, QWidget

from salesdesk.support.i18n import _
from salesdesk.ui import theme
from salesdesk.ui.actions import ActionBook
from salesdesk.ui.shell.pages import PageRow
from salesdesk.ui.widgets.dialog import Dialog
from salesdesk.ui.widgets.labels import PlainLabel

_Line = tuple[str, tuple[str, ...]]
"""What is done, and the keys that do it."""
_IN_LISTS: Mapping[str, tuple[_Line, ...]] = {
    "board": (
        (_("Walk from card to card"), ("Left", "Right", "Up", "Down")),
        (_("Move the chosen cards"), ("Ctrl+Left", "Ctrl+Right", "Ctrl+Up", "Ctrl+Down")),
        (_("Choose the card, or not"), ("Space",)),
        (_("Open deal"), ("Return",)),
        (_("What can be done with the card"), ("Shift+F10",)),
        (_("Put into the bin"), ("Delete",)),
        (_("Search the board"), ("/",)),
    ),
    "today": (
        (_("Done, and the next step…"), ("Return",)),
        (_("Reschedule…"), ("R",)),
    ),
}
"""Keys that a list answers while the keyboard is in it, by page."""


class Shortcuts(Dialog):
    """Every action that has keys, by the page it belongs to, and the keys within lists."""

    def __init__(
        self, book: ActionBook, pages: Iterable[PageRow], *, parent: QWidget | None = None
    ) -> None:
        super().__init__(_("Keyboard shortcuts"), "shortcuts", size=(600, 560), parent=parent)
        pages = list(pages)
        lines: dict[str, list[_Line]] = {"": []}
        lines |= {page.key: list(_IN_LISTS.get(page.key, ())) for page in pages}
        lines[""] += [(page.title, (page.shortcut,)) for page in pages if page.shortcut]
        for row in book.rows.values():
            if row.shortcuts:
                group = row.context if row.context in lines else ""
                lines[group] = _with(lines[group], row.title, row.shortcuts)
        titles = {"": _("Everywhere")} | {page.key: page.title for page in pages}
        self._fill({titles[key]: entries for key, entries in lines.items() if entries})
        self.set_cancel(_("Close"))

    def _fill(self, lines: dict[str, list[_Line]]) -> None:
        look = theme.tokens()
        grid = QGridLayout()
        grid.setVerticalSpacing(look.px(5))
        grid.setColumnStretch(0, 1)
        for group, entries in lines.items():
            heading = PlainLabel(group, "heading")
            heading.setContentsMargins(0, look.px(8), 0, look.px(2))
            grid.addWidget(heading, grid.rowCount(), 0, 1, 2)
            for title, keys in entries:
                line = grid.rowCount()
                native = QKeySequence.SequenceFormat.NativeText
                shown = "   ".join(QKeySequence(each).toString(native) for each in keys)
                grid.addWidget(PlainLabel(title.replace("…", ""), "body", "soft"), line, 0)
                grid.addWidget(PlainLabel(shown, "small_strong", "muted"), line, 1)
        self.body.addLayout(grid)


def _with(lines: list[_Line], title: str, keys: tuple[str, ...]) -> list[_Line]:
    """The lines and one more; what does the same by another key stands in the same line."""
    if title not in (each for each, _keys in lines):
        return [*lines, (title, keys)]
    return [(each, (*old, *keys) if each == title else old) for each, old in lines]


class About(Dialog):
    """Name, version, licence."""

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(_("About SalesDesk"), "about", size=(440, 0), parent=parent)
        lines = (
            _("Version {version}").format(version=_version()),
            _(
                "A sales desk for one rep: what happens next, what proves that a deal is moving, "
                "and what would help the buyer to decide."
            ),
            _("Nothing leaves your computer: SalesDesk opens no network connection."),
            _("MIT licence. Built on Qt (LGPL), SQLite and Lucide icons (ISC)."),
        )
        for words in lines:
            self.body.addWidget(PlainLabel(words, wrap=True, selectable=True))
        self.set_cancel(_("Close"))


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("salesdesk")
    except PackageNotFoundError:
        return _("not installed")
