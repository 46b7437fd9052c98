"""Kept bytes: whether they are whole and all there, and which of them nobody names any more.

Called by `store.check`. Bytes are named by attachments, by the sender's logo, and by the history:
a file that was taken back can be done again, so its bytes stay as long as the step does.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from hashlib import sha256
from typing import Any, Final

from salesdesk.store.check_rows import short
from salesdesk.support.i18n import _

NAMES: Final = (("attachment", "digest"), ("sender", "logo"))
"""The tables and columns that name kept bytes."""
_DIGEST = re.compile(rb'"([0-9a-f]{64})"')


def faults(raw: Any) -> Iterator[str]:
    """A sentence for each kept content that is damaged, and for each named one that is missing.

    `raw` is the driver's connection.
    """
    kept = set()
    for digest, size, content in raw.execute("SELECT digest, size, bytes FROM blob"):
        kept.add(digest)
        is_bytes = isinstance(content, bytes)
        if not is_bytes or len(content) != size or sha256(content).hexdigest() != digest:
            text = _("The content {digest} of {names} is damaged.")
            yield text.format(digest=str(digest)[:12], names=_named(raw, digest))
    for table, column in NAMES:
        statement = f'SELECT id, "{column}" FROM "{table}" WHERE "{column}" IS NOT NULL'
        for row_id, digest in raw.execute(statement).fetchall():
            if digest not in kept:
                text = _("{table} {id} names a content {digest} that is not there.")
                yield text.format(table=table, id=row_id, digest=str(digest)[:12])


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


def _named(raw: Any, digest: str) -> str:
    rows = raw.execute("SELECT name FROM attachment WHERE digest = ? LIMIT 3", (digest,)).fetchall()
    return ", ".join(f"“{short(name)}”" for (name,) in rows) or _("no file")
