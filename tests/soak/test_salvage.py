"""Damage by the hundred: ``python -m pytest tests/soak/test_salvage.py -m soak -n0 -s``.

The same with figures printed: ``python -m tests.store.damage 200``. The short form is in
`tests/store/test_salvage.py`.
"""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from salesdesk.usecases.backups import backup_file
from tests.desks import TODAY, clock_of
from tests.store import damage

pytestmark = [pytest.mark.soak, pytest.mark.timeout(3600)]


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk of 2,000 imported deals and the demo's worked ones."""
    return damage.large_desk(tmp_path_factory.mktemp("large"))


def test_two_hundred_damaged_pages_are_found(path: Path) -> None:
    assert damage.pages_found(path, 200, random.Random(1)) == 200


def test_two_hundred_damaged_bytes_in_records_are_found_and_the_record_named(path: Path) -> None:
    assert damage.bytes_named(path, 200, random.Random(2)) == (200, 200)


def test_forty_salvages_with_twenty_pages_lost_keep_98_percent(path: Path) -> None:
    chance = random.Random(3)
    saved = [damage.salvaged(path, 20, chance) for _round in range(40)]
    assert min(each.share for each in saved) >= 0.98
    assert all(each.is_whole for each in saved)
    assert sum(each.unlisted for each in saved) == 0


def test_with_page_one_lost_and_a_backup_there_everything_is_kept(path: Path) -> None:
    backup_file(path, clock_of(TODAY))
    saved = damage.salvaged(path, 1, random.Random(4), first=True)
    assert (saved.share, saved.is_whole, saved.unlisted) == (1.0, True, 0)
    assert "first page was taken from the backup" in saved.done.words
