"""The agenda of the next call as text to send. Called by the discovery query.

Pure: a plan in, plain text out. The buyer sees topics and questions, never why we ask them.
"""

from __future__ import annotations

from collections.abc import Sequence

from salesdesk.domain.discovery import PlanItem
from salesdesk.support.i18n import _, ngettext

CLOSING_MINUTES = 5
"""Kept free at the end for summary and next step."""


def agenda(plan: Sequence[PlanItem], about: str, minutes: int = 30) -> str:
    """The agenda of a call of so many minutes about a deal, grouped by topic; "" without a plan."""
    topics: dict[str, list[str]] = {}
    for item in plan:
        name = item.question.topic_name or _("Further questions")
        topics.setdefault(name, []).append(item.question.text)
    if not topics:
        return ""
    lines = [_("Agenda: {about}").format(about=about), ""]
    shares = _shares([len(texts) for texts in topics.values()], max(minutes - CLOSING_MINUTES, 0))
    for number, (name, texts) in enumerate(topics.items(), 1):
        lines.append(f"{number}. {name} ({_minutes(shares[number - 1])})")
        lines += [f"   - {text}" for text in texts]
    closing = _minutes(min(minutes, CLOSING_MINUTES))
    lines.append(f"{len(topics) + 1}. {_('Summary and next step')} ({closing})")
    lines += ["", _("What would you add, or take out?")]
    return "\n".join(lines)


def _minutes(count: int) -> str:
    return ngettext("{n} minute", "{n} minutes", count).format(n=count)


def _shares(weights: list[int], minutes: int) -> list[int]:
    """Whole minutes by weight that add up to `minutes`; the earlier ones get what is left over."""
    total = sum(weights)
    shares = [minutes * weight // total for weight in weights]
    for index in range(minutes - sum(shares)):
        shares[index] += 1
    return shares
