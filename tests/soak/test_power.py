"""Power cuts, in short form; 2,000 with ``-m soak`` or ``python -m tests.soak.power``."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.soak.power import cut, run_of_edits

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list, dict[str, bytes]]:  # type: ignore[type-arg]
    return run_of_edits(tmp_path_factory.mktemp("power"), 40)


def test_a_power_cut_loses_nothing_acknowledged(recording: tuple[Path, list, dict]) -> None:  # type: ignore[type-arg]
    desk, steps, before = recording
    found = cut(steps, before, desk, 40)
    assert (found.done, found.lost, found.broken, found.unopened) == (40, 0, 0, 0)


def test_a_disk_that_passes_over_syncs_is_found_out(recording: tuple[Path, list, dict]) -> None:  # type: ignore[type-arg]
    desk, steps, before = recording
    found = cut(steps, before, desk, 40, keeps=lambda step: step.kind != "sync")
    assert found.lost > 10


@pytest.mark.soak
@pytest.mark.timeout(3600)
def test_two_thousand_power_cuts_lose_nothing(tmp_path: Path) -> None:
    desk, steps, before = run_of_edits(tmp_path, 300)
    found = cut(steps, before, desk, 2000)
    assert (found.done, found.lost, found.broken, found.unopened) == (2000, 0, 0, 0)
