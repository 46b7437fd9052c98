"""The question before a window closes over changes that the disk still refuses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from salesdesk.support.i18n import _, ngettext

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


def may_lose_unsaved(window: QWidget, count: int) -> bool:
    """Whether to close although so many changes are not saved; asks only when there are some."""
    if not count:
        return True
    from salesdesk.ui.widgets.ask import confirm

    words = ngettext(
        "{n} change could not be saved yet and is lost when the window closes. Everything "
        "saved before is safe.",
        "{n} changes could not be saved yet and are lost when the window closes. Everything "
        "saved before is safe.",
        count,
    )
    return confirm(
        window,
        _("Close without saving?"),
        words.format(n=count),
        _("Close without them"),
        cancel=_("Keep open"),
        is_danger=True,
        name="close_unsaved",
    )
