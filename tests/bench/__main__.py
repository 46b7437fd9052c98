"""Runs the measurements and prints a table, or one JSON object a line with ``--json``."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.bench.apart import measured
from tests.bench.figures import Figure

SIZES = (200, 1_000, 10_000, 100_000)
BENCHES: dict[str, tuple[str, str]] = {
    "start": ("tests.bench.start", "start"),
    "board-load": ("tests.bench.store", "board_load"),
    "drag-commit": ("tests.bench.store", "drag_commit"),
    "scroll": ("tests.bench.screen", "scroll"),
    "drop-to-painted": ("tests.bench.screen", "drop"),
    "open-deal": ("tests.bench.deal_page", "open_deal"),
    "typing": ("tests.bench.deal_page", "typing"),
    "search": ("tests.bench.store", "searching"),
    "import": ("tests.bench.importing", "import_rows"),
    "passphrase": ("tests.bench.passphrase", "passphrase"),
}
"""Name → module and function; a function yields figures for one size."""


def figures(names: list[str], sizes: tuple[int, ...], folder: Path) -> Iterator[Figure]:
    """All figures asked for, in the order of the register, each from a process of its own."""
    for name, (module, function) in BENCHES.items():
        if names and name not in names:
            continue
        for size in sizes:
            yield from measured(module, function, size, folder)


GROWTH = {
    "start": 1.5,
    "drop-to-painted": 1.5,
    "scroll": 1.5,
    "import": 12.0,
}
"""How much each may grow from 10,000 deals to 100,000; board-load measures its own."""


def growth(seen: list[Figure]) -> Iterator[Figure]:
    """Each of the above at 100,000 deals ÷ at 10,000."""
    by_size = {(figure.name, figure.size): figure for figure in seen}
    for name, goal in GROWTH.items():
        large, small = by_size.get((name, 100_000)), by_size.get((name, 10_000))
        if large and small:
            yield Figure(f"growth:{name}", 100_000, large.value, large.unit, small.value, goal)


def _show(figure: Figure, as_json: bool) -> bool:
    """Prints a figure; tells whether its goal is missed."""
    print(figure.as_json() if as_json else figure.as_text(), flush=True)
    return figure.is_met is False


def main() -> int:
    """The command. Exit code 1 when a goal is missed."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(BENCHES)}")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument("--size", type=int, action="append", help="only this many deals")
    arguments = parser.parse_args()
    unknown = set(arguments.names) - set(BENCHES)
    if unknown:
        parser.error(f"no such measurement: {', '.join(sorted(unknown))}")
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    missed = False
    with tempfile.TemporaryDirectory() as folder:
        os.environ["SALESDESK_HOME"] = folder
        sizes = tuple(arguments.size or SIZES)
        if not arguments.json:
            print(
                f"{'name':<16}{'deals':>8}  {'value':>10} {'':<4}{'floor':>10}  {'ratio':>7}  goal"
            )
        seen: list[Figure] = []
        for figure in figures(arguments.names, sizes, Path(folder)):
            seen.append(figure)
            missed |= _show(figure, arguments.json)
        for figure in growth(seen):
            missed |= _show(figure, arguments.json)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
