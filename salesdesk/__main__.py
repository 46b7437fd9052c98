"""Starts the program: ``python -m salesdesk`` and the ``salesdesk`` command.

Sets what holds for the whole process (private files, the language, the log, the net under our own
mistakes) and hands over to the command line, which opens the window through the composition root.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

from salesdesk.support import i18n, logs
from salesdesk.support.crash import CrashHook
from salesdesk.support.paths import places, use_private_umask
from salesdesk.support.settings import SettingsFile

READER_CHILD = "--reader-child"
"""First argument with which a frozen program starts itself as a reader (`formats.child`)."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the program with these arguments (those of the process if none); gives the exit code."""
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    if arguments[:1] == [READER_CHILD]:
        from salesdesk.formats import child

        return child.main()
    from salesdesk import cli

    use_private_umask()
    i18n.activate(SettingsFile(places().settings_file).load().settings.language)
    logs.start(places().log_file)
    hook = CrashHook(places().crash_reports)
    hook.install()
    return cli.run(arguments, _open_window, hook.caught)


def load_window() -> ModuleType:
    """The composition root; imported only now, since the commands need no Qt."""
    # What is imported and made up to the first paint stays; `app` turns the collector on after it.
    gc.disable()
    from salesdesk import app

    return app


def _open_window(desk: Path | None, is_demo: bool) -> int:
    exit_code: int = load_window().run(desk, demo=is_demo)
    return exit_code


if __name__ == "__main__":
    raise SystemExit(main())
