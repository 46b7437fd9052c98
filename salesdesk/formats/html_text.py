"""The words of an HTML mail, without anything that could load, run or hide. Called by `mail_in`.

One walk over the text: every broken page ends after as many steps as it is long, which the standard
library's parser does not promise.
"""

from __future__ import annotations

import html
import re

_HIDDEN = frozenset({"script", "style", "head", "title", "template", "noscript", "svg", "object"})
"""Elements whose contents nobody reads."""
_BREAKS = frozenset(
    "address article blockquote br dd div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6 "
    "header hr li main nav ol p pre section table tr ul".split()
)
_NAME = re.compile(r"/?([A-Za-z][A-Za-z0-9]{0,20})")


def to_text(page: str, most: int) -> str:
    """The words of at most `most` characters of a page, a block a line."""
    parts: list[str] = []
    hidden, in_comment = "", False
    for number, piece in enumerate(page[:most].split("<")):
        if in_comment or (number and piece.startswith("!--")):
            _before, end, words = piece.partition("-->")
            in_comment = not end
        elif number and (found := _NAME.match(piece)):
            name = found[1].lower()
            words = piece.partition(">")[2]
            if hidden:
                hidden = "" if piece.startswith("/") and name == hidden else hidden
            elif name in _HIDDEN and not piece.startswith("/"):
                hidden = name
            elif name in _BREAKS:
                parts.append("\n")
            elif name in {"td", "th"}:
                parts.append(" ")
        elif number and piece[:1] in {"!", "?", "/"}:
            words = piece.partition(">")[2]
        else:
            words = f"<{piece}" if number else piece
        if words and not hidden and not in_comment:
            parts.append(words)
    return _tidy(html.unescape("".join(parts)))


def _tidy(words: str) -> str:
    """One blank between words, at most one empty line between blocks."""
    lines = [" ".join(line.split()) for line in words.replace("\xa0", " ").split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
