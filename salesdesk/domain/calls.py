"""Calls with the buyer: the sheet before them, the clock while they run, and how they may end.

Pure rules over plain values. Called by the commands and queries of calls, by call mode and by the
pre-call sheet as a paper.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from salesdesk.domain.agenda import CLOSING_MINUTES
from salesdesk.domain.discovery import PlanItem
from salesdesk.domain.entry import text
from salesdesk.domain.errors import KnownError
from salesdesk.support.i18n import _, ngettext

USUAL_MINUTES = 30
MOST_MINUTES = 600
"""Ten hours: a longer call is a slip of the finger."""
MOST_POINTS = 30
"""Points of an agenda, and lines of an exit checklist: what still is a sheet."""


class Point(NamedTuple):
    """A point of the agenda and its minutes."""

    minutes: int
    words: str


class Exit(NamedTuple):
    """What should be so when the call ends, and whether it is."""

    words: str
    is_reached: bool = False


class Face(NamedTuple):
    """What the clock of a running call shows. All times in seconds.

    `point` is the place of the agenda's point that it is time for, None past the last one or
    without an agenda; `point_left` what is left of it; `over` how much the call is too long.
    """

    elapsed: int
    planned: int
    point: int | None
    point_left: int
    over: int


class NoNextStep(KnownError):
    """A call may not end without a next step unless the rep says why."""


def checked_minutes(minutes: int | None) -> int | None:
    """The length of a call, None when it is not known. Raises KnownError beyond 1 to 600."""
    if minutes is not None and not 1 <= minutes <= MOST_MINUTES:
        raise KnownError(
            _("A call lasts 1 to {most} minutes. Nothing was changed; enter its length.").format(
                most=MOST_MINUTES
            )
        )
    return minutes


def checked_agenda(points: Iterable[tuple[int, str]]) -> tuple[Point, ...]:
    """The points that have words, tidied. Raises KnownError for too many, or for their minutes."""
    kept = [Point(minutes, text(words) or "") for minutes, words in points]
    kept = [point for point in kept if point.words]
    _few_enough(kept)
    for point in kept:
        if not 0 <= point.minutes <= MOST_MINUTES:
            raise KnownError(
                _("A point of the agenda takes 0 to {most} minutes. Nothing was changed; correct "
                  "“{point}”.").format(most=MOST_MINUTES, point=point.words[:40])
            )  # fmt: skip
    return tuple(kept)


def checked_exits(exits: Iterable[tuple[str, bool]]) -> tuple[Exit, ...]:
    """The lines of the checklist that have words. Raises KnownError for too many."""
    kept = [Exit(text(words) or "", bool(is_reached)) for words, is_reached in exits]
    kept = [each for each in kept if each.words]
    _few_enough(kept)
    return tuple(kept)


def _few_enough(lines: Sequence[Any]) -> None:
    if len(lines) > MOST_POINTS:
        raise KnownError(
            _("A sheet has at most {most} lines of a kind. Nothing was changed; keep the rest in "
              "a note.").format(most=MOST_POINTS)
        )  # fmt: skip


def given_out(points: Iterable[Point]) -> int:
    """How many minutes the agenda gives out."""
    return sum(point.minutes for point in points)


def balance_words(points: Sequence[Point], minutes: int | None) -> str:
    """Whether the agenda's minutes add up to the length of the call, in words; "" without one."""
    if not points or minutes is None:
        return ""
    left = minutes - given_out(points)
    if left == 0:
        return ngettext("Adds up to {n} minute", "Adds up to {n} minutes", minutes).format(
            n=minutes
        )
    if left > 0:
        return ngettext(
            "{n} minute is not given out yet", "{n} minutes are not given out yet", left
        ).format(n=left)
    return ngettext("{n} minute too many", "{n} minutes too many", -left).format(n=-left)


def adds_up(points: Sequence[Point], minutes: int | None) -> bool:
    """Whether an agenda fits the length of its call exactly; without either there is no doubt."""
    return not points or minutes is None or given_out(points) == minutes


def suggested_agenda(plan: Sequence[PlanItem], minutes: int = USUAL_MINUTES) -> tuple[Point, ...]:
    """An agenda from the plan's topics, by how much is asked in each; it adds up to `minutes`.

    The closing always has its five minutes, or all there are in a shorter call.
    """
    topics: dict[str, int] = {}
    for item in plan:
        name = item.question.topic_name or _("Further questions")
        topics[name] = topics.get(name, 0) + 1
    closing = min(CLOSING_MINUTES, minutes)
    rest, found = minutes - closing, []
    weight = sum(topics.values())
    for name, count in topics.items():
        share = rest * count // weight
        found.append(Point(share, name))
        rest, weight = rest - share, weight - count
    if not found:
        found = [Point(rest, _("What brought you here"))] if rest else []
    return (*found, Point(closing, _("Summary and next step")))


def usual_exits() -> tuple[Exit, ...]:
    """What should be so at the end of any discovery call."""
    return (
        Exit(_("They corrected or confirmed what I understood")),
        Exit(_("I know who else has a say")),
        Exit(_("A next step stands in both calendars")),
    )


def face(
    started: dt.datetime, now: dt.datetime, points: Sequence[Point], minutes: int | None
) -> Face:
    """The clock of a call. A clock that went backwards shows zero."""
    elapsed = max(0, int((now - started).total_seconds()))
    planned = 60 * (minutes if minutes is not None else given_out(points))
    over = max(0, elapsed - planned) if planned else 0
    end = 0
    for place, point in enumerate(points):
        end += 60 * point.minutes
        if elapsed < end:
            return Face(elapsed, planned, place, end - elapsed, over)
    return Face(elapsed, planned, None, 0, over)


def clock_text(seconds: int) -> str:
    """Seconds as 4:05 or 1:04:05."""
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"


def whole_minutes(started: dt.datetime, ended: dt.datetime) -> int:
    """The length of a call that was held, to the nearest minute, at least one."""
    return max(1, round(max(0.0, (ended - started).total_seconds()) / 60))
