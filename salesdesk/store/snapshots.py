"""What the gates may look at, read from the store for one or many deals.

Used by the unit's cards, by queries behind the deal page and by the move command. At most
`CHUNK` deals are read at a time; each table is asked once per chunk.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Connection

from salesdesk.domain.gates import DealSnapshot, FactView, PersonView
from salesdesk.store import snapshot_rows

CHUNK = 400


@dataclass(frozen=True, slots=True)
class DealState:
    """A deal's own row, what the rules may look at, and what only the card shows."""

    deal: Any
    """A row of `deal` with `account_name`, `industry` and `size`."""
    snapshot: DealSnapshot
    next_step: Step | None = None
    buyer_acted_on: str | None = None
    handoff: HandoffState | None = None
    tags: tuple[str, ...] = ()
    products: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """The open next step that comes first. Dates are ISO text, the time HH:MM or None."""

    due_on: str
    due_time: str | None
    id: str
    what: str
    agreed: bool
    kind: str


@dataclass(frozen=True, slots=True)
class HandoffState:
    """The handoff of a deal as far as its card and the rules need it."""

    state: str
    form: str
    to_name: str | None
    due_on: str | None
    internal_call_on: str | None
    introduced_on: str | None
    customer_confirmed_on: str | None


def states(connection: Connection, deal_ids: Iterable[str]) -> list[DealState]:
    """The states of the given deals, binned ones too, unordered; ids that are gone are skipped."""
    ids = list(deal_ids)
    found: list[DealState] = []
    for start in range(0, len(ids), CHUNK):
        rows = snapshot_rows.read(connection, ids[start : start + CHUNK])
        found.extend(_state(deal, parts) for deal, parts in rows)
    return found


def state(connection: Connection, deal_id: str) -> DealState | None:
    """The state of one deal, or None when it is gone.

    A reading connection keeps the last one until something is written: a page and its panels ask
    for the same one after the other.
    """
    version = _version(connection)
    kept = connection.info.get(_KEPT)
    if version is not None and kept is not None and kept[:2] == (deal_id, version):
        return cast("DealState | None", kept[2])
    found = next(iter(states(connection, [deal_id])), None)
    connection.info[_KEPT] = deal_id, version, found
    return found


_KEPT = "salesdesk_last_state"


def _version(connection: Connection) -> int | None:
    """Changes whenever another connection has written; None for one that writes itself."""
    raw = connection.connection.driver_connection
    assert raw is not None
    return None if raw.total_changes else int(raw.execute("PRAGMA data_version").fetchone()[0])


def _state(deal: Any, found: Mapping[str, Sequence[Sequence[Any]]]) -> DealState:
    part: dict[str, Sequence[Sequence[Any]]] = dict.fromkeys(snapshot_rows.PARTS, ())
    part.update((name, sorted(rows, key=_sort_key)) for name, rows in found.items())
    step = _step(min(part["steps"], key=first_step)) if part["steps"] else None
    handoff = HandoffState(*part["handoffs"][-1][1:8]) if part["handoffs"] else None
    acted = [row[6] for row in part["facts"] if row[6]]
    acted += [row[2] for row in part["answers"]] + [row[0] for row in part["buyer"]]
    snapshot = DealSnapshot(
        fields=filled_fields(deal, part, any(row[4] for row in part["steps"]), handoff),
        facts=tuple(_fact(row) for row in part["facts"]),
        people=tuple(PersonView(r[1], r[2], r[3], r[4] or "", r[5], r[6]) for r in part["people"]),
        answered=frozenset(row[1] for row in part["answers"] if row[1]),
        next_step_due=step.due_on if step else None,
        open_objections=sum(row[1] == "open" for row in part["objections"]),
        objections=len(part["objections"]),
        line_items=len(part["items"]),
        notes=len(part["notes"]),
        texts={row[0]: row[1] for row in part["written"] if row[1]},
        confirmed_none=frozenset(row[0] for row in part["written"] if row[2]),
    )
    return DealState(
        deal,
        snapshot,
        step,
        max(acted, default=None),
        handoff,
        tuple(row[0] for row in part["tags"]),
        tuple(row[1] for row in part["items"]),
    )


def _sort_key(row: Sequence[Any]) -> tuple[str, str]:
    return str(row[0] or ""), str(row[1] or "")


def first_step(row: Sequence[Any]) -> tuple[str, str, str]:
    """Orders (due on, due time, id …) rows: the earliest first, a day without a time at its end."""
    return row[0], row[1] or "24:00", row[2]


def _step(row: Sequence[Any]) -> Step:
    due_on, due_time, step_id, what, agreed, kind = row[:6]
    return Step(due_on, due_time, step_id, what, bool(agreed), kind)


def _fact(row: Sequence[Any]) -> FactView:
    _, fact_id, kind, words, name, person, said_on, source, source_id, confirmed, *rest = row[:18]
    return FactView(
        fact_id, kind, words, name or "", person, said_on, source, source_id, bool(confirmed), *rest
    )


class _DealNow:
    """A deal's row as it is now, with the account's columns that were read beside it."""

    def __init__(self, values: Mapping[str, Any], beside: Any) -> None:
        self.__dict__.update(
            values,
            account_name=beside.account_name,
            industry=beside.industry,
            size=beside.size,
        )

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(name)  # all there is are the columns


def with_deal(known: DealState, values: Mapping[str, Any]) -> DealState:
    """A known state after its deal's own row changed, to these values, and nothing else did."""
    deal = _DealNow(values, known.deal)
    has = _of_row(deal)
    fields = (known.snapshot.fields - has.keys()) | {name for name, value in has.items() if value}
    snapshot = known.snapshot
    if fields != snapshot.fields:
        snapshot = dataclasses.replace(snapshot, fields=fields)
    return DealState(
        deal,
        snapshot,
        known.next_step,
        known.buyer_acted_on,
        known.handoff,
        known.tags,
        known.products,
    )


def filled_fields(
    deal: Any, part: Mapping[str, Sequence[Any]], is_agreed: bool, handoff: Any
) -> frozenset[str]:
    """The names of the fields that are filled; see `salesdesk.domain.facts.FIELDS`.

    `is_agreed`: whether any open step is; what was agreed stays so when a call of ours comes first.
    """
    filled = {
        **_of_row(deal),
        "account": deal.account_id,
        "currency": deal.currency,
        "next_step_agreed": is_agreed,
        "competitor": part["rivals"],
        "close_reason": part["reviews"],
        "industry": deal.industry,
        "size": deal.size,
        "product": part["items"],
        "handoff_to": handoff and handoff.to_name,
        "handoff_due": handoff and handoff.due_on,
        "internal_call": handoff and handoff.internal_call_on,
        "introduced": handoff and handoff.introduced_on,
        "customer_confirmed": handoff and handoff.customer_confirmed_on,
        "handoff_answer": handoff and handoff.state in {"accepted", "returned"},
        "created": deal.created_on,
    }
    return frozenset([name for name, value in filled.items() if value])


def _of_row(deal: Any) -> dict[str, Any]:
    """What of the fields the deal's own row fills, or not, by a change of nothing else."""
    return {
        "amount": deal.amount_minor is not None,
        "expected_close": deal.expected_close_on,
        "won_on": deal.status == "won" and deal.closed_on,
        "term": deal.term,
        "start": deal.start_on,
        "renewal": deal.renewal_on,
        "kickoff": deal.kickoff_on,
    }
