"""Row images and checksums: how a row is written down for undo and for finding damage.

Pure functions over plain values; used by unit, journal and check.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from hashlib import blake2b
from typing import Any, NamedTuple

STAMPS = frozenset({"rev", "changed_at", "checksum"})
"""Set anew at each write, so left out when rows are compared."""
PART_ROWS = 250
"""Rows a journal part holds at most: a page that is lost takes no more than these with it."""
_SHORT = 4096
"""Bytes of what a small command, such as a move, writes down."""


_encoded = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class Image(NamedTuple):
    """One row's change: `before` None for a new row, `after` None for a removed one.

    For a changed row both hold the changed columns alone; otherwise all that are not null.
    """

    table: str
    id: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None


def checksum(table: str, values: Mapping[str, Any]) -> str:
    """16 hex characters over the table and its sorted (column, value) pairs that are not null.

    Nulls are left out so that a new column breaks no checksum; True and 1 are the same value.
    """
    pairs = [
        (column, int(value) if value is True or value is False else value)
        for column in _in_order(tuple(values))
        if (value := values[column]) is not None
    ]
    return blake2b(repr((table, pairs)).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


@lru_cache(maxsize=256)
def _in_order(columns: tuple[str, ...]) -> tuple[str, ...]:
    """The columns that a checksum covers, sorted; for each table and way of reading it once."""
    return tuple(sorted(column for column in columns if column != "checksum"))


def text_checksum(*parts: object) -> str:
    """16 hex characters over a sequence of values; for journal rows."""
    return blake2b(repr(parts).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def pack(images: Iterable[Image]) -> bytes:
    """Images as packed JSON."""
    text = _encoded([tuple(image) for image in images])
    plain = text.encode("utf-8", "surrogatepass")
    if len(plain) > _SHORT:
        return zlib.compress(plain, 1)
    # With a window of its size: clearing the usual one costs ten times what a short text does.
    packer = zlib.compressobj(1, zlib.DEFLATED, wbits=12, memLevel=4)
    return packer.compress(plain) + packer.flush()


def unpack(packed: bytes) -> list[Image]:
    """The inverse of :func:`pack`."""
    return [
        Image(*row) for row in json.loads(zlib.decompress(packed).decode("utf-8", "surrogatepass"))
    ]


def backwards(images: Iterable[Image]) -> Iterator[Image]:
    """The images that take the given ones back, one by one; the last written come first."""
    return (Image(i.table, i.id, i.after, i.before) for i in images)
