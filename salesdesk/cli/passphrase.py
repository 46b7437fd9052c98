"""``salesdesk passphrase DESK [--remove | --recovery-key]``: sets, changes, removes, prints.

Without an option the desk gets a passphrase, or another one.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from salesdesk.cli import unlocking
from salesdesk.cli.console import Console
from salesdesk.cli.parsing import Parser, WrongUse
from salesdesk.domain.clock import Clock
from salesdesk.domain.errors import KnownError
from salesdesk.support.i18n import _, ngettext


def describe(parser: Parser) -> None:
    """The arguments."""
    parser.add_argument("desk", metavar="DESK", type=Path, help=_("the desk"))
    parser.add_argument(
        "--new-passphrase-file",
        metavar="FILE",
        type=Path,
        help=_("a file whose first line is the new passphrase; else it is asked for"),
    )
    parser.add_argument(
        "--old-backups",
        choices=("encrypt", "delete", "keep"),
        default="encrypt",
        help=_("what becomes of backups that the new passphrase does not open"),
    )
    parser.add_argument(
        "--remove", action="store_true", help=_("make the desk plain again; needs --plain")
    )
    parser.add_argument("--recovery-key", action="store_true", help=_("print the recovery key"))
    unlocking.describe_plain(parser)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Does it and says so. Raises KnownError; the desk is then as it was."""
    from salesdesk.usecases import encryption

    path = arguments.desk
    if arguments.remove and arguments.recovery_key:
        raise WrongUse(_("--remove and --recovery-key do not go together."))
    if arguments.recovery_key:
        console.line(encryption.recovery_key(path))
        return 0
    # Before anybody is asked for a new passphrase.
    encryption.refuse_locked(path)
    if arguments.remove:
        return _remove(arguments, console)
    words = new_words(arguments.new_passphrase_file, console)
    done = encryption.set_on_closed(path, Clock.from_environment(), words, arguments.old_backups)
    console.line(_("{path} is encrypted.").format(path=path))
    show_recovery_key(path, console)
    if done.left:
        text = ngettext(
            "{count} older copy is as it was:", "{count} older copies are as they were:",
            len(done.left),
        )  # fmt: skip
        console.note(text.format(count=len(done.left)))
        for left in done.left:
            console.note(f"  {left}")
    return 0


def _remove(arguments: argparse.Namespace, console: Console) -> int:
    from salesdesk.usecases import encryption

    if not encryption.is_encrypted(arguments.desk):
        text = _("“{name}” has no passphrase. Nothing was changed.")
        raise KnownError(text.format(name=arguments.desk.name))
    unlocking.refuse_plain(arguments)
    encryption.remove_on_closed(arguments.desk, Clock.from_environment())
    console.line(_("{path} is plain: anybody can read it.").format(path=arguments.desk))
    return 0


def show_recovery_key(path: Path, console: Console) -> None:
    """Prints the key of an unlocked desk, and what it is for."""
    from salesdesk.usecases.encryption import recovery_key

    console.line(_("Recovery key: {key}").format(key=recovery_key(path)))
    console.note(_("Write the recovery key down. Without it and the passphrase nobody gets in."))


def new_words(file: Path | None, console: Console) -> str:
    """The new passphrase, asked twice. Raises KnownError."""
    from salesdesk.usecases.encryption import refuse_weak

    if file is not None:
        given = unlocking.passphrase_in(file, console)
        refuse_weak(given)
        return given
    words = unlocking.ask(_("New passphrase: "))
    if words is None:
        raise KnownError(
            _(
                "There is no terminal to ask for the new passphrase. Nothing was changed. Name a "
                "file with --new-passphrase-file."
            )
        )
    refuse_weak(words)
    if unlocking.ask(_("Once more: ")) != words:
        raise KnownError(_("The two passphrases differ. Nothing was changed. Try again."))
    return words
