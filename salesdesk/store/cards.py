"""The cards of the board: a derived row per deal, made anew whenever its deal is touched.

Called by the desk at the end of each unit, in the same transaction, and by check to rebuild them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from salesdesk.domain import gates, handoff
from salesdesk.domain.process import Process
from salesdesk.store import snapshots
from salesdesk.store.prepared import Prepared
from salesdesk.store.schema import Account, Card, Deal, Person
from salesdesk.store.snapshots import DealState

ProcessOf = Callable[[str], Process]
"""The process that a pipeline follows, by the pipeline's id."""

Columns = set[tuple[str, str]]
"""(pipeline id, column key) pairs whose cards changed."""


def refresh(
    connection: Connection,
    deal_ids: Iterable[str],
    process_of: ProcessOf,
    known: Mapping[str, DealState] = MappingProxyType({}),
    looking: Connection | None = None,
) -> Columns:
    """Makes the cards of these deals anew; gives the columns that they left and entered.

    `known` holds states that are up to date already, so that they are not read twice. `looking`
    is a quicker connection to see the cards as they were: in a unit nothing else writes them.
    """
    ids = list(deal_ids)
    touched: Columns = set()
    for start in range(0, len(ids), snapshots.CHUNK):
        part = ids[start : start + snapshots.CHUNK]
        unread = [deal_id for deal_id in part if deal_id not in known]
        states = [known[deal_id] for deal_id in part if deal_id in known]
        if unread:
            states += snapshots.states(connection, unread)
        rows = [card(s, process_of(s.deal.pipeline_id)) for s in states if s.deal.binned_at is None]
        touched |= _replace(connection, looking or connection, part, rows)
    return touched


_TABLE: Any = Card.__table__
_OLD_ONE = Prepared(select(_TABLE).where(_TABLE.c.deal_id == bindparam("which")))


@lru_cache(maxsize=256)
def _update_one(columns: tuple[str, ...]) -> Prepared:
    """The statement that writes these columns of one card."""
    values: dict[str, Any] = {column: bindparam(f"new_{column}") for column in columns}
    return Prepared(update(_TABLE).where(_TABLE.c.deal_id == bindparam("which")).values(values))


def _replace(
    connection: Connection, looking: Connection, ids: list[str], rows: list[dict[str, Any]]
) -> Columns:
    """Writes the card rows of `ids` in place of what was there."""
    old: dict[str, dict[str, Any]] = {}
    for deal_id in ids:
        old.update((row["deal_id"], row) for row in _OLD_ONE.dicts(looking, {"which": deal_id}))
    gone = list(old.keys() - {row["deal_id"] for row in rows})
    new = []
    for row in rows:
        before = old.get(row["deal_id"])
        if before is None:
            new.append(row)
        elif before != row:
            # What stays is not written: SQLite renews each index that has a column in a SET.
            changed = {f"new_{k}": value for k, value in row.items() if before[k] != value}
            columns = tuple(key[4:] for key in changed)
            _update_one(columns).run(connection, {**changed, "which": row["deal_id"]})
    if gone:
        connection.execute(delete(Card).where(Card.deal_id.in_(gone)))
    if new:
        connection.execute(insert(Card), new)
    shown = [*old.values(), *rows]
    return {(row["pipeline_id"], row["column_key"]) for row in shown}


_HERE = (_TABLE.c.pipeline_id == bindparam("pipeline"), _TABLE.c.column_key == bindparam("column"))
_KEY_OF = Prepared(select(_TABLE.c.order_key).where(_TABLE.c.deal_id == bindparam("which"), *_HERE))
_HIGHEST = Prepared(
    select(_TABLE.c.order_key, _TABLE.c.deal_id)
    .where(*_HERE, _TABLE.c.order_key < bindparam("below"))
    .order_by(_TABLE.c.order_key.desc())
)
_ABOVE_ALL = "~"
"""Sorts behind every order key."""


def neighbours(
    connection: Connection,
    pipeline_id: str,
    column_key: str,
    before_id: str | None,
    moved: Collection[str],
) -> tuple[str | None, str | None]:
    """The order keys on either side of a place; see `Unit.neighbours`."""
    here = {"pipeline": pipeline_id, "column": column_key}
    after: str | None = None
    if before_id is not None and before_id not in moved:
        found = _KEY_OF.rows(connection, {**here, "which": before_id})
        after = found[0][0] if found else None
    cursor = _HIGHEST.run(connection, {**here, "below": after or _ABOVE_ALL})
    before = next((key for key, deal_id in cursor if deal_id not in moved), None)
    cursor.close()  # the rest of the column is never read
    return before, after


def drop(connection: Connection, deal_ids: Collection[str]) -> Columns:
    """Takes away the cards of deals that are no more; gives the columns they stood in."""
    touched: Columns = set()
    ids = sorted(deal_ids)
    for start in range(0, len(ids), 500):
        part = _TABLE.c.deal_id.in_(ids[start : start + 500])
        found = connection.execute(select(_TABLE.c.pipeline_id, _TABLE.c.column_key).where(part))
        touched.update((row[0], row[1]) for row in found)
        connection.execute(delete(_TABLE).where(part))
    return touched


def column_of(status: str, stage_key: str, handoff_state: str | None) -> str:
    """Where a deal stands: its stage, 'won' while its handoff is open, or 'closed'."""
    if status == "open":
        return stage_key
    return "won" if status == "won" and handoff_state in {"open", "returned"} else "closed"


def card(state: DealState, process: Process) -> dict[str, Any]:
    """The card row of one deal."""
    deal, snapshot = state.deal, state.snapshot
    column = column_of(deal.status, deal.stage_key, state.handoff.state if state.handoff else None)
    met, total = 0, 0
    if deal.status == "open":
        stage = next((s for s in process.stages if s.key == deal.stage_key), None)
        met, total = gates.progress(process, stage, snapshot) if stage else (0, 0)
    ready: int | None = None
    wanted: int | None = None
    if column == "won" and state.handoff:
        form: handoff.Form = "short" if state.handoff.form == "short" else "full"
        checklist = handoff.checklist(process, snapshot, form)
        ready, wanted = checklist.ready, checklist.total
    return {
        "deal_id": deal.id,
        "pipeline_id": deal.pipeline_id,
        "column_key": column,
        "order_key": deal.order_key,
        "name": deal.name,
        "account": deal.account_name,
        "amount_minor": deal.amount_minor,
        "currency": deal.currency,
        "probability": deal.probability,
        "expected_close_on": deal.expected_close_on,
        "entered_on": deal.entered_on,
        "next_what": state.next_step.what if state.next_step else None,
        "next_due_on": state.next_step.due_on if state.next_step else None,
        "next_time": state.next_step.due_time if state.next_step else None,
        "criteria_met": met,
        "criteria_total": total,
        "open_objections": snapshot.open_objections,
        "buyer_acted_on": state.buyer_acted_on,
        "paused_until": deal.paused_until,
        "triage": deal.triage,
        "handoff_ready": ready,
        "handoff_total": wanted,
        "tags": "\n".join(state.tags) or None,
        "products": "\n".join(state.products) or None,
    }


def add_new(
    connection: Connection, added: Mapping[str, list[dict[str, Any]]], process_of: ProcessOf
) -> Columns:
    """Cards of deals added in bulk, made from the rows in hand without asking the store.

    Only for units in which these deals got no rows but those in `added`.
    """
    deals = added.get(Deal.__tablename__, [])
    if not deals:
        return set()
    by_deal = {name: _by_deal(added.get(name, ())) for name in _CHILDREN}
    names = _names(connection, added)
    rows = []
    for values in deals:
        part = {name: children.get(values["id"], ()) for name, children in by_deal.items()}
        rows.append(card(_fresh_state(values, part, names), process_of(values["pipeline_id"])))
    connection.execute(insert(Card), rows)
    return {(row["pipeline_id"], row["column_key"]) for row in rows}


_STEP = ("due_on", "due_time", "id", "what", "agreed", "kind")
PLAIN_TABLES = frozenset(
    {
        "account", "person", "product", "price", "tag", "custom_field", "custom_value", "deal",
        "stay", "line_item", "deal_person", "next_step", "note", "review",
    }
)  # fmt: skip
"""Tables whose rows `add_new` understands or cards do not show; others are read back instead."""
_CHILDREN = ("line_item", "deal_person", "next_step", "note", "review")


def _by_deal(rows: Iterable[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    groups: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        groups[row["deal_id"]].append(row)
    return groups


def _names(connection: Connection, added: Mapping[str, list[dict[str, Any]]]) -> dict[str, Any]:
    """Accounts and people by id: name, industry and size, as far as cards and rules need them."""
    accounts = {
        row.id: row
        for row in connection.execute(
            select(Account.id, Account.name, Account.industry, Account.size)
        )
    }
    people = {
        row.id: row for row in connection.execute(select(Person.id, Person.name, Person.title))
    }
    return {**accounts, **people}


class _Row:
    """A dict read like a row."""

    __slots__ = ("_values",)

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = values

    def __getattr__(self, name: str) -> Any:
        return self._values.get(name)


def _fresh_state(values: dict[str, Any], part: dict[str, Any], names: dict[str, Any]) -> DealState:
    account = names.get(values.get("account_id") or "")
    deal = _Row(
        {
            **values,
            "account_name": account.name if account else None,
            "industry": account.industry if account else None,
            "size": account.size if account else None,
        }
    )
    steps = [tuple(row.get(name) for name in _STEP) for row in part["next_step"]]
    step = snapshots.Step(*min(steps, key=snapshots.first_step)) if steps else None
    beside = {"rivals": (), "reviews": part["review"], "items": part["line_item"]}
    is_agreed = any(row.get("agreed") for row in part["next_step"])
    filled = snapshots.filled_fields(deal, beside, is_agreed, None)
    people = tuple(
        gates.PersonView(row["person_id"], names[row["person_id"]].name, row["role"])
        for row in part["deal_person"]
        if row["person_id"] in names
    )
    snapshot = gates.DealSnapshot(
        fields=filled,
        people=people,
        next_step_due=step.due_on if step else None,
        line_items=len(part["line_item"]),
        notes=len(part["note"]),
    )
    products = tuple(row["name"] for row in part["line_item"])
    return DealState(deal, snapshot, step, None, None, (), products)
