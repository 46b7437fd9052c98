"""Tab walks in the order in which a page is read, whenever its rows were made.

Qt walks in the order in which widgets were made, so that what a page makes late (a panel when its
tab is first shown, a row that was just added) comes last. Here the layouts say the order. Called by
the main window and by every dialog.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6 import QtCore
from PySide6.QtWidgets import QApplication, QWidget

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QLayout


class ReadingArea(QWidget):
    """A widget in which Tab and Shift+Tab walk in reading order, from the end to the beginning."""

    def focusNextPrevChild(self, is_forward: bool) -> bool:
        """Qt asks this for Tab and Shift+Tab."""
        return walk(self, is_forward) or super().focusNextPrevChild(is_forward)


def walk(root: QWidget, is_forward: bool) -> bool:
    """Give the keyboard to what comes next in `root`; False when it has nothing to do with it."""
    focused = QApplication.focusWidget()
    if focused is None or not (focused is root or root.isAncestorOf(focused)):
        return False
    found = neighbour(focused, root, is_forward)
    if found is None:
        return False
    reasons = QtCore.Qt.FocusReason
    found.setFocus(reasons.TabFocusReason if is_forward else reasons.BacktabFocusReason)
    _bring_into_view(found)
    return True


def neighbour(widget: QWidget, root: QWidget, is_forward: bool) -> QWidget | None:
    """What takes the keyboard after or before `widget` inside `root`; None where nothing does."""
    if is_forward:
        for child in _children(widget):
            for found in _stops(child, is_forward):
                return found
    node = widget
    while node is not root:
        parent = node.parentWidget()
        if parent is None:
            return None
        for found in _beside(node, parent, is_forward):
            return found
        if not is_forward and _is_stop(parent):
            return parent
        node = parent
    return next(_stops(root, is_forward), None)


def _beside(node: QWidget, parent: QWidget, is_forward: bool) -> Iterator[QWidget]:
    """The stops in what lies behind (or before) `node` in its parent."""
    children = _children(parent)
    at = children.index(node)
    for child in children[at + 1 :] if is_forward else reversed(children[:at]):
        yield from _stops(child, is_forward)


def _stops(widget: QWidget, is_forward: bool) -> Iterator[QWidget]:
    """All in a widget, itself too, that take the keyboard: a box before what is in it."""
    if widget.isHidden() or not widget.isEnabled():
        return
    if is_forward and _is_stop(widget):
        yield widget
    children = _children(widget)
    for child in children if is_forward else reversed(children):
        yield from _stops(child, is_forward)
    if not is_forward and _is_stop(widget):
        yield widget


def _is_stop(widget: QWidget) -> bool:
    takes_tab = widget.focusPolicy() & QtCore.Qt.FocusPolicy.TabFocus
    return bool(takes_tab) and widget.focusProxy() is None


def _children(parent: QWidget) -> list[QWidget]:
    """What is in a widget: first as its layout has it, then what floats, from top to bottom."""
    layout = parent.layout()
    found = list(_laid_out(layout)) if layout is not None else []
    known = set(found)
    floating = [
        child
        for child in parent.children()
        if isinstance(child, QWidget) and not child.isWindow() and child not in known
    ]
    side = -1 if parent.isRightToLeft() else 1
    floating.sort(key=lambda child: (child.y(), side * child.x()))
    return found + floating


def _laid_out(layout: QLayout) -> Iterator[QWidget]:
    for index in _places(layout):
        item = layout.itemAt(index)
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            yield widget
        elif inner is not None:
            yield from _laid_out(inner)


def _places(layout: QLayout) -> list[int]:
    """The indexes of a layout's items; those of a grid line by line."""
    places = list(range(layout.count()))
    where = getattr(layout, "getItemPosition", None)
    if where is not None and hasattr(layout, "columnCount"):
        places.sort(key=lambda index: tuple(where(index)[:2]))
    return places


def _bring_into_view(widget: QWidget) -> None:
    """Scroll what scrolls around a widget, the innermost first."""
    from PySide6.QtWidgets import QScrollArea

    parent = widget.parentWidget()
    while parent is not None and not parent.isWindow():
        if isinstance(parent, QScrollArea) and parent.widget() is not None:
            parent.ensureWidgetVisible(widget)
        parent = parent.parentWidget()
