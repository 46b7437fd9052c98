"""What a control that paints itself owes the keyboard: a ring where it is, and Enter that presses.

Bases of the painted buttons here and on the screens.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QKeyEvent
    from PySide6.QtWidgets import QAbstractButton, QWidget
else:
    # Which of Qt's classes it is, is said by each control: `class Chip(Pressed, QAbstractButton)`.
    QAbstractButton = QWidget = object

KEYBOARD_REASONS = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
    Qt.FocusReason.OtherFocusReason,
)


def pressed_by_enter(button: QAbstractButton, event: QKeyEvent) -> bool:
    """Press `button` if the key is Enter; False for any other key.

    Qt gives Enter to the dialog, whose default button it would press: on Cancel the keyboard would
    do what the dialog is for. What is switched on and off in a dialog leaves Enter to the dialog.
    """
    if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
        return False
    if button.isCheckable() and isinstance(button.window(), QDialog):
        return False
    if not event.isAutoRepeat():
        button.click()
    event.accept()
    return True


class Ringed(QWidget):
    """Tells its paint event whether the keyboard, and not the mouse, brought the focus here."""

    _rings = False

    @property
    def has_ring(self) -> bool:
        """Whether to paint the ring."""
        return self._rings and self.hasFocus()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Remember what brought us here."""
        self._rings = event.reason() in KEYBOARD_REASONS
        super().focusInEvent(event)


class Pressed(Ringed, QAbstractButton):
    """A button besides that Enter presses, as Space does."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses."""
        if not pressed_by_enter(self, event):
            super().keyPressEvent(event)
