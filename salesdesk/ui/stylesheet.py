"""The one small style sheet: what a palette cannot say about Qt's own widgets.

Called by ui.theme. Each rule costs about half a millisecond per window, so whatever we draw
ourselves (buttons, chips, cards, check boxes, tabs) is painted in ui.widgets and not here.
"""

from __future__ import annotations

from string import Template
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from salesdesk.ui.tokens import Tokens

SCROLL_BAR = 11
"""Logical pixels that a scroll bar takes, at any size of text."""

_INPUTS = "QLineEdit, QPlainTextEdit, QAbstractSpinBox"
_INPUTS_FOCUS = "QLineEdit:focus, QPlainTextEdit:focus, QAbstractSpinBox:focus"
# Named one by one: a rule for any class asks each widget of the window for the property.
_FAULTY = ", ".join(
    f'{kind}[faulty="true"]{state}' for kind in _INPUTS.split(", ") for state in ("", ":focus")
)

_RULES = Template(
    _INPUTS
    + """ { background: $field; border: 1px solid $line_strong;
  border-radius: ${radius}px; padding: ${pad_y}px ${pad_x}px;
  selection-background-color: $accent; selection-color: $on_accent; }
"""
    + _INPUTS_FOCUS
    + """ { border: 2px solid $accent; padding: ${pad_y1}px ${pad_x1}px; }
"""
    + _FAULTY
    + """ { border-color: $late; }
QToolTip { background: $slip; color: $on_slip; border: 1px solid $slip; padding: 4px 7px; }
QMenu { background: $raised; border: 1px solid $line_strong; padding: 5px; }
QMenu::item { padding: ${pad_y}px 26px ${pad_y}px 12px; border-radius: 4px; }
QMenu::item:selected, QComboBox QAbstractItemView::item:selected, QTreeView::item:selected {
  background: $accent_soft; color: $accent_text; }
QMenu::item:disabled { color: $faint; }
QMenu::separator { height: 1px; background: $line; margin: 5px 6px; }
QComboBox QAbstractItemView { background: $raised; border: 1px solid $line_strong; padding: 4px;
  selection-background-color: $accent_soft; selection-color: $accent_text; outline: 0; }
QComboBox QAbstractItemView::item { min-height: ${row}px; padding: 0 ${pad_x}px;
  border-radius: 4px; }
QMenuBar { background: $raised; border-bottom: 1px solid $line; padding: 1px 6px; }
QMenuBar::item { padding: 4px 9px; border-radius: 4px; background: transparent; }
QMenuBar::item:selected { background: $hover; }
QScrollBar { background: transparent; border: none; margin: 0; }
QScrollBar:vertical { width: ${bar}px; }
QScrollBar:horizontal { height: ${bar}px; }
QScrollBar::handle { background: $handle; border-radius: 3px; margin: 2px 3px; min-height: 28px;
  min-width: 28px; }
QScrollBar::handle:hover { background: $faint; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: none; }
QAbstractScrollArea::corner { background: transparent; border: none; }
QHeaderView::section { background: $raised; color: $muted; border: none; text-align: left;
  border-bottom: 1px solid $line; padding: ${pad_y}px ${pad_x}px; }
QTreeView::item { border: none; padding: 0 5px; }
"""
)


def style_sheet(tokens: Tokens) -> str:
    """The style sheet of the application for these tokens."""
    pad_y, pad_x = tokens.px(4), tokens.px(8)
    return _RULES.substitute(
        {
            **{name: getattr(tokens, name).name() for name in _COLOURS},
            "handle": tokens.line_strong.name(),
            "radius": tokens.radius,
            "bar": SCROLL_BAR,
            "row": tokens.px(26),
            "pad_x": pad_x,
            "pad_y": pad_y,
            "pad_x1": pad_x - 1,
            "pad_y1": pad_y - 1,
        }
    )


_COLOURS = (
    "field line_strong accent on_accent late raised accent_soft accent_text faint line hover muted "
    "slip on_slip"
).split()
