"""The rules that every connection keeps, and connections to what is not there any more."""

from __future__ import annotations

from pathlib import Path

import pytest

from salesdesk.store import connection
from tests.desks import make_desk

RULES = {
    "synchronous": 2, "foreign_keys": 1, "busy_timeout": 5000, "trusted_schema": 0,
    "secure_delete": 1, "journal_mode": "wal", "query_only": 1, "temp_store": 2,
}  # fmt: skip
"""FULL, and so on: what SQLite says when it is asked."""


def test_every_connection_of_an_open_desk_keeps_the_rules(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    engines = desk._opened_engines()
    with engines.reading() as reading:
        writer, reader = (
            each.connection.driver_connection for each in (engines.writing(), reading)
        )
        for opened in (writer, reader, desk.raw):
            assert opened is not None
            found = {rule: opened.execute(f"PRAGMA {rule}").fetchone()[0] for rule in RULES}
            assert found == RULES
            assert opened.isolation_level is None  # else the driver begins and commits by itself
        kept = "SELECT v FROM search_index_config WHERE k='secure-delete'"
        assert desk.raw.execute(kept).fetchone() == (1,)
    assert connection.driver.sqlite_version_info >= (3, 51, 3)
    desk.close()


def test_what_is_closed_is_refused_as_the_source_of_a_copy(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    desk.close()
    source = connection.connect(desk.path)
    source.close()
    with pytest.raises(connection.driver.ProgrammingError):
        connection.copy_in_memory(source)
