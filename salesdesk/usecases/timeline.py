"""The timeline of a deal: everything that happened, in order, oldest first.

Called by the deal page and papers. Entries of one day stand in the order in which they were kept.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from salesdesk.domain.facts import N_
from salesdesk.usecases.timeline_makers import MAKERS, Source, TimelineEntry

if TYPE_CHECKING:
    from salesdesk.store.engine import SqlConnection
    from salesdesk.usecases.desk import Desk

__all__ = ["KINDS", "TimelineEntry", "timeline"]

KINDS: dict[str, str] = {
    "stage": N_("Stages"),
    "override": N_("Moves past a gate"),
    "answer": N_("Answers"),
    "fact": N_("Facts"),
    "call": N_("Calls"),
    "activity": N_("Activities"),
    "note": N_("Notes"),
    "objection": N_("Objections"),
    "next_step": N_("Next steps"),
    "proposal": N_("Proposals"),
    "person": N_("People"),
    "commitment": N_("Gives, gets and the plan"),
    "closed": N_("Won and lost"),
    "handoff": N_("Handoff"),
}
"""The kinds of entry with their names (message ids), in the order of the filter."""


def timeline(
    desk: Desk, deal_id: str, kinds: Iterable[str] | None = None
) -> tuple[TimelineEntry, ...]:
    """What happened on the deal, of all kinds or of those named in `KINDS`."""
    wanted = frozenset(KINDS if kinds is None else kinds)
    found = desk.read(lambda connection: _read(desk, connection, deal_id, wanted))
    return tuple(sorted(found, key=_order))


_RANK = {kind: rank for rank, kind in enumerate(KINDS) if kind != "override"}


def _order(entry: TimelineEntry) -> tuple[str, str, int, str]:
    """By day, then by the millisecond in which the row was made: its id begins with it.

    What one command kept in one millisecond stands as it belongs together: the override before
    its move, an answer before the facts marked in it.
    """
    return entry.on, entry.ref[:12], _RANK.get(entry.kind, -1), entry.ref


def _read(
    desk: Desk, connection: SqlConnection, deal_id: str, wanted: frozenset[str]
) -> list[TimelineEntry]:
    from salesdesk.store.reads import deal_page as reads

    row = reads.deal(connection, deal_id)
    if row is None:
        return []
    source = Source(
        connection,
        deal_id,
        desk.process(row.pipeline_id),
        reads.names_on(connection, deal_id),
        desk.clock.today(),
        row.status == "open",
    )
    return [entry for kind in KINDS if kind in wanted for entry in MAKERS[kind](source)]
