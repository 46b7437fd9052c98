"""What the world does to a write, in sentences: a full disk, a file taken away, another program.

Called by the write door with the errors of the driver and of SQLAlchemy.
"""

from __future__ import annotations

from salesdesk.domain.errors import DamagedDesk, KnownError, NotSaved
from salesdesk.support.i18n import _

_PASSING = frozenset({"full", "readonly", "locked", "disk I/O", "vtable", "unable to open"})
"""What may be over in a moment, so that the same command can be tried again."""
_DAMAGED = frozenset({"malformed", "not a database"})


def known(error: Exception) -> Exception:
    """The sentence for a store error of the world's making; other errors are our bugs."""
    text = str(getattr(error, "orig", error))
    for part, sentence in _sentences().items():
        if part in text:
            kind = DamagedDesk if part in _DAMAGED else KnownError
            return NotSaved(sentence) if part in _PASSING else kind(sentence)
    return error


def unsure() -> KnownError:
    """A commit failed and the file cannot be asked whether it worked all the same."""
    return KnownError(
        _(
            "The disk failed while this was being saved, and the desk cannot be read just now, so "
            "it is not known whether it was saved. What you typed stays in its field. Check the "
            "disk, open the desk again and look."
        )
    )


def _sentences() -> dict[str, str]:
    """By a part of SQLite's own words."""
    return {
        "FOREIGN KEY": _(
            "Something that this belongs to is not in the desk any more, so nothing was changed. "
            "Look again and choose another."
        ),
        "full": _(
            "The disk is full, so this was not saved. Everything saved before is safe and what you "
            "typed stays in its field. Free some space and try again."
        ),
        "readonly": _(
            "The desk file is read-only, so this was not saved. You can go on reading. Make the "
            "file writable and try again."
        ),
        "locked": _(
            "Another program holds the desk file, so this was not saved. Nothing is lost. Close "
            "the other program and try again."
        ),
        "disk I/O": _(
            "The disk did not take the change, so it was not saved. Everything saved before is "
            "safe. Check the disk and try again."
        ),
        # The search index could not be read in: its table says no more of why.
        "vtable": _(
            "The disk did not take the change, so it was not saved. Everything saved before is "
            "safe. Check the disk and try again."
        ),
        "unable to open": _(
            "The desk file could not be reached, so this was not saved. Everything saved before is "
            "safe. Check its disk and folder and try again."
        ),
        "malformed": _(
            "The desk file is damaged at this place, so nothing was changed. Use Help → Check "
            "desk, or restore a backup."
        ),
        "not a database": _(
            "The desk file was overwritten by something that is no desk, so nothing was changed. "
            "Restore a backup."
        ),
    }
