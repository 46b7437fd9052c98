"""Runs a program under strace and gives what it did to some files, in order, with the bytes.

What a power cut leaves depends on what was written and what was synced when; only the system's
calls tell that. Used by `power` and `disk_faults`.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.e2e.alone import may_be_watched
from tests.faults.worlds import ROOT

CALLS = "openat,pwrite64,write,fsync,fdatasync,ftruncate,unlink,unlinkat,rename,renameat,renameat2"
MOST_BYTES = 1 << 20


@dataclass(frozen=True)
class Step:
    """One call that worked: kind is write, truncate, sync, make, remove, rename or said."""

    kind: str
    path: str = ""
    offset: int = 0
    data: bytes = b""
    target: str = ""


def strace() -> str:
    """The program; skips the test where there is none, or where it may not look at others."""
    if not may_be_watched():
        pytest.skip("needs strace")
    return "strace"


def recorded(line: list[str], folder: Path) -> list[Step]:
    """What a run of the command line did below `folder`, and what it said to its output."""
    trace = folder.parent / "trace.txt"
    # Not kept by Python, which would sync byte code of its own.
    done = subprocess.run(
        [strace(), "-f", "-y", "-qq", "-xx", "-s", str(MOST_BYTES), "-e", f"trace={CALLS}",
         "-o", str(trace), *line],
        cwd=ROOT, env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True, text=True, check=False, timeout=900,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    with trace.open(encoding="ascii", errors="replace") as file:
        return list(_steps(_whole_lines(file), str(folder)))


def _whole_lines(lines: Iterable[str]) -> Iterator[str]:
    """Calls in the order of their ends; one that another thread interrupted is put together."""
    begun: dict[str, str] = {}
    for text in lines:
        pid, _space, call = text.rstrip("\n").partition(" ")
        call = call.lstrip()
        if call.endswith("<unfinished ...>"):
            begun[pid] = call.removesuffix("<unfinished ...>")
        elif found := re.match(r"<\.\.\. \w+ resumed>", call):
            yield begun.pop(pid, "") + call[found.end() :]
        else:
            yield call


_CALL = re.compile(r"(\w+)\((.*)\)\s+= (-?\w+)")
_HANDLE = re.compile(r"(-?\d+|AT_FDCWD)(?:<([^>]*)>)?")


def _steps(calls: Iterator[str], folder: str) -> Iterator[Step]:
    for call in calls:
        found = _CALL.match(call)
        if found is None or found[3].startswith("-1"):
            continue
        step = _step(found[1], _parts(found[2]), int(found[3].split("<")[0], 0))
        if step is not None and (step.kind == "said" or step.path.startswith(folder)):
            yield step


def _step(name: str, parts: list[str], result: int) -> Step | None:
    path = _path(parts[0])
    if name == "write" and parts[0].startswith("1<"):
        return Step("said", data=_bytes(parts[1]))
    if name == "pwrite64":
        return Step("write", path, int(parts[3]), _bytes(parts[1])[:result])
    if name in {"fsync", "fdatasync"}:
        return Step("sync", path)
    if name == "ftruncate":
        return Step("truncate", path, int(parts[1]))
    if name == "openat" and "O_CREAT" in parts[2]:
        return Step("make", _bytes(parts[1]).decode())
    if name in {"unlink", "unlinkat"}:
        return Step("remove", _bytes(parts[-2 if name == "unlinkat" else 0]).decode())
    if name.startswith("rename"):
        words = [_bytes(part).decode() for part in parts if part.startswith('"')]
        return Step("rename", words[0], target=words[1])
    return None  # a plain write, as of a lock's note


def _parts(text: str) -> list[str]:
    return re.findall(r'"[^"]*"(?:\.\.\.)?|[^,\s][^,]*', text)


def _path(handle: str) -> str:
    found = _HANDLE.match(handle)
    if found is None or not found[2]:
        return ""
    return _unescaped(found[2]).decode()


def _bytes(quoted: str) -> bytes:
    assert quoted.startswith('"'), quoted[:80]
    assert not quoted.endswith("..."), "longer than what strace was told to show"
    return _unescaped(quoted[1:-1])


def _unescaped(text: str) -> bytes:
    if "\\x" not in text:
        return text.encode()
    return bytes.fromhex(text.replace("\\x", ""))
