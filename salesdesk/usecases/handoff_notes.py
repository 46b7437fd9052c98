"""Builds the handoff notes: the checklist's sections as texts, tables and "Open: …" lines.

Called by the handoff dialog's preview, printing, exports and the command line. What each item
prints follows from its rule, so that edited checklists print without a change here.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from typing import TYPE_CHECKING

from salesdesk.domain.facts import FIELD_LABELS, N_, ROLE_LABELS
from salesdesk.domain.handoff import ItemState, SectionState
from salesdesk.domain.handoff_texts import missing, roles_text
from salesdesk.domain.notes import Block, HandoffNotes, Line, Section, Table
from salesdesk.support.i18n import _, format_date
from salesdesk.usecases.handoff_content import NotesOf, content_of
from salesdesk.usecases.handoff_view import Sources, handoff_sources

if TYPE_CHECKING:
    from salesdesk.store.reads.handoff import Stakeholder
    from salesdesk.usecases.desk import Desk


def handoff_notes(desk: Desk, deal_id: str) -> HandoffNotes:
    """The notes of a deal in the form of its handoff. Raises KnownError when the deal is gone."""
    from salesdesk.store.reads import handoff as reads
    from salesdesk.store.reads import objections

    deal = NotesOf(
        handoff_sources(desk, deal_id),
        desk.read(lambda c: reads.stakeholders(c, deal_id)),
        desk.read(lambda c: reads.items(c, deal_id)),
        desk.read(lambda c: reads.rivals(c, deal_id)),
        desk.read(lambda c: reads.events(c, deal_id)),
        desk.read(lambda c: objections.of_deal(c, deal_id)),
    )
    sources, row = deal.sources, deal.sources.state.deal
    known, parts = sources.known.fields, sources.checklist
    today = format_date(desk.clock.today(), "long")
    head = (row.name, row.account_name, known.get("amount"), today)
    return HandoffNotes(
        title=_("Handoff notes"),
        subtitle=" · ".join(text for text in head if text),
        sections=tuple(_section(section, deal) for section in parts.sections),
        facts=tuple(_facts(sources)),
        account=row.account_name or row.name,
        date=today,
        ready=parts.ready,
        total=parts.total,
    )


def _facts(sources: Sources) -> list[tuple[str, str]]:
    """The lines under the title: from whom to whom, until when, and how complete."""
    sheet, known, parts = sources.sheet, sources.known.fields, sources.checklist
    pairs = [
        (_("From"), sheet.from_name or ""),
        (_("To"), known.get("handoff_to", "")),
        (_("Due"), known.get("handoff_due", "")),
        (_("Won"), known.get("won_on", "")),
        (_("State"), _(_STATES.get(sheet.state, sheet.state))),
        (_("Ready"), _("{ready} of {total}").format(ready=parts.ready, total=parts.total)),
        (_("Finished with items open"), sheet.finish_reason or ""),
        (_("Returned because"), sheet.returned_why or ""),
    ]
    return [(label, value) for label, value in pairs if value]


_STATES: Mapping[str, str] = {
    "open": N_("In preparation"),
    "finished": N_("Finished"),
    "accepted": N_("Accepted"),
    "returned": N_("Returned"),
}


def _section(section: SectionState, deal: NotesOf) -> Section:
    blocks: list[Block] = []
    for is_person, group in itertools.groupby(
        section.items, lambda i: i.item.rule.test == "person"
    ):
        items = list(group)
        blocks += [_people(items, deal)] if is_person else [_block(item, deal) for item in items]
    return Section(section.section.name, tuple(blocks))


def _block(state: ItemState, deal: NotesOf) -> Block:
    """One item: what is known, the rep's words, and what is missing."""
    lines, table = content_of(state, deal)
    rows = list(lines)
    rows += [Line(part) for part in state.words.strip().splitlines() if part.strip()]
    if state.is_confirmed_none and not rows and table is None:
        rows.append(Line(_("None (confirmed)")))
    if not state.is_ready:
        rows.append(_open(_lacking(state, deal)))
    return Block(state.item.name, tuple(rows), table, state.is_ready)


def _open(what: str) -> Line:
    return Line(_("Open: {what}").format(what=what), is_open=True)


def _lacking(state: ItemState, deal: NotesOf) -> str:
    """What an item lacks, as it reads behind "Open": of fields their names alone."""
    if state.item.rule.test == "field":
        return ", ".join(_(dict(FIELD_LABELS)[name]) for name in state.finding.lacking)  # type: ignore[index]
    return _inside(missing(state, deal.sources.state.snapshot))


def _inside(sentence: str) -> str:
    """The sentence as it reads after a colon or a comma."""
    return sentence[:1].lower() + sentence[1:]


_PEOPLE_WIDTHS = (15, 14, 16, 29, 26)


def _people(items: list[ItemState], deal: NotesOf) -> Block:
    """One table for the roles asked for, then everybody else on the deal."""
    rows: list[tuple[str, ...]] = []
    lines: list[Line] = []
    asked: set[str] = set()
    for state in items:
        found = [p for p in deal.people if p.role in state.item.rule.of]
        asked |= {person.id for person in found}
        rows += [_person(state.item.name, person) for person in found]
        lines += [
            Line(f"{state.item.name}: {words}") for words in state.words.splitlines() if words
        ]
        if not state.is_ready:
            lines.append(_open(_("{role}, nobody has this role").format(role=state.item.name)))
        elif not found:
            lines.append(Line(_("{role}: none (confirmed)").format(role=state.item.name)))
    others = [p for p in deal.people if p.id not in asked]
    rows += [_person(roles_text([person.role]) if person.role else "", person) for person in others]
    head = (_("Role"), _("Name"), _("Position"), _("How to reach"), _("Good to know"))
    table = Table(head, tuple(rows), _PEOPLE_WIDTHS).without_empty() if rows else None
    return Block("", tuple(lines), table)


def _person(role: str, person: Stakeholder) -> tuple[str, ...]:
    # A telephone number stays on one line.
    reach = ", ".join(filter(None, (person.email, person.phone.replace(" ", "\u00a0"))))
    know = _sentences(person.preference, person.wants)
    # The checklist may ask for one of two roles; the paper names the one the person has.
    named = _(dict(ROLE_LABELS).get(person.role, role))  # type: ignore[call-overload]
    return named, person.name, person.title, reach, know


def _sentences(*parts: str) -> str:
    """Texts one after the other, each but the last ended by a full stop unless it ends itself."""
    said = [part.strip() for part in parts if part and part.strip()]
    ended = [part if part[-1] in ".!?…" else f"{part}." for part in said[:-1]]
    return " ".join([*ended, *said[-1:]])
