"""The errors a person can do something about. Raised everywhere, shown by cli and ui."""

from __future__ import annotations


class KnownError(Exception):
    """The user's or the world's doing: full disk, bad file, gate unmet.

    The message is one to three plain sentences: what happened, what was kept, what to do.
    Anything that is not a KnownError is a bug of ours.
    """


class KeyNeeded(KnownError):
    """The desk at `path` is encrypted and this process has no key to it."""

    def __init__(self, path: str, sentence: str) -> None:
        super().__init__(sentence)
        self.path = path


class NotSaved(KnownError):
    """The world kept a sound change from being saved; the same command may be tried again."""


class DamagedDesk(KnownError):
    """The pages of a desk or a backup do not hold together, or are no desk's at all."""


class Stopped(KnownError):
    """The user stopped long work. Nothing of it stays."""
