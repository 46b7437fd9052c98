"""What an import knows: the accounts, people, products and fields there are, found by any key.

Made by `import_rows` inside the import's unit, for `import_parties` and `import_deals`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from salesdesk.domain.ids import new_id
from salesdesk.domain.importing import ParsedRow
from salesdesk.domain.importing_links import same_key
from salesdesk.domain.ordering import key_between

if TYPE_CHECKING:
    from salesdesk.store.schema import Row
    from salesdesk.store.unit import Unit

Values = dict[str, Any]

AT_ONCE = 5000
"""So many rows are written, with all that hangs on them, before the next are made."""


class Known:
    """What the store and this import know so far, by every way to find it. Values are ids."""

    def __init__(self, unit: Unit) -> None:
        from salesdesk.store.schema import Account, CustomField, Person, Product

        self._unit = unit
        self.accounts = Index(("external_id", "name", "website"))
        self.people = Index(("external_id", "email", "name_at"))
        self.products = Index(("external_id", "name"))
        self.fields: dict[tuple[str, str], str] = {}
        for row in unit.listing(Account, "id", "external_id", "name", "website"):
            self.accounts.add(
                row.id, external_id=row.external_id, name=row.name, website=row.website
            )
        for row in unit.listing(Person, "id", "external_id", "email", "name", "account_id"):
            at = f"{row.name}|{row.account_id or ''}"
            self.people.add(row.id, external_id=row.external_id, email=row.email, name_at=at)
        for row in unit.listing(Product, "id", "external_id", "name"):
            self.products.add(row.id, external_id=row.external_id, name=row.name)
        for field in unit.find(CustomField, order_by=CustomField.order_key):
            self.fields[field.entity, field.name.casefold()] = field.id
        self._last_field = key_between(None, None)

    def account(self, row: ParsedRow, new: list[Values]) -> str | None:
        """The id of the account that a contact or deal names; a new one is put into `new`."""
        name, external = row.get("account_name"), row.get("account_external_id")
        website = row.get("account_website")
        found = self.accounts.find(external_id=external, name=name, website=website)
        if found or not name:
            return found
        account_id = new_id()
        values = {
            "id": account_id,
            "name": name,
            "external_id": external,
            "website": website,
            "industry": row.get("account_industry"),
            "phone": row.get("account_phone"),
            "city": row.get("account_city"),
            "country": row.get("account_country"),
        }
        new.append(values)
        self.accounts.add(account_id, external_id=external, name=name, website=website)
        return account_id

    def person(self, row: ParsedRow, account_id: str | None, new: list[Values]) -> str | None:
        """The id of the person that a deal names; a new one is put into `new`."""
        name, email = row.get("person_name"), row.get("person_email")
        external = row.get("person_external_id")
        at = f"{name}|{account_id or ''}" if name else None
        found = self.people.find(external_id=external, email=email, name_at=at)
        if found or not (name or email):
            return found
        person_id = new_id()
        values = {
            "id": person_id,
            "name": name or email,
            "account_id": account_id,
            "email": email,
            "phone": row.get("person_phone"),
            "title": row.get("person_title"),
            "external_id": external,
        }
        new.append(values)
        self.people.add(person_id, external_id=external, email=email, name_at=at)
        return person_id

    def field(self, entity: str, name: str, new: list[Values]) -> str:
        """The id of a custom field; a new one is put into `new`."""
        found = self.fields.get((entity, name.casefold()))
        if found is None:
            found = new_id()
            self._last_field = key_between(self._last_field, None)
            new.append({"id": found, "entity": entity, "name": name, "order_key": self._last_field})
            self.fields[entity, name.casefold()] = found
        return found


_TELLING = ("external_id", "email")
"""Keys that tell two rows apart: with different ones they are two, however alike their names."""


class Index:
    """Ids by several keys, asked for in the order of the keys."""

    def __init__(self, keys: Iterable[str]) -> None:
        self._by: dict[str, dict[str, str]] = {key: {} for key in keys}
        self._telling: dict[tuple[str, str], str] = {}

    def add(self, row_id: str, **values: str | None) -> None:
        """Remembers a row; the first one of a key stays."""
        for key, value in values.items():
            if value:
                folded = _folded(key, value)
                self._by[key].setdefault(folded, row_id)
                if key in _TELLING:
                    self._telling[row_id, key] = folded

    def find(self, **values: str | None) -> str | None:
        """The id that one of the values leads to, or None. Keys are asked in the order given.

        A row that a weaker key leads to is not the one when a stronger key says otherwise: two
        people called Anna Berg with a record id each are two people.
        """
        stronger: list[tuple[str, str]] = []
        for key, value in values.items():
            if not value:
                continue
            folded = _folded(key, value)
            found = self._by[key].get(folded)
            if found and all(self._telling.get((found, k), v) == v for k, v in stronger):
                return found
            if key in _TELLING:
                stronger.append((key, folded))
        return None


def _folded(key: str, value: str) -> str:
    if key == "website":
        return site(value)
    return value if key == "external_id" else same_key(value)


def site(address: str) -> str:
    """A website for comparison: the host without www."""
    host = urlsplit(address if "//" in address else f"//{address}").hostname or address
    return host.casefold().removeprefix("www.")


def existing(unit: Unit, kind: type[Any], rows: Iterable[ParsedRow]) -> dict[str, str]:
    """Ids of rows in use by their import key, as far as `rows` name them."""
    wanted = {row["import_key"] for row in rows}
    found = unit.listing(kind, "import_key", "id")
    return {key: row_id for key, row_id in found if key in wanted}


def fill(row: Row, values: Mapping[str, Any], *, only_blank: bool) -> bool:
    """Sets the values that are given; tells whether anything changed."""
    changed = False
    for name, value in values.items():
        now = getattr(row, name)
        if value is not None and value != now and not (only_blank and now is not None):
            setattr(row, name, value)
            changed = True
    return changed


class CustomBatch:
    """The custom values of one kind of rows, and the fields they need, to be written together."""

    def __init__(self, unit: Unit, known: Known, entity: str) -> None:
        self._unit = unit
        self._known = known
        self._entity = entity
        self._fields: list[Values] = []
        self._values: list[Values] = []

    def add(self, row_id: str, custom: Mapping[str, str]) -> None:
        """Takes in the values of a row."""
        for name, text in custom.items():
            field_id = self._known.field(self._entity, name, self._fields)
            self._values.append(
                {"id": new_id(), "field_id": field_id, "owner_id": row_id, "value": text}
            )

    def merge(self, row_id: str, custom: Mapping[str, str]) -> bool:
        """Brings the values of a row that is there in line; tells whether anything changed."""
        from salesdesk.store.schema import CustomValue

        there = {value.field_id: value for value in self._unit.match(CustomValue, owner_id=row_id)}
        changed, new = False, dict(custom)
        for name, text in custom.items():
            value = there.get(self._known.fields.get((self._entity, name.casefold()), ""))
            if value is not None:
                changed |= fill(value, {"value": text}, only_blank=False)
                del new[name]
        self.add(row_id, new)
        return changed or bool(new)

    def write(self) -> None:
        """Writes all of it; the rows themselves stand by now."""
        from salesdesk.store.schema import CustomField, CustomValue

        self._unit.add_many(CustomField, self._fields)
        self._unit.add_many(CustomValue, self._values)
        self._fields, self._values = [], []
