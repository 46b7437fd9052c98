"""The demo's proposals: versions with options, lines and points, and the business case.

Called by `usecases.demo_deals` alone; how they are written down is told in
``resources/demo/README.md``. A version that was sent keeps its offer, as the program itself keeps
it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from salesdesk.domain.money import exponent
from salesdesk.domain.offer_text import to_json
from salesdesk.domain.ordering import keys_between
from salesdesk.domain.proposal import (
    CaseInput,
    Offer,
    OfferLine,
    OfferOption,
    OfferPoint,
    Told,
)
from salesdesk.usecases.demo_content import Line, lines
from salesdesk.usecases.proposal_drafts import period_of

if TYPE_CHECKING:
    from salesdesk.usecases.demo_deals import DealRows

TOLD = (
    "pain", "goal", "metric", "outcome", "criterion", "promise", "constraint", "timeline",
    "process_step", "priority", "technical",
)  # fmt: skip
"""The kinds of fact that an offer may quote, as in `store.reads.proposals`."""


class Proposals:
    """Adds the proposals of one deal."""

    def __init__(self, rows: DealRows, deal: str, plain: Mapping[str, Any], currency: str) -> None:
        self._rows, self._deal, self._plain, self._currency = rows, deal, plain, currency
        self._facts = [row for row in rows.rows["fact"] if row["deal_id"] == deal]
        self._names = {person: name for name, person in rows.people.items()}

    def add(self) -> None:
        """The business case, then the versions, the oldest first."""
        inputs = self._inputs()
        last = None
        for number, version in enumerate(self._plain.get("proposals", ()), 1):
            last = self._version(number, version, inputs, last)

    def _inputs(self) -> tuple[CaseInput, ...]:
        found = lines(self._plain.get("case"))
        keys = keys_between(None, None, len(found))
        made = []
        for key, row in zip(keys, found, strict=True):
            values = {
                "kind": row.parts[0],
                "name": row.parts[1],
                "value_minor": self._minor(row.parts[2]),
                "low_minor": self._minor(row.named.get("low")),
                "high_minor": self._minor(row.named.get("high")),
                "currency": self._currency,
                "fact_id": self._fact(row),
                "rests_on": row.named.get("rests"),
            }
            row_id = self._rows.add("roi_input", deal_id=self._deal, order_key=key, **values)
            values["rests_on"] = values["rests_on"] or ""
            made.append(CaseInput(id=row_id, **values))  # type: ignore[arg-type]
        return tuple(made)

    def _version(
        self,
        number: int,
        plain: Mapping[str, Any],
        inputs: tuple[CaseInput, ...],
        last: str | None,
    ) -> str:
        day = self._rows.days.work
        texts = {name: plain.get(name) for name in ("scope", "approach", "terms", "payment")}
        made = day(plain["made"]) if "made" in plain else None
        tax = plain.get("tax")
        values: dict[str, Any] = {
            "title": plain["title"],
            "currency": self._currency,
            "number": number,
            "valid_until": day(plain["valid"]) if "valid" in plain else None,
            "tax_bp": None if tax is None else round(tax * 100),
            **texts,
        }
        proposal = self._rows.add(
            "proposal", deal_id=self._deal, state=plain.get("state", "draft"), frozen_on=made,
            sent_on=day(plain["sent"]) if "sent" in plain else None, sent_to=plain.get("to"),
            based_on_id=last, **values,
        )  # fmt: skip
        row = self._rows.rows["proposal"][-1]
        options, points = self._options(proposal, plain), self._points(proposal, plain)
        if made is not None:
            filled: dict[str, Any] = {
                name: "" if value is None and name != "tax_bp" else value
                for name, value in values.items()
            }
            row["frozen"] = to_json(
                Offer(
                    **filled, deal=self._plain["name"], account=self._plain["account"],
                    options=options, points=points, inputs=inputs, told=self._told(),
                )
            )  # fmt: skip
        return proposal

    def _options(self, proposal: str, plain: Mapping[str, Any]) -> tuple[OfferOption, ...]:
        written = plain.get("options", ())
        made = []
        for key, option in zip(keys_between(None, None, len(written)), written, strict=True):
            values = {
                "name": option["name"],
                "recommended": bool(option.get("recommended")),
                "discount_bp": option.get("off", 0) * 100,
            }
            option_id = self._rows.add(
                "proposal_option", deal_id=self._deal, proposal_id=proposal, order_key=key,
                summary=option.get("summary"), **values,
            )  # fmt: skip
            found = lines(option["lines"])
            priced = tuple(
                self._line(proposal, option_id, row, each)
                for each, row in zip(keys_between(None, None, len(found)), found, strict=True)
            )
            summary = option.get("summary") or ""
            made.append(OfferOption(id=option_id, summary=summary, lines=priced, **values))
        return tuple(made)

    def _line(self, proposal: str, option: str, row: Line, key: str) -> OfferLine:
        name, quantity = row.parts[:2]
        units = {r["product_id"]: r["unit"] for r in self._rows.rows["price"]}
        product = self._rows.products[name]
        values: dict[str, Any] = {
            "name": name,
            "product_id": product,
            "quantity_milli": int(quantity) * 1000,
            "unit_minor": self._rows.prices[name, self._currency],
            "discount_bp": int(row.named.get("off", 0)) * 100,
            "period": row.named.get("paid") or period_of(units.get(product)),
            "fact_id": self._fact(row),
        }
        note = row.named.get("note")
        line = self._rows.add(
            "proposal_line", deal_id=self._deal, proposal_id=proposal, option_id=option,
            order_key=key, note=note, **self._item_of(values), **values,
        )  # fmt: skip
        return OfferLine(id=line, note=note or "", **values)

    def _item_of(self, line: Mapping[str, Any]) -> dict[str, Any]:
        """The deal's line item that a line says the same as, as a draft ties them."""
        same = ("product_id", "quantity_milli", "unit_minor", "discount_bp")
        for row in self._rows.rows["line_item"]:
            if row["deal_id"] == self._deal and all(row[name] == line[name] for name in same):
                return {"item_id": row["id"], "item_rev": 1}
        return {}

    def _points(self, proposal: str, plain: Mapping[str, Any]) -> tuple[OfferPoint, ...]:
        found = lines(plain.get("points"))
        made = []
        for key, row in zip(keys_between(None, None, len(found)), found, strict=True):
            due = row.named.get("due")
            fact = self._fact(row)
            values: dict[str, Any] = {
                "kind": row.parts[0],
                "words": row.parts[1],
                "side": row.part(2),
                "owner": row.named.get("owner"),
                "due_on": self._rows.days.work(due) if due else None,
                "fact_id": fact,
            }
            point = self._rows.add(
                "proposal_point", deal_id=self._deal, proposal_id=proposal, order_key=key, **values
            )
            texts = {name: value or "" for name, value in values.items() if name != "fact_id"}
            if fact is not None:
                told = next(each for each in self._facts if each["id"] == fact)
                texts["words"] = told["words"]
                texts["owner"] = texts["owner"] or told["owner"] or ""
                texts["due_on"] = texts["due_on"] or told["due_on"] or ""
            made.append(OfferPoint(id=point, fact_id=fact, **texts))
        return tuple(made)

    def _fact(self, row: Line) -> str | None:
        """The fact whose words begin as the line says with ``for=``."""
        begins = row.named.get("for")
        if not begins:
            return None
        return next(str(f["id"]) for f in self._facts if f["words"].startswith(begins))

    def _told(self) -> tuple[Told, ...]:
        columns = ("measure", "baseline", "target", "due_on", "owner", "mitigation")
        return tuple(
            Told(
                id=row["id"], kind=row["kind"], words=row["words"],
                person=self._names.get(row["person_id"], ""), said_on=row["said_on"] or "",
                confirmed=row["confirmed"], **{name: row[name] or "" for name in columns},
            )
            for row in self._facts
            if row["kind"] in TOLD
        )  # fmt: skip

    def _minor(self, amount: str | None) -> int | None:
        return None if amount is None else int(amount) * 10 ** int(exponent(self._currency))
