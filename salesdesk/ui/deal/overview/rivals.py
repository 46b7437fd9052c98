"""Competitors: what else the buyer weighs, doing nothing included."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from salesdesk.domain.changes import Changes
from salesdesk.domain.facts import RIVAL_LABELS
from salesdesk.support.i18n import _
from salesdesk.ui.deal.drafts import DraftField
from salesdesk.ui.deal.overview.section import Section
from salesdesk.ui.deal.room import Room
from salesdesk.ui.deal.rows import Hint, Rows, column, line
from salesdesk.ui.widgets import Button, IconButton, LineEdit, PickOne
from salesdesk.usecases.deal_views import CompetitorView


def kinds() -> tuple[tuple[str, str], ...]:
    """What an alternative can be, with names."""
    return tuple((key, _(label)) for key, label in RIVAL_LABELS.items())


class RivalsSection(Section):
    """The alternatives, each with a note."""

    def __init__(self, room: Room) -> None:
        super().__init__(room, "rivals", _("Competitors"))
        self._rows = Rows("rivals_rows", 4)
        self.name = LineEdit("rivals_name", _("Name of an alternative to add"),
                             hint=_("Add what else they weigh"))  # fmt: skip
        self._draft = DraftField(room.drafts, "rivals_name", self.name)
        self.kind = PickOne("rivals_kind", _("What it is"), kinds(), value="rival")
        self.name.returnPressed.connect(self._add)
        add = Button(_("Add"), "rivals_add", on_click=self._add)
        self.body.addWidget(self._rows)
        self.body.addWidget(line(self.name, self.kind, add))

    def show_view(self) -> None:
        """Show the room's deal."""
        assert self.room.view is not None
        self._draft.show(self.room.deal_id)
        self._rows.show_items(self.room.view.competitors, self._rival, self._empty)

    def start(self, target: str = "") -> None:
        """Begin a new one."""
        self.name.setFocus()

    def reshape(self) -> None:
        """The note below the name in a narrow window."""
        self._rows.forget()
        if self.room.view is not None:
            self.show_view()

    @staticmethod
    def _empty() -> QWidget:
        return Hint(_("None known. Ask what happens if they choose nobody: doing nothing counts."),
                    name="rivals_empty")  # fmt: skip

    def _rival(self, rival: CompetitorView) -> QWidget:
        name = LineEdit(f"rival_name_{rival.id}", _("Name"), words=rival.name)
        kind = PickOne(f"rival_kind_{rival.id}", _("What it is"), kinds(), value=rival.kind)
        note = LineEdit(f"rival_note_{rival.id}", _("Note on {name}").format(name=rival.name),
                        words=rival.note or "", hint=_("What do they like about it?"))  # fmt: skip

        def save() -> None:
            from salesdesk.usecases.line_items import EditCompetitor

            now = (name.words(), kind.value(), note.words() or None)
            if now != (rival.name, rival.kind, rival.note or None):
                self.do(EditCompetitor(rival.id, now[0], now[1], now[2]))

        name.editingFinished.connect(save)
        note.editingFinished.connect(save)
        kind.picked.connect(lambda _value: save())
        remove = IconButton("x", f"rival_remove_{rival.id}",
                            _("Remove {name}").format(name=rival.name),
                            on_click=lambda: self._remove(rival))  # fmt: skip
        row = (
            column(line(name, kind, remove, gap=6), note, gap=4)
            if self.is_narrow
            else line(name, kind, note, remove, gap=6)
        )
        row.setObjectName(f"rival_{rival.id}")
        return row

    def _remove(self, rival: CompetitorView) -> None:
        from salesdesk.usecases.line_items import RemoveCompetitor

        self.do(RemoveCompetitor(rival.id), lambda changes: self.room.say(changes.label))

    def _add(self) -> None:
        from salesdesk.usecases.line_items import AddCompetitor

        if not self.name.words():
            self.say(_("Type its name first."))
            return
        command = AddCompetitor(self.room.deal_id, self.name.words(), self.kind.value())
        self.do(command, self._on_added)

    def _on_added(self, _changes: Changes) -> None:
        self._draft.clear()
        self.name.setFocus()
