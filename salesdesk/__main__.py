"""Starts the program: ``python -m salesdesk`` and the ``salesdesk`` command.

Sets what holds for the whole process (private files, the language, the log, the net under our own
mistakes) and hands over: the plain start with a desk goes straight to the window through the
composition root, everything else to the command line.
"""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from salesdesk.support import i18n, net
from salesdesk.support.paths import DESK_SUFFIX, places, use_private_umask
from salesdesk.support.settings import SettingsFile

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import ModuleType

READER_CHILD = "--reader-child"
"""First argument with which a frozen program starts itself as a reader (`formats.child`)."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the program with these arguments (those of the process if none); gives the exit code."""
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    if arguments[:1] == [READER_CHILD]:
        from salesdesk.formats import child

        return child.main()
    use_private_umask()
    i18n.activate(SettingsFile(places().settings_file).read().language)
    net.spread(places().crash_reports, places().log_file)
    if _is_plain_start(arguments):
        return _straight_to_the_window(arguments)
    from salesdesk import cli

    net.tighten()
    return cli.run(arguments, _open_window, net.caught)


def _is_plain_start(arguments: list[str]) -> bool:
    """Whether only a desk that is there is named, or nothing: then the words need no parsing.

    Importing what parses them costs a twentieth of a start, before anything is to be seen.
    """
    if sys.platform.startswith("linux") and not any(
        os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    ):
        return False
    if not arguments:
        return True
    word = arguments[0]
    is_desk = word.endswith(DESK_SUFFIX) and not word.startswith("-") and Path(word).is_file()
    return len(arguments) == 1 and is_desk


def _straight_to_the_window(arguments: list[str]) -> int:
    try:
        return _open_window(Path(arguments[0]) if arguments else None, False)
    except BaseException as error:  # noqa: BLE001 - told below, or raised again
        from salesdesk import cli

        return cli.ended_by(error, net.caught)


def load_window() -> ModuleType:
    """The composition root; imported only now, since the commands need no Qt."""
    # What is imported and made up to the first paint stays; `app` turns the collector on after it.
    gc.disable()
    from salesdesk.support import later

    with later.put_off():
        from salesdesk import app

    return app


def _open_window(
    desk: Path | None, is_demo: bool, *, files: tuple[Path, ...] = (), anyway: bool = False
) -> int:
    exit_code: int = load_window().run(desk, demo=is_demo, files=files, anyway=anyway)
    return exit_code


if __name__ == "__main__":
    raise SystemExit(main())
