"""How a criterion tells what it rests on: who, and when. Used by the bubble and the gate dialog."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from salesdesk.support.i18n import format_date

if TYPE_CHECKING:
    from salesdesk.domain.gates import CriterionState


def shown_by(state: CriterionState) -> str:
    """ "Ines, Nov 17" for a met criterion that rests on a fact or a person; else ""."""
    if not state.is_met:
        return ""
    fact = state.by_hand or next((f for f in state.finding.facts if f.person), None)
    if fact is not None and fact.person:
        day = format_date(dt.date.fromisoformat(fact.said_on), "short") if fact.said_on else ""
        return f"{fact.person}, {day}" if day else fact.person
    return ", ".join(person.name for person in state.finding.people[:2])
