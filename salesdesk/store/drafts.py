"""Drafts: words that were typed and not saved yet, in the desk and outside its history.

Owned by the write door, on the writer's thread. A draft goes in the very transaction that saves
its words, so that a kill leaves the one or the other, and never both or neither.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import Connection

from salesdesk.store.images import Image

MOST_IMAGES = 500
"""A command that wrote more rows is no form's; its values are not compared."""


class Kept(NamedTuple):
    """One draft: a field of a place, such as a deal. `bases` is JSON: marks of earlier texts."""

    place: str
    field: str
    words: str
    label: str
    bases: str


Key = tuple[str, str]
"""(place, field)."""


def kept(connection: Connection) -> list[Kept]:
    """All drafts, the newest first."""
    rows = connection.exec_driver_sql(
        "SELECT place, field, words, label, bases FROM draft ORDER BY kept_at DESC, place, field"
    )
    return [Kept(*row) for row in rows]


class Drafts:
    """What drafts there are, so that a command without any costs nothing."""

    def __init__(self) -> None:
        self._known: dict[Key, str] | None = None

    def change(
        self, connection: Connection, puts: Iterable[Kept], drops: Iterable[Key], now: str
    ) -> None:
        """Keeps some drafts, over those of the same fields, and drops others."""
        known = self._loaded(connection)
        for each in puts:
            connection.exec_driver_sql(
                "INSERT OR REPLACE INTO draft(place, field, words, label, bases, kept_at)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                (*each, now),
            )
            known[each.place, each.field] = _flat(each.words)
        self._drop(connection, drops)

    def forget_saved(self, connection: Connection, images: Sequence[Image]) -> None:
        """Drops the drafts whose words these images write."""
        if not self._loaded(connection) or len(images) > MOST_IMAGES:
            return
        written = {
            _flat(value)
            for image in images
            for value in (image.after or {}).values()
            if isinstance(value, str)
        }
        assert self._known is not None
        self._drop(connection, [key for key, words in self._known.items() if words in written])

    def _drop(self, connection: Connection, keys: Iterable[Key]) -> None:
        for key in keys:
            connection.exec_driver_sql("DELETE FROM draft WHERE place = ? AND field = ?", key)
            if self._known is not None:
                self._known.pop(key, None)

    def _loaded(self, connection: Connection) -> dict[Key, str]:
        if self._known is None:
            self._known = {(k.place, k.field): _flat(k.words) for k in kept(connection)}
        return self._known


def _flat(words: str) -> str:
    """Words as any field keeps them: blanks and breaks are all one."""
    return " ".join(words.split())
