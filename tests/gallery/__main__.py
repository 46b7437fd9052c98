"""`python -m tests.gallery --shot DIR` draws the widgets to pictures; without, it shows them.

Each picture is drawn by a process of its own, because the scale is fixed when Qt starts.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path


def main() -> int:
    """Show the gallery, or write the pictures."""
    parser = argparse.ArgumentParser(prog="python -m tests.gallery", description=__doc__)
    parser.add_argument("--shot", type=Path, help="write pictures into this folder")
    parser.add_argument("--one", nargs=2, metavar=("SCHEME", "SCALE"), help=argparse.SUPPRESS)
    wanted = parser.parse_args()
    if wanted.shot is None:
        from tests.gallery.wall import show

        return show()
    if wanted.one is None:
        return _all(wanted.shot)
    from tests.gallery.wall import shoot

    scheme, scale = wanted.one
    shoot(wanted.shot, scheme, scale)
    return 0


def _all(folder: Path) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    worst = 0
    for scheme in ("light", "dark"):
        for scale in ("1", "1.5"):
            command = [
                sys.executable,
                "-m",
                "tests.gallery",
                "--shot",
                str(folder),
                "--one",
                scheme,
                scale,
            ]
            environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": scale}
            worst = max(worst, subprocess.run(command, env=environment, check=False).returncode)
    return worst


if __name__ == "__main__":
    raise SystemExit(main())
