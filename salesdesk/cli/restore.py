"""``salesdesk restore BACKUP --to DESK``: puts a backup in the place of a desk."""

from __future__ import annotations

import argparse
from pathlib import Path

from salesdesk.cli.console import Console
from salesdesk.cli.parsing import Parser
from salesdesk.domain.clock import Clock
from salesdesk.support.i18n import _


def describe(parser: Parser) -> None:
    """The arguments."""
    parser.add_argument("backup", metavar="BACKUP", type=Path, help=_("the backup"))
    parser.add_argument("--to", metavar="DESK", type=Path, required=True, help=_("the desk"))


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Restores and says where the old desk is. Raises KnownError; the old desk is then in place."""
    from salesdesk.usecases.backups import restore_backup

    done = restore_backup(arguments.backup, arguments.to, Clock.from_environment())
    console.line(_("Restored {path}").format(path=done.desk))
    if done.aside is not None:
        console.line(_("The desk that was there is kept as {path}").format(path=done.aside))
    return 0
