"""What the handoff dialog and panel show: the checklist with where each item comes from.

Called through `usecases.handoff`; `deal_texts` serves the papers too.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from salesdesk.domain.gates import FactView, PersonView
from salesdesk.domain.handoff import Checklist, Form, ItemState, SectionState, Sheet, checklist
from salesdesk.domain.handoff_texts import Known, filled_from, missing
from salesdesk.support.i18n import _, format_date, format_money, format_time
from salesdesk.usecases.discovery import deal_state

if TYPE_CHECKING:
    from salesdesk.store.snapshots import DealState
    from salesdesk.usecases.desk import Desk


@dataclass(frozen=True, slots=True)
class ItemView:
    """One item. `action` is what its link does: edit, fix, confirm, or write in place.

    `panel` names the deal page's panel that fills it; `fields` the deal's fields that it asks
    for, `facts` what can be corrected in place, `kind` the kind of fact to add ("" for none).
    """

    key: str
    name: str
    hint: str
    is_required: bool
    is_ready: bool
    none_ok: bool
    is_confirmed_none: bool
    filled_from: str
    missing: str
    action: str
    panel: str
    words: str
    is_text: bool
    facts: tuple[FactView, ...]
    people: tuple[PersonView, ...]
    roles: tuple[str, ...]
    fields: tuple[str, ...]
    needs: tuple[str, ...]
    kind: str


@dataclass(frozen=True, slots=True)
class SectionView:
    """A section; a ready one is shown folded."""

    key: str
    name: str
    is_ready: bool
    items: tuple[ItemView, ...]


@dataclass(frozen=True, slots=True)
class HandoffView:
    """All that the handoff dialog shows of one deal; a snapshot. Dates are ISO text."""

    deal_id: str
    deal: str
    subtitle: str
    """Account, won when, to whom."""
    is_won: bool
    state: str
    form: str
    sheet: Sheet
    sections: tuple[SectionView, ...]
    ready: int
    total: int
    open_required: tuple[str, ...]
    """Names of required items that are open: finishing needs a reason."""


@dataclass(frozen=True, slots=True)
class Sources:
    """One deal read for the handoff: its state, sheet, checklist and what the texts draw on."""

    state: DealState
    sheet: Sheet
    checklist: Checklist
    known: Known


def handoff_view(desk: Desk, deal_id: str) -> HandoffView:
    """The handoff of a deal, won or not yet. Raises KnownError when the deal is gone."""
    sources = handoff_sources(desk, deal_id)
    state, sheet, parts = sources.state, sources.sheet, sources.checklist
    return HandoffView(
        deal_id,
        state.deal.name,
        " · ".join(filter(None, _subtitle(state, sheet))),
        state.deal.status == "won",
        sheet.state,
        sheet.form,
        sheet,
        tuple(_section(section, sources) for section in parts.sections),
        parts.ready,
        parts.total,
        tuple(item.item.name for item in parts.open_required),
    )


def handoff_sources(desk: Desk, deal_id: str) -> Sources:
    """Reads one deal for dialog and notes. Raises KnownError when the deal is gone."""
    from salesdesk.store.reads import handoff as reads
    from salesdesk.store.reads import objections

    state = deal_state(desk, deal_id)
    sheet = desk.read(lambda c: reads.sheet(c, deal_id)) or Sheet()
    form: Form = "short" if sheet.form == "short" else "full"
    parts = checklist(desk.process(state.deal.pipeline_id), state.snapshot, form)
    rows = desk.read(lambda c: objections.of_deal(c, deal_id))
    events = desk.read(lambda c: reads.events(c, deal_id))
    fields = field_texts(state, sheet)
    if state.deal.created_on and events:
        # They often talked before there was a deal.
        fields["created"] = day_text(min(state.deal.created_on, events[0].on))
    known = Known(
        fields,
        state.snapshot.line_items,
        len(events),
        sum(row.status == "resolved" for row in rows),
        state.snapshot.open_objections,
    )
    return Sources(state, sheet, parts, known)


def field_texts(state: DealState, sheet: Sheet) -> dict[str, str]:
    """The fields of a deal as a person reads them, by field name; empty ones are left out."""
    deal = state.deal
    answers = {"accepted": _("Accepted"), "returned": _("Returned")}
    texts = {
        "amount": format_money(deal.amount_minor, deal.currency)
        if deal.amount_minor is not None
        else "",
        "currency": deal.currency,
        "expected_close": day_text(deal.expected_close_on),
        "account": deal.account_name,
        "industry": deal.industry,
        "size": deal.size,
        "product": ", ".join(state.products),
        "won_on": day_text(deal.closed_on) if deal.status == "won" else "",
        "term": deal.term,
        "start": day_text(deal.start_on),
        "renewal": day_text(deal.renewal_on),
        "kickoff": day_text(deal.kickoff_on),
        "handoff_to": ", ".join(filter(None, (sheet.to_name, sheet.to_team))),
        "handoff_due": day_text(sheet.due_on),
        "internal_call": day_text(sheet.internal_call_on),
        "introduced": day_text(sheet.introduced_on),
        "customer_confirmed": day_text(sheet.customer_confirmed_on),
        "handoff_answer": answers.get(sheet.state, ""),
        "created": day_text(deal.created_on),
    }
    return {name: text for name, text in texts.items() if text}


def day_text(day: str | None) -> str:
    """An ISO date as a person reads it ("Nov 17, 2026"); "" for none."""
    return format_date(dt.date.fromisoformat(day), "medium") if day else ""


def when_text(day: str | None, time: str | None) -> str:
    """A day with its time ("Nov 17, 2026, 2:00 PM"), as far as either is known."""
    clock = format_time(dt.time.fromisoformat(time)) if time else ""
    return ", ".join(filter(None, (day_text(day), clock)))


def _subtitle(state: DealState, sheet: Sheet) -> tuple[str, ...]:
    deal = state.deal
    won = _("won {date}").format(date=day_text(deal.closed_on)) if deal.status == "won" else ""
    to = ", ".join(filter(None, (sheet.to_name, sheet.to_team)))
    return deal.account_name or "", won, _("to {name}").format(name=to) if to else ""


def _section(section: SectionState, sources: Sources) -> SectionView:
    items = tuple(_item(item, sources) for item in section.items)
    return SectionView(section.section.key, section.section.name, section.is_ready, items)


def _item(state: ItemState, sources: Sources) -> ItemView:
    item, finding = state.item, state.finding
    rule, snapshot = item.rule, sources.state.snapshot
    facts = tuple(f for f in snapshot.facts if rule.test == "fact" and f.kind in rule.of)
    return ItemView(
        item.key, item.name, item.hint, item.required, state.is_ready, item.none_ok,
        state.is_confirmed_none, filled_from(state, sources.known), missing(state, snapshot),
        _action(state), item.panel, state.words, rule.test == "text", facts, finding.people,
        rule.of if rule.test == "person" else (), rule.of if rule.test == "field" else (),
        rule.needs, rule.of[0] if rule.test == "fact" and rule.of else "",
    )  # fmt: skip


def _action(state: ItemState) -> str:
    """The link of an item: a text is written in place, nothing there may be confirmed."""
    if state.is_ready:
        return "edit"
    if state.item.none_ok and not state.finding.facts:
        return "confirm"
    return "write" if state.item.rule.test == "text" else "fix"
