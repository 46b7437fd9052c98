"""Stages and statuses of an import: which are won, which are lost, which stage of ours they are.

Only what is certain is decided: the words every program uses for won and lost, and names equal to
a stage's. The rest is listed with how many rows it has, for the user to map; a likeness is only
offered. Called by ``importing_survey``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from salesdesk.domain.errors import KnownError
from salesdesk.domain.importing import Outcome, StageChoice
from salesdesk.domain.importing_likely import likely_stage
from salesdesk.support.i18n import _

_WON = frozenset(
    "won closedwon dealwon wondeal closewon iswon gewonnen abgeschlossenundgewonnen gagne gagnee"
    " ganado ganada cerradaganada vinto ganho gewonnen".split()
)
_LOST = frozenset(
    "lost closedlost deallost lostdeal closelost islost nodecision closednodecision verloren"
    " abgeschlossenundverloren perdu perdue perdido perdida cerradaperdida perso".split()
)
_OPEN = frozenset("open active inprogress ongoing offen ouvert ouverte abierto abierta".split())
_PERCENT = re.compile(r"\(?\s*\d{1,3}\s*%\s*\)?")
_NUMBERING = re.compile(r"^\s*\d{1,2}\s*[-.):]?\s+")


@dataclass(frozen=True, slots=True)
class UnknownStage:
    """A value that has to be mapped. `likely` is the key of a stage to offer, or empty."""

    source: str
    rows: int
    likely: str = ""


@dataclass(frozen=True, slots=True)
class StagePlan:
    """What a column's values mean, in the order of first appearance."""

    choices: tuple[StageChoice, ...]
    unknown: tuple[UnknownStage, ...] = ()


def fold(name: str) -> str:
    """A stage's name for comparison: case, punctuation, numbering and percent do not count."""
    bare = _NUMBERING.sub("", _PERCENT.sub("", name)) or name
    return "".join(char for char in bare.casefold() if char.isalnum())


def outcome_of(name: str) -> Outcome | None:
    """won or lost when the name says so in words that need no context, open for statuses."""
    word = fold(name)
    if word in _WON:
        return "won"
    if word in _LOST:
        return "lost"
    return "open" if word in _OPEN else None


def decide_stages(
    values: Mapping[str, int],
    stages: Sequence[tuple[str, str]],
    given: Mapping[str, StageChoice] | None = None,
) -> StagePlan:
    """The meaning of a stage column. `values`: value → rows; `stages`: (key, name) of the board.

    `given` are the user's own decisions by source value; they come first and are matched exactly,
    else without regard to case.
    """
    by_source = {source.casefold(): choice for source, choice in (given or {}).items()}
    choices: list[StageChoice] = []
    unknown: list[UnknownStage] = []
    for value, rows in values.items():
        source = value.strip()
        if not source or any(choice.source == source for choice in choices):
            continue
        said = (given or {}).get(source) or by_source.get(source.casefold())
        choice = _as(source, said) if said else _certain(source, stages)
        if choice:
            choices.append(choice)
        else:
            unknown.append(UnknownStage(source, rows, likely_stage(source, stages)))
    return StagePlan(tuple(choices), tuple(unknown))


def decide_statuses(
    values: Mapping[str, int], given: Mapping[str, StageChoice] | None = None
) -> StagePlan:
    """The meaning of a status column: open, won or lost, no stages."""
    return decide_stages(values, (), given)


def choice_for(source: str, target: str, stages: Sequence[tuple[str, str]]) -> StageChoice:
    """The user's ``SOURCE=STAGE``: a stage's key or name, or won or lost.

    Raises KnownError when there is no such stage, listing those there are.
    """
    found = _certain(target, stages)
    if found is None:
        names = ", ".join(name for _key, name in stages)
        text = _(
            "There is no stage “{target}” for “{source}”. The stages are: {names}; or Won, Lost."
        )
        raise KnownError(text.format(target=target, source=source, names=names))
    return _as(source.strip(), found)


def _as(source: str, choice: StageChoice) -> StageChoice:
    return StageChoice(source, choice.outcome, choice.stage)


def _certain(source: str, stages: Sequence[tuple[str, str]]) -> StageChoice | None:
    """The stage of that name or key, without regard to case; else won, lost or open by word."""
    for key, name in stages:
        if source.casefold() in (key.casefold(), name.casefold()):
            return StageChoice(source, "open", key)
    for key, name in stages:
        if fold(source) and fold(source) in (fold(key), fold(name)):
            return StageChoice(source, "open", key)
    outcome = outcome_of(source)
    return StageChoice(source, outcome) if outcome else None
