"""``salesdesk check DESK [--mend]``: looks for damage; exit code 1 when there is some."""

from __future__ import annotations

import argparse
from pathlib import Path

from salesdesk.cli.console import Console
from salesdesk.cli.parsing import Parser
from salesdesk.support.i18n import _, ngettext


def describe(parser: Parser) -> None:
    """The arguments."""
    parser.add_argument("desk", metavar="DESK", type=Path, help=_("the desk"))
    parser.add_argument(
        "--mend",
        action="store_true",
        help=_("make cards and search anew; records are never changed"),
    )


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Prints what is wrong, a fault a line. Raises KnownError when it cannot be opened."""
    from salesdesk.usecases.checking import check_desk, mend_desk, title

    report = check_desk(arguments.desk, lambda part: console.progress(f"{part} …"))
    if arguments.mend and report.is_mendable:
        report = mend_desk(arguments.desk)
        console.line(_("Cards and search were made anew."))
    for finding in report.findings:
        console.line(f"{title(finding.sort)}: {finding.words}")
    if report.is_whole:
        text = _("{name} is whole: pages, references, records, history, order, cards and search.")
        console.line(text.format(name=arguments.desk))
        return 0
    count = len(report.findings)
    console.line(
        ngettext("{count} fault found.", "{count} faults found.", count).format(count=count)
    )
    if report.is_mendable:
        console.line(_("“salesdesk check --mend” makes cards and search anew."))
    if any(not finding.is_mendable for finding in report.findings):
        console.line(_("Records that are damaged can be had back from a backup."))
    return 1
