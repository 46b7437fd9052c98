"""Proves that a desk is whole, and makes anew what is derived from the rest.

Called by `usecases.checking`. Looks at everything in one read transaction, so it may run while a
window has the desk open. Damage inside a row's bytes escapes SQLite's own check; the rows'
checksums find it.
Source: reliability rule 9.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import Connection, delete, select
from sqlalchemy.exc import DBAPIError
from sqlcipher3 import dbapi2 as driver

from salesdesk.domain.changes import Changes
from salesdesk.domain.errors import DamagedDesk, KnownError, Stopped
from salesdesk.store import (
    blobs,
    cards,
    check_rows,
    rebuilding,
    search,
    search_anew,
    snapshots,
    versions,
)
from salesdesk.store.check_history import Fault, History
from salesdesk.store.connection import connect, copy_in_memory, key_of
from salesdesk.store.door import Processes
from salesdesk.store.engine import Engines
from salesdesk.store.record_names import kind, short
from salesdesk.store.schema import KINDS, SCHEMA, Card, Deal
from salesdesk.store.statements import IN_HAND, TABLES
from salesdesk.store.watch import Watch
from salesdesk.support.i18n import _, ngettext

Sort = Literal[
    "pages", "indexes", "references", "rows", "journal", "order", "files", "cards", "search"
]
MENDABLE = frozenset({"indexes", "cards", "search"})
"""What is derived, so that it can be made anew without losing anything."""
SHOWN = 20
"""Cards and index entries are named up to so many; there is one remedy for all of them."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault, in words. `is_mendable` when making derived things anew removes it.

    `table` and `row_id` name the record that is meant, when one is.
    """

    sort: Sort
    words: str
    table: str = ""
    row_id: str = ""
    is_broken_off: bool = False
    """Whether a part of the check could not be read to its end."""

    @property
    def is_mendable(self) -> bool:
        """Whether `mend` removes it."""
        return self.sort in MENDABLE


def check(path: Path, watch: Watch | None = None) -> list[Finding]:
    """Everything that is wrong with the desk at `path`; [] when it is whole.

    Raises KnownError when it is no desk or cannot be opened, Stopped when the user stops it.
    """
    watch = watch or Watch()
    engines = Engines(path, to_look=True)
    try:
        with engines.reading() as connection:
            raw = connection.connection.driver_connection
            _refuse_older(raw, path)
            findings = _low(raw, watch)
            findings += _derived(connection, watch)
    except (DBAPIError, driver.Error) as error:
        raise _unreadable(path, error) from error
    finally:
        engines.close_readers()
    return findings + _index_faults(path)


def _low(raw: Any, watch: Watch) -> list[Finding]:
    """Pages, references, rows and the history, read past SQLAlchemy so that damage shows."""
    kept: dict[str, dict[str, str]] = {}
    hidden = {TABLES[kind].name: columns for kind, columns in IN_HAND.items() if columns}
    parts: tuple[tuple[Sort, Callable[[], Iterator[Fault]]], ...] = (
        ("pages", lambda: check_rows.page_faults(raw, watch)),
        ("references", lambda: check_rows.reference_faults(raw, watch)),
        ("rows", lambda: check_rows.row_faults(raw, list(KINDS), watch, kept)),
        ("journal", lambda: History(raw, kept, hidden, SCHEMA, watch).faults()),
        ("order", lambda: check_rows.order_faults(raw, watch)),
        ("files", lambda: blobs.faults(raw, watch)),
    )
    totals: dict[Sort, int] = {"rows": _count(raw, KINDS), "journal": _count(raw, ["journal"])}
    findings: list[Finding] = []
    with check_rows.damaged_text_readable(raw):
        for sort, faults in parts:
            watch.part(sort, totals.get(sort, 0))
            findings += _of_part(sort, faults)
        return _judged(raw, findings)


def _judged(raw: Any, findings: list[Finding]) -> list[Finding]:
    """Damaged pages of what can be made anew, when every row of every table can be read.

    Then the parts that broke off did so in an index too.
    """
    if not any(finding.sort == "pages" or finding.is_broken_off for finding in findings):
        return findings
    told = [each for each in findings if not each.is_broken_off]
    of_records = [each for each in told if each.sort not in MENDABLE and each.sort != "pages"]
    of_tables = [each for each in told if each.sort == "pages" and each.table]
    if of_records or of_tables or not rebuilding.tables_are_whole(raw):
        return findings
    is_low = {"pages", "references", "order", "rows", "journal", "files"}
    return [replace(each, sort="indexes") if each.sort in is_low else each for each in findings]


def _of_part(sort: Sort, faults: Callable[[], Iterator[Fault]]) -> list[Finding]:
    """The findings of one part; a part that breaks off says so, and the next ones go on."""
    found: list[Finding] = []
    try:
        # One by one: what was found before a part breaks off stays found.
        for fault in faults():
            found.append(Finding(_sort_of(sort, fault), *fault))  # noqa: PERF401
    except (driver.Error, UnicodeError) as error:
        text = _("This part cannot be read to its end ({why}).")
        words = text.format(why=" ".join(str(error).split()))
        found.append(Finding(sort, words, is_broken_off=True))
    return found


def _count(raw: Any, tables: Iterable[str]) -> int:
    """How many rows there are, as far as that can be told; 0 when it cannot."""
    try:
        return sum(raw.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0] for table in tables)
    except driver.Error:
        return 0


def _sort_of(sort: Sort, fault: Fault) -> Sort:
    """SQLite's check looks into what can be made anew, too: the search and the indexes."""
    if sort == "pages" and "search_" in fault.words:
        return "search"
    return "indexes" if sort == "pages" and check_rows.is_of_index(fault) else sort


def _derived(connection: Connection, watch: Watch) -> list[Finding]:
    """Cards and search entries that differ from what the rows say."""
    findings: list[Finding] = []
    parts: tuple[tuple[Sort, Callable[[Connection, Watch], Iterator[Fault]]], ...] = (
        ("cards", _card_faults),
        ("search", _document_faults),
    )
    for sort, faults in parts:
        watch.part(sort)
        try:
            found = list(faults(connection, watch))
        except Stopped:
            raise
        except Exception:  # noqa: BLE001  (told as a finding)
            # The rows beneath are damaged, which was told above, and nobody can list what damage
            # makes of the code that reads them; this part cannot be judged.
            words = _("This could not be compared with the records, which are damaged.")
            found = [Fault(words)]
        findings += [Finding(sort, *fault) for fault in found[:SHOWN]]
        if len(found) > SHOWN:
            more = len(found) - SHOWN
            words = ngettext("… and {count} more.", "… and {count} more.", more)
            findings.append(Finding(sort, words.format(count=more)))
    return findings


def _card_faults(connection: Connection, watch: Watch) -> Iterator[Fault]:
    processes = Processes()
    process_of = cache(lambda pipeline: processes.of_pipeline(connection, pipeline))
    columns = Card.__table__.columns
    kept = {row["deal_id"]: dict(row) for row in connection.execute(select(*columns)).mappings()}
    for state in _states(connection):
        watch.step()
        expected = cards.card(state, process_of(state.deal.pipeline_id))
        if kept.pop(state.deal.id, None) != expected:
            text = _("The card of “{deal}” does not show what the deal says.")
            yield Fault(text.format(deal=short(state.deal.name)), "deal", state.deal.id)
    for deal_id, row in kept.items():
        text = _("There is a card “{deal}” without a deal.")
        yield Fault(text.format(deal=short(row["name"])), "deal", deal_id)


def _states(connection: Connection) -> Iterator[snapshots.DealState]:
    ids = list(connection.execute(select(Deal.id).where(Deal.binned_at.is_(None))).scalars())
    for start in range(0, len(ids), snapshots.CHUNK):
        yield from snapshots.states(connection, ids[start : start + snapshots.CHUNK])


def _document_faults(connection: Connection, watch: Watch) -> Iterator[Fault]:
    kept = {
        row[1]: tuple(row)
        for row in connection.exec_driver_sql(
            "SELECT kind, ref, deal_id, title, body FROM search_doc"
        )
    }
    for table, row in search_anew.searched(connection):
        watch.step()
        title, body = search.SEARCHED[table](row)
        if row["binned_at"] or not (title or body):
            continue
        deal = row["id"] if table == "deal" else row.get("deal_id")
        if kept.pop(row["id"], None) != (table, row["id"], deal, title, body):
            text = _("The search does not know “{name}” ({kind}) as it is.")
            words = text.format(name=short(title or body), kind=kind(table))
            yield Fault(words, table, row["id"])
    for ref, gone in kept.items():
        text = _("The search still finds “{name}” ({kind}), which is gone.")
        words = text.format(name=short(gone[3] or gone[4]), kind=kind(gone[0]))
        yield Fault(words, gone[0], ref)


def _index_faults(path: Path) -> list[Finding]:
    """Whether the index agrees with the texts it was made from; only this question tells."""
    with contextlib.closing(connect(path, to_look=True)) as raw:
        try:
            _ask_index(raw)
        except driver.DatabaseError as error:
            if "readonly" in str(error):
                return _index_faults_of_copy(raw, path)
            if "locked" in str(error):
                raise _unreadable(path, error) from error
            return [_index_fault(error)]
        finally:
            raw.execute("PRAGMA query_only=ON")
    return []


def _ask_index(raw: Any) -> None:
    """Raises DatabaseError when it does not. Asked by an INSERT, although it writes nothing."""
    raw.execute("PRAGMA query_only=OFF")
    raw.execute("INSERT INTO search_index(search_index, rank) VALUES ('integrity-check', 1)")


def _index_faults_of_copy(raw: Any, path: Path) -> list[Finding]:
    """The same of a file that may not be written to: its copy in memory is asked."""
    with contextlib.closing(copy_in_memory(raw, key_of(path))) as copy:
        try:
            _ask_index(copy)
        except driver.DatabaseError as error:
            return [_index_fault(error)]
    return []


def _index_fault(error: Exception) -> Finding:
    text = _("The search index does not agree with the texts ({why}).")
    return Finding("search", text.format(why=error))


def mend(path: Path) -> None:
    """Makes indexes, cards and the search anew, in one transaction; the caller owns the desk.

    File contents that nobody names any more are dropped with it.

    Raises KnownError when the records beneath are damaged; nothing is changed then.
    """
    try:
        with _rewriting(path) as connection:
            make_anew(connection)
    except (DBAPIError, driver.Error) as error:
        raise _unreadable(path, error) from error


def make_derived(path: Path) -> None:
    """Cards and search of a desk that has none yet. Raises the driver's errors."""
    with _rewriting(path) as connection:
        search_anew.index_anew(connection)
        make_cards(connection)


@contextlib.contextmanager
def _rewriting(path: Path) -> Iterator[Connection]:
    """A transaction past the write door, for what is made of the records and is none itself."""
    engines = Engines(path)
    try:
        connection = engines.writing()
        raw: Any = connection.connection.driver_connection
        raw.execute("PRAGMA query_only=OFF")
        with connection.begin():
            yield connection
    finally:
        engines.close()


def make_anew(connection: Connection) -> None:
    """What `mend` does, in the transaction of the caller."""
    # First what the rest is read by; one by one, since the search's own tables may be past it.
    for table in (*KINDS, "card", "journal", "journal_part", "blob"):
        connection.exec_driver_sql(f'REINDEX "{table}"')
    search_anew.index_anew(connection)
    make_cards(connection)
    blobs.drop_unnamed(connection.connection.driver_connection)


def make_cards(connection: Connection) -> None:
    """All cards anew, from the records."""
    processes = Processes()
    connection.execute(delete(Card))
    ids = list(connection.execute(select(Deal.id).where(Deal.binned_at.is_(None))).scalars())
    cards.refresh(connection, ids, lambda pipeline: processes.of_pipeline(connection, pipeline))


def all_cards(connection: Connection, label: str) -> Changes:
    """Every card as changed, so that every screen reads itself anew."""
    rows = connection.execute(select(Card.deal_id, Card.pipeline_id, Card.column_key)).all()
    deals = frozenset(row[0] for row in rows)
    return Changes(label, {"card": deals}, deals, frozenset((row[1], row[2]) for row in rows))


def _refuse_older(raw: Any, path: Path) -> None:
    if versions.is_older(raw, path):
        raise KnownError(
            _(
                "“{name}” is of an older SalesDesk and was not checked. Open it once, which brings "
                "it up to date after a backup, and check it then."
            ).format(name=path.name)
        )


def _unreadable(path: Path, error: Exception) -> DamagedDesk:
    text = _(
        "“{name}” cannot be read through ({why}). It was left as it is. Restore a backup, or take "
        "out what can be read with “salesdesk salvage”."
    )
    return DamagedDesk(text.format(name=path.name, why=getattr(error, "orig", error)))
