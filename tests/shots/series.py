"""Runs the pictures in the eight looks, each room in a process of its own: Qt reads its scale once.

Called by `tests.shots.__main__`; a look is a scheme, a screen in physical pixels and a scale.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

SCHEMES = ("light", "dark")
SCREENS = ((1366, 768), (1920, 1080))
SCALES = (1.0, 1.5)


class Look(NamedTuple):
    """One way to see the program."""

    scheme: str
    screen: tuple[int, int]
    """Physical pixels."""
    scale: float

    @property
    def name(self) -> str:
        """As it is called on the command line: "dark-1366-1.5"."""
        return f"{self.scheme}-{self.screen[0]}-{self.scale:g}"

    @property
    def size(self) -> tuple[int, int]:
        """The screen in logical pixels."""
        return round(self.screen[0] / self.scale), round(self.screen[1] / self.scale)


def looks() -> Iterator[Look]:
    """All eight."""
    for scheme in SCHEMES:
        for screen in SCREENS:
            for scale in SCALES:
                yield Look(scheme, screen, scale)


def look(name: str) -> Look:
    """The look of that name. Raises StopIteration when there is none."""
    return next(each for each in looks() if each.name == name)


def run(out: Path, wanted: str, rooms: Sequence[str]) -> int:
    """The rooms in every wanted look ("" for all); gives how many failed."""
    failed = 0
    for each in looks():
        if wanted in {"", each.name}:
            folder = out / each.name
            folder.mkdir(parents=True, exist_ok=True)
            for room in rooms:
                command = [
                    sys.executable,
                    "-m",
                    "tests.shots",
                    "--one",
                    str(folder),
                    each.name,
                    room,
                ]
                done = subprocess.run(command, env=_environ(folder, each), check=False)
                failed += done.returncode != 0
    return failed


def _environ(folder: Path, each: Look) -> dict[str, str]:
    """The offscreen platform with a screen of that many pixels: dialogs keep within it."""
    numbers = {"x": 0, "y": 0, "width": each.screen[0], "height": each.screen[1],
               "logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}  # fmt: skip
    file = folder / "screen.json"
    file.write_text(json.dumps({"screens": [{"name": "screen", **numbers}]}), encoding="utf-8")
    return {
        **os.environ,
        "QT_QPA_PLATFORM": f"offscreen:configfile={file}",
        "QT_SCALE_FACTOR": str(each.scale),
        "LC_ALL": "C.UTF-8",
        "SALESDESK_TODAY": "2026-11-22",
    }
