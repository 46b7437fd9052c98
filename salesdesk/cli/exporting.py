"""``salesdesk export DESK --to OUT.json|OUT.xlsx|FOLDER/``: a whole desk in files.

``salesdesk export DESK --deal NAME --to OUT.salesdeal``: one deal as a file for another desk.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from salesdesk.cli import unlocking
from salesdesk.cli.console import Console
from salesdesk.cli.parsing import Parser, WrongUse
from salesdesk.support.i18n import _, ngettext

MOST_NOTES = 20


def describe(parser: Parser) -> None:
    """The arguments."""
    parser.add_argument("desk", metavar="DESK", type=Path, help=_("the desk"))
    parser.add_argument(
        "--to",
        metavar="OUT.json|OUT.xlsx|OUT.salesdeal|FOLDER/",
        required=True,
        help=_("where to; a folder gets CSV files"),
    )
    unlocking.describe_plain(parser)
    parser.add_argument(
        "--deal", metavar="NAME", help=_("this deal alone, as a .salesdeal file for another desk")
    )


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Exports the desk; cells that a file could not hold as they were are noted."""
    from salesdesk.cli.desks import opened
    from salesdesk.usecases.exporting import export_desk

    target = Path(arguments.to)
    if arguments.deal or target.suffix.lower() == ".salesdeal":
        return _one_deal(arguments, target, console)
    is_folder = _is_folder(arguments.to)
    if not is_folder and target.suffix.lower() not in {".json", ".xlsx"}:
        text = _(
            "“{name}” ends in neither .json nor .xlsx. For a folder of CSV files end it in “/”."
        )
        raise WrongUse(text.format(name=arguments.to))
    unlocking.refuse_plain(arguments)
    with opened(arguments.desk) as desk:
        done = export_desk(desk, target, is_folder=is_folder)
    text = ngettext("Wrote {count} record to {path}", "Wrote {count} records to {path}", done.rows)
    console.line(text.format(count=done.rows, path=target))
    for kind, problem in done.problems[:MOST_NOTES]:
        text = _("{kind}, row {row}, {heading}: {message}")
        console.note(
            text.format(
                kind=kind, row=problem.row, heading=problem.heading, message=problem.message
            )
        )
    if (more := len(done.problems) - MOST_NOTES) > 0:
        console.note(_("… and {count} more cells.").format(count=more))
    return 0


def _one_deal(arguments: argparse.Namespace, target: Path, console: Console) -> int:
    """Writes one deal with all that belongs to it."""
    from salesdesk.cli.desks import opened
    from salesdesk.usecases.deal_file import SUFFIX, export_deal
    from salesdesk.usecases.naming import deal_named

    if not arguments.deal:
        raise WrongUse(_("A .salesdeal file holds one deal. Add --deal NAME."))
    if target.suffix.lower() != SUFFIX:
        text = _("“{name}” does not end in {suffix}, as a deal's file does.")
        raise WrongUse(text.format(name=arguments.to, suffix=SUFFIX))
    unlocking.refuse_plain(arguments)
    with opened(arguments.desk) as desk:
        done = export_deal(desk, deal_named(desk, arguments.deal), target)
    text = ngettext("Wrote {count} record to {path}", "Wrote {count} records to {path}", done.rows)
    console.line(text.format(count=done.rows, path=target))
    return 0


def _is_folder(text: str) -> bool:
    """A name with a slash at its end, a folder that is there, or a name without an ending."""
    separators = tuple(filter(None, (os.sep, os.altsep)))
    return text.endswith(separators) or Path(text).is_dir() or not Path(text).suffix
