"""The system libraries that Qt and the tests need, on Debian and Ubuntu installed by apt-get.

Called by ``bootstrap.py`` alone, and like it readable by an old Python. Elsewhere the libraries are
named, for every system calls them otherwise; Windows and macOS bring what Qt needs.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Callable, Dict, List, Optional

QT = (
    "libegl1 libgl1 libglib2.0-0 libfontconfig1 libxkbcommon0 libdbus-1-3 fonts-dejavu-core "
    "libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-image0 libxcb-render-util0 "
    "libxcb-shape0 libxcb-xinerama0 libxcb-xkb1 libxcb-randr0 libxkbcommon-x11-0 "
    "libcups2 libwayland-cursor0"
).split()
# A virtual screen, a mouse for it, a window manager, a session bus and the accessibility tree;
# strace shows the tests what is written, synced and connected to, and lets a disk fail.
TESTS = "xvfb xauth xdotool openbox dbus at-spi2-core python3-pyatspi tzdata strace".split()

Say = Callable[[str], None]


def install(purpose: str, environment: Dict[str, str], say: Say) -> None:
    """Install what "run" or "test" lacks; where we may not, name it and go on.

    Going on is right: Qt may load all the same, and bootstrap tries it before it says "ready".
    """
    if not is_debian_like():
        if sys.platform.startswith("linux"):
            names = " ".join(needed(purpose))
            say("SalesDesk uses these system libraries, in Debian's names: {}".format(names))
        return
    lacking = missing(purpose)
    if lacking and not _install_by_apt(lacking, environment, say):
        say(
            "some system packages could not be installed; going on without. If something does "
            "not start, run: sudo apt-get install {}".format(" ".join(lacking))
        )


def is_debian_like() -> bool:
    """Whether this is Debian, Ubuntu or a child of theirs."""
    if shutil.which("apt-get") is None or shutil.which("dpkg-query") is None:
        return False
    try:
        lines = Path("/etc/os-release").read_text(encoding="utf-8").splitlines()
    except OSError:
        return False
    families = " ".join(line for line in lines if line.startswith(("ID=", "ID_LIKE=")))
    return "debian" in families or "ubuntu" in families


def venv_package() -> str:
    """The Debian package that brings ``venv`` to this Python."""
    return "python{}.{}-venv".format(*sys.version_info[:2])


def needed(purpose: str) -> List[str]:
    """Debian's names of all that a purpose needs, also ``venv`` if the system's Python lacks it."""
    names = QT + (TESTS if purpose == "test" else [])
    has_venv = (Path(os.__file__).parent / "ensurepip").is_dir()
    return names if has_venv or sys.base_prefix != "/usr" else [*names, venv_package()]


def missing(purpose: str) -> List[str]:
    """Those that dpkg does not know, under this name or the newer one ending in t64."""
    if not is_debian_like():
        return []
    names = needed(purpose)
    done = subprocess.run(
        ["dpkg-query", "-W", "-f=${Package} ${db:Status-Status}\n"]
        + [name + end for name in names for end in ("", "t64")],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    pairs = [line.split() for line in done.stdout.decode("utf-8", "replace").splitlines()]
    present = {pair[0] for pair in pairs if pair[1:] == ["installed"]}
    return [name for name in names if name not in present and name + "t64" not in present]


def _install_by_apt(names: List[str], environment: Dict[str, str], say: Say) -> bool:
    """Install by apt-get, reading the package lists once if they are missing or too old."""
    rights = _administrator_prefix()
    if rights is None:
        return False
    say("installing system packages: {}".format(" ".join(names)))
    apt = [*rights, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    apt += ["-o", "DPkg::Lock::Timeout=300", "-o", "Dpkg::Use-Pty=0"]
    install_names = [*apt, "install", "-y", "--no-install-recommends", *names]
    has_lists = any(Path("/var/lib/apt/lists").glob("*_Packages*"))
    if has_lists and _succeeds(install_names, environment, None):
        return True
    _succeeds([*apt, "update"], environment, None)
    return _succeeds(install_names, environment, say)


def _administrator_prefix() -> Optional[List[str]]:
    """Words to put before a command that needs an administrator; None when there is no way."""
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        return []
    if shutil.which("sudo") is None:
        return None
    return ["sudo"] if sys.stdin is not None and sys.stdin.isatty() else ["sudo", "-n"]


def _succeeds(command: List[str], environment: Dict[str, str], say: Optional[Say]) -> bool:
    """Run quietly; on failure tell the last three lines of what it said, when asked to."""
    done = subprocess.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment, check=False
    )
    if done.returncode != 0 and say is not None:
        lines = done.stdout.decode("utf-8", "replace").strip().splitlines()
        say("apt-get said: {}".format(" / ".join(lines[-3:])))
    return done.returncode == 0
