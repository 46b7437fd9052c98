"""Room for a field that grew while somebody types in it: at once, and with as little as it takes.

Left alone, Qt hands such news up one parent at a time, each time round the event loop, and lays
out and paints at each step: first the parts of a card are pressed together, then the page moves.
Called by the fields that grow.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QLayout, QScrollArea

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


def make_room(field: QWidget) -> None:
    """Lay out the page that `field` stands in for its new height.

    Outside of a page that scrolls nothing is done: there Qt's own way is short.
    """
    around: list[tuple[QWidget, QLayout]] = []
    parent = field.parentWidget()
    while parent is not None and not isinstance(parent, QScrollArea):
        if parent.isWindow():
            return
        layout = parent.layout()
        if layout is not None:
            around.append((parent, layout))
        parent = parent.parentWidget()
    if parent is None:
        return
    for widget, layout in around:
        # What was known of its size is not true any more.
        widget.updateGeometry()
        for inner in layout.findChildren(QLayout):
            inner.invalidate()
    # The page first and the field's own card last, so that all is moved once, to where it stays.
    QScrollArea.event(parent, QEvent(QEvent.Type.LayoutRequest))
    for _widget, layout in reversed(around):
        layout.activate()
    for _widget, layout in around:
        layout.activate()  # nothing moves: else each would be asked again, round after round
