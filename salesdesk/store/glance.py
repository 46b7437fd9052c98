"""The board before the first paint: cards and stages by plain SQL, with the driver alone.

SQLAlchemy is imported after the first paint; this is the one place that reads without it. The
board's later re-reads of single columns come here too, so that there is one shape of card.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from salesdesk.store.connection import Connection

PAGE = 60
"""Cards read of a column at first when the whole board is too large to read at once."""
FIRST_PAGE = 36
"""Cards read of a column for the first paint: as many as a tall screen shows."""
WHOLE_BOARD = 12_000
"""Up to so many cards the whole board is read at once."""


PROVED = 300
"""Cards read before a window is made: about those that the board shows first."""


class CardRow(NamedTuple):
    """A deal as its card shows it. Dates are ISO text, the amount in minor units."""

    deal_id: str
    column_key: str
    order_key: str
    name: str
    account: str | None
    amount_minor: int | None
    currency: str
    probability: int | None
    expected_close_on: str | None
    entered_on: str
    next_what: str | None
    next_due_on: str | None
    next_time: str | None
    criteria_met: int
    criteria_total: int
    open_objections: int
    buyer_acted_on: str | None
    paused_until: str | None
    triage: str | None
    handoff_ready: int | None
    handoff_total: int | None
    tags: str | None
    products: str | None


class BoardStage(NamedTuple):
    """Of a stage of the process what the board shows; the whole is in the desk's `process`."""

    key: str
    name: str
    probability: int
    """Percent."""
    stall_days: int
    criteria: tuple[str, ...]
    """The texts of the exit criteria."""


class PipelineGlance(NamedTuple):
    """A pipeline with its board stages, in order."""

    id: str
    name: str
    gate_policy: str
    currency: str
    process_version_id: str
    stages: tuple[BoardStage, ...]


_COLUMNS = ", ".join(CardRow._fields)


def prove(connection: Connection) -> None:
    """Reads what the board shows first. Raises the driver's error when a page of it is damaged."""
    followed = "SELECT process_version_id FROM pipeline NOT INDEXED"
    connection.execute(
        f"SELECT total(length(stages)) FROM process_version WHERE id IN ({followed})"
    )
    ordered = "SELECT name FROM card ORDER BY pipeline_id, column_key, order_key"
    connection.execute(f"SELECT total(length(name)) FROM ({ordered} LIMIT {PROVED})")


def has_pipeline(connection: Connection) -> bool:
    """Whether there is a board to show."""
    found = connection.execute(
        "SELECT 1 FROM pipeline p JOIN process_version v ON v.id = p.process_version_id"
        " WHERE p.binned_at IS NULL LIMIT 1"
    )
    return found.fetchone() is not None


def pipelines(connection: Connection) -> list[PipelineGlance]:
    """The pipelines in use, in order, each with its board stages."""
    rows = connection.execute(
        "SELECT p.id, p.name, p.gate_policy, p.currency, v.id, v.stages FROM pipeline p"
        " JOIN process_version v ON v.id = p.process_version_id"
        " WHERE p.binned_at IS NULL ORDER BY p.order_key, p.id"
    ).fetchall()
    return [
        PipelineGlance(row[0], row[1], row[2], row[3], row[4], _board_stages(row[5]))
        for row in rows
    ]


def _board_stages(text: str) -> tuple[BoardStage, ...]:
    plain: list[dict[str, Any]] = json.loads(text)
    return tuple(
        BoardStage(
            stage["key"],
            stage["name"],
            stage["probability"],
            stage["stall_days"],
            tuple(criterion["text"] for criterion in stage.get("criteria", ())),
        )
        for stage in plain
        if stage["place"] == "board"
    )


def cards(connection: Connection, pipeline_id: str) -> list[CardRow]:
    """Every card of the board (closed deals apart), by column and place."""
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM card WHERE pipeline_id = ? AND column_key <> 'closed'"
        " ORDER BY column_key, order_key",
        (pipeline_id,),
    )
    return list(map(CardRow._make, rows))


def column(
    connection: Connection, pipeline_id: str, column_key: str, limit: int = -1
) -> list[CardRow]:
    """The cards of one column in order; `limit` -1 for all."""
    return column_from(connection, pipeline_id, column_key, "", limit)


def column_from(
    connection: Connection, pipeline_id: str, column_key: str, order_key: str, limit: int
) -> list[CardRow]:
    """The cards of one column from a place on, that place too, in order."""
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM card WHERE pipeline_id = ? AND column_key = ?"
        " AND order_key >= ? ORDER BY order_key LIMIT ?",
        (pipeline_id, column_key, order_key, limit),
    )
    return list(map(CardRow._make, rows))


def some(connection: Connection, pipeline_id: str, deal_ids: Sequence[str]) -> list[CardRow]:
    """The cards of some deals of a board, in no order; those that left it are not among them."""
    found: list[CardRow] = []
    for start in range(0, len(deal_ids), 500):
        part = deal_ids[start : start + 500]
        marks = ", ".join("?" * len(part))
        rows = connection.execute(
            f"SELECT {_COLUMNS} FROM card WHERE deal_id IN ({marks})"
            " AND pipeline_id = ? AND column_key <> 'closed'",
            (*part, pipeline_id),
        )
        found.extend(map(CardRow._make, rows))
    return found


def column_keys(connection: Connection, pipeline_id: str) -> list[str]:
    """The columns in which a pipeline's cards stand, sorted.

    By steps from key to key in the index: the time does not grow with the cards.
    """
    rows = connection.execute(
        "WITH RECURSIVE step(key) AS ("
        " SELECT min(column_key) FROM card WHERE pipeline_id = ?1"
        " UNION ALL SELECT (SELECT min(column_key) FROM card"
        " WHERE pipeline_id = ?1 AND column_key > step.key) FROM step WHERE step.key IS NOT NULL)"
        " SELECT key FROM step WHERE key IS NOT NULL",
        (pipeline_id,),
    )
    return [row[0] for row in rows]


def saved_filters(connection: Connection) -> list[tuple[str, str, str]]:
    """(id, name, JSON) of the saved filters, in order."""
    rows = connection.execute(
        "SELECT id, name, body FROM saved_filter WHERE binned_at IS NULL ORDER BY order_key, id"
    ).fetchall()
    return [tuple(row) for row in rows]
