"""A mistake in a process file, and the error that carries all of them at once.

Made by the other modules of this folder; shown by the command line and by the process screen.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

from salesdesk.domain.errors import KnownError
from salesdesk.support.i18n import _, ngettext

SHOWN = 200
"""So many mistakes are listed; a file with more is told how many are left."""


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One mistake: where it stands, what was found and what was expected."""

    file: str
    line: int
    """Counted from 1."""
    column: int
    """Counted from 1."""
    where: str
    """The way to the place, such as ``stages › discovery › criteria › pain``; may be empty."""
    message: str

    def __str__(self) -> str:
        """``file:line:column: where: message``, which editors make a link of."""
        place = f"{self.file}:{self.line}:{self.column}"
        return ": ".join(part for part in (place, self.where, self.message) if part)


class ProcessFaults(KnownError):
    """A process file that cannot be used. ``faults`` holds every mistake, in reading order."""

    def __init__(self, path: str, faults: Iterable[Fault]) -> None:
        """`path` is the file that was read; `faults` at least one mistake in it or its parts."""
        self.path = path
        self.faults: tuple[Fault, ...] = tuple(faults)
        super().__init__(self._sentence())

    def _sentence(self) -> str:
        """All mistakes, one a line, after a sentence that says what came of them."""
        count = len(self.faults)
        head = ngettext(
            "The process file {path} has {count} mistake and was not used:",
            "The process file {path} has {count} mistakes and was not used:",
            count,
        ).format(path=self.path, count=count)
        lines = [head, *map(str, self.faults[:SHOWN])]
        if count > SHOWN:
            lines.append(_("… and {count} more.").format(count=count - SHOWN))
        return "\n".join(lines)


def meant(found: str, known: Iterable[str]) -> str:
    """A sentence that offers the nearest known word (“Did you mean …?”), or nothing.

    Only offered when the two are alike enough that a slip of the finger explains it.
    """
    close = difflib.get_close_matches(found[:80], list(known), n=1, cutoff=0.6)
    return _("Did you mean “{word}”?").format(word=close[0]) if close else ""


def unknown(what: str, found: str, known: Iterable[str], *, listed: bool = False) -> str:
    """The message for a word outside its vocabulary.

    `what` is the (translated) name of the vocabulary; `listed` says whether the message names
    every known word, which suits short vocabularies only.
    """
    words = sorted(known)
    parts = [_("there is no {what} “{found}”.").format(what=what, found=clip(found))]
    if listed and words:
        parts.append(_("Expected one of: {words}.").format(words=", ".join(words)))
    hint = meant(found, words)
    return " ".join(part for part in (*parts, hint) if part)


def clip(text: str, length: int = 60) -> str:
    """`text` on one line, cut to `length` characters so that a hostile word fits a message."""
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1] + "…"
