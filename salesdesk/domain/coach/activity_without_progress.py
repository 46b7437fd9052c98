"""Many calls and mails of our own, and nothing from the buyer since."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence

from salesdesk.domain import gates
from salesdesk.domain.coach.case import OUTREACH, Case, Course, Event
from salesdesk.domain.coach.finding import Finding, Place, Said
from salesdesk.domain.coach.mending import day, days_before, last_heard, way, way_words
from salesdesk.domain.process import Process
from salesdesk.support.i18n import _, ngettext

KEY = "activity-without-progress"
ENOUGH = 5
"""So many times without an answer is no accident."""
RECENT_DAYS = 60
"""A deal that nobody works on any more is not busy."""
_COMES_BACK = 3
"""A finding that was put aside comes back after so many more."""


def see(case: Case, course: Course, today: dt.date) -> Finding | None:
    """Five or more calls, mails, meetings since the buyer last did anything."""
    if not case.is_open or len(case.events) < ENOUGH:
        return None
    heard = case.buyer_acted_on
    own = [e for e in case.events if not e.by_buyer and e.kind in OUTREACH and e.on > heard]
    if len(own) < ENOUGH or own[-1].on < days_before(today, RECENT_DAYS):
        return None
    return Finding(
        KEY, case.id, case.name, len(own), (heard, str(len(own) // _COMES_BACK)),
        lambda: _say(own, heard, course.process, _place(case, course)),
    )  # fmt: skip


def _place(case: Case, course: Course) -> Place:
    """The question that the stage still waits for, else a next step."""
    stage = course.stage(case.stage_key)
    opened = gates.gate(course.process, stage, case.snapshot).open if stage else ()
    ways = (way(course.process, state.criterion) for state in opened)
    asks = (place for place in ways if place.panel == "discover")
    return next(asks, Place(panel="overview", target="next_step"))


def _say(own: Sequence[Event], heard: str, process: Process, place: Place) -> Said:
    counts = Counter(event.kind for event in own)
    kinds = (
        ngettext("{n} call", "{n} calls", counts["call"]).format(n=counts["call"]),
        ngettext("{n} mail", "{n} mails", counts["email"]).format(n=counts["email"]),
        ngettext("{n} meeting", "{n} meetings", counts["meeting"]).format(n=counts["meeting"]),
    )
    said = ", ".join(text for kind, text in zip(OUTREACH, kinds, strict=True) if counts[kind])
    return Said(
        ngettext(
            "You reached out {n} time and the buyer has not moved. A question that is easy to "
            "answer may do more than another try.",
            "You reached out {n} times and the buyer has not moved. A question that is easy to "
            "answer may do more than another try.",
            len(own),
        ).format(n=len(own)),
        (_("{counts}, the last on {day}").format(counts=said, day=day(own[-1].on)),
         last_heard(heard)),
        way_words(process, place),
        place,
    )  # fmt: skip
