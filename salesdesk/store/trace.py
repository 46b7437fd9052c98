"""What images touch: the rows, the deals they belong to, and which deals are no more.

Fed by the door with what a unit, an undo or a redo wrote, bit by bit: a million images pass
through it and are let go of again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Connection, select

from salesdesk.store.images import Image
from salesdesk.store.schema import KINDS, Card, Deal, DealPerson, DealTag

_ACCOUNT_COLUMNS = frozenset({"name", "industry", "size"})
"""What a card shows, and rules ask, of an account."""


class Trace:
    """`touched` holds ids by table, `gone` the deals whose rows were taken away."""

    def __init__(self) -> None:
        self.touched: dict[str, set[str]] = {}
        self.gone: set[str] = set()
        self._deals: set[str] = set()
        self._accounts: set[str] = set()
        self._pipelines: set[str] = set()
        self._others: dict[str, set[str]] = {}
        """Rows whose images hold the changed columns alone, and not the deal's id."""

    def take(self, images: Iterable[Image]) -> None:
        """Notes what these images touch."""
        touched, deals = self.touched, self._deals
        for image in images:
            touched.setdefault(image.table, set()).add(image.id)
            deals.update(deal_ids(image))
            if image.table == "deal":
                # A row that went and came again in one command is there.
                (self.gone.add if image.after is None else self.gone.discard)(image.id)
            elif image.before is not None and image.after is not None:
                self._take_changed(image)

    def _take_changed(self, image: Image) -> None:
        changed = {*(image.before or ()), *(image.after or ())}
        if "deal_id" in changed:
            return
        if image.table == "account":
            if changed & _ACCOUNT_COLUMNS:
                self._accounts.add(image.id)
        elif image.table == "pipeline":
            if "process_version_id" in changed:
                self._pipelines.add(image.id)
        else:
            self._others.setdefault(image.table, set()).add(image.id)

    def joined(self, later: Trace) -> Trace:
        """What both touch, for telling it. The owners are asked for before. Alters this one."""
        if not self.touched:
            return later
        for table, ids in later.touched.items():
            self.touched.setdefault(table, set()).update(ids)
        return self

    def owners(self, connection: Connection) -> set[str]:
        """Every deal whose card may look different after these changes."""
        found = self._deals | _owning(connection, self._others)
        found |= _listed(connection, Deal.id, Deal.account_id, self._accounts)
        return found | _listed(connection, Card.deal_id, Card.pipeline_id, self._pipelines)


def deal_ids(image: Image) -> Iterator[str]:
    """The deals that a row's change belongs to, before and after."""
    if image.table == "deal":
        yield image.id
    for values in (image.before, image.after):
        if values and values.get("deal_id"):
            yield values["deal_id"]


def _listed(connection: Connection, wanted: Any, column: Any, ids: set[str]) -> set[str]:
    """The `wanted` values of rows whose `column` is one of many ids, asked in parts."""
    found, rest = set[str](), sorted(ids)
    for start in range(0, len(rest), 500):
        statement = select(wanted).where(column.in_(rest[start : start + 500]))
        found.update(value for value in connection.execute(statement).scalars() if value)
    return found


def _owning(connection: Connection, rows: dict[str, set[str]]) -> set[str]:
    """The deals of changed rows whose images hold the changed columns alone."""
    deals: set[str] = set()
    for table_name, ids in rows.items():
        table = KINDS[table_name].__table__
        if "deal_id" in table.c:
            deals |= _listed(connection, table.c.deal_id, table.c.id, ids)
        elif table_name == "person":
            deals |= _listed(connection, DealPerson.deal_id, DealPerson.person_id, ids)
        elif table_name == "tag":
            deals |= _listed(connection, DealTag.deal_id, DealTag.tag_id, ids)
    return deals
