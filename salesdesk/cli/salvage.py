"""``salesdesk salvage DESK --to NEW.desk``: what can be read of a damaged desk, in a new one.

Exit code 1 when something is missing, so that a script notices.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from salesdesk.cli.console import Console
from salesdesk.cli.parsing import Parser
from salesdesk.domain.clock import Clock
from salesdesk.support.i18n import _, ngettext


def describe(parser: Parser) -> None:
    """The arguments."""
    parser.add_argument("desk", metavar="DESK", type=Path, help=_("the damaged desk"))
    parser.add_argument(
        "--to", metavar="NEW.desk", type=Path, required=True, help=_("the desk to make")
    )
    parser.add_argument(
        "--fill",
        action="store_true",
        help=_("take records that cannot be read from the newest good backup, as they were then"),
    )


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Makes the new desk and prints what is missing. Raises KnownError; nothing is made then."""
    from salesdesk.usecases.salvaging import look

    clock = Clock.from_environment()

    def tell(part: str, done: int, total: int) -> None:
        console.progress(f"{part} {done * 100 // total} % …" if total else f"{part} …")

    found = look(arguments.desk, arguments.to, clock, tell)
    offered = len(found.in_backup)
    done = found.finish(fill=arguments.fill)
    console.line(done.words.rstrip())
    console.line("")
    console.line(_("New desk: {path}").format(path=done.desk))
    if done.aside is not None:
        console.line(_("The damaged file is kept as {path}").format(path=done.aside))
    console.line(_("This list: {path}").format(path=done.listed))
    if offered and not arguments.fill and found.backup is not None:
        words = ngettext(
            "{count} missing record is in the backup {name}. With --fill it is taken from there.",
            "{count} missing records are in the backup {name}. With --fill they are taken from "
            "there.",
            offered,
        )
        console.line(words.format(count=offered, name=found.backup.name))
    return 1 if done.missing else 0
