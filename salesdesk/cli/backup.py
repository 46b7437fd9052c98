"""``salesdesk backup DESK [--to FOLDER]``: a proved copy, also while a window has it open."""

from __future__ import annotations

import argparse
from pathlib import Path

from salesdesk.cli.console import Console
from salesdesk.cli.parsing import Parser
from salesdesk.domain.clock import Clock
from salesdesk.support.i18n import _


def describe(parser: Parser) -> None:
    """The arguments."""
    parser.add_argument("desk", metavar="DESK", type=Path, help=_("the desk"))
    parser.add_argument(
        "--to", metavar="FOLDER", type=Path, help=_("where to; else the folder of its backups")
    )


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Makes the backup and prints its path. Raises KnownError."""
    from salesdesk.usecases.backups import backup_file

    clock = Clock.from_environment()
    made = backup_file(arguments.desk, clock, "by-hand", arguments.to)
    console.line(_("Backed up to {path}").format(path=made.path))
    return 0
