"""What the board shows: pipelines, columns with cards and totals, the strip, the gate of a drag.

`board`, `page_of`, `page_after` and `strip` use the driver alone, so that the first paint does
not wait for SQLAlchemy. Called by the board and the shell.
"""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING, Any, NamedTuple

from salesdesk.domain.errors import KnownError
from salesdesk.domain.pipeline import CLOSED, WON
from salesdesk.store import glance
from salesdesk.store.glance import (
    FIRST_PAGE,
    PAGE,
    WHOLE_BOARD,
    BoardStage,
    CardRow,
    PipelineGlance,
)
from salesdesk.support.i18n import _

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping, Sequence

    from salesdesk.domain.board_sums import CurrencyTotal, StripTotals
    from salesdesk.domain.gates import GateReport
    from salesdesk.store import glance_sums
    from salesdesk.store.snapshots import DealState
    from salesdesk.usecases.desk import Desk

__all__ = [
    "BoardStage",
    "BoardSums",
    "BoardView",
    "CardRow",
    "ColumnView",
    "PipelineGlance",
    "board",
    "gate_preview",
    "gate_previews",
    "page_after",
    "page_of",
    "some_cards",
    "strip",
    "sums",
]


class ColumnView(NamedTuple):
    """One column: its stage and cards in place. `stage` is None for the column of won deals.

    `count` and `totals` cover the whole column, also where `cards` holds its first page only.
    """

    key: str
    name: str
    probability: int
    stall_days: int
    criteria: tuple[str, ...]
    stage: BoardStage | None
    cards: tuple[CardRow, ...]
    count: int  # type: ignore[assignment] # hides tuple's own
    totals: tuple[CurrencyTotal, ...]

    @property
    def is_whole(self) -> bool:
        """Whether `cards` holds every card of the column."""
        return len(self.cards) == self.count


class BoardView(NamedTuple):
    """A board on one day: the pipelines to switch to, the one shown, its columns in order."""

    pipelines: tuple[PipelineGlance, ...]
    pipeline: PipelineGlance
    columns: tuple[ColumnView, ...]
    today: dt.date

    @property
    def stages(self) -> tuple[BoardStage, ...]:
        """The stages of the columns, in order."""
        return self.pipeline.stages

    @property
    def is_whole(self) -> bool:
        """Whether every column holds all its cards; only large boards do not."""
        return all(column.is_whole for column in self.columns)

    def cards(self) -> list[CardRow]:
        """All cards at hand, by column and place."""
        return [card for column in self.columns for card in column.cards]


def board(
    desk: Desk, pipeline_id: str | None = None, *, whole: bool = False, first: bool = False
) -> BoardView:
    """The board of a pipeline, or of the first. Raises KnownError when there is none.

    A board of more than `WHOLE_BOARD` cards comes with the first page of each column, unless
    `whole` (what a filter needs). With `first` it comes with what a screen shows of each column,
    without counts and totals: what the first paint needs.
    """
    pipelines = tuple(glance.pipelines(desk.raw))
    shown = next((p for p in pipelines if p.id == pipeline_id), None)
    shown = shown or next(iter(pipelines), None)
    if shown is None:
        raise KnownError(_("This desk has no pipeline. Add one to see a board."))
    if first and not whole:
        columns = _first_glance(desk, shown)
    elif whole or _size(desk, shown) <= WHOLE_BOARD:
        columns = _whole_columns(desk, shown)
    else:
        columns = _first_pages(desk, shown)
    return BoardView(pipelines, shown, columns, desk.clock.today())


def page_of(desk: Desk, pipeline_id: str, key: str, limit: int) -> list[CardRow]:
    """The first `limit` cards of a column, and nothing else."""
    return glance.column(desk.raw, pipeline_id, key, limit)


def page_after(
    desk: Desk, pipeline_id: str, key: str, shown: Sequence[CardRow], limit: int
) -> list[CardRow]:
    """The `limit` cards, or fewer, of a column that follow those shown; read alone."""
    last = shown[-1].order_key if shown else ""
    # Cards at the very place of the last one come again; of them only the new ones count.
    there = {row.deal_id for row in takewhile(lambda row: row.order_key == last, reversed(shown))}
    found = glance.column_from(desk.raw, pipeline_id, key, last, limit + len(there))
    return [row for row in found if row.deal_id not in there]


class BoardSums(NamedTuple):
    """Count and totals of each column by key, and the strip above them."""

    columns: dict[str, tuple[int, tuple[CurrencyTotal, ...]]]
    strip: StripTotals


def sums(desk: Desk, view: BoardView) -> BoardSums:
    """The figures of a board that is too large to be counted within a frame; for a worker."""
    return desk.read(lambda connection: _sums(connection.connection.driver_connection, view))


def _sums(raw: Any, view: BoardView) -> BoardSums:
    by_column = _by_column(raw, view.pipeline)
    columns = {column.key: _counted(by_column.get(column.key, [])) for column in view.columns}
    return BoardSums(columns, _strip(raw, view, by_column))


def some_cards(desk: Desk, pipeline_id: str, deal_ids: Iterable[str]) -> dict[str, CardRow | None]:
    """The present cards of some deals, None for those no longer on this board."""
    found: dict[str, CardRow | None] = dict.fromkeys(deal_ids)
    for card in glance.some(desk.raw, pipeline_id, tuple(found)):
        found[card.deal_id] = card
    return found


def strip(desk: Desk, view: BoardView) -> StripTotals:
    """The figures above the board, over all its open deals, whatever a filter hides."""
    from salesdesk.domain import board_sums as rules

    if view.is_whole:
        return rules.strip(view.cards(), view.stages, view.today)
    return _strip(desk.raw, view, _by_column(desk.raw, view.pipeline))


def _strip(
    raw: Any, view: BoardView, by_column: Mapping[str, Sequence[glance_sums.Total]]
) -> StripTotals:
    """The strip, counted by the store; `by_column` are its totals."""
    from salesdesk.domain import board_sums as rules
    from salesdesk.domain.pipeline import stall_marks
    from salesdesk.store import glance_sums

    marks = stall_marks(view.stages, view.today)
    counts = glance_sums.strip(raw, view.pipeline.id, marks, view.today.isoformat())
    totals = _counted([total for key in marks for total in by_column.get(key, [])])[1]
    return rules.StripTotals(
        counts.deals,
        totals,
        counts.no_next_step,
        counts.stalled,
        counts.not_assessed,
        counts.paused,
    )


def gate_preview(desk: Desk, deal_id: str) -> GateReport | None:
    """The gate of the stage that a deal stands in, for the bubble beside a dragged card.

    None when the deal is gone, closed, or its stage is not in the process.
    """
    from salesdesk.store import snapshots

    state = desk.read(lambda connection: snapshots.state(connection, deal_id))
    return _gate(desk, state) if state is not None else None


def gate_previews(desk: Desk, deal_ids: Sequence[str]) -> dict[str, GateReport]:
    """The gates of several dragged cards by deal id, in their order; of open deals only."""
    from salesdesk.store import snapshots

    states = desk.read(lambda connection: snapshots.states(connection, deal_ids))
    reports = {state.deal.id: _gate(desk, state) for state in states}
    return {deal_id: report for deal_id in deal_ids if (report := reports.get(deal_id))}


def _gate(desk: Desk, state: DealState) -> GateReport | None:
    from salesdesk.domain import gates

    if state.deal.status != "open":
        return None
    process = desk.process(state.deal.pipeline_id)
    stage = next((s for s in process.stages if s.key == state.deal.stage_key), None)
    return gates.gate(process, stage, state.snapshot) if stage else None


def _size(desk: Desk, shown: PipelineGlance) -> int:
    """How many cards a board has."""
    from salesdesk.store import glance_sums

    return sum(glance_sums.counts(desk.raw, shown.id).values())


def _whole_columns(desk: Desk, shown: PipelineGlance) -> tuple[ColumnView, ...]:
    from salesdesk.domain import board_sums as rules

    groups: dict[str, list[CardRow]] = {}
    for card in glance.cards(desk.raw, shown.id):
        group = groups.get(card.column_key)
        if group is None:
            group = groups[card.column_key] = []
        group.append(card)
    probability = _probability(shown)
    return tuple(
        _column(shown, key, cards, len(cards), rules.totals(cards, probability))
        for key in _keys(shown, groups)
        for cards in (groups.get(key, []),)
    )


def _first_glance(desk: Desk, shown: PipelineGlance) -> tuple[ColumnView, ...]:
    found = []
    for key in _keys(shown, glance.column_keys(desk.raw, shown.id)):
        cards = glance.column(desk.raw, shown.id, key, FIRST_PAGE)
        found.append(_column(shown, key, cards, len(cards), ()))
    return tuple(found)


def _first_pages(desk: Desk, shown: PipelineGlance) -> tuple[ColumnView, ...]:
    by_column = _by_column(desk.raw, shown)
    return tuple(
        _column(shown, key, glance.column(desk.raw, shown.id, key, PAGE), count, totals)
        for key in _keys(shown, by_column)
        for count, totals in (_counted(by_column.get(key, [])),)
    )


def _keys(shown: PipelineGlance, found: Iterable[str]) -> list[str]:
    """The stages in order, then stages that deals stand in but the process lacks, then won."""
    stages = [stage.key for stage in shown.stages]
    strays = sorted(set(found) - {*stages, WON, CLOSED})
    return [*stages, *strays, WON]


def _column(
    shown: PipelineGlance,
    key: str,
    cards: Sequence[CardRow],
    count: int,
    totals: tuple[CurrencyTotal, ...],
) -> ColumnView:
    stage = next((s for s in shown.stages if s.key == key), None)
    if stage is None:
        name, probability = (_("Won"), 100) if key == WON else (key, 0)
        return ColumnView(key, name, probability, 0, (), None, tuple(cards), count, totals)
    return ColumnView(
        key, stage.name, stage.probability, stage.stall_days, stage.criteria, stage, tuple(cards),
        count, totals,
    )  # fmt: skip


def _probability(shown: PipelineGlance) -> dict[str, int]:
    return {stage.key: stage.probability for stage in shown.stages}


def _by_column(raw: Any, shown: PipelineGlance) -> dict[str, list[glance_sums.Total]]:
    """Totals by column key, counted by the store."""
    from salesdesk.store import glance_sums

    groups: dict[str, list[glance_sums.Total]] = {}
    for total in glance_sums.totals(raw, shown.id, _probability(shown)):
        groups.setdefault(total.column_key, []).append(total)
    return groups


def _counted(found: Sequence[glance_sums.Total]) -> tuple[int, tuple[CurrencyTotal, ...]]:
    """How many deals, and their totals per currency; weighted sums are rounded once, at the end."""
    from salesdesk.domain.board_sums import in_order

    sums: dict[str, list[int]] = {}
    for total in found:
        amount = total.amount_minor or 0
        row = sums.setdefault(total.currency, [0, 0, 0])
        row[0] += total.deals
        row[1] += amount
        row[2] += amount * 100 if total.column_key == WON else total.weighted_hundredfold or 0
    return sum(total.deals for total in found), in_order(sums)
