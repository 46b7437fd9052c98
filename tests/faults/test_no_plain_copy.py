"""An encrypted desk leaves no plain copy: not in a file, and not in what a disk still holds.

The disk is an image in a file, mounted for the test; what was removed from it is searched too.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from salesdesk.store import keys
from salesdesk.support.paths import places
from salesdesk.support.settings import Settings, SettingsFile
from salesdesk.usecases import drafts, encryption
from salesdesk.usecases.backups import backup_file, backup_now, choose_folder, restore_backup
from salesdesk.usecases.desk import Desk
from salesdesk.usecases.new_desk import create
from tests.desks import SMALL, TODAY, add_deal, clock_of
from tests.faults.worlds import ROOT, posix

CLOCK = clock_of(TODAY)
WORDS = "four quiet river stones"
MARK = "Qxv7-known-text"
"""A word of the desk that stands nowhere else."""


def found(data: bytes) -> int:
    """How often the word is in these bytes, in the two ways in which programs write text."""
    return data.count(MARK.encode()) + data.count(MARK.encode("utf-16-le"))


def found_below(folder: Path) -> list[str]:
    """The files below a folder that hold the word."""
    files = (each for each in folder.rglob("*") if each.is_file())
    return sorted(str(each.relative_to(folder)) for each in files if found(each.read_bytes()))


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small file system of its own; `searched` looks through its image afterwards."""
    image, folder = tmp_path / "disk.img", tmp_path / "disk"
    folder.mkdir()
    if shutil.which("mke2fs") is None:
        pytest.skip("needs mke2fs")
    image.write_bytes(b"")
    os.truncate(image, 96 * 1024 * 1024)
    subprocess.run(["mke2fs", "-q", "-F", "-t", "ext4", str(image)], check=True)
    if subprocess.call(["mount", "-o", "loop", str(image), str(folder)], stderr=subprocess.DEVNULL):
        pytest.skip("needs the right to mount")
    try:
        yield folder
    finally:
        if folder.is_mount():
            subprocess.run(["umount", "-l", str(folder)], check=True)


def searched(folder: Path) -> int:
    """Takes the disk away and counts the word in every byte of it."""
    subprocess.run(["umount", str(folder)], check=True)
    with folder.with_name("disk.img").open("rb") as image:
        count, rest = 0, b""
        while block := image.read(1 << 22):
            count += found(rest + block) - found(rest)
            rest = block[-64:]
        return count


@pytest.fixture
def home(disk: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The program's own folder, with backups and logs, on the same disk."""
    monkeypatch.setenv("SALESDESK_HOME", str(disk / "home"))
    return disk / "home"


def made(folder: Path, passphrase: str = "") -> Path:
    path = folder / "test.desk"
    create(path, CLOCK, SMALL, "EUR", "Sales", passphrase)
    return path


def worked_on(path: Path) -> None:
    """A session with writing, undo, and a backup of the open desk."""
    desk = Desk(path, CLOCK, threaded=False)
    add_deal(desk, MARK)
    desk.undo().result()
    desk.redo().result()
    drafts.keep(desk, [drafts.Draft("", "note", f"{MARK} unfinished", MARK, "[]")], []).result()
    backup_now(desk)
    desk.close()


def killed_at_work(path: Path) -> None:
    """A process that writes and is ended at once, so that its log stays."""
    code = (
        "import os, sys; from pathlib import Path;"
        "from tests.desks import TODAY, add_deal, clock_of;"
        "from salesdesk.usecases import encryption; from salesdesk.usecases.desk import Desk;"
        f"path = Path(sys.argv[1]); encryption.unlock(path, {WORDS!r});"
        f"desk = Desk(path, clock_of(TODAY), threaded=False); add_deal(desk, {MARK!r}); os._exit(9)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], cwd=ROOT, check=False)
    assert done.returncode == 9


@posix
def test_the_search_finds_a_plain_desk_even_when_it_was_removed(disk: Path, home: Path) -> None:
    path = made(disk)
    worked_on(path)
    assert path.name in found_below(disk)
    shutil.rmtree(home)
    path.unlink()
    assert found_below(disk) == []
    assert searched(disk) > 0


@posix
def test_a_desk_encrypted_from_the_first_is_never_on_the_disk_in_plain(
    disk: Path, home: Path
) -> None:
    path = made(disk, WORDS)
    worked_on(path)
    killed_at_work(path)
    assert Path(f"{path}-wal").stat().st_size > 0
    worked_on(path)
    copy = backup_file(path, CLOCK).path
    restore_backup(copy, path, CLOCK)
    encryption.set_on_closed(path, CLOCK, "another passphrase", "encrypt")
    worked_on(path)
    assert found_below(disk) == []
    assert searched(disk) == 0


@posix
def test_setting_a_passphrase_leaves_nothing_of_the_plain_desk_and_its_backups(
    disk: Path, home: Path
) -> None:
    path = made(disk)
    desk = Desk(path, CLOCK, threaded=False)
    add_deal(desk, MARK)
    first = backup_now(desk).path
    # Left of a backup and a restore that were killed, and of a desk that was mended.
    for left in (
        first.with_name(f".{first.name}.making"),
        path.with_name(f"{path.name}.restoring"),
        path.with_name(f"{path.stem}.before-mending-20261122-091500.desk"),
    ):
        shutil.copyfile(first, left)
    # Backups go elsewhere now, the older ones stay where they are.
    elsewhere = choose_folder(disk / "elsewhere", path)
    SettingsFile(places().settings_file).save(Settings()._replace(backup_folder=elsewhere))
    assert len(found_below(disk)) >= 5
    done = encryption.set_passphrase(desk, WORDS).result()
    assert done.left == ()
    assert desk.is_encrypted
    add_deal(desk, f"{MARK} again")
    assert desk.read(lambda c: c.exec_driver_sql("SELECT count(*) FROM deal").scalar()) == 2
    desk.close()
    assert found_below(disk) == []
    assert all(map(keys.is_encrypted, disk.rglob("*.desk")))
    assert searched(disk) == 0


@posix
def test_deleted_backups_are_gone_from_the_disk_too(disk: Path, home: Path) -> None:
    path = made(disk)
    desk = Desk(path, CLOCK, threaded=False)
    add_deal(desk, MARK)
    backup_now(desk)
    encryption.set_passphrase(desk, WORDS, "delete").result()
    desk.close()
    assert [each.name for each in disk.rglob("*.desk")] == [path.name]
    assert searched(disk) == 0
