"""Names of an import against names that are known: same, maybe the same, new.

A name equal but for case and spaces is the same. Everything else is only offered (`GTXPro` for
`GTX Pro`) and never joined without the user. Called by ``usecases.importing`` and the wizard.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

SIMILAR = 90
"""Likeness from which a name is offered, of 100."""
_SHORTEST = 4
"""Letters below which likeness means nothing: Ace and Acme."""


@dataclass(frozen=True, slots=True)
class LinkOffer:
    """A name of the file that may be a known one. `score` of 100."""

    source: str
    known: str
    score: int


def same_key(name: str) -> str:
    """Two names with the same key are the same name: case and runs of spaces do not count."""
    return " ".join(name.casefold().split())


def letters_key(name: str) -> str:
    """Letters and digits only: what `GTXPro` and `GTX Pro` share."""
    return "".join(char for char in name.casefold() if char.isalnum())


def offers(names: Iterable[str], known: Sequence[str]) -> tuple[LinkOffer, ...]:
    """For each of `names` that is not known: the known name most like it, best first.

    At most one offer a name; names without one are new. Ten thousand names take well under a
    second.
    """
    there = {same_key(name) for name in known}
    by_letters = {letters_key(name): name for name in reversed(known) if letters_key(name)}
    found: list[LinkOffer] = []
    rest: list[str] = []
    for name in dict.fromkeys(name.strip() for name in names):
        if not name or same_key(name) in there:
            continue
        twin = by_letters.get(letters_key(name))
        if twin is not None:
            found.append(LinkOffer(name, twin, 100))
        else:
            rest.append(name)
    found.extend(_similar(rest, known))
    return tuple(sorted(found, key=lambda offer: (-offer.score, offer.source)))


def _similar(names: Sequence[str], known: Sequence[str]) -> list[LinkOffer]:
    from rapidfuzz import fuzz, process

    keys = [same_key(name) for name in known]
    found = []
    for name in names:
        if len(letters_key(name)) < _SHORTEST:
            continue
        best = process.extractOne(same_key(name), keys, scorer=fuzz.ratio, score_cutoff=SIMILAR)
        if best is not None:
            found.append(LinkOffer(name, known[best[2]], int(best[1])))
    return found
