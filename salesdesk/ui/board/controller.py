"""What the board does: the one place that turns wishes into commands of the desk.

Made by `page.make`; the shell offers it to the actions of the context "board".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from salesdesk.domain.pipeline import WON
from salesdesk.support.i18n import _, ngettext
from salesdesk.ui.board.keys import Step
from salesdesk.ui.board.mover import Mover
from salesdesk.ui.board.outcomes import Outcomes
from salesdesk.ui.board.saving import Filters

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QPoint

    from salesdesk.domain.changes import Changes
    from salesdesk.ui.board.page import BoardPage
    from salesdesk.ui.context import Context
    from salesdesk.usecases.deals import AddDeal
    from salesdesk.usecases.moves import GateUnmet, MoveDeals

IMPORT = "importing.start"
"""The window's action that opens the import."""


class BoardController(QObject):
    """Does what the page's signals and the board's actions ask for."""

    def __init__(self, page: BoardPage, context: Context) -> None:
        super().__init__(page)
        self.page, self.context = page, context
        self.mover = Mover(page, context, self.ask_gate)
        self.outcomes = Outcomes(page, context)
        self.filters = Filters(page, context)
        page.move_requested.connect(self._on_page_move_requested)
        page.out_requested.connect(self.outcomes.ask)
        page.add_requested.connect(self.add)
        page.open_requested.connect(self.open)
        page.stepped.connect(self._on_page_stepped)
        page.card_menu_requested.connect(self._on_page_card_menu_requested)
        page.column_menu_requested.connect(self._on_page_column_menu_requested)
        page.drag_begun.connect(self._on_page_drag_begun)
        page.refused.connect(self._on_page_refused)
        page.new_deal_requested.connect(self.new_deal)
        page.import_requested.connect(self.import_deals)
        page.top.filter_popup_requested.connect(self.filters.open)
        page.top.pipeline_requested.connect(self._set_badge)  # (after the page has loaded it)
        context.bridge.changed.connect(self._on_bridge_changed)
        page.read.connect(self._set_badge)
        if not page.has_rest:
            self._set_badge()

    # Actions ---------------------------------------------------------------------------------

    def may(self, key: str) -> bool:
        """Whether an action of the board can be done now."""
        needs_card = {
            "board.open", "board.bin", "board.win", "board.lose", "board.pause",
            "board.move_right", "board.move_left", "board.resume",
        }  # fmt: skip
        return key not in needs_card or bool(self.page.chosen_ids())

    def new_deal(self) -> None:
        """Asks for a new deal and adds it."""
        from salesdesk.ui.board.new_deal import NewDealDialog

        content = self.page.content
        column = self.page.current_column()
        key = column.key if column is not None and column.key != WON else content.stage_keys[0]
        dialog = NewDealDialog(content.view, key, self.page.window())
        if dialog.exec():
            command = dialog.command()
            self._add(command, lambda: self.page.open_item(command.deal_id))

    def add(self, key: str, name: str) -> None:
        """Adds a deal with just a name at the end of a column, as quick add does."""
        from salesdesk.usecases.deals import AddDeal

        command = AddDeal(self.page.content.pipeline_id, key, name)
        self._add(command, lambda: self._show_card(key, command.deal_id))

    def add_here(self) -> None:
        """Opens quick add in the column the keyboard is in, else in the first."""
        column = self.page.current_column()
        for each in [column, *self.page.area.columns]:
            if each is not None and each.quick_add is not None and not each.is_collapsed:
                self.page.area.reveal(each)
                each.quick_add.begin()
                return

    def open(self, deal_id: str = "") -> None:
        """Opens a deal's page."""
        found = deal_id or self.page.current_id()
        if found:
            self.context.shell.go("deal", found)

    def search(self) -> None:
        """Puts the keyboard in the search field."""
        self.page.focus_search()

    def clear_filter(self) -> None:
        """Shows all cards again."""
        self.page.top.clear_filter()

    def bin(self) -> None:
        """Puts the chosen deals into the bin; the toast has Undo."""
        ids = self.page.chosen_ids()
        if not ids:
            return
        row = self.page.row(ids[0])
        words = (
            _("Put {deal} into the bin").format(deal=row.name if row else "")
            if len(ids) == 1
            else ngettext(
                "Put {n} deal into the bin", "Put {n} deals into the bin", len(ids)
            ).format(n=len(ids))
        )
        from salesdesk.usecases.deals import BinDeals

        self.do(BinDeals(ids), words)

    def win(self) -> None:
        """Asks what a win must say, and wins the chosen deals."""
        self.outcomes.ask("won", self.page.chosen_ids())

    def lose(self) -> None:
        """Asks for the loss review, and ends the chosen deals."""
        self.outcomes.ask("lost", self.page.chosen_ids())

    def pause(self) -> None:
        """Asks reason and date, and pauses the chosen deals."""
        self.outcomes.ask("pause", self.page.chosen_ids())

    def resume(self) -> None:
        """Ends the pause of the chosen deals."""
        ids = self.page.chosen_ids()
        if ids:
            from salesdesk.usecases.deals import ResumeDeals

            self.do(ResumeDeals(ids), _("Resumed"))

    def move_right(self) -> None:
        """Moves the chosen cards a stage on."""
        self._move_by_key(Step("move", 1, 0))

    def move_left(self) -> None:
        """Moves the chosen cards a stage back."""
        self._move_by_key(Step("move", -1, 0))

    def collapse(self) -> None:
        """Makes the column the keyboard is in a strip."""
        column = self.page.current_column()
        if column is not None:
            self.page.collapse(column.key, True)

    def expand_all(self) -> None:
        """Opens every collapsed column."""
        for column in self.page.area.columns:
            if column.is_collapsed:
                self.page.collapse(column.key, False)

    def add_pipeline(self) -> None:
        """Asks for a name and a process, and adds a pipeline."""
        from salesdesk.ui.board.pipeline_dialog import PipelineDialog

        currency = self.page.content.view.pipeline.currency
        dialog = PipelineDialog(currency, self.context.bridge, self.page.window())
        if dialog.exec() and dialog.command is not None:
            name = dialog.command.name
            self.context.bridge.submit(
                dialog.command, lambda changes: self._on_pipeline_added(changes, name)
            )

    def import_deals(self) -> None:
        """Opens the import."""
        if IMPORT in self.context.book.actions:
            self.context.book.run(IMPORT)

    def do(self, command: object, words: str) -> None:
        """Has the desk do a command and says so, with Undo."""
        shell = self.context.shell
        self.context.bridge.submit(command, lambda _changes: shell.tell_undoable(words))

    def ask_gate(self, unmet: GateUnmet, move: MoveDeals) -> None:
        """Lists what is missing; what is filled there and the move are one command."""
        from salesdesk.ui.board.gate_dialog import GateDialog

        bridge_desk = self.page.content.desk
        stage = self.page.content.column_name(move.stage_key)
        dialog = GateDialog(unmet, move, stage, bridge_desk, self.page.window())
        if dialog.exec() and dialog.command is not None:
            words = ngettext(
                "Moved {n} deal to {stage}", "Moved {n} deals to {stage}", len(move.deal_ids)
            )
            names = [unmet.names.get(deal_id, "") for deal_id in move.deal_ids]
            if len(names) == 1:
                words = _("Moved {deal} to {stage}")
            said = words.format(n=len(names), deal=names[0], stage=stage)
            self.mover.run(dialog.command, move, said)

    # Signals ---------------------------------------------------------------------------------

    def _on_page_move_requested(self, ids: tuple[str, ...], key: str, before: str) -> None:
        self.mover.move(ids, key, before or None)

    def _on_page_stepped(self, key: str, step: Step) -> None:
        if step.kind == "walk":
            self._walk(key, step.dx)
        elif step.kind == "move":
            self._move_by_key(step)
        elif step.kind == "bin":
            self.bin()
        elif step.kind == "leave":
            for column in self.page.area.columns:
                column.cards.clearSelection()

    def _walk(self, key: str, dx: int) -> None:
        source = self.page.area.column(key)
        target = self.page.area.walk(key, dx)
        if source is None or target is None:
            return
        place = source.cards.row_at(source.cards.visualRect(source.cards.currentIndex()).topLeft())
        top = target.cards.row_at(target.cards.rect().topLeft())
        shown = source.cards.row_at(source.cards.rect().topLeft())
        target.cards.go_to(top + max(0, place - shown))
        self.page.area.reveal(target)

    def _move_by_key(self, step: Step) -> None:
        column = self.page.current_column()
        ids = self.page.chosen_ids()
        if column is not None and self.mover.by_key(ids, column.key, step.dx, step.dy) == "won":
            self.outcomes.ask("won", ids)

    def _on_page_card_menu_requested(self, deal_id: str, where: QPoint) -> None:
        from salesdesk.ui.board import menus

        menus.card_menu(self, self.page.chosen_ids() if deal_id else ()).exec(where)

    def _on_page_column_menu_requested(self, key: str, where: QPoint) -> None:
        from salesdesk.ui.board import menus

        menus.column_menu(self, key).exec(where)

    def _on_page_drag_begun(self, ids: tuple[str, ...]) -> None:
        from salesdesk.ui.board.telling import gate_told, gates_told
        from salesdesk.usecases.board import gate_preview, gate_previews

        self.context.shell.tell("")  # a toast would lie over Won, Lost and Pause
        desk = self.page.content.desk
        if len(ids) == 1:
            self.page.bubble.show_gate(*gate_told(gate_preview(desk, ids[0])))
            return
        rows = {deal_id: row for deal_id in ids if (row := self.page.row(deal_id))}
        reports = gate_previews(desk, ids)
        told = [(rows[i].name, report) for i, report in reports.items() if i in rows]
        self.page.bubble.show_gate(*gates_told(told))

    def _on_page_refused(self, words: str) -> None:
        self.context.shell.tell(words)

    def _on_bridge_changed(self, changes: Changes) -> None:
        touched = self.page.content.take(changes)
        if touched is None:
            focused = QApplication.focusWidget()
            had_keyboard = focused is not None and self.page.area.isAncestorOf(focused)
            self.page.rebuild()
            if had_keyboard:
                self.page.focus_cards()
        elif touched:
            self.page.refresh(touched)
        self._set_badge()

    def _on_pipeline_added(self, changes: Changes, name: str) -> None:
        added = next(iter(changes.of("pipeline")), None)
        self.page.load(added)
        self.page.focus_cards()  # the columns that had the keyboard are gone
        self._set_badge()
        self.context.shell.tell_undoable(_("Added the pipeline {name}").format(name=name))

    def _show_card(self, key: str, deal_id: str) -> None:
        """Scrolls a card into view while somebody types elsewhere."""
        column = self.page.area.column(key)
        if column is not None:
            column.cards.show_card(deal_id)

    def _add(self, command: AddDeal, then: Callable[[], object] | None = None) -> None:
        def show(_changes: Changes) -> None:
            self.context.shell.tell_undoable(_("Added {deal}").format(deal=command.name.strip()))
            if then is not None:
                then()

        self.context.bridge.submit(command, show)

    def _set_badge(self, _pipeline_id: str = "") -> None:
        self.context.shell.set_badge("board", self.page.content.open_count())
