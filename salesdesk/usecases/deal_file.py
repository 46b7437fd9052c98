"""One deal as one file: written from this desk, read and proved from another's.

Called by File → Export this deal, by File → Take in a deal, and by the command line. `taking_deal`
puts what was read into the desk.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from salesdesk.domain.errors import KnownError
from salesdesk.domain.facts import FACT_KINDS, INFLUENCES, ROLES, STANCES
from salesdesk.domain.file_safety import cleaned_name
from salesdesk.formats import deal_archive
from salesdesk.formats.deal_archive import SUFFIX, Records, damaged, newer
from salesdesk.support.i18n import _

if TYPE_CHECKING:
    from salesdesk.usecases.desk import Desk

__all__ = ["SUFFIX", "DealFile", "Written", "export_deal", "read_deal_file"]

OLDEST_SCHEMA: Final = 3
"""The first schema that wrote such files."""
MOST_ROWS: Final = 100_000
LONGEST_VALUE: Final = 2_000_000
_NAMES: Final = ("deal", "account", "pipeline", "process_key", "process")
_ID = re.compile(r"[0-9a-f]{32}")
ORDER_KEY = re.compile(r"[0-9A-Za-z]*[1-9A-Za-z]")
WORDS: Final[Mapping[tuple[str, str], tuple[str, ...]]] = {
    ("deal", "status"): ("open", "won", "lost"),
    ("deal", "category"): ("pipeline", "best_case", "commit", "omitted"),
    ("deal_person", "role"): ROLES,
    ("deal_person", "influence"): INFLUENCES,
    ("deal_person", "stance"): STANCES,
    ("fact", "kind"): FACT_KINDS,
    ("activity", "kind"): ("call", "email", "meeting", "note"),
    ("next_step", "kind"): ("call", "email", "meeting", "demo", "task"),
    ("attachment", "kind"): ("file", "mail", "card"),
}
"""Columns of fixed words that screens rely on."""


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: where, how many records, how many files."""

    path: Path
    rows: int
    files: int


@dataclass(frozen=True)
class DealFile:
    """A deal that was read and proved, not yet taken in; `records` by kind, as the store keeps."""

    name: str
    deal: str
    account: str
    pipeline: str
    process_key: str
    process: str
    records: Records = field(repr=False)
    contents: Mapping[str, bytes] = field(repr=False)

    @property
    def deal_row(self) -> Mapping[str, Any]:
        """The deal itself."""
        return self.records["deal"][0]

    def count(self, kind: str) -> int:
        """How many records of a kind it brings."""
        return len(self.records.get(kind, ()))


def export_deal(desk: Desk, deal_id: str, target: Path) -> Written:
    """Writes one deal with all that belongs to it. An earlier file of ours is replaced.

    Raises KnownError when the deal is gone, a file's content is damaged, or it cannot be written.
    """
    from salesdesk.store.reads import deal_rows, files

    if not deal_archive.is_ours(target):
        text = _("“{name}” exists and is no deal of ours, so it was left as it is. Choose another "
                 "name.")  # fmt: skip
        raise KnownError(text.format(name=target.name))

    def reading(connection: Any) -> tuple[Any, Any, dict[str, bytes]]:
        records = deal_rows.gather(connection, deal_id)
        if not records:
            raise KnownError(_("That deal is not in the desk any more. Nothing was written."))
        contents = {}
        for row in records.get("attachment", ()):
            content = files.content(connection, row["digest"])
            contents[row["digest"]] = _proved(content, row)
        return deal_rows.home(connection, deal_id), records, contents

    home, records, contents = desk.read(reading)
    deal = records["deal"][0]
    account = next(
        (a["name"] for a in records.get("account", ()) if a["id"] == deal["account_id"]), ""
    )
    head = {
        "schema": deal_rows.SCHEMA, "deal": deal["name"], "account": account,
        "pipeline": home.pipeline, "process_key": home.process_key, "process": home.process,
    }  # fmt: skip
    deal_archive.write(target, head, records, contents)
    return Written(target, sum(map(len, records.values())), len(contents))


def read_deal_file(path: Path) -> DealFile:
    """Reads and proves a file. Raises KnownError when it is damaged, newer, or no such file."""
    from salesdesk.store.reads import deal_rows

    archive = deal_archive.read(path)
    head = archive.head
    try:
        schema = int(head["schema"])
        if schema > deal_rows.SCHEMA:
            raise newer(path.name)
        if schema < OLDEST_SCHEMA:
            raise ValueError(schema)
        records = _checked(archive.records, archive.contents)
        names = {key: str(head[key])[:300] for key in _NAMES}
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise damaged(path.name) from error
    return DealFile(
        name=path.name,
        deal=names["deal"],
        account=names["account"],
        pipeline=names["pipeline"],
        process_key=names["process_key"],
        process=names["process"],
        records=records,
        contents=archive.contents,
    )


def _proved(content: bytes | None, row: Mapping[str, Any]) -> bytes:
    from hashlib import sha256

    if content is None or sha256(content).hexdigest() != row["digest"]:
        raise KnownError(
            _("The content of “{file}” is damaged or missing. Nothing was written. Remove the "
              "file, or look into a backup, and export again.").format(file=row["name"])
        )  # fmt: skip
    return content


def _checked(records: Records, contents: Mapping[str, bytes]) -> Records:
    """The records, each as the store would take it. Raises ValueError, KeyError or TypeError."""
    from salesdesk.store.reads import deal_rows

    if len(records["deal"]) != 1 or sum(map(len, records.values())) > MOST_ROWS:
        raise ValueError("rows")
    known = {kind: {row["id"] for row in rows} for kind, rows in records.items()}
    everything = [row_id for ids in known.values() for row_id in ids]
    if len(set(everything)) != sum(map(len, records.values())):
        raise ValueError("ids")
    found: dict[str, list[dict[str, Any]]] = {}
    for kind, rows in records.items():
        types = deal_rows.column_types(kind)
        targets = deal_rows.references(kind)
        found[kind] = [_row(kind, row, types, targets, known) for row in rows]
    for file in found.get("attachment", ()):
        file["name"], file["size"] = cleaned_name(file["name"]), len(contents[file["digest"]])
    return found


def _row(
    kind: str,
    row: Mapping[str, Any],
    types: Mapping[str, tuple[type, bool]],
    targets: Mapping[str, str],
    known: Mapping[str, set[str]],
) -> dict[str, Any]:
    from salesdesk.store.reads import deal_rows

    if row.keys() - types.keys() or not _ID.fullmatch(row["id"]):
        raise ValueError(kind)
    values = {
        column: _value(row.get(column), wanted, may_be_null)
        for column, (wanted, may_be_null) in types.items()
    }
    for column, target in targets.items():
        named = values[column]
        if named and target not in deal_rows.STAY_BEHIND and named not in known.get(target, ()):
            raise ValueError(column)
    for (of, column), words in WORDS.items():
        if of == kind and values[column] not in words:
            raise ValueError(column)
    if "order_key" in values and not ORDER_KEY.fullmatch(values["order_key"]):
        raise ValueError("order_key")
    return values


def _value(value: Any, wanted: type, may_be_null: bool) -> Any:
    """A value of the right type. Raises ValueError."""
    if value is None and may_be_null:
        return None
    if type(value) is not wanted and not (wanted is bool and value in (0, 1)):
        raise ValueError(value)
    return _text(value) if isinstance(value, str) else value


def _text(value: str) -> str:
    """As a store can keep it."""
    if len(value) > LONGEST_VALUE:
        raise ValueError(len(value))
    whole = value.replace("\x00", "").encode("utf-16-le", "surrogatepass")
    return whole.decode("utf-16-le", "replace")
