"""The one write door: a transaction in which a command reads, changes and adds rows.

A unit hands out rows as instances of the schema's classes and remembers how each looked. At
`flush` it compares, writes what differs, stamps revision, time and checksum, and keeps the
before- and after-images for the journal. Nothing else can write: every connection is
`query_only` except while a unit is open. Made by the desk for each command; commands know only
`get`, `find`, `rows`, `add`, `add_many`, `keep_bytes`, `remove` and `bin`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Any, TypeVar

from sqlalchemy import Connection, Result, Select, func, select

from salesdesk.domain.clock import Clock
from salesdesk.domain.errors import KnownError
from salesdesk.domain.ids import new_id
from salesdesk.domain.process import Process
from salesdesk.store import cards, search, snapshots
from salesdesk.store.images import STAMPS, Image, checksum
from salesdesk.store.schema import Blob, Deal, Pipeline, Row
from salesdesk.store.snapshots import DealState
from salesdesk.store.statements import (
    BY_ID,
    COLUMNS,
    DELETE,
    IN_HAND,
    INSERT,
    TABLES,
    matching,
    update_row,
)
from salesdesk.support.i18n import _

R = TypeVar("R", bound=Row)
T = TypeVar("T")

MANY = 2000
"""From so many images on they are put aside when a command says that it may be done."""


class Unit:
    """One open transaction. `label` may be set by the command to name what it did."""

    def __init__(
        self,
        connection: Connection,
        clock: Clock,
        process_of: Callable[[Connection, str], Process],
        looking: Connection | None = None,
        put_aside: Callable[[Unit], None] | None = None,
    ) -> None:
        """`looking` is a reading connection that is quicker until this unit has written.

        `put_aside` takes over what was written so far, when a command writes very many rows.
        """
        self._looking = looking
        self._put_aside = put_aside
        self._process_of = process_of
        self._states: dict[str, DealState] = {}
        self.clock = clock
        self.label = ""
        self.images: list[Image] = []
        self.added: dict[str, list[dict[str, Any]]] = {}
        """Rows added in bulk, by table: what the cards of new deals are made from."""
        self._connection = connection
        self._now = clock.now_utc().isoformat(timespec="milliseconds")
        self._today = ""
        self._rows: dict[tuple[type[Row], str], tuple[Row, dict[str, Any] | None]] = {}
        self._removed: list[Row] = []
        self._has_written = False
        """Whether something was written and put aside; what is in hand still is not meant."""
        self.may_change_bin = False
        """Whether rows in the bin may be changed and stay there; else what is typed would be lost
        where nobody looks.
        """

    @property
    def now(self) -> str:
        """The instant of this unit, ISO UTC text; the same for all that it writes."""
        return self._now

    @property
    def today(self) -> str:
        """The local date, ISO text; the same for all that it writes."""
        if not self._today:
            self._today = self.clock.today().isoformat()
        return self._today

    def get(self, kind: type[R], row_id: str) -> R:
        """The row with that id, to read and change. Raises KnownError when it is gone."""
        found = self._get(kind, row_id)
        if found is None:
            raise KnownError(_("That record is not in the desk any more. Nothing was changed."))
        return found

    def maybe(self, kind: type[R], row_id: str | None) -> R | None:
        """The row with that id, or None."""
        return self._get(kind, row_id) if row_id else None

    def _get(self, kind: type[R], row_id: str) -> R | None:
        known = self._rows.get((kind, row_id))
        if known is not None:
            row, _ = known
            return row if isinstance(row, kind) else None
        found = BY_ID[kind].dicts(self._quick(), {"row_id": row_id})
        return self._hand_out(kind, found[0]) if found else None

    def _quick(self) -> Connection:
        """The connection for a prepared read: the other one, as long as nothing is written.

        The transaction holds the write lock, so both see the same until then.
        """
        if self._looking is None or self._has_written or self.images or self.added:
            return self._connection
        return self._looking

    def match(self, kind: type[R], /, **equal: Any) -> list[R]:
        """All rows in use whose columns equal the given values; the quick form of `find`."""
        if any(
            k is kind and before != _values(row) for (k, _), (row, before) in self._rows.items()
        ):
            self.flush()
        names = tuple((name, value is None) for name, value in equal.items())
        rows = matching(kind, names).dicts(self._quick(), equal)
        return [self._hand_out(kind, row) for row in rows]

    def find(
        self, kind: type[R], *where: Any, order_by: Any = None, binned: bool = False
    ) -> list[R]:
        """All rows of a kind that match, in use (or `binned` ones too), to read and change."""
        self.flush()
        table = TABLES[kind]
        statement = select(table).where(*where)
        if not binned:
            statement = statement.where(table.c.binned_at.is_(None))
        if order_by is not None:
            statement = statement.order_by(order_by)
        rows = self._connection.execute(statement).mappings().all()
        return [self._hand_out(kind, dict(row)) for row in rows]

    def first(self, kind: type[R], *where: Any, order_by: Any = None) -> R | None:
        """The first row that matches, or None."""
        return next(iter(self.find(kind, *where, order_by=order_by)), None)

    def rows(self, statement: Select[Any]) -> Result[Any]:
        """Plain rows of a SELECT, to look at only; sees what this unit wrote so far."""
        self.flush()
        return self._connection.execute(statement)

    def look(self, reading: Callable[[Connection], T]) -> T:
        """What a function of `store.reads` finds, with all that this unit wrote so far."""
        self.flush()
        return reading(self._connection)

    def listing(self, kind: type[Row], *columns: str) -> list[Any]:
        """Plain rows (named tuples) of these columns, of all rows in use."""
        table = TABLES[kind]
        chosen = select(*(table.c[name] for name in columns)).where(table.c.binned_at.is_(None))
        return list(self.rows(chosen))

    def highest(self, column: Any, *where: Any) -> Any:
        """A column's largest value over all rows that match, binned ones too; None for none."""
        return self.rows(select(func.max(column)).where(*where)).scalar()

    def value(self, column: Any, *where: Any, order_by: Any = None) -> Any:
        """The column of the first row that matches, or None."""
        return self.rows(select(column).where(*where).order_by(order_by).limit(1)).scalar()

    def states(self, deal_ids: Iterable[str]) -> list[DealState]:
        """What the gates may look at, for each of the deals, with all written so far."""
        ids = list(deal_ids)
        self.flush()
        known = self.known_states() if self.images or self._has_written else dict(self._states)
        unread = [deal_id for deal_id in ids if deal_id not in known]
        if unread:
            found = snapshots.states(self._quick() if len(ids) == 1 else self._connection, unread)
            self._states.update((state.deal.id, state) for state in found)
            known.update((state.deal.id, state) for state in found)
        return [known[deal_id] for deal_id in ids if deal_id in known]

    def pipelines(self) -> dict[str, str]:
        """The process versions of the pipelines that this unit read, by pipeline id."""
        return {
            row.id: row.process_version_id
            for row, _ in self._rows.values()
            if isinstance(row, Pipeline)
        }

    def known_states(self) -> dict[str, DealState]:
        """The states asked for before and still right, each with its deal's row as it is now."""
        self.flush()
        return {
            deal_id: snapshots.with_deal(state, _values(row))
            for deal_id, state in self._states.items()
            if isinstance(row := self._row(Deal, deal_id), Deal)
        }

    def process(self, pipeline_id: str) -> Process:
        """The process that a pipeline follows now."""
        return self._process_of(
            self._connection, self.get(Pipeline, pipeline_id).process_version_id
        )

    def _row(self, kind: type[Row], row_id: str) -> Row | None:
        held = self._rows.get((kind, row_id))
        return held[0] if held else None

    def neighbours(
        self, pipeline_id: str, column_key: str, before_id: str | None, moved: Collection[str]
    ) -> tuple[str | None, str | None]:
        """The order keys on either side of a place on the board, leaving out the `moved` cards.

        The place is right before the card `before_id`, or the column's end.
        """
        self.flush()
        return cards.neighbours(self._quick(), pipeline_id, column_key, before_id, moved)

    def add(self, row: R) -> R:
        """Adds a new row; its id is made when it has none. Columns not set are null."""
        if not row.__dict__.get("id"):
            row.id = new_id()
        kind = type(row)
        self._rows[kind, row.id] = (row, None)
        return row

    def remove(self, row: Row) -> None:
        """Deletes a row for good (undo brings it back). For links; other things go to the bin."""
        self.flush()
        self._rows.pop((type(row), row.id), None)
        self._removed.append(row)
        self.flush()

    def bin(self, row: Row) -> None:
        """Puts a row into the bin."""
        row.binned_at = self._now

    def add_many(self, kind: type[Row], rows: Sequence[dict[str, Any]]) -> None:
        """Adds many new rows at once; each dict needs `id`; columns not named are null.

        Images and checksums come from the same dicts, so this is as safe as `add` and many
        times faster.
        """
        self.flush()
        if not rows:
            return
        table, columns = TABLES[kind], COLUMNS[kind]
        blank = dict.fromkeys(columns)
        full = []
        for row in rows:
            values = {**blank, **row, "rev": 1, "changed_at": self._now}
            values["checksum"] = checksum(table.name, values)
            full.append(values)
            self.images.append(Image(table.name, values["id"], None, _filled(values)))
        self._connection.execute(table.insert(), full)
        search.index_new(self._connection, table.name, full)
        self.added.setdefault(table.name, []).extend(full)

    def settle(self) -> None:
        """Lets go of what was written so far, when it is much; for commands of very many rows.

        All rows of the deals that were added in bulk must be written by then.
        """
        self.flush()
        if self._put_aside is None or len(self.images) < MANY:
            return
        self._put_aside(self)
        self.images.clear()
        self.added.clear()
        self._states.clear()
        self._has_written = True

    def keep_bytes(self, content: bytes) -> str:
        """Keeps bytes, those kept already once only, and gives their digest to name them by.

        They are never changed, so they are in no image: undo lets go of the row that names them
        and redo names them again.
        """
        digest = sha256(content).hexdigest()
        known = select(Blob.digest).where(Blob.digest == digest)
        if self._connection.execute(known).first() is None:
            values = {"digest": digest, "size": len(content), "bytes": content}
            self._connection.execute(Blob.__table__.insert(), values)  # type: ignore[attr-defined]
        return digest

    def flush(self) -> None:
        """Writes what was changed so far. Called by itself before each read and at the end."""
        changes: list[Image] = []
        indexed: list[tuple[str, str, Mapping[str, Any] | None]] = []
        for row in self._removed:
            self._delete(row, changes, indexed)
        self._removed.clear()
        for (kind, row_id), (row, before) in list(self._rows.items()):
            if row.__dict__ == before or (after := _values(row)) == before:
                continue
            self._write(kind, row, before, after, changes)
            self._rows[kind, row_id] = (row, after)
            if search.differs(TABLES[kind].name, before, after):
                indexed.append((TABLES[kind].name, row_id, after))
        if not (changes or indexed):
            return
        self.images.extend(changes)
        if any(image.table not in _LEAVE_STATES or _moves_account(image) for image in changes):
            self._states.clear()
        search.index_rows(self._connection, indexed)

    def _hand_out(self, kind: type[R], values: dict[str, Any]) -> R:
        """The row of these values, which are kept as how it looked."""
        known = self._rows.get((kind, values["id"]))
        if known is not None and isinstance(known[0], kind):
            return known[0]
        # Without SQLAlchemy's state of an instance: all columns are there, so nothing asks for it.
        row = kind.__new__(kind)
        row.__dict__.update(values)
        self._rows[kind, values["id"]] = (row, values)
        return row

    def _write(
        self,
        kind: type[Row],
        row: Row,
        before: dict[str, Any] | None,
        after: dict[str, Any],
        changes: list[Image],
    ) -> None:
        """Inserts or updates one row, stamps it and notes its images."""
        table = TABLES[kind]
        if before and before["binned_at"] and after["binned_at"] and not self.may_change_bin:
            raise KnownError(
                _("What this changes was put into the bin meanwhile. Nothing was changed; restore "
                  "it from the bin first.")
            )  # fmt: skip
        after["rev"] = (before["rev"] if before else 0) + 1
        after["changed_at"] = self._now
        after["checksum"] = checksum(table.name, after)
        held = row.__dict__
        held.pop(_NEW, None)  # as in `_hand_out`
        held.update(after)
        if before is None:
            INSERT[kind].run(self._connection, after)
            changes.append(Image(table.name, row.id, None, _filled(after)))
            return
        changed = [column for column, value in after.items() if before[column] != value]
        update_row(self._connection, table, row.id, {column: after[column] for column in changed})
        changed = [column for column in changed if column not in IN_HAND[kind]]
        if STAMPS.issuperset(changed):
            return
        if "deal_id" in after and "deal_id" not in changed:
            changed.append("deal_id")  # so that no one has to look up whose row this was
        changes.append(
            Image(
                table.name, row.id, {c: before[c] for c in changed}, {c: after[c] for c in changed}
            )
        )

    def _delete(self, row: Row, changes: list[Image], indexed: list[Any]) -> None:
        table = TABLES[type(row)]
        values = _values(row)
        DELETE[type(row)].run(self._connection, {"row_id": row.id})
        changes.append(Image(table.name, row.id, _filled(values), None))
        indexed.append((table.name, row.id, None))


_LEAVE_STATES = frozenset({"deal", "stay", "gate_override"})
"""Tables whose rows are no part of a state, or are looked up anew."""


def _moves_account(image: Image) -> bool:
    """Whether a deal's account or currency changed, which a known state does not follow."""
    return image.table == "deal" and bool({"account_id", "currency"} & (image.after or {}).keys())


def _values(row: Row) -> dict[str, Any]:
    """The row's values by column; columns never set are null."""
    held, columns = row.__dict__, COLUMNS[type(row)]
    if len(held) == len(columns) and _NEW not in held:
        return dict(held)  # one that was handed out: it holds all its columns and nothing else
    return {column: held.get(column) for column in columns}


_NEW = "_sa_instance_state"
"""What SQLAlchemy hangs on a row that was made by its constructor."""


def _filled(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values that are not null."""
    return {column: value for column, value in values.items() if value is not None}
