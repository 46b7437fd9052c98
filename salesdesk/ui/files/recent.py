"""The dialog that offers the desks opened lately. Called by the controller of desk files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from salesdesk.support.i18n import _, ngettext
from salesdesk.support.paths import is_there
from salesdesk.ui import theme
from salesdesk.ui.widgets import Dialog, PickList, PlainLabel


class RecentDesk(NamedTuple):
    """A desk that was open before, and whether its file is there now."""

    path: Path
    is_there: bool


def recent_desks(kept: Sequence[str], here: Path) -> tuple[RecentDesk, ...]:
    """The desks opened lately without the one that is open; looks at the disk."""
    return tuple(
        RecentDesk(path, is_there(path)) for path in map(Path, kept) if path != here.absolute()
    )


class RecentDialog(Dialog):
    """The desks by name and folder, the last one first. `chosen` is set once it was accepted."""

    def __init__(
        self,
        desks: Sequence[RecentDesk],
        parent: QWidget | None = None,
        *,
        title: str = "",
        name: str = "recent_desks",
        remark: str = "",
    ) -> None:
        super().__init__(
            title or _("Open recent"), name, remark=remark, size=(560, 360), scrolls=False,
            parent=parent,
        )  # fmt: skip
        self.chosen: Path | None = None
        self._there = [desk.path for desk in desks if desk.is_there]
        middle = Qt.TextElideMode.ElideMiddle
        self.list = PickList(f"{name}_list", title or _("Desks opened lately"), mode=middle)
        for path in self._there:
            self._add(path)
        self.list.setCurrentRow(0)
        self.list.itemActivated.connect(lambda _item: self.accept())
        self.body.setContentsMargins(*(theme.tokens().px(12),) * 4)
        self.body.addWidget(self.list, 1)
        gone = len(desks) - len(self._there)
        if gone:
            self.body.addWidget(PlainLabel(_gone(gone), "small", "muted", wrap=True))
        self.set_cancel()
        primary = self.set_primary(_("Open"))
        primary.setEnabled(bool(self._there))
        self.list.setFocus()

    def may_accept(self) -> bool:
        """Whether a desk is chosen."""
        row = self.list.currentRow()
        self.chosen = self._there[row] if 0 <= row < len(self._there) else None
        return self.chosen is not None

    def words_of(self, path: Path) -> str:
        """How a desk stands in the list."""
        return _("{name}, in {folder}").format(name=path.stem, folder=path.parent)

    def _add(self, path: Path) -> None:
        self.list.add(self.words_of(path))


def _gone(count: int) -> str:
    return ngettext(
        "{n} other desk is not where it was; it was moved, renamed, or its drive is not connected.",
        "{n} other desks are not where they were; they were moved, renamed, or their drive is not "
        "connected.",
        count,
    ).format(n=count)
