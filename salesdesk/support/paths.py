"""Where things are: the folder for settings, logs and the default desk, and our resources.

Called by ``__main__``, ``app``, ``cli`` and everything that reads a file we ship. The folder is
``SALESDESK_HOME`` when set, else what the operating system keeps for applications; only the user
may look into it.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

PRIVATE_FOLDER = 0o700
PRIVATE_UMASK = 0o077
DESK_SUFFIX = ".desk"


class Places:
    """The files and folders of one user; nothing here is created by asking for it."""

    def __init__(self, home: Path) -> None:
        self.home = home

    @property
    def settings_file(self) -> Path:
        """The user's settings."""
        return self.home / "settings.json"

    @property
    def log_file(self) -> Path:
        """The newest log; older ones stand beside it with a number."""
        return self.home / "logs" / "salesdesk.log"

    @property
    def crash_reports(self) -> Path:
        """The folder of reports about our own mistakes."""
        return self.home / "crash-reports"

    @property
    def default_desk(self) -> Path:
        """The desk that opens when none is named."""
        return self.home / "desks" / f"My desk{DESK_SUFFIX}"

    @property
    def demo_desk(self) -> Path:
        """The desk that ``--demo`` opens."""
        return self.home / "desks" / f"Demo{DESK_SUFFIX}"

    @property
    def outbox(self) -> Path:
        """Where mail drafts and invitations are put to be opened, unless another is chosen."""
        return self.home / "outbox"

    @property
    def backups(self) -> Path:
        """The folder of backups unless the user chose another; not the desks' own folder."""
        return self.home / "backups"


def places(environ: Mapping[str, str] | None = None) -> Places:
    """The user's places: under ``SALESDESK_HOME``, else the system's folder for applications."""
    environ = os.environ if environ is None else environ
    if named := environ.get("SALESDESK_HOME", "").strip():
        return Places(Path(named).expanduser().absolute())
    from platformdirs import user_data_path

    return Places(user_data_path("SalesDesk", appauthor=False))


def is_there(path: Path) -> bool:
    """Whether a file or folder can be seen: not in a folder that may not be looked into.

    Unlike `Path.exists`, which raises there, and for a name that is too long.
    """
    try:
        path.stat()
    except (OSError, ValueError):
        return False
    return True


def real_file(path: Path) -> Path:
    """The file itself where `path` is a link to it: its lock, log and backups go by one name."""
    return Path(os.path.realpath(path)) if path.is_symlink() else path


def make_private(folder: Path) -> Path:
    """Create a folder with all above it, open to the user alone (0700), and return it.

    A folder that already exists keeps its mode unless it is ours to close. Raises OSError.
    """
    if not folder.is_dir():
        if not folder.parent.is_dir():
            make_private(folder.parent)
        folder.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
    return folder


def use_private_umask() -> int:
    """From now on new files are the user's alone (umask 077); returns the umask before."""
    return os.umask(PRIVATE_UMASK)


def resources(*parts: str) -> Path:
    """A file or folder that we ship, such as ``resources("icons", "phone.svg")``.

    An installed program carries it inside the package; a checkout has it beside the package. This
    is the only place that knows.
    """
    package = Path(__file__).resolve().parent.parent
    packaged = package / "resources"
    root = packaged if packaged.is_dir() else package.parent / "resources"
    return root.joinpath(*parts)
