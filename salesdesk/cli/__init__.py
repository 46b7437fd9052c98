"""The command line: opens the window, or works without one. Called by ``__main__`` alone.

One module a command, one row each in :data:`COMMANDS`; a module offers ``describe(parser)`` and
``run(arguments, console) -> exit code`` and imports what it works with only in ``run``. Exit codes:
0 done, 1 found faults, 2 wrong use, 3 a known error. An error is one short paragraph on standard
error, never a traceback.
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from salesdesk.cli import unlocking
from salesdesk.cli.console import Console
from salesdesk.cli.parsing import Parser, WrongUse
from salesdesk.domain.errors import KnownError
from salesdesk.domain.facts import N_
from salesdesk.support.i18n import _

DONE: Final = 0
WRONG_USE: Final = 2
KNOWN_ERROR: Final = 3


class OpenWindow(Protocol):
    """Opens the window on a desk (None: the usual one), the demo if so, and gives the exit code.

    `files` are opened into it; `anyway` opens a desk in a place where it is not safe.
    """

    def __call__(
        self, desk: Path | None, is_demo: bool, *, files: tuple[Path, ...], anyway: bool
    ) -> int:
        """Returns when the window is closed."""


Tell = Callable[[BaseException], object]
"""Logs a fault of ours and says where its report is."""


@dataclass(frozen=True, slots=True)
class Command:
    """One command: its word, the module that does it, and a line for the help (a message id)."""

    name: str
    module: str
    about: str


COMMANDS: Final[tuple[Command, ...]] = (
    Command("new", "salesdesk.cli.new", N_("make a desk")),
    Command("import", "salesdesk.cli.importing", N_("bring CSV or Excel files into a desk")),
    Command("list", "salesdesk.cli.listing", N_("list deals, accounts or contacts")),
    Command("print", "salesdesk.cli.printing", N_("print a paper to PDF, HTML, Markdown or Word")),
    Command("export", "salesdesk.cli.exporting", N_("write a whole desk to JSON, Excel or CSV")),
    Command("check", "salesdesk.cli.checking", N_("look for damage in a desk")),
    Command("salvage", "salesdesk.cli.salvage", N_("take what can be read of a damaged desk")),
    Command("backup", "salesdesk.cli.backup", N_("make a proved copy of a desk")),
    Command("restore", "salesdesk.cli.restore", N_("put a backup in the place of a desk")),
    Command("passphrase", "salesdesk.cli.passphrase", N_("set or remove a desk's passphrase")),
    Command("process", "salesdesk.cli.process", N_("look for mistakes in a process file")),
)


def run(
    arguments: Sequence[str], open_window: OpenWindow, tell: Tell, console: Console | None = None
) -> int:
    """Does what the arguments say and gives the exit code; never raises."""
    console = console or Console.standard()
    try:
        code = _dispatch(arguments, open_window, console)
        console.flush()
    except BaseException as error:  # noqa: BLE001 - told, or raised again
        return ended_by(error, tell, console)
    return code


def ended_by(error: BaseException, tell: Tell, console: Console | None = None) -> int:
    """Says what ended the program and gives the exit code; raises only what asks to end it."""
    console = console or Console.standard()
    if isinstance(error, WrongUse):
        console.problem(str(error))
        return WRONG_USE
    if isinstance(error, KnownError):
        console.problem(str(error))
        return KNOWN_ERROR
    if isinstance(error, KeyboardInterrupt):
        console.problem(_("Stopped. What was saved before is kept; nothing is half done."))
        return KNOWN_ERROR
    if isinstance(error, BrokenPipeError):
        # The reader has seen enough, as `head` does. Python must not complain at its end either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return DONE
    if not isinstance(error, Exception):
        raise error
    tell(error)  # a fault of ours is reported, not shown
    return KNOWN_ERROR


def _dispatch(arguments: Sequence[str], open_window: OpenWindow, console: Console) -> int:
    command = next((c for c in COMMANDS if arguments and c.name == arguments[0]), None)
    if command is None:
        return _window(arguments, open_window, console)
    module = importlib.import_module(command.module)
    parser = Parser(f"salesdesk {command.name}", _(command.about), console)
    module.describe(parser)
    unlocking.describe(parser)
    parsed = parser.read(arguments[1:])
    if parsed is None:
        return DONE
    return unlocking.unlocked(lambda: int(module.run(parsed, console)), parsed, console)


def _window(arguments: Sequence[str], open_window: OpenWindow, console: Console) -> int:
    parser = Parser("salesdesk", _("A sales desk: pipeline, discovery, handoff."), console)
    parser.add_argument(
        "paths", metavar="DESK|FILE", nargs="*", type=Path,
        help=_("the desk to open, and files to open into it"),
    )  # fmt: skip
    parser.add_argument(
        "--anyway", action="store_true",
        help=_("open it in a network or a synchronised folder too, from now on"),
    )  # fmt: skip
    parser.add_argument("--demo", action="store_true", help=_("open a desk filled with examples"))
    parser.add_argument("--version", action="store_true", help=_("say the version"))
    width = max(len(command.name) for command in COMMANDS)
    parser.epilog = "\n".join(
        [_("commands (salesdesk COMMAND --help says more):")]
        + [f"  {command.name:{width}}  {_(command.about)}" for command in COMMANDS]
    )
    parsed = parser.read(arguments)
    if parsed is None:
        return DONE
    if parsed.version:
        from importlib import metadata

        console.line(f"salesdesk {metadata.version('salesdesk')}")
        return DONE
    from salesdesk.usecases.opening import sorted_out

    desks, files = sorted_out(parsed.paths)
    desk = desks[0] if desks else None
    _refuse_missing(desk, parsed.demo)
    if len(desks) > 1:
        raise WrongUse(_("Name one desk, and any number of files to open into it."))
    for path in files:
        _refuse_missing_file(path)
    _refuse_no_screen()
    return open_window(desk, parsed.demo, files=files, anyway=parsed.anyway)


def _refuse_missing_file(path: Path) -> None:
    if not path.is_file():
        text = _("There is no file at “{path}”. Nothing was opened.")
        raise KnownError(text.format(path=path))


def _refuse_missing(desk: Path | None, is_demo: bool) -> None:
    """Raises WrongUse for a mistyped command, KnownError for a desk that is not there."""
    if desk is None or is_demo or desk.exists():
        return
    word = str(desk)
    if not desk.suffix and desk.name == word:
        import difflib

        close = difflib.get_close_matches(word, [command.name for command in COMMANDS], n=1)
        hint = _(" Did you mean “{word}”?").format(word=close[0]) if close else ""
        text = _("“{word}” is neither a command nor a desk.{hint} See salesdesk --help.")
        raise WrongUse(text.format(word=word, hint=hint))
    text = _("There is no desk at “{path}”. Make one with “salesdesk new”.")
    raise KnownError(text.format(path=desk))


def _refuse_no_screen() -> None:
    """Qt ends the process without a display; a sentence is better."""
    named = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    if sys.platform.startswith("linux") and not any(os.environ.get(name) for name in named):
        raise KnownError(
            _(
                "There is no screen to open a window on. Nothing was opened. The commands of "
                "salesdesk --help work without one."
            )
        )
