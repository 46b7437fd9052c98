"""A disk that fails at one call: in short form here, at every call with ``-m soak``."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from tests.soak.disk_faults import FAULTS, failing

SHORT = {
    ("pwrite64", "ENOSPC"): (3, 9),
    ("fsync", "EIO"): (1, 2),
    ("pread64", "EIO"): (4,),
}


@pytest.mark.slow
@pytest.mark.parametrize(("fault", "numbers"), list(SHORT.items()))
def test_one_failing_call_is_a_refusal_and_harms_nothing(
    tmp_path: Path, fault: tuple[str, str], numbers: tuple[int, ...]
) -> None:
    seen = failing(tmp_path, *fault, iter(numbers))
    assert sum(seen.values()) > 0


@pytest.mark.soak
@pytest.mark.timeout(3600)
@pytest.mark.parametrize(("call", "error"), FAULTS)
def test_each_call_in_turn_may_fail(tmp_path: Path, call: str, error: str) -> None:
    failing(tmp_path, call, error, itertools.count(1))
