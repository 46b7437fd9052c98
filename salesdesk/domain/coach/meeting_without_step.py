"""The last meeting ended, and nothing was agreed for afterwards."""

from __future__ import annotations

import datetime as dt

from salesdesk.domain.coach.case import Case, Course
from salesdesk.domain.coach.finding import Finding, Place, Said
from salesdesk.domain.coach.mending import day, days_before, quoted
from salesdesk.support.i18n import _

KEY = "meeting-without-step"
RECENT_DAYS = 90
"""After that the deal is without a step for other reasons than this meeting."""
_MEETINGS = ("meeting", "demo")


def see(case: Case, course: Course, today: dt.date) -> Finding | None:
    """A meeting, demo or call of call mode after which no step was done, and none is open."""
    if not case.is_open or case.open_steps:
        return None
    met = [(event.on, event.subject) for event in case.events if event.kind in _MEETINGS]
    met += [(s.done_on, s.what) for s in case.steps if s.done_on and s.kind in _MEETINGS]
    met += [(call.on, call.subject) for call in case.calls]
    if not met:
        return None
    on, what = max(met)
    followed = any(step.done_on and step.done_on > on for step in case.steps)
    if followed or on < days_before(today, RECENT_DAYS):
        return None
    return Finding(KEY, case.id, case.name, 1, (on,), lambda: _say(case, on, what))


def _say(case: Case, on: str, what: str) -> Said:
    evidence = [_("Met on {day}: {what}").format(day=day(on), what=quoted(what))]
    why = next((call.why for call in case.calls if (call.on, call.subject) == (on, what)), "")
    if why:
        evidence.append(_("Left open because: {why}").format(why=quoted(why)))
    return Said(
        _(
            "The last meeting ended without a next step. A short mail with two times to choose "
            "from still picks it up."
        ),
        (*evidence, _("No step since")),
        _("Set a next step"),
        Place(panel="overview", target="next_step"),
    )
