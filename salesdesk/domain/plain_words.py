"""The words of a Markdown text without its marks, for lists and lines that show plain text.

Called by search, the timeline, the handoff notes and the labels of notes. `cut` shortens words for
a line that has little room, wherever one does.
"""

from __future__ import annotations

import re

_HEADING = re.compile(r"^ {0,3}#{1,6}\s+|\s+#+$")
_QUOTE = re.compile(r"^\s*(?:>\s?)+")
_TASK = re.compile(r"^(\s*)[-*+]\s+\[([ xX])\]\s+")
_BULLET = re.compile(r"^(\s*)[-*+]\s+")
_RULE = re.compile(r"^\s*(?:[-*_]\s*){3,}$|^\s*(?:```|~~~).*$")
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)\s]*(?:\s+\"[^\"]*\")?\)|<((?:https?://|mailto:)[^>\s]+)>")
_EMPHASIS = re.compile(r"(?<![\w*])(\*{1,3})(?=\S)(.+?)(?<=\S)\1(?![\w*])")
_UNDERLINED = re.compile(r"(?<!\w)(_{1,3})(?=[^\s_])(.+?)(?<=[^\s_])\1(?!\w)")
_CODE_OR_STRUCK = re.compile(r"(`+|~~)(?=\S)(.+?)(?<=\S)\1")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!<>|~])")


def plain_words(markdown: str) -> str:
    """The text as it would read, line by line; bullets stay bullets, empty rules go."""
    lines = [_plain_line(line) for line in markdown.splitlines() if not _RULE.match(line)]
    return "\n".join(lines).strip("\n")


def _plain_line(line: str) -> str:
    line = _QUOTE.sub("", line)
    line = _HEADING.sub("", line) if line.lstrip().startswith("#") else line
    line = _TASK.sub(lambda m: f"{m[1]}{'☐' if m[2] == ' ' else '☑'} ", line)
    line = _BULLET.sub(r"\1• ", line)
    line = _LINK.sub(lambda m: m[1] or m[2] or "", line)
    for marks in (_EMPHASIS, _UNDERLINED, _CODE_OR_STRUCK):
        line = marks.sub(r"\2", line)
    return _ESCAPED.sub(r"\1", line).rstrip()


def one_line(markdown: str) -> str:
    """The words on one line."""
    return " ".join(plain_words(markdown).split())


def cut(words: str, most: int) -> str:
    """`words`, or as many whole ones as `most` characters hold, and "…".

    Where a whole word would leave a third of the room empty, it is cut itself.
    """
    if len(words) <= most:
        return words
    room = words[: most - 1]
    whole = room if words[most - 1].isspace() else room.rpartition(" ")[0]
    kept = whole if len(whole) * 3 >= most * 2 else room
    return kept.rstrip(" .,;:·–-") + "…"
