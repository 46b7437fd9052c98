"""One program at a time writes to a desk."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from salesdesk.domain.errors import KnownError
from salesdesk.support.lock import DeskHeld, DeskLock

HOLD = (
    "import sys; from pathlib import Path; from salesdesk.support.lock import DeskLock\n"
    "lock = DeskLock(Path(sys.argv[1])); lock.acquire()\n"
    "print('held', flush=True); sys.stdin.read()"
)


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    return tmp_path / "Mine.desk"


def _start_holder(desk: Path) -> subprocess.Popen[str]:
    other = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(desk)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert other.stdout is not None
    assert other.stdout.readline() == "held\n"
    return other


def _end(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.communicate()


def test_a_second_program_is_told_who_has_the_desk(desk: Path) -> None:
    other = _start_holder(desk)
    try:
        with pytest.raises(DeskHeld) as held:
            DeskLock(desk).acquire()
    finally:
        _end(other)
    assert f"process {other.pid}" in str(held.value)
    assert "Mine.desk is already open" in str(held.value)
    assert held.value.holder is not None
    assert not held.value.is_elsewhere


def test_a_desk_named_by_a_link_is_the_one_it_leads_to(desk: Path, tmp_path: Path) -> None:
    desk.touch()
    link = tmp_path / "link.desk"
    link.symlink_to(desk)
    with DeskLock(desk), pytest.raises(DeskHeld):
        DeskLock(link).acquire()


def test_a_file_of_two_names_is_not_opened_but_what_a_killed_restore_left_is_no_second_one(
    desk: Path, tmp_path: Path
) -> None:
    desk.touch()
    left = tmp_path / "Mine.before-restore-20261122-091500.desk"
    left.hardlink_to(desk)
    with DeskLock(desk):
        assert not left.exists()
    other = tmp_path / "Other.desk"
    other.hardlink_to(desk)
    with pytest.raises(KnownError, match="second name"):
        DeskLock(desk).acquire()
    lock = DeskLock(other)
    lock.acquire(insist=True)
    lock.release()


def test_a_killed_program_leaves_no_lock_behind(desk: Path) -> None:
    _end(_start_holder(desk))
    with DeskLock(desk) as lock:
        assert lock.is_held
        assert lock.holder() is not None


def test_after_release_another_may_have_it(desk: Path) -> None:
    with DeskLock(desk):
        pass
    again = DeskLock(desk)
    again.acquire()
    again.acquire()
    again.release()
    again.release()
    assert not again.is_held
    assert again.holder() is None


def test_another_thread_may_let_go(desk: Path) -> None:
    lock = DeskLock(desk)
    lock.acquire()
    thread = threading.Thread(target=lock.release)
    thread.start()
    thread.join()
    with DeskLock(desk) as next_one:
        assert next_one.is_held


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_forked_child_that_lives_on_does_not_keep_the_lock(desk: Path) -> None:
    lock = DeskLock(desk)
    lock.acquire()
    gate_out, gate_in = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(gate_in)
        os.read(gate_out, 1)
        os._exit(0)
    try:
        lock.release()
        with DeskLock(desk) as next_one:
            assert next_one.is_held
    finally:
        os.close(gate_in)
        os.waitpid(child, 0)
        os.close(gate_out)


def test_a_started_child_does_not_keep_the_lock(desk: Path) -> None:
    lock = DeskLock(desk)
    lock.acquire()
    child = subprocess.Popen(
        [sys.executable, "-c", "import sys; sys.stdin.read()"],
        stdin=subprocess.PIPE,
        text=True,
        close_fds=False,
    )
    try:
        lock.release()
        with DeskLock(desk) as next_one:
            assert next_one.is_held
    finally:
        _end(child)


def _leave_name(desk: Path, host: str) -> Path:
    file = desk.with_name("Mine.desk.lock.holder")
    entries = {"host": host, "user": "ines", "process": 7, "since": "2026-11-22T09:12:00+00:00"}
    file.write_text(json.dumps(entries), encoding="utf-8")
    return file


def test_a_desk_open_on_another_computer_is_refused_unless_one_insists(desk: Path) -> None:
    _leave_name(desk, "laptop-of-ines")
    lock = DeskLock(desk)
    with pytest.raises(DeskHeld, match=r"another computer \(ines on laptop-of-ines") as held:
        lock.acquire()
    assert held.value.is_elsewhere
    assert not lock.is_held
    lock.acquire(insist=True)
    assert lock.is_held
    lock.release()


@pytest.mark.parametrize("content", ["", "{}", "[1]", '{"host": 1}', '{"since": "yesterday"}'])
def test_a_damaged_name_is_no_name(desk: Path, content: str) -> None:
    desk.with_name("Mine.desk.lock.holder").write_text(content, encoding="utf-8")
    with DeskLock(desk) as lock:
        assert lock.is_held


def test_a_folder_that_is_not_there_gives_a_sentence(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.touch()
    with pytest.raises(KnownError, match="was not opened"):
        DeskLock(blocked / "Mine.desk").acquire()
