"""argparse in our manners: a mistake is one sentence and exit code 2, help goes to the console."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from salesdesk.cli.console import Console
from salesdesk.support.i18n import _
from salesdesk.support.paths import real_file


class WrongUse(Exception):
    """The arguments do not fit. The message is one sentence."""


class Parser(argparse.ArgumentParser):
    """The arguments of one command."""

    def __init__(self, prog: str, about: str, console: Console) -> None:
        super().__init__(
            prog=prog,
            description=about[:1].upper() + about[1:],
            formatter_class=argparse.RawDescriptionHelpFormatter,
            allow_abbrev=False,
            add_help=False,
        )
        self._console = console
        # A desk that is named by a link is the one that it leads to.
        self.register("type", Path, lambda text: real_file(Path(text)))
        self.add_argument("-h", "--help", action="store_true", help=_("say this"))

    def read(self, arguments: Sequence[str]) -> argparse.Namespace | None:
        """The arguments by name; None when help was asked for. Raises WrongUse."""
        if any(each in {"-h", "--help"} for each in _options(arguments)):
            self._console.line(self.format_help().rstrip())
            return None
        return self.parse_args(list(arguments))

    def error(self, message: str) -> NoReturn:
        """Raises WrongUse in place of ending the process."""
        raise WrongUse(
            _("{message}. See {command} --help.").format(
                message=message[:1].upper() + message[1:], command=self.prog
            )
        )


def _options(arguments: Sequence[str]) -> Sequence[str]:
    """The arguments before a bare “--”."""
    return arguments[: arguments.index("--")] if "--" in arguments else arguments
