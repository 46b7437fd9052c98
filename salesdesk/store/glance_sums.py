"""Counts and totals of the board by plain SQL, for boards too large to read whole.

Beside `glance`, since the first paint shows no sums. Called by the use cases of the board.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from salesdesk.store.connection import Connection


class Total(NamedTuple):
    """What a column's header shows for one currency: how many deals, their amount (minor units),
    and Σ amount × probability in hundredths of a minor unit."""

    column_key: str
    currency: str
    deals: int
    amount_minor: int | None
    weighted_hundredfold: int | None


def totals(connection: Connection, pipeline_id: str, probability: dict[str, int]) -> list[Total]:
    """Totals by column and currency over all open deals; `probability` is the stages', percent."""
    cases = "WHEN ? THEN ? " * len(probability)
    rows = connection.execute(
        "SELECT column_key, currency, count(*), sum(amount_minor),"
        " sum(amount_minor * coalesce(probability,"
        f" CASE column_key {cases}WHEN '' THEN 0 ELSE 0 END))"
        " FROM card WHERE pipeline_id = ? AND column_key <> 'closed' GROUP BY column_key, currency",
        (*(value for pair in probability.items() for value in pair), pipeline_id),
    ).fetchall()
    return [Total(*row) for row in rows]


def counts(connection: Connection, pipeline_id: str) -> dict[str, int]:
    """How many cards each column of the board has; a column without any is not named."""
    rows = connection.execute(
        "SELECT column_key, count(*) FROM card WHERE pipeline_id = ? AND column_key <> 'closed'"
        " GROUP BY column_key",
        (pipeline_id,),
    )
    return dict(rows.fetchall())


class Strip(NamedTuple):
    """Counts for the strip above a board too large to read whole."""

    deals: int
    no_next_step: int
    stalled: int
    not_assessed: int
    paused: int


def strip(connection: Connection, pipeline_id: str, marks: dict[str, str], today: str) -> Strip:
    """Counts over all open deals. `marks`: by stage, the ISO date before which entry and last
    buyer action make a deal stalled. The rules are those of `domain.pipeline`."""
    cases = "WHEN ? THEN ? " * len(marks)
    mark = f"(CASE column_key {cases}ELSE '' END)"
    awake = "(paused_until IS NULL OR paused_until <= ?)"
    pairs = tuple(value for pair in marks.items() for value in pair)
    keys = tuple(marks)
    row = connection.execute(
        "SELECT count(*),"
        f" total({awake} AND triage IS NOT 'due' AND next_due_on IS NULL),"
        f" total({awake} AND triage IS NOT 'due' AND entered_on < {mark}"
        f" AND coalesce(buyer_acted_on, '') < {mark}),"
        f" total({awake} AND triage IS 'due'), total(paused_until > ?)"
        f" FROM card WHERE pipeline_id = ? AND column_key IN ({','.join('?' * len(keys))})",
        (today, today, *pairs, *pairs, today, today, pipeline_id, *keys),
    ).fetchone()
    return Strip(*map(int, row))
