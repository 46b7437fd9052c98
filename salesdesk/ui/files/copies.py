"""The dialog that lists copies which a synchronising program set aside beside the desk.

Called by the controller of desk files. Nothing is merged: a copy opens in a window of its own, so
that the rep compares and enters what is missing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QWidget

from salesdesk.support.i18n import _, format_date, format_number, format_time, ngettext
from salesdesk.ui.files.recent import RecentDesk, RecentDialog


class CopiesDialog(RecentDialog):
    """The copies by name, the newest first. `chosen` is set once it was accepted."""

    def __init__(self, copies: Sequence[Path], parent: QWidget | None = None) -> None:
        super().__init__(
            [RecentDesk(path, True) for path in copies],
            parent,
            title=_("Copies set aside"),
            name="conflict_copies",
            remark=_(
                "Another program put these beside the desk, as it does when two computers changed "
                "it. Nothing was merged. Open one to compare it, then delete its file yourself."
            ),
        )

    def words_of(self, path: Path) -> str:
        """The name, when it was written, and how large it is."""
        try:
            info = path.stat()
        except OSError:
            return path.name
        at = dt.datetime.fromtimestamp(info.st_mtime).astimezone()
        size = format_number(max(1, info.st_size // 1024))
        return f"{path.name} · {format_date(at.date())}, {format_time(at)} · {size} KB"


def found_words(count: int) -> str:
    """What the window says once it has found some."""
    return ngettext(
        "Beside this desk lies a copy that a synchronising program set aside. Nothing was merged.",
        "Beside this desk lie {n} copies that a synchronising program set aside. Nothing was "
        "merged.",
        count,
    ).format(n=format_number(count))
