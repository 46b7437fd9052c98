"""What a passphrase costs: start and drag-commit of an encrypted desk ÷ the same desk in plain.

No goals: who wants a passphrase pays for it; who does not, does not.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from salesdesk.store import glance, keys, rekeying
from salesdesk.usecases.desk import Desk
from salesdesk.usecases.moves import MoveDeals
from tests.bench import desks
from tests.bench.figures import Figure, median, pairs
from tests.bench.start import RUNS, run

WORDS = "four quiet river stones"


def passphrase(folder: Path, size: int) -> Iterator[Figure]:
    """The start, with the key derived on the way; the move; and the derivation alone."""
    plain = folder / f"unlocked-{size}.desk"
    locked = folder / f"locked-{size}.desk"
    for path in (plain, locked):
        shutil.copy(desks.make(folder, size), path)
    key = keys.derive(WORDS, keys.new_salt())
    keys.RING.give(key)
    rekeying.rewrite(locked, key)
    yield from _starts(folder, size, plain, locked)
    yield from _moves(size, plain, locked)
    times, _again = pairs(lambda: keys.derive(WORDS, key.salt), lambda: None, 9)
    yield Figure("derive-key", size, median(times), "ms", None)


def _starts(folder: Path, size: int, plain: Path, locked: Path) -> Iterator[Figure]:
    words = folder / "words"
    words.touch(mode=0o600)
    words.write_text(f"{WORDS}\n", encoding="utf-8")
    os.environ["SALESDESK_PASSPHRASE_FILE"] = str(words)
    try:
        times: dict[Path, list[float]] = {plain: [], locked: []}
        for number in range(RUNS + 1):
            for path, seen in times.items():
                taken = run(folder, "board", path)[0]
                if number:
                    seen.append(taken)
    finally:
        del os.environ["SALESDESK_PASSPHRASE_FILE"]
    yield Figure("start-locked", size, median(times[locked]), "ms", median(times[plain]))


def _moves(size: int, plain: Path, locked: Path) -> Iterator[Figure]:
    open_desks = [Desk(path, desks.clock(), threaded=False) for path in (locked, plain)]
    view = glance.pipelines(open_desks[0].raw)[0]
    first, second = view.stages[0].key, view.stages[1].key
    ids = [card.deal_id for card in glance.column(open_desks[0].raw, view.id, first, 200)]

    def mover(desk: Desk) -> Iterator[None]:
        for number in range(10_000):
            stage = second if (number // len(ids)) % 2 == 0 else first
            yield None
            desk.run(MoveDeals((ids[number % len(ids)],), stage, reason="Measured"))

    movers = [mover(desk) for desk in open_desks]
    for each in movers:
        for _ in range(20):
            next(each)
    slow, quick = pairs(lambda: next(movers[0]), lambda: next(movers[1]), 150)
    yield Figure("drag-locked", size, median(slow), "ms", median(quick))
    for desk in open_desks:
        desk.close()
