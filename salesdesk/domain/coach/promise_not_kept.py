"""A follow-up that was promised for a day, and nothing went out."""

from __future__ import annotations

import datetime as dt

from salesdesk.domain.coach.case import Case, Course, Step
from salesdesk.domain.coach.finding import Finding, Place, Said
from salesdesk.domain.coach.mending import day, quoted
from salesdesk.domain.gates import FactView
from salesdesk.support.i18n import _, ngettext

KEY = "promise-not-kept"
_SHOWN = 3


def see(case: Case, course: Course, today: dt.date) -> Finding | None:
    """Promises past their day after which nothing was sent or done, and late agreed steps."""
    if not case.is_open:
        return None
    now = today.isoformat()
    late = [step for step in case.open_steps if step.agreed and step.due_on < now]
    owed = [
        fact
        for fact in case.snapshot.facts
        if fact.kind == "promise" and fact.due_on and fact.due_on < now and not _kept(case, fact)
    ]
    if not late and not owed:
        return None
    basis = (*(f"{s.id} {s.due_on}" for s in late), *(f"{f.id} {f.due_on}" for f in owed))
    return Finding(
        KEY, case.id, case.name, len(late) + len(owed), basis, lambda: _say(late, owed)
    )  # fmt: skip


def _kept(case: Case, promise: FactView) -> bool:
    """Whether a mail went out since, or a meeting or step took place after that day."""
    since = promise.said_on or ""
    if any(step.done_on and step.done_on > since for step in case.steps):
        return True
    return any(
        event.on > since or (event.on == since and event.kind == "email")
        for event in case.events
        if not event.by_buyer and event.kind in ("email", "meeting")
    )


def _say(late: list[Step], owed: list[FactView]) -> Said:
    lines = [
        _("Agreed for {day}: {what}").format(day=day(step.due_on), what=quoted(step.what))
        for step in late
    ]
    for fact in owed:
        words, due = quoted(fact.words), day(fact.due_on or "")
        if fact.person:
            text = _("Promised to {person} for {day}: {what}")
            lines.append(text.format(person=fact.person, day=due, what=words))
        else:
            lines.append(_("Promised for {day}: {what}").format(day=due, what=words))
    count = len(lines)
    if count > _SHOWN:
        more = count - _SHOWN
        lines[_SHOWN:] = [ngettext("and {n} more", "and {n} more", more).format(n=more)]
    sentence = ngettext(
        "{n} thing that they count on is past its day. Sending it late with a word is better than "
        "silence.",
        "{n} things that they count on are past their day. Sending them late with a word is better "
        "than silence.",
        count,
    )
    mend = _("Mark it done, or say what comes next") if late else _("Send it, then log it")
    target = f"next_step:{late[0].id}" if late else "log"
    place = Place(panel="overview", target=target)
    return Said(sentence.format(n=count), tuple(lines), mend, place)
