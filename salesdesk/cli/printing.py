"""``salesdesk print KIND DESK --deal NAME_OR_ID --to OUT.pdf``: papers without a window."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from salesdesk.cli import unlocking
from salesdesk.cli.console import Console
from salesdesk.cli.parsing import Parser, WrongUse
from salesdesk.support.i18n import _

if TYPE_CHECKING:
    from salesdesk.documents import Printable
    from salesdesk.usecases.desk import Desk

SUFFIXES = (".pdf", ".html", ".md", ".docx")


def describe(parser: Parser) -> None:
    """The arguments."""
    parser.add_argument("kind", metavar="KIND", nargs="?", help=_("the paper; see --kinds"))
    parser.add_argument("desk", metavar="DESK", nargs="?", type=Path, help=_("the desk"))
    parser.add_argument("--deal", metavar="NAME_OR_ID", help=_("the deal, by name or id"))
    parser.add_argument(
        "--to", metavar="OUT.pdf|html|md|docx", type=Path, help=_("the file to write")
    )
    unlocking.describe_plain(parser)
    parser.add_argument("--kinds", action="store_true", help=_("list the papers, the kind first"))


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Writes the paper. Raises KnownError when there is no such deal or it cannot be written."""
    from salesdesk.documents import PRINTABLES

    if arguments.kinds:
        width = max(len(row.kind) for row in PRINTABLES)
        for row in PRINTABLES:
            console.line(f"{row.kind:{width}}  {_(row.title)}")
        return 0
    row = _wanted(arguments, PRINTABLES)
    from salesdesk.cli.desks import opened

    unlocking.refuse_plain(arguments)
    with opened(arguments.desk) as desk:
        _write(desk, row, _subject(desk, row, arguments.deal), arguments.to)
    console.line(_("Wrote {path}").format(path=arguments.to))
    return 0


def _wanted(arguments: argparse.Namespace, rows: tuple[Printable, ...]) -> Printable:
    """The paper asked for. Raises WrongUse when the arguments do not suffice for it."""
    row = next((row for row in rows if row.kind == arguments.kind), None)
    if row is None:
        text = _("“{kind}” is no paper. There are: {kinds}.")
        kinds = ", ".join(row.kind for row in rows)
        raise WrongUse(text.format(kind=arguments.kind or "", kinds=kinds))
    if arguments.desk is None or arguments.to is None:
        raise WrongUse(_("Name the desk and, with --to, the file to write."))
    if row.about == "deal" and not arguments.deal:
        raise WrongUse(_("This paper is about a deal: name it with --deal."))
    if arguments.to.suffix.lower() not in SUFFIXES:
        text = _("“{name}” ends in none of .pdf, .html, .md and .docx.")
        raise WrongUse(text.format(name=arguments.to.name))
    return row


def _subject(desk: Desk, row: Printable, deal: str | None) -> str:
    """The id of what the paper is about: the deal, or else the desk's first pipeline."""
    from salesdesk.usecases.naming import deal_named, first_pipeline

    return deal_named(desk, deal or "") if row.about == "deal" else first_pipeline(desk)


def _write(desk: Desk, row: Printable, subject: str, target: Path) -> None:
    from salesdesk.support.paths import places
    from salesdesk.support.settings import SettingsFile
    from salesdesk.usecases.papers import paper, write_paper

    facts = paper(desk, row.kind, subject)
    sheet = SettingsFile(places().settings_file).read().paper
    if target.suffix.lower() != ".pdf":
        write_paper(facts, row.kind, target, sheet)
        return
    from salesdesk.ui.headless import write_pdf

    header = " · ".join(text for text in (facts.title, facts.account) if text)
    write_pdf(row.to_html(facts), target, sheet, header, facts.date)
