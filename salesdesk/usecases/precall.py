"""Builds the facts of the pre-call sheet. Called by `usecases.papers`.

It tells of the call at hand: the one that runs, else the first planned. A deal without one gets a
sheet from its plan, so that it can be printed before anything was prepared. It is held in the hand:
of a large deal it takes as much as a page holds and says how much more there is.
"""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from salesdesk.domain.calls import (
    USUAL_MINUTES,
    adds_up,
    balance_words,
    suggested_agenda,
    usual_exits,
)
from salesdesk.domain.discovery import PlanItem
from salesdesk.domain.facts import INFLUENCE_LABELS, ROLE_LABELS, STANCE_LABELS, FactKind
from salesdesk.domain.notes import Block, Line, PreCallSheet, Section, Table
from salesdesk.domain.plain_words import cut
from salesdesk.support.i18n import _, format_date, format_number, format_time, ngettext
from salesdesk.usecases.call_views import CallView, call_at_hand, calls
from salesdesk.usecases.discovery import DiscoverView, discover_view, fact_line
from salesdesk.usecases.qualification import ResearchState, qualify_view

if TYPE_CHECKING:
    from salesdesk.usecases.desk import Desk


@dataclass(frozen=True, slots=True)
class _Room:
    """How much of what is known the sheet takes: counts of lines, and letters of each."""

    people: int
    position: int
    """Letters of what somebody is there."""
    facts: int
    """Of each kind."""
    questions: int
    hints: int
    """So many lines a question takes at most with what to listen for."""
    lines: int
    """So many lines a fact takes at most, or what research found."""


_ROOMS = (
    _Room(people=12, position=90, facts=3, questions=12, hints=9, lines=9),
    _Room(people=12, position=90, facts=3, questions=12, hints=1, lines=3),
    _Room(people=12, position=60, facts=3, questions=12, hints=1, lines=2),
    _Room(people=10, position=40, facts=3, questions=12, hints=1, lines=1),
    _Room(people=8, position=36, facts=2, questions=12, hints=1, lines=1),
    _Room(people=6, position=32, facts=1, questions=10, hints=1, lines=1),
    _Room(people=4, position=28, facts=1, questions=8, hints=1, lines=1),
)
"""From the widest to the narrowest; the first with which the sheet is a page is taken."""
_KNOWN: tuple[FactKind, ...] = ("priority", "pain", "metric", "goal", "risk")
_WIDTHS = (12, 88)


def precall_sheet(desk: Desk, deal_id: str) -> PreCallSheet:
    """The sheet of the deal's next call. Raises KnownError when the deal is gone."""
    view = discover_view(desk, deal_id)
    call = call_at_hand(calls(desk, deal_id))
    today = format_date(desk.clock.today(), "long")
    research = qualify_view(desk, deal_id).research
    sections: tuple[Section, ...] = ()
    for room in _ROOMS:
        sections = _sections(view, call, research, room)
        if is_one_page(sections):
            break
    return PreCallSheet(
        title=_("Pre-call sheet"),
        subtitle=" · ".join(filter(None, (view.deal, view.account, today))),
        facts=_when(view, call),
        sections=sections,
        account=view.account or view.deal,
        date=today,
    )


def _sections(
    view: DiscoverView, call: CallView | None, research: tuple[ResearchState, ...], room: _Room
) -> tuple[Section, ...]:
    found = (
        _thinking(call),
        _agenda(view, call),
        _questions(view, room),
        _research(research, room),
        _people(view, room),
        _known(view, room),
        _exits(call),
    )
    return tuple(section for section in found if section is not None)


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


def _questions(view: DiscoverView, room: _Room) -> Section | None:
    lines = [_question(item, room) for item in view.plan[: room.questions]]
    lines += _more(len(view.plan) - len(lines))
    return Section(_("Questions to ask"), (Block("", tuple(lines)),)) if lines else None


def _question(item: PlanItem, room: _Room) -> Line:
    """A question with as much of what to listen for as stands beside it."""
    text, hint = item.question.text, item.question.listen_for
    if not hint:
        return Line(text)
    taken = len(text) * _LETTER + len(_("listen for: {what}")) * _SMALL
    most = int((room.hints * _WIDTH / _SLACK - taken) / _SMALL)
    if most < _LEAST:
        return Line(text)
    return Line(text, _("listen for: {what}").format(what=cut(hint, most)))


def _more(left: int) -> tuple[Line, ...]:
    """How many of something are not on the sheet."""
    text = ngettext("and {n} more", "and {n} more", left).format(n=format_number(left))
    return (Line(text),) if left > 0 else ()


def _research(states: tuple[ResearchState, ...], room: _Room) -> Section | None:
    """What was found out; what was not is counted, so that the page stays a page."""
    blocks = [
        Block(state.item.text, _text(_cut(state.words, "", room, 1 - _WIDE_NAMES), ""))
        for state in states
        if state.words
    ]
    left = len(states) - len(blocks)
    if left:
        text = ngettext("Open: {n} line of the research", "Open: {n} lines of the research", left)
        blocks.append(Block(_("Not looked up yet"), (Line(text.format(n=left), is_open=True),)))
    return Section(_("Company research"), tuple(blocks)) if states else None


def _people(view: DiscoverView, room: _Room) -> Section | None:
    people = view.people[: room.people]
    head = (_("Name"), _("Role"), _("Position"), _("Influence"), _("Stance"))
    rows = tuple(
        (
            person.name,
            _label(ROLE_LABELS, person.role),
            cut(person.title, room.position),
            _label(INFLUENCE_LABELS, person.influence),
            _label(STANCE_LABELS, person.stance),
        )
        for person in people
    )
    lines = _more(len(view.people) - len(people))
    return Section(_("People we know"), (Block("", lines, Table(head, rows)),)) if rows else None


def _label(labels: object, key: str) -> str:
    found = dict(labels).get(key)  # type: ignore[call-overload]
    return _(found) if found else key


def _known(view: DiscoverView, room: _Room) -> Section | None:
    from salesdesk.domain.facts import FACT_KIND_LABELS

    blocks = []
    for kind in _KNOWN:
        facts = [fact for fact in view.facts if fact.kind == kind]
        if facts:
            told = [fact_line(fact, _("not confirmed")) for fact in facts[: room.facts]]
            lines = tuple(
                replace(line, text=_cut(line.text, line.note, room, 1 - _NAMES)) for line in told
            )
            name = _(FACT_KIND_LABELS[kind])
            if len(facts) > len(lines):  # a line for each kind would be five
                of = _("{kind}, {n} of {all}")
                name = of.format(kind=name, n=len(lines), all=format_number(len(facts)))
            blocks.append(Block(name, lines))
    return Section(_("What we know already"), tuple(blocks)) if blocks else None


def _exits(call: CallView | None) -> Section:
    exits = call.exits if call and call.exits else usual_exits()
    # On one line where there is room, so that the page stays a page.
    goals = "\u2003".join(f"{'☑' if each.is_reached else '☐'} {each.words}" for each in exits)
    return Section(_("Before we hang up"), (Block("", (Line(goals),)),))


# -- how high it is -----------------------------------------------------------------------------
#
# Reckoned in pixels of 96 to the inch with the widest of the paper's typefaces, as the template
# sets them. Nothing is laid out here: the same sheet goes to Markdown and Word too.

_PAGE, _WIDTH = 950, 650
"""What Letter leaves above and below, reckoned so (a little high), and A4 at its sides."""
_HEAD, _HEADING, _LINE, _AIR, _CELL_AIR = 66.0, 27.0, 12.0, 1.8, 3.0
"""The title with the facts, a heading, a line, and the air of a paragraph and of a cell."""
_LETTER, _SMALL, _SLACK = 5.1, 4.1, 1.02
"""The width of a letter, and of one of a note; what a line loses where it is broken."""
_NAMES, _WIDE_NAMES = 0.22, 0.46
"""The share of the width that headings beside their lines take, when they are long or very long."""
_LEAST = 24
"""Letters below which a cut text says nothing."""


def is_one_page(sections: tuple[Section, ...]) -> bool:
    """Whether the sheet fits on one page, as far as can be told without laying it out."""
    return _HEAD + sum(map(_height, sections)) <= _PAGE


def _cut(words: str, note: str, room: _Room, share: float) -> str:
    """As much of some words as its lines hold beside their note, in that share of the width."""
    left = room.lines * share * _WIDTH / _SLACK - (len(note) + 3) * _SMALL * bool(note)
    return cut(words, max(_LEAST, int(left / _LETTER)))


def _height(section: Section) -> float:
    longest = max((len(block.heading) for block in section.blocks), default=0)
    names = _WIDE_NAMES if longest > 40 else _NAMES if longest > 14 else 0.12
    found = _HEADING
    for block in section.blocks:
        if block.heading:
            side = _lines(len(block.heading) * _LETTER * 1.1, names * _WIDTH)
            lines = sum(_line(line, (1 - names) * _WIDTH) for line in block.lines)
            found += max(side * _LINE + _AIR, lines)
        else:
            found += sum(_line(line, _WIDTH) for line in block.lines) + _table(block.table)
    return found


def _line(line: Line, room: float) -> float:
    wide = len(line.text) * _LETTER + (len(line.note) + 3) * _SMALL * bool(line.note)
    return _lines(wide, room) * _LINE + _AIR


def _table(table: Table | None) -> float:
    if table is None:
        return 0.0
    # A table of figures has its words in one wide column and no heading.
    shares = (5, 95) if table.figures else table.shares
    rows = table.rows if table.figures else (table.head, *table.rows)
    return sum(
        max(
            _lines(len(cell) * _LETTER, share / 100 * _WIDTH - 10)
            for cell, share in zip(row, shares, strict=True)
        )
        * _LINE
        + (_AIR if table.figures else _CELL_AIR)
        for row in rows
    )


def _lines(wide: float, room: float) -> int:
    return max(1, math.ceil(wide * _SLACK / room))
