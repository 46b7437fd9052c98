"""The child process: what it yields comes through, and nothing it does can hurt the parent."""

from __future__ import annotations

import errno
import logging
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from salesdesk import __main__
from salesdesk.domain.errors import KnownError
from salesdesk.formats import child
from salesdesk.support import i18n

LIMITS = child.Limits(idle_s=20)


@pytest.fixture(autouse=True)
def _targets_on_the_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))


def run(function: str, limits: child.Limits = LIMITS, **arguments: Any) -> Iterator[Any]:
    return child.run(f"faults:{function}", arguments, name="odd.xlsx", limits=limits)


def test_what_the_function_yields_comes_back_in_order() -> None:
    assert list(run("counts", upto=2_000)) == list(range(2_000))


def test_what_a_parser_prints_does_not_get_among_the_rows() -> None:
    assert list(run("prints")) == ["said"]


@pytest.mark.skipif(sys.platform != "linux", reason="memory limits are kept on Linux")
def test_a_reader_that_eats_memory_is_stopped_and_says_so() -> None:
    with pytest.raises(KnownError, match=r"“odd\.xlsx” needs more than the 300 MB"):
        list(run("eats_memory", child.Limits(memory_bytes=300 * 2**20)))


@pytest.mark.skipif(sys.platform == "win32", reason="abort opens a dialog on Windows")
def test_a_parser_that_aborts_for_memory_is_told_by_its_last_words(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with pytest.raises(KnownError, match="memory"):
        list(run("aborts"))
    assert "died with code" in caplog.text


def test_a_reader_that_dies_is_a_damaged_file(caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(KnownError, match="damaged or made in a way that cannot be read"):
        list(run("dies"))
    assert "died with code 7" in caplog.text


@pytest.mark.skipif(sys.platform == "win32", reason="kills with a signal")
def test_a_file_is_not_called_damaged_when_its_reader_was_killed(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with pytest.raises(KnownError, match=r"“odd\.xlsx” was ended from outside.*Nothing was imp"):
        list(run("is_killed"))
    assert "died with code -9" in caplog.text


@pytest.mark.parametrize("missing", ["tempfile.TemporaryFile", "subprocess.Popen"])
def test_without_room_or_processes_reading_does_not_begin_and_says_why(
    missing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_given: object, **_rest: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    module, _dot, name = missing.partition(".")
    monkeypatch.setattr(getattr(child, module), name, refuse)
    with pytest.raises(KnownError, match=r"could not begin \(No space left on device\)\. Nothing"):
        list(run("counts", upto=1))


def test_a_child_may_use_512_mib_and_be_silent_for_half_a_minute() -> None:
    assert child.Limits() == child.Limits(memory_bytes=512 * 2**20, idle_s=30)


def test_no_progress_stops_it_and_what_came_before_was_given() -> None:
    items = run("hangs", child.Limits(idle_s=1.0))
    assert next(items) == 1
    with pytest.raises(KnownError, match="made no progress for 1 seconds"):
        next(items)


def test_a_known_error_comes_through_with_its_words() -> None:
    with pytest.raises(KnownError, match=r"^The file is too odd\.$"):
        list(run("refuses"))


def test_a_fault_of_ours_is_logged_with_its_traceback(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR), pytest.raises(KnownError, match="cannot be read"):
        list(run("breaks"))
    assert "ValueError: a fault of ours" in caplog.text


def test_cancel_raises_so_that_nobody_takes_it_for_the_end() -> None:
    pressed: list[bool] = []
    items = child.run(
        "faults:hangs", {}, name="long.csv", limits=LIMITS, cancelled=lambda: bool(pressed)
    )
    assert next(items) == 1
    pressed.append(True)
    with pytest.raises(child.Cancelled, match=r"“long\.csv” was cancelled"):
        next(items)


def test_the_child_speaks_the_language_of_the_program() -> None:
    before = i18n.active_locale()
    i18n.activate("de")
    try:
        assert list(run("language")) == ["de"]
    finally:
        i18n.activate(before)


def test_leaving_early_ends_the_child(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[subprocess.Popen[bytes]] = []
    original = subprocess.Popen

    def spy(*args: Any, **kwargs: Any) -> subprocess.Popen[bytes]:
        started.append(original(*args, **kwargs))
        return started[-1]

    monkeypatch.setattr(child.subprocess, "Popen", spy)
    items = run("hangs")
    next(items)
    items.close()  # type: ignore[attr-defined]
    assert started[0].returncode is not None


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_the_child_inherits_no_open_file(tmp_path: Path) -> None:
    with (tmp_path / "desk.lock").open("w") as lock:
        lock.write("held")
        ours = lock.fileno()
        (open_files,) = list(run("descriptors"))
    assert ours > 2
    assert len(open_files) <= 5


def test_the_current_folder_is_not_on_the_childs_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (found,) = list(run("path"))
    assert "" not in found
    assert str(tmp_path) not in found


def test_a_frozen_program_starts_itself_with_a_switch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert child.command() == [sys.executable, child.FROZEN_SWITCH]
    assert __main__.READER_CHILD == child.FROZEN_SWITCH  # named twice: a start must not import it
