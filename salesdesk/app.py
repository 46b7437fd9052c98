"""The composition root: wires desk, bridge, look and window together, and holds no logic.

Called by the command line to open the window, and by end-to-end tests and measurements, which
take the pieces from `compose`.
"""

from __future__ import annotations

import gc
import sys
from typing import TYPE_CHECKING

import salesdesk.ui  # noqa: F401 - first of all: it spares the imports below a search
from salesdesk.domain.clock import Clock
from salesdesk.domain.errors import DamagedDesk, KeyNeeded, KnownError
from salesdesk.support import garbage, i18n, net
from salesdesk.support.lock import DeskHeld
from salesdesk.support.paths import places
from salesdesk.support.settings import SettingsFile
from salesdesk.ui.bridge import Bridge
from salesdesk.ui.guard import Guard
from salesdesk.ui.live_settings import LiveSettings, font_px_of
from salesdesk.ui.shell.window import MainWindow
from salesdesk.ui.theme import Theme, make_application
from salesdesk.usecases import opening

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from PySide6.QtWidgets import QApplication

    from salesdesk.support.settings import Settings
    from salesdesk.ui.actions import ActionRow
    from salesdesk.ui.shell.palette import Hit
    from salesdesk.usecases.desk import Desk

ICONS = {
    "deal": "square-kanban", "account": "building-2", "person": "user", "note": "sticky-note",
    "call": "phone", "attachment": "paperclip", "objection": "shield-alert",
    "next_step": "calendar-check", "plan_step": "list-checks", "value_link": "layers",
    "demo_item": "presentation", "proposal": "file-text", "proposal_option": "file-text",
    "proposal_line": "file-text", "proposal_point": "file-text",
}  # fmt: skip
"""The icons of the palette's finds."""
SWITCH_S = 0.0002
"""So long at most the window waits for the interpreter while a worker computes. With Python's own
5 ms a key, which is handled in several small steps, would wait 5 ms at each of them."""


class Program:
    """Everything that lives as long as the window."""

    def __init__(
        self,
        app: QApplication,
        desk: Desk,
        bridge: Bridge,
        settings: LiveSettings,
        window: MainWindow,
    ) -> None:
        self.app, self.desk, self.bridge = app, desk, bridge
        self.settings, self.window = settings, window

    def close(self) -> None:
        """Finishes what is queued and lets go of the desk."""
        self.window.close()
        self.bridge.close()
        self.desk.close()


def run(
    desk: Path | None,
    *,
    demo: bool = False,
    argv: Sequence[str] = (),
    files: Sequence[Path] = (),
    anyway: bool = False,
) -> int:
    """Opens the window and runs until it is closed; gives the exit code.

    `files` are opened into the desk; `anyway` opens a desk in a place where it is not safe, and
    is remembered. Raises KnownError when the desk cannot be opened; the command line says it.
    """
    app = make_application(argv)
    clock = Clock.from_environment()
    kept = SettingsFile(places().settings_file).read()
    path = _path_of(desk, kept, clock, files, demo=demo)
    if path is None:
        return 0
    insist = anyway or opening.is_trusted(kept, path)
    try:
        opened = _opened(app, path, clock, insist=insist)
    except KnownError as refusal:
        if isinstance(refusal, DeskHeld) and not refusal.is_elsewhere and _knock(path, files):
            return 0
        opened = _mended(app, path, refusal, clock, insist=insist)
        if opened is None:
            if not _insists(app, refusal):
                raise
            anyway = True
            opened = _opened(app, path, clock, insist=True)
    if opened is None:
        return 0
    program = compose(app, opened)
    if anyway:
        program.settings.change(**opening.trusting(program.settings.now, path))
    if files:
        program.window.finished.connect(lambda: _take_files(program.window, files))
    if not demo:
        program.settings.change(**opening.remembered(program.settings.now, path))
    program.window.show()
    try:
        return app.exec()
    finally:
        program.close()


def _path_of(
    desk: Path | None, kept: Settings, clock: Clock, files: Sequence[Path], *, demo: bool
) -> Path | None:
    """The desk to open; None when a window was raised that goes on though its file is gone."""
    try:
        return opening.desk_path(desk, kept, clock, demo=demo)
    except DeskHeld:
        usual = (desk or places().demo_desk) if demo else places().default_desk
        if not _knock(usual, files):
            raise
        return None


def _opened(app: QApplication, path: Path, clock: Clock, *, insist: bool) -> Desk | None:
    """The desk; for an encrypted one the passphrase is asked for, and None when nobody knew it."""
    try:
        return opening.open_to_work(path, clock, insist=insist)
    except KeyNeeded:
        if not _unlocked(app, path):
            return None
        return opening.open_to_work(path, clock, insist=insist)


def _unlocked(app: QApplication, path: Path) -> bool:
    from salesdesk.ui.security import start

    file = SettingsFile(places().settings_file)
    return start.unlocked(app, path, LiveSettings(file.read(), file))


def _knock(path: Path, files: Sequence[Path]) -> bool:
    from salesdesk.ui.shell import first_window

    return first_window.knock(path, files)


def _mended(
    app: QApplication, path: Path, refusal: KnownError, clock: Clock, *, insist: bool
) -> Desk | None:
    """The desk after what was offered for a damaged one; None when nothing was, or it helped not.

    Raises KnownError when it opens no better afterwards.
    """
    if not isinstance(refusal, DamagedDesk) or not path.is_file() or _is_unseen(app):
        return None
    from salesdesk.ui.files.damaged_dialog import DamagedDialog
    from salesdesk.usecases import mending_start

    Theme(app)
    locked = mending_start.locked_backup(path)
    if locked is not None:
        # Its passphrase is that of the desk; unanswered, the rest is offered all the same.
        _unlocked(app, locked)
    dialog = DamagedDialog(path, str(refusal), clock)
    return opening.open_to_work(path, clock, insist=insist) if dialog.exec() else None


def _is_unseen(app: QApplication) -> bool:
    return app.platformName() in {"offscreen", "minimal"}


def _insists(app: QApplication, refusal: KnownError) -> bool:
    """Says why nothing opens to those who see no terminal; whether they open it all the same."""
    has_terminal = sys.stderr is not None and sys.stderr.isatty()
    if has_terminal or _is_unseen(app):
        return False
    from salesdesk.ui.shell import refused

    Theme(app)
    return refused.asks(refusal, may_insist=opening.may_insist(refusal))


def _take_files(window: MainWindow, files: Sequence[Path]) -> None:
    """Opens files that came with a start into the window: deals, tables, and what deals keep."""
    from salesdesk.ui.shell.arrivals import Arrivals

    Arrivals(window).take(files)


def open_desk(path: Path | None, *, demo: bool = False) -> Desk:
    """The desk to work on: the named one, the demo, the last one, or a new one at the usual place.

    Raises KnownError when it cannot be opened or made.
    """
    clock = Clock.from_environment()
    return opening.open_to_work(_path(path, clock, demo=demo), clock)


def _path(named: Path | None, clock: Clock, *, demo: bool) -> Path:
    settings = SettingsFile(places().settings_file).read()
    return opening.desk_path(named, settings, clock, demo=demo)


def compose(app: QApplication, desk: Desk) -> Program:
    """The window over an open desk, not shown yet."""
    # All that is made from here to the first paint stays: looking through it frees nothing.
    gc.disable()
    sys.setswitchinterval(SWITCH_S)
    app.setApplicationName("SalesDesk")
    app.setApplicationDisplayName("SalesDesk")
    app.setDesktopFileName("salesdesk")
    i18n.keep_figures_in(places().home)
    file = SettingsFile(places().settings_file)
    loaded = file.load()
    settings = LiveSettings(loaded.settings, file)
    Theme(app, loaded.settings.palette, font_px_of(settings), is_whole=False)  # type: ignore[arg-type]
    net.spread(places().crash_reports)
    net.tell(Guard(app, net.caught).report)
    bridge = Bridge(desk)
    window = MainWindow(
        bridge,
        desk.clock,
        settings,
        _rows,
        search=lambda words: _search(desk, words),
        title=desk.path.stem,
        extra=desk,
    )
    program = Program(app, desk, bridge, settings, window)
    window.start("board")
    window.painted.connect(lambda: _offer(window))
    window.finished.connect(lambda: _after_first_paint(program, loaded.told))
    return program


def _rows() -> tuple[ActionRow, ...]:
    from salesdesk.ui import actions

    return actions.all_rows()


def _offer(window: MainWindow) -> None:
    """Hands the menus the controllers that the first paint did not need."""
    from salesdesk.ui.backups.controller import BackupsController
    from salesdesk.ui.files.controller import FilesController
    from salesdesk.ui.files.drops import FileDrops
    from salesdesk.ui.importing.controller import ImportController
    from salesdesk.ui.security.controller import SecurityController

    window.book.offer("files", FilesController(window.context))
    FileDrops(window)
    window.book.offer("security", SecurityController(window.context, window))
    window.book.offer("backups", BackupsController(window.context, window))
    window.book.offer("importing", ImportController(window.context))


def _search(desk: Desk, words: str) -> list[Hit]:
    """The palette's finds; runs on a worker."""
    from salesdesk.ui.shell.palette import Hit
    from salesdesk.usecases import searching

    return [
        Hit(each.title, each.detail, ICONS.get(each.kind, "search"), page=each.page, item=each.item)
        for each in searching.find(desk, words)
    ]


def _on_warm(program: Program) -> None:
    """SQLAlchemy is there: tens of thousands of objects that stay, too."""
    garbage.keep_all()
    program.bridge.refresh_history()


def _after_first_paint(program: Program, told: Sequence[str]) -> None:
    """What the first paint need not wait for: SQLAlchemy, backups, remarks about settings."""
    from salesdesk.ui.backups.keeper import BackupKeeper
    from salesdesk.ui.collector import Collector
    from salesdesk.ui.day_watch import DayWatch
    from salesdesk.ui.laid_out import LaidOut
    from salesdesk.ui.shell import upkeep
    from salesdesk.ui.widgets.dialog import remember_sizes

    net.tighten()
    garbage.share_heap()
    # The board's rows live as long as the window: the collector need not walk them again.
    garbage.keep_all()
    Collector(program.window, program.window.context.typist)
    LaidOut(program.window)
    from salesdesk.ui.today.badge import TodayBadge

    warm = program.desk.warm()
    program.bridge.hold_queries(until=warm)
    program.bridge.query(warm.result, lambda _done: _on_warm(program))
    program.bridge.query(i18n.load_figures, lambda _done: None)
    TodayBadge(program.window.context, program.desk, program.window)
    remember_sizes(program.app, program.settings)
    for words in told:
        program.window.warn(words)
    if program.desk.foreign_log is not None:
        program.window.warn(opening.log_put_aside(program.desk.path, program.desk.foreign_log))
    elif program.desk.may_miss_changes:
        words = opening.changes_missing(program.desk.path, program.desk.missing_changes)
        program.window.warn(words)
    if program.desk.may_write:
        # Only one window has the lock; those that look may be many.
        _listen_for_second_start(program)
    else:
        program.window.warn(opening.looking_only(program.desk.path))
    BackupKeeper(program.window.context, program.window)
    DayWatch(program.bridge, program.desk.clock, program.window)
    if program.desk.may_write:
        upkeep.tidy_bin_daily(program.window, program.bridge, program.desk)
        upkeep.keep_drafts(program.app, program.window, program.bridge, program.desk)
    upkeep.keep_whereabouts(program.app, program.window, program.settings, program.desk)
    program.window.book.controller("files").tell_of_copies()


def _listen_for_second_start(program: Program) -> None:
    from salesdesk.ui.shell.first_window import FirstWindow

    window = program.window

    def come_to_front(files: Sequence[Path]) -> None:
        window.showNormal() if window.isMinimized() else window.show()
        window.raise_()
        window.activateWindow()
        if files:
            _take_files(window, files)

    FirstWindow(program.desk.path, come_to_front, window)
