"""The demo's value maps, demo plans and matched criteria.

Called by `usecases.demo_deals` alone; the notation is told in ``resources/demo/README.md``.
"""

from __future__ import annotations

from typing import Any

from salesdesk.domain.ordering import keys_between
from salesdesk.usecases.demo_content import Line, lines
from salesdesk.usecases.demo_rows import DemoRows, Plain


def add_value(rows: DemoRows, deal: str, plain: Plain) -> None:
    """Adds what a deal has of a value map, once its facts are there."""
    facts = [row for row in rows.rows["fact"] if row["deal_id"] == deal]
    _links(rows, deal, lines(plain.get("value")), facts)
    _plan(rows, deal, lines(plain.get("demo")))
    for row in lines(plain.get("criteria")):
        rows.add(
            "criterion_match", deal_id=deal, fact_id=_begins(facts, row.parts[0], "criterion"),
            fit=row.parts[1], words=row.part(2),
        )  # fmt: skip


def _links(rows: DemoRows, deal: str, found: list[Line], facts: list[dict[str, Any]]) -> None:
    for key, row in zip(keys_between(None, None, len(found)), found, strict=True):
        product, outcome = row.named.get("product"), row.named.get("outcome")
        rows.add(
            "value_link",
            deal_id=deal,
            fact_id=_begins(facts, row.parts[0], "pain", "goal"),
            capability=row.parts[1],
            product_id=rows.products[product] if product else None,
            proof=row.named.get("proof"),
            proof_kind=row.named.get("by"),
            outcome_id=_begins(facts, outcome, "outcome") if outcome else None,
            order_key=key,
        )


def _plan(rows: DemoRows, deal: str, found: list[Line]) -> None:
    links = {
        row["capability"]: row["id"] for row in rows.rows["value_link"] if row["deal_id"] == deal
    }
    for key, row in zip(keys_between(None, None, len(found)), found, strict=True):
        what, shown = row.parts[0], row.named.get("shown")
        link = links.get(what)
        rows.add(
            "demo_item",
            deal_id=deal,
            value_link_id=link,
            what="" if link else what,
            minutes=int(row.parts[1]),
            shown_on=rows.days.work(shown) if shown else None,
            reaction=row.named.get("reaction"),
            reaction_words=row.named.get("words"),
            person_id=rows.who(row.named.get("who")),
            order_key=key,
        )


def _begins(facts: list[dict[str, Any]], words: str, *kinds: str) -> str:
    """The id of the fact of these kinds that begins with the words. Raises StopIteration."""
    found = (f["id"] for f in facts if f["kind"] in kinds and f["words"].startswith(words))
    return str(next(found))
