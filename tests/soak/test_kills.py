"""Kills and closings by the dozen: ``python -m pytest tests/soak tests/faults -m soak``, 15 min.

The thousand kills of the reliability rules are `tests.soak.kills`.
"""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.faults.killing import edits_killed, imports_killed
from tests.faults.test_closing import WORK, closed_while
from tests.faults.worlds import posix
from tests.soak.kills import WORKS, works_killed


@pytest.mark.slow
@posix
@pytest.mark.parametrize("key", list(WORKS))
def test_kills_of_an_upgrade_a_backup_and_a_restore_leave_the_old_or_the_new(
    tmp_path: Path, key: str
) -> None:
    assert sum(works_killed(tmp_path, key, 4).values()) == 4


@pytest.mark.soak
@pytest.mark.timeout(1800)
@posix
def test_fifty_kills_of_edits_lose_no_acknowledged_one(tmp_path: Path) -> None:
    assert edits_killed(tmp_path, 50) > 500


@pytest.mark.soak
@pytest.mark.timeout(1800)
@posix
def test_twenty_kills_of_an_import_leave_nothing_or_everything(tmp_path: Path) -> None:
    seen = imports_killed(tmp_path, 20, 3000)
    assert sum(seen.values()) == 20
    assert seen["nothing"] > 3


@pytest.mark.soak
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("what", WORK)
def test_thirty_closings_while_it_runs_end_well(tmp_path: Path, what: str) -> None:
    chance = random.Random(3)
    for number in range(30):
        closed_while(
            tmp_path / str(number), what, chance.randrange(0, 1500 if what == "import" else 300)
        )
