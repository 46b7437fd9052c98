"""The demo's rows, all but the deals: products, tags, filters, accounts, people, a webinar's crowd.

Turns the content of ``resources/demo`` into dicts for `Unit.add_many`. Knows no SQLAlchemy.
`usecases.demo_deals` adds the deals; the notation is told in ``resources/demo/README.md``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from salesdesk.domain.board_filter import BoardFilter
from salesdesk.domain.ordering import key_between, keys_between
from salesdesk.usecases.demo_content import Days, Ids, Line, line, lines

Plain = Mapping[str, Any]

TABLES = (
    "account", "person", "product", "price", "tag", "custom_field", "saved_filter", "deal", "stay",
    "gate_override", "deal_person", "own_question", "answer", "fact", "score", "line_item",
    "deal_competitor", "deal_tag", "objection", "activity", "call", "next_step", "note", "review",
    "handoff", "handoff_item", "custom_value", "value_link", "demo_item", "criterion_match",
    "concession", "action_plan", "plan_step", "practice", "attachment",
    "sender", "proposal", "proposal_option", "proposal_line", "proposal_point", "roi_input",
)  # fmt: skip
"""The tables that the demo fills; each stands behind those that its rows point to."""

_SHARES = {"EUR": 100, "GBP": 88, "USD": 110}
"""What a list price of one euro is in each currency, in pence and cents."""


class DemoRows:
    """Collects rows by table, and knows by name what was added; all but the deals."""

    def __init__(self, days: Days) -> None:
        self.rows: dict[str, list[dict[str, Any]]] = {table: [] for table in TABLES}
        self.days, self._ids = days, Ids(days.today)
        self.known_accounts: dict[str, str] = {}
        self.people: dict[str, str] = {}
        self.products: dict[str, str] = {}
        self.prices: dict[tuple[str, str], int] = {}
        self.tags: dict[str, str] = {}
        self.contents: dict[str, bytes] = {}
        """The bytes of files by their digest."""
        self._fields: dict[tuple[str, str], str] = {}

    def add(self, table: str, **values: Any) -> str:
        """Adds a row and gives its id."""
        row_id = self._ids.next()
        self.rows[table].append({"id": row_id, **values})
        return row_id

    def file(self, deal: str, name: str, day: int, text: str) -> None:
        """Adds a file to a deal; its bytes are kept with `contents`."""
        from hashlib import sha256

        from salesdesk.usecases.files import media_type_of

        content = text.encode()
        digest = sha256(content).hexdigest()
        self.contents[digest] = content
        self.add(
            "attachment", deal_id=deal, name=name, kind="file", media_type=media_type_of(name),
            size=len(content), digest=digest, added_on=self.days.work(str(day)),
        )  # fmt: skip

    def catalogue(self, plain: Plain) -> None:
        """Products with prices, tags, custom fields and saved filters."""
        for row in lines(plain["products"]):
            name, code, family, unit, price, about = row.parts
            product = self.add("product", name=name, code=code, family=family, about=about)
            self.products[name] = product
            for currency, share in _SHARES.items():
                amount = self.prices[name, currency] = int(price) * share
                self.add(
                    "price", product_id=product, amount_minor=amount, currency=currency, unit=unit
                )
        for name in plain["tags"]:
            self.tags[name] = self.add("tag", name=name)
        key = None
        for row in lines(plain["fields"]):
            entity, name = row.parts
            key = key_between(key, None)
            self._fields[entity, name] = self.add(
                "custom_field", entity=entity, name=name, order_key=key
            )
        self._filters(plain["filters"])
        self.add("sender", **{name: str(text).strip() for name, text in plain["sender"].items()})

    def _filters(self, filters: list[Plain]) -> None:
        for key, each in zip(keys_between(None, None, len(filters)), filters, strict=True):
            parts = dict(each)
            name = parts.pop("name")
            if parts.pop("this_month", False):
                parts["close_to"] = self.days.month_end()
            body = BoardFilter.from_json(json.dumps(parts)).to_json()
            self.add("saved_filter", name=name, body=body, order_key=key)

    def accounts(self, accounts: list[Plain]) -> None:
        """Accounts with their people."""
        for plain in accounts:
            name, industry, size, city, country, *rest = line(plain["account"]).parts
            account = self.known_accounts[name] = self.add(
                "account", name=name, industry=industry or None, size=size or None, city=city,
                country=country, website=_website(name), tools=plain.get("tools"),
                about=rest[0] if rest else None,
            )  # fmt: skip
            for row in lines(plain.get("people")):
                self._person(row, account, name)
            for field, value in plain.get("fields", {}).items():
                self.value("account", field, account, value)
            self.happened(plain, account_id=account)

    def _person(self, row: Line, account: str, company: str) -> None:
        name = row.parts[0]
        self.people[name] = self.add(
            "person", name=name, account_id=account, title=row.part(1), phone=row.part(2),
            email=_email(name, company), preference=row.named.get("likes"),
            about=row.named.get("about"),
        )  # fmt: skip

    def prospects(self, plain: Plain) -> None:
        """People from a webinar who are no prospects yet as far as the store can say."""
        for number, row in enumerate(lines(plain["people"]), 1):
            name, title, company, industry, city, country = row.parts[:6]
            account = self.known_accounts.get(company)
            if company and account is None:
                account = self.known_accounts[company] = self.add(
                    "account", name=company, industry=industry, city=city, country=country,
                    website=_website(company), about=plain["source"],
                )  # fmt: skip
            asked = row.part(6)
            self.add(
                "person", name=name, title=title or None, account_id=account,
                email=_email(name, company or "post"), external_id=f"webinar-{number:03d}",
                about=f"{plain['source']} {plain['asked']} {asked}" if asked else plain["source"],
            )  # fmt: skip

    def value(self, entity: str, field: str, owner: str, value: Any) -> None:
        """The value of a custom field on the row `owner`."""
        self.add(
            "custom_value", field_id=self._fields[entity, field], owner_id=owner, value=str(value)
        )

    def happened(self, plain: Plain, **owner: str) -> None:
        """The history and the notes of a deal or an account."""
        for row in lines(plain.get("history")):
            day, time = self.days.timed(row.parts[2])
            self.add(
                "activity", **owner, kind=row.parts[0], subject=row.parts[1], happened_on=day,
                happened_time=time, person_id=self.who(row.part(3)), body=row.named.get("body"),
                by_buyer="buyer" in row.parts[4:], outcome=row.named.get("outcome"),
            )  # fmt: skip
        for text in plain.get("notes", ()):
            day, _, body = text.partition(" | ")
            written_at = self.days.instant(day, 480)
            self.add("note", body=body.strip(), written_at=written_at, **owner)

    def who(self, name: str | None) -> str | None:
        """The id of the person of that name, or None for nobody."""
        return self.people[name] if name else None


def _plain_letters(text: str) -> str:
    """Lower-case ASCII letters, digits and dots of a text, its accents left off."""
    import unicodedata

    spelt = text.casefold().replace("ø", "o").replace("ł", "l").replace("ß", "ss")
    flat = unicodedata.normalize("NFKD", spelt)
    return "".join(c if c.isascii() and c.isalnum() else "-" if c in " -&" else "" for c in flat)


def _domain(company: str) -> str:
    return "-".join(filter(None, _plain_letters(company).split("-"))) + ".example"


def _website(company: str) -> str:
    # The ending .example belongs to nobody, now and later (RFC 2606).
    return f"www.{_domain(company)}"


def _email(name: str, company: str) -> str:
    words = [_plain_letters(word) for word in name.split()]
    return f"{words[0]}.{words[-1]}@{_domain(company)}"
