"""``salesdesk new DESK [--process NAME|FILE] [--encrypted] [--demo]``: makes a desk."""

from __future__ import annotations

import argparse
from pathlib import Path

from salesdesk.cli import passphrase
from salesdesk.cli.console import Console
from salesdesk.cli.parsing import Parser, WrongUse
from salesdesk.domain.clock import Clock
from salesdesk.domain.errors import KnownError
from salesdesk.support.i18n import _


def describe(parser: Parser) -> None:
    """The arguments."""
    parser.add_argument("desk", metavar="DESK", type=Path, help=_("the file to make"))
    parser.add_argument(
        "--process",
        metavar="NAME|FILE",
        default="",
        help=_("the process to follow: a built-in one by its name, or a process file"),
    )
    parser.add_argument(
        "--new-passphrase-file",
        metavar="FILE",
        type=Path,
        help=_("encrypt it with the passphrase in the first line of this file"),
    )
    parser.add_argument("--encrypted", action="store_true", help=_("ask for a passphrase for it"))
    parser.add_argument("--demo", action="store_true", help=_("fill it with examples"))
    parser.add_argument(
        "--anyway", action="store_true", help=_("in a network or a synchronised folder too")
    )


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Makes the desk. Raises KnownError when it exists or the process has mistakes."""
    from salesdesk.usecases import demo, opening

    clock = Clock.from_environment()
    if not arguments.anyway:
        opening.refuse_unsafe_place(arguments.desk)
    if arguments.demo and arguments.process not in {"", demo.PROCESS}:
        text = _("The demo follows the process “{name}”: leave out --process or --demo.")
        raise WrongUse(text.format(name=demo.PROCESS))
    wants_passphrase = arguments.encrypted or arguments.new_passphrase_file
    if arguments.demo and wants_passphrase:
        raise WrongUse(_("The demo has no passphrase: leave out --demo or the passphrase."))
    words = passphrase.new_words(arguments.new_passphrase_file, console) if wants_passphrase else ""
    if arguments.demo:
        demo.demo_desk(arguments.desk, clock)
    else:
        _make(arguments.desk, arguments.process, clock, words)
    console.line(_("Made {path}").format(path=arguments.desk))
    if words:
        passphrase.show_recovery_key(arguments.desk, console)
    return 0


def _make(path: Path, process: str, clock: Clock, words: str) -> None:
    from salesdesk.processes import builtin
    from salesdesk.processes.faults import ProcessFaults
    from salesdesk.support.paths import places
    from salesdesk.support.settings import SettingsFile
    from salesdesk.usecases.new_desk import create
    from salesdesk.usecases.pipelines import first_pipeline_name

    try:
        chosen = builtin.load_process(process or builtin.DEFAULT)
    except ProcessFaults as error:
        text = _(
            "The process file has {count} mistakes, the first at {first} No desk was made. "
            "“salesdesk process check {path}” lists them."
        )
        first = error.faults[0] if error.faults else error.path
        raise KnownError(
            text.format(count=len(error.faults), first=first, path=error.path)
        ) from error
    settings = SettingsFile(places().settings_file).read()
    create(path, clock, chosen, settings.currency, first_pipeline_name(), words)
