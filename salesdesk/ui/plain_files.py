"""The question before what an encrypted desk holds is written into a plain file.

Asked by every screen that saves, exports or opens a copy elsewhere; a plain desk is never asked.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from salesdesk.support.i18n import _

_GUARD = "salesdesk_plain_guard"


class _Guard:
    """Whether to ask, and whether the rep said not to ask again."""

    def __init__(self, is_encrypted: Callable[[], bool], name: str, window: QWidget) -> None:
        self.is_encrypted, self.name, self.window = is_encrypted, name, window
        self.is_settled = False


def guard(is_encrypted: Callable[[], bool], name: str, window: QWidget) -> None:
    """From now on ask, for the desk of this name, as long as its window is there."""
    application: Any = QApplication.instance()
    asked = application.property(_GUARD)
    if asked is None or asked.window is not window:
        application.setProperty(_GUARD, _Guard(is_encrypted, name, window))


def may_write_plain(parent: QWidget | None) -> bool:
    """Whether a plain file may be written of what is in the desk."""
    application: Any = QApplication.instance()
    asked = application.property(_GUARD)
    if asked is None or not isValid(asked.window) or asked.is_settled or not asked.is_encrypted():
        return True
    from salesdesk.ui.widgets.ask import choose

    words = _(
        "“{name}” is encrypted, and this writes a file that anybody can read who gets at it. The "
        "desk stays as it is."
    )
    answer = choose(
        parent,
        _("Write a plain file?"),
        words.format(name=asked.name),
        [("always", _("Write it, and do not ask again today")), ("once", _("Write it"))],
        name="plain_file",
    )
    asked.is_settled = answer == "always"
    return answer is not None
