"""Makes a whole desk of what was gathered, and says what became of the rest.

Called by `usecases.salvaging`. A record whose deal is lost cannot be in a desk: it goes on the
list with all its words, as do records that lost a link.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from salesdesk.domain.clock import Clock
from salesdesk.domain.ids import new_id
from salesdesk.domain.ordering import key_between
from salesdesk.store import check, check_history, versions
from salesdesk.store.connection import keyed
from salesdesk.store.gathered import Gathered, Lost, Place, discard
from salesdesk.store.images import checksum, text_checksum
from salesdesk.store.record_names import Names
from salesdesk.support.durable import sync_file, sync_folder
from salesdesk.support.i18n import _

StandIn = Callable[[str], Mapping[str, Any]]
"""The columns of a shipped process by the key of the lost one ("" when that is not known)."""
_STAMPS: Final = {"rev": 1}


@dataclass
class Account:
    """What became of a damaged desk."""

    records: int = 0
    """How many records are in the new desk, the history apart."""
    missing: list[Lost] = field(default_factory=list)
    homeless: list[Lost] = field(default_factory=list)
    """Found whole, and left out since what they belong to is lost."""
    loosened: list[str] = field(default_factory=list)
    """In the new desk without a link to something that is lost; in words."""
    stood_in: list[str] = field(default_factory=list)
    """Lost processes for which a shipped one stands; in words."""
    from_history: list[str] = field(default_factory=list)
    from_backup: list[str] = field(default_factory=list)
    rebuilt: list[str] = field(default_factory=list)
    """Made of what the board and the search still said; near the record, and not the record."""
    steps_lost: int = 0
    """Steps of the history that are gone or in parts."""
    faults: list[str] = field(default_factory=list)
    """What the check of the new desk found, in words; "" for a whole one."""
    first_page_from: Path | None = None

    @property
    def is_complete(self) -> bool:
        """Whether nothing at all is missing."""
        return not (
            self.missing or self.homeless or self.loosened or self.stood_in or self.rebuilt
            or self.steps_lost or self.faults
        )  # fmt: skip


def finish(gathered: Gathered, target: Path, clock: Clock, stand_in: StandIn) -> Account:
    """Makes the gathered desk whole and gives it its name, which nothing has yet.

    Raises KnownError; nothing is there then.
    """
    try:
        account = _settle(gathered, clock, stand_in)
        gathered.raw.close()
        number = _number(gathered.draft)
        if number < versions.CURRENT:
            _upgrade(gathered.draft, clock)
        check.mend(gathered.draft)
        gathered.watch.part("salvage_check")
        account.faults = [finding.words for finding in check.check(gathered.draft)]
        _out_of_log_mode(gathered.draft)
        sync_file(gathered.draft)
        os.replace(gathered.draft, target)
        sync_folder(target.parent)
    except BaseException:
        gathered.raw.close()
        discard(gathered.draft)
        raise
    return account


def _number(draft: Path) -> int:
    with contextlib.closing(keyed(str(draft), draft)) as raw:
        return int(raw.execute("PRAGMA user_version").fetchone()[0])


def _out_of_log_mode(draft: Path) -> None:
    """So that the one file is all of it when it gets its name."""
    with contextlib.closing(keyed(str(draft), draft)) as raw:
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        raw.execute("PRAGMA journal_mode=DELETE").fetchall()


def _upgrade(draft: Path, clock: Clock) -> None:
    from salesdesk.store.migrations import run

    run.upgrade_draft(draft, versions.CURRENT, clock)


def _settle(gathered: Gathered, clock: Clock, stand_in: StandIn) -> Account:
    """References and the history, so that nothing in the desk names what is not there."""
    account = Account(first_page_from=gathered.lender)
    names = Names(gathered.raw)
    gathered.raw.execute("BEGIN")
    anew = _pipelines_anew(gathered, clock)
    account.stood_in = _stand_in(gathered, stand_in)
    while _loosen(gathered, account, names):
        pass
    account.from_history = [names.of_id(*place) for place in gathered.from_history]
    account.rebuilt = [names.of_id(*place) for place in [*gathered.rebuilt, *anew]]
    account.from_backup = [names.of_id(*place) for place in gathered.from_backup]
    account.missing = gathered.lost()
    account.missing = [lost for lost in account.missing if lost not in account.homeless]
    account.steps_lost = _mend_history(gathered)
    account.records = gathered.count
    if not account.is_complete:
        _end_undo(gathered, clock)
    gathered.raw.execute("COMMIT")
    return account


def _pipelines_anew(gathered: Gathered, clock: Clock) -> list[Place]:
    """A pipeline for each lost one that deals lie in: without it not one of them could be kept."""
    newest = "SELECT id FROM process_version ORDER BY changed_at DESC LIMIT 1"
    (version,) = gathered.raw.execute(newest).fetchone() or (new_id(),)
    made = []
    for pipeline_id, currency in gathered.raw.execute(
        "SELECT pipeline_id, max(currency) FROM deal WHERE pipeline_id NOT IN"
        " (SELECT id FROM pipeline) GROUP BY pipeline_id"
    ).fetchall():
        row: dict[str, Any] = {
            "name": _("Pipeline"),
            "order_key": key_between(None, None),
            "process_version_id": version,
            "gate_policy": "reason",
            "currency": currency,
            **gathered.hints.get(("pipeline", pipeline_id), {}),
            **_STAMPS,
            "id": pipeline_id,
            "changed_at": clock.now_utc().isoformat(timespec="milliseconds"),
            "binned_at": None,
        }
        row["checksum"] = checksum("pipeline", row)
        if gathered.put("pipeline", row):
            made.append(("pipeline", pipeline_id))
    return made


def _stand_in(gathered: Gathered, stand_in: StandIn) -> list[str]:
    """A shipped process for each lost one: without it no deal has a stage."""
    told = []
    for (version_id,) in gathered.raw.execute(
        "SELECT DISTINCT process_version_id FROM pipeline WHERE process_version_id NOT IN"
        " (SELECT id FROM process_version)"
    ).fetchall():
        held = gathered.hints.get(("process_version", version_id), {})
        row: dict[str, Any] = dict.fromkeys(gathered.columns["process_version"])
        row.update(stand_in(str(held.get("process_key") or "")))
        row.update(_STAMPS, id=version_id)
        row["checksum"] = checksum("process_version", row)
        if gathered.put("process_version", row):
            told.append(str(row["name"]))
    return told


def _loosen(gathered: Gathered, account: Account, names: Names) -> bool:
    """Takes out links to what is lost, and rows that cannot be without; whether there were any."""
    raw = gathered.raw
    loose = raw.execute("PRAGMA foreign_key_check").fetchall()
    for table, rowid, _parent, number in loose:
        cursor = raw.execute(f'SELECT * FROM "{table}" WHERE rowid = ?', (rowid,))
        values = cursor.fetchone()
        if values is None or table == "journal_part":
            raw.execute(f'DELETE FROM "{table}" WHERE rowid = ?', (rowid,))
            continue
        row = dict(zip([each[0] for each in cursor.description], values, strict=True))
        column = _column(raw, table, number)
        if _may_be_null(raw, table, column):
            account.loosened.append(names.of(table, row))
            row[column] = None
            raw.execute(
                f'UPDATE "{table}" SET "{column}" = NULL, checksum = ? WHERE rowid = ?',
                (checksum(table, row), rowid),
            )
        else:
            account.homeless.append(Lost(table, row["id"], names.of(table, row), row))
            raw.execute(f'DELETE FROM "{table}" WHERE rowid = ?', (rowid,))
            gathered.held[table].discard(row["id"])
    return bool(loose)


def _column(raw: Any, table: str, number: int) -> str:
    keys = raw.execute(f'PRAGMA foreign_key_list("{table}")').fetchall()
    return str(next(row[3] for row in keys if row[0] == number))


def _may_be_null(raw: Any, table: str, column: str) -> bool:
    rows = raw.execute(f'PRAGMA table_info("{table}")').fetchall()
    return any(row[1] == column and not row[3] for row in rows)


def _mend_history(gathered: Gathered) -> int:
    """Puts a line in the place of each step that is not whole; how many there were."""
    raw = gathered.raw
    counted: dict[int, int] = {}
    for seq, images, mark in raw.execute("SELECT seq, images, checksum FROM journal_part"):
        part = check_history.packed_whole({"images": images, "checksum": mark})
        counted[seq] = counted.get(seq, 0) + len(part or ())
    cursor = raw.execute("SELECT * FROM journal")
    columns = [each[0] for each in cursor.description]
    entries = {row[columns.index("seq")]: dict(zip(columns, row, strict=True)) for row in cursor}
    last = max([*entries, *counted], default=0)
    broken = [
        seq
        for seq in range(1, last + 1)
        if seq not in entries or counted.get(seq, 0) != entries[seq]["rows"]
    ]
    for seq in broken:
        _stand_for(raw, seq, entries.get(seq) or _like(entries, seq, columns))
    return len(broken)


def _like(entries: Mapping[int, Mapping[str, Any]], seq: int, columns: list[str]) -> dict[str, Any]:
    """The step before, for its time; a lost one was done right after it."""
    before = max((number for number in entries if number < seq), default=None)
    empty: dict[str, Any] = {
        **dict.fromkeys(columns), "at": "", "on": "", "schema_number": versions.CURRENT,
    }  # fmt: skip
    return empty if before is None else dict(entries[before])


def _stand_for(raw: Any, seq: int, like: Mapping[str, Any]) -> None:
    label = _("A step that was lost")
    row = {
        **like, "seq": seq, "command": "Lost", "label": label, "state": "dropped", "rows": 0,
        "checksum": text_checksum("Lost", label, like["at"], 0),
    }  # fmt: skip
    raw.execute("DELETE FROM journal_part WHERE seq = ?", (seq,))
    names = ", ".join(f'"{name}"' for name in row)
    marks = ", ".join("?" * len(row))
    raw.execute(f"INSERT OR REPLACE INTO journal ({names}) VALUES ({marks})", list(row.values()))


def _end_undo(gathered: Gathered, clock: Clock) -> None:
    """Undo cannot cross what is lost: its images would not fit. Says so in the history, too."""
    raw = gathered.raw
    raw.execute("UPDATE journal SET state = 'dropped'")
    at = clock.now_utc().isoformat(timespec="milliseconds")
    label = _("Salvage of the desk; what was done before cannot be undone any more")
    number = raw.execute("PRAGMA user_version").fetchone()[0]
    raw.execute(
        'INSERT INTO journal(command, label, at, "on", state, schema_number, rows, checksum)'
        " VALUES ('Salvage', ?, ?, ?, 'dropped', ?, 0, ?)",
        (label, at, clock.today().isoformat(), number, text_checksum("Salvage", label, at, 0)),
    )
