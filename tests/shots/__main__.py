"""Pictures of every page, panel and dialog: `python -m tests.shots FOLDER [LOOK] [ROOM,ROOM]`.

Takes the eight looks, or one ("dark-1366-1.5"), of all rooms or of those that are named, into a
folder for each look: the pictures, sheets with many on one, and faults.txt with what was found
wrong by the rules of `tests.shots.faults`.
"""

from __future__ import annotations

import faulthandler
import sys
import time
import traceback
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from tests.shots import series

MODULES = (
    "pages", "deal", "dialogs", "calls", "board", "handoff", "importing",
    "backups", "history", "mending", "security",
)  # fmt: skip
"""Modules of `tests.shots.rooms` with a function `shoot`."""
EDGES = ("empty", "single", "looking", "long", "large")
"""Functions of its module `edges`."""
ROOMS = (*MODULES, *EDGES)
LONGEST_SECONDS = 400
"""A room that takes longer hangs."""


def _room(name: str) -> Callable[..., None]:
    if name in EDGES:
        return getattr(import_module("tests.shots.rooms.edges"), name)  # type: ignore[no-any-return]
    return import_module(f"tests.shots.rooms.{name}").shoot  # type: ignore[no-any-return]


def _one(out: Path, look: str, room: str) -> None:
    from tests.shots.camera import Camera, sheets
    from tests.shots.stage import patch

    patch()
    faulthandler.dump_traceback_later(LONGEST_SECONDS, exit=True)
    camera, began = Camera(out), time.monotonic()
    try:
        _room(room)(camera, series.look(look))
    except Exception:
        traceback.print_exc()  # the program's own hook would tell it in a dialog, to nobody
        raise
    finally:
        sheets(camera.taken, out, room)
        (out / f"faults_{room}.txt").write_text(camera.report(), encoding="utf-8")
        seconds, faults = time.monotonic() - began, len(camera.report().splitlines())
        print(f"{look} {room}: {len(camera.taken)} pictures, {faults} faults, {seconds:.0f} s")


def main() -> int:
    """What the command line asks for."""
    if sys.argv[1] == "--one":
        _one(Path(sys.argv[2]), *sys.argv[3:5])
        return 0
    look, rooms = [*sys.argv[2:4], "", ""][:2]
    return series.run(Path(sys.argv[1]), look, rooms.split(",") if rooms else ROOMS)


if __name__ == "__main__":
    raise SystemExit(main())
