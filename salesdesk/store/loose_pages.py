"""Reads rows straight from the pages of a desk's file, without the tree that leads to them.

Called by `store.salvage` for rows whose way is lost: an inner page of a table, or the first page
with the list of all tables. Whose row it is, and whether it is whole, the row's own checksum says;
nothing that is found here counts without. Knows only what an unencrypted file looks like.
Source: https://www.sqlite.org/fileformat2.html, sections 1.5 to 2.1.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Any, NamedTuple

MAGIC = b"SQLite format 3\x00"
_LEAF_OF_TABLE, _INNER_OF_TABLE = 0x0D, 0x05
_INTEGERS = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}
_MOST_BYTES = 64 * 1024 * 1024
"""A value beyond it cannot be meant: files in a desk have 25 MB at most."""


class Loose(NamedTuple):
    """A row without its table's name: the page it is on, its rowid and its values in order."""

    page: int
    rowid: int
    values: tuple[Any, ...]


class Pages:
    """The pages of one file, as bytes."""

    def __init__(self, data: bytes, size: int = 4096) -> None:
        """`size` of a page in bytes; no byte at a page's end is set aside, as in all our desks."""
        self.data = data
        self.size = size
        self.count = len(data) // size

    def rows(self) -> Iterator[Loose]:
        """Every row on every page that is a table's leaf; pages that make no sense are passed."""
        for number in range(1, self.count + 1):
            yield from self._on_page(number)

    def _on_page(self, number: int) -> Iterator[Loose]:
        page = self._page(number)
        head = 100 if number == 1 else 0
        if page[head] != _LEAF_OF_TABLE:
            return
        (count,) = struct.unpack_from(">H", page, head + 3)
        for place in range(min(count, self.size // 4)):
            try:
                (at,) = struct.unpack_from(">H", page, head + 8 + 2 * place)
                row = self._row(number, page, at)
            except (struct.error, IndexError, ValueError, OverflowError):
                continue
            yield row

    def tree(self, root: int) -> set[int]:
        """The numbers of all pages of the table that begins at `root`, overflow pages too.

        Of a whole file: raises ValueError, IndexError or struct.error for what makes no sense.
        """
        found, todo = set[int](), [root]
        while todo:
            number = todo.pop()
            if number in found or not 0 < number <= self.count:
                raise ValueError
            found.add(number)
            page, head = self._page(number), 100 if number == 1 else 0
            (count,) = struct.unpack_from(">H", page, head + 3)
            if page[head] == _INNER_OF_TABLE:
                todo.append(struct.unpack_from(">I", page, head + 8)[0])
            for place in range(count):
                wide = 12 if page[head] == _INNER_OF_TABLE else 8
                (at,) = struct.unpack_from(">H", page, head + wide + 2 * place)
                if page[head] == _INNER_OF_TABLE:
                    todo.append(struct.unpack_from(">I", page, at)[0])
                else:
                    found.update(self._overflow(page, at))
        return found

    def _overflow(self, page: bytes, at: int) -> Iterator[int]:
        """The overflow pages of the row at that place of a leaf."""
        size, at = _varint(page, at)
        _rowid, at = _varint(page, at)
        if size <= self._local(size):
            return
        (following,) = struct.unpack_from(">I", page, at + self._local(size))
        while following:
            yield following
            (following,) = struct.unpack_from(">I", self._page(following), 0)

    def cells(self, number: int) -> list[tuple[int, int]]:
        """(first byte, byte after the last) in the file of each row's part on that page."""
        page, found = self._page(number), []
        head = 100 if number == 1 else 0
        (count,) = struct.unpack_from(">H", page, head + 3)
        for place in range(count):
            (at,) = struct.unpack_from(">H", page, head + 8 + 2 * place)
            size, start = _varint(page, at)
            _rowid, start = _varint(page, start)
            begin = (number - 1) * self.size
            found.append((begin + start, begin + start + self._local(size)))
        return found

    def _page(self, number: int) -> bytes:
        return self.data[(number - 1) * self.size : number * self.size]

    def _row(self, number: int, page: bytes, at: int) -> Loose:
        size, at = _varint(page, at)
        rowid, at = _varint(page, at)
        if size > _MOST_BYTES:
            raise ValueError
        return Loose(number, _signed(rowid), _values(self._payload(page, at, size)))

    def _local(self, size: int) -> int:
        """How many bytes of a row of that size are on the leaf itself."""
        if size <= self.size - 35:
            return size
        least = (self.size - 12) * 32 // 255 - 23
        local = least + (size - least) % (self.size - 4)
        return local if local <= self.size - 35 else least

    def _payload(self, page: bytes, at: int, size: int) -> bytes:
        """The row's bytes, with those on overflow pages. Raises ValueError when some are lost."""
        local = self._local(size)
        if at + local > self.size:
            raise ValueError
        parts, left = [page[at : at + local]], size - local
        following = struct.unpack_from(">I", page, at + local)[0] if left else 0
        while left:
            if not 1 < following <= self.count:
                raise ValueError
            over = self._page(following)
            (following,) = struct.unpack_from(">I", over, 0)
            part = over[4 : 4 + min(left, self.size - 4)]
            parts.append(part)
            left -= len(part)
        return b"".join(parts)


def _varint(data: bytes, at: int) -> tuple[int, int]:
    """(the number, the place after it). Raises IndexError beyond the end."""
    value = 0
    for _count in range(8):
        byte = data[at]
        at += 1
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, at
    return value << 8 | data[at], at + 1


def _signed(number: int) -> int:
    return number - (1 << 64) if number >= 1 << 63 else number


def _values(payload: bytes) -> tuple[Any, ...]:
    """The values of a record. Raises ValueError when it is none."""
    head, at = _varint(payload, 0)
    body, found = head, []
    while at < head:
        kind, at = _varint(payload, at)
        value, body = _value(payload, kind, body)
        found.append(value)
    if at != head or body != len(payload):
        raise ValueError
    return tuple(found)


def _value(payload: bytes, kind: int, at: int) -> tuple[Any, int]:
    if kind in {0, 8, 9}:
        return (None, 0, 1)[max(kind - 7, 0)], at
    if kind in _INTEGERS:
        end = at + _INTEGERS[kind]
        return int.from_bytes(payload[at:end], "big", signed=True), end
    if kind == 7:
        return struct.unpack_from(">d", payload, at)[0], at + 8
    if kind < 12:
        raise ValueError
    end = at + (kind - 12) // 2
    part = payload[at:end]
    return (part.decode("utf-8") if kind % 2 else part), end
