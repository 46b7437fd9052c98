"""Small layouts that the parts of the deal page share: lists that rebuild, sections, labels.

A list is rebuilt only when its items changed, and the keyboard stays where it was.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLayout, QSizePolicy, QVBoxLayout, QWidget

from salesdesk.ui import theme
from salesdesk.ui.widgets import Button, FlowLayout, PlainLabel


class Rows(QWidget):
    """A column of row widgets made from items, rebuilt when the items change."""

    def __init__(self, name: str, spacing: int = 4) -> None:
        super().__init__()
        self.setObjectName(name)
        self._items: Sequence[Any] | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.tokens().px(spacing))

    def show_items(
        self,
        items: Sequence[Any],
        make: Callable[[Any], QWidget],
        empty: Callable[[], QWidget] | None = None,
    ) -> None:
        """One widget for each item, in order; what `empty` makes when there is none."""
        if self._items is not None and tuple(items) == tuple(self._items):
            return
        focused = focus_inside(self)
        if focused:
            self.setFocus()  # else Qt carries the focus to whatever comes next on the page
        self._items = tuple(items)
        take_all(self._column)
        for item in items:
            self._column.addWidget(make(item))
        if not items and empty is not None:
            self._column.addWidget(empty())
        give_focus(self, focused)

    def forget(self) -> None:
        """Rebuild at the next `show_items`, whatever the items are."""
        self._items = None


def focus_inside(box: QWidget) -> str:
    """The objectName of the focused widget inside `box`, "" when it is elsewhere.

    Behind a dialog it is the one that gets the keyboard back.
    """
    focused = cast("QWidget | None", box.window().focusWidget())
    if focused is None or not box.isAncestorOf(focused):
        return ""
    return focused.objectName() or "-"


def give_focus(box: QWidget, name: str) -> None:
    """Focus the widget of this name inside `box`, if it is there again.

    What `take_all` took is still a child until the event loop runs; it stands in no layout.
    """
    layout = box.layout()
    for found in box.findChildren(QWidget, name) if name else ():
        top, parent = found, found.parentWidget()
        while parent is not None and parent is not box:
            top, parent = parent, parent.parentWidget()
        if layout is None or layout.indexOf(top) >= 0:
            found.setFocus()
            return


def take_all(layout: QLayout) -> None:
    """Remove and delete everything in a layout, layouts inside it too."""
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.setObjectName("")
            widget.deleteLater()
        elif inner is not None:
            take_all(inner)
            inner.deleteLater()


def line(*parts: QWidget | int, gap: int = 8) -> QWidget:
    """Widgets side by side; a number is a stretch."""
    box = QWidget()
    row = QHBoxLayout(box)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.tokens().px(gap))
    for part in parts:
        if isinstance(part, int):
            row.addStretch(part)
        else:
            row.addWidget(part)
    box.setSizePolicy(_policy(row))
    return box


def _policy(layout: QLayout) -> QSizePolicy:
    """No higher than needed, except for what wraps: its need in a narrow window is not its hint."""
    wraps = layout.hasHeightForWidth()
    high = QSizePolicy.Policy.Preferred if wraps else QSizePolicy.Policy.Maximum
    policy = QSizePolicy(QSizePolicy.Policy.Preferred, high)
    policy.setHeightForWidth(wraps)
    return policy


def flowing(*parts: QWidget, gap: int = 6) -> QWidget:
    """Widgets side by side, on the next line where there is no room."""
    box = QWidget()
    flow = FlowLayout(box, gap=theme.tokens().px(gap))
    for part in parts:
        flow.addWidget(part)
    policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
    policy.setHeightForWidth(True)
    box.setSizePolicy(policy)
    return box


def column(*parts: QWidget, gap: int = 2, name: str = "") -> QWidget:
    """Widgets one below the other."""
    box = QWidget()
    if name:
        box.setObjectName(name)
    made = QVBoxLayout(box)
    made.setContentsMargins(0, 0, 0, 0)
    made.setSpacing(theme.tokens().px(gap))
    for part in parts:
        made.addWidget(part)
    box.setSizePolicy(_policy(made))
    return box


class Hint(QWidget):
    """What a list says while it is empty: a sentence and the button that begins."""

    def __init__(self, sentence: str, button: Button | None = None, name: str = "") -> None:
        super().__init__()
        look = theme.tokens()
        if name:
            self.setObjectName(name)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, look.px(2), 0, look.px(2))
        row.setSpacing(look.px(12))
        words = PlainLabel(sentence, "body", "muted", wrap=True)
        row.addWidget(words, 1)
        if button is not None:
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
