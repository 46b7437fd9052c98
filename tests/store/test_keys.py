"""A passphrase opens its own desk and no other, and a wrong one is told apart from damage."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as driver

from salesdesk.domain.errors import DamagedDesk, KeyNeeded, KnownError
from salesdesk.store import backup, keys, rekeying
from salesdesk.store.connection import connect
from salesdesk.support import durable
from salesdesk.usecases import encryption
from salesdesk.usecases.desk import Desk
from tests.desks import TODAY, add_deal, clock_of, make_desk
from tests.store.killing import killed_everywhere

WORDS = "four quiet river stones"
FIXED = keys.Key(bytes(range(32)), bytes(range(100, 116)))
OTHER = keys.Key(bytes(range(40, 72)), bytes(range(116, 132)))
"""Keys of no passphrase, for work that is repeated in other processes."""


def names(path: Path) -> list[str]:
    """The deals of a closed desk."""
    with contextlib.closing(connect(path, to_look=True)) as connection:
        return [row[0] for row in connection.execute("SELECT name FROM deal ORDER BY id")]


def give(*wanted: keys.Key) -> None:
    for key in wanted:
        keys.RING.give(key)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    desk = make_desk(tmp_path)
    add_deal(desk, "Fleet telematics")
    desk.close()
    return desk.path


@pytest.fixture
def locked(path: Path) -> Path:
    """An encrypted desk whose key this process does not have."""
    new = keys.derive(WORDS, keys.new_salt())
    rekeying.rewrite(path, new)
    return path


def test_the_key_is_the_one_that_the_library_derives(locked: Path) -> None:
    with contextlib.closing(driver.connect(str(locked))) as connection:
        connection.execute(f'PRAGMA key="{WORDS}"')
        assert connection.execute("SELECT name FROM deal").fetchone() == ("Fleet telematics",)


def test_without_its_key_an_encrypted_desk_is_named_and_not_touched(locked: Path) -> None:
    before = locked.read_bytes()
    with pytest.raises(KeyNeeded, match="is encrypted") as told:
        Desk(locked, threaded=False)
    assert told.value.path == str(locked)
    assert locked.read_bytes() == before


def test_28_a_wrong_passphrase_is_told_apart_from_damage(locked: Path) -> None:
    with pytest.raises(keys.WrongKey, match="does not open"):
        encryption.unlock(locked, "four quiet river stone")
    data = bytearray(locked.read_bytes())
    data[2000] ^= 1  # of the first page, which every opening reads
    locked.write_bytes(data)
    encryption.unlock(locked, WORDS)  # the other pages answer to it
    with pytest.raises(KnownError, match="is right, but the file is damaged"):
        Desk(locked, threaded=False)
    with pytest.raises(keys.WrongKey):
        encryption.unlock(locked, "four quiet river stone")


def test_28_damage_later_in_the_file_is_damage(locked: Path) -> None:
    data = bytearray(locked.read_bytes())
    data[-1000] ^= 1
    locked.write_bytes(data)
    encryption.unlock(locked, WORDS)
    with pytest.raises(DamagedDesk):
        backup.inspect(locked)


def test_28_a_file_that_lost_its_first_bytes_is_told_by_its_backup(
    locked: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from salesdesk.domain.clock import Clock
    from salesdesk.usecases.backups import backup_file

    monkeypatch.setenv("SALESDESK_HOME", str(tmp_path / "home"))
    encryption.unlock(locked, WORDS)
    backup_file(locked, Clock())
    with locked.open("r+b") as file:
        file.write(bytes(keys.SALT))
    with pytest.raises(keys.DamagedPages, match="the beginning of"):
        encryption.unlock(locked, WORDS)
    with pytest.raises(keys.WrongKey):
        encryption.unlock(locked, "another one")


def test_28_a_file_cut_short_is_damaged(locked: Path) -> None:
    size = locked.stat().st_size
    with locked.open("r+b") as file:
        file.truncate(size - 5000)
    encryption.unlock(locked, WORDS)
    with pytest.raises(KnownError, match="damaged"):
        backup.inspect(locked)


def test_29_the_recovery_key_opens_the_desk_and_sets_a_new_passphrase(locked: Path) -> None:
    from salesdesk.domain.clock import Clock

    encryption.unlock(locked, WORDS)
    paper = encryption.recovery_key(locked)
    key = keys.key_of(locked)
    assert key is not None
    keys.RING.take(key)
    encryption.unlock_by_any(locked, paper.lower().replace("-", " ").replace("0", "o"))
    link = locked.with_name("link.desk")
    link.symlink_to(locked)  # under a link's name it is the same desk that is written anew
    encryption.set_on_closed(link, Clock(), "another passphrase", "delete")
    assert link.is_symlink()
    own = keys.key_of(locked)
    assert own is not None
    assert keys.fits(own, "another passphrase")
    assert not keys.fits(own, paper)
    assert names(locked) == ["Fleet telematics"]


def test_a_mistyped_recovery_key_is_found_before_anything_is_opened(locked: Path) -> None:
    encryption.unlock(locked, WORDS)
    paper = encryption.recovery_key(locked)
    other = "7" if paper[0] != "7" else "8"
    with pytest.raises(keys.WrongRecoveryKey, match="mistaken"):
        encryption.unlock_by_any(locked, other + paper[1:])
    with pytest.raises(keys.WrongRecoveryKey, match="has 56"):
        encryption.unlock_by_any(locked, paper[:-5])


def test_nothing_of_a_key_is_in_its_text() -> None:
    assert repr(FIXED) == str(FIXED) == "Key(…)"


@pytest.mark.parametrize(
    ("head", "is_scrambled"),
    [(keys.PLAIN_HEADER, False), (bytes(16), False), (b"PK\3\4", False), (b"name,amount\n", False)],
)
def test_other_files_are_not_taken_for_encrypted(
    tmp_path: Path, head: bytes, is_scrambled: bool
) -> None:
    file = tmp_path / "x.desk"
    file.write_bytes(head + b"some text " * 1000)
    assert keys.is_encrypted(file) is is_scrambled


def test_a_backup_of_an_encrypted_desk_opens_with_the_same_key(
    locked: Path, tmp_path: Path
) -> None:
    encryption.unlock(locked, WORDS)
    made = backup.make(locked, tmp_path / "b" / "one.desk")
    backup.verify(made.path)
    assert keys.salt_of(made.path) == keys.salt_of(locked)
    assert names(made.path) == ["Fleet telematics"]
    assert b"Fleet" not in made.path.read_bytes()


def test_an_encrypted_desk_is_worked_on_undone_searched_and_whole_when_closed(
    locked: Path,
) -> None:
    from salesdesk.store.check import check

    encryption.unlock(locked, WORDS)
    desk = Desk(locked, threaded=False)
    add_deal(desk, "Data platform")
    desk.undo().result()
    desk.redo().result()
    desk.close()
    assert sorted(each.name for each in locked.parent.glob("*.desk*")) == [
        locked.name,
        f"{locked.name}.lock",
    ]
    assert names(locked) == ["Fleet telematics", "Data platform"]
    assert check(locked) == []


def encrypt(path: str) -> None:
    give(FIXED)
    rekeying.rewrite(Path(path), FIXED)


def change(path: str) -> None:
    give(FIXED, OTHER)
    rekeying.rewrite(Path(path), OTHER)


def decrypt(path: str) -> None:
    give(FIXED)
    rekeying.rewrite(Path(path), None)


@pytest.mark.parametrize("work", ["encrypt", "change", "decrypt"])
def test_killed_anywhere_the_desk_is_the_old_one_or_the_new_one(path: Path, work: str) -> None:
    give(FIXED, OTHER)
    if work != "encrypt":
        rekeying.rewrite(path, FIXED)
    start = path.read_bytes()
    seen = set()
    for _step in killed_everywhere(f"tests.store.test_keys:{work}", path):
        seen.add(keys.salt_of(path))
        Desk(path, threaded=False).close()  # takes away what was left
        assert names(path) == ["Fleet telematics"]
        backup.inspect(path)
        left = {each.name for each in path.parent.iterdir()} - {path.name, f"{path.name}.lock"}
        assert left == set()
        if work == "encrypt" and keys.is_encrypted(path):
            assert b"Fleet" not in path.read_bytes()
        path.write_bytes(start)
    wanted = {"encrypt": FIXED.salt, "change": OTHER.salt, "decrypt": None}
    assert seen == {wanted[work], None if work == "encrypt" else FIXED.salt}
    assert keys.salt_of(path) == wanted[work]


def test_a_full_disk_leaves_the_desk_as_it_was(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = path.read_bytes()

    def full(_file: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(rekeying, "sync_file", full)
    with pytest.raises(KnownError, match="the disk is full"):
        rekeying.rewrite(path, FIXED)
    assert path.read_bytes()[:16] == before[:16]
    assert names(path) == ["Fleet telematics"]
    assert not list(path.parent.glob(".*"))


def test_an_old_desk_that_cannot_be_overwritten_is_named_and_overwritten_at_the_next_opening(
    path: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SALESDESK_HOME", str(tmp_path / "home"))
    old = path.with_name(f".{path.name}.rekeyed")

    def refuse(file: Path) -> None:
        if file == old and old.exists():
            raise OSError(28, "No space left on device")
        durable.wipe(file)

    with monkeypatch.context() as patch:
        patch.setattr(rekeying, "wipe", refuse)
        patch.setattr(encryption, "wipe", refuse)
        done = encryption.set_on_closed(path, clock_of(TODAY), WORDS, "encrypt")
        assert done.left == (old,)
        assert b"Fleet" in old.read_bytes()
        Desk(path, threaded=False).close()  # opens all the same
        assert old.exists()
    assert names(path) == ["Fleet telematics"]
    assert keys.is_encrypted(path)
    Desk(path, threaded=False).close()
    assert not old.exists()


def test_a_plain_copy_that_a_killed_restore_left_goes_with_the_next_opening(path: Path) -> None:
    give(FIXED)
    left = path.with_name(f".{path.name}.restoring.rekeyed")
    left.write_bytes(path.read_bytes())
    rekeying.rewrite(path, FIXED)
    Desk(path, threaded=False).close()
    assert not left.exists()


def test_while_something_reads_the_desk_nothing_is_changed(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rekeying, "_PATIENCE_MS", 50)
    with contextlib.closing(connect(path)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM deal").fetchone()
        with pytest.raises(KnownError, match="Something still reads"):
            rekeying.rewrite(path, FIXED)
    assert not keys.is_encrypted(path)
    assert names(path) == ["Fleet telematics"]


def test_what_is_made_like_an_encrypted_desk_has_its_key(locked: Path, tmp_path: Path) -> None:
    from salesdesk.store import engine

    encryption.unlock(locked, WORDS)
    made = tmp_path / "other.desk"
    engine.create(made, like=locked)
    assert keys.key_of(made) == keys.key_of(locked)
    with contextlib.closing(connect(made)) as connection:
        assert connection.execute("SELECT count(*) FROM deal").fetchone() == (0,)


def test_a_plain_backup_put_into_an_encrypted_desk_does_not_make_it_plain(
    path: Path, tmp_path: Path
) -> None:
    copy = backup.make(path, tmp_path / "b" / "one.desk").path
    give(FIXED)
    rekeying.rewrite(path, FIXED)
    backup.restore(copy, path, path.with_name("aside.desk"))
    assert keys.key_of(path) == FIXED
    assert names(path) == ["Fleet telematics"]
    backup.verify(copy)
    assert [each.name for each in tmp_path.iterdir() if each.name.startswith(".")] == []


def test_salvage_of_an_encrypted_desk_reads_round_damaged_pages_and_stays_encrypted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from salesdesk.usecases import salvaging
    from tests.desks import TODAY, clock_of, copy_demo

    monkeypatch.setenv("SALESDESK_HOME", str(tmp_path / "home"))
    path = tmp_path / "demo.desk"
    copy_demo(path)
    whole = len(names(path))
    give(FIXED)
    rekeying.rewrite(path, FIXED)
    data = bytearray(path.read_bytes())
    for page in (50, 120, 300):
        data[page * keys.PAGE + 100] ^= 1
    path.write_bytes(data)
    with pytest.raises(DamagedDesk):
        backup.inspect(path)
    found = salvaging.look(path, tmp_path / "new.desk", clock_of(TODAY)).finish()
    assert found.records > 2000
    assert keys.key_of(found.desk) == FIXED
    assert len(names(found.desk)) == whole
    backup.inspect(found.desk)
    assert b"\n- " not in found.listed.read_bytes()
    assert path.read_bytes() == data
    assert [each.name for each in tmp_path.iterdir() if each.name.startswith(".")] == []
