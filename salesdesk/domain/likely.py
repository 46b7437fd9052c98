"""Which question a buyer may be at when they jump: by the words just said.

Pure. Called by call mode, which offers the best fits while the rep is still typing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from salesdesk.domain.discovery import QuestionState

_SHORTEST = 4
"""Shorter words (the, and, our) stand in every question."""
_STEM = 4
"""Letters that make two words alike: driver, drivers; decide, decision."""
_COMMON = 8
"""A word that stands in more than one of so many questions tells none of them apart."""
_WORD = re.compile(r"\w+")


def likely(
    questions: Sequence[QuestionState], here: str, said: str, limit: int = 3
) -> tuple[QuestionState, ...]:
    """The questions that fit what was said, best first; `here` is the key of the one in front.

    Without a fit: the open questions of the same topic, then those of the next layer on, in their
    order. Questions that were skipped are left out, answered ones come after open ones.
    """
    others = [q for q in questions if q.key != here and not q.skipped_why]
    stems = _stems((said,)) - _common(others)
    scored = [(_score(question, stems), place) for place, question in enumerate(others)]
    fitting = sorted(
        (pair for pair in scored if pair[0] > 0),
        key=lambda pair: (-pair[0], others[pair[1]].is_answered, pair[1]),
    )
    found = [others[place] for _points, place in fitting]
    if not found:
        found = _neighbours(questions, others, here)
    return tuple(found[:limit])


def _common(questions: list[QuestionState]) -> set[str]:
    """The stems that are everywhere: what, they, with."""
    seen = Counter(stem for question in questions for stem in _stems((question.text,)))
    most = max(2, len(questions) // _COMMON)
    return {stem for stem, count in seen.items() if count > most}


def _neighbours(
    questions: Sequence[QuestionState], others: list[QuestionState], here: str
) -> list[QuestionState]:
    """Open questions near the one in front: same topic first, then what is suggested behind it."""
    at = next((i for i, q in enumerate(questions) if q.key == here), -1)
    topic = questions[at].topic if at >= 0 else ""
    behind = {q.key for q in questions[at + 1 :]}
    open_ones = [q for q in others if not q.is_answered]
    near = [q for q in open_ones if topic and q.topic == topic]
    later = [q for q in open_ones if q not in near and q.key in behind and q.is_suggested]
    return near + later


def _score(question: QuestionState, stems: set[str]) -> int:
    """The question's own words count double; a wanted question breaks a tie."""
    if not stems:
        return 0
    own = len(stems & _stems((question.text, question.topic_name)))
    beside = len(stems & _stems((question.listen_for, *question.follow_ups)))
    if not own and not beside:
        return 0
    wanted = question.is_planned or bool(question.needed_for)
    return 4 * own + 2 * beside + wanted


def _stems(texts: Iterable[str]) -> set[str]:
    words = (word for text in texts for word in _WORD.findall(text.casefold()))
    return {word[:_STEM] for word in words if len(word) >= _SHORTEST}
