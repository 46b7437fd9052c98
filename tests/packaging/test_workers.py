"""How the suite is shared out: when there are workers, what runs first, where tests write."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests import workers


def config(**options: Any) -> Any:
    """A pytest configuration with these options."""
    given = {"capture": "fd", **options}
    return SimpleNamespace(getoption=given.get)


@pytest.mark.parametrize(("cores", "started"), [(1, 0), (2, 2), (64, workers.MOST_WORKERS)])
def test_the_whole_suite_has_a_worker_for_each_core(
    monkeypatch: pytest.MonkeyPatch, cores: int, started: int
) -> None:
    monkeypatch.setattr(workers, "_cores", lambda: cores)
    assert workers.wanted(config(file_or_dir=[], keyword="", lf=False)) == started


@pytest.mark.parametrize(
    "asked",
    [{"file_or_dir": ["tests/cli"]}, {"keyword": "undo"}, {"lf": True}, {"capture": "no"}],
    ids=str,
)
def test_a_part_of_the_suite_has_none(monkeypatch: pytest.MonkeyPatch, asked: Any) -> None:
    monkeypatch.setattr(workers, "_cores", lambda: 8)
    assert workers.wanted(config(**asked)) == 0


def test_what_is_slow_comes_first_and_the_order_is_kept_otherwise() -> None:
    def item(path: str, *marks: str) -> Any:
        return SimpleNamespace(
            path=path, get_closest_marker=lambda mark: mark if mark in marks else None
        )

    items = [item("b"), item("c"), item("c", "slow"), item("a"), item("e", "e2e")]
    workers.slow_first(items)
    assert [each.path for each in items] == ["e", "c", "c", "b", "a"]


@pytest.mark.parametrize(("room", "named", "used"), [
    (0, "", "memory"), (1 << 60, "", ""), (0, "elsewhere", "elsewhere")
])  # fmt: skip
def test_tests_write_to_memory_where_there_is_room_and_nothing_else_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, room: int, named: str, used: str
) -> None:
    memory = tmp_path / "memory"
    memory.mkdir()
    monkeypatch.setattr(workers, "MEMORY", memory)
    monkeypatch.setattr(workers, "ROOM", room)
    monkeypatch.setattr(tempfile, "tempdir", tempfile.tempdir)
    monkeypatch.setenv("TMPDIR", named)
    workers.write_to_memory()
    assert os.environ["TMPDIR"] == (str(memory) if used == "memory" else used)
