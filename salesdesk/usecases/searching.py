"""Search over everything in a desk, for the palette and the search field.

Each find says what it is, where it stands and which page shows it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from salesdesk.domain.plain_words import one_line
from salesdesk.support.i18n import _

if TYPE_CHECKING:
    from salesdesk.store.search import Hit
    from salesdesk.usecases.desk import Desk

LONGEST = 120
"""Characters of a find's text that are shown."""


@dataclass(frozen=True, slots=True)
class Found:
    """One find. `page` and `item` say what shows it: a deal's page, or an account's."""

    kind: str
    title: str
    detail: str
    page: str
    item: str


def find(desk: Desk, words: str, limit: int = 20) -> tuple[Found, ...]:
    """Up to `limit` finds, best first; none for words without a letter or digit."""
    from salesdesk.store import search
    from salesdesk.store.reads import names

    hits = desk.read(lambda connection: search.ranked(connection, words, limit))
    deals = desk.read(
        lambda connection: names.deal_names(connection, [h.deal_id for h in hits if h.deal_id])
    )
    people = [hit.ref for hit in hits if hit.kind == "person"]
    homes = desk.read(lambda connection: names.homes_of(connection, people))
    found = (_found(hit, deals, homes) for hit in hits)
    return tuple(each for each in found if each is not None)


def _found(hit: Hit, deals: dict[str, str], homes: dict[str, tuple[str, str]]) -> Found | None:
    """The find as a line; None when nothing shows it (a product on no page of its own)."""
    words = (one_line(hit.body) if hit.kind == "note" else hit.title or hit.body)[:LONGEST]
    if hit.kind == "account":
        return Found("account", words, _("Account"), "accounts", hit.ref)
    if hit.kind == "person":
        page, item = homes.get(hit.ref, ("", ""))
        return Found("person", words, _("Person"), page, item) if page else None
    if hit.deal_id is None:
        return None
    name = deals.get(hit.deal_id, "")
    if hit.kind == "deal":
        return Found("deal", words, _("Deal"), "deal", hit.deal_id)
    return Found(hit.kind, words, f"{kinds().get(hit.kind, '')} · {name}", "deal", hit.deal_id)


def kinds() -> dict[str, str]:
    """What a find is, in words."""
    return {
        "note": _("Note"),
        "answer": _("Answer"),
        "fact": _("Fact"),
        "objection": _("Objection"),
        "concession": _("Concession"),
        "plan_step": _("Plan step"),
        "activity": _("Activity"),
    }
