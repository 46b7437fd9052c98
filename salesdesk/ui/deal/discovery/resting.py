"""A question at rest: painted, so that a hundred open at once; focus makes it an editor.

Called by the layers of the Discover panel. What is painted is laid out once per width.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QSizePolicy

from salesdesk.domain.discovery import Answer, QuestionState
from salesdesk.support.i18n import _
from salesdesk.ui import painting, theme
from salesdesk.ui.deal import words
from salesdesk.ui.widgets.chips import PillTone, paint_pill
from salesdesk.ui.widgets.labels import clipped

_ENDLESS = 100_000
_WRAP = int(Qt.TextFlag.TextWordWrap) | int(Qt.AlignmentFlag.AlignLeft)


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing to paint: text in a role and tone, a box with an answer, or a pill."""

    what: str
    """text, box or pill."""
    rect: QRect
    words: str
    role: theme.Role = "body"
    tone: str = "text"


class RestingQuestion(QFrame):
    """Emits `open_requested(key)` when it is clicked or the keyboard comes to it."""

    open_requested = Signal(str)

    def __init__(self, state: QuestionState) -> None:
        super().__init__()
        self.state = state
        self._pieces: dict[tuple[int, int], tuple[list[Piece], int]] = {}
        """By width and size of the text."""
        self._pen: _Pen | None = None
        self._words: tuple[Piece, ...] = ()
        self.setObjectName(f"question_{state.key}")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.IBeamCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._name_it()

    def set_state(self, state: QuestionState) -> None:
        """Show another state of the same question."""
        if state == self.state:
            return
        self.state = state
        self._pieces.clear()
        self._words, self._pen = (), None
        self._name_it()
        self.updateGeometry()
        self.update()

    def heightForWidth(self, width: int) -> int:
        """The height of what is painted at this width."""
        return self._laid_out(width)[1]

    def sizeHint(self) -> QSize:
        """A usual width; the height follows the real one."""
        return QSize(theme.tokens().px(560), theme.tokens().px(54))

    def minimumSizeHint(self) -> QSize:
        """Narrow is possible."""
        return QSize(theme.tokens().px(200), theme.tokens().px(40))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click opens."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.open_requested.emit(self.state.key)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tab opens too, after this event: the card goes out of sight."""
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            QTimer.singleShot(0, self, lambda: self.open_requested.emit(self.state.key))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Card, question, answers, marks."""
        look = theme.tokens()
        painter = QPainter(self)
        line = look.accent if self.hasFocus() else look.card_line
        painting.rounded(painter, self.rect(), look.card_radius, look.raised, line)
        for piece in self._laid_out(self.width())[0]:
            self._paint(painter, look, piece)

    def _paint(self, painter: QPainter, look: theme.Tokens, piece: Piece) -> None:
        if piece.what == "pill":
            tone: PillTone = piece.tone  # type: ignore[assignment]
            paint_pill(painter, piece.rect, piece.words, tone)
            return
        rect = piece.rect
        if piece.what == "box":
            painting.rounded(painter, rect, look.radius, look.field, look.line_strong)
            rect = rect.adjusted(look.px(9), look.px(6), -look.px(9), -look.px(6))
        painter.setFont(theme.font(piece.role))
        painter.setPen(getattr(look, piece.tone))
        painter.drawText(rect, _WRAP, piece.words)

    def _laid_out(self, width: int) -> tuple[list[Piece], int]:
        # Qt asks for several widths while a scroll bar comes and goes, so a few are remembered.
        look = theme.tokens()
        key = width, look.font_px
        if key not in self._pieces:
            if len(self._pieces) > 4:
                self._pieces.clear()
            if self._pen is None or self._pen.look.font_px != look.font_px:
                self._pen = _Pen(look)
            self._words = self._words or tuple(_pieces(self.state))
            self._pieces[key] = _lay_out(self._pen, self._words, max(width, 120))
        return self._pieces[key]

    def _name_it(self) -> None:
        answers = "; ".join(answer.words for answer in self.state.answers)
        skipped = _("skipped") if self.state.skipped_why else _("not answered")
        self.setAccessibleName(f"{self.state.text} – {answers or skipped}")


class _Pen:
    """Sizes and fonts of a card, asked for once: a long page has hundreds of pieces, and is laid
    out in several widths."""

    def __init__(self, look: theme.Tokens) -> None:
        self.look, self.px = look, functools.cache(look.px)
        self._metrics: dict[str, QFontMetrics] = {}
        self._lengths: dict[tuple[str, str], int] = {}
        self._wholes: dict[tuple[str, str], QSize] = {}

    def metrics(self, role: theme.Role) -> QFontMetrics:
        """Of the font of a role."""
        if role not in self._metrics:
            self._metrics[role] = QFontMetrics(theme.font(role))
        return self._metrics[role]

    def length(self, role: theme.Role, words: str) -> int:
        """How long these words are on one line."""
        if (role, words) not in self._lengths:
            self._lengths[role, words] = self.metrics(role).horizontalAdvance(words)
        return self._lengths[role, words]

    def height(self, role: theme.Role, words: str, room: int) -> int:
        """How high these words are in a room so wide."""
        if (role, words) not in self._wholes:
            self._wholes[role, words] = self._size(role, words, _ENDLESS)
        whole = self._wholes[role, words]
        return (whole if whole.width() < room else self._size(role, words, room)).height()

    def _size(self, role: theme.Role, words: str, room: int) -> QSize:
        inside = QRect(0, 0, room, _ENDLESS)
        return self.metrics(role).boundingRect(inside, _WRAP, words).size()


def _lay_out(pen: _Pen, wanted: Iterable[Piece], width: int) -> tuple[list[Piece], int]:
    """What to paint in this width, each with its place, and the height it takes."""
    side, top = pen.px(14), pen.px(10)
    room = width - 2 * side
    pieces: list[Piece] = []
    y = top
    for piece in wanted:
        y = _place(pen, pieces, piece, side, y, room)
    return pieces, y + pen.px(10)


def _pieces(state: QuestionState) -> Iterator[Piece]:
    none = QRect()
    yield Piece("text", none, state.text, "strong")
    for answer in state.answers:
        yield Piece("box", none, clipped(answer.words))
        yield Piece("marks", none, answer.id)
        yield from _marks(answer)
    if state.answers:
        return
    if state.skipped_why:
        why = _("Skipped: {reason}").format(reason=state.skipped_why)
        yield Piece("text", none, why, "small", "muted")
    elif state.follow_ups:
        hint = _("Follow up with: {question}").format(question=state.follow_ups[0])
        yield Piece("text", none, hint, "small", "muted")
    if state.needed_for or state.is_planned:
        yield Piece("marks", none, "")
    if state.needed_for:
        need = _("Needed to leave: {criterion}").format(criterion=state.needed_for)
        yield Piece("pill", none, words.shortened(need, 80), tone="accent")
    if state.is_planned:
        yield Piece("pill", none, _("Planned for the next call"), tone="neutral")


def _marks(answer: Answer) -> Iterator[Piece]:
    for fact in answer.facts:
        tone = words.KIND_TONES.get(fact.kind, "accent")
        yield Piece("pill", QRect(), words.shortened(words.fact_chip(fact), 66), tone=tone)
    said = words.said(answer.person, answer.answered_on)
    if said:
        yield Piece("said", QRect(), said, "small", "faint")


def _place(pen: _Pen, pieces: list[Piece], piece: Piece, x: int, y: int, room: int) -> int:
    """Give a piece its place; the y below it. Pills and the speaker flow on one line."""
    if piece.what == "marks":
        pieces.append(Piece("row", QRect(x, y + pen.px(5), 0, 0), ""))
        return y + pen.px(5) + pen.px(19)
    if piece.what in ("pill", "said"):
        return _flow(pen, pieces, piece, x, y, room)
    pad = pen.px(9) if piece.what == "box" else 0
    height = pen.height(piece.role, piece.words, room - 2 * pad)
    gap = pen.px(2)
    if piece.what == "box":
        height += 2 * pen.px(6)
        gap = pen.px(7)
    rect = QRect(x, y + (gap if pieces else 0), room, height)
    pieces.append(Piece(piece.what, rect, piece.words, piece.role, piece.tone))
    return rect.bottom() + 1


def _flow(pen: _Pen, pieces: list[Piece], piece: Piece, x: int, y: int, room: int) -> int:
    last = pieces[-1]
    role: theme.Role = "tiny" if piece.what == "pill" else "small"
    pad = 2 * pen.px(6) if piece.what == "pill" else 4
    width, said = pen.length(role, piece.words) + pad, piece.words
    if width > room:
        said = pen.metrics(role).elidedText(said, Qt.TextElideMode.ElideRight, room - pad)
        width = room
    left = x if last.what == "row" else last.rect.right() + pen.px(6)
    top = last.rect.top()
    if left + width > x + room and left > x:
        left, top, y = x, top + pen.px(21), y + pen.px(21)
    rect = QRect(left, top, width, pen.metrics(role).height() + pen.px(2))
    pieces.append(Piece("pill" if piece.what == "pill" else "text", rect, said, piece.role,
                        piece.tone))  # fmt: skip
    return y
