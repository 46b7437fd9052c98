"""One measurement in a process of its own: what another left behind must not slow it.

``python -m tests.bench.apart MODULE FUNCTION SIZE FOLDER`` measures and prints its figures as JSON,
a line each; `measured` starts it and gives them.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict
from importlib import import_module
from pathlib import Path

from tests.bench.figures import Figure

MARK = "figure "


def measured(module: str, function: str, size: int, folder: Path) -> Iterator[Figure]:
    """The figures of one measurement at one size. Raises CalledProcessError when it fails."""
    line = [sys.executable, "-m", "tests.bench.apart", module, function, str(size), str(folder)]
    with subprocess.Popen(line, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for said in process.stdout:
            if said.startswith(MARK):
                yield Figure(**json.loads(said.removeprefix(MARK)))
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, line)


def main() -> None:
    """Measures."""
    module, function, size, folder = sys.argv[1:]
    for figure in getattr(import_module(module), function)(Path(folder), int(size)):
        print(f"{MARK}{json.dumps(asdict(figure))}", flush=True)


if __name__ == "__main__":
    main()
