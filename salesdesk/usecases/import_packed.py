"""Parsed rows as they wait to be written, packed by the thousand.

Made by `import_drafts`, read by `import_rows` once for a trial and once in earnest. A row is a
dict of some thirty values, 2 kB; packed it takes a tenth, so that a million find room.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator

from salesdesk.domain.importing import ParsedRow

AT_ONCE = 1000
"""Rows that are packed together."""


class PackedRows:
    """Rows in the order in which they were added; each way through them unpacks them anew.

    Their values are those of JSON; tuples come back as lists.
    """

    def __init__(self) -> None:
        self._packed: list[bytes] = []
        self._open: list[ParsedRow] = []
        self.open_deals = 0
        """How many of them are deals that are neither won nor lost."""

    def append(self, row: ParsedRow) -> None:
        """Takes in a row, which is not to be changed afterwards."""
        self._open.append(row)
        self.open_deals += row.get("status") == "open"
        if len(self._open) == AT_ONCE:
            self._packed.append(zlib.compress(json.dumps(self._open).encode(), 1))
            self._open = []

    def __len__(self) -> int:
        return AT_ONCE * len(self._packed) + len(self._open)

    def __iter__(self) -> Iterator[ParsedRow]:
        for packed in self._packed:
            yield from json.loads(zlib.decompress(packed))
        yield from self._open
