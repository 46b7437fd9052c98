"""The log: a small rotating file without customer data.

Started once by ``__main__``. Modules log with constant messages and numbers or ids as arguments.
A text argument could be a buyer's name, so it is written as its length only, unless the caller
vouches for it with ``Ours``; of an exception the log keeps the kind and the places in our code,
never its words. So a log can be sent with a fault report.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import enum
import logging
import os
import re
import sys
import traceback
from pathlib import Path
from types import TracebackType
from typing import Any, Final

from salesdesk.support.paths import make_private

LOGGER: Final = "salesdesk"
_SIZE: Final = 1_000_000
_OLDER_FILES: Final = 3
_ID_OR_DATE: Final = re.compile(r"[0-9a-f]{32}|[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9:.+Z-]*)?")

SysInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


# Before the log is started, and without it, nothing of ours falls through to the terminal.
logging.getLogger(LOGGER).addHandler(logging.NullHandler())


class Ours(str):
    """Text that is our program's, not the user's data: a command's class, a kind of file."""

    __slots__ = ()


def start(file: Path, *, level: int = logging.INFO) -> logging.Logger:
    """Log to the file from now on; a disk that refuses is no reason not to start.

    Warnings of libraries go there too. Returns the program's logger.
    """
    logger = logging.getLogger()
    stop()
    handler: logging.Handler
    try:
        make_private(file.parent)
        handler = _PrivateFile(file)
    except OSError:
        handler = logging.NullHandler()
    handler.set_name(LOGGER)
    handler.setFormatter(DatalessFormatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logger.addHandler(handler)
    logger.setLevel(level)
    logging.raiseExceptions = False  # a full disk must not print tracebacks at each line
    return logging.getLogger(LOGGER)


def stop() -> None:
    """Close the log's file; ``start`` may be called again."""
    root = logging.getLogger()
    for handler in [each for each in root.handlers if each.get_name() == LOGGER]:
        root.removeHandler(handler)
        handler.close()


class DatalessFormatter(logging.Formatter):
    """Writes UTC times, redacted arguments and exceptions without their words."""

    def format(self, record: logging.LogRecord) -> str:
        """One record as text, for this handler only: other handlers see it as it was."""
        safe = logging.makeLogRecord(record.__dict__)
        safe.args = _redacted_all(record.args)
        safe.exc_text = None  # may hold what another handler formatted, words and all
        safe.stack_info = None
        return super().format(safe)

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: N802 - logging's name
        """The record's instant in UTC, to the millisecond."""
        moment = dt.datetime.fromtimestamp(record.created, dt.UTC)
        return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")

    def formatException(self, ei: SysInfo) -> str:  # noqa: N802 - logging's name
        """Kind and places of an exception."""
        return frames_without_words(ei[1]) if ei[1] is not None else ""


def frames_without_words(error: BaseException) -> str:
    """An exception and its causes: kinds, files, lines and functions; no message, no values.

    Innermost cause first, as Python prints it. Files are shown from the package on, so that no
    user name stands in a path.
    """
    parts: list[str] = []
    seen: set[int] = set()
    link: BaseException | None = error
    while link is not None and id(link) not in seen:
        seen.add(id(link))
        lines = [
            f"  {_short_path(frame.filename)}:{frame.lineno} in {frame.name}"
            for frame in traceback.StackSummary.extract(
                traceback.walk_tb(link.__traceback__), lookup_lines=False
            )
        ]
        kind = type(link)
        parts.append("\n".join([*lines, f"{kind.__module__}.{kind.__qualname__}"]))
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)
    return "\nwhich led to\n".join(reversed(parts))


class _PrivateFile(logging.FileHandler):
    """A rotating file that only the user may read (0600), whatever the umask.

    Not `logging.handlers`' own: importing that brings sockets and pickle, 10 ms of each start.
    """

    stream: Any

    def __init__(self, file: Path) -> None:
        super().__init__(file, encoding="utf-8")

    def emit(self, record: logging.LogRecord) -> None:
        """Writes a record, to a new file when the present one is full."""
        try:
            line = self.format(record) + self.terminator
            here = self.stream.tell()
            if here and here + len(line.encode(errors="replace")) > _SIZE:
                self._rotate()
            self.stream.write(line)
            self.flush()
        except Exception:  # noqa: BLE001 - a log that fails must not stop what it is about
            self.handleError(record)

    def _rotate(self) -> None:
        """The present file becomes .1, .1 becomes .2 …; the oldest goes."""
        self.stream.close()
        try:
            for number in range(_OLDER_FILES, 0, -1):
                older = f"{self.baseFilename}.{number - 1}" if number > 1 else self.baseFilename
                with contextlib.suppress(FileNotFoundError):
                    os.replace(older, f"{self.baseFilename}.{number}")
        finally:
            self.stream = self._open()

    def _open(self) -> Any:
        descriptor = os.open(self.baseFilename, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        return open(descriptor, "a", encoding=self.encoding)


def _redacted_all(arguments: object) -> Any:
    if isinstance(arguments, dict):
        return {name: _redacted(value) for name, value in arguments.items()}
    if isinstance(arguments, tuple):
        return tuple(_redacted(value) for value in arguments)
    return arguments


def _redacted(value: object) -> object:
    """Numbers, ids, dates and what is vouched for as they are; of all else the size or the kind."""
    if value is None or isinstance(value, int | float | Ours | enum.Enum | dt.date):
        return value
    if isinstance(value, str):
        return value if _ID_OR_DATE.fullmatch(value) else f"<{len(value)} characters>"
    return f"<{type(value).__name__}>"


def _short_path(file: str) -> str:
    """The path below the folder that Python imports from: "salesdesk/store/unit.py"."""
    for root in sorted(sys.path, key=len, reverse=True):
        if root and file.startswith(root.rstrip("/\\") + os.sep):
            return Path(file).relative_to(root).as_posix()
    return Path(file).name
