"""A million rows: ``python -m pytest tests/soak/test_million.py -m soak -n0 -s``."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tests.faults.worlds import ROOT, python

pytestmark = [pytest.mark.soak, pytest.mark.timeout(7200)]

MOST_MIB = 3072


def test_40_a_million_rows_are_stopped_whole_taken_in_and_taken_back(tmp_path: Path) -> None:
    done = subprocess.run(
        python("-m", "tests.soak.million"),
        cwd=ROOT, env={**os.environ, "SALESDESK_HOME": str(tmp_path)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-4000:]
    print(done.stdout)
    last = done.stdout.splitlines()[-1]
    assert int(last.split("memory at most ")[1].split()[0]) <= MOST_MIB
