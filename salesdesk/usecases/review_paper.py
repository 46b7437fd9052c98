"""The win or loss review as a paper, without blame; for us, never for the buyer.

Called through `papers`. For a deal that is still open it says where it stands, so that a review can
be prepared.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from salesdesk.domain.notes import Block, Line, ReviewNotes, Section, Table
from salesdesk.support.i18n import _, format_date, format_money, ngettext
from salesdesk.usecases.deal_page import deal_view
from salesdesk.usecases.deal_views import DealView, ReviewView
from salesdesk.usecases.discovery import deal_state
from salesdesk.usecases.handoff_view import day_text

if TYPE_CHECKING:
    from salesdesk.usecases.desk import Desk

_MOST = 6


def review_notes(desk: Desk, deal_id: str) -> ReviewNotes:
    """The review of a deal. Raises KnownError when it is gone."""
    view = deal_view(desk, deal_id)
    state = deal_state(desk, deal_id)
    today = format_date(desk.clock.today(), "long")
    deal = view.deal
    told = [f for f in state.snapshot.facts if f.kind in ("pain", "goal")][:_MOST]
    signals = [f for f in state.snapshot.facts if f.kind in ("signal", "decision", "rejected")]
    parts = [
        _review(view.review) if deal.status != "open" and view.review else _still_open(view),
        _way(view),
        _lines(_("What it was about"), [Line(f.words, f.person) for f in told]),
        _lines(_("What the buyer did"),
               [Line(f.words, ", ".join(filter(None, (f.person, day_text(f.said_on)))))
                for f in signals[:_MOST]]),
        _people(view),
    ]  # fmt: skip
    return ReviewNotes(
        title=_("Review of a deal"),
        subtitle=" · ".join(filter(None, (deal.name, deal.account, today))),
        intro=_intro(view),
        sections=tuple(part for part in parts if part is not None),
        facts=_facts(view),
        account=deal.account or deal.name,
        date=today,
    )  # fmt: skip


def _intro(view: DealView) -> str:
    """What the review asks, without blame; of a win it asks otherwise."""
    if view.deal.status == "won":
        return _("What happened, where it was close, which signal told us, and what we keep.")
    return _("What happened, where it broke, which signal we missed, and what we change. It is "
             "about the way we sell and not about who was to blame.")  # fmt: skip


def _facts(view: DealView) -> tuple[tuple[str, str], ...]:
    deal = view.deal
    outcomes = {"won": _("Won"), "lost": _("Lost"), "no_decision": _("No decision")}
    outcome = outcomes.get(view.review.outcome) if view.review else None
    days = sum(step.days for step in view.path)
    pairs = (
        (_("Outcome"), outcome or (_("Open") if deal.status == "open" else "")),
        (_("Decided on"), day_text(view.review.decided_on) if view.review else ""),
        (_("Amount"), format_money(deal.amount_minor, deal.currency)),
        (_("Days on the board"), str(days)),
    )
    return tuple((label, value) for label, value in pairs if value)


def _review(review: ReviewView) -> Section:
    is_won = review.outcome == "won"
    pairs: tuple[tuple[str, str | None], ...] = (
        (_("Reasons"), "\n".join(review.reasons)),
        (_("What happened"), review.what_happened),
        (_("Where it was close") if is_won else _("Where the process broke"), review.where_broke),
        (
            _("The signal that told us") if is_won else _("The signal we missed"),
            review.missed_signal,
        ),
        (_("What we change"), review.change),
        (_("Went to"), review.competitor),
        (_("Note"), review.note),
    )
    if is_won:
        pairs = tuple(pair for pair in pairs if pair[1])
    blocks = tuple(
        Block(label, _written(text))
        for label, text in pairs
        if text or label not in (_("Went to"), _("Note"))
    )
    return Section(_("The review"), blocks)


def _written(text: str | None) -> tuple[Line, ...]:
    """The lines of a text, or that it is missing."""
    lines = tuple(Line(part) for part in (text or "").splitlines() if part.strip())
    return lines or (Line(_("Open: not written yet"), is_open=True),)


def _still_open(view: DealView) -> Section:
    stage = view.stage.name if view.stage else ""
    words = _("Open: the deal is in {stage} and not decided yet").format(stage=stage)
    if view.deal.status != "open":
        words = _("Open: the review is not written yet")
    return Section(_("The review"), (Block("", (Line(words, is_open=True),)),))


def _way(view: DealView) -> Section | None:
    """The stages with the days in each: where it took long is where to look."""
    rows = tuple(
        (step.name, ngettext("{n} day", "{n} days", step.days).format(n=step.days))
        for step in view.path
        if step.visits
    )
    table = Table((_("Stage"), _("Time in it")), rows, (70, 30), (1,))
    return Section(_("The way it took"), (Block("", (), table),)) if rows else None


def _people(view: DealView) -> Section | None:
    from salesdesk.domain.facts import ROLE_LABELS

    roles: dict[str, str] = {str(role): label for role, label in ROLE_LABELS.items()}
    rows = tuple((_(roles.get(p.role, p.role)), p.name, p.title) for p in view.stakeholders)
    table = Table((_("Role"), _("Name"), _("Position")), rows)
    return Section(_("Who was in it"), (Block("", (), table),)) if rows else None


def _lines(heading: str, lines: list[Line]) -> Section | None:
    return Section(heading, (Block("", tuple(lines)),)) if lines else None
