"""Runs commands in this process, which is quick, or in one of its own, which is the truth."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from salesdesk import cli
from salesdesk.cli.console import Console

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Done:
    """What came of a command."""

    code: int
    out: str
    err: str

    @property
    def paragraph(self) -> str:
        """The one paragraph on standard error, after its mark; fails when there is more."""
        assert self.err.startswith("salesdesk: "), self.err
        assert self.err.count("\n") == 1, self.err
        assert "Traceback" not in self.err
        return self.err.removeprefix("salesdesk: ").strip()


class Windows:
    """Stands in for the composition root: notes what was to be opened."""

    def __init__(self) -> None:
        self.opened: list[tuple[Path | None, bool]] = []
        self.files: list[tuple[Path, ...]] = []
        self.anyway: list[bool] = []
        self.faults: list[BaseException] = []

    def __call__(
        self, desk: Path | None, is_demo: bool, *, files: tuple[Path, ...], anyway: bool
    ) -> int:
        self.opened.append((desk, is_demo))
        self.files.append(files)
        self.anyway.append(anyway)
        return 0


def salesdesk(*arguments: object, windows: Windows | None = None) -> Done:
    """A command in this process."""
    windows = windows or Windows()
    out, err = io.StringIO(), io.StringIO()
    console = Console(out, err)
    code = cli.run([str(a) for a in arguments], windows, windows.faults.append, console)
    assert not windows.faults, windows.faults
    return Done(code, out.getvalue(), err.getvalue())


def process(*arguments: object, code: str = "", **environ: str) -> Done:
    """A command in a process of its own; with `code`, run before the program starts."""
    start = f"{code}\nfrom salesdesk.__main__ import main\nraise SystemExit(main())"
    how = ["-c", start] if code else ["-m", "salesdesk"]
    done = subprocess.run(
        [sys.executable, *how, *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, "SALESDESK_TODAY": "2026-11-22", **environ},
        capture_output=True,
        text=True,
        check=False,
    )
    return Done(done.returncode, done.stdout, done.stderr)
