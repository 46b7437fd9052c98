"""Copies of a desk that a synchronising program set aside when two computers changed it.

They are named, never opened by themselves and never merged. Called by the window after its first
paint and by the command line's check. Nothing but names and the first bytes is looked at.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_SAID: Final = (
    r"conflict|konflikt|conflit|conflicto|conflitto|conflito|konflik|conflict[eé]|ristiriit"
    r"|コンフリクト|冲突|衝突|конфликт"
)
_PATTERNS: Final = (
    rf"[ ._-]*[\[(][^)\]]*(?:{_SAID})[^)\]]*[\])]",  # Dropbox, Nextcloud, Seafile, pCloud
    r"\.sync-conflict-\d{8}-\d{6}(?:-\w+)?",  # Syncthing
    r"_conflict-\d{8}-\d{6}",  # ownCloud
    r"\.Conflict",  # Resilio Sync
    r" ?\(\d{1,2}\)",  # Google Drive
    r" [2-9]",  # iCloud
    r"-[A-Z0-9][A-Z0-9-]{2,30}",  # OneDrive: the computer's name
)
"""What stands between the desk's name and its ending."""


def conflict_copies(desk: Path) -> list[Path]:
    """The copies beside a desk that look like one of its own set aside, the newest first."""
    fits = re.compile(
        f"{re.escape(desk.stem)}(?:{'|'.join(_PATTERNS)})+{re.escape(desk.suffix)}", re.IGNORECASE
    )
    named = re.compile(f"{re.escape(desk.stem)}-[A-Z0-9-]+{re.escape(desk.suffix)}")
    found = []
    for entry in _entries(desk.parent):
        if entry.name == desk.name or not fits.fullmatch(entry.name):
            continue
        is_host = entry.name.startswith(f"{desk.stem}-")
        if is_host and not named.fullmatch(entry.name):
            continue  # small letters after a dash are a name that somebody gave
        found.append(desk.with_name(entry.name))
    return sorted(found, key=_changed_at, reverse=True)


def _entries(folder: Path) -> Iterator[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            yield from (entry for entry in entries if entry.is_file(follow_symlinks=False))
    except OSError:
        return


def _changed_at(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0
