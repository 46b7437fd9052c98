"""What the papers print, as plain values: built by the use cases, laid out by the documents.

All texts here are as a person reads them: dates, amounts and labels are formatted already, so
that HTML and Markdown of one paper say the same. Nothing in here is markup.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a paper; `note` (who said it, when) stands behind it, smaller."""

    text: str
    note: str = ""
    is_open: bool = False
    """Whether the line says that something is missing ("Open: …")."""


_LETTERS, _LONG, _EDGES, _DATE = 92, 40, 3, 12
"""Letters on a line of a page, in a column that asks for much, as wide as a column's edges, and of
a date.
"""


def _kept(text: str) -> list[str]:
    """The parts of a text that stay whole: its words; a short text with figures, as a date, all."""
    is_figure = len(text) <= _DATE and any(char.isdigit() for char in text)
    return [text] if is_figure else text.split()


def _longest(parts: list[list[str]]) -> int:
    """The letters of the longest among the parts of several texts, with the column's edges."""
    return min(_LONG, max((len(part) for texts in parts for part in texts), default=0)) + _EDGES


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a head that repeats on each page. Every row has as many cells as the head."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...] = ()
    """Of the columns, in percent; empty: as the texts ask for (`shares`)."""
    figures: tuple[int, ...] = ()
    """The columns, from 0, that hold figures: they stand at the right edge, heads too."""

    @property
    def shares(self) -> tuple[int, ...]:
        """The widths of the columns in percent, 100 in all: those that were given, else as the
        texts ask for. Every column gets its longest word, what is left goes where lines are long.
        """
        if self.widths or not self.head:
            return self.widths
        columns = list(zip(self.head, *self.rows, strict=True))
        least = [_longest([_kept(text) for text in column]) for column in columns]
        whole = [_longest([text.split("\n") for text in column]) for column in columns]
        spare = max(0, _LETTERS - sum(least))
        asked = max(1, sum(whole) - sum(least))
        share = min(1.0, spare / asked)
        parts = [low + (high - low) * share for low, high in zip(least, whole, strict=True)]
        found = [int(100 * part / sum(parts)) for part in parts]
        found[found.index(max(found))] += 100 - sum(found)
        return tuple(found)

    def without_empty(self) -> Table:
        """The table without columns in which no row says anything; the first one stays."""
        kept = [
            place
            for place in range(len(self.head))
            if not place or any(row[place] not in ("", "–") for row in self.rows)
        ]
        if len(kept) == len(self.head):
            return self
        old = [self.widths[place] for place in kept] if self.widths else []
        widths = [round(100 * width / sum(old)) for width in old]
        if widths:
            widths[0] += 100 - sum(widths)
        return Table(
            tuple(self.head[place] for place in kept),
            tuple(tuple(row[place] for place in kept) for row in self.rows),
            tuple(widths),
            tuple(new for new, place in enumerate(kept) if place in self.figures),
        )


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a section under a small heading of its own: lines, then a table."""

    heading: str
    lines: tuple[Line, ...] = ()
    table: Table | None = None
    is_done: bool | None = None
    """Ready or not; None: the block has no check box."""


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered or plain section of a paper."""

    heading: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Who sends the paper: company, address and how to reach them, one line each; the logo.

    `logo` holds a PNG of `width` × `height` pixels; empty for none.
    """

    company: str = ""
    lines: tuple[str, ...] = ()
    logo: bytes = b""
    width: int = 0
    height: int = 0


@dataclass(frozen=True, slots=True)
class Paper:
    """A whole paper. `facts` stand under the title as label and value; `intro` above them."""

    title: str
    subtitle: str
    sections: tuple[Section, ...]
    intro: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    closing: str = ""
    account: str = ""
    """What the page header names beside the title."""
    date: str = ""
    """What the page footer names: the day on which the paper was made."""
    sender: Letterhead | None = None
    """Stands at the top of the first page; None: nobody said who sends it."""


@dataclass(frozen=True, slots=True)
class HandoffNotes(Paper):
    """The handoff notes: the sections of the checklist; what is missing stands as "Open: …"."""

    ready: int = 0
    total: int = 0


@dataclass(frozen=True, slots=True)
class DiscoverySummary(Paper):
    """What the buyer told us, in their words, to send and be confirmed."""


@dataclass(frozen=True, slots=True)
class PreCallSheet(Paper):
    """What the rep takes along into a call; for our side only."""


@dataclass(frozen=True, slots=True)
class DealPage(Paper):
    """A deal on one page."""


@dataclass(frozen=True, slots=True)
class ValueRecap(Paper):
    """What it would bring the buyer, on one page."""


@dataclass(frozen=True, slots=True)
class ActionPlanPaper(Paper):
    """The mutual action plan, for the buyer."""


@dataclass(frozen=True, slots=True)
class ProcessMap(Paper):
    """A process on one page: a table of its stages."""


@dataclass(frozen=True, slots=True)
class BuyerPaper(Paper):
    """A paper that goes to the buyer: a proposal, a summary, answers, risks."""


@dataclass(frozen=True, slots=True)
class ReviewNotes(Paper):
    """The review of a deal that was won or lost, for us."""
