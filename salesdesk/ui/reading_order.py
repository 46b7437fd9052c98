"""Tab walks in the order in which a page is read, whenever its rows were made.

Qt walks in the order in which widgets were made, so that what a page makes late (a panel when its
tab is first shown, a row that was just added) comes last. Here the places on the screen say the
order. Called by the main window and by every dialog.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6 import QtCore
from PySide6.QtWidgets import QApplication, QWidget

from salesdesk.ui.guard import guarded

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class ReadingArea(QWidget):
    """A widget in which Tab and Shift+Tab walk in reading order, from the end to the beginning."""

    @guarded(False)
    def focusNextPrevChild(self, is_forward: bool) -> bool:
        """Qt asks this for Tab and Shift+Tab."""
        return walk(self, is_forward) or super().focusNextPrevChild(is_forward)


def walk(root: QWidget, is_forward: bool) -> bool:
    """Give the keyboard to what comes next in `root`; False when it has nothing to do with it."""
    focused = QApplication.focusWidget()
    if focused is None or not (focused is root or root.isAncestorOf(focused)):
        return False
    gone = _hidden_around(focused, root)
    found = neighbour(gone or focused, root, is_forward)
    if found is None:
        return False
    reasons = QtCore.Qt.FocusReason
    if gone is not None:  # it was not Tab: what had the keyboard is going away
        found.setFocus(reasons.OtherFocusReason)
    else:
        found.setFocus(reasons.TabFocusReason if is_forward else reasons.BacktabFocusReason)
        _bring_into_view(found)
    return True


def _hidden_around(widget: QWidget, root: QWidget) -> QWidget | None:
    """The outermost of what is hidden of a widget and what it is in; None when it is all shown."""
    found: QWidget | None = None
    node: QWidget | None = widget
    while node is not None and node is not root:
        if node.isHidden():
            found = node
        node = node.parentWidget()
    return found


def walk_parts(parts: Sequence[QWidget], way: int) -> None:
    """Give the keyboard to the first stop of the next part of a page (way 1), or of the one before.

    From outside all of them to the first part.
    """
    focused = QApplication.focusWidget()
    here = next(
        (at for at, part in enumerate(parts) if focused is not None and part.isAncestorOf(focused)),
        -way,
    )
    for step in range(1, len(parts) + 1):
        found = next(_stops(parts[(here + way * step) % len(parts)], True), None)
        if found is not None:
            found.setFocus(QtCore.Qt.FocusReason.ShortcutFocusReason)
            _bring_into_view(found)
            return


def has_lost_focus(window: QWidget) -> bool:
    """Whether what had the keyboard in a window went while another window was in front."""
    focused = cast("QWidget | None", window.focusWidget())
    return focused is None or not focused.isVisible()


def focus_first(root: QWidget) -> None:
    """Give the keyboard to the first stop in `root`."""
    found = next(_stops(root, True), None)
    if found is not None:
        found.setFocus(QtCore.Qt.FocusReason.OtherFocusReason)


def neighbour(widget: QWidget, root: QWidget, is_forward: bool) -> QWidget | None:
    """What takes the keyboard after or before `widget` inside `root`; None where nothing does."""
    if is_forward and not widget.isHidden():
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
    """The stops in what lies behind (or before) `node` in its parent.

    A widget that is being hidden gives the keyboard on in this way: it is hidden already.
    """
    children = _children(parent, node)
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


def _children(parent: QWidget, also: QWidget | None = None) -> list[QWidget]:
    """What is to be seen in a widget, line by line as it stands there; `also` seen or not.

    Places say it rather than layouts: what floats, as a toast or a cell of the value map, has none.
    """
    shown = [
        child
        for child in parent.children()
        if isinstance(child, QWidget)
        and (child is also or not (child.isWindow() or child.isHidden()))
    ]
    shown.sort(key=QWidget.y)
    side = -1 if parent.isRightToLeft() else 1
    lines = (sorted(line, key=lambda each: side * each.x()) for line in _lines(shown))
    return [child for line in lines for child in line]


def _lines(widgets: list[QWidget]) -> Iterator[list[QWidget]]:
    """Widgets, sorted from the top, in lines: what begins above the middle of the line's first."""
    line: list[QWidget] = []
    for widget in widgets:
        if line and widget.y() >= line[0].y() + max(1, line[0].height() // 2):
            yield line
            line = []
        line.append(widget)
    if line:
        yield line


def _bring_into_view(widget: QWidget) -> None:
    """Scroll what scrolls around a widget, the innermost first."""
    from PySide6.QtWidgets import QScrollArea

    parent = widget.parentWidget()
    while parent is not None and not parent.isWindow():
        if isinstance(parent, QScrollArea) and parent.widget() is not None:
            parent.ensureWidgetVisible(widget)
        parent = parent.parentWidget()
