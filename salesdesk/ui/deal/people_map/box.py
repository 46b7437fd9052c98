"""One person on the map: a box whose shape and colour tell the stance, in words too.

A widget of its own, so that the keyboard and assistive tools reach it like any other.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QWidget

from salesdesk.domain.facts import INFLUENCE_LABELS, ROLE_LABELS, STANCE_LABELS
from salesdesk.domain.people_map import BOX_HEIGHT, BOX_WIDTH
from salesdesk.support.i18n import _
from salesdesk.ui import theme
from salesdesk.ui.deal import words
from salesdesk.ui.widgets.labels import plain_tip
from salesdesk.usecases.people_map import MapPerson

_LEVELS = {"high": 3, "medium": 2, "low": 1}
ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


@dataclass(frozen=True, slots=True)
class Look:
    """How a stance is drawn: the outline's shape, its stroke, colours, and a sign."""

    shape: str
    stroke: Qt.PenStyle
    width: float
    line: QColor
    fill: QColor
    ink: QColor
    sign: str


def look_of(stance: str) -> Look:
    """Round with a tick for a supporter, straight for a neutral, cut corners for a sceptic, an
    octagon for a blocker, dotted for one whose stance nobody knows."""
    look = theme.tokens()
    solid = Qt.PenStyle.SolidLine
    known = {
        "supporter": Look("round", solid, 2, look.ok_fill, look.ok_soft, look.ok, "✓"),
        "neutral": Look("square", solid, 1.5, look.line_strong, look.raised, look.soft, "–"),
        "sceptic": Look("cut", Qt.PenStyle.DashLine, 2, look.warn_fill, look.warn_soft, look.warn,
                        "?"),
        "blocker": Look("octagon", solid, 3, look.late_fill, look.late_soft, look.late, "✕"),
    }  # fmt: skip
    unknown = Look("square", Qt.PenStyle.DotLine, 1.5, look.faint, look.sunken, look.muted, "")
    return known.get(stance, unknown)


def label(names: object, key: str) -> str:
    """The name of a role, an influence or a stance."""
    found = dict(names).get(key)  # type: ignore[call-overload]
    return _(found) if found else key


class PersonBox(QWidget):
    """Emits `moved(person id, corner in the map's units)` when dropped or moved by the keyboard,
    `walked(id, way)` for an arrow, `boss_requested(id)` for R, `chosen(id)` when it has the focus.
    """

    moved = Signal(str, QPointF)
    dragged = Signal()
    walked = Signal(str, tuple)
    nudged = Signal(str, tuple)
    boss_requested = Signal(str)
    chosen = Signal(str)

    def __init__(self, person: MapPerson, boss: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.person = person
        self.scale = 1.0
        self.shift = 0
        """Pixels by which the whole map stands to the right, so that it is in the middle."""
        self._boss = boss
        self._grip: QPoint | None = None
        self._was_dragged = False
        self.setObjectName(f"map_{person.person_id}")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.show_person(person, boss)

    def show_person(self, person: MapPerson, boss: str) -> None:
        """Show a person as they are now; `boss` is the name of whom they report to."""
        self.person, self._boss = person, boss
        parts = [
            person.name,
            person.title,
            label(ROLE_LABELS, person.role),
            self._influence(),
            label(STANCE_LABELS, person.stance),
            _("reports to {boss}").format(boss=boss) if boss else _("reports to nobody here"),
        ]
        said = ", ".join(part for part in parts if part)
        self.setAccessibleName(said)
        self.setAccessibleDescription(
            _("Arrows choose, Ctrl with arrows moves, R sets whom they report to")
        )
        self.setToolTip(plain_tip(said))
        self.update()

    def place(self, scale: float, shift: int = 0) -> None:
        """Stand where the map says, at a scale, `shift` pixels to the right."""
        self.scale, self.shift = scale, shift
        spot = self.person.spot
        self.setGeometry(
            shift + round(spot.x * scale), round(spot.y * scale),
            round(BOX_WIDTH * scale), round(BOX_HEIGHT * scale),
        )  # fmt: skip

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk, Ctrl with arrows moves, R asks for the superior."""
        way = ARROWS.get(Qt.Key(event.key()))
        if way is not None:
            is_ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            (self.nudged if is_ctrl else self.walked).emit(self.person.person_id, way)
        elif event.key() == Qt.Key.Key_R and not event.modifiers():
            self.boss_requested.emit(self.person.person_id)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell who is chosen."""
        super().focusInEvent(event)
        self.update()
        self.chosen.emit(self.person.person_id)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        super().focusOutEvent(event)
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._grip, self._was_dragged = event.position().toPoint(), False
            self.raise_()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the hand."""
        if self._grip is None:
            return
        step = event.position().toPoint() - self._grip
        if self._was_dragged or step.manhattanLength() > 5:
            self._was_dragged = True
            corner = self.pos() + step
            self.move(max(self.shift, corner.x()), max(0, corner.y()))
            self.dragged.emit()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go: that is the place."""
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        was_dragged, self._grip = self._was_dragged and self._grip is not None, None
        if was_dragged:
            corner = QPointF(self.x() - self.shift, self.y()) / self.scale
            self.moved.emit(self.person.person_id, corner)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The outline by stance, then name, role, influence and stance."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(self.scale, self.scale)
        style = look_of(self.person.stance)
        self._outline(painter, style)
        self._words(painter, style)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.tokens().accent, 2.5))
            radius = 20 if style.shape == "round" else 6
            ring = QRectF(1.5, 1.5, BOX_WIDTH - 3, BOX_HEIGHT - 3)
            painter.drawRoundedRect(ring, radius, radius)

    def _outline(self, painter: QPainter, style: Look) -> None:
        edge = style.width / 2 + 3
        box = QRectF(edge, edge, BOX_WIDTH - 2 * edge, BOX_HEIGHT - 2 * edge)
        painter.setPen(QPen(style.line, style.width, style.stroke))
        painter.setBrush(style.fill)
        if style.shape in ("cut", "octagon"):
            cut = 10 if style.shape == "cut" else 18
            painter.drawPolygon(_cut_box(box, cut, only_right=style.shape == "cut"))
        else:
            radius = 18 if style.shape == "round" else 3
            painter.drawRoundedRect(box, radius, radius)

    def _words(self, painter: QPainter, style: Look) -> None:
        look, person = theme.tokens(), self.person
        inside = QRectF(16, 9, BOX_WIDTH - 32, BOX_HEIGHT - 18)
        row = inside.height() / 4
        role = label(ROLE_LABELS, person.role)
        stance = " ".join(filter(None, (style.sign, label(STANCE_LABELS, person.stance))))
        lines = (
            (person.name, "strong", look.text),
            (role, "small", look.soft),
            (self._influence(), "small", look.soft),
            (stance, "small_strong", style.ink),
        )
        flags = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for place, (text, role_name, ink) in enumerate(lines):
            font = _at_map_size(role_name)
            painter.setFont(font)
            painter.setPen(ink)
            where = QRectF(inside.left(), inside.top() + place * row, inside.width(), row)
            shown = words.shortened(text, 80)
            room = int(where.width()) - (24 if place == 2 else 0)
            shown = QFontMetrics(font).elidedText(shown, Qt.TextElideMode.ElideRight, room)
            painter.drawText(where, flags | int(Qt.TextFlag.TextSingleLine), shown)
        self._bars(painter, QRectF(inside.right() - 18, inside.top() + 2 * row, 18, row))

    def _bars(self, painter: QPainter, where: QRectF) -> None:
        """Three bars, as many filled as there is influence."""
        look = theme.tokens()
        painter.setPen(Qt.PenStyle.NoPen)
        level = _LEVELS.get(self.person.influence, 0)
        for place in range(3):
            high = 4 + 3 * place
            painter.setBrush(look.soft if place < level else look.dot_off)
            painter.drawRect(
                QRectF(where.left() + 6 * place, where.center().y() + 5 - high, 4, high)
            )

    def _influence(self) -> str:
        influence = self.person.influence
        return _("{level} influence").format(level=label(INFLUENCE_LABELS, influence))


def _at_map_size(role: str) -> QFont:
    """A font of the look at the map's own size: the scale makes it larger or smaller."""
    font = theme.font(role)  # type: ignore[arg-type]
    made = QFont(font)
    made.setPixelSize(13 if role == "strong" else 12)
    return made


def _cut_box(box: QRectF, cut: float, *, only_right: bool) -> QPolygonF:
    left = 0.0 if only_right else cut
    points = (
        (box.left() + left, box.top()), (box.right() - cut, box.top()),
        (box.right(), box.top() + cut), (box.right(), box.bottom() - cut),
        (box.right() - cut, box.bottom()), (box.left() + left, box.bottom()),
        (box.left(), box.bottom() - left), (box.left(), box.top() + left),
    )  # fmt: skip
    return QPolygonF([QPointF(x, y) for x, y in points])
