"""Today's list as it is seen: cards painted by a delegate, worked by mouse or keys.

Enter: done (or the first step, or the handoff); R or the button: reschedule; Ctrl+Enter: the deal.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPalette
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QWidget
from PySide6.QtWidgets import QStyleOptionViewItem as Option

from salesdesk.support.i18n import _
from salesdesk.ui import elided, painting, theme
from salesdesk.ui.today.lines import LINE, Line, TodayModel

Index = QModelIndex | QPersistentModelIndex
WIDE = 960
"""Logical pixels of a line from which on the amount stands in a column of its own."""
_BESIDE, _BUTTON = 170, 144
"""Widths of that column, and of what is left at its right for the button."""


class TodayList(QListView):
    """Emits what is wanted for a line: `done_wanted`, `action_wanted`, `open_wanted`."""

    done_wanted = Signal(object)
    action_wanted = Signal(object)
    open_wanted = Signal(object)

    def __init__(self, model: TodayModel) -> None:
        super().__init__()
        self.setObjectName("today_list")
        self.setAccessibleName(_("Today"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setModel(model)
        self.setItemDelegate(LineDelegate(self))
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setBackgroundRole(QPalette.ColorRole.Window)
        self.hovered_part = ""
        self._lines = model
        model.modelReset.connect(self._on_model_model_reset)
        self._kept: tuple[str | None, str] | None = None

    def current(self) -> Line | None:
        """The line the keyboard is on, if it is something to do."""
        index = self.currentIndex()
        line: Line | None = index.data(LINE) if index.isValid() else None
        return line if line is not None and line.item is not None else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter, Ctrl+Enter and R act on the line; the arrows pass over headings."""
        line = self.current()
        if line is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            is_open = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            (self.open_wanted if is_open else self.done_wanted).emit(line)
        elif line is not None and event.text().casefold() == "r":
            self.action_wanted.emit(line)
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Mark what a click would do."""
        index = self.indexAt(event.position().toPoint())
        part = self._part_at(index, event.position().toPoint()) if index.isValid() else ""
        if part != self.hovered_part:
            self.hovered_part = part
            hand = Qt.CursorShape.PointingHandCursor if part else Qt.CursorShape.ArrowCursor
            self.viewport().setCursor(hand)
        self.viewport().update()
        super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The circle is done, the button is what it says, the title opens the deal."""
        super().mouseReleaseEvent(event)
        place = event.position().toPoint()
        index = self.indexAt(place)
        if event.button() is not Qt.MouseButton.LeftButton or not index.isValid():
            return
        signal = {
            "circle": self.done_wanted,
            "button": self.action_wanted,
            "title": self.open_wanted,
        }.get(self._part_at(index, place))
        if signal is not None:
            signal.emit(index.data(LINE))

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is under the pointer any more."""
        self.hovered_part = ""
        self.viewport().update()
        super().leaveEvent(event)

    def part_rect(self, index: QModelIndex, part: str) -> QRect:
        """Where the circle, title, amount or button of a line is; for tests and for aiming."""
        return parts(self.visualRect(index), index.data(LINE))[part]

    def _part_at(self, index: QModelIndex, place: object) -> str:
        line: Line = index.data(LINE)
        if line.item is None:
            return ""
        found = parts(self.visualRect(index), line)
        return next((name for name, box in found.items() if box.contains(place)), "")  # type: ignore[call-overload]

    def _on_model_model_reset(self) -> None:
        """Stay on the line, or on the one that took its place."""
        first = next((i for i, line in enumerate(self._lines.lines) if line.item), -1)
        wanted = next(
            (
                i
                for i, line in enumerate(self._lines.lines)
                if self._kept and _key(line) == self._kept
            ),
            first,
        )
        if wanted >= 0:
            self.setCurrentIndex(self._lines.index(wanted))

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Remember which line it is, by what it is about."""
        super().currentChanged(current, previous)
        line = current.data(LINE) if current.isValid() else None
        if line is not None and line.item is not None:
            self._kept = _key(line)


def _key(line: Line) -> tuple[str | None, str] | None:
    return (line.item.step_id, line.item.deal_id) if line.item else None


def parts(box: QRect, line: Line) -> dict[str, QRect]:
    """The places of circle, title and button inside a line's rectangle."""
    look = theme.tokens()
    card = box.adjusted(0, look.px(3), -look.px(10), -look.px(3))
    middle = card.center().y()
    width = QFontMetrics(theme.font("body")).horizontalAdvance(line.action) + look.px(24)
    high = look.px(28)
    circle = QRect(card.left() + look.px(8), middle - look.px(13), look.px(26), look.px(26))
    button = QRect(card.right() - look.px(12) - width, middle - high // 2, width, high)
    left = card.left() + look.px(136)
    end = button.left() - look.px(14)
    beside = QRect()
    if card.width() >= look.px(WIDE):
        # At one edge in all lines, whatever their buttons say.
        end = min(end, card.right() - look.px(_BUTTON))
        beside = QRect(0, card.top() + look.px(7), look.px(_BESIDE), look.px(20))
        beside.moveRight(end - look.px(8))
        end = beside.left() - look.px(14)
    title = QRect(left, card.top() + look.px(7), end - left, look.px(20))
    return {"circle": circle, "button": button, "title": title, "beside": beside}


class LineDelegate(QStyledItemDelegate):
    """Paints headings and cards as in the picture of Today."""

    def __init__(self, view: TodayList) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: Option, index: Index) -> QSize:
        look = theme.tokens()
        is_heading = index.data(LINE).item is None
        return QSize(look.px(300), look.px(38) if is_heading else look.px(60))

    def paint(self, painter: QPainter, option: Option, index: Index) -> None:
        line: Line = index.data(LINE)
        if line.item is None:
            _paint_heading(painter, option.rect, line)
        else:
            self._paint_line(painter, option, line)

    def _paint_line(self, painter: QPainter, option: Option, line: Line) -> None:
        look, box = theme.tokens(), option.rect
        places = parts(box, line)
        card = box.adjusted(0, look.px(3), -look.px(10), -look.px(3))
        painting.rounded(painter, card, look.card_radius, look.raised, look.card_line)
        has_keys = self._view.hasFocus() and option.state & QStyle.StateFlag.State_Selected
        if has_keys:
            painting.rounded(painter, card, look.card_radius, None, look.accent, 2)
        is_over = bool(option.state & QStyle.StateFlag.State_MouseOver)
        part = self._view.hovered_part if is_over else ""
        _paint_circle(painter, places["circle"], line, is_hot=part == "circle")
        when = QRect(places["circle"].right() + look.px(6), card.top(), look.px(92), card.height())
        elided.draw(painter, when, line.when, "strong", _when_ink(look, line))
        ink = look.accent_text if part == "title" else look.text
        elided.draw(painter, places["title"], line.title, "body", ink)
        below = places["title"].translated(0, look.px(18))
        beside = places["beside"]
        if beside.isEmpty():
            elided.draw(painter, below, line.detail, "small", look.muted)
        else:
            elided.draw(painter, below, line.short, "small", look.muted)
            amount, since = line.beside
            elided.draw(painter, beside, amount, "strong", look.text, elided.RIGHT)
            under = beside.translated(0, look.px(18))
            elided.draw(painter, under, since, "small", look.muted, elided.RIGHT)
        fill = look.hover if part == "button" else look.raised
        painting.rounded(painter, places["button"], look.radius, fill, look.line_strong)
        elided.draw(painter, places["button"], line.action, "body", look.text, elided.CENTRE)


def _paint_heading(painter: QPainter, box: QRect, line: Line) -> None:
    look = theme.tokens()
    inside = box.adjusted(look.px(2), look.px(8), -look.px(12), 0)
    elided.draw(painter, inside, line.title, "heading", look.text)
    elided.draw(painter, inside, line.detail, "body", look.faint, elided.RIGHT)


def _paint_circle(painter: QPainter, box: QRect, line: Line, *, is_hot: bool) -> None:
    """The circle to tick; deals without a step have a dashed look of nothing to tick."""
    look = theme.tokens()
    side = look.px(14)
    inner = QRect(0, 0, side, side)
    inner.moveCenter(box.center())
    ring = look.ok_fill if is_hot else look.line_strong
    painting.rounded(painter, inner, side / 2, look.ok_soft if is_hot else None, ring, 1.4)
    if is_hot and line.section != "without":
        painting.check_mark(painter, inner, look.ok)


def _when_ink(look: theme.Tokens, line: Line) -> QColor:
    if line.section == "late" or (line.section == "handoff" and line.item and line.item.days > 0):
        return look.late
    return look.warn if line.section == "without" else look.text


def assistive(widget: QWidget) -> str:
    """What the list says about its keys, for a tooltip and a screen reader."""
    words = _("Enter: done · R: reschedule · Ctrl+Enter: open the deal")
    widget.setAccessibleDescription(words)
    return words
