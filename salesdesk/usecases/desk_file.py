"""A whole desk as JSON: read, and every value in it proved before anything is made of it.

Called by `taking_desk`. What `exporting` writes comes back to the bit; what somebody changed on
the way, or what a newer SalesDesk wrote, is refused with a sentence that names the record.
"""

from __future__ import annotations

import binascii
import datetime as dt
import json
from base64 import b64decode
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from salesdesk.domain.errors import KnownError
from salesdesk.formats import json_in
from salesdesk.formats.json_in import broken
from salesdesk.support.i18n import _
from salesdesk.support.ordinary_file import open_ordinary
from salesdesk.usecases.deal_file import ORDER_KEY, WORDS
from salesdesk.usecases.exporting import HEAD, VERSION

OLDEST_SCHEMA: Final = 3
"""The first schema whose exports hold all of a desk."""
_WIDEST: Final = 2**63
_BLOB: Final = "blob"
_STAMPED: Final = "checksum"
_DAYS: Final = ("_on", "_until")
_WORDS_ALL_THE_SAME: Final = "rests_on"
"""A column of words that is named like one of days."""

Row = dict[str, Any]
Types = Mapping[str, tuple[type, bool]]


@dataclass(frozen=True)
class DeskFile:
    """A desk that was read and proved. Rows by kind, with every column of the store."""

    name: str
    records: Mapping[str, Sequence[Row]] = field(repr=False)
    beside: Mapping[str, Sequence[Row]] = field(repr=False)
    contents: Mapping[str, bytes] = field(repr=False)

    @property
    def rows(self) -> int:
        """How many records it brings."""
        return sum(map(len, self.records.values()))


def is_desk_file(path: Path) -> bool:
    """Whether a file begins as our exports do; one that cannot be read does not."""
    start = json.dumps(HEAD, separators=(",", ":"))[:-1].encode()
    if not path.is_file():
        return False
    try:
        with open_ordinary(path) as file:
            head = file.read(len(start) + 200)
    except OSError:
        return False
    return head.startswith(start) or b'"salesdesk-desk"' in head


def read_desk_file(path: Path) -> DeskFile:
    """Reads and proves the export of a whole desk. Raises KnownError; nothing is made of it."""
    from salesdesk.store.reads import whole

    document = json_in.read(path, ("records", "beside"))
    _refuse_other(path.name, document.head, whole.SCHEMA)
    proving = _Proving(path.name)
    records, given = {}, document.sections["records"]
    known = whole.kinds()
    for kind in sorted(given.keys() - {_BLOB}):
        if kind not in known:
            raise proving.fault(_("it holds records of a kind “{kind}”").format(kind=kind[:40]))
    for kind in known:
        records[kind] = proving.records(kind, given.get(kind, ()), whole.types(kind))
    others = document.sections["beside"]
    if document.head["schema"] == whole.SCHEMA:
        proving.complete([*known, _BLOB, *whole.BESIDE], given.keys() | others.keys())
    if others.keys() - whole.BESIDE.keys():
        raise proving.fault(_("it holds something beside the records that is not known here"))
    beside = {
        name: [proving.row(name, row, whole.types(name)) for row in others.get(name, ())]
        for name in whole.BESIDE
    }
    contents = dict(proving.content(row) for row in given.get(_BLOB, ()))
    proving.processes(records["process_version"])
    proving.named(records, contents)
    if not records["pipeline"]:
        raise proving.fault(_("it holds no pipeline"))
    return DeskFile(path.name, records, beside, contents)


def _refuse_other(name: str, head: Mapping[str, Any], schema: int) -> None:
    """Raises KnownError unless the head is that of an export this version understands."""
    if head.get("format") != HEAD["format"]:
        raise broken(name, _("it does not say that it is one"))
    for key, newest in (("version", VERSION), ("schema", schema)):
        number = head.get(key)
        if not isinstance(number, int) or isinstance(number, bool) or number < 1:
            raise broken(name, _("it has no “{key}”").format(key=key))
        if number > newest:
            text = _("“{name}” is of a newer SalesDesk than this one. Nothing was taken in. Update "
                     "SalesDesk, and try again.")  # fmt: skip
            raise KnownError(text.format(name=name))
    if head["schema"] < OLDEST_SCHEMA:
        raise broken(name, _("it is of a SalesDesk that is too old"))


class _Proving:
    """The checks on one file; its name goes into every sentence."""

    def __init__(self, name: str) -> None:
        self._name = name

    def fault(self, why: str) -> KnownError:
        """What to raise."""
        return broken(self._name, why)

    def complete(self, wanted: Iterable[str], given: Container[str]) -> None:
        """Raises KnownError unless there is a list, be it empty, for each of these."""
        for name in wanted:
            if name not in given:
                raise self.fault(_("its list “{kind}” is missing").format(kind=name))

    def records(self, kind: str, rows: Sequence[Mapping[str, Any]], types: Types) -> list[Row]:
        """The rows of a kind, proved."""
        from salesdesk.store.images import checksum

        found = []
        for row in rows:
            values = self.row(kind, row, types)
            self._words(kind, values)
            if values[_STAMPED] != checksum(kind, values):
                text = _("the record {id} of “{kind}” is not what its checksum says")
                raise self.fault(text.format(id=str(values["id"])[:40], kind=kind))
            found.append(values)
        if len({row["id"] for row in found}) != len(found):
            raise self.fault(_("two records of “{kind}” have the same id").format(kind=kind))
        return found

    def row(self, kind: str, row: Mapping[str, Any], types: Types) -> Row:
        """One row with every column, each value of its type."""
        unknown = sorted(row.keys() - types.keys())
        if unknown:
            raise self._odd(kind, row, unknown[0])
        return {
            column: self._value(kind, row, column, wanted, may_be_null)
            for column, (wanted, may_be_null) in types.items()
        }

    def content(self, row: Mapping[str, Any]) -> tuple[str, bytes]:
        """(digest, bytes) of a kept file."""
        try:
            content = b64decode(row["bytes"], validate=True)
            if row["digest"] != sha256(content).hexdigest():
                raise ValueError(row["digest"])
        except (KeyError, TypeError, ValueError, binascii.Error) as error:
            raise self.fault(_("the content of a file is damaged")) from error
        return row["digest"], content

    def processes(self, rows: Sequence[Row]) -> None:
        """Raises KnownError unless each sales process in it can be followed."""
        from salesdesk.domain.process_plain import from_plain

        for row in rows:
            try:
                from_plain(json.loads(row["body"]))
            except Exception as error:
                text = _("the sales process “{name}” makes no sense")
                raise self.fault(text.format(name=str(row["name"])[:40])) from error

    def named(self, records: Mapping[str, Sequence[Row]], contents: Mapping[str, bytes]) -> None:
        """Raises KnownError unless each row and content that is named is there."""
        from salesdesk.store.reads import whole

        known = {kind: {row["id"] for row in rows} for kind, rows in records.items()}
        for kind, rows in records.items():
            for column, target in whole.references(kind).items():
                for row in rows:
                    if row[column] is not None and row[column] not in known[target]:
                        raise self._odd(kind, row, column)
        for row in records["attachment"]:
            if row["digest"] not in contents:
                raise self.fault(_("the content of “{file}” is missing").format(file=row["name"]))

    def _value(
        self, kind: str, row: Mapping[str, Any], column: str, wanted: type, may_be_null: bool
    ) -> Any:
        value = row.get(column)
        if value is None and may_be_null:
            return None
        if wanted is bool and type(value) is int and value in (0, 1):
            return bool(value)
        if wanted is bytes and isinstance(value, str):
            try:
                return b64decode(value, validate=True)
            except (ValueError, binascii.Error) as error:
                raise self._odd(kind, row, column) from error
        is_wide = isinstance(value, int) and not -_WIDEST <= value < _WIDEST
        if type(value) is not wanted or is_wide:
            raise self._odd(kind, row, column)
        if isinstance(value, str):
            self._text(kind, row, column, value)
        return value

    def _text(self, kind: str, row: Mapping[str, Any], column: str, value: str) -> None:
        """Raises KnownError for half a character, and for a day or an instant that is none."""
        try:
            value.encode()
            if column.endswith(_DAYS) and column != _WORDS_ALL_THE_SAME:
                dt.date.fromisoformat(value)
            elif column.endswith("_at"):
                dt.datetime.fromisoformat(value)
        except ValueError as error:
            raise self._odd(kind, row, column) from error

    def _words(self, kind: str, values: Row) -> None:
        for (of, column), words in WORDS.items():
            if of == kind and values[column] is not None and values[column] not in words:
                raise self._odd(kind, values, column)
        if "order_key" in values and not ORDER_KEY.fullmatch(str(values["order_key"])):
            raise self._odd(kind, values, "order_key")

    def _odd(self, kind: str, row: Mapping[str, Any], column: str) -> KnownError:
        text = _("“{column}” of the record {id} of “{kind}” cannot be taken")
        record = str(row.get("id", row.get("seq", "?")))[:40]
        return self.fault(text.format(column=column[:40], id=record, kind=kind))
