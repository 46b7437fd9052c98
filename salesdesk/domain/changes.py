"""What a write touched: the one message from the write door to every screen."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

MANY = 1000
"""From so many touched deals on, screens read themselves anew instead of row by row."""


class Changes(NamedTuple):
    """The ids that a command, an undo or a redo touched.

    `touched` holds ids by table name ("deal", "fact" …), `deals` every deal that one of them
    belongs to, `columns` the (pipeline id, column key) pairs whose cards changed.
    """

    label: str
    touched: Mapping[str, frozenset[str]] = MappingProxyType({})
    deals: frozenset[str] = frozenset()
    columns: frozenset[tuple[str, str]] = frozenset()
    how: str = "done"
    """done, undone or redone."""
    seq: int | None = None
    is_everything: bool = False
    """Whether all may be different: another file took the desk's place, or it is another day."""

    def of(self, kind: str) -> frozenset[str]:
        """The touched ids of one table."""
        return self.touched.get(kind, frozenset())

    def and_then(self, later: Changes) -> Changes:
        """These and later ones as one, with the label of the later."""
        tables = self.touched.keys() | later.touched.keys()
        return later._replace(
            touched=MappingProxyType({table: self.of(table) | later.of(table) for table in tables}),
            deals=self.deals | later.deals,
            columns=self.columns | later.columns,
            is_everything=self.is_everything or later.is_everything,
        )

    @property
    def is_large(self) -> bool:
        """Whether screens do better to read themselves anew."""
        return self.is_everything or len(self.deals) >= MANY
