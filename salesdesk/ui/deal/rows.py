"""Small layouts that the parts of the deal page share: lists that rebuild, sections, labels.

A list is rebuilt only when its items changed, and the keyboard stays where it was.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from salesdesk.ui import theme
from salesdesk.ui.widgets import Button, FlowLayout, PlainLabel, Scroller
from salesdesk.ui.widgets.layout_items import free

if TYPE_CHECKING:
    from salesdesk.ui.deal.room import Room

FIRST = 10
"""So many rows of a list are made before the paint, unless it says another number."""
LEAST_HEIGHT = 480
"""In logical pixels, at the usual text size: what a panel shows at least."""
_USUAL, _NEW_WIDTH = 500, 100
"""The width of a list, likewise; and the one that Qt gives a widget until it is laid out."""


class Rows(QWidget):
    """A column of row widgets made from items. Rows whose items stayed stay, too.

    With a room, a long list of another deal comes in pieces: what is in sight first, the rest
    after the paint.
    """

    def __init__(
        self, name: str, spacing: int = 4, room: Room | None = None, first: int = FIRST
    ) -> None:
        """`first`: so many rows are made at once of a deal that was not shown before."""
        super().__init__()
        self.setObjectName(name)
        self._room, self._first = room, first
        self._of: str | None = None
        """The deal shown last."""
        self._items: tuple[Any, ...] | None = None
        self._made: list[QWidget] = []
        self._blank: QWidget | None = None
        self._make: Callable[[Any], QWidget] | None = None
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
        wanted, before, made = tuple(items), self._items, self._made
        self._make = make
        is_other, self._of = self._is_other_deal(), self._room.deal_id if self._room else None
        if before == wanted and (wanted or self._blank is not None):
            self._leave_rest()
            return
        kept = (before or ())[: len(made)]
        head = _alike(kept, wanted)
        # The end stays only where the list was whole.
        whole = before is None or len(made) == len(before)
        tail = _alike(kept[head:][::-1], wanted[head:][::-1]) if whole else 0
        gone = made[head : len(made) - tail]
        focused = focus_inside(self) if any(map(_has_focus, gone)) else ""
        if focused:
            self.setFocus()  # else Qt carries the focus to whatever comes next on the page
        self._items = wanted
        self._remove(gone)
        upto = len(wanted) - tail
        if is_other or not whole:
            there = 0 if is_other else len(made)
            upto = min(upto, max(self._at_once(), head, there))
        new = [make(item) for item in wanted[head:upto]]
        for place, widget in enumerate(new, head):
            self._column.insertWidget(place, widget)
        self._made = made[:head] + new + (made[len(made) - tail :] if tail else [])
        self._show_blank(empty if not wanted else None)
        self._leave_rest()
        give_focus(self, focused)

    @property
    def made(self) -> list[QWidget]:
        """The rows that are there, from the first."""
        return list(self._made)

    def forget(self) -> None:
        """Rebuild at the next `show_items`, whatever the items are."""
        self._items = None

    def make_in_sight(self) -> None:
        """Make the rows that are in sight before anything is scrolled, by where they stood last."""
        top, height = sight(self)
        is_laid_out = self.width() > _NEW_WIDTH
        self.make_up_to(height - top, self.width() if is_laid_out else theme.tokens().px(_USUAL))

    def make_alike(self, height: int, width: int) -> bool:
        """As `make_up_to` where all rows are as high as the last one that is there.

        Measuring a row takes long, and it is measured again when it is laid out. Tells whether
        rows are left: then those that are there fill the height.
        """
        if self._made:
            gap = self._column.spacing()
            each = high(self._made[-1], width) + gap
            while len(self._made) * each < height and self._add_one():
                pass
        return len(self._made) < len(self._items or ())

    def make_up_to(self, height: int, width: int) -> int:
        """Make rows until they are as high, in this width, or all are there; gives their height.

        For rows of very different heights, where a number of them says little of what is in sight.
        """
        taken = place = 0
        while taken < height:
            if place == len(self._made):
                self._add_one()
            if place == len(self._made):
                break
            taken += high(self._made[place], width) + self._column.spacing()
            place += 1
        return taken

    def finish(self) -> None:
        """Make now what is left for later."""
        while self._add_one():
            pass

    def _is_other_deal(self) -> bool:
        return self._room is not None and self._of != self._room.deal_id

    def _at_once(self) -> int:
        """Out of sight a row is a piece of its own."""
        at_work = self._room is not None and self._room.later.is_at_work
        return 1 if at_work else self._first

    def _remove(self, widgets: Sequence[QWidget]) -> None:
        for widget in widgets:
            self._column.removeWidget(widget)
            widget.hide()
            widget.setObjectName("")
            widget.deleteLater()

    def _show_blank(self, empty: Callable[[], QWidget] | None) -> None:
        if self._blank is not None:
            self._remove([self._blank])
            self._blank = None
        if empty is not None:
            self._blank = empty()
            self._column.addWidget(self._blank)

    def _leave_rest(self) -> None:
        if self._room is not None and len(self._made) < len(self._items or ()):
            self._room.later.put(self, self._add_one)

    def _add_one(self) -> bool:
        """Make one more row; tells whether there are more to make."""
        items = self._items or ()
        if self._make is None or len(self._made) >= len(items):
            return False
        widget = self._make(items[len(self._made)])
        self._made.append(widget)
        self._column.addWidget(widget)
        return len(self._made) < len(items)


def _alike(before: Sequence[Any], after: Sequence[Any]) -> int:
    """How many items at the beginning are the same."""
    pairs = zip(before, after, strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(before), len(after)))


def sight(widget: QWidget) -> tuple[int, int]:
    """How far down a widget stands in the page that scrolls it, and how much of that is shown.

    As it was laid out last, or in a small window if it never was; without such a page nothing is
    shown.
    """
    place: QWidget | None = widget
    while place is not None and not isinstance(place, Scroller):
        place = place.parentWidget()
    inside = place.widget() if place is not None else None
    if place is None or inside is None:
        return 0, 0
    shown = max(place.viewport().height(), theme.tokens().px(LEAST_HEIGHT))
    return widget.mapTo(inside, QPoint()).y(), shown


def high(widget: QWidget, width: int) -> int:
    """How high a widget that wraps would be in this width."""
    wraps = widget.hasHeightForWidth()
    wanted = widget.heightForWidth(width) if wraps else widget.sizeHint().height()
    return max(wanted, widget.minimumHeight())


def _has_focus(box: QWidget) -> bool:
    focused = cast("QWidget | None", box.window().focusWidget())
    return focused is not None and (focused is box or box.isAncestorOf(focused))


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
        free(item)


def line(*parts: QWidget | int, gap: int = 8) -> QWidget:
    """Widgets side by side; a number is a stretch."""
    box = _Box()
    row = QHBoxLayout(box)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.tokens().px(gap))
    for part in parts:
        if isinstance(part, int):
            row.addStretch(part)
        else:
            row.addWidget(part)
    box.setSizePolicy(_policy([part for part in parts if not isinstance(part, int)]))
    return box


class _Box(QWidget):
    """A box whose size policy says whether something in it wraps."""


def _policy(parts: Sequence[QWidget]) -> QSizePolicy:
    """No higher than needed, except for what wraps: its need in a narrow window is not its hint."""
    wraps = any(map(_wraps, parts))
    high = QSizePolicy.Policy.Preferred if wraps else QSizePolicy.Policy.Maximum
    policy = QSizePolicy(QSizePolicy.Policy.Preferred, high)
    policy.setHeightForWidth(wraps)
    return policy


def _wraps(part: QWidget) -> bool:
    """Whether it gets higher in a narrow window; asking a layout would measure all that is in it
    before it has its place, and its fonts."""
    if isinstance(part, (_Box, PlainLabel)) or part.layout() is None:
        return part.sizePolicy().hasHeightForWidth()
    return part.hasHeightForWidth()


def flowing(*parts: QWidget, gap: int = 6) -> QWidget:
    """Widgets side by side, on the next line where there is no room."""
    box = _Box()
    flow = FlowLayout(box, gap=theme.tokens().px(gap))
    for part in parts:
        flow.addWidget(part)
    policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
    policy.setHeightForWidth(True)
    box.setSizePolicy(policy)
    return box


def column(*parts: QWidget, gap: int = 2, name: str = "") -> QWidget:
    """Widgets one below the other."""
    box = _Box()
    if name:
        box.setObjectName(name)
    made = QVBoxLayout(box)
    made.setContentsMargins(0, 0, 0, 0)
    made.setSpacing(theme.tokens().px(gap))
    for part in parts:
        made.addWidget(part)
    box.setSizePolicy(_policy(parts))
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
