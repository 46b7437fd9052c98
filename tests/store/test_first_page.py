"""An encrypted desk that lost its first page, and with it the salt, comes back with a backup."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest

from salesdesk.domain.errors import KeyNeeded, KnownError
from salesdesk.store import first_page, keys, rekeying
from salesdesk.store.connection import connect
from salesdesk.usecases import encryption, salvaging
from salesdesk.usecases.backups import backup_file
from salesdesk.usecases.desk import Desk
from salesdesk.usecases.mending_start import locked_backup
from tests.cli.running import process
from tests.desks import TODAY, add_deal, clock_of, copy_demo

WORDS = "four quiet river stones"
NOISE = bytes(range(256)) * 16


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """An encrypted desk with a backup; since then it grew."""
    path = tmp_path / "demo.desk"
    copy_demo(path)
    rekeying.rewrite(path, keys.derive(WORDS, keys.new_salt()))
    encryption.unlock(path, WORDS)
    backup_file(path, clock_of(TODAY))
    desk = Desk(path, clock_of(TODAY), threaded=False)
    for number in range(40):
        add_deal(desk, f"Since the backup {number}")
    desk.close()
    return path


def spoil(path: Path, page: bytes = bytes(keys.PAGE)) -> bytes:
    """Puts other bytes at the beginning of the file; gives all of it as it is then."""
    with path.open("r+b") as file:
        file.write(page)
    return path.read_bytes()


def names(path: Path) -> list[str]:
    with contextlib.closing(connect(path, to_look=True)) as connection:
        return [row[0] for row in connection.execute("SELECT name FROM deal ORDER BY id")]


@pytest.mark.parametrize("page", [bytes(keys.PAGE), NOISE, bytes(keys.SALT)])
def test_without_its_first_page_everything_is_salvaged_with_that_of_a_backup(
    path: Path, tmp_path: Path, page: bytes
) -> None:
    before = names(path)
    data = spoil(path, page)
    found = salvaging.look(path, tmp_path / "new.desk", clock_of(TODAY))
    assert not found.missing
    done = found.finish()
    assert names(done.desk) == before
    assert keys.is_encrypted(done.desk)
    assert "first page was taken from the backup" in done.words
    assert path.read_bytes() == data
    assert [each.name for each in tmp_path.iterdir() if each.name.startswith(".")] == []


def test_its_passphrase_is_asked_for_by_the_name_of_the_backup(path: Path, tmp_path: Path) -> None:
    key = keys.key_of(path)
    assert key is not None
    spoil(path)
    keys.RING.take(key)
    locked = locked_backup(path)
    with pytest.raises(KeyNeeded, match="beginning of this desk is damaged") as needed:
        salvaging.look(path, tmp_path / "new.desk", clock_of(TODAY))
    assert needed.value.path == str(locked)
    assert [each.name for each in tmp_path.iterdir() if each.name.startswith(".")] == []


@pytest.mark.parametrize("page", [bytes(keys.PAGE), NOISE])
def test_the_command_line_takes_the_passphrase_and_salvages(
    path: Path, tmp_path: Path, page: bytes
) -> None:
    spoil(path, page)
    words = tmp_path / "words"
    words.write_text(WORDS, encoding="utf-8")
    words.chmod(0o600)
    done = process("salvage", path, "--to", tmp_path / "new.desk", "--passphrase-file", words)
    assert done.code == 0, done.err
    encryption.unlock(tmp_path / "new.desk", WORDS)
    assert "Since the backup 39" in names(tmp_path / "new.desk")


def test_without_a_backup_the_reason_is_said_and_nothing_is_touched(
    path: Path, tmp_path: Path
) -> None:
    data = spoil(path)
    for kept in tmp_path.rglob("*.desk"):
        if kept != path:
            kept.unlink()
    with pytest.raises(KnownError, match="That page holds the salt"):
        salvaging.look(path, tmp_path / "new.desk", clock_of(TODAY))
    assert path.read_bytes() == data


def test_a_whole_desk_and_a_plain_one_need_no_first_page(path: Path, tmp_path: Path) -> None:
    copy_demo(tmp_path / "plain.desk")
    for whole in (path, tmp_path / "plain.desk"):
        assert not first_page.is_lost(whole)
        assert first_page.give_back(whole, [whole]) is None
