"""Which objections to expect on a deal: from the process, and from what this desk has heard.

Pure. Called by the objections query. Every figure names its n: "3 of 7 deals in this stage".
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from salesdesk.domain.process import Play, Process, Stage

LEAST = 2
"""So often an objection must have been heard before it is expected for that alone."""
MOST = 8
"""So many are listed."""


@dataclass(frozen=True, slots=True)
class Heard:
    """An objection that was heard on some deal of the desk, with what stood around it."""

    deal_id: str
    play_key: str
    stage_key: str
    """The stage in which the deal was on that day."""
    role: str
    """The speaker's role on that deal; empty when nobody was named."""
    rivals: frozenset[str] = frozenset()
    """The alternatives on that deal, in small letters."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What the desk has seen: what was heard, and how many deals there were to hear it on."""

    heard: Sequence[Heard] = ()
    deals_by_stage: Mapping[str, int] | None = None
    """Deals that were ever in a stage."""
    deals_by_rival: Mapping[str, int] | None = None
    """Deals with an alternative, its name in small letters."""


@dataclass(frozen=True, slots=True)
class Likely:
    """An objection to expect, and why.

    `in_stage` and each of `rivals` are (heard on so many deals, of so many); `roles` how often
    people in a role that this deal has too said it.
    """

    play: Play
    is_in_process: bool
    in_stage: tuple[int, int] = (0, 0)
    roles: tuple[tuple[str, int], ...] = ()
    rivals: tuple[tuple[str, int, int], ...] = ()


def expected(
    process: Process,
    stage: Stage,
    seen: Seen,
    roles: Collection[str],
    rivals: Collection[str],
    met: Collection[str],
) -> tuple[Likely, ...]:
    """What to expect on a deal in `stage` with people in `roles` against `rivals`, likeliest first.

    `met` are the plays of objections that the deal has had already; they are left out.
    """
    found = []
    for place, play in enumerate(process.plays):
        if play.key in met:
            continue
        likely = _likely(play, stage, seen, roles, rivals)
        points = _points(likely, stage)
        if points > 0:
            found.append((-points, _order(stage, play.key), place, likely))
    return tuple(likely for *_rank, likely in sorted(found, key=lambda each: each[:3])[:MOST])


def _likely(
    play: Play, stage: Stage, seen: Seen, roles: Collection[str], rivals: Collection[str]
) -> Likely:
    mine = [h for h in seen.heard if h.play_key == play.key]
    here = {h.deal_id for h in mine if h.stage_key == stage.key}
    deals = (seen.deals_by_stage or {}).get(stage.key, 0)
    said = [(role, sum(h.role == role for h in mine)) for role in dict.fromkeys(roles)]
    against = []
    for rival in dict.fromkeys(rivals):
        on = {h.deal_id for h in mine if rival.casefold() in h.rivals}
        of = (seen.deals_by_rival or {}).get(rival.casefold(), 0)
        if len(on) >= LEAST:
            against.append((rival, len(on), max(of, len(on))))
    return Likely(
        play,
        play.key in stage.objections,
        (len(here), max(deals, len(here))) if len(here) >= LEAST else (0, 0),
        tuple((role, n) for role, n in said if n >= LEAST),
        tuple(against),
    )


def _points(likely: Likely, stage: Stage) -> float:
    """What speaks for it: the process once, and each share, with small n counting less."""
    points = 1.0 if likely.is_in_process else 0.0
    shares = [likely.in_stage, *((n, of) for _name, n, of in likely.rivals)]
    points += sum(2 * n / (of + 3) for n, of in shares if n)
    return points + sum(min(n, 5) / 10 for _role, n in likely.roles)


def _order(stage: Stage, key: str) -> int:
    return stage.objections.index(key) if key in stage.objections else len(stage.objections)
