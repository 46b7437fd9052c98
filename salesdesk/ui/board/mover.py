"""Moves of cards: shown at once, written by the desk, taken back with a sentence when refused.

Called by the board's controller for drops, keys and menus. An unmet gate opens the gate dialog.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from salesdesk.domain.card_order import CardOrder
from salesdesk.domain.errors import KnownError
from salesdesk.support.i18n import _, ngettext
from salesdesk.ui import guard

if TYPE_CHECKING:
    from collections.abc import Callable

    from salesdesk.domain.changes import Changes
    from salesdesk.ui.board.page import BoardPage
    from salesdesk.ui.context import Context
    from salesdesk.usecases.moves import GateUnmet, MoveDeals


class Mover:
    """Moves cards of one page. `ask_gate(unmet, move)` is called when a gate is not met."""

    def __init__(
        self,
        page: BoardPage,
        context: Context,
        ask_gate: Callable[[GateUnmet, MoveDeals], object],
    ) -> None:
        self._page, self._context, self._ask_gate = page, context, ask_gate

    def move(self, deal_ids: tuple[str, ...], key: str, before_id: str | None = None) -> None:
        """Moves cards to a column, before a card or to its end."""
        from salesdesk.usecases.moves import MoveDeals

        deck = self._page.content.deck
        known = tuple(i for i in deal_ids if deck.column_of(i) is not None)
        if not known or (before_id in known and len(known) == 1):
            return
        command = MoveDeals(known, key, self._not_moved(before_id, known, key))
        if not self._will_ask(known, key):
            self._page.refresh(deck.move(known, key, command.before_id))
        self.run(command, command, self._words(known, key))

    def run(self, command: Any, move: MoveDeals, words: str) -> None:
        """Has the desk do a move, or a command that ends in it; `words` tell that it is done."""
        self._context.bridge.submit(
            command,
            lambda changes: self._on_done(changes, words),
            lambda error: self._on_fail(error, move),
            self._page,
        )

    def by_key(self, deal_ids: tuple[str, ...], key: str, dx: int, dy: int) -> str:
        """Moves by Ctrl+arrows; "won" when the step leads past the last stage, else ""."""
        if not deal_ids:
            return ""
        if dy:
            self._by_place(deal_ids, key, dy)
            return ""
        keys = self._page.content.stage_keys
        if key not in keys:
            return ""
        at = keys.index(key) + dx
        if at >= len(keys):
            return "won"
        if at >= 0:
            self.move(deal_ids, keys[at], self._same_place(deal_ids[0], key, keys[at]))
        return ""

    def _by_place(self, deal_ids: tuple[str, ...], key: str, dy: int) -> None:
        content = self._page.content
        if content.order != CardOrder.PLACE:
            from salesdesk.ui.board.words import sorted_words

            self._context.shell.tell(sorted_words(content.order))
            return
        shown = [row.deal_id for row in content.rows(key)]
        here = [shown.index(deal_id) for deal_id in deal_ids if deal_id in shown]
        if not here or (min(here) + dy < 0) or (max(here) + dy >= len(shown)):
            return
        rest = [deal_id for deal_id in shown if deal_id not in deal_ids]
        at = min(here) + dy
        self.move(deal_ids, key, rest[at] if at < len(rest) else None)

    def _same_place(self, deal_id: str, source: str, target: str) -> str | None:
        """The card that stands as high in the next column, so that the card does not jump."""
        content = self._page.content
        rows = content.rows(source)
        place = next((i for i, row in enumerate(rows) if row.deal_id == deal_id), 0)
        there = content.rows(target)
        return there[place].deal_id if place < len(there) else None

    def _not_moved(self, before_id: str | None, moved: tuple[str, ...], key: str) -> str | None:
        """The next card below the place that is not itself under way."""
        shown = [row.deal_id for row in self._page.content.rows(key)]
        if before_id not in shown:
            return before_id or None
        return next((i for i in shown[shown.index(before_id) :] if i not in moved), None)

    def _will_ask(self, deal_ids: tuple[str, ...], key: str) -> bool:
        """Whether a gate stands in the way, as the cards tell; then nothing is shown beforehand."""
        content = self._page.content
        if content.view.pipeline.gate_policy == "off":
            return False
        for deal_id in deal_ids:
            row = content.deck.row(deal_id)
            if row is None or not content.is_forward(deal_id, key):
                continue
            if row.criteria_met < row.criteria_total:
                return True
        return False

    def _words(self, deal_ids: tuple[str, ...], key: str) -> str:
        content = self._page.content
        stage = content.column_name(key)
        if len(deal_ids) > 1:
            return ngettext(
                "Moved {n} deal to {stage}", "Moved {n} deals to {stage}", len(deal_ids)
            ).format(n=len(deal_ids), stage=stage)
        row = content.deck.row(deal_ids[0])
        return _("Moved {deal} to {stage}").format(deal=row.name if row else "", stage=stage)

    def _on_done(self, changes: Changes, words: str) -> None:
        self._context.shell.tell_undoable(words)

    def _on_fail(self, error: BaseException, move: MoveDeals) -> None:
        """Puts the cards back where the desk has them, then says why."""
        from salesdesk.usecases.moves import GateUnmet

        self._page.refresh(self._page.content.read_again(move.deal_ids))
        if isinstance(error, GateUnmet):
            self._ask_gate(error, move)
        elif isinstance(error, KnownError):
            self._context.shell.warn(str(error))
        else:
            guard.caught(error)
