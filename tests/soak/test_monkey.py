"""Random use of the real window: short here, an hour and a working day with ``-m soak``."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.worlds import posix
from tests.soak import working_day
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
    assert found.growth <= 20
    assert found.stalls == []


@pytest.mark.soak
@pytest.mark.timeout(8000)
@posix
def test_eight_hours_at_a_second_for_each_step_break_nothing_and_stay_small(tmp_path: Path) -> None:
    found = roam(tmp_path, seed=6, is_day=True)
    assert found.steps > working_day.STEPS
    assert (found.faults, found.messages, found.is_whole) == ([], [], True)
    assert found.growth <= 20
    assert found.stalls == []
