"""A handoff that came back, went out unfinished, or is due with required items open."""

from __future__ import annotations

import datetime as dt

from salesdesk.domain.coach.case import Case, Course, Handover
from salesdesk.domain.coach.finding import Finding, Place, Said
from salesdesk.domain.coach.mending import day, days_before, quoted
from salesdesk.domain.handoff import Form, checklist
from salesdesk.support.i18n import _, ngettext

KEY = "poor-handoff"
SOON_DAYS = 2
"""A handoff due within so many days should be whole."""
RECENT_DAYS = 60
"""So long it helps to complete what was handed over."""
_SHOWN = 3


def see(case: Case, course: Course, today: dt.date) -> Finding | None:
    """A won deal whose handoff was returned, or has required items open too late."""
    handover = case.handover
    if case.status != "won" or handover is None or not _is_late(handover, today):
        return None
    form: Form = "short" if handover.form == "short" else "full"
    lacking = [i.item for i in checklist(course.process, case.snapshot, form).open_required]
    if not lacking and handover.state != "returned":
        return None
    return Finding(
        KEY, case.id, case.name, len(lacking),
        (handover.state, handover.due_on or "", *(item.key for item in lacking)),
        lambda: _say(handover, [item.name for item in lacking]),
    )  # fmt: skip


def _is_late(handover: Handover, today: dt.date) -> bool:
    if handover.state == "finished":
        return (handover.finished_on or "") >= days_before(today, RECENT_DAYS)
    if handover.state == "open":
        return bool(handover.due_on) and str(handover.due_on) <= days_before(today, -SOON_DAYS)
    return handover.state == "returned"


def _say(handover: Handover, lacking: list[str]) -> Said:
    evidence = [_("Open: {item}").format(item=name) for name in lacking[:_SHOWN]]
    if len(lacking) > _SHOWN:
        more = len(lacking) - _SHOWN
        evidence.append(ngettext("and {n} more", "and {n} more", more).format(n=more))
    if handover.state == "returned":
        sentence = _("Delivery sent the handoff back. What they miss is easiest to ask now.")
        if handover.returned_why:
            evidence.insert(0, _("They said: {why}").format(why=quoted(handover.returned_why)))
    elif handover.state == "finished":
        sentence = ngettext(
            "The handoff went out with {n} required item open. The team will ask the customer "
            "again for what you may know.",
            "The handoff went out with {n} required items open. The team will ask the customer "
            "again for what you may know.",
            len(lacking),
        )
        if handover.finish_reason:
            evidence.append(_("Reason given: {why}").format(why=quoted(handover.finish_reason)))
    else:
        sentence = ngettext(
            "The handoff is due and {n} required item is open. What was promised should not get "
            "lost between you and the team.",
            "The handoff is due and {n} required items are open. What was promised should not get "
            "lost between you and the team.",
            len(lacking),
        )
        evidence.append(_("Due {day}").format(day=day(handover.due_on or "")))
    return Said(
        sentence.format(n=len(lacking)),
        tuple(evidence),
        _("Open the handoff"),
        Place(panel="handoff", target="open"),
    )
