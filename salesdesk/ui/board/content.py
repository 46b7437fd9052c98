"""What a board holds: the view read from the desk, the cards in memory, filter and order.

No widgets. The page asks it for rows and figures; after a change it reads only what changed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from salesdesk.domain.card_order import CardOrder
from salesdesk.domain.pipeline import CLOSED, WON
from salesdesk.support.i18n import _
from salesdesk.ui.board.deck import Deck
from salesdesk.usecases import board

if TYPE_CHECKING:
    from collections.abc import Iterable

    from salesdesk.domain.board_filter import BoardFilter
    from salesdesk.domain.board_sums import StageSums, StripTotals
    from salesdesk.domain.changes import Changes
    from salesdesk.ui.board.figures import ColumnFigures, StripFigure
    from salesdesk.usecases.board import BoardStage, BoardSums, BoardView, CardRow, ColumnView
    from salesdesk.usecases.desk import Desk

PAGE = 60
"""So many cards more of a column are read at a time on a board too large to read whole."""
_ELSEWHERE = frozenset({"pipeline", "process_version"})
"""Tables whose change makes the board another one."""


class Content:
    """Cards of one pipeline. `load` before anything else."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._filter: BoardFilter | None = None
        self.order = CardOrder.PLACE
        self.view: BoardView
        self.deck = Deck(())
        self._columns: dict[str, ColumnView] = {}
        self._sums: dict[str, tuple[int, dict[int, CardRow], StageSums]] = {}
        """For each stage: the deck's state, the cards by identity, and the sums over them."""
        self._strip: StripTotals | None = None
        self._is_paged = False

    def load(self, pipeline_id: str | None = None, *, first: bool = False) -> None:
        """Reads a pipeline's board, or the first's. Raises KnownError when there is none.

        With `first` what the first paint needs: call again without it right after that.
        """
        whole = self._needs_all
        self.view = board.board(self.desk, pipeline_id, whole=whole, first=first)
        self._columns = {column.key: column for column in self.view.columns}
        self._is_paged = not self.view.is_whole
        self._sums.clear()
        self._strip = None
        self.deck = Deck(self._columns)
        self.deck.load(self.view.cards())
        self._arrange()

    @property
    def pipeline_id(self) -> str:
        """The id of the pipeline shown."""
        return self.view.pipeline.id

    @property
    def is_paged(self) -> bool:
        """Whether the columns hold their first pages only."""
        return self._is_paged

    @property
    def columns(self) -> tuple[ColumnView, ...]:
        """The columns in order."""
        return self.view.columns

    def stage(self, key: str) -> BoardStage | None:
        """The stage of a column; None for Won."""
        return self._columns[key].stage if key in self._columns else None

    def column_name(self, key: str) -> str:
        """What a column is called."""
        return self._columns[key].name if key in self._columns else key

    @property
    def stage_keys(self) -> list[str]:
        """The keys of the stages in order, Won left out."""
        return [column.key for column in self.columns if column.key != WON]

    def is_forward(self, deal_id: str, key: str) -> bool:
        """Whether a column lies behind the one in which a deal stands."""
        keys = self.stage_keys
        now = self.deck.column_of(deal_id)
        return now in keys and key in keys and keys.index(key) > keys.index(str(now))

    def may_drop(self, deal_ids: tuple[str, ...], key: str) -> bool:
        """Whether cards may be dropped on a column. Pure: asked at every step of the pointer."""
        froms = [self.deck.column_of(deal_id) for deal_id in deal_ids]
        if WON in froms or None in froms:
            return False
        return self.order == CardOrder.PLACE or any(source != key for source in froms)

    def why_not(self, deal_ids: tuple[str, ...], key: str) -> str:
        """Why cards may not be dropped on a column, as a sentence; "" when they may."""
        from salesdesk.ui.board.words import sorted_words

        if self.may_drop(deal_ids, key):
            return ""
        froms = {self.deck.column_of(deal_id) for deal_id in deal_ids}
        if WON in froms:
            return "" if froms == {key} else _("A won deal is moved after Reopen, on its page.")
        return sorted_words(self.order) if froms == {key} else ""

    # Filter and order ------------------------------------------------------------------------

    @property
    def filter(self) -> BoardFilter:
        """What is shown; at first everything, for which the rules of filters are not loaded."""
        if self._filter is None:
            from salesdesk.domain.board_filter import BoardFilter

            self._filter = BoardFilter()
        return self._filter

    def show(self, wanted: BoardFilter, order: CardOrder) -> bool:
        """Takes filter and order; True when the board had to be read anew for it."""
        self._filter, self.order = wanted, order
        if self._is_paged and self._needs_all:
            self.load(self.pipeline_id)
            return True
        self._arrange()
        return False

    @property
    def is_filtered(self) -> bool:
        """Whether a filter hides cards."""
        return self._filter is not None and not self._filter.is_empty

    @property
    def _needs_all(self) -> bool:
        return self.is_filtered or self.order != CardOrder.PLACE

    def _arrange(self) -> None:
        self.deck.predicate = (
            self.filter.compiled(self.view.stages, self.view.today) if self.is_filtered else None
        )

    def rows(self, key: str) -> list[CardRow]:
        """The cards that a column shows, in order."""
        found = self.deck.shown(key)
        if self.order == CardOrder.PLACE:
            return found
        from salesdesk.domain.board_filter import arranged

        return arranged(found, self.order, self.view.today)

    def total(self, key: str) -> int:
        """How many cards a column would show with all its pages read."""
        return self._columns[key].count if self._is_paged else len(self.deck.shown(key))

    # Changes ---------------------------------------------------------------------------------

    def take(self, changes: Changes) -> set[str] | None:
        """Reads what changed; the columns touched, or None when all was read anew."""
        if changes.is_large or not _ELSEWHERE.isdisjoint(changes.touched):
            self.load(self.pipeline_id)
            return None
        touched = {key for pipeline, key in changes.columns if pipeline == self.pipeline_id}
        if self._is_paged:
            return {key for key in touched if self._read_page(key)}
        if not touched and not changes.deals:
            return set()
        if touched - self._columns.keys() - {CLOSED}:
            self.load(self.pipeline_id)
            return None
        return self.read_again(changes.deals)

    def read_again(self, deal_ids: Iterable[str]) -> set[str]:
        """Reads the cards of some deals; gives the columns touched."""
        return self.deck.put(board.some_cards(self.desk, self.pipeline_id, deal_ids))

    def read_more(self, key: str) -> bool:
        """Reads one page more of a column; False when there is none."""
        if not self._is_paged or key not in self._columns:
            return False
        shown = self.deck.all_of(key)
        # Those shown are not read again: scrolling would slow down with each page.
        return self.deck.append(
            key, board.page_after(self.desk, self.pipeline_id, key, shown, PAGE)
        )

    def _read_page(self, key: str) -> bool:
        if key not in self._columns:
            return False
        limit = max(PAGE, len(self.deck.shown(key)))
        cards = board.page_of(self.desk, self.pipeline_id, key, limit)
        self.deck.load_column(key, cards)
        return True

    def open_count(self) -> int:
        """How many open deals the board holds, hidden ones too."""
        stages = [column for column in self.columns if column.key != WON]
        if self._is_paged:
            return sum(self._columns[column.key].count for column in stages)
        return sum(self.deck.size(column.key) for column in stages)

    # Figures ---------------------------------------------------------------------------------

    def _summed(self, stage: BoardStage) -> StageSums:
        """A stage's sums; after a few cards came or went only those are counted."""
        from salesdesk.domain import board_sums

        state, today = self.deck.state(stage.key), self.view.today
        known = self._sums.get(stage.key)
        if known is not None and known[0] == state:
            return known[2]
        # Rows are replaced, never changed: so what came and went is told by identity.
        rows = self.deck.all_of(stage.key)
        cards = dict(zip(map(id, rows), rows, strict=True))
        if known is None:
            sums = board_sums.stage_sums(rows, stage, today)
        else:
            come = board_sums.stage_sums(_only(cards, known[1]), stage, today)
            gone = board_sums.stage_sums(_only(known[1], cards), stage, today)
            sums = board_sums.amended(known[2], come, gone)
        self._sums[stage.key] = state, cards, sums
        return sums

    def count(self) -> BoardSums:
        """Counts a board that is not in memory; takes long, so a worker calls it."""
        return board.sums(self.desk, self.view)

    def take_count(self, sums: BoardSums) -> set[str]:
        """Takes what was counted; gives the columns that hold more or fewer cards than before."""
        other = set()
        for key, (count, totals) in sums.columns.items():
            if self._columns[key].count != count:
                other.add(key)
            self._columns[key] = self._columns[key]._replace(count=count, totals=totals)
        self._strip = sums.strip
        return other

    def figures(self, key: str) -> ColumnFigures:
        """The figures of a column's header, over what it shows."""
        from salesdesk.domain import board_sums
        from salesdesk.ui.board.figures import column_figures

        column = self._columns[key]
        if self._is_paged:
            totals, whole = column.totals, column.count
        elif column.stage is not None and not self.is_filtered:
            sums = self._summed(column.stage)
            totals, whole = board_sums.in_order(sums.money), sums.deals
        else:
            shown = self.deck.shown(key)
            probability = {key: column.probability}
            totals = board_sums.totals(shown, probability)
            whole = self.deck.size(key)
        return column_figures(totals, column.probability, whole, is_stage=column.stage is not None)

    def strip(self) -> list[StripFigure]:
        """The figures above the board, over all open deals, whatever the filter hides."""
        from salesdesk.domain import board_sums
        from salesdesk.ui.board.figures import strip_figures

        if self._is_paged:
            return strip_figures(self._strip or board.strip(self.desk, self.view))
        return strip_figures(board_sums.strip_of(map(self._summed, self.view.stages)))


def _only(these: dict[int, CardRow], those: dict[int, CardRow]) -> list[CardRow]:
    """The cards that only the first holds."""
    return [these[key] for key in these.keys() - those.keys()]
