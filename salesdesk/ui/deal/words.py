"""How the deal page says things: days, next steps, kinds, people, evidence.

Pure text from views; called by the header, the columns and the panels.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from salesdesk.domain.facts import FACT_KIND_LABELS, PERSONA_LABELS, ROLE_LABELS
from salesdesk.domain.gates import CriterionState, FactView
from salesdesk.domain.pipeline import NextStepState
from salesdesk.domain.plain_words import cut
from salesdesk.support.i18n import _, format_date, format_time, ngettext
from salesdesk.ui.widgets.chips import PillTone
from salesdesk.usecases.deal_views import StepView

KIND_TONES: dict[str, PillTone] = {
    "pain": "warn",
    "risk": "late",
    "goal": "ok",
    "outcome": "ok",
    "metric": "accent",
    "criterion": "accent",
    "promise": "warn",
    "quote": "neutral",
}


def sentence_case(words: str) -> str:
    """With a capital at the beginning, where fragments make a line."""
    return words[:1].upper() + words[1:]


def short_day(day: str | None) -> str:
    """An ISO date as "Nov 17", with the year when it is not near; "" for none."""
    if not day:
        return ""
    return format_date(dt.date.fromisoformat(day[:10]), "short")


def full_day(day: str | None) -> str:
    """An ISO date as "Nov 17, 2026"; "" for none."""
    return format_date(dt.date.fromisoformat(day[:10]), "medium") if day else ""


def clock(time: str | None) -> str:
    """HH:MM as the locale writes it; "" for none."""
    return format_time(dt.time.fromisoformat(time)) if time else ""


def when(step: StepView) -> str:
    """The day of a next step, with its time: "Thu, Nov 26, 2:00 PM"."""
    day = format_date(dt.date.fromisoformat(step.due_on), "weekday")
    return ", ".join(filter(None, (day, clock(step.due_time))))


def step_remark(step: StepView) -> str:
    """Day, and whether the buyer agreed."""
    agreed = _("agreed with the buyer") if step.agreed else _("planned by you")
    return f"{when(step)} · {agreed}"


def state_words(state: NextStepState) -> str:
    """What the state of the next step is called."""
    return {
        NextStepState.LATE: _("Late"),
        NextStepState.TODAY: _("Today"),
        NextStepState.NONE: _("No next step"),
        NextStepState.PAUSED: _("Paused"),
        NextStepState.NOT_ASSESSED: _("Not assessed yet"),
    }.get(state, "")


def state_tone(state: NextStepState) -> PillTone:
    """The colour of a next step's state."""
    tones: dict[NextStepState, PillTone] = {
        NextStepState.LATE: "late",
        NextStepState.TODAY: "warn",
        NextStepState.NONE: "late",
    }
    return tones.get(state, "neutral")


def kind_label(kind: str) -> str:
    """The name of a kind of fact."""
    return _(dict(FACT_KIND_LABELS).get(kind, kind))  # type: ignore[call-overload]


def suits(personas: Sequence[str]) -> str:
    """Whom a question suits, in words; "" when it suits anyone."""
    labels = dict(PERSONA_LABELS)
    named = [_(labels[each]) for each in personas if each in labels and each != "any"]
    return _("Suits: {who}").format(who=", ".join(named)) if named else ""


def role_label(role: str) -> str:
    """The name of a role on the deal."""
    return _(dict(ROLE_LABELS).get(role, role))  # type: ignore[call-overload]


def step_kinds() -> tuple[tuple[str, str], ...]:
    """What a next step can be, with names."""
    return (
        ("call", _("Call")),
        ("email", _("Email")),
        ("meeting", _("Meeting")),
        ("demo", _("Demo")),
        ("task", _("Task")),
    )


def activity_kinds() -> tuple[tuple[str, str], ...]:
    """What an activity can be, with names."""
    return (
        ("call", _("Call")),
        ("email", _("Email")),
        ("meeting", _("Meeting")),
        ("note", _("Note")),
    )


def days(count: int) -> str:
    """ "9 d", as the path says it."""
    return ngettext("{n} d", "{n} d", count).format(n=count)


def said(person: str, day: str | None) -> str:
    """Who and when: "Ines Duarte · Nov 17"."""
    return " · ".join(filter(None, (shortened(person, 80), short_day(day))))


def fact_chip(fact: FactView) -> str:
    """A fact's chip under its answer: kind, figures, confirmed."""
    way = " → ".join(filter(None, (fact.baseline, fact.target)))
    parts = [kind_label(fact.kind), fact.measure or "", way]
    if fact.confirmed:
        parts.append(_("confirmed"))
    return " · ".join(filter(None, parts))


def evidence_line(state: CriterionState) -> str:
    """On what a met criterion rests: "Ines Duarte, Nov 17: “three missed slots”"; "" if nothing."""
    fact = state.by_hand or next(iter(reversed(state.finding.facts)), None)
    if fact is not None:
        who = ", ".join(filter(None, (fact.person, short_day(fact.said_on))))
        words = _("“{words}”").format(words=shortened(fact.words))
        return f"{who}: {words}" if who else words
    if state.finding.people:
        return ", ".join(person.name for person in state.finding.people[:3])
    return ""


def shortened(words: str, most: int = 90) -> str:
    """Words on one line, cut with … after the last word that fits in `most` characters."""
    return cut(" ".join(words.split()), most)
