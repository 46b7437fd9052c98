"""The whole store as plain values, to compare before and after undo, with a model or a rebuild."""

from __future__ import annotations

from typing import Any

from salesdesk.domain.process import Process
from salesdesk.usecases.desk import Desk

STAMPS = {"rev", "changed_at", "checksum"}
"""What the unit sets anew at each write, also when it takes a change back."""

Dump = dict[str, dict[str, dict[str, Any]]]


def dump(desk: Desk) -> Dump:
    """Every kept row by table and id, the stamps apart."""
    from salesdesk.store.schema import KINDS

    found: Dump = {}
    for name in KINDS:
        cursor = desk.raw.execute(f"SELECT * FROM {name}")
        columns = [column[0] for column in cursor.description]
        rows = (dict(zip(columns, row, strict=True)) for row in cursor.fetchall())
        found[name] = {
            row["id"]: {key: value for key, value in row.items() if key not in STAMPS}
            for row in rows
        }
    return found


def check(desk: Desk) -> None:
    """Fails unless cards, search index, checksums and foreign keys agree with the kept rows."""
    check_cards(desk)
    check_search(desk)
    check_checksums(desk)
    assert desk.raw.execute("PRAGMA foreign_key_check").fetchall() == []


def cards(desk: Desk) -> dict[str, dict[str, Any]]:
    """The cards by deal."""
    cursor = desk.raw.execute("SELECT * FROM card")
    columns = [column[0] for column in cursor.description]
    return {row[0]: dict(zip(columns, row, strict=True)) for row in cursor.fetchall()}


def check_cards(desk: Desk) -> None:
    """Fails unless every card looks as if it were made from scratch, and none is too many."""
    from salesdesk.store import cards as making
    from salesdesk.store import snapshots

    ids = [row[0] for row in desk.raw.execute("SELECT id FROM deal").fetchall()]
    known: dict[str, Process] = {}

    def process(pipeline_id: str) -> Process:
        if pipeline_id not in known:
            known[pipeline_id] = desk.process(pipeline_id)
        return known[pipeline_id]

    states = desk.read(lambda connection: snapshots.states(connection, ids))
    fresh = {
        state.deal.id: making.card(state, process(state.deal.pipeline_id))
        for state in states
        if state.deal.binned_at is None
    }
    assert cards(desk) == fresh


def check_search(desk: Desk) -> None:
    """Fails unless the index holds exactly the words of the rows in use, and is sound in itself."""
    from salesdesk.store import search
    from salesdesk.store.connection import connect

    expected, kept = set(), dump(desk)
    for table, texts in search.SEARCHED.items():
        for row in kept[table].values():
            title, body = texts(row)
            if (title or body) and not row["binned_at"]:
                expected.add((table, row["id"], title, body))
    found = desk.raw.execute("SELECT kind, ref, title, body FROM search_doc").fetchall()
    assert set(found) == expected
    assert len(found) == len(expected)
    connection = connect(desk.path)
    try:
        connection.execute("PRAGMA query_only=OFF")
        # Rank 1 compares the index with the words themselves, not only with itself.
        connection.execute(
            "INSERT INTO search_index(search_index, rank) VALUES ('integrity-check', 1)"
        )
    finally:
        connection.close()


def check_checksums(desk: Desk) -> None:
    """Fails unless every row carries the checksum of its values."""
    from salesdesk.store.images import checksum
    from salesdesk.store.schema import KINDS

    for name in KINDS:
        cursor = desk.raw.execute(f"SELECT * FROM {name}")
        columns = [column[0] for column in cursor.description]
        for row in cursor.fetchall():
            values = dict(zip(columns, row, strict=True))
            assert values["checksum"] == checksum(name, values), (name, values["id"])


def undone_and_redone(desk: Desk, command: Any) -> Dump:
    """Runs a command, takes it back and does it again, comparing the whole store each time.

    Gives the store after the command.
    """
    before = dump(desk)
    changes = desk.run(command)
    assert changes.label
    assert changes.seq is not None, "the command changed nothing"
    after = dump(desk)
    assert after != before
    check(desk)
    assert desk.undo().result().label == changes.label
    assert dump(desk) == before
    check(desk)
    assert desk.redo().result().label == changes.label
    assert dump(desk) == after
    check(desk)
    return after
