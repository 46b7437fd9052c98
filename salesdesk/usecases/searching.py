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
    keyed = [hit.ref for hit in hits if hit.kind in _KEYED]
    keys = desk.read(lambda connection: names.keys_of(connection, keyed)) if keyed else {}
    found = (_found(hit, deals, homes, keys.get(hit.ref, "")) for hit in hits)
    return tuple(each for each in found if each is not None)


def _found(
    hit: Hit, deals: dict[str, str], homes: dict[str, tuple[str, str]], key: str
) -> Found | None:
    """The find as a line; None when nothing shows it (a product on no page of its own)."""
    text = hit.title or hit.body
    words = one_line(hit.body) if hit.kind in ("note", "call") else " ".join(text.split())
    words = words[:LONGEST]
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
    place = PLACES.get(hit.kind, "").format(ref=hit.ref, key=key).rstrip("/")
    item = f"{hit.deal_id}/{place}" if place else hit.deal_id
    return Found(hit.kind, words, f"{kinds().get(hit.kind, '')} · {name}", "deal", item)


_KEYED = frozenset({"answer", "fact", "score"})
"""Kinds that are shown beside the question or element that they belong to."""
PLACES = {
    "note": "overview/see:notes",
    "attachment": "overview/see:files",
    "next_step": "overview/see:steps",
    "deal_competitor": "overview/see:rivals",
    "review": "overview/see:review",
    "score": "qualify/{key}",
    "answer": "discover/{key}",
    "fact": "discover/{key}",
    "own_question": "discover/own:{ref}",
    "call": "discover/call:{ref}",
    "value_link": "value/map",
    "demo_item": "value/plan",
    "criterion_match": "value/see:criteria",
    "proposal": "proposal/terms",
    "proposal_option": "proposal/options",
    "proposal_line": "proposal/options",
    "proposal_point": "proposal/scope",
    "roi_input": "proposal/case",
    "objection": "objections/{ref}",
    "concession": "commit/see:ledger",
    "plan_step": "commit/see:plan",
    "action_plan": "commit/see:plan",
    "handoff_item": "handoff",
    "activity": "timeline",
}
"""The panel of a deal's page that shows a find, and the place on it, by kind."""


def kinds() -> dict[str, str]:
    """What a find is, in words."""
    return {
        "note": _("Note"),
        "attachment": _("File"),
        "next_step": _("Next step"),
        "deal_competitor": _("Alternative"),
        "review": _("Review"),
        "score": _("Qualification"),
        "answer": _("Answer"),
        "fact": _("Fact"),
        "own_question": _("Question of your own"),
        "call": _("Call"),
        "value_link": _("Value map"),
        "demo_item": _("Demo plan"),
        "criterion_match": _("Decision criterion"),
        "proposal": _("Proposal"),
        "proposal_option": _("Proposal"),
        "proposal_line": _("Proposal"),
        "proposal_point": _("Proposal"),
        "roi_input": _("Business case"),
        "objection": _("Objection"),
        "concession": _("Concession"),
        "plan_step": _("Plan step"),
        "action_plan": _("Action plan"),
        "handoff_item": _("Handoff"),
        "activity": _("Activity"),
    }
