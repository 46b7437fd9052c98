"""The value recap: one page for the buyer, in their words; with what answers them, and its proof.

Called by `usecases.papers`. Nothing that is ours alone gets here: no role, influence or stance, no
score, red flag or objection, no gap of the map, no amount of the deal.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from salesdesk.domain.gates import FactView
from salesdesk.domain.notes import Block, Line, Section, Table, ValueRecap
from salesdesk.domain.value import FIT_LABELS, PROOF_LABELS, CriterionMatch, MapLine
from salesdesk.support.i18n import _, format_date, ngettext
from salesdesk.usecases.discovery import deal_state, fact_line, figures, with_figures
from salesdesk.usecases.proposal_drafts import private_questions
from salesdesk.usecases.value import ValueView, value_view

if TYPE_CHECKING:
    from salesdesk.usecases.desk import Desk

_MOST_ROWS, _MOST_CRITERIA, _MOST_DATES = 6, 6, 3
"""What fits on one page; the rest is counted."""
_WIDTHS = (28, 26, 24, 22)


def value_recap(desk: Desk, deal_id: str) -> ValueRecap:
    """The recap of a deal. Raises KnownError when the deal is gone."""
    view = value_view(desk, deal_id)
    private = private_questions(desk.process(deal_state(desk, deal_id).deal.pipeline_id))
    costs = [fact for fact in view.facts if fact.kind == "metric" and fact.key not in private]
    today = format_date(desk.clock.today(), "long")
    told = _told(view.lines)
    matched = [group for group in told if _is_answered(group)]
    loose = [fact for group in told if group not in matched and (fact := group[0].fact)]
    sections = (
        _map(matched),
        _listed(
            _("What else you told us") if matched else _("What you told us"), loose, _MOST_ROWS
        ),
        _listed(_("What it costs you"), costs),
        _listed(_("What else you want to reach"), view.loose),
        _criteria(view.criteria),
        _listed(_("Dates that matter"), _dates(view)),
        _confirmed(view),
    )
    return ValueRecap(
        title=_("What it would bring you"),
        subtitle=" · ".join(filter(None, (view.deal, view.account, today))),
        intro=_(
            "What you told us, what we would do about it, and how you would see that it works."
        ),
        sections=tuple(section for section in sections if section is not None),
        closing=_("What would you change, and what is missing?"),
        account=view.account,
        date=today,
    )


def _told(lines: Sequence[MapLine]) -> list[list[MapLine]]:
    """Only what they said, each once: a capability that answers nothing of theirs is left out."""
    said: dict[str, list[MapLine]] = {}
    for line in lines:
        if line.fact is not None:
            said.setdefault(line.fact.id, []).append(line)
    return list(said.values())


def _is_answered(lines: list[MapLine]) -> bool:
    """Whether anything stands beside a pain or goal; a row of dashes would show them our gap."""
    return any(line.capability or line.proof or line.outcome is not None for line in lines)


def _map(told: Sequence[list[MapLine]]) -> Section | None:
    if not told:
        return None
    head = (_("You told us"), _("What we would do"), _("What shows it"), _("What it brings"))
    rows = tuple(_row(group) for group in told[:_MOST_ROWS])
    block = Block("", _more(len(told) - _MOST_ROWS), Table(head, rows, _WIDTHS).without_empty())
    return Section(_("What matters to you"), (block,))


def _row(lines: list[MapLine]) -> tuple[str, str, str, str]:
    """A pain or goal with all that is tied to it, one below the other."""
    fact = lines[0].fact
    assert fact is not None
    said = fact.words
    if not fact.confirmed:
        said += " ({})".format(_("please confirm"))
    outcomes = {line.outcome.id: line.outcome for line in lines if line.outcome is not None}
    return (
        said,
        _stacked([line.capability for line in lines]) or "–",
        _stacked([_proof(line) for line in lines]) or "–",
        _stacked([with_figures(each.words, figures(each)) for each in outcomes.values()]) or "–",
    )


def _stacked(texts: list[str]) -> str:
    found = [text for text in texts if text]
    return "\n".join(f"– {text}" for text in found) if len(found) > 1 else "".join(found)


def _proof(line: MapLine) -> str:
    kind = line.link.proof_kind if line.link is not None else None
    if not line.proof or kind is None or kind not in PROOF_LABELS:
        return line.proof
    return _("{kind}: {words}").format(kind=_(PROOF_LABELS[kind]), words=line.proof)


def _criteria(criteria: Sequence[CriterionMatch]) -> Section | None:
    if not criteria:
        return None
    head = (_("What you judge by"), _("Met"), _("How"))
    rows = tuple(
        (
            match.fact.words,
            _("To be clarified") if match.fit == "unknown" else _(FIT_LABELS[match.fit]),
            match.words,
        )
        for match in criteria[:_MOST_CRITERIA]
    )
    block = Block(
        "", _more(len(criteria) - _MOST_CRITERIA), Table(head, rows, (40, 16, 44)).without_empty()
    )
    return Section(_("Your criteria, point by point"), (block,))


def _dates(view: ValueView) -> tuple[FactView, ...]:
    dates = (fact for group in view.realities if group.kind == "timeline" for fact in group.facts)
    return tuple(dates)[:_MOST_DATES]


def _listed(heading: str, facts: Sequence[FactView], most: int = _MOST_DATES) -> Section | None:
    if not facts:
        return None
    lines = tuple(fact_line(fact, _("please confirm")) for fact in facts[:most])
    return Section(heading, (Block("", (*lines, *_more(len(facts) - most))),))


def _confirmed(view: ValueView) -> Section | None:
    """Their own words on whether it is worth it, where the newest answer is a yes."""
    newest = view.answers[0] if view.answers else None
    if newest is None or newest.measure in ("partly", "no"):
        return None
    day = ""
    if newest.said_on:
        day = format_date(dt.date.fromisoformat(newest.said_on), "medium")
    who = ", ".join(filter(None, (newest.person, day)))
    return Section(_("What it is worth to you"), (Block("", (Line(newest.words, who),)),))


def _more(left: int) -> tuple[Line, ...]:
    if left <= 0:
        return ()
    return (Line(ngettext("and {n} more", "and {n} more", left).format(n=left)),)
