"""The coach: what its rules find on one deal, or on the whole desk, and what was put aside.

Called by the deal page and by Today, both on a worker. A finding that the rep put aside is kept by
its mark, which changes with what the finding rests on: it comes back when something changed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from salesdesk.domain.coach.case import Case, Course
from salesdesk.domain.coach.finding import Finding
from salesdesk.domain.coach.register import DEAL_RULES, DESK_RULES, DealRule, look_at
from salesdesk.support.i18n import _

if TYPE_CHECKING:
    from salesdesk.usecases.desk import Desk

MOST_PUT_ASIDE = 500
"""So many marks are remembered; the oldest are forgotten first."""


@dataclass(frozen=True, slots=True)
class Group:
    """The findings of one rule; those on the largest deals first."""

    key: str
    title: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class CoachView:
    """All findings of the desk by rule, in the order of the register; no group is empty.

    `desk` holds the groups that are about the desk as a whole.
    """

    deals: tuple[Group, ...]
    desk: tuple[Group, ...]

    @property
    def groups(self) -> tuple[Group, ...]:
        """All groups, those about deals first."""
        return (*self.deals, *self.desk)


def findings_for(desk: Desk, deal_id: str) -> tuple[Finding, ...]:
    """What the rules find on one deal; nothing on one that is gone, binned, paused or closed."""
    from salesdesk.store.reads import coach as reads

    today = desk.clock.today()
    found = desk.read(lambda connection: list(reads.cases(connection, today, deal_id)))
    return tuple(
        finding
        for case in found
        for finding in look_at(case, Course(desk.process(case.pipeline_id)), today)
    )


def findings(desk: Desk) -> CoachView:
    """What the rules find on all deals and on the desk, by rule in the register's order.

    Of a rule the deals with the largest amounts come first.
    """
    from salesdesk.store.reads import coach as reads
    from salesdesk.store.reads.names import pipeline_glances

    today = desk.clock.today()
    processes = {row.id: desk.process(row.id) for row in desk.read(pipeline_glances)}
    courses = {key: Course(process) for key, process in processes.items()}
    seen: dict[str, list[tuple[int, Finding]]] = {}
    with_deals = desk.read(lambda connection: _look(reads.cases(connection, today), courses, today))
    for amount, finding in with_deals:
        seen.setdefault(finding.rule, []).append((amount, finding))
    whole = desk.read(lambda connection: reads.desk_case(connection, processes))
    return CoachView(
        tuple(_group(r, seen[r.key]) for r in DEAL_RULES if r.key in seen),
        tuple(
            Group(rule.key, _(rule.title), tuple(about))
            for rule in DESK_RULES
            if (about := rule.see(whole, today))
        ),
    )


def _look(
    found: Iterable[Case], courses: Mapping[str, Course], today: dt.date
) -> list[tuple[int, Finding]]:
    """The findings on these deals, each with its deal's amount in minor units."""
    return [
        (case.amount_minor or 0, finding)
        for case in found
        if case.pipeline_id in courses
        for finding in look_at(case, courses[case.pipeline_id], today)
    ]


def _group(rule: DealRule, seen: list[tuple[int, Finding]]) -> Group:
    """The findings of a rule; currencies are not converted, the order is only a help."""
    ordered = sorted(seen, key=lambda pair: (-pair[0], pair[1].subject, pair[1].subject_id))
    return Group(rule.key, _(rule.title), tuple(finding for _amount, finding in ordered))


def shown(view: CoachView, put_aside: Collection[str]) -> CoachView:
    """The view without the findings whose marks were put aside."""

    def left(groups: tuple[Group, ...]) -> tuple[Group, ...]:
        cut = (Group(g.key, g.title, without(g.findings, put_aside)) for g in groups)
        return tuple(group for group in cut if group.findings)

    return CoachView(left(view.deals), left(view.desk)) if put_aside else view


def without(found: Iterable[Finding], put_aside: Collection[str]) -> tuple[Finding, ...]:
    """The findings that were not put aside."""
    return tuple(finding for finding in found if finding.mark not in put_aside)


def put_aside(marks: Iterable[str], finding: Finding) -> tuple[str, ...]:
    """The marks to keep once this finding is put aside, oldest first."""
    head = f"{finding.subject_id}.{finding.rule}."
    kept = [mark for mark in marks if not mark.startswith(head)]
    return (*kept, finding.mark)[-MOST_PUT_ASIDE:]


def taken_back(marks: Iterable[str], finding: Finding) -> tuple[str, ...]:
    """The marks to keep once this finding is shown again."""
    return tuple(mark for mark in marks if mark != finding.mark)
