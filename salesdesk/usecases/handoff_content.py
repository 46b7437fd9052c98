"""What the handoff notes show for an item: looked up by the test of its rule.

Called by `handoff_notes`; a new test is one function here and one row in the register.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from salesdesk.domain.facts import (
    FACT_COLUMN_LABELS,
    FIELD_LABELS,
    INFLUENCE_LABELS,
    N_,
    RIVAL_LABELS,
)
from salesdesk.domain.gates import FactView
from salesdesk.domain.handoff import ItemState
from salesdesk.domain.handoff_texts import count_of
from salesdesk.domain.notes import Line, Table
from salesdesk.domain.plain_words import plain_words
from salesdesk.domain.proposal import line_minor
from salesdesk.support.i18n import _, format_money_column, format_number, format_percent, ngettext
from salesdesk.usecases.discovery import with_figures
from salesdesk.usecases.handoff_view import Sources, day_text
from salesdesk.usecases.offer_blocks import figures_among

if TYPE_CHECKING:
    from salesdesk.domain.objections import Objection
    from salesdesk.store.reads.handoff import Event, Item, Rival, Stakeholder


@dataclass(frozen=True, slots=True)
class NotesOf:
    """All that the notes of a deal are made from."""

    sources: Sources
    people: tuple[Stakeholder, ...]
    items: tuple[Item, ...]
    rivals: tuple[Rival, ...]
    events: tuple[Event, ...]
    objections: tuple[Objection, ...]


Content = tuple[list[Line], Table | None]


def content_of(state: ItemState, deal: NotesOf) -> Content:
    """What is known of an item, as lines in their order or as a table; what only the rep can tell
    has neither.
    """
    known = _CONTENT.get(state.item.rule.test)
    return known(state, deal) if known is not None else ([], None)


def _field_lines(state: ItemState, deal: NotesOf) -> Content:
    """The filled fields, each with its label unless there is one alone."""
    known, of = deal.sources.known.fields, state.item.rule.of
    # A currency says nothing beside an amount that carries it.
    pairs = [(name, known[name]) for name in of if known.get(name) and name != "currency"]
    if len(of) == 1:
        return [Line(value) for _name, value in pairs], None
    label = {str(name): text for name, text in FIELD_LABELS.items()}
    lines = [Line(f"{_(label[name])}: {value}") for name, value in pairs]
    if {"created", "won_on"} <= set(of):
        lines += _cycle(deal)
    return lines, None


def _cycle(deal: NotesOf) -> list[Line]:
    """How long it took from the first contact to the signature."""
    row = deal.sources.state.deal
    if row.status != "won" or not row.closed_on or not row.created_on:
        return []
    first = min(row.created_on, *(event.on for event in deal.events), row.closed_on)
    days = (dt.date.fromisoformat(row.closed_on) - dt.date.fromisoformat(first)).days
    text = ngettext("Length of the cycle: {n} day", "Length of the cycle: {n} days", days)
    return [Line(text.format(n=format_number(days)))]


def _fact_content(state: ItemState, deal: NotesOf) -> Content:
    """Facts as lines, or as a table when the rule asks for columns."""
    rule = state.item.rule
    facts = [f for f in deal.sources.state.snapshot.facts if f.kind in rule.of]
    if not rule.needs:
        lines = [_fact_line(fact, rule.confirmed) for fact in facts]
        return lines + [line for kind in rule.of for line in _beside(kind, deal)], None
    if not facts:
        return [], None
    # The item's name stands above the table.
    head = (_("What"), *(_(_HEADS.get(c, FACT_COLUMN_LABELS[c])) for c in rule.needs))  # type: ignore[index]
    rows = tuple((fact.words, *(_cell(fact, c) for c in rule.needs)) for fact in facts)
    asked = [n for n, column in enumerate(rule.needs, 1) if column in ("baseline", "target")]
    return [], Table(head, rows, figures=figures_among(rows, asked))


def _beside(kind: str, deal: NotesOf) -> list[Line]:
    """What is known already and belongs to facts of a kind: nobody is to be asked for it again."""
    if kind == "rejected":
        return _weighed(deal)
    facts = deal.sources.state.snapshot.facts
    if kind == "pain":
        return [_fact_line(fact, True) for fact in facts if fact.kind == "metric"]
    if kind == "decision":
        criteria = (_fact_line(fact, False) for fact in facts if fact.kind == "criterion")
        return [Line(_("They compared by: {what}").format(what=c.text), c.note) for c in criteria]
    return []


def _weighed(deal: NotesOf) -> list[Line]:
    """What else they had on the table, each with what it is and what was noted of it."""
    return [
        Line(
            _("They weighed: {name}").format(name=rival.name),
            " · ".join(filter(None, (_(RIVAL_LABELS.get(rival.kind, rival.kind)), rival.note))),
        )
        for rival in deal.rivals
    ]


_HEADS: Mapping[str, str] = {"baseline": N_("Today"), "due_on": N_("By"), "owner": N_("Owner")}


def _cell(fact: FactView, column: str) -> str:
    value = getattr(fact, column)
    if not value:
        return _("Open")
    if column == "due_on":
        return day_text(value)
    return _({**INFLUENCE_LABELS}.get(value, value)) if column == "severity" else str(value)


def _fact_line(fact: FactView, wants_confirmation: bool) -> Line:
    said = ", ".join(filter(None, (fact.person, day_text(fact.said_on))))
    state = ""
    if wants_confirmation:
        state = _("confirmed") if fact.confirmed else _("not confirmed")
    way = " → ".join(filter(None, (fact.baseline, fact.target)))
    figures = ": ".join(filter(None, (fact.measure, way)))
    text = with_figures(fact.words, [figures] if figures else [])
    return Line(text, " · ".join(filter(None, (said, state))))


def _item_content(state: ItemState, deal: NotesOf) -> Content:
    """The line items as a table with prices."""
    if not deal.items:
        return [], None
    head = (_("Product"), _("Quantity"), _("Unit price"), _("Discount"), _("Total"))
    return [], Table(head, _item_rows(deal.items), figures=(1, 2, 3, 4))


def _item_rows(items: Sequence[Item]) -> tuple[tuple[str, ...], ...]:
    """Amounts of one currency have the same decimals, below each other."""
    prices: list[str] = [""] * len(items)
    totals: list[str] = [""] * len(items)
    for currency in {item.currency for item in items}:
        places = [place for place, item in enumerate(items) if item.currency == currency]
        mine = [items[place] for place in places]
        found = format_money_column([item.unit_minor for item in mine], currency)
        sums = format_money_column([_total(item) for item in mine], currency)
        for place, price, total in zip(places, found, sums, strict=True):
            prices[place], totals[place] = price, total
    return tuple(_item_row(*each) for each in zip(items, prices, totals, strict=True))


def _total(item: Item) -> int | None:
    return line_minor(item.quantity_milli, item.unit_minor, item.discount_bp)


def _item_row(item: Item, price: str, total: str) -> tuple[str, ...]:
    quantity = Decimal(item.quantity_milli) / 1000
    discount = format_percent(Decimal(item.discount_bp) / 10000) if item.discount_bp else "–"
    name = f"{item.name} ({item.note})" if item.note else item.name
    return name, format_number(quantity), price, discount, total


def _objection_content(state: ItemState, deal: NotesOf) -> Content:
    """Objections that are still there, and how many were settled."""
    left = [o for o in deal.objections if o.status != "resolved"]
    lines = [
        Line(o.words, " · ".join(filter(None, (o.person, o.outcome or o.root_cause)))) for o in left
    ]
    settled = len(deal.objections) - len(left)
    if settled:
        text = ngettext("{n} objection resolved", "{n} objections resolved", settled)
        lines.append(Line(text.format(n=settled)))
    return lines or [Line(_("No objection open"))], None


_FIRST_EVENTS, _LAST_EVENTS = 5, 30
"""How they began and how it stands now is read; the timeline has the rest."""


def _event_content(state: ItemState, deal: NotesOf) -> Content:
    """Meetings, calls and notes, oldest first, each with its first line; of many the middle is
    counted.
    """
    lines = []
    left = len(deal.events) - _FIRST_EVENTS - _LAST_EVENTS
    shown = deal.events
    if left > 1:
        shown = (*deal.events[:_FIRST_EVENTS], *deal.events[-_LAST_EVENTS:])
    for place, event in enumerate(shown):
        if left > 1 and place == _FIRST_EVENTS:
            words = ngettext("and {n} more between", "and {n} more between", left)
            lines.append(Line(words.format(n=left)))
        # Notes are Markdown; its marks are no part of what was said.
        text = plain_words(event.text.strip()).splitlines()
        first = text[0].lstrip("#").strip() if text else ""
        lines.append(Line(f"{day_text(event.on)}: {first}", event.outcome))
    return lines, None


def _counted(state: ItemState, deal: NotesOf) -> Content:
    return [Line(count_of("signal", len(state.finding.facts)))] if state.finding.facts else [], None


_CONTENT: Mapping[str, Callable[[ItemState, NotesOf], Content]] = {
    "field": _field_lines,
    "fact": _fact_content,
    "line_items": _item_content,
    "objections": _objection_content,
    "note": _event_content,
    "signal": _counted,
}
