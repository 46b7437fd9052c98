"""Fills the templates of papers. Called by the documents, one module each.

The HTML stays within what QTextDocument lays out: tables, headings, paragraphs, padding in px.
Everything is escaped (Jinja2's autoescape; `md` for Markdown), so a name such as ``<b>`` prints
as it is written. Nothing is loaded: style is inside, and there are no links or scripts; the only
picture is the sender's logo, which is inside too.
"""

from __future__ import annotations

import base64
import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from salesdesk.domain.notes import Block, Letterhead, Paper
from salesdesk.support.i18n import _, active_locale
from salesdesk.support.paths import resources

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

LONGEST_WORD = 200
"""Longer runs without a space are cut: a 1 MB word froze the layout for 20 s."""
LONGEST_TEXT = 20_000
"""About five pages: no single text of a paper is longer."""
LOGO_ROOM = (200, 52)
"""The room for the logo, in pixels of 96 to the inch: about 53 by 14 mm."""
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_BEFORE_FIGURE = re.compile(r" (?=\d)")
_LONG_WORD = re.compile(rf"(\S{{{LONGEST_WORD}}})\S+")
_MARKS = re.compile(r"([\\`*_\[\]<>|~#&])")
_LIST_MARKS = re.compile(r"^([-+]|\d+(?=[.)]))")


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring blocks that are laid out alike: side by side, or one below the other."""

    is_paired: bool
    blocks: tuple[Block, ...]


def html(template: str, paper: Paper) -> str:
    """The paper as a whole HTML document, by ``TEMPLATE.html.j2``."""
    text = (
        _environment(escape=True)
        .get_template(f"{template}.html.j2")
        .render(
            paper=paper,
            language=active_locale().replace("_", "-"),
            nothing=_("Nothing noted yet."),
        )
    )
    return re.sub(r"\n\s*\n+", "\n", text).strip() + "\n"


def markdown(template: str, paper: Paper) -> str:
    """The paper as Markdown, by ``TEMPLATE.md.j2``."""
    text = _environment(escape=False).get_template(f"{template}.md.j2").render(paper=paper)
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def clipped(text: str) -> str:
    """The text without what no page can hold: control characters, endless words, endless text."""
    clean = _LONG_WORD.sub(r"\1…", _UNPRINTABLE.sub("", text.replace("\r\n", "\n")))
    return clean if len(clean) <= LONGEST_TEXT else clean[:LONGEST_TEXT].rstrip() + " …"


def broken(text: str) -> Markup:
    """The text clipped and escaped, with its line breaks kept."""
    from markupsafe import Markup, escape

    return Markup("<br>").join(escape(line) for line in clipped(text).split("\n"))


def unbroken(text: str) -> str:
    """A short text clipped, whose figures stay with the word before them: a date stays whole."""
    return _BEFORE_FIGURE.sub("\u00a0", clipped(text))


def md(text: str) -> str:
    """The text as Markdown that shows it literally, on one line."""
    flat = " ".join(_UNPRINTABLE.sub("", text).split())
    flat = _MARKS.sub(r"\\\1", flat)
    # "- x" or "1. x" at the start of a text would begin a list.
    return _LIST_MARKS.sub(lambda m: "\\" + m[0] if m[0] in "-+" else m[0] + "\\", flat)


def md_cell(text: str) -> str:
    """The text as Markdown for a cell of a table: its lines one after the other."""
    return md(" · ".join(line.strip() for line in text.split("\n") if line.strip()))


def runs(blocks: Sequence[Block]) -> list[Run]:
    """Blocks grouped: those with a heading and no table go side by side."""
    found: list[Run] = []
    for block in blocks:
        is_paired = bool(block.heading) and block.table is None
        if found and found[-1].is_paired == is_paired:
            found[-1] = Run(is_paired, (*found[-1].blocks, block))
        else:
            found.append(Run(is_paired, (block,)))
    return found


def logo_size(sender: Letterhead) -> tuple[int, int]:
    """Width and height of the logo on paper, in pixels of 96 to the inch."""
    most_wide, most_high = LOGO_ROOM
    share = min(most_wide / max(sender.width, 1), most_high / max(sender.height, 1), 1.0)
    return max(1, round(sender.width * share)), max(1, round(sender.height * share))


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


@functools.cache
def _environment(*, escape: bool) -> Environment:
    """The templates, compiled once: a preview is made anew at each change."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(resources("templates"), encoding="utf-8"),
        autoescape=escape,  # noqa: S701  (Markdown escapes by `md`, in every place)
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        clipped=clipped,
        broken=broken,
        unbroken=unbroken,
        md=md,
        md_cell=md_cell,
        runs=runs,
        base64=_base64,
        logo_width=lambda sender: logo_size(sender)[0],
        logo_height=lambda sender: logo_size(sender)[1],
    )
    return environment
