"""A deal beyond the first gate without what that gate asks for: moved past it, or never asked."""

from __future__ import annotations

import datetime as dt

from salesdesk.domain import gates
from salesdesk.domain.coach.case import Case, Course, Passed
from salesdesk.domain.coach.finding import Finding, Said
from salesdesk.domain.coach.mending import day, quoted, way, way_words
from salesdesk.domain.process import Criterion, Process, Stage
from salesdesk.support.i18n import _, ngettext

KEY = "qualification-skipped"
_FLEETING = "next_step"
"""A step that was dated then is done by now: it says nothing about the qualification."""
_SHOWN = 3


def see(case: Case, course: Course, today: dt.date) -> Finding | None:
    """In a later stage, with criteria of the qualification open: any of them if it was moved past
    the gate with a reason, half of them or more if it came there in another way."""
    stage = course.qualification
    if not case.is_open or stage is None or not course.is_past(case.stage_key, stage):
        return None
    states = gates.gate(course.process, stage, case.snapshot).states
    lasting = [s for s in states if s.criterion.rule.test != _FLEETING]
    lacking = [state.criterion for state in lasting if not state.is_met]
    if not lacking:
        return None
    moved = next((p for p in reversed(case.passed) if p.from_stage == stage.key), None)
    if moved is None and len(lacking) * 2 < len(lasting):
        return None
    return Finding(
        KEY, case.id, case.name, len(lacking), tuple(c.key for c in lacking),
        lambda: _say(stage, lacking, moved, course.process),
    )  # fmt: skip


def _say(stage: Stage, lacking: list[Criterion], moved: Passed | None, process: Process) -> Said:
    evidence = [_("Open: {criterion}").format(criterion=c.text) for c in lacking[:_SHOWN]]
    if len(lacking) > _SHOWN:
        more = len(lacking) - _SHOWN
        evidence.append(ngettext("and {n} more", "and {n} more", more).format(n=more))
    if moved is not None:
        text = _("Moved past it on {day}: {why}")
        evidence.append(text.format(day=day(moved.at), why=quoted(moved.why)))
    sentence = ngettext(
        "{n} thing from {stage} is still unknown here. It is quicker to ask now than to find out "
        "at the end.",
        "{n} things from {stage} are still unknown here. It is quicker to ask now than to find out "
        "at the end.",
        len(lacking),
    )
    place = way(process, lacking[0])
    return Said(
        sentence.format(n=len(lacking), stage=stage.name),
        tuple(evidence),
        way_words(process, place),
        place,
    )
