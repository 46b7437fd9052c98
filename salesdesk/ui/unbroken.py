"""Windows that handle each of their events without letting go of the interpreter in between.

Qt's loop runs without Python's lock and takes it anew for each method of ours that it calls. While
a worker computes, every one of those is a wait for the worker: a window that paints a hundred
widgets would wait a hundred times for one letter, and typing would wait for the save. A window
that takes its events in Python waits once, for PySide keeps the lock inside of `QWidget.event`.
Made part of the windows people type in, and of what lays out long pages in them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent


class Unbroken:
    """Put it before the Qt class among the bases of a window or a scroll area."""

    def event(self, event: QEvent) -> bool:
        """Hand it on: to be asked here is all it takes."""
        return bool(super().event(event))  # type: ignore[misc]
