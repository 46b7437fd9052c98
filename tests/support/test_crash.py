"""Our mistakes become reports without customer data, told once."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from salesdesk.support.crash import CrashHook, write_report


def _fault(words: str = "Globex owes 42,000") -> BaseException:
    try:
        raise LookupError(words)
    except LookupError as error:
        return error


@pytest.fixture
def told() -> list[Path | None]:
    return []


@pytest.fixture
def hook(tmp_path: Path, told: list[Path | None], monkeypatch: pytest.MonkeyPatch) -> CrashHook:
    for place, name in ((sys, "excepthook"), (threading, "excepthook"), (sys, "unraisablehook")):
        monkeypatch.setattr(place, name, getattr(place, name))  # given back after the test
    made = CrashHook(tmp_path / "reports", told.append)
    made.install()
    return made


def test_a_report_says_where_and_not_what(tmp_path: Path) -> None:
    text = write_report(tmp_path, _fault()).read_text(encoding="utf-8")
    assert "Globex" not in text
    assert str(tmp_path) not in text
    assert "builtins.LookupError" in text
    assert "in _fault" in text
    assert "SalesDesk: 0." in text


def test_the_same_fault_is_told_once(hook: CrashHook, told: list[Path | None]) -> None:
    for customer in ("Globex", "Initech", "Hooli"):
        hook.caught(_fault(customer))
    assert len(told) == 1


def test_a_fault_on_another_thread_is_caught(hook: CrashHook, told: list[Path | None]) -> None:
    def fail() -> None:
        raise RuntimeError("on a worker")

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    assert told[0] is not None
    assert "in fail" in told[0].read_text(encoding="utf-8")


def test_a_fault_while_telling_does_not_recurse(tmp_path: Path) -> None:
    calls = []

    def dialog(_file: Path | None) -> None:
        calls.append("shown")
        inner = hook.caught(_fault("in the dialog"))
        assert inner is None
        raise RuntimeError("the dialog fails too")

    hook = CrashHook(tmp_path, dialog)
    hook.caught(_fault())
    assert calls == ["shown"]
    assert hook.caught(ValueError("the next one is heard again")) is None
    assert calls == ["shown", "shown"]


def test_a_disk_that_refuses_is_told_without_a_file(tmp_path: Path) -> None:
    told: list[Path | None] = []
    blocked = tmp_path / "reports"
    blocked.write_text("a file where the folder should be", encoding="utf-8")
    CrashHook(blocked, told.append).caught(_fault())
    assert told == [None]


def test_ctrl_c_is_no_fault(hook: CrashHook, told: list[Path | None]) -> None:
    assert hook.caught(KeyboardInterrupt()) is None
    assert told == []


def test_only_the_newest_twenty_reports_are_kept(tmp_path: Path) -> None:
    for _number in range(25):
        write_report(tmp_path, _fault())
    assert len(list(tmp_path.iterdir())) == 20


def test_a_real_uncaught_error_leaves_a_report_and_no_traceback(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from salesdesk.support.crash import CrashHook\n"
        "CrashHook(Path(sys.argv[1])).install()\n"
        "raise ValueError('Globex')"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert done.stderr.startswith("SalesDesk made a mistake")
    assert "Traceback" not in done.stderr
    assert "Globex" not in done.stderr
    assert len(list(tmp_path.glob("fault-*.txt"))) == 1
