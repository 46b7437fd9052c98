"""Cases 5 to 9, 12, 13, 15, 19, 20, 22: what can happen to the desk's file."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as driver

from salesdesk.domain.errors import KnownError, NotSaved
from salesdesk.support.lock import DeskHeld
from salesdesk.usecases import backups, encryption, opening, restoring
from salesdesk.usecases.backups import backup_now
from salesdesk.usecases.checking import check_desk
from salesdesk.usecases.desk import Desk
from salesdesk.usecases.exporting import export_desk
from salesdesk.usecases.tags import TagDeals
from tests.desks import TODAY, add_deal, clock_of, desk, make_desk, reopen
from tests.faults.worlds import ROOT, posix, python, run, without_root
from tests.store import whole

__all__ = ["desk"]


@pytest.fixture(params=["file", "folder"])
def shut(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A desk that may be read and not written."""
    folder = tmp_path / "folder"
    folder.mkdir()
    desk = make_desk(folder)
    add_deal(desk, "Night trains", account="Nordwind")
    desk.close()
    for side in folder.glob("*.lock*"):
        side.unlink()
    if "file" in request.param:
        desk.path.chmod(0o444)
    if "folder" in request.param:
        folder.chmod(0o555)
    return desk.path


@posix
def test_05_06_a_window_over_a_read_only_desk_shows_it_and_refuses_changes_in_a_sentence(
    shut: Path,
) -> None:
    before = shut.read_bytes()
    line = without_root(*python("-m", "tests.faults.looking", shut))
    done = run(*line, SALESDESK_HOME=str(shut.parent.parent / "home"))
    shut.parent.chmod(0o755)
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout)
    assert seen["cards"] == ["Night trains"]
    assert "is read-only, so it is open for looking" in seen["banner"]
    assert "opened for looking only. Nothing was written" in seen["refused"]
    assert seen["pages"] == [
        "today", "board", "deals", "accounts", "triage", "process", "history", "bin", "deal",
    ]  # fmt: skip
    assert "Traceback" not in done.stderr
    assert shut.read_bytes() == before
    assert [path.name for path in shut.parent.iterdir()] == [shut.name]


@posix
def test_07_an_unreadable_desk_is_refused_with_its_name_and_what_to_do(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    desk.close()
    desk.path.chmod(0)
    code = (
        "import sys; from pathlib import Path; from salesdesk.domain.clock import Clock\n"
        "from salesdesk.domain.errors import KnownError\n"
        "from salesdesk.usecases.opening import open_to_work\n"
        "try: open_to_work(Path(sys.argv[1]), Clock())\n"
        "except KnownError as error: print(error)"
    )
    done = run(*without_root(*python("-c", code, desk.path)))
    assert "test.desk” cannot be read: Permission denied" in done.stdout
    assert "Check the rights" in done.stdout
    listed = run(*without_root(*python("-m", "salesdesk", "list", "deals", desk.path)))
    assert listed.returncode == 3
    assert "cannot be read" in listed.stderr


def test_07_a_folder_or_a_missing_file_named_as_desk_is_a_sentence(tmp_path: Path) -> None:
    for path, words in ((tmp_path, "is not a file"), (tmp_path / "gone.desk", "no desk at")):
        with pytest.raises(KnownError, match=words):
            Desk(path, clock_of(TODAY))


@posix
@pytest.mark.parametrize("warm", [True, False])
def test_08_a_desk_deleted_while_open_takes_no_changes_and_can_be_exported(
    tmp_path: Path, warm: bool
) -> None:
    desk = make_desk(tmp_path)
    deal = add_deal(desk, "Night trains")
    if not warm:
        desk.close()
        desk = Desk(desk.path, clock_of(TODAY), threaded=False)
    for side in tmp_path.glob("test.desk*"):
        side.unlink()
    with pytest.raises(KnownError, match=r"replaced or deleted.*File → Export"):
        desk.run(TagDeals((deal,), "Lost"))
    export_desk(desk, tmp_path / "kept.json")
    assert "Night trains" in (tmp_path / "kept.json").read_text(encoding="utf-8")
    with pytest.raises(KnownError):
        backup_now(desk)
    desk.close()
    assert not desk.path.exists()


@posix
def test_09_a_desk_replaced_while_open_is_kept_and_so_is_the_one_that_came(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    deal = add_deal(desk, "Ours")
    desk.run(TagDeals((deal,), "Still in the log"))
    kept = backup_now(desk).path
    (tmp_path / "other").mkdir()
    other = make_desk(tmp_path / "other")
    add_deal(other, "Theirs")
    other.close()
    for side in ("-wal", "-shm"):
        Path(f"{desk.path}{side}").unlink(missing_ok=True)
    os.replace(other.path, desk.path)
    theirs = Desk(desk.path, clock_of(TODAY), threaded=False, may_write=False)
    for work in (
        lambda: desk.run(TagDeals((deal,), "Lost")),
        lambda: backup_now(desk),
        lambda: restoring.ready_backup(desk, kept),
        lambda: encryption.set_passphrase(desk, "four quiet river stones").result(),
    ):
        with pytest.raises(NotSaved, match="replaced or deleted"):
            work()
    assert [each.path for each in backups.listed(desk.path)] == [kept]
    export_desk(desk, tmp_path / "ours.json")
    exported = (tmp_path / "ours.json").read_text(encoding="utf-8")
    assert "Ours" in exported
    assert "Theirs" not in exported
    assert "Still in the log" in exported
    theirs.close()
    held = desk.path.read_bytes()
    desk.close()
    assert desk.path.read_bytes() == held
    assert check_desk(desk.path).is_whole
    again = Desk(desk.path, clock_of(TODAY), threaded=False)
    assert [row[0] for row in again.raw.execute("SELECT name FROM deal")] == ["Theirs"]
    again.close()


@posix
@pytest.mark.parametrize("warm", [True, False])
def test_16_a_log_deleted_while_the_desk_is_open_takes_nothing_along(
    tmp_path: Path, warm: bool
) -> None:
    """Somebody takes “test.desk-wal” for litter; then the program is killed."""
    desk = make_desk(tmp_path)
    add_deal(desk, "Before")
    if not warm:
        desk = reopen(desk)
    Path(f"{desk.path}-wal").unlink()
    assert desk.read(lambda c: c.exec_driver_sql("SELECT count(*) FROM deal").scalar()) == 1
    backup_now(desk)
    add_deal(desk, "After")
    assert desk.read(lambda c: c.exec_driver_sql("SELECT count(*) FROM deal").scalar()) == 2
    there = tmp_path / "killed" / "test.desk"
    there.parent.mkdir()
    shutil.copy(desk.path, there)
    again = Desk(there, clock_of(TODAY), threaded=False)
    assert again.raw.execute("SELECT count(*) FROM deal").fetchone() == (2,)
    again.close()
    desk.close()
    assert check_desk(desk.path).is_whole


@pytest.mark.parametrize("put", ["backup", "other", "journal"])
def test_17_a_log_that_is_not_the_desks_own_is_put_aside_and_ruins_nothing(
    tmp_path: Path, put: str
) -> None:
    desk = make_desk(tmp_path)
    add_deal(desk, "Early")
    kept = backup_now(desk).path
    for number in range(12):
        add_deal(desk, f"Later {number} " + "x" * 250)
    desk = reopen(desk)  # the log begins anew
    add_deal(desk, "In the log")
    there = tmp_path / "killed" / "test.desk"
    there.parent.mkdir()
    for side in ("", "-wal"):
        shutil.copy(f"{desk.path}{side}", f"{there}{side}")
    log = Path(f"{there}-wal").read_bytes()
    desk.close()
    wanted = 14
    if put == "backup":
        shutil.copy(kept, there)
        wanted = 1
    elif put == "other":
        (tmp_path / "o").mkdir()
        other = make_desk(tmp_path / "o")
        other.close()
        shutil.copy(other.path, there)
        wanted = 0
    else:
        log = _journal_of(kept)
        Path(f"{there}-journal").write_bytes(log)
    for words in ("", "Goes on"):
        opened = Desk(there, clock_of(TODAY), threaded=False)
        if not words:
            assert opened.foreign_log is not None
            assert opened.foreign_log.read_bytes() == log
            assert str(opened.foreign_log.name) in opening.log_put_aside(there, opened.foreign_log)
        else:
            assert opened.foreign_log is None
            add_deal(opened, words)
        count = opened.raw.execute("SELECT count(*) FROM deal").fetchone()[0]
        assert count == wanted + bool(words)
        opened.close()
    assert check_desk(there).is_whole


def _journal_of(path: Path) -> bytes:
    """What a program leaves that was killed while it wrote another desk in the old way."""
    copy = path.with_name("copy.desk")
    shutil.copy(path, copy)
    with contextlib.closing(driver.connect(str(copy), isolation_level=None)) as raw:
        raw.execute("PRAGMA cache_size=2")
        raw.execute("BEGIN")
        raw.execute("CREATE TABLE many AS SELECT * FROM process_version")
        for _time in range(60):
            raw.execute("INSERT INTO many SELECT * FROM process_version LIMIT 1")
        left = Path(f"{copy}-journal").read_bytes()
        raw.execute("ROLLBACK")
    copy.unlink()
    return left


def test_12_a_second_program_is_refused_and_the_first_goes_on(desk: Desk) -> None:
    deal = add_deal(desk)
    with pytest.raises(DeskHeld, match="already open in another SalesDesk window"):
        Desk(desk.path, clock_of(TODAY))
    other = backup_now(desk).path
    done = run(*python("-m", "salesdesk", "restore", other, "--to", desk.path))
    assert done.returncode == 3
    assert "is already open in another SalesDesk window" in done.stderr
    assert desk.run(TagDeals((deal,), "Goes on")).seq is not None


def _killed_with_a_log(tmp_path: Path) -> Path:
    """A desk whose program was killed: its last save is in the log, its lock lies about."""
    desk = make_desk(tmp_path)
    add_deal(desk, "In the file")
    desk.close()
    code = (
        "import os, sys; from pathlib import Path; from salesdesk.domain.clock import Clock\n"
        "from salesdesk.usecases.desk import Desk; from tests.desks import add_deal\n"
        "desk = Desk(Path(sys.argv[1]), Clock(), threaded=False); add_deal(desk, 'In the log')\n"
        "os.kill(os.getpid(), 9)"
    )
    subprocess.run(python("-c", code, desk.path), cwd=ROOT, check=False)
    assert Path(f"{desk.path}-wal").stat().st_size > 0
    return desk.path


@posix
def test_13_15_after_a_kill_the_lock_is_free_and_the_log_is_replayed(tmp_path: Path) -> None:
    path = _killed_with_a_log(tmp_path)
    assert Path(f"{path}.lock.holder").exists()
    again = Desk(path, clock_of(TODAY), threaded=False)
    names = [row[0] for row in again.raw.execute("SELECT name FROM deal ORDER BY name")]
    assert names == ["In the file", "In the log"]
    assert not again.may_miss_changes
    whole.check(again)
    again.close()
    assert not Path(f"{path}-wal").exists()
    assert check_desk(path).is_whole


@posix
def test_16_without_its_log_a_desk_opens_whole_and_says_how_much_is_missing(tmp_path: Path) -> None:
    path = _killed_with_a_log(tmp_path)
    Path(f"{path}-wal").unlink()
    again = Desk(path, clock_of(TODAY), threaded=False)
    assert again.may_miss_changes  # (and the window says so)
    assert again.missing_changes == 1
    said = opening.changes_missing(path, again.missing_changes)
    assert "the last 1 change may be missing" in said
    assert "test.desk-wal" in said
    assert [row[0] for row in again.raw.execute("SELECT name FROM deal")] == ["In the file"]
    whole.check(again)
    again.close()
    once_more = Desk(path, clock_of(TODAY), threaded=False)
    assert not once_more.may_miss_changes  # said once
    once_more.close()
    assert check_desk(path).is_whole


def _closed(tmp_path: Path) -> Path:
    desk = make_desk(tmp_path)
    for number in range(30):
        add_deal(desk, f"Deal {number}", account=f"Account {number}")
    desk.close()
    return desk.path


@pytest.mark.parametrize("keep", [0, 50, 4096, 0.5, 0.9])
def test_19_a_file_cut_short_is_damaged_in_a_sentence_and_not_touched(
    tmp_path: Path, keep: float
) -> None:
    path = _closed(tmp_path)
    data = path.read_bytes()
    size = int(keep if keep > 1 else keep * len(data)) if keep else 0
    path.write_bytes(data[:size])
    assert "test.desk" in _said_by_check(path)
    assert path.read_bytes() == data[:size]
    with pytest.raises(KnownError):
        _open_and_tag(path)


def _said_by_check(path: Path) -> str:
    """The name of the desk when the check refused it or found something."""
    try:
        return "" if check_desk(path).is_whole else path.name
    except KnownError as error:
        return str(error)


def _open_and_tag(path: Path) -> None:
    opened = Desk(path, clock_of(TODAY), threaded=False)
    try:
        opened.run(TagDeals(("0" * 32,), "x"))
    finally:
        opened.close()


def test_20_every_flipped_bit_in_a_record_is_found_and_the_record_named(tmp_path: Path) -> None:
    path = _closed(tmp_path)
    data = path.read_bytes()
    places = [at for at in range(len(data)) if data.startswith(b"Account 17", at)]
    assert places
    named = 0
    for at in places:
        spoilt = bytearray(data)
        spoilt[at + 3] ^= 0x04
        path.write_bytes(spoilt)
        findings = check_desk(path).findings
        assert findings, f"the flip at {at} was not found"
        named += any(each.table == "account" and each.sort == "rows" for each in findings)
    assert named >= 1


@posix
def test_20_a_page_read_as_damaged_refuses_the_save_in_a_sentence(tmp_path: Path) -> None:
    path = _closed(tmp_path)
    data = bytearray(path.read_bytes())
    for page in range(3, len(data) // 4096):
        data[page * 4096 : page * 4096 + 200] = os.urandom(200)
    path.write_bytes(data)
    with pytest.raises(KnownError, match=r"damaged|[Rr]estore a backup"):
        _open_and_tag(path)


def test_22_a_desk_of_a_newer_version_is_refused_for_the_window_too(tmp_path: Path) -> None:
    from sqlcipher3 import dbapi2 as driver

    path = _closed(tmp_path)
    raw = driver.connect(str(path), isolation_level=None)
    raw.execute("PRAGMA user_version=999")
    raw.close()
    before = path.read_bytes()
    for attempt in (opening.open_to_work, opening.refuse_unusable):
        with pytest.raises(KnownError, match="newer"):
            attempt(path, clock_of(TODAY))
    assert path.read_bytes() == before


def test_a_desk_that_cannot_close_cleanly_still_lets_go_of_its_lock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = make_desk(tmp_path)
    add_deal(desk)

    def broken() -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(desk._engines, "close", broken)
    with pytest.raises(OSError, match="Input/output"):
        desk.close()
    monkeypatch.undo()
    shutil.copy(desk.path, tmp_path / "copy.desk")
    Desk(desk.path, clock_of(TODAY), threaded=False).close()
