"""``salesdesk import FILE... --into DESK``: brings files in, all of them as one step of undo.

``salesdesk import FILE.salesdeal --into DESK``: takes in a deal that another desk exported.
``salesdesk import FILE.json --into DESK``: takes a whole desk into an empty or a new one.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from salesdesk.cli.console import Console
from salesdesk.cli.parsing import Parser, WrongUse
from salesdesk.domain.errors import KnownError
from salesdesk.support.i18n import _, format_number

if TYPE_CHECKING:
    from salesdesk.usecases.importing import FileReport, UnknownStages

KINDS = ("deals", "accounts", "products", "contacts")


def describe(parser: Parser) -> None:
    """The arguments."""
    parser.add_argument(
        "files",
        metavar="FILE",
        nargs="+",
        type=Path,
        help=_("CSV or Excel files, a .salesdeal file, or the .json of a whole desk"),
    )
    parser.add_argument("--into", metavar="DESK", type=Path, required=True, help=_("the desk"))
    parser.add_argument(
        "--as", dest="kind", choices=KINDS, help=_("what the rows are; else the headings tell")
    )
    parser.add_argument(
        "--stage",
        metavar="SOURCE=STAGE",
        action="append",
        default=[],
        help=_("a stage of the file and the stage here, or Won or Lost; may be repeated"),
    )
    parser.add_argument(
        "--map",
        metavar="FILE",
        type=Path,
        help=_("which column is what, as JSON; the manual says how"),
    )
    parser.add_argument(
        "--pipeline", metavar="NAME", help=_("for a .salesdeal file: where the deal goes on")
    )
    parser.add_argument(
        "--join",
        action="store_true",
        help=_("for a .salesdeal file: accounts of the same name and people of the same mail are "
               "those of this desk"),
    )  # fmt: skip
    parser.add_argument(
        "--again",
        action="store_true",
        help=_("for a .salesdeal file: also when the deal is there already, as a second one"),
    )
    parser.add_argument("--dry-run", action="store_true", help=_("try it; nothing stays"))
    parser.add_argument("--json", action="store_true", help=_("print the counts as JSON"))


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Imports the files. Raises KnownError; then nothing was imported."""
    if any(path.suffix.lower() == ".salesdeal" for path in arguments.files):
        from salesdesk.cli import taking

        return taking.run(arguments, console)
    if any(path.suffix.lower() == ".json" for path in arguments.files):
        from salesdesk.cli import taking

        return taking.run_whole(arguments, console)
    from salesdesk.cli.desks import opened
    from salesdesk.usecases.importing import UnknownKind, UnknownStages, import_files, sentence
    from salesdesk.usecases.naming import stage_names

    stages = dict(_pair(text) for text in arguments.stage)
    with opened(arguments.into, may_write=True) as desk:
        try:
            report = import_files(
                desk,
                arguments.files,
                as_kind=arguments.kind,
                stages=stages,
                map_file=arguments.map,
                dry_run=arguments.dry_run,
                on_progress=lambda what, done, _all: console.progress(
                    f"{what} {format_number(done)}"
                ),
            )
        except UnknownStages as error:
            raise _asking(error, stage_names(desk)) from error
        except UnknownKind as error:
            text = _("{error} Add --as with one of {kinds}.")
            raise KnownError(text.format(error=error, kinds=", ".join(KINDS))) from error
    if arguments.json:
        console.json({"files": [file.as_plain() for file in report.files]})
        return 0
    for file in report.files:
        _tell(file, sentence(file), console)
    for name, known in report.alike:
        text = _("“{name}” was kept apart from “{known}”; to join them, link them in a map file.")
        console.line(text.format(name=name, known=known))
    if arguments.dry_run:
        console.line(_("This was a trial: nothing was written."))
    return 0


def _pair(text: str) -> tuple[str, str]:
    """SOURCE=STAGE; the last “=” parts them, since stages here have none in their names."""
    source, equals, stage = text.rpartition("=")
    if not equals or not source.strip() or not stage.strip():
        raise WrongUse(
            _("“{text}” is not SOURCE=STAGE. See salesdesk import --help.").format(text=text)
        )
    return source.strip(), stage.strip()


def _asking(error: UnknownStages, stages: tuple[str, ...]) -> KnownError:
    """The same with how to say it here, and with what can be said."""
    source = error.values[0] if error.values else "SOURCE"
    text = _(
        "{error} For each add --stage, such as --stage “{source}={stage}”; the stages are {stages}."
    )
    named = ", ".join(stages)
    return KnownError(text.format(error=error, source=source, stage=stages[0], stages=named))


def _tell(file: FileReport, words: str, console: Console) -> None:
    console.line(f"{file.path} ({file.as_}): {words}")
    if file.reject_file:
        console.line(_("  rejected rows and why: {path}").format(path=file.reject_file))
