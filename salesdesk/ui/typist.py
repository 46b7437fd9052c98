"""Whether somebody types just now: what can wait for a pause does.

One for the window, in its `Context`. Texts that keep themselves tell it of each key; the deal page
asks it before it reads a deal anew or makes a part that is out of sight.
"""

from __future__ import annotations

import time

PAUSE_MS = 250
"""So long after the last key somebody who types has paused."""


class Typist:
    """Remembers when the last key came."""

    def __init__(self) -> None:
        self.typed_at = float("-inf")
        """On the monotonic clock, in seconds."""

    def note(self) -> None:
        """A key was pressed in a text that keeps itself."""
        self.typed_at = time.monotonic()

    @property
    def is_typing(self) -> bool:
        """Whether the last such key was pressed just now."""
        return time.monotonic() - self.typed_at < PAUSE_MS / 1000
