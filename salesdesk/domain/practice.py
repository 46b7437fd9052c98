"""Practice of objections: which play comes next, so that the weak ones come more often.

Pure. Called by the practice queries and the practice window.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from salesdesk.domain.process import Play

KNEW, ALMOST, NOT = "knew", "almost", "not"
GRADES = (KNEW, ALMOST, NOT)
_NEED: Mapping[str, int] = {KNEW: 1, ALMOST: 4, NOT: 8}
"""How much a play needs practice after each grade."""
_NEW = 5
"""How much one needs that was never practised: more than one almost known."""
_LOOK_BACK = 3
"""So many of the last grades count."""


@dataclass(frozen=True, slots=True)
class Graded:
    """One objection practised. `practised_on` is ISO text."""

    play_key: str
    practised_on: str
    grade: str


@dataclass(frozen=True, slots=True)
class Record:
    """How a play goes: how often each grade was given, and the latest."""

    knew: int = 0
    almost: int = 0
    missed: int = 0
    last: str = ""

    @property
    def n(self) -> int:
        """How often it was practised."""
        return self.knew + self.almost + self.missed


def records(grades: Iterable[Graded]) -> dict[str, Record]:
    """The record of each play; `grades` oldest first."""
    found: dict[str, Record] = {}
    for each in grades:
        was = found.get(each.play_key, Record())
        found[each.play_key] = Record(
            was.knew + (each.grade == KNEW),
            was.almost + (each.grade == ALMOST),
            was.missed + (each.grade == NOT),
            each.grade,
        )
    return found


def need(grades: Sequence[str]) -> int:
    """How much a play needs practice, 1 (known) to 8 (not known), from its grades, oldest first.

    The mean over the last three, of which the very last counts twice; 5 for a play without any.
    """
    if not grades:
        return _NEW
    latest = [_NEED.get(grade, _NEW) for grade in grades[-_LOOK_BACK:]]
    return (sum(latest) + latest[-1]) // (len(latest) + 1) or 1


def next_play(
    plays: Sequence[Play],
    grades: Iterable[Graded],
    chance: random.Random,
    last: str = "",
) -> Play | None:
    """The play to practise now, by chance, weak ones more often; never the last one twice.

    None without plays.
    """
    by_play: dict[str, list[str]] = {}
    for each in grades:
        by_play.setdefault(each.play_key, []).append(each.grade)
    offered = [play for play in plays if play.key != last] or list(plays)
    if not offered:
        return None
    weights = [need(by_play.get(play.key, ())) for play in offered]
    return chance.choices(offered, weights)[0]


def heard(play: Play, count: int) -> str:
    """The words in which the objection is dealt out: another wording each time it comes."""
    return play.heard[count % len(play.heard)] if play.heard else play.name
