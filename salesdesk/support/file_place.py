"""Where a file lies: on a disk of this computer, in a network, or in a synchronised folder.

Called before a desk is opened to be written to. A lock does not reach through a network, and a
program that synchronises puts an older file in the place of an open one. Nothing is asked of a
network: mounts, names and marks in the folders above tell.
Source: reliability rule 4. What is said of Windows and macOS was read, not tried.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Elsewhere(NamedTuple):
    """A place that is not this computer's own."""

    kind: str
    """network or cloud."""
    name: str
    """What it is: "Dropbox", "nfs"."""
    top: str
    """The folder from which on it is so."""


NETWORK_TYPES = frozenset(
    "nfs nfs4 cifs smb smb2 smb3 smbfs ncpfs afs afpfs 9p webdav davfs ceph glusterfs lustre gpfs"
    " beegfs ocfs2 gfs2 fuse.sshfs fuse.rclone fuse.s3fs fuse.glusterfs fuse.cephfs fuse.davfs2"
    " fuse.curlftpfs fuse.gvfsd-fuse fuse.smbnetfs fuse.goofys fuse.blobfuse fuse.gcsfuse".split()
)
"""Types of mounts behind which there is another computer."""
CLOUD_TYPES = {
    "fuse.google-drive-ocamlfuse": "Google Drive",
    "fuse.onedriver": "OneDrive",
    "fuse.dropbox": "Dropbox",
    "fuse.pcloud": "pCloud",
}
_NAMES = {
    "dropbox": "Dropbox",
    "onedrive": "OneDrive",
    "mobile documents": "iCloud",
    "com~apple~clouddocs": "iCloud",
    "icloud drive": "iCloud",
    "iclouddrive": "iCloud",
    "cloudstorage": "CloudStorage",
    "google drive": "Google Drive",
    "googledrive": "Google Drive",
    "my drive": "Google Drive",
    "nextcloud": "Nextcloud",
    "owncloud": "ownCloud",
    "syncthing": "Syncthing",
    "pclouddrive": "pCloud",
    "pcloud drive": "pCloud",
    "box sync": "Box",
    "megasync": "MEGA",
    "proton drive": "Proton Drive",
    "seafile": "Seafile",
    "tresorit": "Tresorit",
    "yandex.disk": "Yandex.Disk",
    "resilio sync": "Resilio Sync",
}
"""Folders by the names that synchronising programs give them, in small letters."""
_BEGINNINGS = {"onedrive - ": "OneDrive", "dropbox (": "Dropbox", "nextcloud-": "Nextcloud"}
MARKS = {
    ".dropbox": "Dropbox",
    ".dropbox.cache": "Dropbox",
    ".stfolder": "Syncthing",
    ".nextcloudsync.log": "Nextcloud",
    ".owncloudsync.log": "ownCloud",
    ".sync": "Resilio Sync",
    ".tmp.drivedownload": "Google Drive",
    ".tmp.driveupload": "Google Drive",
    ".seafile-data": "Seafile",
    ".849C9593-D756-4E56-8D6E-42412F2A707B": "OneDrive",
}
"""What synchronising programs leave in the topmost folder that they synchronise."""
_VARIABLES = ("OneDrive", "OneDriveConsumer", "OneDriveCommercial")


def elsewhere(file: Path, environ: Mapping[str, str] | None = None) -> Elsewhere | None:
    """What lies between the file and this computer's own disk; None when nothing does.

    The file need not exist. Links are followed.
    """
    folder = os.path.realpath(file.parent)
    return _network(folder) or cloud(folder, os.environ if environ is None else environ)


def cloud(folder: str, environ: Mapping[str, str]) -> Elsewhere | None:
    """Whether a program synchronises a folder, by names and marks of the folders above it."""
    home = Path("~").expanduser()
    here = Path(folder)
    for top in (here, *here.parents):
        name = _cloud_name(top.name.lower())
        if not name and top != home:  # in the home folder itself the marks are mere settings
            name = next((n for m, n in MARKS.items() if os.path.lexists(top / m)), "")
        if name:
            return Elsewhere("cloud", name, str(top))
    for variable in _VARIABLES:
        named = environ.get(variable, "")
        if named and _is_under(folder, os.path.realpath(named)):
            return Elsewhere("cloud", "OneDrive", named)
    return None


def _cloud_name(name: str) -> str:
    begun = next((cloud for start, cloud in _BEGINNINGS.items() if name.startswith(start)), "")
    return _NAMES.get(name, begun)


def _network(folder: str) -> Elsewhere | None:
    if sys.platform == "win32":
        return _windows(folder)
    if sys.platform == "darwin":
        return _macos(folder)
    try:
        with open("/proc/self/mounts", encoding="utf-8", errors="surrogateescape") as stream:
            return by_mounts(folder, stream)
    except OSError:
        return None


def by_mounts(folder: str, lines: Iterable[str]) -> Elsewhere | None:
    """What the mount that holds a folder is, by the lines of /proc/self/mounts."""
    best, kind = "", ""
    for line in lines:
        parts = line.split()
        if len(parts) < 3:
            continue
        top = _unescaped(parts[1])
        # Of mounts over one another the last one counts.
        if len(top) >= len(best) and _is_under(folder, top):
            best, kind = top, parts[2].lower()
    if kind in CLOUD_TYPES:
        return Elsewhere("cloud", CLOUD_TYPES[kind], best)
    return Elsewhere("network", kind, best) if kind in NETWORK_TYPES else None


def _unescaped(text: str) -> str:
    """A path as the mounts write it: blanks and the like as three octal digits."""
    for code, sign in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
        text = text.replace(code, sign)
    return text


def _is_under(folder: str, top: str) -> bool:
    top = top.rstrip(os.sep) or os.sep
    return folder == top or folder.startswith(top if top == os.sep else top + os.sep)


def is_unc(folder: str) -> bool:
    r"""Whether a Windows path names another computer: ``\\server\share``."""
    plain = folder.replace("/", "\\")
    if plain.startswith("\\\\?\\UNC\\"):
        return True
    return plain.startswith("\\\\") and not plain.startswith(("\\\\?\\", "\\\\.\\"))


def _windows(folder: str) -> Elsewhere | None:
    if is_unc(folder):
        return Elsewhere("network", "share", folder)
    import ctypes

    drive = os.path.splitdrive(folder)[0]
    remote = 4  # DRIVE_REMOTE
    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009 - it is there on Windows alone
    if drive and kernel.GetDriveTypeW(f"{drive}\\") == remote:
        return Elsewhere("network", "share", drive)
    return None


def _macos(folder: str) -> Elsewhere | None:
    """By `statfs`: whether the file system is local, and what it is called."""
    import ctypes

    library = ctypes.CDLL(None, use_errno=True)
    call = getattr(library, "statfs$INODE64", None) or library.statfs
    buffer = ctypes.create_string_buffer(2168)
    if call(os.fsencode(folder), buffer) != 0:
        return None
    is_local = bool(int.from_bytes(buffer.raw[64:68], sys.byteorder) & 0x1000)  # MNT_LOCAL
    name = buffer.raw[72:88].split(b"\0")[0].decode("ascii", "replace")
    return None if is_local else Elsewhere("network", name or "share", folder)
