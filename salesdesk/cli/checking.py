"""``salesdesk check DESK [--mend]``: looks for damage; exit code 1 when there is some."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from salesdesk.cli.console import Console
from salesdesk.cli.parsing import Parser
from salesdesk.domain.clock import Clock
from salesdesk.support.i18n import _, ngettext

if TYPE_CHECKING:
    from salesdesk.usecases.checking import Report


def describe(parser: Parser) -> None:
    """The arguments."""
    parser.add_argument("desk", metavar="DESK", type=Path, help=_("the desk"))
    parser.add_argument(
        "--mend",
        action="store_true",
        help=_("make indexes, cards and search anew, after a backup; records are never changed"),
    )


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Prints what is wrong, a fault a line. Raises KnownError when it cannot be opened."""
    from salesdesk.usecases.checking import check_desk, mend_desk, sentence

    report = check_desk(arguments.desk, lambda part, done, total: _tell(console, part, done, total))
    if arguments.mend and report.is_mendable:
        report = mend_desk(arguments.desk, Clock.from_environment())
        console.line(_("Indexes, cards and search were made anew."))
        console.line(_("The desk as it was before is kept as {path}").format(path=report.kept))
    for finding in report.findings:
        console.line(sentence(finding))
    if report.is_whole:
        text = _(
            "{name} is whole: pages, references, records, history, order, files, cards and search."
        )
        console.line(text.format(name=arguments.desk))
        return 0
    _sum_up(report, arguments.desk, console)
    return 1


def _tell(console: Console, part: str, done: int, total: int) -> None:
    share = f" {done * 100 // total} %" if total else ""
    console.progress(f"{part}{share} …")


def _sum_up(report: Report, desk: Path, console: Console) -> None:
    count = len(report.findings)
    console.line(
        ngettext("{count} fault found.", "{count} faults found.", count).format(count=count)
    )
    if report.is_mendable:
        console.line(_("“salesdesk check --mend” makes indexes, cards and search anew."))
    if report.loses:
        text = _(
            "Records that are damaged come back from a backup; “salesdesk salvage {desk} --to "
            "NEW.desk” takes out all that can be read."
        )
        console.line(text.format(desk=desk.name))
