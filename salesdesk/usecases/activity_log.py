"""The activity log: what was changed, when, from what to what; and how to go back to a point.

Called by the History page, on workers. The lines come from the journal, so the log is what undo
works from and cannot differ from it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from salesdesk.domain import record_fields, record_words
from salesdesk.domain.errors import KnownError
from salesdesk.support.i18n import _, format_number
from salesdesk.usecases.record_text import RecordTexts

if TYPE_CHECKING:
    from salesdesk.domain.log_line import Line
    from salesdesk.store.images import Image
    from salesdesk.usecases.desk import Desk

MOST_RECORDS = 200
"""So many records of one line are told field by field; an import has a hundred thousand."""


class LogFilter(NamedTuple):
    """Which lines to show; "" and None leave a part out. Days are local dates, both included."""

    words: str = ""
    deal_id: str = ""
    group: str = ""
    """A key of `record_words.GROUPS`."""
    first: dt.date | None = None
    last: dt.date | None = None


class FieldChange(NamedTuple):
    """One field, from what to what; "" is nothing."""

    label: str
    before: str
    after: str


class RecordChange(NamedTuple):
    """What happened to one record: added, changed, removed, binned or restored."""

    kind: str
    name: str
    how: str
    fields: tuple[FieldChange, ...]


class Details(NamedTuple):
    """One line opened: how many records of each kind, and the records field by field."""

    line: Line
    counts: tuple[str, ...]
    records: tuple[RecordChange, ...]
    more: int
    """How many records beyond the ones told."""
    deal_id: str
    """The deal that it is about, "" when it is about none that is in use, or several."""


def log_lines(desk: Desk, wanted: LogFilter) -> Sequence[Line]:
    """The lines that fit, newest first."""
    from salesdesk.store.reads import history

    found: Iterable[Line] = desk.read(history.lines)
    if wanted.first is not None:
        first = wanted.first.isoformat()
        found = [line for line in found if line.on >= first]
    if wanted.last is not None:
        last = wanted.last.isoformat()
        found = [line for line in found if line.on <= last]
    if wanted.deal_id or wanted.group:
        inside = _touching(desk, wanted)
        found = [line for line in found if line.seq in inside]
    if wanted.words.strip():
        found = _with_words(desk, found, wanted.words.strip())
    return list(found)


def _touching(desk: Desk, wanted: LogFilter) -> set[int]:
    from salesdesk.store.reads import history

    tables = frozenset(
        table for table, kind in record_words.KINDS.items() if kind.group == wanted.group
    )
    return desk.read(
        lambda connection: history.touching(connection, deal_id=wanted.deal_id, tables=tables)
    )


def _with_words(desk: Desk, lines: Iterable[Line], words: str) -> list[Line]:
    """Those that say the words in their label, or in a value that was or is."""
    from salesdesk.store.reads import history

    inside = desk.read(lambda connection: history.touching(connection, words=words))
    folded = words.casefold()
    return [line for line in lines if line.seq in inside or folded in line.label.casefold()]


def details(desk: Desk, seq: int) -> Details:
    """A line opened. Raises KnownError when it is gone or its images are damaged."""
    from salesdesk.store.reads import history

    def read(connection: Any) -> Details:
        line = history.line(connection, seq)
        if line is None:
            raise KnownError(_("That line of the history is gone. Nothing was changed."))
        texts = RecordTexts(connection)
        gist = _Gist()
        gist.take(history.images_of(connection, seq))
        told = _merged(gist.first)[:MOST_RECORDS]
        records = tuple(_record(texts, image) for image in told)
        more = max(0, gist.count - len(records))
        return Details(line, gist.words(), records, more, _deal(texts, gist.deals))

    return desk.read(read)


def going_back(desk: Desk, seq: int) -> Sequence[Line]:
    """What undoing back to before a line takes back, in the order of undoing."""
    from salesdesk.store.reads import history

    return desk.read(lambda connection: history.undone_by(connection, seq))


class _Gist:
    """What a line's images come to, without keeping them: an import has millions."""

    def __init__(self) -> None:
        self.first: list[Image] = []
        """As many as are told one by one."""
        self.deals: set[str] = set()
        """The deals it is about; from two on it does not matter which."""
        self._seen: dict[str, dict[str, set[str]]] = {}
        """Ids by what happened, by table."""

    def take(self, images: Iterable[Image]) -> None:
        """Goes through them once."""
        for image in images:
            if len(self.first) < 4 * MOST_RECORDS:
                self.first.append(image)
            if len(self.deals) < 2:
                self.deals |= _deals(image)
            happened = how(image.before, image.after)
            by_table = self._seen.setdefault(image.table, {})
            by_table.setdefault(happened, set()).add(image.id)

    @property
    def count(self) -> int:
        """How many records."""
        return sum(len(set[str]().union(*kinds.values())) for kinds in self._seen.values())

    def words(self) -> tuple[str, ...]:
        """ "1,200 deals added", for each kind and happening, the most first."""
        counted = [
            (table, happened, len(ids))
            for table, kinds in self._seen.items()
            for happened, ids in kinds.items()
        ]
        return tuple(
            _("{kind}: {count} {happened}").format(
                count=format_number(count),
                kind=_(record_words.KINDS[table].many),
                happened=how_words(happened),
            )
            for table, happened, count in sorted(counted, key=lambda each: -each[2])
        )


def _deals(image: Image) -> set[str]:
    named = {v["deal_id"] for v in (image.before, image.after) if v and v.get("deal_id")}
    return named | {image.id} if image.table == "deal" else named


def _deal(texts: RecordTexts, named: set[str]) -> str:
    """The one deal in use that all of it is about, "" for none."""
    deal_id = next(iter(named), "") if len(named) == 1 else ""
    deal = texts.row("deal", deal_id) if deal_id else None
    return deal_id if deal is not None and not deal["binned_at"] else ""


def _merged(images: Sequence[Image]) -> list[Image]:
    """One image for each record: of several in one command, from the first before to the last."""
    found: dict[tuple[str, str], Image] = {}
    for image in images:
        key = (image.table, image.id)
        old = found.get(key)
        if old is None:
            found[key] = image
            continue
        before = None if old.before is None else {**(image.before or {}), **old.before}
        after = None if image.after is None else {**(old.after or {}), **image.after}
        found[key] = image._replace(before=before, after=after)
    return list(found.values())


def how(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> str:
    """added, removed, binned, restored or changed."""
    if before is None:
        return "added"
    if after is None:
        return "removed"
    was, is_now = before.get("binned_at"), after.get("binned_at")
    if bool(was) != bool(is_now):
        return "binned" if is_now else "restored"
    return "changed"


def how_words(key: str) -> str:
    """What happened to a record, in a word."""
    return {
        "added": _("added"),
        "changed": _("changed"),
        "removed": _("removed"),
        "binned": _("put into the bin"),
        "restored": _("taken out of the bin"),
    }[key]


def _record(texts: RecordTexts, image: Image) -> RecordChange:
    before, after = image.before or {}, image.after or {}
    now = texts.row(image.table, image.id) or {}
    beside = {**now, **before, **after}
    happened = how(image.before, image.after)
    changed: list[FieldChange] = []
    for column in sorted({*before, *after}, key=_order(image.table)):
        field = record_words.field(image.table, column)
        was = texts.value(image.table, column, before.get(column), {**beside, **before})
        is_now = texts.value(image.table, column, after.get(column), {**beside, **after})
        if field is None or column in _SAID_BY_HOW or was == is_now:
            continue
        if column == "deal_id" and happened != "changed":
            continue  # it stands in the heading
        changed.append(FieldChange(_(field.label), was, is_now))
    name = texts.name(image.table, image.id, {**before, **after})
    return RecordChange(_(record_words.KINDS[image.table].one), name, happened, tuple(changed))


_SAID_BY_HOW = {"binned_at"}


def _order(table: str) -> Any:
    """The order in which fields are told: as they are declared, what is common to all last."""
    own = list(record_fields.FIELDS[table])
    common = list(record_words.COMMON)
    places = {column: place for place, column in enumerate(["name", *own, *common])}
    return lambda column: (places.get(column, len(places)), column)
