"""Clicks of the random use; called by `monkey`, whose widgets may go while they are clicked."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid


def click(widget: QWidget, button: Qt.MouseButton, at: QPoint, *, is_double: bool) -> None:
    """Press and release, twice for a double click.

    Not QTest's own click: a press may open a menu with its own loop, in which the widget goes, and
    the release would be sent to what is no more.
    """
    none = Qt.KeyboardModifier.NoModifier
    first, second = (QTest.mousePress, QTest.mouseRelease), (_press_again, QTest.mouseRelease)
    for how in first + second * is_double:
        if isValid(widget):
            how(widget, button, none, at)


def _press_again(
    widget: QWidget, button: Qt.MouseButton, keys: Qt.KeyboardModifier, at: QPoint
) -> None:
    """The second press of a double click."""
    kind, place = QEvent.Type.MouseButtonDblClick, QPointF(widget.mapToGlobal(at))
    QApplication.sendEvent(widget, QMouseEvent(kind, QPointF(at), place, button, button, keys))
