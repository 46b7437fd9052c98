"""Proves that a desk is whole, and makes anew what is derived from the rest.

Called by `usecases.checking`. Looks at everything in one read transaction, so it may run while a
window has the desk open. Damage inside a row's bytes escapes SQLite's own check; the rows'
checksums find it.
Source: reliability rule 9.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import Connection, delete, select
from sqlalchemy.exc import DBAPIError
from sqlcipher3 import dbapi2 as driver

from salesdesk.domain.errors import KnownError
from salesdesk.store import blobs, cards, check_rows, search, search_anew, snapshots, versions
from salesdesk.store.connection import connect
from salesdesk.store.door import Processes
from salesdesk.store.engine import Engines
from salesdesk.store.schema import KINDS, Card, Deal
from salesdesk.support.i18n import _, ngettext

Sort = Literal["pages", "references", "rows", "journal", "order", "files", "cards", "search"]
MENDABLE = frozenset({"cards", "search"})
"""What is derived, so that it can be made anew without losing anything."""
SHOWN = 20
"""Cards and index entries are named up to so many; there is one remedy for all of them."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault, in words. `is_mendable` when making derived things anew removes it."""

    sort: Sort
    words: str

    @property
    def is_mendable(self) -> bool:
        """Whether `mend` removes it."""
        return self.sort in MENDABLE


Told = Callable[[Sort], None]


def check(path: Path, on_part: Told | None = None) -> list[Finding]:
    """Everything that is wrong with the desk at `path`; [] when it is whole.

    `on_part` is called before each part. Raises KnownError when it is no desk or cannot be opened.
    """
    tell = on_part or (lambda _part: None)
    engines = Engines(path, to_look=True)
    try:
        with engines.reading() as connection:
            raw = connection.connection.driver_connection
            _refuse_older(raw, path)
            findings = _low(raw, tell)
            findings += _derived(connection, tell)
    except (DBAPIError, driver.Error) as error:
        raise _unreadable(path, error) from error
    finally:
        engines.close_readers()
    return findings + _index_faults(path)


def _low(raw: Any, tell: Told) -> list[Finding]:
    """Pages, references, rows and the journal, read past SQLAlchemy so that damage shows."""
    parts: tuple[tuple[Sort, Callable[[Any], Iterator[str]]], ...] = (
        ("pages", check_rows.page_faults),
        ("references", check_rows.reference_faults),
        ("rows", lambda raw: check_rows.row_faults(raw, list(KINDS))),
        ("journal", check_rows.journal_faults),
        ("order", check_rows.order_faults),
        ("files", blobs.faults),
    )
    findings: list[Finding] = []
    with check_rows.damaged_text_readable(raw):
        for sort, faults in parts:
            tell(sort)
            findings += [Finding(_sort_of(sort, words), words) for words in faults(raw)]
    return findings


def _sort_of(sort: Sort, words: str) -> Sort:
    """SQLite's check looks into the search index too, which can be made anew."""
    return "search" if sort == "pages" and "search_index" in words else sort


def _derived(connection: Connection, tell: Told) -> list[Finding]:
    """Cards and search entries that differ from what the rows say."""
    findings: list[Finding] = []
    parts: tuple[tuple[Sort, Callable[[Connection], Iterator[str]]], ...] = (
        ("cards", _card_faults),
        ("search", _document_faults),
    )
    for sort, faults in parts:
        tell(sort)
        try:
            found = list(faults(connection))
        except (DBAPIError, driver.Error, KnownError, LookupError, ValueError, TypeError):
            # The rows beneath are damaged, which was told above; this part cannot be judged.
            found = [_("This could not be compared with the records, which are damaged.")]
        findings += [Finding(sort, words) for words in found[:SHOWN]]
        if len(found) > SHOWN:
            more = len(found) - SHOWN
            words = ngettext("… and {count} more.", "… and {count} more.", more)
            findings.append(Finding(sort, words.format(count=more)))
    return findings


def _card_faults(connection: Connection) -> Iterator[str]:
    processes = Processes()
    columns = Card.__table__.columns
    kept = {row["deal_id"]: dict(row) for row in connection.execute(select(*columns)).mappings()}
    for state in _states(connection):
        expected = cards.card(state, processes.of_pipeline(connection, state.deal.pipeline_id))
        if kept.pop(state.deal.id, None) != expected:
            text = _("The card of “{deal}” ({id}) does not show what the deal says.")
            yield text.format(deal=check_rows.short(state.deal.name), id=state.deal.id)
    for deal_id, row in kept.items():
        text = _("There is a card “{deal}” ({id}) without a deal.")
        yield text.format(deal=check_rows.short(row["name"]), id=deal_id)


def _states(connection: Connection) -> Iterator[snapshots.DealState]:
    ids = list(connection.execute(select(Deal.id).where(Deal.binned_at.is_(None))).scalars())
    for start in range(0, len(ids), snapshots.CHUNK):
        yield from snapshots.states(connection, ids[start : start + snapshots.CHUNK])


def _document_faults(connection: Connection) -> Iterator[str]:
    kept = {
        row[1]: tuple(row)
        for row in connection.exec_driver_sql(
            "SELECT kind, ref, deal_id, title, body FROM search_doc"
        )
    }
    for table, row in search_anew.searched(connection):
        title, body = search.SEARCHED[table](row)
        if row["binned_at"] or not (title or body):
            continue
        deal = row["id"] if table == "deal" else row.get("deal_id")
        if kept.pop(row["id"], None) != (table, row["id"], deal, title, body):
            text = _("The search does not know “{name}” ({kind} {id}) as it is.")
            yield text.format(name=check_rows.short(title or body), kind=table, id=row["id"])
    for ref, gone in kept.items():
        text = _("The search still finds “{name}” ({kind} {id}), which is gone.")
        yield text.format(name=check_rows.short(gone[3] or gone[4]), kind=gone[0], id=ref)


def _index_faults(path: Path) -> list[Finding]:
    """Whether the index agrees with the texts it was made from; only this question tells."""
    with contextlib.closing(connect(path, to_look=True)) as raw:
        try:
            _ask_index(raw)
        except driver.DatabaseError as error:
            if "readonly" in str(error):
                return _index_faults_of_copy(raw)
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


def _index_faults_of_copy(raw: Any) -> list[Finding]:
    """The same of a file that may not be written to: its copy in memory is asked."""
    with contextlib.closing(driver.connect(":memory:", isolation_level=None)) as copy:
        try:
            raw.backup(copy)
            _ask_index(copy)
        except driver.DatabaseError as error:
            return [_index_fault(error)]
    return []


def _index_fault(error: Exception) -> Finding:
    text = _("The search index does not agree with the texts ({why}).")
    return Finding("search", text.format(why=error))


def mend(path: Path) -> None:
    """Makes all cards and the search index anew, in one transaction; the caller holds the lock.

    File contents that nobody names any more are dropped with it.

    Raises KnownError when the records beneath are damaged; nothing is changed then.
    """
    engines = Engines(path)
    try:
        connection = engines.writing()
        raw: Any = connection.connection.driver_connection
        raw.execute("PRAGMA query_only=OFF")
        with connection.begin():
            _mend_cards(connection)
            search_anew.index_anew(connection)
            blobs.drop_unnamed(raw)
    except (DBAPIError, driver.Error) as error:
        raise _unreadable(path, error) from error
    finally:
        engines.close()


def _mend_cards(connection: Connection) -> None:
    processes = Processes()
    connection.execute(delete(Card))
    ids = list(connection.execute(select(Deal.id).where(Deal.binned_at.is_(None))).scalars())
    cards.refresh(connection, ids, lambda pipeline: processes.of_pipeline(connection, pipeline))


def _refuse_older(raw: Any, path: Path) -> None:
    if versions.is_older(raw, path):
        raise KnownError(
            _(
                "“{name}” is of an older SalesDesk and was not checked. Open it once, which brings "
                "it up to date after a backup, and check it then."
            ).format(name=path.name)
        )


def _unreadable(path: Path, error: Exception) -> KnownError:
    text = _(
        "“{name}” cannot be read through ({why}). It was left as it is. Restore a backup, or keep "
        "the file for salvage."
    )
    return KnownError(text.format(name=path.name, why=getattr(error, "orig", error)))
