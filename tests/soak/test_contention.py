"""Two programs at one desk without its lock: short here, 20,000 transactions with ``-m soak``."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.soak.contention import Race, race


@pytest.mark.slow
def test_two_programs_lose_no_update(tmp_path: Path) -> None:
    assert race(tmp_path, 200) == Race(200, 200, 0, is_whole=True)


@pytest.mark.soak
@pytest.mark.timeout(3600)
def test_twenty_thousand_updates_of_two_programs_are_all_there(tmp_path: Path) -> None:
    assert race(tmp_path, 20_000) == Race(20_000, 20_000, 0, is_whole=True)
