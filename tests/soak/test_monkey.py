"""Random use of the real window: short here, an hour with ``-m soak``."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.worlds import posix
from tests.soak.monkey import roam


@pytest.mark.slow
@posix
def test_two_hundred_random_steps_break_nothing(tmp_path: Path) -> None:
    found = roam(tmp_path, seed=4, steps=200)
    assert (found.steps, found.faults, found.messages, found.is_whole) == (201, [], [], True)


@pytest.mark.soak
@pytest.mark.timeout(4000)
@posix
def test_an_hour_of_random_use_breaks_nothing_and_stays_small(tmp_path: Path) -> None:
    found = roam(tmp_path, seed=5, minutes=60)
    assert (found.faults, found.messages, found.is_whole) == ([], [], True)
    assert found.memory_at_end - found.memory_after_warming < 20
    assert found.stalls == []
