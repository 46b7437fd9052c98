"""How the suite is shared out: when there are workers, what runs first, what a crash costs."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from tests import workers


def config(**options: Any) -> Any:
    """A pytest configuration with these options."""
    given = {"capture": "fd", "dist": "loadfile", "tx": ["popen", "popen"], **options}
    return SimpleNamespace(
        getoption=given.get,
        getvalue=given.get,
        option=SimpleNamespace(loadscopereorder=False, debug=False),
    )


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


def test_files_with_slow_tests_come_first_and_the_order_is_kept_otherwise() -> None:
    def item(path: str, *marks: str) -> Any:
        return SimpleNamespace(
            path=path, get_closest_marker=lambda mark: mark if mark in marks else None
        )

    items = [item("b"), item("c"), item("c", "slow"), item("a"), item("e", "e2e")]
    workers.slow_files_first(items)
    assert [each.path for each in items] == ["c", "c", "e", "b", "a"]


class Node:
    """A worker that remembers what it was sent."""

    def __init__(self, name: str) -> None:
        self.gateway = SimpleNamespace(id=name)
        self.sent: list[int] = []
        self.shutting_down = False

    def send_runtest_some(self, indices: list[int]) -> None:
        self.sent += indices

    def shutdown(self) -> None:
        self.shutting_down = True


FIRST = [f"tests/ui/test_first.py::test_{n}" for n in range(4)]
SECOND = [f"tests/ui/test_second.py::test_{n}" for n in range(4)]
SCREENS = ["tests/e2e/test_one.py::test_a", "tests/e2e/test_two.py::test_b"]


def shared_out(tests: list[str]) -> tuple[Any, Node, Node]:
    """A scheduler that has dealt these tests to two workers."""
    dealing = workers.scheduler(config(), None)
    nodes = Node("one"), Node("two")
    for node in nodes:
        dealing.add_node(node)
    for node in nodes:
        dealing.add_node_collection(node, tests)
    dealing.schedule()
    return dealing, *nodes


def test_a_file_stays_with_one_worker_and_so_do_all_screens() -> None:
    _dealing, one, two = shared_out([*FIRST, *SECOND])
    assert (one.sent, two.sent) == ([0, 1, 2, 3], [4, 5, 6, 7])
    _dealing, one, two = shared_out([SCREENS[0], *FIRST, SCREENS[1]])
    assert (one.sent, two.sent) == ([0, 5], [1, 2, 3, 4])


def test_a_test_that_crashes_its_worker_is_not_given_to_the_next_one() -> None:
    dealing, one, two = shared_out([*FIRST, *SECOND])
    dealing.mark_test_complete(one, 0)
    assert dealing.remove_node(one) == FIRST[1]
    in_its_place = Node("three")
    dealing.add_node(in_its_place)
    dealing.add_node_collection(in_its_place, [*FIRST, *SECOND])
    dealing.schedule()
    assert (two.sent, in_its_place.sent) == ([4, 5, 6, 7], [2, 3])


def test_another_way_to_share_out_may_be_asked_for() -> None:
    assert workers.scheduler(config(dist="load"), None) is None
