"""Reads the JSON that `json_out` writes: lists of records by kind. Called by usecases (import).

Parsed in a child process with limits, like every file from outside. Believes nothing: size,
nesting, numbers that JSON does not know and names that come twice are refused before anything is
made of them.
Source: reliability rule 12.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, NoReturn

from salesdesk.domain.errors import KnownError
from salesdesk.formats import child
from salesdesk.support.i18n import _
from salesdesk.support.ordinary_file import open_ordinary

LARGEST: Final = 1024**3
"""Bytes of a file that is read; parsed, it takes several times as much memory."""
_PARSED_TIMES: Final = 6
"""How many times its size a file may take as it is parsed, where that is more than the usual."""
_SLOWEST: Final = 5_000_000
"""Bytes a second; a large file may be silent for longer than a small one."""
_BATCH_ROWS: Final = 500
_BATCH_CHARACTERS: Final = 4_000_000

Records = Mapping[str, Sequence[Mapping[str, Any]]]


@dataclass(frozen=True)
class Document:
    """A file's head, and its lists of records by section and kind."""

    head: Mapping[str, Any]
    sections: Mapping[str, Records] = field(repr=False)


def read(path: Path, sections: Sequence[str]) -> Document:
    """The file, its named sections each a mapping of lists of objects; a missing one is empty.

    Raises KnownError when it cannot be read, is too large, or is not JSON of that form, and when
    the child that parses it takes too much memory or time.
    """
    limits = _limits(_size(path))
    head: Mapping[str, Any] = {}
    found: dict[str, dict[str, list[Mapping[str, Any]]]] = {name: {} for name in sections}
    arguments = {"path": str(path), "sections": list(sections)}
    for item in child.run(f"{__name__}:parts", arguments, name=path.name, limits=limits):
        if isinstance(item, dict):
            head = item
        else:
            section, kind, rows = item
            found[section].setdefault(kind, []).extend(rows)
    return Document(head, found)


def parts(path: str, sections: Sequence[str]) -> Iterator[Any]:
    """The child's side: the head, then ``[section, kind, records]`` in portions.

    Raises KnownError as `read`.
    """
    whole = _parsed(Path(path))
    yield {key: value for key, value in whole.items() if key not in sections}
    name = Path(path).name
    for section in sections:
        for kind, rows in _lists(name, whole.get(section, {}), section).items():
            for some in portions(rows):
                yield [section, kind, some]


def portions(rows: Sequence[Mapping[str, Any]]) -> Iterator[Sequence[Mapping[str, Any]]]:
    """All of them, so many that a child can send them; an empty list once: its kind is known."""
    some: list[Mapping[str, Any]] = []
    room = _BATCH_CHARACTERS
    for row in rows:
        some.append(row)
        room -= sum(len(value) for value in row.values() if isinstance(value, str))
        if room < 0 or len(some) == _BATCH_ROWS:
            yield some
            some, room = [], _BATCH_CHARACTERS
    if some or not rows:
        yield some


def _limits(size: int) -> child.Limits:
    """The usual ones for all but files of a hundred megabytes, which our own exports may be."""
    usual = child.Limits()
    return child.Limits(
        max(usual.memory_bytes, usual.memory_bytes // 2 + size * _PARSED_TIMES),
        usual.idle_s + size / _SLOWEST,
    )


def _size(path: Path) -> int:
    try:
        with open_ordinary(path) as file:
            size = os.fstat(file.fileno()).st_size
    except OSError as error:
        raise _unreadable(path, error) from error
    if size > LARGEST:
        text = _("“{name}” is larger than one gigabyte. Nothing was taken in.")
        raise KnownError(text.format(name=path.name))
    return size


def _parsed(path: Path) -> dict[str, Any]:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise _unreadable(path, error) from error
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
    return whole


def _unreadable(path: Path, error: OSError) -> KnownError:
    text = _("“{name}” could not be read ({why}). Nothing was taken in.")
    return KnownError(text.format(name=path.name, why=error.strerror or error))


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
