"""Deals that leave the board: won, lost, paused. Asks what each must say, then has the desk do it.

Called by the controller for drops on the targets, menus and actions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from salesdesk.support.i18n import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Callable

    from salesdesk.domain.changes import Changes
    from salesdesk.ui.board.page import BoardPage
    from salesdesk.ui.context import Context
    from salesdesk.usecases.board import CardRow
    from salesdesk.usecases.desk import Desk


class Outcomes:
    """The three ways out. A win is asked deal by deal, since amount and reasons are its own."""

    def __init__(self, page: BoardPage, context: Context) -> None:
        self._page, self._context = page, context

    def ask(self, kind: str, deal_ids: tuple[str, ...]) -> None:
        """Asks and does. `kind` is won, lost or pause; nothing happens without open deals."""
        rows = [
            row
            for row in map(self._page.row, deal_ids)
            if row is not None and row.handoff_total is None
        ]
        if not rows:
            return
        if kind == "won":
            for row in rows:
                if not self._win(row):
                    return
        elif kind == "lost":
            self._lose(rows)
        else:
            self._pause(rows)

    def _win(self, row: CardRow) -> bool:
        """Whether the deal was won, and not cancelled."""
        from salesdesk.ui.board.close_dialogs import WonDialog

        today = self._page.content.view.today
        dialog = WonDialog(row, self._reasons("won"), today, self._page.window())
        dialog.desk = self._page.content.desk
        is_won = bool(dialog.exec())
        if is_won:
            won = _("Won {deal}"), _("Won {n} deals")
            self._do(dialog.command(), [row], *won, then=self._offer_handoff)
        return is_won

    def _offer_handoff(self, row: CardRow) -> None:
        content = self._page.content
        offer_handoff(self._context, row, content.desk, content.pipeline_id)

    def _lose(self, rows: list[CardRow]) -> None:
        from salesdesk.ui.board.close_dialogs import LostDialog

        content = self._page.content
        stages = [(key, content.column_name(key)) for key in content.stage_keys]
        reasons = {kind: self._reasons(kind) for kind in ("lost", "no_decision")}
        dialog = LostDialog(rows, reasons, stages, content.view.today, self._page.window())
        dialog.desk = content.desk
        if dialog.exec():
            self._do(dialog.command(), rows, *dialog.told())

    def _pause(self, rows: list[CardRow]) -> None:
        from salesdesk.ui.board.close_dialogs import PauseDialog

        dialog = PauseDialog(rows, self._page.content.view.today, self._page.window())
        dialog.desk = self._page.content.desk
        if dialog.exec():
            self._do(dialog.command(), rows, _("Paused {deal}"), _("Paused {n} deals"))

    def _do(
        self,
        command: object,
        rows: list[CardRow],
        one: str,
        many: str,
        then: Callable[[CardRow], object] | None = None,
    ) -> None:
        words = ngettext(one, many, len(rows)).format(deal=rows[0].name, n=len(rows))

        def done(_changes: Changes) -> None:
            self._context.shell.tell_undoable(words)
            if then is not None:
                then(rows[0])

        self._context.bridge.submit(command, done)

    def _reasons(self, outcome: str) -> list[tuple[str, str, bool]]:
        """Key, name, and whether a note is needed, of the process's reasons for an outcome."""
        content = self._page.content
        process = content.desk.process(content.pipeline_id)
        return [
            (reason.key, reason.name, reason.note_required)
            for reason in process.reasons
            if reason.outcome == outcome
        ]


def offer_handoff(context: Context, row: CardRow, desk: Desk, pipeline_id: str) -> None:
    """After a win: says what comes next, and opens it for who wants to, while it is won."""
    from salesdesk.usecases.board import some_cards

    def is_over(changes: Changes) -> bool:
        if row.deal_id not in changes.deals and not changes.is_large:
            return False
        card = some_cards(desk, pipeline_id, [row.deal_id])[row.deal_id]
        return card is None or card.handoff_total is None  # undone, reopened, or in the bin

    shell = context.shell
    shell.warn(
        _("{deal} is won. What you learned on the way stands in its handoff.").format(
            deal=row.name
        ),
        "ok",
        _("Open the handoff"),
        lambda: shell.open("handoff", row.deal_id),
        until=is_over,
    )
