"""Kills and closings by the dozen: ``python -m pytest tests/soak tests/faults -m soak``, 15 min."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.faults.killing import edits_killed, imports_killed
from tests.faults.test_closing import WORK, closed_while
from tests.faults.worlds import posix

pytestmark = [pytest.mark.soak, pytest.mark.timeout(1800)]


@posix
def test_fifty_kills_of_edits_lose_no_acknowledged_one(tmp_path: Path) -> None:
    assert edits_killed(tmp_path, 50) > 500


@posix
def test_twenty_kills_of_an_import_leave_nothing_or_everything(tmp_path: Path) -> None:
    seen = imports_killed(tmp_path, 20, 3000)
    assert sum(seen.values()) == 20
    assert seen["nothing"] > 3


@pytest.mark.parametrize("what", WORK)
def test_thirty_closings_while_it_runs_end_well(tmp_path: Path, what: str) -> None:
    chance = random.Random(3)
    for number in range(30):
        closed_while(
            tmp_path / str(number), what, chance.randrange(0, 1500 if what == "import" else 300)
        )
