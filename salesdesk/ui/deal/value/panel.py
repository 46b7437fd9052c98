"""The Value panel: what answers what they said, how it is shown, whether it is worth it to them."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from salesdesk.domain.changes import Changes
from salesdesk.domain.gates import PersonView
from salesdesk.support.i18n import _, ngettext
from salesdesk.ui import theme
from salesdesk.ui.deal import words
from salesdesk.ui.deal.parts import Parts
from salesdesk.ui.deal.room import Room
from salesdesk.ui.deal.rows import line
from salesdesk.ui.deal.value.checkpoint import Checkpoint
from salesdesk.ui.deal.value.criteria import CriteriaSection
from salesdesk.ui.deal.value.map_section import MapSection
from salesdesk.ui.deal.value.plan_section import PlanSection
from salesdesk.ui.deal.value.realities import RealitiesSection
from salesdesk.ui.widgets import Button, Card, PlainLabel, Scroller
from salesdesk.ui.widgets.labels import breakable
from salesdesk.usecases.value import ValueView, value_view

Part = MapSection | PlanSection | CriteriaSection | RealitiesSection | Checkpoint


class NeverMet(Card):
    """Says which stakeholders nobody has spoken to yet."""

    def __init__(self, room: Room) -> None:
        super().__init__("warn", name="value_never_met")
        self.words = PlainLabel("", "body", "warn", wrap=True, name="value_never_met_words")
        self.step = Button(
            _("Set a next step"), "value_never_met_step",
            on_click=lambda: room.jump("overview", "next_step"),
        )  # fmt: skip
        row = line(self.words, self.step)
        row.layout().setStretch(0, 1)  # type: ignore[union-attr]
        self.body.addWidget(row)
        self.hide()

    def show_people(self, people: tuple[PersonView, ...]) -> None:
        """Name them with their roles; without any the card is away."""
        self.setVisible(bool(people))
        named = (f"{breakable(p.name)} ({words.role_label(p.role)})" for p in people[:6])
        names = ", ".join(named)
        left = len(people) - 6
        if left > 0:
            names += " " + ngettext("and {n} more", "and {n} more", left).format(n=left)
        sentence = _("Never met: {names}. No activity, answer or fact is kept with them.")
        self.words.setText(sentence.format(names=names))


class ValuePanel(QWidget):
    """A view on the value map and what hangs on it, of the room's deal."""

    def __init__(self, room: Room) -> None:
        super().__init__()
        self.setObjectName("value_panel")
        self._room = room
        self.view: ValueView | None = None
        self.never_met = NeverMet(room)
        self.map = MapSection(room)
        self.plan = PlanSection(room)
        self.criteria = CriteriaSection(room)
        self.realities = RealitiesSection(room)
        self.checkpoint = Checkpoint(room)
        self.plan.present_requested.connect(self.present)
        scroller = self._scroller = Scroller("value_scroll", _("Value"), fills=True)
        look = theme.tokens()
        scroller.body.setContentsMargins(look.px(20), look.px(12), look.px(14), look.px(20))
        scroller.body.setSpacing(look.px(14))
        self._all = (self.map, self.plan, self.criteria, self.realities, self.checkpoint)
        self._parts = Parts(room, self, self._all, self._fill)
        for widget in (self.never_met, *self._all):
            scroller.body.addWidget(widget)
        scroller.body.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(scroller)

    def show_deal(self) -> None:
        """Show the room's deal from the top."""
        for part in self._all:
            part.show_deal()
        self._read()
        self._parts.show_deal()
        self._scroller.verticalScrollBar().setValue(0)

    def refresh(self, changes: Changes | None) -> None:
        """Read anew; what is being typed stays."""
        self._read()
        self._parts.refresh()

    def _read(self) -> None:
        self.view = value_view(self._room.desk, self._room.deal_id)
        self.never_met.show_people(self.view.never_met)

    def _fill(self, part: Part) -> None:
        assert self.view is not None
        part.show_view(self.view)

    def reveal(self, target: str) -> None:
        """Go to "map", "plan", "criteria", "realities", present, or else to the value question.

        "see:criteria" brings them into view and starts nothing.
        """
        if target == "present":
            self.present()
            return
        parts: dict[str, Part] = {
            "map": self.map,
            "plan": self.plan,
            "criteria": self.criteria,
            "realities": self.realities,
        }
        head, _colon, rest = target.partition(":")
        part = parts.get(rest or head, self.checkpoint)
        self._parts.finish()
        if isinstance(part, (CriteriaSection, RealitiesSection)):
            part.rows.finish()
        self._scroller.ensureWidgetVisible(part)
        if head == "see":
            return
        if isinstance(part, (CriteriaSection, RealitiesSection)):
            part.add.start()
        else:
            part.reveal()

    def leave(self) -> None:
        """Save what was typed."""
        self.map.leave()

    def present(self) -> None:
        """Open the presenter view over everything."""
        from salesdesk.ui.deal.value.presenter import Presenter

        self.leave()
        presenter = Presenter(self._room, self.window())
        presenter.showFullScreen()
        presenter.activateWindow()
