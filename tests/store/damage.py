"""Damages copies of a desk at random and counts what check and salvage make of it.

``python -m tests.store.damage [ROUNDS]`` prints the figures for a desk of 2,000 deals; the short
form is in `test_salvage`, the long one in `tests/soak`.
Source: the figures of reliability: page damage and byte damage in rows found 100 %, salvage 98 %
with 20 pages lost, 100 % with page 1 lost and a backup there.
"""

from __future__ import annotations

import os
import random
import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2 as driver

from salesdesk.domain.errors import KnownError
from salesdesk.store.gathered import is_proven
from salesdesk.store.loose_pages import Pages
from salesdesk.store.schema import KINDS
from salesdesk.usecases.backups import backup_file
from salesdesk.usecases.checking import check_desk
from salesdesk.usecases.demo import FillDemo
from salesdesk.usecases.desk import Desk
from salesdesk.usecases.salvaging import Salvaged, look
from tests.bench import desks
from tests.desks import TODAY, clock_of

PAGE = 4096
Rows = dict[str, dict[str, tuple[Any, ...]]]


def large_desk(folder: Path, deals: int = 2000) -> Path:
    """A closed desk of so many imported deals, with notes, and of the demo's worked ones."""
    path = desks.make(folder, deals, deals * 3 // 2)
    desk = Desk(path, clock_of(TODAY), threaded=False)
    desk.run(FillDemo())
    desk.close()
    return path


def rows_of(path: Path) -> Rows:
    """Every kept record by table and id."""
    raw = driver.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
    try:
        return {
            table: {row[0]: row[1:] for row in raw.execute(f'SELECT id, * FROM "{table}"')}
            for table in KINDS
        }
    finally:
        raw.close()


def share_kept(before: Rows, after: Rows) -> float:
    """How many of the records are there again, exactly as they were."""
    total = sum(map(len, before.values()))
    kept = sum(
        after[table].get(key) == row for table, rows in before.items() for key, row in rows.items()
    )
    return kept / total


def spoil_page(data: bytearray, number: int, chance: random.Random) -> None:
    """Zeros, noise or another page's content in the place of a page."""
    count, start = len(data) // PAGE, (number - 1) * PAGE
    other = number % count * PAGE
    data[start : start + PAGE] = chance.choice(
        (bytes(PAGE), chance.randbytes(PAGE), bytes(data[other : other + PAGE]))
    )


def pages_found(path: Path, rounds: int, chance: random.Random) -> int:
    """Of so many desks with one damaged page each, in how many it was found."""
    data, found = path.read_bytes(), 0
    for _round in range(rounds):
        spoilt = bytearray(data)
        spoil_page(spoilt, chance.randrange(1, len(data) // PAGE + 1), chance)
        found += _is_found(_written(path, spoilt))
    return found


def bytes_named(path: Path, rounds: int, chance: random.Random) -> tuple[int, int]:
    """Of so many desks with one damaged byte in a record: in how many found, in how many named."""
    data = path.read_bytes()
    pages, found, named = Pages(data), 0, 0
    places = _places(path, pages)
    for _round in range(rounds):
        number, cell, row_id = chance.choice(places)
        begin, end = pages.cells(number)[cell]
        spoilt = bytearray(data)
        at = chance.randrange(begin, end)
        spoilt[at] ^= chance.randrange(1, 256)
        findings = check_desk(_written(path, spoilt)).findings
        found += bool(findings)
        named += any(finding.row_id == row_id for finding in findings)
    return found, named


def _places(path: Path, pages: Pages) -> list[tuple[int, int, str]]:
    """(page, place on it, id) of each record of the desk."""
    raw = driver.connect(str(path))
    columns = {
        table: tuple(row[1] for row in raw.execute(f'PRAGMA table_info("{table}")'))
        for table in KINDS
    }
    raw.close()
    seen: dict[int, int] = {}
    found = []
    for loose in pages.rows():
        cell = seen[loose.page] = seen.get(loose.page, -1) + 1
        for table, names in columns.items():
            if len(names) == len(loose.values):
                row = dict(zip(names, loose.values, strict=True))
                if is_proven(table, row):
                    found.append((loose.page, cell, str(row["id"])))
    return found


@dataclass(frozen=True)
class Saved:
    """One salvage: the share of records exactly as before, and what was said of the rest."""

    share: float
    unlisted: int
    """Records that are neither in the new desk nor named in its list: must be 0."""
    is_whole: bool
    """Whether the check finds nothing in the new desk."""
    done: Salvaged


def salvaged(path: Path, lost: int, chance: random.Random, *, first: bool = False) -> Saved:
    """Salvages a copy with `lost` pages zeroed; with `first`, that is page 1."""
    before = rows_of(path)
    data = bytearray(path.read_bytes())
    numbers = [1] if first else chance.sample(range(1, len(data) // PAGE + 1), lost)
    for number in numbers:
        data[(number - 1) * PAGE : number * PAGE] = bytes(PAGE)
    with tempfile.TemporaryDirectory() as folder:
        damaged = _written(Path(folder) / path.name, data)
        backups = folder_with_backups(path)
        theirs = folder_with_backups(damaged, is_there=False)
        if backups is not None and theirs is not None:
            shutil.copytree(backups, theirs)
        found = look(damaged, Path(folder) / "new.desk", clock_of(TODAY))
        done = found.finish()
        after = rows_of(done.desk)
        assert damaged.read_bytes() == data, "the damaged file was written to"
        gone = sum(len(rows.keys() - after[table].keys()) for table, rows in before.items())
        return Saved(
            share_kept(before, after),
            max(0, gone - done.missing),
            check_desk(done.desk).is_whole,
            done,
        )


def folder_with_backups(path: Path, *, is_there: bool = True) -> Path | None:
    """The folder of a desk's backups, or None when there is none."""
    from salesdesk.store.backup_folder import folder_of

    folder = folder_of(path)
    return folder if folder.is_dir() or not is_there else None


def _written(path: Path, data: bytearray) -> Path:
    """A damaged copy beside, or the file itself where there is none."""
    copy = path.with_name(f"spoilt-{path.name}") if path.exists() else path
    copy.write_bytes(data)
    return copy


def _is_found(path: Path) -> bool:
    try:
        return not check_desk(path).is_whole
    except KnownError:
        return True


def main(rounds: int) -> None:
    """Prints the figures."""
    chance = random.Random(7)
    with tempfile.TemporaryDirectory() as name:
        os.environ["SALESDESK_HOME"] = str(Path(name) / "home")
        path = large_desk(Path(name))
        rows = sum(map(len, rows_of(path).values()))
        print(f"{path.stat().st_size // PAGE} pages, {rows} records")
        print(f"page damage found: {pages_found(path, rounds, chance)} of {rounds}")
        found, named = bytes_named(path, rounds, chance)
        print(f"byte damage found: {found} of {rounds}, record named: {named}")
        twenty = [salvaged(path, 20, chance) for _round in range(max(1, rounds // 5))]
        print(
            f"20 pages lost, {len(twenty)} times: worst {min(s.share for s in twenty):.2%}, "
            f"mean {sum(s.share for s in twenty) / len(twenty):.2%}, unlisted "
            f"{sum(s.unlisted for s in twenty)}, whole after {sum(s.is_whole for s in twenty)}"
        )
        print(f"page 1 lost, no backup: {salvaged(path, 1, chance, first=True).share:.2%}")
        backup_file(path, clock_of(TODAY))
        print(f"page 1 lost, a backup there: {salvaged(path, 1, chance, first=True).share:.2%}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 50)
