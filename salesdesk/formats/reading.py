"""The door to everything that is read in rows. Called by ``usecases.importing``.

``sniff(path)`` shows a file, ``read(path, dialect)`` streams it in batches. What a file is, is told
from its first bytes, so a CSV called .xlsx and an .xls called .xlsx both come through.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from salesdesk.domain.errors import KnownError
from salesdesk.formats import Format, by_key, child
from salesdesk.formats.table import Batch, Choices, Dialect, Row, Table, to_plain
from salesdesk.support.i18n import _

INLINE_BYTES = 256 * 1024
"""A text file up to this size is parsed here: too small to hurt, and without a child's start."""


def format_of(path: Path) -> Format:
    """The format of the file by its first bytes. Raises KnownError when it cannot be opened."""
    try:
        with path.open("rb") as file:
            head = file.read(8)
    except OSError as error:
        text = _("“{name}” cannot be read: {why}. Check that it is there and not locked.")
        raise KnownError(text.format(name=path.name, why=error.strerror or error)) from error
    is_workbook = head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"))
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


def read(
    path: Path,
    dialect: Dialect,
    *,
    footer: list[Row] | None = None,
    cancelled: Callable[[], bool] | None = None,
    limits: child.Limits | None = None,
    in_child: bool | None = None,
) -> Iterator[Batch]:
    """The data rows in batches of up to 1,000 ``(line, cells)``, in the file's order.

    Rows may be shorter or longer than the headings; blank ones are left out. `footer` receives the
    closing lines of a report that were left out. Text over :data:`INLINE_BYTES` and workbooks are
    parsed in a child process; `in_child` overrides that. Raises KnownError as the readers do, and
    :class:`child.Cancelled`.
    """
    module = by_key(dialect.format).reader
    plain = {"path": str(path), "dialect": to_plain(dialect)}
    if in_child is None:
        in_child = dialect.format != "csv" or path.stat().st_size > INLINE_BYTES
    if in_child:
        items = child.run(
            f"{module}:batches", plain, name=path.name, limits=limits, cancelled=cancelled
        )
    else:
        items = _inline(module, plain, path.name, cancelled)
    for item in items:
        if isinstance(item, dict):
            if footer is not None:
                footer.extend((line, cells) for line, cells in item["footer"])
        else:
            yield list(zip(item[0], item[1], strict=True))


def _inline(
    module: str, arguments: dict[str, Any], name: str, cancelled: Callable[[], bool] | None
) -> Iterator[Any]:
    for item in importlib.import_module(module).batches(**arguments):
        if cancelled is not None and cancelled():
            raise child.Cancelled(_("Reading “{name}” was cancelled.").format(name=name))
        yield item
