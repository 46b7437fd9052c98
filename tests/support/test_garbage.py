"""Garbage is collected on the thread that owns Qt's objects, and only when it is due."""

from __future__ import annotations

import gc
import sys
import threading
import weakref
from collections.abc import Iterator

import pytest

from salesdesk.support import garbage
from salesdesk.support.garbage import Garbage
from tests.soak.readings import resident


class Ring:
    """Something that only the cyclic collector can free."""

    def __init__(self) -> None:
        self.self = self


def a_ring() -> weakref.ref[Ring]:
    return weakref.ref(Ring())


def pile_up(count: int = 3000) -> list[list[int]]:
    return [[each] for each in range(count)]


@pytest.fixture
def own() -> Iterator[Garbage]:
    yield Garbage()
    gc.disable()


def test_python_collects_nothing_by_itself_on_any_thread(own: Garbage) -> None:
    ring = a_ring()
    worker = threading.Thread(target=pile_up, args=(100_000,))
    worker.start()
    worker.join()
    assert ring() is not None


def test_what_is_due_is_collected_here(own: Garbage) -> None:
    gc.collect()
    ring = a_ring()
    kept = pile_up()
    assert own.tidy() is not None
    assert ring() is None
    assert kept


def test_nothing_is_done_when_nothing_is_due(own: Garbage) -> None:
    gc.collect()
    assert own.tidy() is None


def test_a_collector_switched_on_behind_our_back_is_switched_off_again(own: Garbage) -> None:
    gc.enable()
    own.tidy()
    assert not gc.isenabled()


def test_everything_is_looked_through_at_most_every_half_minute(
    own: Garbage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gc, "get_count", lambda: (0, 0, 1))
    assert own.tidy() is None
    monkeypatch.setattr(garbage, "WHOLE_EVERY_S", 0.0)
    assert own.tidy() == 2
    monkeypatch.setattr(gc, "get_count", lambda: (0, 0, 0))
    assert own.tidy() is None


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc, and glibc keeps holes")
def test_memory_that_is_free_in_between_goes_back_to_the_system() -> None:
    pieces = [bytes(1000) for _piece in range(60_000)]
    kept = pieces[::50]
    pieces.clear()
    before = resident()
    garbage.give_back()
    assert resident() < before - 20
    assert len(kept) == 1200
