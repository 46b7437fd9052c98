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
    """One draft: a field of a place, such as a deal. `bases` is JSON: marks of earlier texts.

    `kept_at` is the instant since which these very words are kept; given by `Drafts.change`.
    """

    place: str
    field: str
    words: str
    label: str
    bases: str
    kept_at: str = ""


Key = tuple[str, str]
"""(place, field)."""

_PUT = (
    "INSERT INTO draft(place, field, words, label, bases, kept_at) VALUES (?, ?, ?, ?, ?, ?)"
    " ON CONFLICT(place, field) DO UPDATE SET label = excluded.label, bases = excluded.bases,"
    " kept_at = CASE words WHEN excluded.words THEN kept_at ELSE excluded.kept_at END,"
    " words = excluded.words"
)


def kept(connection: Connection) -> list[Kept]:
    """All drafts, the newest first."""
    rows = connection.exec_driver_sql(
        "SELECT place, field, words, label, bases, kept_at FROM draft"
        " ORDER BY kept_at DESC, place, field"
    )
    return [Kept(*row) for row in rows]


class Drafts:
    """What drafts there are, so that a command without any costs nothing."""

    def __init__(self) -> None:
        self._known: dict[Key, str] | None = None

    def change(
        self,
        connection: Connection,
        puts: Iterable[Kept],
        drops: Iterable[Key],
        now: str,
        moves: Iterable[tuple[Key, str]] = (),
    ) -> None:
        """Keeps some drafts, over those of the same fields, and drops others.

        Before that the drafts that `moves` names go out of their way, to another field's name.
        """
        known = self._loaded(connection)
        for (place, field), aside in moves:
            connection.exec_driver_sql(
                "UPDATE OR REPLACE draft SET field = ? WHERE place = ? AND field = ?",
                (aside, place, field),
            )
            if (place, field) in known:
                known[place, aside] = known.pop((place, field))
        for each in puts:
            connection.exec_driver_sql(_PUT, (*each[:-1], now))
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
