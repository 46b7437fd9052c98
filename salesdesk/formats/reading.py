"""The door to everything that is read in rows. Called by ``usecases.importing``.

``sniff(path)`` shows a file, ``Rows(path, dialect)`` streams it in batches. What a file is, is told
from its first bytes, so a CSV called .xlsx and an .xls called .xlsx both come through.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from salesdesk.domain.errors import KnownError
from salesdesk.formats import Format, by_key, child
from salesdesk.formats.table import Batch, Choices, Dialect, Row, Table, to_plain, unpacked
from salesdesk.support.i18n import _
from salesdesk.support.ordinary_file import open_ordinary

INLINE_BYTES = 256 * 1024
"""A text file up to this size is parsed here: too small to hurt, and without a child's start."""
Stamp = tuple[int, int, int, int]
"""Device, inode, size in bytes and time of the last change of a file."""
KEEP_BYTES = 64 * 2**20
"""Characters of packed rows that :class:`Rows` keeps for a second pass."""


def format_of(path: Path) -> Format:
    """The format of the file by its first bytes. Raises KnownError when it cannot be opened."""
    try:
        with open_ordinary(path) as file:
            head = file.read(8)
    except OSError as error:
        raise _unreadable(path, error) from error
    is_workbook = head.startswith(
        (b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    )
    return by_key("xlsx" if is_workbook else "csv")


def sniff(
    path: Path, choices: Choices | None = None, *, cancelled: Callable[[], bool] | None = None
) -> Table:
    """The file looked at: dialect, headings, first rows, sheets, remarks.

    Text is looked at here (one cheap pass over its bytes), a workbook in a child process. Raises
    KnownError when the file cannot be read.
    """
    kind = format_of(path)
    if kind.key == "csv":
        from salesdesk.formats import csv_file

        return csv_file.sniff(path, choices)
    from salesdesk.formats import xlsx_file

    return xlsx_file.sniff(path, choices, cancelled=cancelled)


def stamp_of(path: Path) -> Stamp:
    """What tells whether a file is still the one that was read. Raises KnownError without one."""
    try:
        info = path.stat()
    except OSError as error:
        raise _unreadable(path, error) from error
    return info.st_dev, info.st_ino, info.st_size, info.st_mtime_ns


def estimated_rows(path: Path, table: Table) -> int:
    """About how many data rows the file has, for a progress bar; 0 when nothing tells."""
    if table.dialect.format != "csv" or not table.preview:
        return 0
    shown = sum(len("".join(cells)) + len(cells) for _line, cells in table.preview)
    return max(len(table.preview), _size(path) * len(table.preview) // max(shown, 1))


class Rows:
    """The data rows of a file, to be gone through as often as needed.

    An import goes through them twice, to decide and to carry out. The first time they are parsed
    (in a child process when the file is a workbook or over :data:`INLINE_BYTES`) and kept packed up
    to :data:`KEEP_BYTES`; the second time they come from there, or are parsed again.
    """

    def __init__(
        self,
        path: Path,
        dialect: Dialect,
        *,
        cancelled: Callable[[], bool] | None = None,
        limits: child.Limits | None = None,
        in_child: bool | None = None,
        stamp: Stamp | None = None,
    ) -> None:
        """`stamp`: that of the file as `sniff` saw it; by default as it is now."""
        self.footer: list[Row] = []
        """The closing lines of a report that are no data; filled when the end was reached."""
        self._path = path
        self._dialect = dialect
        self._cancelled = cancelled
        self._limits = limits
        self._in_child = in_child
        self._kept: list[Any] | None = None
        self._stamp = stamp or stamp_of(path)

    def batches(self) -> Iterator[Batch]:
        """Batches of up to 1,000 ``(line, cells)`` in the file's order.

        Rows may be shorter or longer than the headings; blank ones are left out. Raises KnownError
        as the readers do, when the file is not the one any more that was looked at, and
        :class:`child.Cancelled`.
        """
        if self._kept is not None:
            yield from map(unpacked, self._kept)
            return
        self._refuse_other_file()
        self.footer.clear()
        kept: list[Any] | None = []
        room = KEEP_BYTES
        for item in self._items():
            if isinstance(item, dict):
                self.footer.extend((line, list(cells)) for line, cells in item["footer"])
                continue
            room -= len(item[1]) if isinstance(item[1], str) else KEEP_BYTES
            if kept is not None and room >= 0:
                kept.append(item)
            else:
                kept = None
            yield unpacked(item)
        self._refuse_other_file()
        self._kept = kept

    def _refuse_other_file(self) -> None:
        """What was decided by one file's headings says nothing of another's rows."""
        if stamp_of(self._path) != self._stamp:
            text = _(
                "“{name}” was changed since it was looked at. Nothing was imported. Take it out of "
                "the import and add it again when nothing writes to it."
            )
            raise KnownError(text.format(name=self._path.name))

    def _items(self) -> Iterator[Any]:
        module = by_key(self._dialect.format).reader
        arguments = {"path": str(self._path), "dialect": to_plain(self._dialect)}
        in_child = self._in_child
        if in_child is None:
            in_child = self._dialect.format != "csv" or _size(self._path) > INLINE_BYTES
        if in_child:
            return child.run(
                f"{module}:batches",
                arguments,
                name=self._path.name,
                limits=self._limits,
                cancelled=self._cancelled,
            )
        return _inline(module, arguments, self._path.name, self._cancelled)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError as error:
        raise _unreadable(path, error) from error


def _unreadable(path: Path, error: OSError) -> KnownError:
    text = _("“{name}” cannot be read: {why}. Check that it is there and not locked.")
    return KnownError(text.format(name=path.name, why=error.strerror or error))


def _inline(
    module: str, arguments: dict[str, Any], name: str, cancelled: Callable[[], bool] | None
) -> Iterator[Any]:
    for item in importlib.import_module(module).batches(**arguments):
        if cancelled is not None and cancelled():
            raise child.Cancelled(_("Reading “{name}” was cancelled.").format(name=name))
        yield item
