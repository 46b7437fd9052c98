"""Two small dialogs of the help menu: all keys at a glance, and what this program is.

Opened by the shell's controller.
"""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QGridLayout, QWidget

from salesdesk.support.i18n import _
from salesdesk.ui import theme
from salesdesk.ui.actions import ActionBook, menus
from salesdesk.ui.shell.pages import PageRow
from salesdesk.ui.widgets.dialog import Dialog
from salesdesk.ui.widgets.labels import PlainLabel


class Shortcuts(Dialog):
    """Every action that has keys, by menu, and the keys of the pages."""

    def __init__(
        self, book: ActionBook, pages: Iterable[PageRow], *, parent: QWidget | None = None
    ) -> None:
        super().__init__(_("Keyboard shortcuts"), "shortcuts", size=(520, 560), parent=parent)
        groups = {key: title.replace("&", "") for key, title in menus()}
        lines: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
        for row in book.rows.values():
            if row.shortcuts:
                group = groups.get(row.menu, _("Elsewhere"))
                lines.setdefault(group, []).append((row.title, row.shortcuts))
        for page in pages:
            if page.shortcut:
                lines.setdefault(groups["go"], []).append((page.title, (page.shortcut,)))
        self._fill(lines)
        self.set_cancel(_("Close"))

    def _fill(self, lines: dict[str, list[tuple[str, tuple[str, ...]]]]) -> None:
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
