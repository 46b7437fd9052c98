"""The ``.salesdeal`` file: one deal with its records and files, as a zip whose parts are proved.

Called by `usecases.deal_file`. The same deal gives the same bytes: nothing is compressed, no time
is written, parts stand in a fixed order. Reading believes nothing: sizes, counts and digests are
checked before a part is taken, so that no file can fill the memory or the disk; records that are
more than a little are parsed in a child process with limits.
Source: reliability rule 12.
"""

from __future__ import annotations

import hashlib
import json
import os
import struct
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from salesdesk.domain.errors import KnownError
from salesdesk.formats import child, json_in
from salesdesk.formats.csv_out import replacing
from salesdesk.support.i18n import _
from salesdesk.support.ordinary_file import open_ordinary

SUFFIX: Final = ".salesdeal"
VERSION: Final = 1
HEAD: Final = "salesdesk-deal.json"
RECORDS: Final = "records.json"
LARGEST_ARCHIVE: Final = 1024**3
LARGEST_RECORDS: Final = 64 * 1024**2
LARGEST_CONTENT: Final = 25 * 1024**2
MOST_PARTS: Final = 2000
_LARGEST_HEAD: Final = 1024**2
_INLINE: Final = 256 * 1024
"""Bytes of records that are parsed here: too few to hurt, and without a child's start."""

Records = Mapping[str, Sequence[Mapping[str, Any]]]


@dataclass(frozen=True)
class Archive:
    """What a file holds. `head` is our own description; `contents` bytes by digest."""

    head: Mapping[str, Any]
    records: Records
    contents: Mapping[str, bytes] = field(repr=False)


def write(
    path: Path, head: Mapping[str, Any], records: Records, contents: Mapping[str, bytes]
) -> None:
    """Writes the file, whole or not at all. Raises KnownError when that cannot be done."""
    body = _packed(records)
    description = {
        "format": "salesdesk-deal",
        "version": VERSION,
        **head,
        "records": hashlib.sha256(body).hexdigest(),
        "files": [[digest, len(contents[digest])] for digest in sorted(contents)],
    }
    with (
        replacing(path) as raw,
        zipfile.ZipFile(raw, "w", zipfile.ZIP_STORED, allowZip64=True) as target,
    ):
        _put(target, HEAD, _packed(description))
        _put(target, RECORDS, body)
        for digest in sorted(contents):
            _put(target, f"files/{digest}", contents[digest])


def is_ours(path: Path) -> bool:
    """Whether a file is one of these, by its beginning; a missing one may be written."""
    if not path.exists():
        return True
    try:
        with open_ordinary(path) as file:
            return file.read(30 + len(HEAD))[30:] == HEAD.encode()
    except OSError:
        return False


def read(path: Path) -> Archive:
    """Reads a file after proving it. Raises KnownError: damaged, newer, too large, or no such file.

    Nothing is unpacked to the disk.
    """
    try:
        _refuse_huge(path)
        with zipfile.ZipFile(path) as source:
            return _read(source, path)
    except OSError as error:
        text = _("“{name}” could not be read ({why}). Nothing was taken in.")
        raise KnownError(text.format(name=path.name, why=error.strerror or error)) from error
    except (zipfile.BadZipFile, struct.error, NotImplementedError, RuntimeError, ValueError,
            EOFError, RecursionError, KeyError, TypeError, AttributeError) as error:  # fmt: skip
        raise damaged(path.name) from error


def damaged(name: str) -> KnownError:
    """What is said of a file whose parts do not prove themselves."""
    return KnownError(
        _("“{name}” is damaged, or is no deal that SalesDesk wrote. Nothing was taken in. Ask for "
          "it once more.").format(name=name)
    )  # fmt: skip


def newer(name: str) -> KnownError:
    """What is said of a file of a later version."""
    return KnownError(
        _("“{name}” is of a newer SalesDesk than this one. Nothing was taken in. Update SalesDesk, "
          "and try again.").format(name=name)
    )  # fmt: skip


def records(path: str) -> Iterator[Any]:
    """The child's side of `read`: the sum of the records, then ``[kind, records]`` in portions.

    Raises KnownError when they are no records.
    """
    try:
        with zipfile.ZipFile(path) as source:
            body = _part(source, source.getinfo(RECORDS), LARGEST_RECORDS)
        yield hashlib.sha256(body).hexdigest()
        for kind, rows in json.loads(body).items():
            for some in json_in.portions(rows):
                yield [kind, some]
    except (zipfile.BadZipFile, OSError, ValueError, RecursionError, KeyError, TypeError,
            AttributeError) as error:  # fmt: skip
        raise damaged(Path(path).name) from error


def _records(path: Path, body: bytes, digest: str) -> Records:
    if len(body) <= _INLINE:
        return json.loads(body)  # type: ignore[no-any-return]
    found: dict[str, list[Mapping[str, Any]]] = {}
    for item in child.run(f"{__name__}:records", {"path": str(path)}, name=path.name):
        if isinstance(item, str):
            if item != digest:
                raise damaged(path.name)  # it was changed just now
        else:
            kind, rows = item
            found.setdefault(kind, []).extend(rows)
    return found


def _read(source: zipfile.ZipFile, path: Path) -> Archive:
    parts = {info.filename: info for info in source.infolist()}
    head = json.loads(_part(source, parts[HEAD], _LARGEST_HEAD))
    if head["format"] != "salesdesk-deal":
        raise ValueError(head["format"])
    if not isinstance(head["version"], int) or head["version"] > VERSION:
        raise newer(path.name)
    listed = {str(digest): int(size) for digest, size in head["files"]}
    if parts.keys() != {HEAD, RECORDS, *(f"files/{digest}" for digest in listed)}:
        raise ValueError("parts")
    body = _part(source, parts[RECORDS], LARGEST_RECORDS)
    if hashlib.sha256(body).hexdigest() != head["records"]:
        raise ValueError("records")
    contents = {}
    for digest, size in listed.items():
        content = _part(source, parts[f"files/{digest}"], LARGEST_CONTENT)
        if len(content) != size or hashlib.sha256(content).hexdigest() != digest:
            raise ValueError(digest)
        contents[digest] = content
    return Archive(head, _records(path, body, head["records"]), contents)


def _part(source: zipfile.ZipFile, info: zipfile.ZipInfo, most: int) -> bytes:
    """A part's bytes, never more than `most`, whatever it says of itself. Raises ValueError."""
    if info.file_size > most or info.flag_bits & 1:
        raise ValueError(info.filename)
    with source.open(info) as part:
        content = part.read(most + 1)
    if len(content) > most:
        raise ValueError(info.filename)
    return content


def _refuse_huge(path: Path) -> None:
    """Looks at the file's size and at how many parts its last lines promise, before the library."""
    with open_ordinary(path) as file:
        size = os.fstat(file.fileno()).st_size
        file.seek(max(0, size - 66_000))
        tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    count = struct.unpack_from("<H", tail, at + 10)[0] if at >= 0 else 0
    if size > LARGEST_ARCHIVE or count > MOST_PARTS:
        text = _("“{name}” is too large to be one deal. Nothing was taken in.")
        raise KnownError(text.format(name=path.name))


def _packed(value: object) -> bytes:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8", "replace")


def _put(target: zipfile.ZipFile, name: str, content: bytes) -> None:
    info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    info.create_system, info.external_attr = 3, 0o600 << 16
    target.writestr(info, content)
