"""Which of our stages a stage of another program may be: offered to the user, never decided here.

Two ways: the names are alike, or both belong to the same part of selling ("Engaging" and
"Discovery", "Contract sent" and "Negotiation"). Called by ``importing_stages``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

LIKELY = 80
"""Likeness from which a stage is offered, of 100."""

_PARTS: tuple[tuple[str, ...], ...] = (
    (
        "research", "qualif", "prospect", "lead", "new", "inbox", "incoming", "backlog", "target",
        "identif", "appointment", "todo", "initial", "first", "contact", "offen", "nouveau",
        "neu",
    ),
    (
        "discover", "engag", "need", "analys", "meeting", "explor", "interview", "pain",
        "consult", "call", "in progress", "bedarf", "besoin",
    ),
    (
        "solution", "demo", "present", "evaluat", "trial", "poc", "pilot", "proof", "value",
        "technical", "workshop", "decision maker", "perception",
    ),
    ("proposal", "quot", "offer", "pric", "business case", "rfp", "angebot", "devis", "propuesta"),
    (
        "negotiat", "objection", "contract", "commit", "legal", "verbal", "procure", "review",
        "decision", "verhandlung",
    ),
    ("clos", "handoff", "sign", "order", "deliver", "onboard", "final", "abschluss"),
)  # fmt: skip
"""The parts of a sale in their order: beginnings of words that stages of each part have."""


def likely_stage(source: str, stages: Sequence[tuple[str, str]]) -> str:
    """Key of the stage to offer for a name, or empty. `stages`: (key, name) in board order."""
    return _alike(source, stages) or _same_part(source, stages)


def _alike(source: str, stages: Sequence[tuple[str, str]]) -> str:
    """Key of the stage whose name is most like `source`, or empty when none is like it."""
    from rapidfuzz import fuzz

    best, best_score = "", float(LIKELY)
    for key, name in stages:
        score = fuzz.token_set_ratio(source.casefold(), name.casefold())
        if score > best_score:
            best, best_score = key, score
    return best


def _same_part(source: str, stages: Sequence[tuple[str, str]]) -> str:
    """Key of the first stage of the same part of a sale; of an early part, the first stage."""
    wanted = _part(source)
    if wanted is None or not stages:
        return ""
    parts = [(_part(f"{key} {name}"), key) for key, name in stages]
    same = next((key for part, key in parts if part == wanted), "")
    return same or (stages[0][0] if wanted == 0 else "")


def _part(name: str) -> int | None:
    """The part of a sale whose words a name has, by the first of its words that tells."""
    words = re.sub(r"[\W_]+", " ", name.casefold()).strip()
    found = [
        (match.start(), index)
        for index, beginnings in enumerate(_PARTS)
        for beginning in beginnings
        if (match := re.search(rf"\b{beginning}", words))
    ]
    return min(found)[1] if found else None
