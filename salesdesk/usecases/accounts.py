"""Accounts: the companies that deals are with. Add, edit, bin, restore, and find look-alikes.

Called by the deal dialogs, the accounts table, imports and the command line.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypedDict

from salesdesk.domain import entry
from salesdesk.domain.errors import KnownError
from salesdesk.domain.ids import new_id
from salesdesk.support.i18n import _

if TYPE_CHECKING:
    from salesdesk.store.schema import Account
    from salesdesk.store.unit import Unit
    from salesdesk.usecases.desk import Desk

ALIKE = 88
"""From this likeness (0 to 100) on, two names are offered as perhaps the same."""


class AccountChanges(TypedDict, total=False):
    """The fields of an account that may be edited; only those present change, None empties."""

    name: str
    parent_id: str | None
    industry: str | None
    size: str | None
    revenue: str | None
    website: str | None
    phone: str | None
    city: str | None
    country: str | None
    tools: str | None
    about: str | None
    owner: str | None


def _account_name(value: Any) -> str:
    return entry.name(value, _("An account needs a name. Nothing was changed."))


_CHECKS: Mapping[str, Callable[[Any], Any]] = {
    "name": _account_name,
    "parent_id": lambda value: value or None,
    **dict.fromkeys(
        ("industry", "size", "revenue", "website", "phone", "city", "country", "owner"), entry.line
    ),
    "tools": entry.text,
    "about": entry.text,
}


@dataclass(frozen=True)
class AddAccount:
    """Adds an account. `account_id` may be read before the command has run."""

    name: str
    fields: AccountChanges = field(default_factory=AccountChanges)
    account_id: str = field(default_factory=new_id)

    @property
    def label(self) -> str:
        """For the undo menu."""
        return _("Add account {name}").format(name=self.name.strip())

    def apply(self, unit: Unit) -> None:
        """Raises KnownError when there is no name, or an account of that name is there already."""
        from salesdesk.store.schema import Account

        values = checked({**self.fields, "name": self.name})
        if _same_name(unit, values["name"]) is not None:
            raise KnownError(
                _("There is an account “{name}” already. Nothing was added; use that one.").format(
                    name=values["name"]
                )
            )
        unit.add(Account(id=self.account_id, **values))


@dataclass(frozen=True)
class EditAccount:
    """Changes fields of an account."""

    account_id: str
    changes: AccountChanges

    @property
    def label(self) -> str:
        """For the undo menu; `apply` sets one that names the account."""
        return _("Edit account")

    def apply(self, unit: Unit) -> None:
        """Raises KnownError when a value cannot be taken or the parents would form a ring."""
        from salesdesk.store.schema import Account

        account = unit.get(Account, self.account_id)
        for column, value in checked(self.changes).items():
            setattr(account, column, value)
        _refuse_ring(unit, account)
        unit.label = _("Edit account {name}").format(name=account.name)


@dataclass(frozen=True)
class BinAccount:
    """Puts an account into the bin; only one that no deal in use belongs to."""

    account_id: str

    @property
    def label(self) -> str:
        """For the undo menu; `apply` sets one that names the account."""
        return _("Put account into the bin")

    def apply(self, unit: Unit) -> None:
        """Raises KnownError while deals belong to the account."""
        from salesdesk.store.schema import Account, Deal

        account = unit.get(Account, self.account_id)
        deal = unit.first(Deal, Deal.account_id == account.id)
        if deal is not None:
            raise KnownError(
                _("“{deal}” belongs to this account. Nothing was changed; move or bin its deals "
                  "first.").format(deal=deal.name)
            )  # fmt: skip
        unit.bin(account)
        unit.label = _("Put account {name} into the bin").format(name=account.name)


@dataclass(frozen=True, slots=True)
class AccountName:
    """An account as a list offers it."""

    id: str
    name: str


def account_names(desk: Desk) -> tuple[AccountName, ...]:
    """All accounts in use by name, for choosing one."""
    from salesdesk.store.reads import parties

    rows = desk.read(parties.account_names)
    return tuple(AccountName(row.id, row.name) for row in rows)


def namesakes(desk: Desk, account_ids: Collection[str]) -> tuple[str, ...]:
    """The names of those of the accounts in use that another in use is called like."""
    names = account_names(desk)
    often = Counter(each.name.casefold() for each in names)
    return tuple(e.name for e in names if e.id in account_ids and often[e.name.casefold()] > 1)


def similar_accounts(desk: Desk, name: str, limit: int = 5) -> tuple[AccountName, ...]:
    """Accounts whose names are like `name` ("GTXPro" and "GTX Pro"), most alike first.

    For a hint only: nothing is ever merged by itself.
    """
    from rapidfuzz import fuzz, process

    wanted = _plain(name)
    if not wanted:
        return ()
    names = account_names(desk)
    found = process.extract(
        wanted, [_plain(a.name) for a in names], scorer=fuzz.ratio, score_cutoff=ALIKE, limit=limit
    )
    return tuple(names[at] for _text, _score, at in found)


def account_named(unit: Unit, name: str) -> Account:
    """The account of that name, whatever its case; added when there is none."""
    from salesdesk.store.schema import Account

    return _same_name(unit, name) or unit.add(Account(name=checked({"name": name})["name"]))


def checked(changes: AccountChanges) -> dict[str, Any]:
    """The tidied values by column. Raises KnownError for one that cannot be taken."""
    return {key: _CHECKS[key](value) for key, value in changes.items()}


def _same_name(unit: Unit, name: str) -> Account | None:
    from salesdesk.store.reads import parties
    from salesdesk.store.schema import Account

    wanted = name.casefold()
    for row in unit.rows(parties.ACCOUNT_NAMES):
        if row.name.casefold() == wanted:
            return unit.get(Account, row.id)
    return None


def _refuse_ring(unit: Unit, account: Account) -> None:
    """Raises KnownError when an account would be above itself."""
    from salesdesk.store.schema import Account

    seen, above = {account.id}, account.parent_id
    while above:
        if above in seen:
            raise KnownError(
                _("“{name}” would belong to itself. Nothing was changed; choose another parent.")
                .format(name=account.name)
            )  # fmt: skip
        seen.add(above)
        above = unit.get(Account, above).parent_id


def _plain(name: str) -> str:
    """The letters and digits of a name, without case."""
    return "".join(c for c in name.casefold() if c.isalnum())
