"""Builds the facts of the pre-call sheet. Called by `usecases.papers`.

It tells of the call at hand: the one that runs, else the first planned. A deal without one gets a
sheet from its plan, so that it can be printed before anything was prepared.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from salesdesk.domain.calls import (
    USUAL_MINUTES,
    adds_up,
    balance_words,
    suggested_agenda,
    usual_exits,
)
from salesdesk.domain.facts import INFLUENCE_LABELS, ROLE_LABELS, STANCE_LABELS, FactKind
from salesdesk.domain.notes import Block, Line, PreCallSheet, Section, Table
from salesdesk.support.i18n import _, format_date, format_time, ngettext
from salesdesk.usecases.call_views import CallView, call_at_hand, calls
from salesdesk.usecases.discovery import DiscoverView, discover_view, fact_line
from salesdesk.usecases.qualification import ResearchState, qualify_view

if TYPE_CHECKING:
    from salesdesk.usecases.desk import Desk

_MOST_PEOPLE = 12
_MOST_FACTS = 3
_KNOWN: tuple[FactKind, ...] = ("priority", "pain", "metric", "goal", "risk")
_WIDTHS = (12, 88)


def precall_sheet(desk: Desk, deal_id: str) -> PreCallSheet:
    """The sheet of the deal's next call. Raises KnownError when the deal is gone."""
    view = discover_view(desk, deal_id)
    call = call_at_hand(calls(desk, deal_id))
    today = format_date(desk.clock.today(), "long")
    sections = (
        _thinking(call),
        _agenda(view, call),
        _questions(view),
        _research(qualify_view(desk, deal_id).research),
        _people(view),
        _known(view),
        _exits(call),
    )
    return PreCallSheet(
        title=_("Pre-call sheet"),
        subtitle=" · ".join(filter(None, (view.deal, view.account, today))),
        facts=_when(view, call),
        sections=tuple(section for section in sections if section is not None),
        account=view.account or view.deal,
        date=today,
    )


def _when(view: DiscoverView, call: CallView | None) -> tuple[tuple[str, str], ...]:
    rows = []
    if call is not None and call.planned_on:
        time = call.planned_time
        clock = format_time(dt.time.fromisoformat(time)) if time else ""
        day = format_date(dt.date.fromisoformat(call.planned_on), "long")
        rows.append((_("When"), ", ".join(filter(None, (day, clock)))))
    if call is not None and call.minutes:
        text = ngettext("{n} minute", "{n} minutes", call.minutes).format(n=call.minutes)
        rows.append((_("Length"), text))
    if call is not None and call.attendees:
        rows.append((_("With"), ", ".join(each.name for each in call.attendees)))
    rows.append((_("Stage"), view.stage.name))
    return tuple(rows)


def _thinking(call: CallView | None) -> Section:
    """The hypothesis, and what must be learned; what is missing is loud."""
    guess = call.hypothesis if call else ""
    learn = call.must_learn if call else ""
    return Section(
        _("Before the call"),
        (
            Block(_("What I think is going on"), _text(guess, _("Open: no hypothesis yet"))),
            Block(_("What I must learn"), _text(learn, _("Open: nothing is written down yet"))),
        ),
    )


def _text(words: str, missing: str) -> tuple[Line, ...]:
    if not words:
        return (Line(missing, is_open=True),)
    return tuple(Line(line) for line in words.splitlines() if line.strip())


def _agenda(view: DiscoverView, call: CallView | None) -> Section:
    minutes = call.minutes if call else USUAL_MINUTES
    points = call.agenda if call and call.agenda else ()
    points = points or suggested_agenda(view.plan, minutes or USUAL_MINUTES)
    rows = tuple((str(point.minutes), point.words) for point in points)
    lines = (Line(balance_words(points, minutes), is_open=not adds_up(points, minutes)),)
    table = Table((_("Minutes"), _("Point")), rows, _WIDTHS, figures=(0,))
    return Section(_("Agenda, in minutes"), (Block("", lines, table),))


def _questions(view: DiscoverView) -> Section | None:
    lines = tuple(
        Line(
            item.question.text,
            _("listen for: {what}").format(what=item.question.listen_for)
            if item.question.listen_for
            else "",
        )
        for item in view.plan
    )
    return Section(_("Questions to ask"), (Block("", lines),)) if lines else None


def _research(states: tuple[ResearchState, ...]) -> Section | None:
    """What was found out; what was not is counted, so that the page stays a page."""
    blocks = [Block(state.item.text, _text(state.words, "")) for state in states if state.words]
    left = len(states) - len(blocks)
    if left:
        text = ngettext("Open: {n} line of the research", "Open: {n} lines of the research", left)
        blocks.append(Block(_("Not looked up yet"), (Line(text.format(n=left), is_open=True),)))
    return Section(_("Company research"), tuple(blocks)) if states else None


def _people(view: DiscoverView) -> Section | None:
    people = view.people[:_MOST_PEOPLE]
    head = (_("Name"), _("Role"), _("Position"), _("Influence"), _("Stance"))
    rows = tuple(
        (
            person.name,
            _label(ROLE_LABELS, person.role),
            person.title,
            _label(INFLUENCE_LABELS, person.influence),
            _label(STANCE_LABELS, person.stance),
        )
        for person in people
    )
    left = len(view.people) - len(people)
    more = ngettext("and {n} more", "and {n} more", left).format(n=left)
    lines = (Line(more),) if left else ()
    return Section(_("People we know"), (Block("", lines, Table(head, rows)),)) if rows else None


def _label(labels: object, key: str) -> str:
    found = dict(labels).get(key)  # type: ignore[call-overload]
    return _(found) if found else key


def _known(view: DiscoverView) -> Section | None:
    from salesdesk.domain.facts import FACT_KIND_LABELS

    blocks = []
    for kind in _KNOWN:
        facts = [fact for fact in view.facts if fact.kind == kind]
        if facts:
            lines = [fact_line(fact, _("not confirmed")) for fact in facts[:_MOST_FACTS]]
            blocks.append(Block(_(FACT_KIND_LABELS[kind]), tuple(lines)))
    return Section(_("What we know already"), tuple(blocks)) if blocks else None


def _exits(call: CallView | None) -> Section:
    exits = call.exits if call and call.exits else usual_exits()
    # On one line where there is room, so that the page stays a page.
    goals = "\u2003".join(f"{'☑' if each.is_reached else '☐'} {each.words}" for each in exits)
    return Section(_("Before we hang up"), (Block("", (Line(goals),)),))
