"""Passphrases on the command line: from a file or a prompt, never among the arguments.

Called for every command. Arguments are seen by whoever lists the running programs, and the shell
keeps them; a file is the owner's alone, and a prompt shows nothing.
"""

from __future__ import annotations

import argparse
import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

from salesdesk.cli.console import Console
from salesdesk.cli.parsing import Parser
from salesdesk.domain.errors import KeyNeeded, KnownError
from salesdesk.support.i18n import _

ENVIRONMENT: Final = "SALESDESK_PASSPHRASE_FILE"
_ATTEMPTS: Final = 3


def describe(parser: Parser) -> None:
    """The argument that every command takes."""
    parser.add_argument(
        "--passphrase-file",
        metavar="FILE",
        type=Path,
        help=_("for an encrypted desk: a file whose first line is its passphrase"),
    )


def describe_plain(parser: Parser) -> None:
    """The argument of the commands that write what a desk holds into other files."""
    parser.add_argument(
        "--plain",
        action="store_true",
        help=_("of an encrypted desk too, although anybody can read the file"),
    )


def refuse_plain(arguments: argparse.Namespace) -> None:
    """Raises KnownError when an encrypted desk is to be written out without --plain."""
    from salesdesk.usecases.encryption import is_encrypted

    if not arguments.plain and is_encrypted(arguments.desk):
        text = _(
            "“{name}” is encrypted and what you ask for is a file that anybody can read. Nothing "
            "was written. If that is what you want, add --plain."
        )
        raise KnownError(text.format(name=arguments.desk.name))


def unlocked(work: Callable[[], int], arguments: argparse.Namespace, console: Console) -> int:
    """Does the work; whenever it meets an encrypted desk, gets the passphrase and starts anew.

    Nothing was done until then: a desk is opened before anything else. Raises KnownError.
    """
    seen: dict[str, KnownError | None] = {}
    while True:
        try:
            return work()
        except KeyNeeded as needed:
            if needed.path in seen:
                raise seen[needed.path] or needed from needed
            seen[needed.path] = _unlocked_but(needed, arguments.passphrase_file, console)


def _unlocked_but(needed: KeyNeeded, file: Path | None, console: Console) -> KnownError | None:
    """Unlocks one desk; gives what is wrong with it when the passphrase is right all the same.

    Salvage goes on from there. Raises KnownError, KeyNeeded when there is nobody to ask.
    """
    from salesdesk.usecases.encryption import DamagedPages

    try:
        _unlock(needed, file, console)
    except DamagedPages as error:
        return error
    return None


def passphrase_in(file: Path, console: Console) -> str:
    """The first line of a file. Raises KnownError when it cannot be read or is empty."""
    from salesdesk.usecases.encryption import first_line

    words = first_line(file)
    mode = file.stat().st_mode
    if stat.S_ISREG(mode) and mode & (stat.S_IRGRP | stat.S_IROTH) and os.name == "posix":
        text = _("Others on this computer can read “{name}” with the passphrase: chmod 600 it.")
        console.note(text.format(name=file))
    return words


def ask(prompt: str) -> str | None:
    """Asks at the terminal without showing what is typed; None when there is no terminal."""
    if not (sys.stdin and sys.stdin.isatty()):
        return None
    import getpass

    try:
        return getpass.getpass(prompt)
    except EOFError:
        return None


def _unlock(needed: KeyNeeded, file: Path | None, console: Console) -> None:
    """Unlocks one desk. Raises KnownError, KeyNeeded when there is nobody to ask."""
    from salesdesk.usecases import encryption

    path = Path(needed.path)
    file = file or (Path(named) if (named := os.environ.get(ENVIRONMENT)) else None)
    if file is not None:
        encryption.unlock(path, passphrase_in(file, console))
        return
    prompt = _("Passphrase of {name}: ").format(name=path.name)
    for attempt in range(_ATTEMPTS):
        words = ask(prompt)
        if not words:
            text = _("{sentence} Without a terminal, name a file with --passphrase-file.")
            raise KeyNeeded(needed.path, text.format(sentence=needed))
        try:
            encryption.unlock_by_any(path, words)
        except encryption.WrongKey as error:
            if attempt == _ATTEMPTS - 1:
                raise
            console.problem(str(error))
        else:
            return
