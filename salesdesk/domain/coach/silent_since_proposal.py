"""The offer went out and the buyer has not said a word since."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from salesdesk.domain.coach.case import Case, Course, Event
from salesdesk.domain.coach.finding import Finding, Place, Said
from salesdesk.domain.coach.mending import day, days_before, last_heard, quoted
from salesdesk.domain.pipeline import local_day
from salesdesk.domain.process import Stage
from salesdesk.support.i18n import _, ngettext

KEY = "silent-since-proposal"
SHORTEST = 5
"""Days that everybody may take to read an offer."""
_CARRIERS = ("email", "meeting")


class _Offer(NamedTuple):
    on: str
    by: Event | None
    """The mail or meeting that carried it; None where only the stage says so."""
    stage: str = ""
    """The name of the stage that was left."""


def see(case: Case, course: Course, today: dt.date) -> Finding | None:
    """Half the time that the offer's stage allows has passed since, without the buyer."""
    if not case.is_open:
        return None
    stage = course.offer
    heard = case.buyer_acted_on
    if heard > days_before(today, SHORTEST):
        return None
    offer = _offer(case, course, stage)
    patience = max(SHORTEST, stage.stall_days // 2 if stage else 0)
    if offer is None or heard >= offer.on or offer.on > days_before(today, patience):
        return None
    tries = sum(not event.by_buyer and event.on > offer.on for event in case.events)
    return Finding(
        KEY, case.id, case.name, tries, (offer.on, heard),
        lambda: _say(offer, heard, tries),
    )  # fmt: skip


def _offer(case: Case, course: Course, stage: Stage | None) -> _Offer | None:
    """When it went out: the last proposal marked as sent. Without one, our first mail or meeting
    in the offer's stage, else the day it was left behind."""
    if case.sent:
        last = case.sent[-1]
        return _Offer(last.on, Event("email", last.title, last.on, by_buyer=False))
    if stage is None or not course.has_reached(case.stage_key, stage):
        return None
    ours = [event for event in case.events if not event.by_buyer and event.kind in _CARRIERS]
    if ours:
        since = next((local_day(e.at) for e in case.entries if e.stage_key == stage.key), None)
        if since is None and case.stage_key == stage.key:
            since = case.entered_on
        for event in ours:
            if since is not None and event.on >= since:
                return _Offer(event.on, event)
    later = (e for e in case.entries if course.is_past(e.stage_key, stage))
    left = next(later, None)
    return _Offer(local_day(left.at), None, stage.name) if left else None


def _say(offer: _Offer, heard: str, tries: int) -> Said:
    if offer.by is not None:
        sent = _("Went out on {day}: {what}")
        first = sent.format(day=day(offer.on), what=quoted(offer.by.subject))
    else:
        first = _("Left {stage} on {day}").format(stage=offer.stage, day=day(offer.on))
    evidence = [first, last_heard(heard)]
    if tries:
        text = ngettext("{n} try of yours since", "{n} tries of yours since", tries)
        evidence.append(text.format(n=tries))
    return Said(
        _(
            "They have been silent since the offer. Offer a short walk through it together, and "
            "make it easy to say no."
        ),
        tuple(evidence),
        _("Set a next step"),
        Place(panel="overview", target="next_step"),
    )
