"""Case 25 and kills of edits, in short form; `tests/soak` has the long one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.killing import edits_killed, imports_killed
from tests.faults.worlds import posix


@posix
def test_an_edit_once_acknowledged_survives_a_kill(tmp_path: Path) -> None:
    assert edits_killed(tmp_path, 2) > 2


@pytest.mark.slow
@posix
def test_25_an_import_killed_anywhere_leaves_nothing_or_everything(tmp_path: Path) -> None:
    assert sum(imports_killed(tmp_path, 2, 500).values()) == 2
