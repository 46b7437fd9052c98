"""Kept bytes: whether they are whole and all there, and which of them nobody names any more.

Called by `store.check`. Bytes are named by attachments, by the sender's logo, and by the history:
a file that was taken back can be done again, so its bytes stay as long as the step does.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any, Final

from salesdesk.store.check_history import Fault
from salesdesk.store.readable import Readable
from salesdesk.store.record_names import Names
from salesdesk.store.watch import Watch
from salesdesk.support.i18n import _

NAMES: Final = (("attachment", "digest"), ("sender", "logo"))
"""The tables and columns that name kept bytes."""
_DIGEST = re.compile(rb'"([0-9a-f]{64})"')


def faults(raw: Any, watch: Watch) -> Iterator[Fault]:
    """A fault for each kept content that is damaged, of another size or missing.

    `raw` is the driver's connection.
    """
    sizes: dict[str, int] = {}
    broken = set[str]()
    reader = Readable(raw, "blob", watch, key="digest")
    for _rowid, row in reader.rows():
        watch.step()
        if is_whole(row):
            sizes[row["digest"]] = row["size"]
        else:
            broken.add(str(row["digest"]))
    if reader.trouble:
        broken.update(digest for digest in reader.ids() if digest not in sizes)
    named = set[str]()
    for table, column in NAMES:
        yield from _of_named(raw, table, column, sizes, broken, named)
    for digest in sorted(broken - named):
        text = _("A content that no file names any more ({digest}) is damaged.")
        yield Fault(text.format(digest=digest[:12]), "blob", digest)


def is_whole(row: Mapping[str, Any]) -> bool:
    """Whether a content has the size and the sum that it is kept under."""
    content = row["bytes"]
    return (
        isinstance(content, bytes)
        and len(content) == row["size"]
        and sha256(content).hexdigest() == row["digest"]
    )


def _of_named(
    raw: Any, table: str, column: str, sizes: dict[str, int], broken: set[str], named: set[str]
) -> Iterator[Fault]:
    """What is wrong with the contents that a table names; puts their digests into `named`."""
    names = Names(raw)
    for _rowid, row in Readable(raw, table).rows():
        digest = row[column]
        if not digest:
            continue
        named.add(digest)
        record = names.of(table, row)
        if digest in broken:
            words = _("{record}: its content is damaged.")
        elif digest not in sizes:
            words = _("{record}: its content is missing.")
        elif row.get("size", sizes[digest]) != sizes[digest]:
            words = _("{record}: its content has another size than was written down.")
        else:
            continue
        yield Fault(words.format(record=record), table, row["id"])


def drop_unnamed(raw: Any) -> int:
    """Removes the bytes that nobody names, inside the caller's transaction; how many there were."""
    named = _named_digests(raw)
    gone = [
        (digest,) for (digest,) in raw.execute("SELECT digest FROM blob") if digest not in named
    ]
    if gone:
        kept_by_history = _in_history(raw)
        gone = [each for each in gone if each[0] not in kept_by_history]
        raw.executemany("DELETE FROM blob WHERE digest = ?", gone)
    return len(gone)


def _named_digests(raw: Any) -> set[str]:
    found: set[str] = set()
    for table, column in NAMES:
        found.update(row[0] for row in raw.execute(f'SELECT "{column}" FROM "{table}"'))
    return found


def _in_history(raw: Any) -> set[str]:
    """Every digest in a row image; an image that cannot be read keeps nothing."""
    found: set[str] = set()
    for (images,) in raw.execute("SELECT images FROM journal_part"):
        try:
            words = zlib.decompress(images)
        except (zlib.error, TypeError):
            continue
        found.update(match.decode() for match in _DIGEST.findall(words))
    return found
