"""What the keys on a card mean. Pure over the key event; called by the card list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from PySide6.QtCore import Qt

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

Kind = Literal["walk", "move", "toggle", "open", "menu", "bin", "leave"]


class Step(NamedTuple):
    """A wish by key: walk to, or move the card to, `dx` columns right and `dy` places down."""

    kind: Kind
    dx: int = 0
    dy: int = 0


_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_PLAIN: dict[Qt.Key, Step] = {
    Qt.Key.Key_Space: Step("toggle"),
    Qt.Key.Key_Return: Step("open"),
    Qt.Key.Key_Enter: Step("open"),
    Qt.Key.Key_Delete: Step("bin"),
    Qt.Key.Key_Menu: Step("menu"),
    Qt.Key.Key_Escape: Step("leave"),
}


def meaning(event: QKeyEvent) -> Step | None:
    """The step that a key asks for, or None when the list itself deals with it."""
    key = Qt.Key(event.key())
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    none, control = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
    arrow = _ARROWS.get(key)
    if arrow is not None and modifiers in (none, control):
        return Step("move" if modifiers == control else "walk", *arrow)
    if key is Qt.Key.Key_F10 and modifiers == Qt.KeyboardModifier.ShiftModifier:
        return Step("menu")
    return _PLAIN.get(key) if modifiers == none else None
