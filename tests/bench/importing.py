"""Measurement of the import: the wizard's path against parsing and inserting bare."""

from __future__ import annotations

import csv
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from salesdesk.processes import builtin
from salesdesk.store import engine
from salesdesk.store.connection import connect
from salesdesk.usecases import importing
from salesdesk.usecases.desk import Desk
from salesdesk.usecases.new_desk import create
from tests.bench import desks
from tests.bench.figures import Figure

SIZES_MEASURED = (1_000, 10_000, 100_000)
GOAL_SIZE = 100_000
STAGES = ("Qualification", "Discovery", "Proposal", "Won", "Lost")


def import_rows(folder: Path, size: int) -> Iterator[Figure]:
    """Rows through the wizard's path ÷ csv parse + executemany of the same rows of every table."""
    if size not in SIZES_MEASURED:
        return
    source = folder / f"import-{size}.csv"
    write(source, size)
    target = folder / f"import-{size}.desk"
    create(target, desks.clock(), builtin.load_builtin("eight-step"), "EUR")
    desk = Desk(target, desks.clock(), threaded=False)
    desk.warm().result()
    start = time.perf_counter()
    report = importing.import_files(desk, [source])
    took = time.perf_counter() - start
    assert report.files[0].added == size, report
    tables = _everything(desk.raw)
    desk.close()
    floor = _bare(folder / f"import-floor-{size}.desk", source, tables)
    yield Figure("import", size, took, "s", floor, 6.0 if size == GOAL_SIZE else None)


def write(path: Path, size: int) -> None:
    """A file of so many deals, open and closed, in five stages."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(
            ["opportunity_id", "sales_agent", "product", "account", "deal_stage", "engage_date",
             "close_date", "close_value"]
        )  # fmt: skip
        for n in range(size):
            stage = STAGES[n % len(STAGES)]
            closed = f"2026-0{n % 9 + 1}-1{n % 9}" if stage in {"Won", "Lost"} else ""
            writer.writerow(
                [f"OP{n:06}", f"Agent {n % 30}", f"Product {n % 7}", f"Account {n % 900}", stage,
                 f"2025-0{n % 9 + 1}-0{n % 9 + 1}", closed, n % 9000 if closed else ""]
            )  # fmt: skip


def _everything(raw: Any) -> dict[str, tuple[str, list[Any]]]:
    """The rows of every table that the import wrote, with the statement that inserts them."""
    names = [
        row[0]
        for row in raw.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
            " AND name NOT LIKE 'search_index_%'"
        )
    ]
    found = {}
    for name in names:
        columns = [row[1] for row in raw.execute(f"PRAGMA table_info({name})")]
        if name == "search_index":
            rows = raw.execute("SELECT docid, title, body FROM search_doc").fetchall()
            statement = "INSERT INTO search_index(rowid, title, body) VALUES (?, ?, ?)"
        else:
            rows = raw.execute(f"SELECT * FROM {name}").fetchall()
            statement = f"INSERT INTO {name} VALUES ({', '.join('?' * len(columns))})"
        if rows:
            found[name] = (statement, rows)
    return found


def _bare(path: Path, source: Path, tables: dict[str, tuple[str, list[Any]]]) -> float:
    """Seconds to parse the file and insert the same rows by the driver alone."""
    engine.create(path)
    raw = connect(path)
    raw.execute("PRAGMA query_only=OFF")
    raw.execute("PRAGMA foreign_keys=OFF")
    start = time.perf_counter()
    with source.open(newline="", encoding="utf-8") as file:
        parsed = sum(1 for _ in csv.reader(file))
    raw.execute("BEGIN IMMEDIATE")
    for statement, rows in tables.values():
        raw.executemany(statement, rows)
    raw.execute("COMMIT")
    took = time.perf_counter() - start
    raw.close()
    assert parsed > 1
    return took
