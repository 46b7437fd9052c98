"""The demo's rows: accounts, people, products, prospects and all that belongs to a deal.

Turns the content of ``resources/demo`` into dicts for `Unit.add_many`. Knows no SQLAlchemy. Called
by `usecases.demo` alone; how a deal is written down is told in ``resources/demo/README.md``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from salesdesk.domain.board_filter import BoardFilter
from salesdesk.domain.facts import FACT_KINDS
from salesdesk.domain.money import exponent
from salesdesk.domain.ordering import key_between, keys_between
from salesdesk.domain.process import Process
from salesdesk.usecases.demo_content import Days, Ids, Line, line, lines

Plain = Mapping[str, Any]

TABLES = (
    "account", "person", "product", "price", "tag", "custom_field", "saved_filter", "deal", "stay",
    "gate_override", "deal_person", "own_question", "answer", "fact", "line_item",
    "deal_competitor", "deal_tag", "objection", "activity", "next_step", "note", "review",
    "handoff", "handoff_item", "custom_value",
)  # fmt: skip
"""The tables that the demo fills; each stands behind those that its rows point to."""


class DemoRows:
    """Collects rows by table. Deals are added in the order of their cards."""

    def __init__(
        self, process: Process, pipeline_id: str, currency: str, days: Days, last_key: str | None
    ) -> None:
        self.rows: dict[str, list[dict[str, Any]]] = {table: [] for table in TABLES}
        self._process = process
        self._stages = [stage.key for stage in process.board_stages()]
        self._pipeline_id, self._currency = pipeline_id, currency
        self._days, self._ids = days, Ids(days.today)
        self._last_key = last_key
        self._accounts: dict[str, str] = {}
        self._people: dict[str, str] = {}
        self._products: dict[str, tuple[str, int]] = {}
        self._tags: dict[str, str] = {}
        self._fields: dict[tuple[str, str], str] = {}

    def add(self, table: str, **values: Any) -> str:
        """Adds a row and gives its id."""
        row_id = self._ids.next()
        self.rows[table].append({"id": row_id, **values})
        return row_id

    def catalogue(self, plain: Plain) -> None:
        """Products with prices, tags, custom fields and saved filters."""
        for row in lines(plain["products"]):
            name, code, family, unit, price, about = row.parts
            product = self.add("product", name=name, code=code, family=family, about=about)
            self._products[name] = product, int(price) * 100
            for currency, share in (("EUR", 100), ("GBP", 88), ("USD", 110)):
                self.add(
                    "price", product_id=product, amount_minor=int(price) * share, currency=currency,
                    unit=unit,
                )  # fmt: skip
        for name in plain["tags"]:
            self._tags[name] = self.add("tag", name=name)
        key = None
        for row in lines(plain["fields"]):
            entity, name = row.parts
            key = key_between(key, None)
            self._fields[entity, name] = self.add(
                "custom_field", entity=entity, name=name, order_key=key
            )
        self._filters(plain["filters"])

    def _filters(self, filters: list[Plain]) -> None:
        for key, each in zip(keys_between(None, None, len(filters)), filters, strict=True):
            parts = {k: tuple(v) if isinstance(v, list) else v for k, v in each.items()}
            name = parts.pop("name")
            if parts.pop("this_month", False):
                parts["close_to"] = self._days.month_end()
            body = BoardFilter(**parts).to_json()
            self.add("saved_filter", name=name, body=body, order_key=key)

    def accounts(self, accounts: list[Plain]) -> None:
        """Accounts with their people."""
        for plain in accounts:
            name, industry, size, city, country, *rest = line(plain["account"]).parts
            account = self._accounts[name] = self.add(
                "account", name=name, industry=industry or None, size=size or None, city=city,
                country=country, website=_website(name), tools=plain.get("tools"),
                about=rest[0] if rest else None,
            )  # fmt: skip
            for row in lines(plain.get("people")):
                self._person(row, account, name)
            for field, value in plain.get("fields", {}).items():
                self._value("account", field, account, value)

    def _person(self, row: Line, account: str, company: str) -> None:
        name = row.parts[0]
        self._people[name] = self.add(
            "person", name=name, account_id=account, title=row.part(1), phone=row.part(2),
            email=_email(name, company), preference=row.named.get("likes"),
            about=row.named.get("about"),
        )  # fmt: skip

    def prospects(self, plain: Plain) -> None:
        """People from a webinar who are no prospects yet as far as the store can say."""
        for number, row in enumerate(lines(plain["people"]), 1):
            name, title, company, industry, city, country = row.parts[:6]
            account = self._accounts.get(company)
            if company and account is None:
                account = self._accounts[company] = self.add(
                    "account", name=company, industry=industry, city=city, country=country,
                    website=_website(company), about=plain["source"],
                )  # fmt: skip
            asked = row.part(6)
            self.add(
                "person", name=name, title=title or None, account_id=account,
                email=_email(name, company or "post"), external_id=f"webinar-{number:03d}",
                about=f"{plain['source']} {plain['asked']} {asked}" if asked else plain["source"],
            )  # fmt: skip

    def _value(self, entity: str, field: str, owner: str, value: Any) -> None:
        self.add(
            "custom_value", field_id=self._fields[entity, field], owner_id=owner, value=str(value)
        )

    def deal(self, plain: Plain) -> None:
        """A deal with all that is written down of it."""
        currency = plain.get("currency", self._currency)
        since = [-days for days in plain["since"]]
        self._last_key = key_between(self._last_key, None)
        status = plain.get("status", "open")
        deal = self.add(
            "deal",
            pipeline_id=self._pipeline_id,
            stage_key=self._stages[len(since) - 1],
            order_key=self._last_key,
            name=plain["name"],
            account_id=self._accounts[plain["account"]],
            amount_minor=_minor(plain.get("amount"), currency),
            currency=currency,
            probability=plain.get("probability"),
            category=plain.get("category", "pipeline"),
            status=status,
            created_on=self._days.plain(since[0]),
            entered_on=self._days.plain(since[-1]),
            pause_reason=plain.get("pause_reason"),
            source=plain.get("source"),
            term=plain.get("term"),
            **self._dates(plain),
        )
        self._stays(deal, since, plain)
        self._people_of(deal, plain)
        self._said(deal, plain)
        self._around(deal, plain, currency)
        self._worked(deal, plain)
        if "review" in plain:
            self._review(deal, plain)
        if "handoff" in plain:
            self._handoff(deal, plain["handoff"])

    def _dates(self, plain: Plain) -> dict[str, str | None]:
        """The columns that hold a date, from offsets; a closing lies in the past as it is."""
        work = {
            "expected_close_on": "close", "paused_until": "paused", "start_on": "start",
            "renewal_on": "renewal", "kickoff_on": "kickoff",
        }  # fmt: skip
        found = {c: self._days.work(plain[k]) if k in plain else None for c, k in work.items()}
        closed = plain.get("closed")
        return {**found, "closed_on": None if closed is None else self._days.plain(-closed)}

    def _stays(self, deal: str, since: list[int], plain: Plain) -> None:
        closed = plain.get("closed")
        ends: list[int | None] = [*since[1:], None if closed is None else -closed]
        for place, (start, end) in enumerate(zip(since, ends, strict=True)):
            self.add(
                "stay",
                deal_id=deal,
                stage_key=self._stages[place],
                # Later stages later in the day, so that two moves on one day stay in order.
                entered_at=self._days.instant(start, 60 + 45 * place),
                left_at=None if end is None else self._days.instant(end, 60 + 45 * (place + 1)),
                how="moved" if place else "created",
            )
        for row in lines(plain.get("overrides")):
            start_stage, stage, day, why = row.parts
            self.add(
                "gate_override", deal_id=deal, from_stage=start_stage, to_stage=stage, why=why,
                missing=json.dumps(row.named["missing"].split(", ")),
                made_at=self._days.instant(day, 60),
            )  # fmt: skip

    def _people_of(self, deal: str, plain: Plain) -> None:
        for row in lines(plain.get("people")):
            boss = row.named.get("boss")
            self.add(
                "deal_person",
                deal_id=deal,
                person_id=self._people[row.parts[0]],
                role=row.parts[1],
                influence=row.part(2) or "medium",
                stance=row.part(3) or "unknown",
                reports_to_id=self._people[boss] if boss else None,
                wants=row.named.get("wants"),
            )

    def _said(self, deal: str, plain: Plain) -> None:
        """Answers, captured lines and facts, in the order they are written down."""
        texts = plain.get("said", [])
        keys = iter(keys_between(None, None, len(texts)))
        answer: dict[str, Any] = {}
        for text in texts:
            if text.startswith("= "):
                mark, _, rest = text.removeprefix("= ").partition(" ")
                self._fact(deal, mark, line(rest.removeprefix(">")), next(keys), answer)
                continue
            head, _, rest = text.partition(" > ")
            if head.rstrip("!") in FACT_KINDS:
                self._fact(deal, head, line(rest), next(keys), None)
            else:
                answer = self._answer(deal, head, line(rest))
        for row in lines(plain.get("skipped")):
            self._answer(deal, row.parts[0], line(""), skipped_why=row.parts[1])
        for key in plain.get("planned", ()):
            self._answer(deal, key, line(""), planned=True)

    def _answer(self, deal: str, key: str, row: Line, **more: Any) -> dict[str, Any]:
        """An answer; the key ``heard`` is a captured line, ``own LAYER: …`` the rep's question."""
        if key.startswith("own "):
            layer, _, text = key.removeprefix("own ").partition(": ")
            own = self.add("own_question", deal_id=deal, layer=layer, text=text, order_key="V")
            key = f"own:{own}"
        self.add(
            "answer",
            **{
                "deal_id": deal,
                "question_key": None if key == "heard" else key,
                "words": row.part(0) or "",
                "person_id": self._who(row.part(1)),
                "answered_on": self._days.work(row.part(2) or 0),
                "planned": False,
                **more,
            },
        )
        return self.rows["answer"][-1]

    def _fact(
        self, deal: str, mark: str, row: Line, key: str, answer: Plain | None
    ) -> None:
        """A fact by hand, or one marked in `answer`; ``!`` says that it is confirmed."""
        spoken = answer or {
            "person_id": self._who(row.part(1)),
            "answered_on": self._days.work(row.part(2) or 0),
        }
        due = row.named.get("due")
        text_columns = ("measure", "baseline", "target", "owner", "severity", "mitigation")
        self.add(
            "fact",
            deal_id=deal,
            kind=mark.rstrip("!"),
            words=row.part(0) or (answer or {}).get("words"),
            person_id=spoken["person_id"],
            said_on=spoken["answered_on"],
            source_kind="answer" if answer else "hand",
            source_id=answer["id"] if answer else None,
            confirmed=mark.endswith("!"),
            key=answer["question_key"] if answer else row.named.get("key"),
            due_on=self._days.work(due) if due else None,
            order_key=key,
            **{column: row.named.get(column) for column in text_columns},
        )

    def _around(self, deal: str, plain: Plain, currency: str) -> None:
        """Line items, rivals, tags and the values of custom fields."""
        facts = [row for row in self.rows["fact"] if row["deal_id"] == deal]
        items = lines(plain.get("items"))
        for key, row in zip(keys_between(None, None, len(items)), items, strict=True):
            self._item(deal, row, key, currency, facts)
        for row in lines(plain.get("rivals")):
            name, kind = row.parts[:2]
            self.add("deal_competitor", deal_id=deal, name=name, kind=kind, note=row.part(2))
        for tag in plain.get("tags", ()):
            self.add("deal_tag", deal_id=deal, tag_id=self._tags[tag])
        for field, value in plain.get("fields", {}).items():
            self._value("deal", field, deal, value)

    def _item(
        self, deal: str, row: Line, key: str, currency: str, facts: list[dict[str, Any]]
    ) -> None:
        name, quantity = row.parts[:2]
        product, price = self._products[name]
        answered = row.named.get("for")
        fact = next((f["id"] for f in facts if answered and f["words"].startswith(answered)), None)
        self.add(
            "line_item",
            deal_id=deal,
            product_id=product,
            name=name,
            quantity_milli=int(quantity) * 1000,
            unit_minor=_minor(int(row.named["price"]), currency) if "price" in row.named else price,
            currency=currency,
            discount_bp=int(row.named.get("off", 0)) * 100,
            note=row.named.get("note"),
            fact_id=fact,
            order_key=key,
        )

    def _worked(self, deal: str, plain: Plain) -> None:
        """Objections, the history, next steps and notes."""
        for row in lines(plain.get("objections")):
            self._objection(deal, row)
        for row in lines(plain.get("history")):
            day, time = self._days.timed(row.parts[2])
            self.add(
                "activity", deal_id=deal, kind=row.parts[0], subject=row.parts[1], happened_on=day,
                happened_time=time, person_id=self._who(row.part(3)), body=row.named.get("body"),
                by_buyer="buyer" in row.parts[4:], outcome=row.named.get("outcome"),
            )  # fmt: skip
        for row in lines(plain.get("steps")):
            day, time = self._days.timed(row.parts[2])
            done = row.named.get("done")
            self.add(
                "next_step", deal_id=deal, kind=row.parts[0], what=row.parts[1], due_on=day,
                due_time=time, agreed="agreed" in row.parts[3:], owner=row.named.get("owner"),
                attendees=row.named.get("with"), done_on=self._days.work(done) if done else None,
                outcome=row.named.get("outcome"),
            )  # fmt: skip
        for text in plain.get("notes", ()):
            day, _, body = text.partition(" | ")
            self.add(
                "note", deal_id=deal, body=body.strip(), written_at=self._days.instant(day, 480)
            )

    def _objection(self, deal: str, row: Line) -> None:
        key, words, who, day = row.parts[:4]
        play = self._process.play(key)
        settled = row.named.get("settled")
        by = row.named.get("by")
        self.add(
            "objection",
            deal_id=deal,
            words=words,
            person_id=self._who(who),
            said_on=self._days.work(day),
            category=play.category if play else key,
            play_key=key,
            root_cause=row.named.get("cause"),
            response=row.named.get("response"),
            confirmation=row.named.get("confirmation"),
            confirmed_by_id=self._who(by),
            status="resolved" if settled else row.named.get("status", "open"),
            outcome=row.named.get("outcome"),
            resolved_on=self._days.work(settled) if settled else None,
        )

    def _review(self, deal: str, plain: Plain) -> None:
        review = dict(plain["review"])
        self.add(
            "review",
            deal_id=deal,
            outcome=review.pop("outcome"),
            reasons=json.dumps(review.pop("reasons")),
            decided_on=self._days.plain(-plain["closed"]),
            **review,
        )

    def _handoff(self, deal: str, plain: Plain) -> None:
        values = dict(plain)
        texts, none = values.pop("texts", {}), values.pop("none", ())
        for column in (
            "due_on", "internal_call_on", "introduced_on", "customer_confirmed_on", "finished_on",
        ):  # fmt: skip
            if column in values:
                values[column] = self._days.work(values[column])
        self.add("handoff", deal_id=deal, **{"form": "full", "state": "open", **values})
        for key, words in texts.items():
            self.add(
                "handoff_item", deal_id=deal, item_key=key, words=words.strip(),
                confirmed_none=False,
            )  # fmt: skip
        for key in none:
            self.add("handoff_item", deal_id=deal, item_key=key, confirmed_none=True)

    def _who(self, name: str | None) -> str | None:
        return self._people[name] if name else None


def _minor(amount: int | None, currency: str) -> int | None:
    return None if amount is None else amount * 10 ** exponent(currency)


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
