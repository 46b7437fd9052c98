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
ROLE_PERSONAS: Mapping[str, tuple[str, ...]] = {
    "sponsor": ("executive",),
    "economic_buyer": ("executive", "finance"),
    "decision_maker": ("executive",),
    "project_lead": ("operations",),
    "technical_lead": ("it",),
    "user_lead": ("user",),
    "billing": ("finance",),
}
"""Who of a play's personas sits in a role; a persona is also a role of the same name."""
RIVAL_CATEGORIES: Mapping[str, str] = {
    "rival": "cheaper_rival",
    "incumbent": "incumbent",
    "build": "build_it",
    "nothing": "priorities",
}
"""The category of objections that each kind of alternative brings with it."""


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
    people in a role that this deal has too said it. What the playbook says by itself: `tend` are
    the roles of this deal that tend to say it, `against` its alternatives that bring it up.
    """

    play: Play
    is_in_process: bool
    in_stage: tuple[int, int] = (0, 0)
    roles: tuple[tuple[str, int], ...] = ()
    rivals: tuple[tuple[str, int, int], ...] = ()
    tend: tuple[str, ...] = ()
    against: tuple[str, ...] = ()


def expected(
    process: Process,
    stage: Stage,
    seen: Seen,
    roles: Collection[str],
    rivals: Mapping[str, str],
    met: Collection[str],
) -> tuple[Likely, ...]:
    """What to expect on a deal in `stage` with people in `roles` against `rivals`, likeliest first.

    `rivals` are the kinds of the deal's alternatives by their names. `met` are the plays of
    objections that the deal has had already; they are left out.
    """
    first = {play.category: play for play in reversed(process.plays)}
    found = []
    for place, play in enumerate(process.plays):
        if play.key in met:
            continue
        brought = rivals if first[play.category] is play else {}
        likely = _likely(play, stage, seen, roles, rivals, brought)
        points = _points(likely, stage)
        if points > 0:
            found.append((-points, _order(stage, play.key), place, likely))
    return tuple(likely for *_rank, likely in sorted(found, key=lambda each: each[:3])[:MOST])


def _likely(
    play: Play,
    stage: Stage,
    seen: Seen,
    roles: Collection[str],
    rivals: Mapping[str, str],
    brought: Mapping[str, str],
) -> Likely:
    """`brought`: the alternatives that bring the first play of their category."""
    mine = [h for h in seen.heard if h.play_key == play.key]
    here = {h.deal_id for h in mine if h.stage_key == stage.key}
    deals = (seen.deals_by_stage or {}).get(stage.key, 0)
    said = [(role, sum(h.role == role for h in mine)) for role in dict.fromkeys(roles)]
    against = []
    for rival in rivals:
        on = {h.deal_id for h in mine if rival.casefold() in h.rivals}
        of = (seen.deals_by_rival or {}).get(rival.casefold(), 0)
        if len(on) >= LEAST:
            against.append((rival, len(on), max(of, len(on))))
    is_in_process = play.key in stage.objections
    # Beyond what the stage expects, only the one who says it first of all counts.
    personas = play.personas if is_in_process else play.personas[:1]
    return Likely(
        play,
        is_in_process,
        (len(here), max(deals, len(here))) if len(here) >= LEAST else (0, 0),
        tuple((role, n) for role, n in said if n >= LEAST),
        tuple(against),
        tuple(r for r in dict.fromkeys(roles) if _sits_in(r, personas)),
        tuple(r for r, kind in brought.items() if RIVAL_CATEGORIES.get(kind) == play.category),
    )


def _sits_in(role: str, personas: Collection[str]) -> bool:
    """Whether one of the personas sits in a role."""
    return role in personas or any(one in personas for one in ROLE_PERSONAS.get(role, ()))


def _points(likely: Likely, stage: Stage) -> float:
    """What speaks for it: the process once, a named rival a little more, who sits at the table a
    little, and each share, with small n counting less."""
    points = 1.0 if likely.is_in_process else 0.0
    points += 1.1 * bool(likely.against) + 0.3 * bool(likely.tend)
    shares = [likely.in_stage, *((n, of) for _name, n, of in likely.rivals)]
    points += sum(2 * n / (of + 3) for n, of in shares if n)
    return points + sum(min(n, 5) / 10 for _role, n in likely.roles)


def _order(stage: Stage, key: str) -> int:
    return stage.objections.index(key) if key in stage.objections else len(stage.objections)
