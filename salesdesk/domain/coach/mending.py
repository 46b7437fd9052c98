"""Words and places that several rules share: days, shortened quotes, how a criterion is met."""

from __future__ import annotations

import datetime as dt

from salesdesk.domain.coach.finding import Place
from salesdesk.domain.pipeline import local_day
from salesdesk.domain.process import Criterion, Process
from salesdesk.support.i18n import _, format_date

_LONGEST = 80
_BY_TEST = ("people", "next_step", "line_items", "note")


def day(iso: str) -> str:
    """An ISO date or instant as "Nov 17, 2026"."""
    return format_date(dt.date.fromisoformat(local_day(iso)), "medium")


def days_before(today: dt.date, count: int) -> str:
    """The ISO date so many days ago."""
    return (today - dt.timedelta(days=count)).isoformat()


def quoted(words: str) -> str:
    """Words in quotation marks, on one line, cut where they are long."""
    flat = " ".join(words.split())
    short = flat if len(flat) <= _LONGEST else flat[: _LONGEST - 1].rstrip() + "…"
    return _("“{words}”").format(words=short)


def last_heard(acted_on: str) -> str:
    """When the buyer last did something, as a line of evidence."""
    if not acted_on:
        return _("Nothing from the buyer yet")
    return _("Last from the buyer: {day}").format(day=day(acted_on))


def way(process: Process, criterion: Criterion) -> Place:
    """Where a criterion is met: the question that asks for it, else the panel that holds it."""
    rule = criterion.rule
    if rule.test in ("fact", "answered", "text") and process.question(criterion.ask):
        return Place(panel="discover", target=criterion.ask)
    if rule.test == "person" and rule.of:
        return Place(panel="overview", target=f"person:{rule.of[0]}")
    target = rule.test if rule.test in _BY_TEST else (rule.of or (rule.test,))[0]
    return Place(panel=criterion.panel, target=target)


def way_words(process: Process, place: Place) -> str:
    """What the link to a place on the deal page says."""
    question = process.question(place.target) if place.panel == "discover" else None
    if question is not None:
        return _("Ask: {question}").format(question=question.text)
    return {
        "overview": _("Fill it in on Overview"),
        "value": _("Ask it on Value"),
        "objections": _("Work through the objections"),
        "commit": _("Record what they did"),
        "handoff": _("Write it in the handoff"),
    }.get(place.panel, _("Find it out on Discover"))
