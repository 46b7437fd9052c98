"""Backups are whole or not there; a restore leaves exactly the old desk or exactly the new one."""

from __future__ import annotations

import contextlib
import shutil
import stat
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as driver

from salesdesk.domain.errors import KnownError
from salesdesk.store import backup
from tests.desks import Desk, add_deal, make_desk
from tests.store.killing import killed_everywhere


def names(path: Path) -> list[str]:
    """The deals in a closed desk, read without a trace."""
    uri = f"{path.as_uri()}?mode=ro&immutable=1"
    with contextlib.closing(driver.connect(uri, uri=True)) as connection:
        return [row[0] for row in connection.execute("SELECT name FROM deal ORDER BY id")]


def make(source: str, target: str) -> None:
    backup.make(Path(source), Path(target))


def restore(source: str, target: str, aside: str) -> None:
    backup.restore(Path(source), Path(target), Path(aside))


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    opened = make_desk(tmp_path)
    add_deal(opened, "Fleet telematics")
    return opened


def test_a_backup_of_an_open_desk_holds_what_was_just_written(desk: Desk, tmp_path: Path) -> None:
    made = backup.make(desk.path, tmp_path / "copies" / "one.desk")
    desk.close()
    assert names(made.path) == ["Fleet telematics"]
    assert sorted(each.name for each in made.path.parent.iterdir()) == [
        "one.desk",
        "one.desk.sha256",
    ]
    assert stat.S_IMODE(made.path.stat().st_mode) == 0o600
    backup.verify(made.path)


def test_a_backup_that_changed_since_is_refused(desk: Desk, tmp_path: Path) -> None:
    desk.close()
    made = backup.make(desk.path, tmp_path / "one.desk")
    data = bytearray(made.path.read_bytes())
    data[-10] ^= 1
    made.path.write_bytes(data)
    with pytest.raises(backup.DamagedDesk, match="sum differs"):
        backup.verify(made.path)


def test_a_damaged_desk_gives_no_backup_and_the_sentence_names_it(
    desk: Desk, tmp_path: Path
) -> None:
    desk.close()
    data = bytearray(desk.path.read_bytes())
    data[4096 * 3 : 4096 * 9] = bytes(4096 * 6)
    desk.path.write_bytes(data)
    with pytest.raises(backup.DamagedDesk, match=r"“one.desk” is damaged"):
        backup.make(desk.path, tmp_path / "copies" / "one.desk")
    assert list((tmp_path / "copies").iterdir()) == []


def test_an_existing_file_is_never_overwritten_by_a_backup(desk: Desk, tmp_path: Path) -> None:
    desk.close()
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(KnownError, match="exists already"):
        backup.make(desk.path, tmp_path / "mine.txt")
    assert (tmp_path / "mine.txt").read_text() == "mine"


def test_a_full_disk_while_backing_up_leaves_nothing_and_says_so(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.close()

    def full(_path: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backup, "sync_file", full)
    with pytest.raises(KnownError, match="disk is full"):
        backup.make(desk.path, tmp_path / "copies" / "one.desk")
    assert list((tmp_path / "copies").iterdir()) == []


@pytest.mark.slow
def test_a_backup_killed_anywhere_leaves_only_whole_backups(desk: Desk, tmp_path: Path) -> None:
    desk.close()
    folder = tmp_path / "copies"
    for _ in killed_everywhere("tests.store.test_backup:make", desk.path, folder / "one.desk"):
        for found in folder.glob("*.desk") if folder.exists() else ():
            if not found.name.startswith("."):
                backup.verify(found)
                assert backup.sum_file(found).is_file()
        shutil.rmtree(folder, ignore_errors=True)
    backup.verify(folder / "one.desk")


def test_a_restore_keeps_the_old_desk_beside_the_new_one(desk: Desk, tmp_path: Path) -> None:
    made = backup.make(desk.path, tmp_path / "copies" / "one.desk")
    add_deal(desk, "Later")
    desk.close()
    backup.restore(made.path, desk.path, tmp_path / "old.desk")
    assert names(desk.path) == ["Fleet telematics"]
    assert names(tmp_path / "old.desk") == ["Fleet telematics", "Later"]


def test_a_log_left_by_a_crash_goes_into_the_old_desk_and_not_into_the_restored_one(
    desk: Desk, tmp_path: Path
) -> None:
    made = backup.make(desk.path, tmp_path / "copies" / "one.desk")
    add_deal(desk, "Later")
    crashed = tmp_path / "crashed" / "test.desk"
    crashed.parent.mkdir()
    for side in ("", "-wal"):
        shutil.copy(f"{desk.path}{side}", f"{crashed}{side}")
    desk.close()
    assert Path(f"{crashed}-wal").stat().st_size > 0
    backup.restore(made.path, crashed, crashed.with_name("old.desk"))
    assert sorted(each.name for each in crashed.parent.iterdir()) == ["old.desk", "test.desk"]
    assert names(crashed) == ["Fleet telematics"]
    assert names(crashed.with_name("old.desk")) == ["Fleet telematics", "Later"]


def test_a_restore_over_a_desk_that_another_program_reads_changes_nothing(
    desk: Desk, tmp_path: Path
) -> None:
    made = backup.make(desk.path, tmp_path / "copies" / "one.desk")
    add_deal(desk, "Later")
    with pytest.raises(KnownError, match="Another program"):
        backup.restore(made.path, desk.path, tmp_path / "old.desk")
    assert not (tmp_path / "old.desk").exists()
    assert not Path(f"{desk.path}.restoring").exists()
    desk.close()
    assert names(desk.path) == ["Fleet telematics", "Later"]


def test_a_restore_over_a_damaged_desk_keeps_the_damaged_file(desk: Desk, tmp_path: Path) -> None:
    made = backup.make(desk.path, tmp_path / "copies" / "one.desk")
    desk.close()
    desk.path.write_bytes(b"not a desk any more" * 100)
    backup.restore(made.path, desk.path, tmp_path / "old.desk")
    assert names(desk.path) == ["Fleet telematics"]
    assert (tmp_path / "old.desk").read_bytes().startswith(b"not a desk any more")


@pytest.mark.slow
def test_a_restore_killed_anywhere_leaves_the_old_desk_or_the_new(
    desk: Desk, tmp_path: Path
) -> None:
    made = backup.make(desk.path, tmp_path / "copies" / "one.desk")
    add_deal(desk, "Later")
    desk.close()
    folder = tmp_path / "place"
    folder.mkdir()
    place, aside = folder / "test.desk", folder / "old.desk"
    shutil.copy(desk.path, place)
    seen = []
    work = "tests.store.test_backup:restore"
    for _ in killed_everywhere(work, made.path, place, aside):
        assert not Path(f"{place}-wal").exists()
        seen.append(tuple(names(place)))
        shutil.rmtree(folder)
        folder.mkdir()
        shutil.copy(desk.path, place)
    assert set(seen) == {("Fleet telematics", "Later"), ("Fleet telematics",)}
    assert names(place) == ["Fleet telematics"]
