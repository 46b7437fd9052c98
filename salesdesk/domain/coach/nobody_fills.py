"""Questions and fields that are offered on every deal and that nobody fills."""

from __future__ import annotations

import datetime as dt

from salesdesk.domain.coach.case import DeskCase, FieldUse, PipelineUse
from salesdesk.domain.coach.finding import Finding, Place, Said
from salesdesk.domain.coach.mending import quoted
from salesdesk.domain.process import Question
from salesdesk.support.i18n import _, format_number, ngettext

KEY = "nobody-fills"
ENOUGH_PASSED = 10
"""Deals that went through a stage before an unused question of it says anything."""
ENOUGH_DEALS = 20
"""Deals before an unused field says anything."""
RARELY = 50
"""A field filled on fewer than one deal in so many counts as unused."""
_SHOWN = 3


def see(desk: DeskCase, today: dt.date) -> list[Finding]:
    """Per pipeline the questions that were never answered; and each unused field."""
    found = [_questions(use) for use in desk.pipelines]
    if desk.deals >= ENOUGH_DEALS:
        found += [_field(f, desk.deals) for f in desk.fields if f.filled * RARELY < desk.deals]
    return [finding for finding in found if finding is not None]


def _questions(use: PipelineUse) -> Finding | None:
    """The questions whose stages enough deals went through, none of which has an answer."""
    passed: dict[str, int] = {}
    for stage in use.process.board_stages():
        for topic in stage.topics:
            passed[topic] = max(passed.get(topic, 0), use.passed.get(stage.key, 0))
    unused = [
        question
        for question in use.process.questions
        if passed.get(question.topic, 0) >= ENOUGH_PASSED and not use.answered.get(question.key)
    ]
    if not unused:
        return None
    deals = max(passed.values())
    return Finding(
        KEY, use.id, use.name, len(unused), tuple(question.key for question in unused),
        lambda: _say_questions(use, unused, deals),
    )  # fmt: skip


def _say_questions(use: PipelineUse, unused: list[Question], deals: int) -> Said:
    sentence = ngettext(
        "{n} question of “{process}” was never answered. Perhaps it can go, or be asked in other "
        "words.",
        "{n} questions of “{process}” were never answered. Perhaps some can go, or be asked in "
        "other words.",
        len(unused),
    )
    lines = [quoted(question.text) for question in unused[:_SHOWN]]
    if len(unused) > _SHOWN:
        more = len(unused) - _SHOWN
        lines.append(ngettext("and {n} more", "and {n} more", more).format(n=more))
    went = ngettext("On {n} deal that went through", "On {n} deals that went through", deals)
    return Said(
        sentence.format(n=len(unused), process=use.process.name),
        (went.format(n=format_number(deals)), *lines),
        _("Look at the process"),
        Place("process", target=use.id),
    )


def _field(use: FieldUse, deals: int) -> Finding:
    # Tens of deals, not each new one, bring a finding back that was put aside.
    return Finding(
        KEY, use.id, use.name, use.filled, (str(use.filled), str(deals // 20)),
        lambda: _say_field(use, deals),
    )  # fmt: skip


def _say_field(use: FieldUse, deals: int) -> Said:
    return Said(
        _(
            "Hardly anybody fills the field “{field}”. A field that helps no decision only makes "
            "the page longer."
        ).format(field=use.name),
        (
            _("Filled on {filled} of {deals} deals").format(
                filled=format_number(use.filled), deals=format_number(deals)
            ),
        ),
        _("Look at the deals"),
        Place("deals"),
    )
