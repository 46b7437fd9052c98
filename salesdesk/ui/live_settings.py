"""The user's settings while the window is open: changed at once, written a moment later.

Made by app around what was read at the start; used by the shell, preferences, and by screens for
what they keep for themselves (widths, filters, the last tab).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from threading import Lock, Thread
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from salesdesk.domain.errors import KnownError
from salesdesk.ui.relay import Relay

if TYPE_CHECKING:
    from salesdesk.support.settings import Settings, SettingsFile

_WRITE_AFTER_MS = 800
USUAL_MINUTES, MOST_MINUTES = 15, 24 * 60
USUAL_PX, SMALLEST_PX, LARGEST_PX = 13, 11, 19
"""Sizes of body text, in logical pixels."""
_LARGEST_SIDE = 1 << 14
"""Of a dialog, in logical pixels."""


def minutes_of(settings: LiveSettings) -> int:
    """After how many minutes without a touch the windows of an encrypted desk lock; 0: never."""
    kept = settings.screen("security").get("lock_after", USUAL_MINUTES)
    return kept if isinstance(kept, int) and 0 <= kept <= MOST_MINUTES else USUAL_MINUTES


def font_px_of(settings: LiveSettings) -> int:
    """The size of body text that the rep chose, in logical pixels."""
    kept = settings.screen("look").get("font_px", USUAL_PX)
    return kept if isinstance(kept, int) and SMALLEST_PX <= kept <= LARGEST_PX else USUAL_PX


class LiveSettings(QObject):
    """Settings in use. `changed(Settings)` after a change; `failed(sentence)` when not written."""

    changed = Signal(object)
    failed = Signal(str)
    _refused = Signal(str)

    def __init__(
        self, settings: Settings, file: SettingsFile | None = None, parent: QObject | None = None
    ) -> None:
        """Without a file nothing is written; for tests."""
        super().__init__(parent)
        self.setObjectName("live_settings")
        self._settings = settings
        self._writer = _Writer(file) if file is not None else None
        self._timer = QTimer(self, interval=_WRITE_AFTER_MS, singleShot=True)
        self._timer.timeout.connect(self.write)
        self._relay: Relay | None = None

    @property
    def now(self) -> Settings:
        """The settings in use."""
        return self._settings

    def change(self, **wanted: Any) -> None:
        """Change fields of Settings by name."""
        changed = self._settings._replace(**wanted)
        if changed != self._settings:
            self._settings = changed
            self._timer.start()
            self.changed.emit(changed)

    def screen(self, name: str) -> Mapping[str, Any]:
        """What a screen kept for itself; empty at first."""
        kept = self._settings.screens.get(name, {})
        return kept if isinstance(kept, Mapping) else {}

    def keep(self, screen: str, **entries: Any) -> None:
        """Keep JSON values for a screen; others of it stay. Emits nothing."""
        merged = {**self.screen(screen), **entries}
        if merged != self.screen(screen):
            screens = {**self._settings.screens, screen: merged}
            self._settings = self._settings._replace(screens=screens)
            self._timer.start()

    def dialog_size(self, name: str) -> tuple[int, int] | None:
        """The size kept for a dialog."""
        kept = self.screen("dialogs").get(name)
        is_size = (
            isinstance(kept, list)
            and len(kept) == 2
            and all(isinstance(n, int) and 0 < n <= _LARGEST_SIDE for n in kept)
        )
        return (kept[0], kept[1]) if is_size and isinstance(kept, list) else None

    def keep_dialog_size(self, name: str, width: int, height: int) -> None:
        """Keep the size of a dialog."""
        self.keep("dialogs", **{name: [width, height]})

    @property
    def is_written(self) -> bool:
        """Whether the file has all of them."""
        return not self._timer.isActive() and (self._writer is None or self._writer.is_done)

    def write(self) -> None:
        """Write now what is not yet written, on a thread: a busy disk keeps nobody waiting."""
        self._timer.stop()
        if self._writer is None:
            return
        if self._relay is None:
            from PySide6.QtCore import Qt  # the first paint waits for these settings, not for that

            self._relay = Relay(self)
            self._refused.connect(self.failed, Qt.ConnectionType.QueuedConnection)
        relay, refused = self._relay, self._refused
        self._writer.write_behind(
            self._settings, lambda words: relay.send(lambda: refused.emit(words))
        )

    def flush(self) -> None:
        """Write now what is not yet written, and return when it is."""
        self._timer.stop()
        if self._writer is None:
            return
        try:
            self._writer.write(self._settings)
        except KnownError as error:
            self.failed.emit(str(error))


class _Writer:
    """Writes settings to their file; what is older never takes the place of what is newer."""

    def __init__(self, file: SettingsFile) -> None:
        self._file = file
        self._lock = Lock()
        self._asked = self._written = 0

    @property
    def is_done(self) -> bool:
        """Whether the newest that were asked for are in the file."""
        return self._written == self._asked

    def write(self, settings: Settings) -> None:
        """Write these. Raises KnownError when the disk refuses."""
        self._asked += 1
        self._put(settings, self._asked)

    def write_behind(self, settings: Settings, refuse: Callable[[str], object]) -> None:
        """Write these on a thread, which calls `refuse` with a sentence when the disk does."""
        self._asked += 1
        Thread(target=self._try, args=(settings, self._asked, refuse), name="settings").start()

    def _try(self, settings: Settings, number: int, refuse: Callable[[str], object]) -> None:
        try:
            self._put(settings, number)
        except KnownError as error:
            refuse(str(error))

    def _put(self, settings: Settings, number: int) -> None:
        with self._lock:
            if number > self._written:
                self._file.save(settings)
                self._written = number
