"""Far along, and whoever decides is unknown or was never spoken to."""

from __future__ import annotations

import datetime as dt

from salesdesk.domain.coach.case import Case, Course
from salesdesk.domain.coach.finding import Finding, Place, Said
from salesdesk.domain.coach.mending import day
from salesdesk.domain.gates import PersonView
from salesdesk.support.i18n import _, ngettext

KEY = "decider-never-met"
ROLES = ("economic_buyer", "decision_maker")


def see(case: Case, course: Course, today: dt.date) -> Finding | None:
    """No decider on the deal, or none who was in a talk or said anything, where it matters."""
    if not case.is_open or not course.has_reached(case.stage_key, course.decider):
        return None
    deciders = [person for person in case.snapshot.people if person.role in ROLES]
    if any(_is_met(case, person) for person in deciders):
        return None
    return Finding(
        KEY, case.id, case.name, len(deciders),
        (case.stage_key, *sorted(person.id for person in deciders)),
        lambda: _say(case, course, deciders),
    )  # fmt: skip


def _is_met(case: Case, person: PersonView) -> bool:
    """Whether they took part in anything, or something that they said is written down."""
    name = person.name.casefold()
    return (
        any(event.person_id == person.id for event in case.events)
        or any(told.person_id == person.id for told in case.told)
        or any(fact.person_id == person.id for fact in case.snapshot.facts)
        or any(s.done_on and name and name in s.attendees.casefold() for s in case.steps)
    )


def _say(case: Case, course: Course, deciders: list[PersonView]) -> Said:
    stage = course.stage(case.stage_key)
    since = _("In {stage} since {day}")
    where = since.format(stage=stage.name if stage else "", day=day(case.entered_on))
    if not deciders:
        count = len(case.snapshot.people)
        people = ngettext("{n} person known, no decider", "{n} people known, no decider", count)
        known = people.format(n=count) if count else _("Nobody on the deal yet")
        return Said(
            _(
                "Nobody is named yet who decides. Your contact will know whose yes it takes, and "
                "may gladly introduce you."
            ),
            (known, where),
            _("Add who decides"),
            Place(panel="overview", target=f"person:{ROLES[0]}"),
        )
    names = ", ".join(person.name for person in deciders[:3])
    sentence = ngettext(
        "{names} decides and has not been in any talk yet. Ask your contact for ten minutes "
        "together.",
        "{names} decide and have not been in any talk yet. Ask your contact for ten minutes "
        "together.",
        len(deciders),
    )
    return Said(
        sentence.format(names=names),
        (_("No activity, answer or fact with {names}").format(names=names), where),
        _("Set a next step with them"),
        Place(panel="overview", target="next_step"),
    )
