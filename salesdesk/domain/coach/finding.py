"""What a rule of the coach found: a sentence, what it rests on, and where to mend it.

Words are made only when they are shown: on a large desk thousands of findings are counted and a
handful is read. Two findings are equal when they rest on the same facts.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

Page = Literal["deal", "process", "deals"]


class Place(NamedTuple):
    """Where a finding is mended: a page, and on the deal page a panel and what to show on it."""

    page: Page = "deal"
    panel: str = ""
    target: str = ""


class Said(NamedTuple):
    """The words of a finding."""

    sentence: str
    """What we noticed and why it matters, to the rep, without blame."""
    evidence: tuple[str, ...]
    """What it rests on, a line each: dates, counts, the buyer's words."""
    mend: str
    """What the link says that leads to where it is mended."""
    place: Place


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding about a deal, or about a pipeline or a field of the desk."""

    rule: str
    """The rule's key in the register."""
    subject_id: str
    subject: str
    """The name of the deal, pipeline or field."""
    n: int
    """How many things it rests on: calls, open criteria, promises …"""
    basis: tuple[str, ...]
    """Ids, dates and counts; a finding that was put aside comes back when they change."""
    say: Callable[[], Said] = field(compare=False, repr=False)

    @property
    def mark(self) -> str:
        """Names this finding as it is now: rule, subject and a digest of what it rests on."""
        digest = hashlib.blake2s("\0".join(self.basis).encode(), digest_size=6).hexdigest()
        return f"{self.subject_id}.{self.rule}.{digest}"
