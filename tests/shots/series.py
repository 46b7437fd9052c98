"""Runs the picture scripts here: each look and size in a process of its own.

Qt reads the scale once, when it starts. A script gives what makes its desk and what takes its
pictures; its command line is ``FOLDER [light-1366-1]``, the second naming one look alone.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from salesdesk.usecases.desk import Desk

Size = tuple[int, int]
Make = Callable[[Path], Desk]
"""A filled desk in a folder."""
Shoot = Callable[[Path, Desk, str, Size, float], None]
"""Pictures into a folder: of a desk, in a scheme, in a window of that size, at that scale."""
SCHEMES = ("light", "dark")
SCREENS = ((1366, 768), (1920, 1080))
SCALES = (1.0, 1.5)


def run(module: str, make: Make, shoot: Shoot) -> None:
    """Does what the command line of the script `module` asks for."""
    if sys.argv[1] == "--one":
        out, scheme, width, height, scale = sys.argv[2:7]
        _one(make, shoot, Path(out), scheme, (int(width), int(height)), float(scale))
    else:
        _all(module, Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "")


def _one(make: Make, shoot: Shoot, out: Path, scheme: str, size: Size, scale: float) -> None:
    with tempfile.TemporaryDirectory() as folder:
        desk = make(Path(folder))
        shoot(out, desk, scheme, size, scale)
        desk.close()


def _all(module: str, out: Path, wanted: str) -> None:
    """Every picture, or those of the look that is wanted."""
    out.mkdir(parents=True, exist_ok=True)
    for name, scheme, size, scale in _looks():
        if wanted in {"", name}:
            sides = [str(round(side / scale)) for side in size]
            command = [sys.executable, "-m", module, "--one", str(out), scheme, *sides, str(scale)]
            environ = {**os.environ, "QT_SCALE_FACTOR": str(scale), "LC_ALL": "C.UTF-8"}
            subprocess.run(command, env=environ, check=True)


def _looks() -> Iterator[tuple[str, str, Size, float]]:
    """(name, scheme, screen, scale) of each look."""
    for scheme in SCHEMES:
        for size in SCREENS:
            for scale in SCALES:
                yield f"{scheme}-{size[0]}-{scale:g}", scheme, size, scale
