"""Writing imported accounts, products and contacts.

Called by `import_rows` inside the import's unit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from salesdesk.domain.ids import new_id
from salesdesk.domain.importing import ParsedRow
from salesdesk.usecases.import_known import AT_ONCE, CustomBatch, Known, Values, existing, fill

if TYPE_CHECKING:
    from salesdesk.store.schema import Product
    from salesdesk.store.unit import Unit
    from salesdesk.usecases.import_rows import FileCounts, ReadFile

_ACCOUNT = (
    "name", "industry", "size", "revenue", "website", "phone", "city", "country", "tools",
    "about", "owner", "external_id", "import_key",
)  # fmt: skip
_PRODUCT = ("name", "code", "family", "about", "external_id", "import_key")
_PERSON = ("name", "title", "email", "phone", "linkedin", "about", "external_id", "import_key")


def write_accounts(unit: Unit, known: Known, file: ReadFile, counts: FileCounts) -> None:
    """Adds accounts, fills in those that were only a name, links parents by name."""
    from salesdesk.store.schema import Account

    there = existing(unit, Account, file.rows)
    new: list[Values] = []
    customs = CustomBatch(unit, known, "account")
    parents: list[tuple[str, str]] = []
    mode = file.plan.duplicates
    for row in counts.watched(file.rows):
        values = {name: row.get(name) for name in _ACCOUNT}
        by_key = there.get(row["import_key"])
        found = by_key or known.accounts.find(external_id=row["external_id"], name=row["name"])
        if found and mode != "add":
            account = unit.maybe(Account, found)
            # An account that only deals have named so far is filled in, whatever the choice.
            bare = account is not None and account.import_key is None
            if account is not None and (mode == "update" or bare):
                changed = fill(account, values, only_blank=mode != "update")
                changed |= customs.merge(found, row["custom"])
                counts.updated += changed
                counts.skipped += not changed
            else:
                counts.skipped += 1
            continue
        row_id = new_id()
        new.append({"id": row_id, **values})
        known.accounts.add(
            row_id, external_id=row["external_id"], name=row["name"], website=row["website"]
        )
        there[row["import_key"]] = row_id
        customs.add(row_id, row["custom"])
        if row["parent_name"]:
            parents.append((row_id, row["parent_name"]))
        counts.added += 1
    _link_parents(known, new, parents)
    unit.add_many(Account, _parents_first(new))
    customs.write()
    unit.settle()


def _link_parents(known: Known, new: list[Values], parents: list[tuple[str, str]]) -> None:
    by_id = {values["id"]: values for values in new}
    for row_id, name in parents:
        parent = known.accounts.find(name=name)
        if parent is None:
            parent = new_id()
            new.append({"id": parent, "name": name})
            known.accounts.add(parent, name=name)
        if parent != row_id:
            by_id[row_id]["parent_id"] = parent


def _parents_first(rows: list[Values]) -> list[Values]:
    """Rows in an order in which each parent stands before its children; circles are cut."""
    by_id = {row["id"]: row for row in rows}
    done: dict[str, Values] = {}

    def put(row: Values, above: frozenset[str]) -> None:
        parent = by_id.get(row.get("parent_id") or "")
        if parent is not None and parent["id"] in above:
            row["parent_id"] = None
        elif parent is not None and parent["id"] not in done:
            put(parent, above | {row["id"]})
        done.setdefault(row["id"], row)

    for row in rows:
        put(row, frozenset({row["id"]}))
    return list(done.values())


def write_products(unit: Unit, known: Known, file: ReadFile, counts: FileCounts) -> None:
    """Adds products with their list price."""
    from salesdesk.store.schema import Price, Product

    there = existing(unit, Product, file.rows)
    new: list[Values] = []
    prices: list[Values] = []
    customs = CustomBatch(unit, known, "product")
    for row in counts.watched(file.rows):
        found = there.get(row["import_key"]) or known.products.find(
            external_id=row["external_id"], name=row["name"]
        )
        if found and file.plan.duplicates != "add":
            product = unit.maybe(Product, found) if file.plan.duplicates == "update" else None
            changed = product is not None and _update_product(unit, product, row)
            changed |= product is not None and customs.merge(found, row["custom"])
            counts.updated += changed
            counts.skipped += not changed
            continue
        row_id = new_id()
        new.append({"id": row_id, **{name: row[name] for name in _PRODUCT}})
        if row["price_minor"] is not None:
            prices.append(_price(row_id, row))
        known.products.add(row_id, external_id=row["external_id"], name=row["name"])
        there[row["import_key"]] = row_id
        customs.add(row_id, row["custom"])
        counts.added += 1
    unit.add_many(Product, new)
    unit.add_many(Price, prices)
    customs.write()


def _price(product_id: str, row: ParsedRow) -> Values:
    return {
        "id": new_id(),
        "product_id": product_id,
        "amount_minor": row["price_minor"],
        "currency": row["currency"],
        "unit": row["unit"],
    }


def _update_product(unit: Unit, product: Product, row: ParsedRow) -> bool:
    from salesdesk.store.schema import Price

    changed = fill(product, {name: row[name] for name in _PRODUCT}, only_blank=False)
    if row["price_minor"] is not None:
        price = next(iter(unit.match(Price, product_id=product.id, currency=row["currency"])), None)
        if price is None:
            unit.add(Price(**_price(product.id, row)))
            changed = True
        else:
            changed |= fill(price, {"amount_minor": row["price_minor"]}, only_blank=False)
    return changed


def write_contacts(unit: Unit, known: Known, file: ReadFile, counts: FileCounts) -> None:
    """Adds people, each linked to the account it names."""
    from salesdesk.store.schema import Account, Person

    there = existing(unit, Person, file.rows)
    accounts: list[Values] = []
    new: list[Values] = []
    customs = CustomBatch(unit, known, "person")
    mode = file.plan.duplicates
    for row in counts.watched(file.rows):
        values = {name: row[name] for name in _PERSON}
        values["account_id"] = account_id = known.account(row, accounts)
        at = f"{row['name']}|{account_id or ''}"
        found = there.get(row["import_key"]) or known.people.find(
            external_id=row["external_id"], email=row["email"], name_at=at
        )
        if found and mode != "add":
            unit.add_many(Account, accounts)
            accounts.clear()
            person = unit.maybe(Person, found)
            changed = False
            # A person whom only deals have named so far is filled in, whatever the choice.
            if person is not None and (mode == "update" or person.import_key is None):
                changed = fill(person, values, only_blank=mode != "update")
                changed |= customs.merge(found, _others(row))
            counts.updated += changed
            counts.skipped += not changed
            continue
        row_id = new_id()
        new.append({"id": row_id, **values})
        known.people.add(row_id, external_id=row["external_id"], email=row["email"], name_at=at)
        there[row["import_key"]] = row_id
        customs.add(row_id, _others(row))
        counts.added += 1
        if len(new) == AT_ONCE:
            _write_people(unit, accounts, new, customs)
    _write_people(unit, accounts, new, customs)


def _write_people(
    unit: Unit, accounts: list[Values], people: list[Values], customs: CustomBatch
) -> None:
    """Writes what is in hand, and empties it."""
    from salesdesk.store.schema import Account, Person

    unit.add_many(Account, accounts)
    unit.add_many(Person, people)
    customs.write()
    accounts.clear()
    people.clear()
    unit.settle()


def _others(row: ParsedRow) -> dict[str, str]:
    """The row's custom values, with further mail addresses and phones beside them."""
    custom: dict[str, str] = dict(row["custom"])
    for key, name in (("email_others", "Other mail addresses"), ("phone_others", "Other phones")):
        if row.get(key):
            custom[name] = "; ".join(row[key])
    return custom
