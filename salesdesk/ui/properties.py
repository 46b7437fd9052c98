"""Sets Qt properties by name, with the names of their values: `put(view, focusPolicy="NoFocus")`.

For widgets of the first paint: a setter asks for a member of an enumeration, and the first one of
`Qt` makes PySide build all 93 of them, a tenth of the program's start. Later code uses setters.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PySide6.QtCore import QObject


def put(thing: QObject, **values: Any) -> None:
    """Sets properties of Qt. Raises AttributeError for one that there is not."""
    for name, value in values.items():
        if not thing.setProperty(name, value):
            raise AttributeError(f"{type(thing).__name__} has no {name} that could be {value!r}")
