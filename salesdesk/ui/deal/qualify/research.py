"""The company research of the Qualify panel: a checklist with room for what was found."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from salesdesk.support.i18n import _
from salesdesk.ui.deal import words
from salesdesk.ui.deal.drafts import DraftField
from salesdesk.ui.deal.room import Room
from salesdesk.ui.deal.rows import Rows, column, line
from salesdesk.ui.widgets import Card, PlainLabel, SectionHeader, TextBox
from salesdesk.usecases.qualification import ResearchState


class Research(Card):
    """Emits `noted(item key, words)` when a line was written or changed."""

    noted = Signal(str, str)

    def __init__(self, room: Room) -> None:
        super().__init__(name="qualify_research", spacing=6)
        self._room = room
        self.boxes: dict[str, TextBox] = {}
        self._states: dict[str, ResearchState] = {}
        self._days: dict[str, PlainLabel] = {}
        self._rows = Rows("qualify_research_rows", 8)
        self._title = SectionHeader(_("Company research"))
        self.body.addWidget(self._title)
        self.body.addWidget(self._rows)

    def show_deal(self) -> None:
        """Build all lines anew: another deal comes."""
        self._rows.forget()
        self.boxes, self._days = {}, {}

    def show_states(self, states: tuple[ResearchState, ...]) -> None:
        """Show what is kept; a line that is being typed in stays."""
        self._states = {state.item.key: state for state in states}
        done = sum(bool(state.words) for state in states)
        count = _("{done} of {total}").format(done=done, total=len(states))
        self._title.set_words(_("Company research"), count)
        self._rows.show_items([state.item for state in states], self._row)
        for state in states:
            box = self.boxes[state.item.key]
            if not box.hasFocus() and box.words() != state.words and not self._draft(state):
                box.set_words(state.words)
            self._days[state.item.key].setText(words.short_day(state.noted_on))

    def leave(self) -> None:
        """Save what was typed."""
        for key, box in self.boxes.items():
            self._save(key, box.words())

    def _draft(self, state: ResearchState) -> str:
        return self._room.drafts.get(self._room.deal_id, f"research:{state.item.key}")

    def _row(self, item: object) -> QWidget:
        state = next(s for s in self._states.values() if s.item == item)
        key = state.item.key
        box = TextBox(f"research_{key}", state.item.text, hint=state.item.where, most_rows=8)
        draft = DraftField(self._room.drafts, f"research:{key}", box)
        draft.show(self._room.deal_id, state.words)
        box.committed.connect(lambda text: self._save(key, text))
        day = PlainLabel("", "small", "faint")
        self.boxes[key], self._days[key] = box, day
        box.setProperty("draft", draft)  # lives as long as its box
        label = PlainLabel(state.item.text, "small", "muted", wrap=True)
        head = line(label, day)
        head.layout().setStretch(0, 1)  # type: ignore[union-attr]
        return column(head, box, gap=3)

    def _save(self, key: str, text: str) -> None:
        state = self._states.get(key)
        if state is not None and text != state.words:
            self.noted.emit(key, text)
        self._room.drafts.drop(self._room.deal_id, f"research:{key}")
