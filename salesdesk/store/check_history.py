"""Looks at the history: its words and images, gaps in it, and whether the records fit it.

Called by `store.check`. A record that vanished without a trace in the pages is still named by the
step that made it; what was done before an upgrade of the desk proves nothing of the rows of today.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from sqlcipher3 import dbapi2 as driver

from salesdesk.store.images import STAMPS, Image, text_checksum, unpack
from salesdesk.store.readable import Readable
from salesdesk.store.record_names import Names, short
from salesdesk.store.watch import Watch
from salesdesk.support.i18n import _, ngettext

Kept = Mapping[str, Mapping[str, str]]
"""By table and id, the checksum of each record that is whole, and "" for one that is not."""


class Fault(NamedTuple):
    """A sentence, and the record that it is about when it is about one."""

    words: str
    table: str = ""
    row_id: str = ""


def packed_whole(part: Mapping[str, Any]) -> list[Image] | None:
    """The images of a part of the history, or None when it is damaged."""
    images = part["images"]
    if not isinstance(images, bytes) or text_checksum(images) != part["checksum"]:
        return None
    try:
        return unpack(images)
    except (ValueError, TypeError, zlib.error):
        return None


def is_whole(entry: Mapping[str, Any]) -> bool:
    """Whether a step's words give its checksum."""
    words = (entry["command"], entry["label"], entry["at"], entry["rows"])
    return bool(text_checksum(*words) == entry["checksum"])


class History:
    """One look at the whole history, newest step first."""

    def __init__(self, raw: Any, kept: Kept, hidden: Mapping[str, frozenset[str]],
                 number: int, watch: Watch) -> None:  # fmt: skip
        """`hidden`: columns by table that are in no image. `number`: the schema's of today."""
        self._raw, self._kept, self._hidden = raw, kept, hidden
        self._number, self._watch = number, watch
        self._names = Names(raw)
        self._seen: dict[tuple[str, str], set[str] | None] = {}
        """The columns of each record whose latest word was heard; None for all of them."""

    def faults(self) -> Iterator[Fault]:
        """Damaged steps, gaps, and records that do not look as their last step left them."""
        last: int | None = None
        entries = Readable(self._raw, "journal", self._watch)
        for seq, entry in sorted(entries.rows(), key=lambda each: -each[0]):
            self._watch.step()
            if last is not None:
                yield from _gap(seq, last)
            last = seq
            yield from self._entry(seq, entry)
        if last is not None:
            yield from _gap(0, last)
        for why in entries.trouble:
            yield Fault(_("A part of the history cannot be read ({why}).").format(why=why))

    def _entry(self, seq: int, entry: Mapping[str, Any]) -> Iterator[Fault]:
        parts = self._parts(seq)
        images = [image for part in parts or () for image in part]
        if parts is None or len(images) != entry["rows"] or not is_whole(entry):
            text = _("Step {seq} of the history, “{label}”, is damaged and cannot be undone.")
            yield Fault(text.format(seq=seq, label=short(entry["label"])))
        if entry["state"] in {"begun", "done"} and entry["schema_number"] == self._number:
            for image in reversed(images):
                yield from self._image(image, short(entry["label"]))

    def _parts(self, seq: int) -> list[list[Image]] | None:
        """The images of a step by part; None when one of them is damaged."""
        found = []
        try:
            cursor = self._raw.execute(
                "SELECT images, checksum FROM journal_part WHERE seq = ? ORDER BY part", (seq,)
            )
            for images, mark in cursor:
                found.append(packed_whole({"images": images, "checksum": mark}))
        except driver.Error:
            return None
        whole = [part for part in found if part is not None]
        return whole if len(whole) == len(found) else None

    def _image(self, image: Image, label: str) -> Iterator[Fault]:
        """What is wrong with the record of an image, as far as no later step touched it."""
        place = (image.table, image.id)
        seen = self._seen.get(place, set())
        if seen is None or image.table not in self._kept:
            return
        now = self._kept[image.table].get(image.id)
        self._seen[place] = None
        if now == "":
            return  # named as damaged already
        if image.after is None:
            if now is not None and not seen:
                yield self._told(image, _("{record} was removed by “{label}” and is still there."),
                                 label)  # fmt: skip
        elif now is None:
            yield self._told(
                image, _("{record} is missing: “{label}” wrote it and nothing removed it."), label
            )
        elif now != image.after.get("checksum"):
            yield from self._compared(image, image.after, seen, label)

    def _compared(self, image: Image, after: dict[str, Any], seen: set[str],
                  label: str) -> Iterator[Fault]:  # fmt: skip
        """Column by column: the stamps differ after an undo, or while something is typed."""
        cursor = self._raw.execute(f'SELECT * FROM "{image.table}" WHERE id = ?', (image.id,))
        names = [column[0] for column in cursor.description]
        row = dict(zip(names, cursor.fetchone() or [None] * len(names), strict=True))
        columns = set(names) if image.before is None else after.keys()
        looked = columns - seen - STAMPS - self._hidden.get(image.table, frozenset())
        self._seen[image.table, image.id] = None if image.before is None else seen | looked
        if any(_differs(column, row.get(column), after.get(column)) for column in looked):
            words = _("{record} does not look as “{label}” left it.")
            yield self._told(image, words, label)

    def _told(self, image: Image, words: str, label: str) -> Fault:
        held = image.after or image.before or {}
        named = self._names.of(image.table, {"id": image.id, **held})
        if self._kept[image.table].get(image.id) is not None or image.before is not None:
            named = self._names.of_id(image.table, image.id)
        return Fault(words.format(record=named, label=label), image.table, image.id)


def _differs(column: str, now: object, then: object) -> bool:
    """A link whose other end was removed for good since is no fault."""
    return now != then and not (now is None and column.endswith("_id"))


def _gap(before: int, after: int) -> Iterator[Fault]:
    """Steps that are not there between two that are."""
    lost = after - before - 1
    if lost:
        text = ngettext(
            "{count} step of the history before step {seq} is missing.",
            "{count} steps of the history before step {seq} are missing.",
            lost,
        )
        yield Fault(text.format(count=lost, seq=after))
