"""The mutual action plan as a paper that goes to the buyer. Called through `papers`.

It holds what both sides agree on: objective, steps, criteria, risks, fallback. Nothing of how we
judge them, and no concession.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from salesdesk.domain import action_plan as plans
from salesdesk.domain.action_plan import PlanStep, StepState
from salesdesk.domain.discovery import is_theirs
from salesdesk.domain.gates import FactView
from salesdesk.domain.notes import ActionPlanPaper, Block, Line, Section, Table
from salesdesk.support.i18n import _, format_date
from salesdesk.usecases.commitment import CommitView, commit_view
from salesdesk.usecases.discovery import figures, with_figures

if TYPE_CHECKING:
    from salesdesk.usecases.desk import Desk

_WIDTHS = (6, 34, 15, 13, 18, 14)


def plan_paper(desk: Desk, deal_id: str) -> ActionPlanPaper:
    """The plan of a deal. Raises KnownError when the deal is gone."""
    view = commit_view(desk, deal_id)
    today = format_date(desk.clock.today(), "long")
    sections = (
        _steps(view),
        _list(_("What the decision rests on"), _theirs(view.criteria)),
        _risks(_theirs(view.risks)),
        _text(_("If the day cannot be held"), view.fallback),
    )
    return ActionPlanPaper(
        title=_("Mutual action plan"),
        subtitle=" · ".join(filter(None, (view.deal, view.account, today))),
        intro=_("What both sides do, by when, and who sees to it. Please correct what is wrong."),
        facts=tuple(_facts(view)),
        sections=tuple(section for section in sections if section is not None),
        closing=_("What is missing, and which day would you move?"),
        account=view.account,
        date=today,
    )


def side_name(side: str, view: CommitView) -> str:
    """Whose a step is, as the buyer reads it: their company, we, or both."""
    names = {plans.BUYER: view.account or _("You"), plans.SELLER: _("We"), plans.BOTH: _("Both")}
    return names.get(side, side)


def state_name(step: PlanStep) -> str:
    """How far a step is."""
    names = {
        plans.OPEN: _("Open"),
        plans.DOING: _("Under way"),
        plans.DONE: _("Done"),
        plans.DROPPED: _("Dropped"),
    }
    return names.get(step.state, step.state)


def _theirs(facts: tuple[FactView, ...]) -> tuple[FactView, ...]:
    return tuple(fact for fact in facts if is_theirs(fact))


def _facts(view: CommitView) -> list[tuple[str, str]]:
    found = []
    if view.objective:
        found.append((_("What is reached"), view.objective))
    if view.target_on:
        found.append((_("Day of the start"), _day(view.target_on)))
    return found


def _steps(view: CommitView) -> Section:
    heading = _("Steps")
    if not view.plan.live:
        return Section(heading, (Block("", (Line(_("No step is agreed yet."), is_open=True),)),))
    head = (_("No."), _("Step"), _("By"), _("Whose"), _("Who"), _("State"))
    rows = tuple(_row(state, view) for state in view.plan.live)
    return Section(heading, (Block("", table=Table(head, rows, _WIDTHS, (0,))),))


def _row(state: StepState, view: CommitView) -> tuple[str, ...]:
    step = state.step
    what = "\n".join(filter(None, (step.what, step.note)))
    day = step.done_on if step.state == plans.DONE else step.due_on
    return (
        str(state.number), what, _day(day) or _("to be set"), side_name(step.side, view),
        step.owner or _("to be named"), state_name(step),
    )  # fmt: skip


def _list(heading: str, facts: tuple[FactView, ...]) -> Section | None:
    if not facts:
        return None
    lines = tuple(Line(with_figures(fact.words, figures(fact))) for fact in facts)
    return Section(heading, (Block("", lines),))


def _risks(facts: tuple[FactView, ...]) -> Section | None:
    """Risks with what is done about them; how bad we think they are stays with us."""
    if not facts:
        return None
    lines = tuple(Line(" → ".join(filter(None, (f.words, f.mitigation)))) for f in facts)
    return Section(_("What could get in the way"), (Block("", lines),))


def _text(heading: str, text: str) -> Section | None:
    return Section(heading, (Block("", (Line(text),)),)) if text else None


def _day(day: str | None) -> str:
    return format_date(dt.date.fromisoformat(day), "medium") if day else ""
