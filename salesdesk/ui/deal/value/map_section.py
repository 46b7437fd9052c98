"""The value map with what is around it: the count of gaps, a line to add to it, loose outcomes.

Called by the Value panel.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from salesdesk.domain.changes import Changes
from salesdesk.domain.gates import FactView
from salesdesk.domain.value import NEEDS, MapLine
from salesdesk.support.i18n import _
from salesdesk.ui import theme
from salesdesk.ui.deal import words
from salesdesk.ui.deal.room import Room
from salesdesk.ui.deal.rows import Rows, sight
from salesdesk.ui.deal.value import texts
from salesdesk.ui.deal.value.board import MapBoard
from salesdesk.ui.deal.value.fact_entry import FactEntry
from salesdesk.ui.widgets import PlainLabel, SectionHeader
from salesdesk.ui.widgets.wrapped_link import WrappedLink
from salesdesk.usecases import value as use
from salesdesk.usecases.facts import EditFact
from salesdesk.usecases.value import ValueView

_LINE = 90
"""About the height of a line in logical pixels, at the usual text size."""


class MapSection(QWidget):
    """Runs the commands that the board asks for."""

    def __init__(self, room: Room) -> None:
        super().__init__()
        self.setObjectName("value_map")
        self._room = room
        self._view: ValueView | None = None
        self._of = ""
        """The deal shown last."""
        self.header = SectionHeader(_("Value map"), name="value_map_header")
        self.board = MapBoard()
        self.empty = PlainLabel(
            _("Nothing to answer yet. What you mark as a pain or a goal on Discover stands here; "
              "so does what you add below."), "body", "muted", wrap=True, name="value_empty",
        )  # fmt: skip
        self.add = FactEntry(room, "value_need", NEEDS, _("A pain or goal, in their words"))
        self.loose_title = PlainLabel(_("Outcomes that no line leads to"), "small", "muted")
        self.loose = Rows("value_loose", 2, room)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.tokens().px(6))
        for widget in (
            self.header, self.empty, self.board, self.add, self.loose_title, self.loose,
        ):  # fmt: skip
            box.addWidget(widget)
        self.board.kept.connect(self._on_board_kept)
        self.board.move_requested.connect(self._on_board_move_requested)
        self.board.remove_requested.connect(self._remove)
        self.board.menu_requested.connect(self._on_board_menu_requested)
        self.board.details_requested.connect(self._details)

    def show_deal(self) -> None:
        """Another deal is in front."""
        self.board.close_editor()
        self.add.show_deal()

    def show_view(self, view: ValueView) -> None:
        """Show the map as it is now."""
        self._view = view
        self.header.set_words(_("Value map"), texts.gaps_remark(view.gaps) if view.lines else "")
        self.header.set_tone("late" if view.gaps else "faint")
        is_other, self._of = self._of != self._room.deal_id, self._room.deal_id
        top, height = sight(self.board)
        # What of another deal is in sight is there when it is painted.
        first = 1 + max(0, height - top) // theme.tokens().px(_LINE)
        self.board.show_view(view, self._room.today, first if is_other else None)
        self._room.later.put(self, self.board.add_line)
        self.board.setVisible(bool(view.lines))
        self.empty.setVisible(not view.lines)
        self.add.refresh()
        self.loose_title.setVisible(bool(view.loose))
        self.loose.show_items(view.loose, self._loose)

    def reveal(self) -> None:
        """Give the map the keyboard: its first cell, else the line that adds one."""
        cell = self.board.cells.get((0, 0))
        if cell is not None:
            cell.setFocus()
        else:
            self.add.start()

    def leave(self) -> None:
        """Keep what is being typed."""
        self.board.leave()

    def _loose(self, fact: FactView) -> QWidget:
        text = " · ".join(filter(None, (fact.words, texts.figures(fact))))
        return WrappedLink(
            text, f"value_loose_{fact.id}", lambda: self._details(fact), tone="text",
            label=_("Correct: {words}").format(words=words.shortened(fact.words, 60)),
        )  # fmt: skip

    def _on_board_kept(self, line: MapLine, column: str, values: Mapping[str, Any]) -> None:
        command = self._command(line, column, dict(values))
        self._room.do(command, self._on_kept, self.board.say, owner=self)

    def _command(self, line: MapLine, column: str, values: dict[str, Any]) -> Any:
        deal_id = self._room.deal_id
        if column == "need" and line.fact is not None:
            return EditFact(line.fact.id, values)
        if column != "outcome":
            return use.EditLine(deal_id, line.key, values)
        if values.get("outcome_id"):
            return use.EditLine(deal_id, line.key, {"outcome_id": values["outcome_id"]})
        if line.outcome is not None:
            return EditFact(line.outcome.id, values)
        return use.AddOutcome(deal_id, line.key, values.pop("words", None) or "", values)

    def _on_kept(self, _changes: Changes) -> None:
        self.board.done()

    def _on_board_move_requested(self, line: MapLine, way: int) -> None:
        self._room.do(use.MoveLine(self._room.deal_id, line.key, way))

    def _remove(self, line: MapLine) -> None:
        if line.link is not None:
            self._room.do(use.RemoveLine(line.key), lambda changes: self._room.say(changes.label))

    def _details(self, fact: FactView) -> None:
        from salesdesk.ui.deal.discovery.fact_dialog import correct

        self.board.close_editor()
        correct(self._room, fact, self)

    def menu(self, line: MapLine) -> QMenu:
        """What can be done with a line."""
        menu = QMenu(self)
        menu.setObjectName("value_line_menu")
        menu.setAccessibleName(texts.line_name(line))
        deal_id = self._room.deal_id
        if line.fact is not None:
            fact = line.fact
            self._act(menu, _("Correct or confirm what they said…"), lambda: self._details(fact))
            if line.capability:
                self._act(
                    menu, _("Add another capability"),
                    lambda: self._room.do(use.AddCapability(deal_id, fact.id)),
                )  # fmt: skip
        self._outcome_actions(menu, line)
        menu.addSeparator()
        for way, text in ((-1, _("Move up\tAlt+Up")), (1, _("Move down\tAlt+Down"))):
            self._act(menu, text, lambda way=way: self._on_board_move_requested(line, way))
        if line.link is not None:
            menu.addSeparator()
            self._act(menu, _("Take it off the map\tDel"), lambda: self._remove(line))
        return menu

    def _outcome_actions(self, menu: QMenu, line: MapLine) -> None:
        tie = self._tie
        outcome = line.outcome
        if outcome is not None:
            self._act(menu, _("Correct the outcome…"), lambda: self._details(outcome))
            self._act(menu, _("Let go of the outcome"), lambda: tie(line, None))
        assert self._view is not None
        others = [f for f in self._view.outcomes if outcome is None or f.id != outcome.id]
        if others:
            inner = menu.addMenu(_("Lead to the outcome"))
            inner.setAccessibleName(_("Lead to the outcome"))
            for fact in others:
                self._act(
                    inner, words.shortened(fact.words, 60),
                    lambda fact=fact: tie(line, fact.id),
                )  # fmt: skip

    def _tie(self, line: MapLine, outcome_id: str | None) -> None:
        self._room.do(use.EditLine(self._room.deal_id, line.key, {"outcome_id": outcome_id}))

    @staticmethod
    def _act(menu: QMenu, text: str, on_click: Any) -> QAction:
        action = menu.addAction(text.replace("&", "&&"))
        action.triggered.connect(lambda _checked=False: on_click())
        return action

    def _on_board_menu_requested(self, line: MapLine, place: Any) -> None:
        menu = self.menu(line)
        menu.exec(place)
        menu.deleteLater()
