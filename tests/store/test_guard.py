"""Nothing but the write door can write: every other way to the file is refused."""

from __future__ import annotations

import pytest
from sqlalchemy import insert, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlcipher3 import dbapi2 as driver

from salesdesk.domain.errors import KnownError
from salesdesk.store.schema import Deal, Tag
from salesdesk.store.unit import Unit
from salesdesk.usecases.desk import Desk
from salesdesk.usecases.tags import TagDeals
from tests.desks import AddRow, add_deal, desk
from tests.store import whole

__all__ = ["desk"]

STAMP = {"rev": 1, "changed_at": "2026-11-22T00:00:00.000+00:00", "checksum": "0" * 16}


def engines(desk: Desk):  # type: ignore[no-untyped-def]
    """The desk's two engines' connections: the writer's between units, and a reader's."""
    opened = desk._opened_engines()
    return opened.writing(), opened


def refused(desk: Desk) -> whole.Dump:
    add_deal(desk)
    return whole.dump(desk)


def test_an_orm_flush_outside_the_unit_is_refused(desk: Desk) -> None:
    before = refused(desk)
    writing, opened = engines(desk)
    with opened.reading() as reading:
        for connection in (reading, writing):
            with Session(connection) as session:
                session.add(Tag(id="t1", name="Sneaked in", **STAMP))
                with pytest.raises(DBAPIError, match="readonly"):
                    session.flush()
            connection.rollback()
    assert whole.dump(desk) == before


def test_core_dml_outside_the_unit_is_refused(desk: Desk) -> None:
    before = refused(desk)
    writing, opened = engines(desk)
    statements = [
        insert(Tag).values(id="t1", name="Sneaked in", **STAMP),
        update(Deal).values(name="Changed"),
        Deal.__table__.delete(),
    ]
    with opened.reading() as reading:
        for connection in (reading, writing):
            for statement in statements:
                with pytest.raises(DBAPIError, match="readonly"):
                    connection.execute(statement)
                connection.rollback()
    assert whole.dump(desk) == before


@pytest.mark.parametrize(
    "statement",
    [
        "WITH found AS (SELECT id FROM deal) UPDATE deal SET name = 'x' WHERE id IN found",
        "WITH found AS (SELECT id FROM deal) DELETE FROM deal WHERE id IN (SELECT id FROM found)",
        "/* SELECT */ UPDATE deal SET name = 'x'",
        "REPLACE INTO tag SELECT 't', 1, '', '', NULL, 'x'",
        "CREATE TABLE more (a)",
        "PRAGMA user_version = 99",
        "INSERT INTO search_index(search_index) VALUES ('delete-all')",
    ],
)
def test_other_ways_of_saying_it_are_refused(desk: Desk, statement: str) -> None:
    before = refused(desk)
    writing, opened = engines(desk)
    with opened.reading() as reading:
        for connection in (reading, writing):
            with pytest.raises(DBAPIError, match="readonly"):
                connection.execute(text(statement))
            connection.rollback()
    with pytest.raises(driver.OperationalError, match="readonly"):
        desk.raw.execute(statement)
    assert whole.dump(desk) == before
    whole.check(desk)


def test_the_drivers_connection_and_a_raw_cursor_are_refused(desk: Desk) -> None:
    before = refused(desk)
    writing, opened = engines(desk)
    with opened.reading() as reading:
        for connection in (reading, writing):
            raw = connection.connection.driver_connection
            for run in (raw.execute, raw.cursor().execute):
                with pytest.raises(driver.OperationalError, match="readonly"):
                    run("UPDATE deal SET name = 'x'")
            with pytest.raises(driver.OperationalError, match="readonly"):
                raw.executemany("UPDATE deal SET name = ?", [("x",)])
            connection.rollback()
    assert whole.dump(desk) == before


class _Fails:
    """A command that writes and then cannot go on."""

    label = "Fail"

    def __init__(self, error: Exception) -> None:
        self.error = error

    def apply(self, unit: Unit) -> None:
        unit.add(Tag(name="Half done"))
        unit.flush()
        raise self.error


@pytest.mark.parametrize("error", [KnownError("No."), ValueError("bug"), KeyboardInterrupt()])
def test_a_command_that_fails_leaves_nothing_and_shuts_the_door(
    desk: Desk, error: BaseException
) -> None:
    before = refused(desk)
    entries = desk.raw.execute("SELECT count(*) FROM journal").fetchone()
    with pytest.raises(type(error)):
        desk.run(_Fails(error))  # type: ignore[arg-type]
    assert whole.dump(desk) == before
    assert desk.raw.execute("SELECT count(*) FROM journal").fetchone() == entries
    writing, _opened = engines(desk)
    with pytest.raises(DBAPIError, match="readonly"):
        writing.execute(update(Deal).values(name="x"))
    writing.rollback()
    whole.check(desk)
    (deal,) = before["deal"]
    assert desk.run(TagDeals((deal,), "Goes on")).seq is not None


def test_a_commit_that_fails_is_rolled_back_and_the_desk_goes_on(desk: Desk) -> None:
    before = refused(desk)
    with pytest.raises(KnownError, match="not in the desk any more"):
        desk.run(AddRow("DealTag", {"deal_id": "gone", "tag_id": "gone"}))
    assert not engines(desk)[0].connection.driver_connection.in_transaction
    assert whole.dump(desk) == before
    whole.check(desk)
    (deal,) = before["deal"]
    assert desk.run(TagDeals((deal,), "Goes on")).seq is not None
