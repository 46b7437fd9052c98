"""A process that nobody looked at for months, while deals went through it."""

from __future__ import annotations

import datetime as dt

from salesdesk.domain.coach.case import DeskCase, PipelineUse
from salesdesk.domain.coach.finding import Finding, Place, Said
from salesdesk.domain.coach.mending import day
from salesdesk.domain.pipeline import days_between
from salesdesk.support.i18n import _, ngettext

KEY = "process-not-reviewed"
AFTER_DAYS = 183
ENOUGH = 5
"""So many deals that ended since teach something."""
_COMES_BACK = 91
"""Days after which a finding that was put aside comes back."""


def see(desk: DeskCase, today: dt.date) -> list[Finding]:
    """Each pipeline whose process is half a year old and has ended deals to learn from."""
    return [
        _finding(use, days_between(use.published_on, today))
        for use in desk.pipelines
        if use.ended_since >= ENOUGH and days_between(use.published_on, today) >= AFTER_DAYS
    ]


def _finding(use: PipelineUse, age: int) -> Finding:
    return Finding(
        KEY, use.id, use.name, use.ended_since, (use.published_on, str(age // _COMES_BACK)),
        lambda: _say(use),
    )  # fmt: skip


def _say(use: PipelineUse) -> Said:
    ended = ngettext("{n} deal ended since", "{n} deals ended since", use.ended_since)
    return Said(
        _(
            "“{process}” has not changed for half a year. Half an hour with your last wins and "
            "losses may show a stage or a question to mend."
        ).format(process=use.process.name),
        (_("Published on {day}").format(day=day(use.published_on)),
         ended.format(n=use.ended_since)),
        _("Look at the process"),
        Place("process", target=use.id),
    )  # fmt: skip
