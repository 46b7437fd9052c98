"""What a restore would change: how many records of each kind, and which, by name.

Called by the restore dialog, on a worker. Everything is said from where the rep stands now: a
record that only the backup has would be added, one that only the desk has would be missing.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from salesdesk.domain import record_words
from salesdesk.support.i18n import _
from salesdesk.usecases.record_text import RecordTexts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from salesdesk.store.comparing import Difference, Sides
    from salesdesk.usecases.desk import Desk

How = Literal["added", "changed", "missing"]
MOST_LISTED: Final = 300
"""Records that are named of each kind and each way; there may be more."""
ALONE: Final = ("deal", "account", "person", "note")
"""Kinds of which one record can be taken back alone."""
_LONGEST: Final = 160


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field of a record: its label, what it says now, and what it would say."""

    label: str
    now: str
    then: str


@dataclass(frozen=True, slots=True)
class Item:
    """One record. `take` is what can be taken back alone for it: (kind, id, name), or None."""

    kind: str
    id: str
    how: How
    name: str
    owner: str
    """The deal or account that it belongs to, "" for none."""
    fields: tuple[FieldChange, ...] = ()
    take: tuple[str, str, str] | None = None


@dataclass(frozen=True, slots=True)
class KindPreview:
    """One kind of records; `items` are the first of them, `more` how many are not among these."""

    kind: str
    title: str
    added: int
    changed: int
    missing: int
    items: tuple[Item, ...]

    @property
    def more(self) -> int:
        """How many are counted and not named."""
        return self.added + self.changed + self.missing - len(self.items)


@dataclass(frozen=True, slots=True)
class Preview:
    """All kinds in which backup and desk differ, deals first."""

    backup: Path
    kinds: tuple[KindPreview, ...]
    is_older: bool
    """Whether the backup is of an older schema: it can be restored whole only."""

    @property
    def totals(self) -> tuple[int, int, int]:
        """Added, changed, missing, of all kinds together."""
        return (
            sum(kind.added for kind in self.kinds),
            sum(kind.changed for kind in self.kinds),
            sum(kind.missing for kind in self.kinds),
        )


def preview(desk: Desk, backup: Path) -> Preview:
    """Compares the open desk with a backup. Raises KnownError when that cannot be read."""
    from salesdesk.store import comparing

    is_older = not comparing.is_current(backup)
    with comparing.opened(desk.path, backup) as sides:
        differing = sides.differences()
        kinds = tuple(
            _kind(sides, kind, differing[kind], is_older)
            for kind in record_words.KINDS
            if kind in differing
        )
    return Preview(backup, kinds, is_older)


def _kind(sides: Sides, kind: str, found: Difference, is_older: bool) -> KindPreview:
    texts = {"now": _Texts(sides, now_first=True), "then": _Texts(sides, now_first=False)}
    ways: tuple[tuple[How, tuple[str, ...]], ...] = (
        ("added", found.added), ("changed", found.changed), ("missing", found.missing),
    )  # fmt: skip
    items = tuple(
        _item(sides, texts, kind, row_id, how, is_older)
        for how, ids in ways
        for row_id in ids[:MOST_LISTED]
    )
    return KindPreview(
        kind,
        _(record_words.KINDS[kind].many),
        len(found.added),
        len(found.changed),
        len(found.missing),
        tuple(sorted(items, key=lambda item: (item.how, item.owner, item.name))),
    )


def _item(
    sides: Sides, texts: dict[str, _Texts], kind: str, row_id: str, how: How, is_older: bool
) -> Item:
    side = texts["then" if how == "added" else "now"]
    name = side.name(kind, row_id) or _(record_words.KINDS[kind].one)
    fields = tuple(_changes(sides, texts, kind, row_id)) if how == "changed" else ()
    owner = side.owner(kind, row_id)
    return Item(kind, row_id, how, name, owner, fields,
                None if is_older else _take(sides, texts["then"], kind, row_id))  # fmt: skip


def _take(sides: Sides, texts: _Texts, kind: str, row_id: str) -> tuple[str, str, str] | None:
    """The record that can be taken back alone: itself, or the deal that it is part of."""
    then = sides.then(kind, row_id)
    deal_id = (then or sides.now(kind, row_id) or {}).get("deal_id")
    if kind in ALONE and then is not None and then["binned_at"] is None:
        return kind, row_id, texts.name(kind, row_id)
    deal = sides.then("deal", deal_id) if deal_id else None
    if deal is None or deal["binned_at"] is not None:
        return None
    return "deal", deal["id"], texts.name("deal", deal["id"])


def _changes(
    sides: Sides, texts: dict[str, _Texts], kind: str, row_id: str
) -> Iterator[FieldChange]:
    now, then = sides.now(kind, row_id) or {}, sides.then(kind, row_id) or {}
    for column in sides.fields(kind, row_id):
        field = record_words.field(kind, column)
        if field is not None:
            yield FieldChange(
                _(field.label),
                _short(texts["now"].value(kind, column, now[column], now)),
                _short(texts["then"].value(kind, column, then[column], then)),
            )


def _short(words: str) -> str:
    flat = " ".join(words.split())
    return flat if len(flat) <= _LONGEST else flat[: _LONGEST - 1].rstrip() + "…"


class _Texts(RecordTexts):
    """Names and values of one side; what is gone there is looked up on the other."""

    def __init__(self, sides: Sides, *, now_first: bool) -> None:
        super().__init__(None)  # no look-up of its own is left
        self._looks = (sides.now, sides.then) if now_first else (sides.then, sides.now)

    def row(self, table: str, row_id: str) -> Any:
        """A record of this side, else of the other, else None."""
        if (table, row_id) not in self._rows:
            first, second = self._looks
            self._rows[table, row_id] = first(table, row_id) or second(table, row_id)
        return self._rows[table, row_id]
