"""Measurements of the store: board-load, drag-commit, undo, search."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from salesdesk.domain.ids import new_id
from salesdesk.domain.ordering import key_between
from salesdesk.store import glance, search
from salesdesk.store.connection import connect
from salesdesk.usecases.desk import Desk
from salesdesk.usecases.moves import MoveDeals
from tests.bench import desks
from tests.bench.figures import Figure, median, pairs, percentile

GOAL_SIZE = 10_000
LARGE = 100_000


def board_load(folder: Path, size: int) -> Iterator[Figure]:
    """Cards read ÷ the same columns as tuples by the driver."""
    desk = Desk(desks.make(folder, size), desks.clock(), threaded=False)
    pipeline = glance.pipelines(desk.raw)[0].id
    columns = ", ".join(glance.CardRow._fields)
    statement = (
        f"SELECT {columns} FROM card WHERE pipeline_id = ? AND column_key <> 'closed'"
        " ORDER BY column_key, order_key"
    )

    def bare() -> list[Any]:
        rows: list[Any] = desk.raw.execute(statement, (pipeline,)).fetchall()
        return rows

    cards, raw = pairs(lambda: glance.cards(desk.raw, pipeline), bare, 15)
    desk.close()
    yield Figure(
        "board-load", size, median(cards), "ms", median(raw), 1.3 if size == GOAL_SIZE else None
    )
    if size == LARGE:
        yield _load_growth(folder)


def _load_growth(folder: Path) -> Figure:
    """All cards at 100,000 deals ÷ at 10,000, in turn: the machine's drift is as large as 2.

    The small board is read ten times for one time of the large, so that what else the machine does
    falls on both alike: a longer stretch is disturbed more often than a short one.
    """
    large, small = (
        Desk(desks.make(folder, size), desks.clock(), threaded=False) for size in (LARGE, GOAL_SIZE)
    )
    pipelines = [glance.pipelines(desk.raw)[0].id for desk in (large, small)]
    times = LARGE // GOAL_SIZE

    def read_small() -> None:
        for _ in range(times):
            glance.cards(small.raw, pipelines[1])

    many, few = pairs(lambda: glance.cards(large.raw, pipelines[0]), read_small, 15)
    large.close()
    small.close()
    return Figure("growth:board-load", LARGE, median(many), "ms", median(few) / times, 12.0)


def drag_commit(folder: Path, size: int) -> Iterator[Figure]:
    """A stage move, durable ÷ raw BEGIN IMMEDIATE, select, update, history insert, COMMIT.

    The move is backward and forward past a gate that is off, so that each run does the same; the
    gate's snapshot and both cards are read and written all the same.
    """
    source = desks.make(folder, size)
    path, floor_path = folder / f"drag-{size}.desk", folder / f"drag-floor-{size}.desk"
    shutil.copy(source, path)
    shutil.copy(source, floor_path)
    desk = Desk(path, desks.clock(), threaded=False)
    view = glance.pipelines(desk.raw)[0]
    first, second = view.stages[0].key, view.stages[1].key
    ids = [card.deal_id for card in glance.column(desk.raw, view.id, first, 200)]
    floor = _RawMoves(floor_path, first, second)
    moves = iter(ids * 10)
    raw_moves = iter(ids * 10)
    there = dict.fromkeys(ids, first)

    def move() -> None:
        deal_id = next(moves)
        there[deal_id] = second if there[deal_id] == first else first
        desk.run(MoveDeals((deal_id,), there[deal_id], reason="Measured"))

    for _ in range(20):
        move()
    times, raw = pairs(move, lambda: floor.move(next(raw_moves)), 150)
    goal = 5.0 if size == GOAL_SIZE else None
    yield Figure("drag-commit", size, median(times), "ms", median(raw), goal)
    p99 = percentile(times, 0.99)
    yield Figure("drag-commit-p99", size, p99, "ms", percentile(raw, 0.99), goal and 10.0, True)
    yield from _undo(desk, size, move, median(times))
    desk.close()
    floor.close()


def _undo(desk: Desk, size: int, move: Any, move_ms: float) -> Iterator[Figure]:
    """Undo of a move ÷ the move."""
    moves, undos = pairs(move, lambda: desk.undo().result(), 40)
    yield Figure(
        "undo", size, median(undos), "ms", median(moves), 2.0 if size == GOAL_SIZE else None
    )


class _RawMoves:
    """The floor: the same move by the driver alone, on a copy of the same file."""

    def __init__(self, path: Path, first: str, second: str) -> None:
        self._connection = connect(path)
        self._connection.execute("PRAGMA query_only=OFF")
        self._stages = (first, second)
        self._count = 0
        self._last = "z"

    def move(self, deal_id: str) -> None:
        """One durable move with its history row."""
        run = self._connection.execute
        self._count += 1
        self._last = key_between(self._last, None)
        stage = self._stages[self._count % 2]
        run("BEGIN IMMEDIATE")
        run("SELECT * FROM deal WHERE id = ?", (deal_id,)).fetchone()
        run(
            "UPDATE deal SET stage_key = ?, order_key = ?, entered_on = ? WHERE id = ?",
            (stage, self._last, "2026-11-22", deal_id),
        )
        run(
            "INSERT INTO stay (id, rev, changed_at, checksum, deal_id, stage_key, entered_at, how)"
            " VALUES (?, 1, '', '', ?, ?, '2026-11-22T10:00:00', 'moved')",
            (new_id(), deal_id, stage),
        )
        run("COMMIT")

    def close(self) -> None:
        """Closes the copy."""
        self._connection.close()


def searching(folder: Path, size: int) -> Iterator[Figure]:
    """p95 from a keystroke to results: newest first while typing, and ranked."""
    notes = 5 * size
    desk = Desk(desks.make(folder, size, notes), desks.clock(), threaded=False)
    texts = [word[:length] for word in desks.WORDS for length in (2, 3, 5)]
    texts += [
        f"{word} {other[:2]}" for word, other in zip(desks.WORDS, desks.WORDS[5:], strict=False)
    ]
    goal = size >= 100_000
    for name, find, limit in (
        ("search", search.newest, 15.0),
        ("search-ranked", search.ranked, 50.0),
    ):
        times = []
        for text in texts:
            start = time.perf_counter()
            desk.read(lambda connection, t=text, f=find: f(connection, t, 20))  # type: ignore[misc]
            times.append((time.perf_counter() - start) * 1e3)
        floor = []
        for text in texts:
            start = time.perf_counter()
            desk.raw.execute(
                "SELECT rowid FROM search_index WHERE search_index MATCH ?"
                " ORDER BY rowid DESC LIMIT 20",
                (search.phrase(text),),
            ).fetchall()
            floor.append((time.perf_counter() - start) * 1e3)
        yield Figure(
            name,
            size,
            percentile(times, 0.95),
            "ms",
            percentile(floor, 0.95),
            limit if goal else None,
            True,
        )
    desk.close()
