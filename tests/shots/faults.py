"""What a careful eye finds wrong in a widget: cut words, small letters, keys instead of words.

Called by the camera for each picture and by the tests of the look. A fault is a line that names
the widget. Painted rows (cards, table cells) are not looked into.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QScrollArea,
    QWidget,
)

from salesdesk.ui import theme, widgets

SMALLEST_PX = 11
KEY = re.compile(r"\b(?:[0-9a-f]{32}|[a-z]+(?:_[a-z]+)+)\b")
"""An id, or a name of the program's own, where words should stand."""
NO_PLURAL = "s|is|was|has|of|yes|plus|access|analysis|address"
PLURAL = re.compile(rf"\b1 (?!(?:{NO_PLURAL})\b)[a-z]+[^s\W]s\b")


def faults_in(root: QWidget) -> Iterator[str]:
    """All that is wrong in what is visible of `root`, each in a line."""
    for widget in (root, *root.findChildren(QWidget)):
        # What lies in a dialog covers all of it, and yet its verbs are looked at.
        is_seen = isinstance(widget, widgets.Dialog) or not widget.visibleRegion().isEmpty()
        if widget.isVisible() and is_seen:
            name = _name(widget)
            for found in _faults_of(widget):
                if " import_" in name and found.startswith("no word"):
                    continue  # the names of a file's columns are the user's own
                yield f"{name}: {found}"


def _name(widget: QWidget) -> str:
    ask = getattr(widget, "text", None)
    words = ask() if callable(ask) else ""
    at: QWidget | None = widget
    while at is not None and not at.objectName():
        at = at.parentWidget()
    where = at.objectName() if at is not None else ""
    return f"{type(widget).__name__} {where} {str(words)[:60]!r}"


def _faults_of(widget: QWidget) -> Iterator[str]:
    if isinstance(widget, QLabel) and widget.text():
        yield from _label(widget)
    if isinstance(widget, widgets.Button) and widget.words:
        yield from _words(widget.words)
        if widget.width() < widget.sizeHint().width() and not widget.toolTip():
            yield f"cut: {widget.width()} of {widget.sizeHint().width()} px"
    if isinstance(widget, QCheckBox):
        yield from _words(widget.text())
    if isinstance(widget, widgets.Dialog):
        yield from _verbs(widget)
    if isinstance(widget, QLineEdit):
        yield from _line(widget)
    if isinstance(widget, QComboBox):
        yield from _combo(widget)
    if isinstance(widget, QScrollArea):
        yield from _area(widget)
    yield from _squeezed(widget)
    yield from _place(widget)


def _verbs(dialog: widgets.Dialog) -> Iterator[str]:
    """One button is the next to press, and in the footer it stands at the right of all others."""
    shown = [each for each in dialog.findChildren(widgets.Button) if each.isVisible()]
    first = [each for each in shown if each.kind == "primary"]
    below = [each for each in shown if dialog.footer.isAncestorOf(each)]
    if len([each for each in first if each.isEnabled()]) > 1:
        yield f"primary buttons: {', '.join(each.words for each in first)}"
    for each in first:
        if each in below and any(other.x() > each.x() for other in below):
            yield f"primary button not at the right: {each.words}"


def _squeezed(widget: QWidget) -> Iterator[str]:
    """Lower than its letters and their frame need."""
    if (
        not isinstance(widget, (QLineEdit, QComboBox, widgets.Button))
        or widget.parentWidget() is None
    ):
        return
    if isinstance(widget.parentWidget(), (QComboBox, QAbstractSpinBox)):
        return
    least = widget.fontMetrics().height() + (0 if isinstance(widget, widgets.Button) else 4)
    if widget.height() < least:
        yield f"squeezed: {widget.height()} of {least} px"


def _words(words: str) -> Iterator[str]:
    if found := KEY.search(words):
        yield f"no word: {found.group()}"
    if found := PLURAL.search(words):
        yield f"plural: {found.group()}"


def _label(label: QLabel) -> Iterator[str]:
    yield from _words(label.text())
    if label.fontInfo().pixelSize() < SMALLEST_PX:
        yield f"small: {label.fontInfo().pixelSize()} px"
    if isinstance(label, widgets.ElidedLabel):
        return
    inside = label.contentsRect()
    if label.wordWrap():
        wanted = label.heightForWidth(label.width())
        if wanted > label.height() + 1:
            yield f"cut below: {label.height()} of {wanted} px"
        return
    lines = label.text().splitlines()
    wide = max(label.fontMetrics().horizontalAdvance(line) for line in lines)
    if wide > inside.width() + 1 and not label.toolTip():
        yield f"cut: {inside.width()} of {wide} px"


def _line(line: QLineEdit) -> Iterator[str]:
    if isinstance(line.parentWidget(), QComboBox) or line.text():
        return
    if isinstance(line, widgets.LineEdit):
        return  # says what is hidden when it is pointed at
    hint = line.placeholderText()
    wide = line.fontMetrics().horizontalAdvance(hint)
    if wide > line.width() - 14 and not line.toolTip():
        yield f"hint cut: {hint!r} {line.width()} of {wide} px"


def _combo(combo: QComboBox) -> Iterator[str]:
    yield from _words(combo.currentText())
    if isinstance(combo, widgets.PickOne):
        return  # says what is hidden when it is pointed at
    wide = combo.fontMetrics().horizontalAdvance(combo.currentText())
    if wide > combo.width() - 30 and not combo.toolTip():
        yield f"cut: {combo.currentText()[:40]!r} {combo.width() - 30} of {wide} px"


def _area(area: QScrollArea) -> Iterator[str]:
    inside = area.widget()
    if inside is None:
        return
    if area.horizontalScrollBar().isVisible():
        # Where large letters meet a small screen a page may scroll sideways.
        if theme.tokens().px(100) <= 100 and isinstance(area, widgets.Scroller):
            yield f"scrolls sideways: {inside.width()} of {area.viewport().width()} px"
        return
    if inside.width() > area.viewport().width() + 1:
        yield f"wider than its room: {inside.width()} of {area.viewport().width()} px"


def _place(widget: QWidget) -> Iterator[str]:
    """Sticks out of its parent, or lies over another."""
    parent = widget.parentWidget()
    if parent is None or widget.isWindow() or _is_scrolled(widget):
        return
    if not isinstance(widget, (QLabel, widgets.Button, QLineEdit, QComboBox)):
        return
    if widget.objectName().startswith("qt_") or isinstance(parent, (QComboBox, QLineEdit)):
        return
    room = parent.rect().adjusted(-1, -1, 1, 1)
    if not room.contains(widget.geometry()):
        yield f"sticks out of {parent.objectName()}: {_say(widget.geometry())} in {_say(room)}"
    for other in parent.children():
        if isinstance(other, (QLabel, widgets.Button, QLineEdit)) and other is not widget:
            common = widget.geometry().intersected(other.geometry())
            if other.isVisible() and common.width() > 2 and common.height() > 2:
                yield f"over {_name(other)}: {_say(common)}"


def _is_scrolled(widget: QWidget) -> bool:
    parent = widget.parentWidget()
    return parent is not None and isinstance(parent.parentWidget(), QAbstractScrollArea)


def _say(rect: QRect) -> str:
    corner: QPoint = rect.topLeft()
    return f"{corner.x()},{corner.y()} {rect.width()}×{rect.height()}"
