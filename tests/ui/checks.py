"""What every screen's tests ask of a built window: names for tests and for assistive tools.

Called by the tests of each screen: `assert_named(page)`.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QCalendarWidget,
    QComboBox,
    QDialog,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QMenuBar,
    QPlainTextEdit,
    QScrollBar,
    QTabBar,
    QTextEdit,
    QWidget,
)

INTERACTIVE = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QDialog,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
    QTextEdit,
)
# Parts that Qt makes inside its own widgets; they speak through their owner.
OWNERS = (QAbstractSpinBox, QCalendarWidget, QComboBox, QHeaderView, QMenu, QMenuBar, QTabBar)
INNER = (QScrollBar, QHeaderView)


def unnamed(root: QWidget) -> list[str]:
    """Each interactive widget in `root` that lacks an object name or an accessible name."""
    found = []
    for widget in [root, *root.findChildren(QWidget)]:
        if isinstance(widget, INTERACTIVE) and not _is_inner(widget):
            missing = [
                what
                for what, value in (
                    ("objectName", widget.objectName()),
                    ("accessibleName", widget.accessibleName()),
                )
                # A button without words yet is hidden until it has some.
                if not value.strip() and not (what == "accessibleName" and widget.isHidden())
            ]
            if missing:
                found.append(f"{_path(widget)}: no {' and no '.join(missing)}")
    return found


def rich_labels(root: QWidget) -> list[str]:
    """Each label in `root` that would render markup found in its text."""
    return [
        _path(label)
        for label in root.findChildren(QLabel)
        if label.textFormat() is not Qt.TextFormat.PlainText and not _is_inner(label)
    ]


def twins(root: QWidget) -> list[str]:
    """Object names that two interactive widgets of `root` share."""
    names = [
        widget.objectName()
        for widget in root.findChildren(QWidget)
        if isinstance(widget, INTERACTIVE)
        and not _is_inner(widget)
        and widget.window() is root.window()
    ]
    return sorted({name for name in names if name and names.count(name) > 1})


def assert_named(root: QWidget) -> None:
    """Fail with a list when something in `root` has no name, a twin, or shows markup."""
    # What is let go lives, hidden and nameless, until an event loop turns.
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert unnamed(root) == [], unnamed(root)
    assert twins(root) == [], twins(root)
    assert rich_labels(root) == [], rich_labels(root)


def _is_inner(widget: QObject) -> bool:
    if isinstance(widget, INNER) or widget.objectName().startswith("qt_"):
        return True
    parent = widget.parent()
    while parent is not None:
        if isinstance(parent, OWNERS):
            return True
        parent = parent.parent()
    return False


def _path(widget: QObject) -> str:
    names: list[str] = []
    step: QObject | None = widget
    while step is not None and len(names) < 5:
        names.append(f"{type(step).__name__}({step.objectName()})")
        step = step.parent()
    return " < ".join(names)
