"""Damage of every sort is found and named; what is derived is made anew."""

from __future__ import annotations

import contextlib
import re
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2 as driver

from salesdesk.domain.errors import DamagedDesk, KnownError, Stopped
from salesdesk.store.check import Finding
from salesdesk.support.lock import DeskHeld
from salesdesk.usecases.checking import PARTS, check_desk, mend_desk, title
from tests.desks import TODAY, Desk, add_deal, add_fact, clock_of, make_desk
from tests.store.damage import rows_of


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A closed, whole desk with something in every derived part."""
    desk = make_desk(tmp_path)
    for number in range(3):
        deal = add_deal(desk, f"Deal {number}", account="Nordwind", amount_minor=1000 * number)
        add_fact(desk, deal, "pain", "Drivers wait at the depot")
    desk.undo().result()
    desk.close()
    return desk.path


def _spoil(path: Path, *statements: str) -> None:
    with contextlib.closing(driver.connect(str(path), isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)


def _found(path: Path) -> list[Finding]:
    return list(check_desk(path).findings)


def test_a_desk_straight_from_use_is_whole(path: Path) -> None:
    assert _found(path) == []


def test_an_open_desk_can_be_checked_but_not_mended(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    add_deal(desk)
    assert check_desk(desk.path).is_whole
    with pytest.raises(DeskHeld):
        mend_desk(desk.path, clock_of(TODAY))
    desk.close()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE deal SET amount_minor = 7 WHERE name = 'Deal 1'",
        "UPDATE deal SET name = 'Deal 1 ' WHERE name = 'Deal 1'",
        "UPDATE deal SET owner = CAST(x'ff00fe' AS TEXT) WHERE name = 'Deal 1'",
        "UPDATE deal SET rev = rev + 1 WHERE name = 'Deal 1'",
        "UPDATE deal SET checksum = 'x' WHERE name = 'Deal 1'",
    ],
)
def test_each_damaged_row_is_named(path: Path, statement: str) -> None:
    _spoil(path, statement)
    rows = [finding.words for finding in _found(path) if finding.sort == "rows"]
    assert len(rows) == 1
    assert "“Deal 1” is damaged" in rows[0]


def test_bytes_flipped_in_the_file_are_found_although_sqlite_finds_them_good(path: Path) -> None:
    data = path.read_bytes()
    _spoil(path, "PRAGMA wal_checkpoint(TRUNCATE)")
    words = b"Drivers wait at the depot"
    assert words in data
    path.write_bytes(data.replace(words, b"Drivers wait at the deqot"))
    sorts = {finding.sort for finding in _found(path)}
    assert "rows" in sorts
    assert "pages" not in sorts


def test_a_lost_parent_is_named(path: Path) -> None:
    _spoil(path, "PRAGMA foreign_keys=OFF", "DELETE FROM account")
    found = [finding.words for finding in _found(path) if finding.sort == "references"]
    assert len(found) == 3
    assert "belongs to something that is not there (Account)" in found[0]


def test_a_damaged_history_is_found(path: Path) -> None:
    _spoil(path, "UPDATE journal_part SET images = x'00' WHERE seq = 2",
           "UPDATE journal SET label = 'Other' WHERE seq = 3")  # fmt: skip
    found = [finding.words for finding in _found(path) if finding.sort == "journal"]
    assert sorted(words.split()[1] for words in found) == ["2", "3"]


def test_two_cards_in_one_place_are_found(path: Path) -> None:
    _spoil(path, "UPDATE deal SET order_key = 'V'")
    assert [finding.sort for finding in _found(path) if finding.sort == "order"]


def test_cards_that_differ_from_their_deals_are_found_and_made_anew(path: Path) -> None:
    _spoil(path, "UPDATE card SET amount_minor = 99 WHERE name = 'Deal 1'",
           "DELETE FROM card WHERE name = 'Deal 2'",
           "INSERT INTO card SELECT 'ghost', pipeline_id, column_key, 'zz', 'Ghost', account,"
           " amount_minor, currency, probability, expected_close_on, entered_on, next_what,"
           " next_due_on, next_time, criteria_met, criteria_total, open_objections,"
           " buyer_acted_on, paused_until, triage, handoff_ready, handoff_total, tags, products"
           " FROM card LIMIT 1")  # fmt: skip
    found = _found(path)
    assert {finding.sort for finding in found} == {"cards"}
    assert len(found) == 3
    assert all(finding.is_mendable for finding in found)
    assert mend_desk(path, clock_of(TODAY)).is_whole
    assert check_desk(path).is_whole


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE search_doc SET title = 'Something else' WHERE kind = 'deal'",
        "DELETE FROM search_doc WHERE kind = 'deal'",
        "INSERT INTO search_index(search_index) VALUES ('delete-all')",
        "DELETE FROM search_index_data WHERE id > 10",
    ],
)
def test_a_search_that_differs_from_the_records_is_found_and_made_anew(
    path: Path, statement: str
) -> None:
    _spoil(path, statement)
    found = _found(path)
    assert {finding.sort for finding in found} == {"search"}
    assert mend_desk(path, clock_of(TODAY)).is_whole
    desk = Desk(path, clock_of(TODAY), threaded=False)
    from salesdesk.store import search

    assert desk.read(lambda connection: [h.title for h in search.newest(connection, "deal 1")]) == [
        "Deal 1"
    ]
    desk.close()


def test_an_index_that_differs_from_its_records_is_found_and_made_anew(path: Path) -> None:
    listed = "SELECT type, name, tbl_name, rootpage, sql FROM sqlite_schema WHERE name = ?"
    with contextlib.closing(driver.connect(str(path), isolation_level=None)) as raw:
        index = raw.execute(listed, ("ix_fact_deal_id",)).fetchone()
    # Behind the back of the index, a record moves to another place in its table.
    _spoil(path, "PRAGMA writable_schema=ON",
           "DELETE FROM sqlite_schema WHERE name = 'ix_fact_deal_id'")  # fmt: skip
    _spoil(path, "CREATE TEMP TABLE one AS SELECT * FROM fact LIMIT 1",
           "DELETE FROM fact WHERE id = (SELECT id FROM one)",
           "INSERT INTO fact SELECT * FROM one")  # fmt: skip
    with contextlib.closing(driver.connect(str(path), isolation_level=None)) as raw:
        raw.execute("PRAGMA writable_schema=ON")
        raw.execute("INSERT INTO sqlite_schema VALUES (?, ?, ?, ?, ?)", index)
    found = _found(path)
    assert {finding.sort for finding in found} <= {"indexes", "cards"}
    assert any("Fact “Drivers wait at the depot” of “Deal" in finding.words for finding in found)
    assert mend_desk(path, clock_of(TODAY)).is_whole


def test_before_mending_the_desk_is_kept_whether_a_backup_can_be_made_or_not(path: Path) -> None:
    _spoil(path, "UPDATE card SET amount_minor = 99")
    kept = mend_desk(path, clock_of(TODAY)).kept
    assert kept is not None
    assert ".before-change." in kept.name
    _spoil(path, "DELETE FROM search_index_data WHERE id > 10")
    before = path.read_bytes()
    kept = mend_desk(path, clock_of(TODAY)).kept
    assert kept is not None
    assert kept.read_bytes() == before
    assert "before-mending" in kept.name


def test_a_gap_in_the_history_and_a_record_that_is_gone_without_a_step_are_named(
    path: Path,
) -> None:
    _spoil(path, "PRAGMA foreign_keys=OFF", "DELETE FROM journal_part WHERE seq = 3",
           "DELETE FROM journal WHERE seq = 3", "DELETE FROM fact", "DELETE FROM search_doc",
           "INSERT INTO search_index(search_index) VALUES ('delete-all')")  # fmt: skip
    words = [finding.words for finding in _found(path) if finding.sort == "journal"]
    assert "1 step of the history before step 4 is missing." in words
    assert any("Fact “Drivers wait at the depot” of “Deal 1” is missing" in each for each in words)


def test_a_record_that_does_not_look_as_the_history_left_it_is_named(path: Path) -> None:
    from salesdesk.store.images import checksum

    with contextlib.closing(driver.connect(str(path), isolation_level=None)) as raw:
        cursor = raw.execute("SELECT * FROM deal WHERE name = 'Deal 1'")
        names = [column[0] for column in cursor.description]
        row = dict(zip(names, cursor.fetchone(), strict=True)) | {"owner": "Somebody else"}
        raw.execute(
            "UPDATE deal SET owner = ?, checksum = ? WHERE id = ?",
            (row["owner"], checksum("deal", row), row["id"]),
        )
    found = [finding.words for finding in _found(path) if finding.sort == "journal"]
    assert found == ["Deal “Deal 1” does not look as “Add Deal 1” left it."]


def test_the_content_of_a_file_is_held_against_its_size_and_its_sum(path: Path) -> None:
    from salesdesk.store.schema import KINDS

    desk = Desk(path, clock_of(TODAY), threaded=False)

    class Attach:
        label = "Attach"

        def apply(self, unit: Any) -> None:
            for name in ("offer.pdf", "plan.pdf", "lost.pdf"):
                content = name.encode()
                unit.add(KINDS["attachment"](
                    name=name, kind="file", size=len(content), added_on="2026-11-22",
                    digest=unit.keep_bytes(content)))  # fmt: skip

    desk.run(Attach())
    desk.close()
    assert check_desk(path).is_whole
    _spoil(path, "UPDATE blob SET bytes = x'00' WHERE rowid = 1",
           "DELETE FROM blob WHERE rowid = 3")  # fmt: skip
    found = [finding.words for finding in _found(path) if finding.sort == "files"]
    assert found == [
        "File “offer.pdf”: its content is damaged.",
        "File “lost.pdf”: its content is missing.",
    ]


def test_a_check_tells_how_far_it_is_and_stops_when_asked(path: Path) -> None:
    told: list[str] = []
    check_desk(path, lambda part, _done, _total: told.append(part))
    assert list(dict.fromkeys(told)) == [title(part) for part in PARTS]
    with pytest.raises(Stopped):
        check_desk(path, stop=lambda: True)


def test_mending_leaves_damaged_records_as_they_are_and_still_names_them(path: Path) -> None:
    _spoil(path, "UPDATE deal SET amount_minor = 7 WHERE name = 'Deal 1'")
    left = mend_desk(path, clock_of(TODAY))
    assert [finding.sort for finding in left.findings] == ["rows"]


@pytest.mark.parametrize("index", ["ix_fact_deal_id", "sqlite_autoindex_fact_1",
                                   "sqlite_autoindex_day_seen_1"])  # fmt: skip
@pytest.mark.parametrize("noise", [bytes(4096), bytes(range(256)) * 16])
def test_a_damaged_page_of_an_index_is_mended_in_place_without_losing_a_record(
    path: Path, index: str, noise: bytes
) -> None:
    before = rows_of(path)
    history = _steps(path)
    with contextlib.closing(driver.connect(str(path))) as raw:
        found = raw.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", (index,))
        page = found.fetchone()[0]
    data = bytearray(path.read_bytes())
    data[(page - 1) * 4096 : page * 4096] = noise
    path.write_bytes(data)
    report = check_desk(path)
    assert report.is_mendable
    assert not report.loses, report.findings
    mended = mend_desk(path, clock_of(TODAY))
    assert mended.is_whole, mended.findings
    assert rows_of(path) == before
    assert _steps(path) == history
    (aside,) = path.parent.glob("*.damaged-*.desk")
    assert aside.read_bytes()[(page - 1) * 4096 : page * 4096] == noise
    assert mended.kept is not None
    assert mended.kept.read_bytes() == bytes(data)


def test_a_damaged_page_of_a_table_is_not_taken_for_one_of_an_index(path: Path) -> None:
    with contextlib.closing(driver.connect(str(path))) as raw:
        found = raw.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'fact'")
        page = found.fetchone()[0]
    data = bytearray(path.read_bytes())
    data[(page - 1) * 4096 : page * 4096] = bytes(4096)
    path.write_bytes(data)
    assert check_desk(path).loses
    with pytest.raises(DamagedDesk, match="Restore a backup"):
        mend_desk(path, clock_of(TODAY))
    assert path.read_bytes() == bytes(data)
    assert not list(path.parent.glob("*.restoring*"))


def _steps(path: Path) -> list[Any]:
    with contextlib.closing(driver.connect(str(path))) as raw:
        return raw.execute("SELECT * FROM journal ORDER BY seq").fetchall()


def test_a_damaged_id_that_others_name_is_told_and_ends_no_check(path: Path) -> None:
    _spoil(path, "PRAGMA foreign_keys=OFF", "UPDATE pipeline SET id = 'x' || substr(id, 2)")
    sorts = {finding.sort for finding in _found(path)}
    assert {"rows", "references"} <= sorts


def test_zeroed_pages_are_found(path: Path) -> None:
    data = bytearray(path.read_bytes())
    for page in range(2, len(data) // 4096, 3):
        data[page * 4096 : (page + 1) * 4096] = bytes(4096)
    path.write_bytes(data)
    try:
        words = " ".join(finding.words for finding in _found(path))
    except KnownError as error:
        words = str(error)
    assert re.search("malformed|page|damaged", words)
