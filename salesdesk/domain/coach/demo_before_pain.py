"""A demo held or planned while the buyer has not confirmed any pain."""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple

from salesdesk.domain.coach.case import Case, Course
from salesdesk.domain.coach.finding import Finding, Place, Said
from salesdesk.domain.coach.mending import day, quoted, way_words
from salesdesk.domain.gates import FactView
from salesdesk.support.i18n import _, ngettext

KEY = "demo-before-pain"
_DEMO = re.compile(r"\bdemo", re.IGNORECASE)
"""A logged meeting has no kind "demo"; the word is the same in most languages."""


class _Demo(NamedTuple):
    on: str
    is_held: bool
    what: str


def see(case: Case, course: Course, today: dt.date) -> Finding | None:
    """The demo that comes next, else the one held last, without a confirmed pain."""
    if not case.is_open:
        return None
    demo = _demo(case)
    pains = [fact for fact in case.snapshot.facts if fact.kind == "pain"]
    if demo is None or any(pain.confirmed for pain in pains):
        return None
    return Finding(
        KEY, case.id, case.name, len(pains), (demo.on, str(demo.is_held), str(len(pains))),
        lambda: _say(demo, pains, course),
    )  # fmt: skip


def _demo(case: Case) -> _Demo | None:
    steps = [step for step in case.steps if step.kind == "demo"]
    planned = [_Demo(step.due_on, False, step.what) for step in steps if step.done_on is None]
    if planned:
        return min(planned)
    held = [_Demo(step.done_on, True, step.what) for step in steps if step.done_on]
    held += [
        _Demo(event.on, True, event.subject)
        for event in case.events
        if event.kind == "meeting" and _DEMO.search(event.subject)
    ]
    return max(held, default=None)


def _say(demo: _Demo, pains: list[FactView], course: Course) -> Said:
    asked = next((pain.key for pain in pains if pain.key), course.pain_question) or ""
    place = Place(panel="discover", target=asked)
    if demo.is_held:
        sentence = _(
            "The demo took place before they confirmed a pain. Ask what they saw in it for "
            "themselves, and let them put it in their words."
        )
        held = _("Demo on {day}: {what}")
    else:
        sentence = _(
            "A demo is planned and no pain is confirmed yet. With a confirmed pain it becomes a "
            "demo about them."
        )
        held = _("Demo planned for {day}: {what}")
    known = ngettext(
        "{n} pain noted, not confirmed by the buyer",
        "{n} pains noted, none confirmed by the buyer",
        len(pains),
    ).format(n=len(pains))
    return Said(
        sentence,
        (held.format(day=day(demo.on), what=quoted(demo.what)),
         known if pains else _("No pain noted yet")),
        way_words(course.process, place),
        place,
    )  # fmt: skip
