"""The picture of the map: boxes with the lines of who reports to whom behind them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPolygonF,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QScrollArea, QWidget

from salesdesk.domain.people_map import (
    BOX_HEIGHT,
    BOX_WIDTH,
    FARTHEST,
    GAP_X,
    GAP_Y,
    MARGIN,
    Spot,
    neighbour,
    size,
)
from salesdesk.support.i18n import _
from salesdesk.ui import theme
from salesdesk.ui.deal.people_map.box import PersonBox
from salesdesk.usecases.people_map import MapPerson

ZOOMS = (0.5, 0.65, 0.8, 1.0, 1.25, 1.5, 2.0)
_READABLE = 0.8
"""The least zoom that the map takes by itself."""
STEP = 24
"""How far Ctrl with an arrow moves a box."""


class MapCanvas(QWidget):
    """Emits `placed(person id, x, y)`, `boss_requested(id)` and `chosen(id)`."""

    placed = Signal(str, int, int)
    boss_requested = Signal(str)
    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("map_canvas")
        self.setAccessibleName(_("Stakeholder map"))
        self.boxes: dict[str, PersonBox] = {}
        self.zoom = 1.0
        self._shift = 0

    @property
    def scale(self) -> float:
        """Pixels for one unit of the map."""
        return self.zoom * theme.tokens().font_px / 13

    def show_people(self, people: Sequence[MapPerson]) -> None:
        """Show everyone where they stand; who has the keyboard keeps it."""
        names = {person.person_id: person.name for person in people}
        for gone in self.boxes.keys() - names.keys():
            box = self.boxes.pop(gone)
            box.hide()
            box.deleteLater()
        for person in people:
            boss = names.get(person.reports_to_id or "", "")
            if person.person_id in self.boxes:
                self.boxes[person.person_id].show_person(person, boss)
            else:
                self._add(person, boss)
        self._lay_out()

    def set_zoom(self, zoom: float) -> None:
        """Show it larger or smaller."""
        self.zoom = min(max(zoom, ZOOMS[0]), ZOOMS[-1])
        self._lay_out()

    def centre(self, room: int) -> None:
        """Stand in the middle of `room` pixels; what is dragged afterwards stays where it is."""
        wide, _high = size(self.spots().values())
        self._shift = max(0, (room - round(wide * self.scale)) // 2)
        self._lay_out()

    def spots(self) -> dict[str, Spot]:
        """Where everyone stands, in the map's units."""
        return {key: box.person.spot for key, box in self.boxes.items()}

    def sizeHint(self) -> QSize:
        """The whole picture."""
        wide, high = size(self.spots().values())
        return QSize(self._shift + round(wide * self.scale), round(high * self.scale))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The lines, from below a superior to above who reports to them."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        look = theme.tokens()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for box in self.boxes.values():
            boss = self.boxes.get(box.person.reports_to_id or "")
            if boss is not None:
                is_near = box.hasFocus() or boss.hasFocus()
                ink = look.accent if is_near else look.faint
                self._line(painter, boss, box, QPen(ink, 2.2 if is_near else 1.6))

    def _line(self, painter: QPainter, boss: PersonBox, box: PersonBox, pen: QPen) -> None:
        """A bent line with an arrow at the superior; a straight one when they stand in disorder."""
        half_wide = BOX_WIDTH * self.scale / 2
        edge = 3 * self.scale
        start = QPointF(box.x() + half_wide, box.y() + edge)
        end = QPointF(boss.x() + half_wide, boss.y() + BOX_HEIGHT * self.scale - edge)
        path = QPainterPath(start)
        bend = end.y() + (GAP_Y / 2 + 3) * self.scale
        if start.y() > end.y() + 2 * GAP_Y * self.scale:
            # Others stand between: beside them, or it would look as if it came from one of them.
            aside, above = box.x() - GAP_X / 2 * self.scale, start.y() - 9 * self.scale
            for x, y in ((start.x(), above), (aside, above), (aside, bend), (end.x(), bend)):
                path.lineTo(x, y)
        elif start.y() > end.y() + 12 * self.scale:
            middle = (start.y() + end.y()) / 2
            path.lineTo(start.x(), middle)
            path.lineTo(end.x(), middle)
        path.lineTo(end)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(path)
        if start.y() > end.y() + 12 * self.scale:
            _arrow(painter, end, 5 * self.scale, pen.color())

    def _add(self, person: MapPerson, boss: str) -> None:
        box = PersonBox(person, boss, self)
        box.moved.connect(self._on_box_moved)
        box.dragged.connect(self.update)
        box.walked.connect(self._on_box_walked)
        box.nudged.connect(self._on_box_nudged)
        box.boss_requested.connect(self.boss_requested)
        box.chosen.connect(self._on_box_chosen)
        self.boxes[person.person_id] = box
        box.show()

    def _lay_out(self) -> None:
        for box in self.boxes.values():
            box.place(self.scale, self._shift)
        self.setMinimumSize(self.sizeHint())
        self.update()

    def _on_box_moved(self, person_id: str, corner: QPointF) -> None:
        self.placed.emit(person_id, round(corner.x()), round(corner.y()))

    def _on_box_nudged(self, person_id: str, way: tuple[int, int]) -> None:
        spot = self.boxes[person_id].person.spot
        x = min(max(0, spot.x + STEP * way[0]), FARTHEST)
        y = min(max(0, spot.y + STEP * way[1]), FARTHEST)
        self.placed.emit(person_id, x, y)

    def _on_box_walked(self, person_id: str, way: tuple[int, int]) -> None:
        found = neighbour(self.spots(), person_id, way)
        if found is not None:
            self.boxes[found].setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_box_chosen(self, person_id: str) -> None:
        self.update()
        self.chosen.emit(person_id)


class MapView(QScrollArea):
    """The canvas with scroll bars; Ctrl and the wheel zoom."""

    zoomed = Signal(int)

    def __init__(self, canvas: MapCanvas) -> None:
        super().__init__()
        self.setObjectName("map_scroll")
        self.setAccessibleName(_("Stakeholder map"))
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidgetResizable(True)
        self.canvas = canvas
        self.setWidget(canvas)
        canvas.chosen.connect(self.show_box)

    def show_box(self, person_id: str) -> None:
        """Bring a person into sight."""
        self.ensureWidgetVisible(self.canvas.boxes[person_id], MARGIN, MARGIN)

    def fit(self) -> None:
        """The largest zoom at which all can be seen; never so small that it cannot be read."""
        look = theme.tokens()
        wide, high = size(self.canvas.spots().values())
        unit = look.font_px / 13
        room = self.viewport().size()
        fitting = [z for z in ZOOMS if wide * z * unit <= room.width()
                   and high * z * unit <= room.height() and _READABLE <= z <= 1]  # fmt: skip
        self.canvas.set_zoom(fitting[-1] if fitting else _READABLE)
        self.canvas.centre(room.width())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The picture stays in the middle."""
        super().resizeEvent(event)
        self.canvas.centre(self.viewport().width())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ctrl zooms."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoomed.emit(1 if event.angleDelta().y() > 0 else -1)
            return
        super().wheelEvent(event)


def _arrow(painter: QPainter, tip: QPointF, length: float, ink: QColor) -> None:
    """A small filled arrow that points up at `tip`."""
    points = [tip, tip + QPointF(-length, 1.6 * length), tip + QPointF(length, 1.6 * length)]
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    painter.drawPolygon(QPolygonF(points))
