"""``salesdesk process check FILE``: every mistake of a process file; exit code 1 when any."""

from __future__ import annotations

import argparse
from pathlib import Path

from salesdesk.cli.console import Console
from salesdesk.cli.parsing import Parser
from salesdesk.support.i18n import _, ngettext


def describe(parser: Parser) -> None:
    """The arguments."""
    parser.add_argument("what", choices=("check",), help=_("what to do"))
    parser.add_argument("file", metavar="FILE", type=Path, help=_("the process file"))


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Prints each mistake as file:line:column. Raises KnownError when it cannot be read."""
    from salesdesk.processes.check import check_file

    faults = check_file(arguments.file)
    for fault in faults:
        console.line(str(fault))
    count = len(faults)
    if count:
        text = ngettext("{count} mistake found.", "{count} mistakes found.", count)
        console.line(text.format(count=count))
        return 1
    console.line(_("{path} has no mistakes.").format(path=arguments.file))
    return 0
