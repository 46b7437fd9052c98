"""Two desks side by side: which records one has and the other has not, and which look different.

Called by `usecases.restore_preview`. Reads past SQLAlchemy, so that a backup of an older schema
can be looked into too; a record in the bin counts as not there.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sqlcipher3 import dbapi2 as driver

from salesdesk.store import backup
from salesdesk.store.connection import connect
from salesdesk.store.images import STAMPS
from salesdesk.store.schema import KINDS

_STAMPS: Final = frozenset({*STAMPS, "id", "binned_at"})
Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Difference:
    """The ids of one kind that only the other has, that only this one has, and that differ."""

    added: tuple[str, ...]
    missing: tuple[str, ...]
    changed: tuple[str, ...]


class Sides:
    """This desk and another one, both open for looking."""

    def __init__(self, now: Any, then: Any) -> None:
        self._now, self._then = now, then
        self._columns: dict[str, list[str]] = {}

    def differences(self) -> dict[str, Difference]:
        """By kind; kinds without one are left out. Of 100,000 records it takes half a second.

        A deal that comes or goes stands for all that belongs to it.
        """
        found = {}
        for kind in KINDS:
            now, then = _marks(self._now, kind), _marks(self._then, kind)
            both = now.keys() & then.keys()
            each = Difference(
                tuple(sorted(then.keys() - now.keys())),
                tuple(sorted(now.keys() - then.keys())),
                tuple(sorted(i for i in both if now[i] != then[i] and self.fields(kind, i))),
            )
            if each.added or each.missing or each.changed:
                found[kind] = each
        return _without_parts(found, self._owners)

    def _owners(self, kind: str) -> dict[str, str]:
        """The deal of every record of a kind, by id, on either side; {} for what has none."""
        if "deal_id" not in KINDS[kind].__table__.c:
            return {}
        statement = f"SELECT id, deal_id FROM {kind} WHERE deal_id IS NOT NULL"
        found: dict[str, str] = {}
        for side in (self._now, self._then):
            with contextlib.suppress(driver.OperationalError):  # an older schema
                found.update(side.execute(statement).fetchall())
        return found

    def fields(self, kind: str, row_id: str) -> tuple[str, ...]:
        """The columns in which a record differs, stamps apart."""
        now, then = self.now(kind, row_id), self.then(kind, row_id)
        if now is None or then is None:
            return ()
        shared = [column for column in now if column in then and column not in _STAMPS]
        return tuple(column for column in shared if now[column] != then[column])

    def now(self, kind: str, row_id: str) -> Values | None:
        """A record of this desk, in the bin or not."""
        return _row(self._now, kind, row_id)

    def then(self, kind: str, row_id: str) -> Values | None:
        """A record of the other one."""
        return _row(self._then, kind, row_id)


def _without_parts(
    found: dict[str, Difference], owners: Callable[[str], dict[str, str]]
) -> dict[str, Difference]:
    """Without the records of deals that come or go as a whole: the deal stands for them."""
    whole = found.get("deal")
    deals = {*whole.added, *whole.missing} if whole else set[str]()
    kept = {}
    for kind, each in found.items():
        of = owners(kind) if deals else {}
        left = Difference(
            *(tuple(i for i in ids if of.get(i) not in deals) for ids in
              (each.added, each.missing, each.changed))
        )  # fmt: skip
        if left.added or left.missing or left.changed:
            kept[kind] = left
    return kept


@contextmanager
def opened(desk: Path, other: Path) -> Iterator[Sides]:
    """Both, as they are now. Raises KnownError when one cannot be read."""
    try:
        with (
            contextlib.closing(connect(desk, to_look=True)) as now,
            contextlib.closing(connect(other, to_look=True)) as then,
        ):
            # One moment of both, whatever a window writes meanwhile.
            now.execute("BEGIN")
            then.execute("BEGIN")
            yield Sides(now, then)
    except driver.Error as error:
        raise backup.unreadable(other, error) from error


def count(path: Path, kind: str) -> int:
    """How many records of a kind a closed desk has, the bin apart. Raises KnownError."""
    try:
        with contextlib.closing(connect(path, to_look=True)) as raw:
            statement = f"SELECT count(*) FROM {kind} WHERE binned_at IS NULL"
            return int(raw.execute(statement).fetchone()[0])
    except driver.Error as error:
        raise backup.unreadable(path, error) from error


def is_current(path: Path) -> bool:
    """Whether a closed desk is of the schema of this program. Raises KnownError."""
    from salesdesk.store import versions

    try:
        with contextlib.closing(connect(path, to_look=True)) as raw:
            return not versions.is_older(raw, path)
    except driver.Error as error:
        raise backup.unreadable(path, error) from error


def _marks(raw: Any, kind: str) -> dict[str, str]:
    """Checksum by id of what is in use; {} for a kind that this desk does not know."""
    try:
        found = raw.execute(f"SELECT id, checksum FROM {kind} WHERE binned_at IS NULL")
    except driver.OperationalError as error:
        if "no such table" in str(error):
            return {}
        raise
    return dict(found.fetchall())


def _row(raw: Any, kind: str, row_id: str) -> Values | None:
    try:
        cursor = raw.execute(f"SELECT * FROM {kind} WHERE id = ?", (row_id,))
    except driver.OperationalError as error:
        if "no such table" in str(error):
            return None
        raise
    row = cursor.fetchone()
    if row is None:
        return None
    return dict(zip((column[0] for column in cursor.description), row, strict=True))
