"""Starts the program without a network, and under the eye of strace, which tells of each socket.

The program opens no socket but to the screen, the session's bus and its own pipe for a second
start. Every run of this folder is started so where the system allows it.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path

NAMESPACE = ("unshare", "--user", "--map-current-user", "--net")
_CALL = re.compile(r"\b(connect|bind|sendto|sendmsg|socket)\((.*)")
_INTERNET = re.compile(r"AF_INET|AF_PACKET|AF_BLUETOOTH|AF_VSOCK")


@cache
def may_be_alone() -> bool:
    """Whether this system lets a program be put where there is no network at all."""
    if shutil.which("unshare") is None:
        return False
    return subprocess.run([*NAMESPACE, "true"], capture_output=True, check=False).returncode == 0


@cache
def may_be_watched() -> bool:
    """Whether strace is there and may do its work."""
    return (
        shutil.which("strace") is not None
        and subprocess.run(
            ["strace", "-o", os.devnull, "true"], capture_output=True, check=False
        ).returncode
        == 0
    )


def cut_off(line: list[str], log: Path) -> list[str]:
    """The command line with the network cut off; what it tries is written to `log`."""
    if may_be_alone():
        line = [*NAMESPACE, *line]
    if not may_be_watched():
        return line
    # -D: the program stays the child that is waited for; what it starts may outlive it.
    return ["strace", "-D", "--seccomp-bpf", "-f", "-qq", "-e", "trace=%network",
            "-e", "signal=none", "-o", os.fspath(log), *line]  # fmt: skip


def sockets_opened(log: Path) -> list[str]:
    """Each call by which the program wanted more than a socket of this machine."""
    if not log.exists():
        return []
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    return [line for line in lines if _CALL.search(line) and _INTERNET.search(line)]
