"""Reads the JSON that `json_out` writes: lists of records by kind. Called by usecases (import).

Believes nothing: size, nesting, numbers that JSON does not know and names that come twice are
refused before anything is made of them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, NoReturn

from salesdesk.domain.errors import KnownError
from salesdesk.support.i18n import _

LARGEST: Final = 1024**3
"""Bytes of a file that is read; parsed, it takes several times as much memory."""

Records = Mapping[str, Sequence[Mapping[str, Any]]]


@dataclass(frozen=True)
class Document:
    """A file's head, and its lists of records by section and kind."""

    head: Mapping[str, Any]
    sections: Mapping[str, Records] = field(repr=False)


def read(path: Path, sections: Sequence[str]) -> Document:
    """The file, its named sections each a mapping of lists of objects; a missing one is empty.

    Raises KnownError when it cannot be read, is too large, or is not JSON of that form.
    """
    try:
        if path.stat().st_size > LARGEST:
            text = _("“{name}” is larger than one gigabyte. Nothing was taken in.")
            raise KnownError(text.format(name=path.name))
        content = path.read_bytes()
    except OSError as error:
        text = _("“{name}” could not be read ({why}). Nothing was taken in.")
        raise KnownError(text.format(name=path.name, why=error.strerror or error)) from error
    try:
        whole = json.loads(
            content.decode("utf-8-sig"),
            parse_constant=_no_number,
            object_pairs_hook=_once_each,
        )
    except (ValueError, RecursionError) as error:
        raise broken(path.name, _where(error)) from error
    if not isinstance(whole, dict):
        raise broken(path.name, _("it holds no object"))
    head = {key: value for key, value in whole.items() if key not in sections}
    return Document(head, {name: _lists(path.name, whole.get(name, {}), name) for name in sections})


def broken(name: str, why: str) -> KnownError:
    """What is said of a file that is not as we write them."""
    text = _(
        "“{name}” is no export of a whole desk, or it is damaged: {why}. Nothing was taken in and "
        "no desk was changed. Export once more, or restore a backup."
    )
    return KnownError(text.format(name=name, why=why))


def _lists(name: str, section: object, title: str) -> Records:
    if not isinstance(section, dict):
        raise broken(name, _("“{part}” is no object").format(part=title))
    for kind, rows in section.items():
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise broken(name, _("“{part}” is no list of records").format(part=kind[:40]))
    return section


def _where(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return _("line {line}, column {column}").format(line=error.lineno, column=error.colno)
    if isinstance(error, UnicodeDecodeError):
        return _("it is not UTF-8")
    if isinstance(error, RecursionError):
        return _("it is nested too deeply")
    return str(error)[:120]


def _no_number(words: str) -> NoReturn:
    raise ValueError(_("{words} is no number").format(words=words))


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError(_("a name comes twice in one object"))
    return found
