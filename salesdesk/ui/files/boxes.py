"""Boxes to tick whose words come from outside and may be of any length. For what is taken in."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics

from salesdesk.ui import theme
from salesdesk.ui.widgets import CheckBox

WIDEST = 504
"""Pixels of the words beside a box, at the normal size of text."""


def fitted_box(words: str, name: str, label: str = "") -> CheckBox:
    """A box whose words are cut to the room there is; its tip has them whole."""
    metrics = QFontMetrics(theme.font("body"))
    shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, theme.tokens().px(WIDEST))
    return CheckBox(shown, name, label=label or words, tip=words if shown != words else "")
