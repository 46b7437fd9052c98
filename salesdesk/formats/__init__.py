"""File formats: one module each, one row each in :data:`FORMATS`. Called by usecases.

A reader module offers ``sniff(path, choices) -> Table`` and ``batches(path, dialect)``; a writer
module offers ``write(...)``. They are named by import path, so that a format costs nothing until
it is used. ``salesdesk.formats.reading`` is the door for everything that is read in rows.
"""

from __future__ import annotations

from dataclasses import dataclass

from salesdesk.domain.facts import N_


@dataclass(frozen=True, slots=True)
class Format:
    """A file format. `name` is a gettext message id; `suffixes` are lower case with their dot."""

    key: str
    name: str
    suffixes: tuple[str, ...]
    reader: str = ""
    """Import path of the module that reads it in rows; empty when it is only written."""
    writer: str = ""
    """Import path of the module that writes it; empty when it is only read."""


FORMATS: tuple[Format, ...] = (
    Format(
        "csv",
        N_("Delimited text (CSV, TSV)"),
        (".csv", ".tsv", ".tab", ".txt"),
        reader="salesdesk.formats.csv_file",
        writer="salesdesk.formats.csv_out",
    ),
    Format(
        "xlsx",
        N_("Excel workbook"),
        (".xlsx", ".xlsm", ".xls"),
        reader="salesdesk.formats.xlsx_file",
        writer="salesdesk.formats.xlsx_out",
    ),
)


def by_key(key: str) -> Format:
    """The format with that key. Raises KeyError: keys come from our own code."""
    return {row.key: row for row in FORMATS}[key]


def readable_patterns() -> str:
    """What can be read, as a file dialog wants it: "*.csv *.tsv"."""
    return " ".join(f"*{suffix}" for row in FORMATS if row.reader for suffix in row.suffixes)
