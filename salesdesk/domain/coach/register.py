"""The register of the coach's rules: one module and one row each, in the order they are shown.

Asked by `usecases.coach`; the screens take titles from here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from salesdesk.domain.coach import (
    activity_without_progress,
    decider_never_met,
    demo_before_pain,
    meeting_without_step,
    nobody_fills,
    poor_handoff,
    process_not_reviewed,
    promise_not_kept,
    qualification_skipped,
    silent_since_proposal,
)
from salesdesk.domain.coach.case import Case, Course, DeskCase
from salesdesk.domain.coach.finding import Finding
from salesdesk.domain.facts import N_


@dataclass(frozen=True, slots=True)
class DealRule:
    """A rule that looks at one deal. `title` is a message id; screens translate it."""

    key: str
    title: str
    see: Callable[[Case, Course, dt.date], Finding | None]


@dataclass(frozen=True, slots=True)
class DeskRule:
    """A rule that looks at the desk as a whole."""

    key: str
    title: str
    see: Callable[[DeskCase, dt.date], list[Finding]]


DEAL_RULES: tuple[DealRule, ...] = (
    DealRule(promise_not_kept.KEY, N_("Promised and not sent"), promise_not_kept.see),
    DealRule(meeting_without_step.KEY, N_("Met, and no next step"), meeting_without_step.see),
    DealRule(silent_since_proposal.KEY, N_("Silent since the offer"), silent_since_proposal.see),
    DealRule(demo_before_pain.KEY, N_("Demo before confirmed pain"), demo_before_pain.see),
    DealRule(
        activity_without_progress.KEY,
        N_("Activity without buyer progress"),
        activity_without_progress.see,
    ),
    DealRule(decider_never_met.KEY, N_("Decider never met"), decider_never_met.see),
    DealRule(qualification_skipped.KEY, N_("Qualification skipped"), qualification_skipped.see),
    DealRule(poor_handoff.KEY, N_("Handoff with gaps"), poor_handoff.see),
)
"""What the buyer waits for comes first."""

DESK_RULES: tuple[DeskRule, ...] = (
    DeskRule(process_not_reviewed.KEY, N_("Process not reviewed"), process_not_reviewed.see),
    DeskRule(nobody_fills.KEY, N_("Nobody fills it in"), nobody_fills.see),
)


def look_at(case: Case, course: Course, today: dt.date) -> list[Finding]:
    """All that the rules find about a deal, in the order of the register."""
    return [seen for rule in DEAL_RULES if (seen := rule.see(case, course, today)) is not None]
