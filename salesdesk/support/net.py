"""The net under our own mistakes, before its parts are loaded: one for the whole process.

Spread by ``__main__`` before anything else runs. A start without a fault need not load the log and
what writes reports before its first paint; both are loaded at the first fault, or by `tighten`,
which ``app`` calls right after the paint and the command line at once.
"""

from __future__ import annotations

import sys
import threading
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from salesdesk.support.crash import CrashHook, Told


class _Net:
    """Where the log and the reports go, and the hook once it is loaded."""

    def __init__(self) -> None:
        self.log: Path | None = None
        self.reports: Path | None = None
        self.tell: Told | None = None
        self.hook: CrashHook | None = None


_net = _Net()


def spread(reports: Path, log: Path | None = None) -> None:
    """Catch from now on what nobody catches; reports go to this folder, the log to this file.

    Without a log the one named before goes on.
    """
    _net.reports, _net.log, _net.hook = reports, log or _net.log, None
    sys.excepthook = lambda _kind, error, _trace: _caught_if_any(error)
    threading.excepthook = lambda fault: _caught_if_any(fault.exc_value)
    sys.unraisablehook = lambda fault: _caught_if_any(fault.exc_value)


def tell(on_report: Told) -> None:
    """From now on call this for each new report, such as the window's dialog."""
    _net.tell = on_report
    if _net.hook is not None:
        _net.hook.tell(on_report)


def tighten() -> CrashHook:
    """Start the log and load what writes reports; doing it twice changes nothing."""
    if _net.hook is None:
        from salesdesk.support import logs
        from salesdesk.support.crash import CrashHook
        from salesdesk.support.paths import places

        if _net.log is not None:
            logs.start(_net.log)
        _net.hook = CrashHook(_net.reports or places().crash_reports, _net.tell)
        _net.hook.install()
    return _net.hook


def caught(error: BaseException) -> Path | None:
    """Report a fault as `CrashHook.caught` does."""
    return tighten().caught(error)


def _caught_if_any(error: Any) -> None:
    if error is not None and not isinstance(error, SystemExit):
        caught(error)
