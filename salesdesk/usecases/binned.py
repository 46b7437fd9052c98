"""The bin: what was put away, restoring it, deleting it for good, and emptying it by itself.

Called by the Bin page and by the window's timer. Restoring is a command as all others and can be
undone; deleting for good is not and asks first.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from salesdesk.domain import record_words
from salesdesk.domain.errors import KnownError
from salesdesk.support.i18n import _, format_date, format_number, ngettext
from salesdesk.usecases.record_text import RecordTexts

if TYPE_CHECKING:
    from concurrent.futures import Future

    from salesdesk.domain.changes import Changes
    from salesdesk.store.door import Door
    from salesdesk.store.unit import Unit
    from salesdesk.usecases.desk import Desk

Item = tuple[str, str]
"""(table, id) of a record."""


class BinLine(NamedTuple):
    """Something in the bin, in words. `days_left` counts days on which the desk is opened."""

    id: str
    table: str
    name: str
    kind: str
    owner: str
    """The deal or account that it belongs to, "" for none."""
    binned_on: dt.date
    days_left: int

    @property
    def item(self) -> Item:
        """What names it to the commands."""
        return self.table, self.id


def bin_lines(desk: Desk) -> list[BinLine]:
    """All that lies in the bin, newest first."""
    from salesdesk.store import binned as store_bin

    def read(connection: Any) -> list[BinLine]:
        texts = RecordTexts(connection)
        return [_line(texts, each) for each in store_bin.listed(connection)]

    return desk.read(read)


def _line(texts: RecordTexts, each: Any) -> BinLine:
    when = dt.datetime.fromisoformat(each.binned_at).astimezone().date()
    name = texts.name(each.table, each.id) or _("(without words)")
    owner = texts.owner(each.table, each.id)
    kind = _(record_words.KINDS[each.table].one)
    return BinLine(each.id, each.table, name, kind, owner, when, each.days_left)


def days_left_words(days: int) -> str:
    """ "12 more days", as the bin counts them."""
    if days <= 0:
        return _("when the desk is next opened")
    return ngettext("{n} more day", "{n} more days", days).format(n=format_number(days))


def binned_words(line: BinLine) -> str:
    """When it was put into the bin."""
    return format_date(line.binned_on)


@dataclass(frozen=True)
class RestoreFromBin:
    """Takes records out of the bin, with all that was binned together with them.

    The account of a deal or a person comes along: a month later the bin would take it from them.
    """

    items: tuple[Item, ...]

    @property
    def label(self) -> str:
        """For the undo menu; `apply` sets one that names the record."""
        return _("Restore from the bin")

    def apply(self, unit: Unit) -> None:
        """Raises KnownError when a record is gone, or what it belongs to is in the bin."""
        from salesdesk.store import binned as store_bin
        from salesdesk.store.schema import KINDS, Deal
        from salesdesk.usecases.moves import back_in_place

        items = with_accounts(unit, self.items)
        whole = unit.look(lambda connection: store_bin.dependents(connection, items))
        rows = [unit.get(KINDS[table], row_id) for table, row_id in whole]
        for row in rows:
            row.binned_at = None
        back_in_place(unit, [row for row in rows if isinstance(row, Deal)])
        for table, row_id in self.items:
            _refuse_without_owner(unit, table, row_id)
        unit.label = self._label(unit)

    def _label(self, unit: Unit) -> str:
        if len(self.items) > 1:
            words = ngettext(
                "Restore {n} thing from the bin", "Restore {n} things from the bin",
                len(self.items),
            )  # fmt: skip
            return words.format(n=len(self.items))
        table, row_id = self.items[0]
        name = unit.look(lambda connection: RecordTexts(connection).name(table, row_id))
        return _("Restore {name}").format(name=name or _(record_words.KINDS[table].one))


def with_accounts(unit: Unit, items: tuple[Item, ...]) -> list[Item]:
    """The records, and the accounts in the bin that deals and people among them name."""
    from salesdesk.store.schema import KINDS, Account

    found = list(items)
    for table, row_id in items:
        if table in ("deal", "person"):
            row: Any = unit.get(KINDS[table], row_id)
            account = unit.maybe(Account, row.account_id)
            if account is not None and account.binned_at:
                found.append(("account", account.id))
    return found


def _refuse_without_owner(unit: Unit, table: str, row_id: str) -> None:
    """A note of a deal or an account in the bin would be restored to nowhere."""
    from salesdesk.store import binned as store_bin
    from salesdesk.store.schema import KINDS

    row = unit.get(KINDS[table], row_id)
    for column, target in store_bin.owners_of(table, row.__dict__):
        owner = unit.maybe(KINDS[target], getattr(row, column))
        if owner is None or not owner.binned_at:
            continue
        name = unit.look(lambda connection: RecordTexts(connection).name(target, owner.id))  # noqa: B023
        kind = _(record_words.KINDS[target].one)
        raise KnownError(
            _("This belongs to “{name}” ({kind}), which is in the bin itself. Nothing was changed; "
              "restore that first.").format(name=name or kind, kind=kind)
        )  # fmt: skip


def delete_for_good(desk: Desk, items: tuple[Item, ...]) -> Future[Changes]:
    """Queues removing binned records: rows, search words, files and their part in the history.

    The future raises KnownError when one of them is not in the bin; nothing is removed then.
    """
    words = ngettext("Delete {n} thing for good", "Delete {n} things for good", len(items))

    def work(door: Door) -> Changes:
        _refuse_unbinned(desk, items)
        return door.remove_for_good(_whole(desk, items), words.format(n=len(items)))

    return desk.through(work)


def _refuse_unbinned(desk: Desk, items: tuple[Item, ...]) -> None:
    from salesdesk.store.reads import history

    def read(connection: Any) -> list[Any]:
        return [history.row(connection, table, row_id) for table, row_id in items]

    for row in desk.read(read):
        if row is None or not row["binned_at"]:
            raise KnownError(
                _("One of them is not in the bin any more. Nothing was deleted; look again.")
            )


def _whole(desk: Desk, items: tuple[Item, ...]) -> list[Item]:
    from salesdesk.store import binned as store_bin

    return desk.read(lambda connection: store_bin.dependents(connection, items))


def tidy(desk: Desk) -> Future[Changes | None]:
    """Queues counting today as seen, and deleting what was in the bin for its thirty days.

    The future gives what was deleted, None for nothing.
    """
    from salesdesk.store import binned as store_bin

    def work(door: Door) -> Changes | None:
        day = desk.clock.today().isoformat()
        due = door.aside(lambda connection: store_bin.note_day(connection, day))
        if not due:
            return None
        words = ngettext(
            "{n} thing left the bin after its days there",
            "{n} things left the bin after their days there",
            len(due),
        )
        return door.remove_for_good(due, words.format(n=len(due)))

    return desk.through(work)
