"""Objections: when one counts as resolved, which play fits what was said, what worked before.

Pure rules over plays and logged objections. Called by the objections queries and commands, the
short-play finder (Ctrl+O) and the playbook.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from salesdesk.domain.process import Play, Process

OPEN, RESOLVED, STANDS = "open", "resolved", "stands"
"""The states: open, settled by the buyer's own words, or not settled and known to be there."""


SMALL_N = 5
"""Below so many decided cases a share says little, and the screen says so."""
MOST_OWN, LONGEST_OWN = 3, 400
"""So many of the rep's own responses are offered again, none of more characters than that."""


@dataclass(frozen=True, slots=True)
class Objection:
    """An objection on a deal. Dates are ISO text; people are named as well as identified."""

    id: str
    words: str
    person_id: str | None
    person: str
    said_on: str
    category: str
    play_key: str | None = None
    root_cause: str = ""
    response: str = ""
    confirmation: str = ""
    confirmed_by_id: str | None = None
    confirmed_by: str = ""
    status: str = OPEN
    outcome: str = ""
    resolved_on: str | None = None

    @property
    def lacking(self) -> tuple[str, ...]:
        """What is missing before it may be called resolved."""
        return lacking(self.root_cause, self.response, self.confirmation, self.confirmed_by_id)


@dataclass(frozen=True, slots=True)
class ObjectionState:
    """An objection with the play beside it, if one was chosen or fits."""

    objection: Objection
    play: Play | None
    category: str
    """The category's name."""


@dataclass(frozen=True, slots=True)
class Worked:
    """How often something settled an objection: `resolved` of `n` that are no longer open.

    `used` counts those still open too.
    """

    key: str
    resolved: int
    n: int
    used: int = 0

    @property
    def share(self) -> float | None:
        """resolved ÷ n; None while nothing was tried."""
        return self.resolved / self.n if self.n else None

    @property
    def is_small(self) -> bool:
        """Whether n is too small to say more than what happened."""
        return self.n < SMALL_N


def lacking(
    root_cause: str | None,
    response: str | None,
    confirmation: str | None,
    confirmed_by_id: str | None,
) -> tuple[str, ...]:
    """What is missing of: root_cause, response, confirmation (the buyer's words), person."""
    given = {
        "root_cause": (root_cause or "").strip(),
        "response": (response or "").strip(),
        "confirmation": (confirmation or "").strip(),
        "person": confirmed_by_id,
    }
    return tuple(name for name, value in given.items() if not value)


def category_name(process: Process, key: str) -> str:
    """The name of a category; its key when the process has it no more."""
    return next((c.name for c in process.categories if c.key == key), key)


def worked_by_play(objections: Iterable[Objection]) -> dict[str, Worked]:
    """For each play: resolved ÷ (resolved + stands). Open ones count as used only: undecided."""
    return _worked((o.play_key, o.status) for o in objections)


def worked_by_response(objections: Iterable[Objection], play_key: str) -> tuple[Worked, ...]:
    """The responses used with a play, most often settled first, then most often tried."""
    used = ((o.response.strip(), o.status) for o in objections if o.play_key == play_key)
    found = _worked(used).values()
    return tuple(sorted(found, key=lambda w: (-(w.share or 0), -w.n, w.key)))


def own_responses(worked: Iterable[Worked], play: Play) -> tuple[str, ...]:
    """The rep's own words that settled this play's objection before, most often settled first.

    Those that are too long to be said in one breath are left out.
    """
    ours = {text.strip() for text in play.respond}
    own = (w.key for w in worked if w.resolved and w.key not in ours and len(w.key) <= LONGEST_OWN)
    return tuple(own)[:MOST_OWN]


def _worked(pairs: Iterable[tuple[str | None, str]]) -> dict[str, Worked]:
    settled: Counter[str] = Counter()
    tried: Counter[str] = Counter()
    used: Counter[str] = Counter()
    for key, status in pairs:
        if key:
            used[key] += 1
            tried[key] += status != OPEN
            settled[key] += status == RESOLVED
    return {key: Worked(key, settled[key], tried[key], used[key]) for key in used}


def find_plays(
    process: Process, text: str, suggested: Sequence[str] = (), limit: int = 8
) -> tuple[Play, ...]:
    """The plays that fit the words, best first; without words the suggested ones, then the rest.

    Rare words count more than common ones, words as buyers say them more than our own; the
    beginning of a word and a misspelling count too (rapidfuzz, imported at the first search).
    """
    ranked = sorted(process.plays, key=lambda play: _place(play.key, suggested))
    families = {category.key: category.name for category in process.categories}
    return find_plays_among(ranked, text, families)[:limit]


def find_plays_among(
    plays: Sequence[Play], text: str, families: Mapping[str, str] | None = None
) -> tuple[Play, ...]:
    """Those of the plays that fit the words, best first; all of them when there are no words."""
    wanted = _words(text)
    if not wanted:
        return tuple(plays)
    shelves = [_shelf(play, (families or {}).get(play.category, "")) for play in plays]
    found = [[_points(word, shelf) for word in wanted] for shelf in shelves]
    weights = [_weight([row[column] for row in found]) for column in range(len(wanted))]
    scores = [_mean(row, weights) for row in found]
    hits = [pair for pair in zip(scores, plays, strict=True) if pair[0] >= _LEAST]
    hits.sort(key=lambda pair: -pair[0])
    return tuple(play for _points, play in hits)


_LEAST = 0.5
"""Below this mean of the words' points a play is no longer a hit."""
_HEARD, _NAMED, _OURS = 3.0, 2.0, 1.0
"""What a word is worth where the buyer says it, in a name or a cause, and in our own words."""
_UNHEARD = 0.5
"""The weight of a word that no play has."""
_ALIKE = 82
"""From this likeness (of 100) on, two words are taken for one and the same, misspelt."""


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold().replace("'", "").replace("’", ""))


def _shelf(play: Play, family: str) -> dict[str, float]:
    """Every word of a play with its worth."""
    shelf: dict[str, float] = {}
    parts = (
        (_OURS, (play.listen_for, play.short, play.acknowledge, *play.diagnose)),
        (_NAMED, (play.name, family, *play.root_causes)),
        (_HEARD, play.heard),
    )
    for worth, texts in parts:
        shelf.update((word, worth) for text in texts for word in _words(text))
    return shelf


def _weight(column: Sequence[float]) -> float:
    """How much a word tells: the fewer plays have it, the more; little when none has it."""
    having = sum(points > 0 for points in column)
    return math.log((len(column) + 1) / having) if having else _UNHEARD


def _mean(row: Sequence[float], weights: Sequence[float]) -> float:
    return sum(p * w for p, w in zip(row, weights, strict=True)) / sum(weights)


def _points(word: str, shelf: Mapping[str, float]) -> float:
    """What one word finds on a shelf: itself, a longer word that begins so, or a like one."""
    if word in shelf:
        return shelf[word]
    if len(word) < 3:
        return 0.0
    longer = max((worth for other, worth in shelf.items() if other.startswith(word)), default=0.0)
    if longer or len(word) < 5:
        return longer * 0.9
    from rapidfuzz import fuzz, process

    match = process.extractOne(word, shelf.keys(), scorer=fuzz.ratio, score_cutoff=_ALIKE)
    return shelf[match[0]] * 0.8 if match else 0.0


def _place(key: str, order: Sequence[str]) -> int:
    return order.index(key) if key in order else len(order)
