"""How gates are told: in the bubble beside what is dragged, and in the gate dialog."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from salesdesk.support.i18n import _, format_date, format_number, ngettext

if TYPE_CHECKING:
    from salesdesk.domain.gates import CriterionState, GateReport

Told = tuple[str, list[tuple[bool, str]]]
"""A title, and lines: met or not, and the words."""
MANY = 6
"""So many deals are named beside the pointer; of more, how many there are."""


def gate_title(stage: str, count: int) -> str:
    """What the bubble and the gate dialog are headed with."""
    if not count:
        return _("To leave {stage}: nothing open").format(stage=stage)
    return ngettext(
        "To leave {stage}: {count} still open", "To leave {stage}: {count} still open", count
    ).format(stage=stage, count=format_number(count))


def gate_told(report: GateReport | None) -> Told:
    """The gate of one deal: each criterion, with who showed it and when, where that is known."""
    if report is None:
        return "", []
    lines = [(state.is_met, _line(state)) for state in report.states]
    return gate_title(report.stage.name, len(report.open)), lines


def gates_told(reports: Sequence[tuple[str, GateReport]]) -> Told:
    """The gates of several deals, by name: how much is open for each of them."""
    reports = [(name, report) for name, report in reports if report.states]
    if not reports:
        return "", []
    count = sum(len(report.open) for _name, report in reports)
    stages = {report.stage.key: report.stage.name for _name, report in reports}
    title = gate_title(", ".join(stages.values()), count)
    lines = [(not report.open, _deal_line(name, report)) for name, report in reports[:MANY]]
    if rest := reports[MANY:]:
        words = ngettext("and {n} more", "and {n} more", len(rest))
        is_met = not any(report.open for _name, report in rest)
        lines.append((is_met, words.format(n=format_number(len(rest)))))
    return title, lines


def shown_by(state: CriterionState) -> str:
    """ "Ines, Nov 17" for a met criterion that rests on a fact or a person; else ""."""
    if not state.is_met:
        return ""
    fact = state.by_hand or next((f for f in state.finding.facts if f.person), None)
    if fact is not None and fact.person:
        day = format_date(dt.date.fromisoformat(fact.said_on), "short") if fact.said_on else ""
        return f"{fact.person}, {day}" if day else fact.person
    return ", ".join(person.name for person in state.finding.people[:2])


def _line(state: CriterionState) -> str:
    by = shown_by(state)
    return f"{state.criterion.text} · {by}" if by else state.criterion.text


def _deal_line(name: str, report: GateReport) -> str:
    count = len(report.open)
    if not count:
        return _("{deal}: nothing open").format(deal=name)
    return ngettext("{deal}: {count} open", "{deal}: {count} open", count).format(
        deal=name, count=format_number(count)
    )
