"""Layout items that are let go are freed: Qt leaves that to whoever took them or holds them.

Called where a layout is emptied, and by the layouts of our own. Without it each chip that was ever
shown in a row would leave a hundred bytes behind.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import shiboken6

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLayout, QLayoutItem


def free(item: QLayoutItem | None) -> None:
    """Frees an item that was taken from its layout, not the widget in it.

    A layout inside a layout is an object as any other, and goes with `deleteLater`.
    """
    if item is not None and item.layout() is None:
        shiboken6.delete(item)


def free_with(layout: QLayout, items: list[QLayoutItem]) -> None:
    """Frees what is in `items` when the layout is gone, as Qt's own layouts do with theirs."""

    def free_all() -> None:
        while items:
            item = items.pop()
            if shiboken6.isValid(item):
                shiboken6.delete(item)

    layout.destroyed.connect(lambda _layout: free_all())
