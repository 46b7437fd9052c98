"""The view of the stakeholder map: the picture, how to read it, and what can be done in it.

Opened from Overview's stakeholders and from the deal's actions. The table on Overview is its list
form; both show the same people and change the same parts.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent, QPen, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QWidget

from salesdesk.domain.changes import Changes
from salesdesk.domain.facts import STANCE_LABELS
from salesdesk.support.i18n import _
from salesdesk.ui import theme
from salesdesk.ui.deal.people_map.box import label, look_of
from salesdesk.ui.deal.people_map.canvas import ZOOMS, MapCanvas, MapView
from salesdesk.ui.deal.room import Room
from salesdesk.ui.widgets import Dialog, EmptyState, IconButton, Panel, PickOne, PlainLabel
from salesdesk.usecases.people_map import MapPerson, people_map


class MapDialog(Dialog):
    """The map of the room's deal."""

    def __init__(self, room: Room, parent: QWidget | None = None) -> None:
        super().__init__(
            _("Stakeholder map"), "people_map", remark=room.view.deal.name if room.view else "",
            size=(1080, 700), scrolls=False, parent=parent,
        )  # fmt: skip
        self._deal_room = room
        self.people: tuple[MapPerson, ...] = ()
        self._chosen = ""
        self.canvas = MapCanvas()
        self.view = MapView(self.canvas)
        self.boss = PickOne("map_boss", _("Reports to"))
        self.who = PlainLabel("", "body", "muted", name="map_who")
        self.none = EmptyState(
            "users", _("Nobody is on this deal yet"),
            hint=_("Add people on Overview; they stand here at once."), name="map_none",
        )  # fmt: skip
        self._build()
        self.canvas.placed.connect(self._on_canvas_placed)
        self.canvas.chosen.connect(self._on_canvas_chosen)
        self.canvas.boss_requested.connect(self._on_canvas_boss_requested)
        self.boss.picked.connect(self._on_boss_picked)
        self.view.zoomed.connect(self.step_zoom)
        room.context.bridge.changed.connect(self._on_bridge_changed)
        self.refresh()
        self.choose(next(iter(self.canvas.boxes), ""))

    def showEvent(self, event: object) -> None:
        """All of it in sight, if that can be read."""
        super().showEvent(event)  # type: ignore[arg-type]
        self.view.fit()

    def refresh(self) -> None:
        """Show the map as it is kept."""
        self.people = people_map(self._deal_room.desk, self._deal_room.deal_id)
        self.canvas.show_people(self.people)
        self.view.setVisible(bool(self.people))
        self.none.setVisible(not self.people)
        self._show_chosen()

    def choose(self, person_id: str) -> None:
        """Give somebody the keyboard."""
        if person_id in self.canvas.boxes:
            self.canvas.boxes[person_id].setFocus(Qt.FocusReason.OtherFocusReason)

    def step_zoom(self, way: int) -> None:
        """The next zoom up or down."""
        zoom = self.canvas.zoom
        found = [z for z in ZOOMS if (z > zoom if way > 0 else z < zoom)]
        if found:
            self.canvas.set_zoom(found[0] if way > 0 else found[-1])

    def arrange(self) -> None:
        """Everyone by who reports to whom again."""
        from salesdesk.usecases.people_map import ArrangeMap

        self._do(ArrangeMap(self._deal_room.deal_id))

    def _build(self) -> None:
        look = theme.tokens()
        bar = Panel("bottom", name="map_bar")
        row = QHBoxLayout(bar)
        row.setContentsMargins(look.px(20), look.px(7), look.px(20), look.px(7))
        row.setSpacing(look.px(10))
        for key in ("supporter", "neutral", "sceptic", "blocker", "unknown"):
            row.addWidget(_Sample(key))
        row.addStretch(1)
        row.addWidget(self.who)
        row.addWidget(self.boss)
        self.boss.setMaximumWidth(look.px(220))
        self.body.setSpacing(0)
        self.body.addWidget(bar)
        self.body.addWidget(self.view, 1)
        self.body.addWidget(self.none, 1)
        for icon, name, text, way in (
            ("minus", "map_smaller", _("Smaller"), -1),
            ("plus", "map_larger", _("Larger"), 1),
        ):
            button = IconButton(icon, name, text)
            button.clicked.connect(lambda _on=False, way=way: self.step_zoom(way))
            self._buttons.addWidget(button)
        arrange = self.add_button(_("Arrange again"), "map_arrange")
        arrange.clicked.connect(lambda _on=False: self.arrange())
        self.set_cancel(_("Close"))
        self.set_footnote(
            _("Arrows choose · Ctrl with arrows moves · R sets whom they report to · Ctrl+Z undoes")
        )
        for keys, way in (("Ctrl++", 1), ("Ctrl+=", 1), ("Ctrl+-", -1)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.activated.connect(lambda way=way: self.step_zoom(way))
        undo = QShortcut(QKeySequence("Ctrl+Z"), self)
        undo.activated.connect(self._undo)

    def _undo(self) -> None:
        self._deal_room.context.bridge.undo()

    def _show_chosen(self) -> None:
        """Who is chosen, and to whom they report."""
        person = next((p for p in self.people if p.person_id == self._chosen), None)
        self.boss.setVisible(person is not None)
        self.who.setVisible(person is not None)
        if person is None:
            return
        self.who.setText(_("{person} reports to").format(person=person.name[:60]))
        self.boss.setAccessibleName(_("{person} reports to").format(person=person.name))
        others = [(p.person_id, p.name) for p in self.people if p.person_id != person.person_id]
        self.boss.set_choices([(None, _("Nobody here")), *others], person.reports_to_id)

    def _do(self, command: object) -> None:
        self.set_footnote("")
        self._deal_room.do(command, None, self._on_failed, owner=self)

    def _on_canvas_placed(self, person_id: str, x: int, y: int) -> None:
        from salesdesk.usecases.people_map import PlaceOnMap

        self._do(PlaceOnMap(self._deal_room.deal_id, person_id, (x, y)))

    def _on_canvas_chosen(self, person_id: str) -> None:
        self._chosen = person_id
        self._show_chosen()

    def _on_canvas_boss_requested(self, person_id: str) -> None:
        self._on_canvas_chosen(person_id)
        self.boss.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.boss.showPopup()

    def _on_boss_picked(self, boss_id: str | None) -> None:
        from salesdesk.usecases.people_map import SetReportsTo

        self._do(SetReportsTo(self._deal_room.deal_id, self._chosen, boss_id))
        self.choose(self._chosen)

    def _on_failed(self, sentence: str) -> None:
        self.refresh()  # a box that was dragged goes back, the choice too
        self.set_footnote(sentence)

    def _on_bridge_changed(self, changes: Changes) -> None:
        if self._deal_room.concerns(changes):
            self.refresh()


class _Sample(QWidget):
    """A small box in the shape of a stance, with its name."""

    def __init__(self, stance: str) -> None:
        super().__init__()
        self._stance = stance
        self._words = label(STANCE_LABELS, stance)
        self.setObjectName(f"map_sample_{stance}")
        self.setAccessibleName(self._words)
        look = theme.tokens()
        wide = self.fontMetrics().horizontalAdvance(self._words)
        self.setFixedSize(wide + look.px(26), look.px(20))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Swatch and word."""
        look, style = theme.tokens(), look_of(self._stance)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = look.px(14)
        painter.setPen(QPen(style.line, style.width, style.stroke))
        painter.setBrush(style.fill)
        radius = side / 2 if style.shape in ("round", "octagon") else 2
        painter.drawRoundedRect(2, (self.height() - side) // 2, side, side, radius, radius)
        painter.setPen(look.muted)
        painter.setFont(theme.font("small"))
        rect = self.rect().adjusted(side + look.px(7), 0, 0, 0)
        painter.drawText(rect, int(Qt.AlignmentFlag.AlignVCenter), self._words)


def show_map(room: Room) -> None:
    """Show the map of the room's deal."""
    dialog = MapDialog(room, room.context.shell.dialog_parent)
    dialog.exec()
    dialog.deleteLater()
