"""What stands in for the window around a page or a dialog, in the tests of one screen alone."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget


class FakeShell:
    """Remembers toasts, banners, badges, dialogs and where it was sent."""

    def __init__(self, window: QWidget | None = None) -> None:
        self.told: list[str] = []
        self.undoable: list[str] = []
        self.warned: list[str] = []
        self.opened: list[tuple[str, str]] = []
        self.gone: list[tuple[str, str]] = []
        self.backs = 0
        self.badges: dict[str, int] = {}
        self.window = window
        self.until: Any = None
        """Of the last banner: asked after each change whether it goes."""

    @property
    def dialog_parent(self) -> QWidget | None:
        return self.window

    def go(self, page: str, item: str = "") -> None:
        self.gone.append((page, item))

    def back(self) -> None:
        self.backs += 1

    def open(self, dialog: str, item: str = "") -> None:
        self.opened.append((dialog, item))

    def tell(self, words: str, action: str = "", on_action: Any = None) -> None:
        self.told.append(words)

    def tell_undoable(self, words: str) -> None:
        self.undoable.append(words)

    def warn(
        self,
        words: str,
        tone: str = "warn",
        action: str = "",
        on_action: Any = None,
        until: Any = None,
    ) -> None:
        self.warned.append(words)
        self.until = until

    def set_badge(self, page: str, count: int, *, is_alert: bool = False) -> None:
        self.badges[page] = count
