"""Desks of every older schema, kept in tests/data for ever, open whole in this SalesDesk."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2 as driver

from salesdesk.store import backup_folder
from salesdesk.store.check import check
from salesdesk.store.schema import KINDS, SCHEMA
from salesdesk.usecases.deal_page import deal_view
from salesdesk.usecases.desk import Desk
from salesdesk.usecases.new_desk import create
from tests.desks import SMALL, TODAY, clock_of
from tests.store import whole

DATA = Path(__file__).parents[1] / "data"
OLD = sorted(DATA.glob("schema-*.desk"))
EVERY = pytest.mark.parametrize("old", OLD, ids=lambda path: path.stem)


@pytest.fixture
def copied(tmp_path: Path, old: Path) -> Path:
    target = tmp_path / "old.desk"
    shutil.copy(old, target)
    return target


def rows(path: Path) -> dict[str, dict[str, dict[str, Any]]]:
    """Every row of every kept table by id, with the columns that the file has."""
    connection = driver.connect(str(path))
    connection.execute("PRAGMA query_only=ON")
    found: dict[str, dict[str, dict[str, Any]]] = {}
    tables = connection.execute("SELECT name FROM sqlite_master WHERE type='table'").fetchall()
    for (table,) in tables:
        if table in KINDS:
            cursor = connection.execute(f"SELECT * FROM {table}")
            names = [column[0] for column in cursor.description]
            each = (dict(zip(names, row, strict=True)) for row in cursor)
            found[table] = {row["id"]: row for row in each}
    connection.close()
    return found


def shape(path: Path) -> dict[str, Any]:
    """Columns, foreign keys and indexes of each table, whatever their order in the file."""
    connection = driver.connect(str(path))
    tables = connection.execute("SELECT name FROM sqlite_master WHERE type='table'").fetchall()
    found: dict[str, Any] = {}
    for (table,) in tables:
        columns = connection.execute(f"PRAGMA table_info({table})").fetchall()
        keys = connection.execute(f"PRAGMA foreign_key_list({table})").fetchall()
        indexes = connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE type='index' AND tbl_name=?", (table,)
        ).fetchall()
        found[table] = (
            {(row[1], row[2], row[3], row[5]) for row in columns},
            {(row[2], row[3], row[4]) for row in keys},
            {(name, re.sub(r'[\s"]', "", sql or "")) for name, sql in indexes},
        )
    connection.close()
    return found


def test_a_desk_of_each_older_schema_is_kept() -> None:
    assert [path.stem for path in OLD] == [f"schema-{number}" for number in range(1, SCHEMA)]


@EVERY
def test_an_upgrade_keeps_every_row_as_it_was(old: Path, copied: Path) -> None:
    before = rows(copied)
    assert sum(map(len, before.values())) > 20
    Desk(copied, clock_of(TODAY), threaded=False).close()
    after = rows(copied)
    for table, kept in before.items():
        assert after[table].keys() == kept.keys(), table
        for row_id, row in kept.items():
            now = after[table][row_id]
            assert {name: now[name] for name in row} == row, table
            assert {now[name] for name in now.keys() - row.keys()} <= {None}, table


@EVERY
def test_an_upgraded_desk_has_the_tables_of_a_new_one(old: Path, copied: Path) -> None:
    Desk(copied, clock_of(TODAY), threaded=False).close()
    fresh = copied.with_name("fresh.desk")
    create(fresh, clock_of(TODAY), SMALL, "EUR", "Sales")
    assert shape(copied) == shape(fresh)


@EVERY
def test_an_upgraded_desk_is_whole_and_shows_its_deals(old: Path, copied: Path) -> None:
    desk = Desk(copied, clock_of(TODAY), threaded=False)
    whole.check(desk)
    deals = dict(desk.raw.execute("SELECT name, id FROM deal").fetchall())
    assert set(deals) == {"Fleet telematics", "Depot gates", "Winter tyres"}
    view = deal_view(desk, deals["Fleet telematics"])
    assert [person.name for person in view.stakeholders] == ["Dana Reyes", "Omar Haddad"]
    assert view.next_step is not None
    assert view.next_step.what == "Walk through the pilot"
    desk.close()
    assert check(copied) == []


@EVERY
def test_the_old_desk_is_backed_up_before_the_upgrade(old: Path, copied: Path) -> None:
    Desk(copied, clock_of(TODAY), threaded=False).close()
    kept = backup_folder.kept(backup_folder.folder_of(copied))
    assert "before-upgrade" in [each.reason for each in kept]
