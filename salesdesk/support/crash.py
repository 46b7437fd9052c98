"""Our own mistakes: each is logged, written as a report without customer data, and told once.

Installed by ``__main__`` before anything else runs; the window then asks to be told through
``on_report`` and shows one dialog that offers the file. Without Qt, so that the command line has
it too. Python's hooks for the main thread, other threads and finalizers all end here.
"""

from __future__ import annotations

import datetime as dt
import logging
import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Final

from salesdesk.support.i18n import _
from salesdesk.support.logs import frames_without_words
from salesdesk.support.paths import make_private

_MOST_REPORTS: Final = 20
Told = Callable[[Path | None], None]
_log = logging.getLogger(__name__)


class CrashHook:
    """Catches what nobody caught. One report for each distinct fault, however often it comes."""

    def __init__(self, reports: Path, on_report: Told | None = None) -> None:
        """``reports``: the folder for report files.

        ``on_report`` is called, on the thread that failed, with the file, or with None when the
        disk refused it; without it a sentence goes to standard error.
        """
        self._reports = reports
        self._on_report = on_report or tell_terminal
        self._seen: set[str] = set()
        self._busy = threading.local()

    def install(self) -> None:
        """Take the place of Python's hooks."""
        sys.excepthook = lambda _kind, error, _trace: self.caught(error)
        threading.excepthook = lambda fault: self._caught_if_any(fault.exc_value)
        sys.unraisablehook = lambda fault: self._caught_if_any(fault.exc_value)

    def tell(self, on_report: Told) -> None:
        """From now on call this for each new report, such as the window's dialog."""
        self._on_report = on_report

    def caught(self, error: BaseException) -> Path | None:
        """Log a fault, write its report and tell; returns the new file.

        Never raises and never recurses: a fault while telling of a fault is only logged. Ctrl+C
        is the user's wish, not a fault.
        """
        if isinstance(error, KeyboardInterrupt) or getattr(self._busy, "now", False):
            return None
        self._busy.now = True
        try:
            return self._report_once(error)
        except Exception as second:  # noqa: BLE001 - the last line of defence must hold
            _log.error("Reporting a fault failed", exc_info=second)
            return None
        finally:
            self._busy.now = False

    def _report_once(self, error: BaseException) -> Path | None:
        _log.error("A fault of ours", exc_info=error)
        frames = frames_without_words(error)
        if frames in self._seen:
            return None
        self._seen.add(frames)
        try:
            file: Path | None = write_report(self._reports, error)
        except OSError as refused:
            _log.error("The report could not be written", exc_info=refused)
            file = None
        self._on_report(file)
        return file

    def _caught_if_any(self, error: BaseException | None) -> None:
        if error is not None and not isinstance(error, SystemExit):
            self.caught(error)


def tell_terminal(report: Path | None) -> None:
    """Say on standard error that we failed, and where the report is."""
    sentence = _("SalesDesk made a mistake and stopped. What was saved before is kept.")
    if report is not None:
        sentence += " " + _("A report without customer data is in {file}.").format(file=report)
    print(sentence, file=sys.stderr)


def write_report(folder: Path, error: BaseException) -> Path:
    """Write one report and return its file; the oldest beyond twenty go. Raises OSError.

    It holds versions, the system's name and where in our code it happened; no message of the
    exception, no variable, no name of a desk or a person.
    """
    make_private(folder)
    now = dt.datetime.now(dt.UTC)
    file = _unused(folder, now.strftime("fault-%Y%m%d-%H%M%S"))
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(descriptor, "w", encoding="utf-8") as stream:
        stream.write(_report_text(error, now))
    for old in sorted(folder.glob("fault-*.txt"))[:-_MOST_REPORTS]:
        old.unlink(missing_ok=True)
    return file


def _unused(folder: Path, stem: str) -> Path:
    number, file = 1, folder / f"{stem}.txt"
    while file.exists():
        number += 1
        file = folder / f"{stem}-{number}.txt"
    return file


def _report_text(error: BaseException, now: dt.datetime) -> str:
    """The report, in English: it is for the people who mend the program."""
    import platform  # late, as are the versions: a start without a fault need not pay for them

    return (
        "SalesDesk fault report. It holds no customer data: no names, amounts or words of yours.\n"
        f"\nWhen: {now.isoformat(timespec='seconds')}\n"
        f"SalesDesk: {_version('salesdesk')}\n"
        f"Python: {platform.python_version()}\n"
        f"System: {platform.system()} {platform.release()} {platform.machine()}\n"
        f"Qt for Python: {_version('PySide6-Essentials')}\n"
        f"\n{frames_without_words(error)}\n"
    )


def _version(distribution: str) -> str:
    from importlib import metadata

    try:
        return metadata.version(distribution)
    except metadata.PackageNotFoundError:
        return "unknown"
