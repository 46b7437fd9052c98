"""What the command line writes to: answers to standard output, sentences to standard error.

Names out of a desk may hold anything, so signs that steer a terminal are never passed on.
"""

from __future__ import annotations

import io
import json
import sys
import unicodedata
from collections.abc import Sequence
from typing import Any, TextIO

CLIP = 48
"""A cell of a table shows at most so many columns of text."""


class Console:
    """Two streams. Commands use nothing else, so that tests can read along."""

    def __init__(self, out: TextIO, err: TextIO) -> None:
        self.out = out
        self.err = err
        self._shows_progress = False

    @classmethod
    def standard(cls) -> Console:
        """The terminal or pipes of this process; signs that they cannot show become “?”."""
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors="replace")
        return cls(sys.stdout, sys.stderr)

    def line(self, text: str) -> None:
        """One line of the answer."""
        self._end_progress()
        self.out.write(plain(text) + "\n")

    def note(self, text: str) -> None:
        """A remark beside the answer, on standard error."""
        self._end_progress()
        self.err.write(plain(text) + "\n")

    def problem(self, text: str) -> None:
        """What went wrong, as one paragraph on standard error."""
        self._end_progress()
        self.out.flush()
        self.err.write(f"salesdesk: {plain(' '.join(text.split()))}\n")

    def progress(self, text: str) -> None:
        """Overwrites one line while something takes long; only for a person who watches."""
        if self.err.isatty():
            self.err.write(f"\r{plain(text)[:78]:78}\r")
            self.err.flush()
            self._shows_progress = True

    def _end_progress(self) -> None:
        """Makes room for what is said next."""
        if self._shows_progress:
            self.err.write(f"\r{'':78}\r")
            self.err.flush()
            self._shows_progress = False

    def json(self, value: Any) -> None:
        """A value as JSON, whatever the stream's encoding; a list has an element a line."""
        self._end_progress()
        is_utf8 = (getattr(self.out, "encoding", None) or "").lower().replace("-", "") == "utf8"
        if isinstance(value, list):
            self.out.write("[")
            for number, element in enumerate(value):
                self.out.write(("\n " if number == 0 else ",\n ") + _dumped(element, is_utf8))
            self.out.write("\n]\n" if value else "]\n")
        else:
            self.out.write(_dumped(value, is_utf8) + "\n")

    def table(
        self, headings: Sequence[str], rows: Sequence[Sequence[str]], right: str = ""
    ) -> None:
        """Aligned columns, two blanks apart. `right`: an “r” for each column set to the right."""
        cells = [[clip(cell) for cell in row] for row in (headings, *rows)]
        widths = [max(map(columns, column)) for column in zip(*cells, strict=True)]
        sides = right.ljust(len(widths))
        for row in cells:
            padded = [
                " " * (width - columns(cell)) + cell
                if side == "r"
                else cell + " " * (width - columns(cell))
                for cell, width, side in zip(row, widths, sides, strict=True)
            ]
            self.out.write("  ".join(padded).rstrip() + "\n")

    def flush(self) -> None:
        """Writes out what waits. Raises BrokenPipeError when nobody reads."""
        self.out.flush()


def plain(text: str) -> str:
    """`text` without signs that steer a terminal or turn the writing round; lines stay lines."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        char if char == "\n" or unicodedata.category(char)[0] != "C" else "\ufffd" for char in text
    )


def clip(text: str) -> str:
    """`text` on one line, cut to :data:`CLIP` columns."""
    if len(text) <= CLIP and text.isascii() and text.isprintable():
        return text
    line = plain(" ".join(text.split()))
    if columns(line) <= CLIP:
        return line
    while columns(line) >= CLIP:
        line = line[: min(len(line) - 1, CLIP)]
    return line + "…"


def columns(text: str) -> int:
    """How many columns of a terminal the text takes."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1
        for char in text
    )


def _dumped(value: Any, is_utf8: bool) -> str:
    text = json.dumps(value, ensure_ascii=not is_utf8)
    try:
        text.encode()
    except UnicodeEncodeError:  # half a character: only an escape can hold it
        return json.dumps(value)
    return text
