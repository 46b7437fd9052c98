"""An upgrade is all or nothing, after a proved backup; a newer desk is left alone."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as driver

from salesdesk.domain.errors import KnownError
from salesdesk.store import backup, backup_folder, connection
from salesdesk.store.images import checksum
from salesdesk.store.schema import SCHEMA
from salesdesk.usecases.checking import check_desk
from salesdesk.usecases.desk import Desk
from tests.desks import TODAY, add_deal, clock_of, make_desk
from tests.faults.worlds import fill, posix, small_disk
from tests.store.killing import killed_everywhere
from tests.store.steps import BROKEN, LOSING, NEXT, write_steps


@pytest.fixture
def old_desk(tmp_path: Path) -> Path:
    """A closed desk with two deals of one account, and a history."""
    desk = make_desk(tmp_path)
    add_deal(desk, "Fleet telematics", account="Nordwind")
    add_deal(desk, "Depot", account="Nordwind")
    desk.close()
    return desk.path


def upgrade(path: str | Path, steps: str | Path) -> None:
    from salesdesk.store.migrations import run

    run.upgrade(Path(path), NEXT, steps=Path(steps), clock=clock_of(TODAY))


def _number(path: Path) -> int:
    with driver.connect(str(path)) as connection:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _rows(path: Path, table: str) -> list[dict[str, object]]:
    connection = driver.connect(str(path))
    cursor = connection.execute(f"SELECT * FROM {table} ORDER BY id")
    names = [column[0] for column in cursor.description]
    rows = [dict(zip(names, row, strict=True)) for row in cursor]
    connection.close()
    return rows


def test_an_upgrade_changes_the_tables_keeps_the_children_and_stamps_the_rows(
    old_desk: Path, tmp_path: Path
) -> None:
    upgrade(old_desk, write_steps(tmp_path))
    assert _number(old_desk) == NEXT
    (account,) = _rows(old_desk, "account")
    assert (account["name"], account["segment"], account["summary"]) == ("Nordwind", "Mid", None)
    assert account["checksum"] == checksum("account", account)
    assert [deal["account_id"] for deal in _rows(old_desk, "deal")] == [account["id"]] * 2


def test_an_upgrade_makes_a_proved_backup_of_the_old_desk_first(
    old_desk: Path, tmp_path: Path
) -> None:
    upgrade(old_desk, write_steps(tmp_path))
    (kept,) = backup_folder.kept(backup_folder.folder_of(old_desk))
    assert kept.reason == "before-upgrade"
    backup.verify(kept.path)
    assert _number(kept.path) == SCHEMA


def test_an_upgrade_ends_undo_and_says_so_in_the_history(old_desk: Path, tmp_path: Path) -> None:
    upgrade(old_desk, write_steps(tmp_path))
    connection = driver.connect(str(old_desk))
    states = connection.execute("SELECT command, state FROM journal ORDER BY seq").fetchall()
    connection.close()
    assert {state for _, state in states} == {"dropped"}
    assert states[-1][0] == "Upgrade"


@pytest.mark.parametrize("step", [BROKEN, LOSING])
def test_a_step_that_fails_leaves_the_desk_as_it_was(
    old_desk: Path, tmp_path: Path, step: str
) -> None:
    before = _rows(old_desk, "account")
    with pytest.raises(KnownError, match="as it was before"):
        upgrade(old_desk, write_steps(tmp_path, step))
    assert _number(old_desk) == SCHEMA
    assert _rows(old_desk, "account") == before
    desk = Desk(old_desk, clock_of(TODAY), threaded=False)
    assert desk.undo_entry() is not None
    desk.close()


@posix
def test_04_a_disk_that_fills_during_an_upgrade_leaves_the_old_version_which_opens(
    old_desk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "FREE_BYTES_WANTED", 0)
    steps, seen = write_steps(tmp_path), []
    with small_disk(tmp_path / "disk", 4096) as disk:
        for room in range(0, 1 << 20, 40 << 10):
            path = Path(shutil.copy(old_desk, disk / f"{room}.desk"))
            hog = fill(disk)
            os.truncate(hog, hog.stat().st_size - room)
            try:
                upgrade(path, steps)
            except KnownError as error:
                seen.append(str(error))
            hog.unlink()
            if _number(path) == NEXT:
                break
            desk = Desk(path, clock_of(TODAY), threaded=False)
            assert desk.raw.execute("SELECT count(*) FROM deal").fetchone() == (2,)
            desk.close()
            assert check_desk(path).is_whole
            for each in disk.glob(f"{room}.desk*"):
                each.unlink()
    assert all("as it is" in words or "as it was before" in words for words in seen), seen
    assert any("before-upgrade" in words for words in seen), seen


@pytest.mark.slow
def test_an_upgrade_killed_anywhere_leaves_the_old_version_or_the_new(
    old_desk: Path, tmp_path: Path
) -> None:
    steps = write_steps(tmp_path)
    original = tmp_path / "original"
    shutil.copy(old_desk, original)
    seen = set()
    for _ in killed_everywhere("tests.store.test_migrations:upgrade", old_desk, steps):
        number = _number(old_desk)
        seen.add(number)
        assert len(_rows(old_desk, "deal")) == 2
        assert ("segment" in _rows(old_desk, "account")[0]) == (number == NEXT)
        for side in ("-wal", "-shm"):
            Path(f"{old_desk}{side}").unlink(missing_ok=True)
        shutil.copy(original, old_desk)
    assert SCHEMA in seen
    assert _number(old_desk) == NEXT


def test_a_newer_desk_is_refused_and_not_a_byte_of_it_changes(old_desk: Path) -> None:
    connection = driver.connect(str(old_desk))
    connection.execute("PRAGMA journal_mode=DELETE")
    connection.execute("PRAGMA user_version=99")
    connection.close()
    connection = driver.connect(str(old_desk))
    connection.execute("PRAGMA journal_mode=WAL")
    connection.close()
    before = old_desk.read_bytes()
    with pytest.raises(KnownError, match="newer SalesDesk"):
        Desk(old_desk, clock_of(TODAY), threaded=False)
    assert old_desk.read_bytes() == before


def test_opening_a_desk_of_today_does_not_import_alembic(old_desk: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from salesdesk.usecases.desk import Desk\n"
        "desk = Desk(Path(sys.argv[1]), threaded=False); desk.warm(); desk.undo().result()\n"
        "desk.close(); print('alembic' in sys.modules, 'sqlalchemy' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(old_desk)], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["False", "True"]
