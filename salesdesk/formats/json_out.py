"""Writes records as JSON: lists by kind, a record a line. Called by usecases (export).

The same records give the same bytes. The file appears whole or not at all.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from salesdesk.formats.csv_out import CellProblem, replacing
from salesdesk.support.i18n import _
from salesdesk.support.surrogates import has_surrogate

Record = Mapping[str, Any]


Kinds = Iterable[tuple[str, Iterable[Record]]]
"""Lists of records by their kind."""


def write(
    path: Path, head: Mapping[str, Any], sections: Iterable[tuple[str, Kinds]]
) -> tuple[CellProblem, ...]:
    """Writes ``{**head, section: {kind: [record, …], …}, …}`` in the order given.

    Returns the values with half a character in them, which only an escape can hold. Raises
    KnownError when the file cannot be written; an older one is then untouched.
    """
    problems: list[CellProblem] = []
    with replacing(path) as raw:
        raw.write(opening(head))
        for section, kinds in sections:
            raw.write(f",\n{json.dumps(section)}:{{".encode())
            for place, (kind, records) in enumerate(kinds):
                raw.write(("," if place else "").encode() + f"\n{json.dumps(kind)}:[".encode())
                for line in _lines(kind, records, problems):
                    raw.write(line)
                raw.write(b"]")
            raw.write(b"\n}")
        raw.write(b"}\n")
    return tuple(problems)


def opening(head: Mapping[str, Any]) -> bytes:
    """How a file with this head begins; tells our files from others."""
    return _text(head)[:-1].encode()


def _lines(kind: str, records: Iterable[Record], problems: list[CellProblem]) -> Iterator[bytes]:
    for number, record in enumerate(records, 1):
        line = _text(record)
        if has_surrogate(line):
            fields = [name for name, value in record.items() if has_surrogate(value)]
            text = _("Half a character (a lone surrogate) was written as an escape.")
            problems += [CellProblem(number, f"{kind}.{name}", text) for name in fields]
            line = json.dumps(dict(record), separators=(",", ":"))
        yield ("\n" if number == 1 else ",\n").encode() + line.encode()


def _text(record: Record) -> str:
    return json.dumps(dict(record), ensure_ascii=False, separators=(",", ":"))
