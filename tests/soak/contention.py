"""Two programs that pass the lock by and add to the same numbers, thousands of times each.

A store whose transactions read before they may write loses updates here, or fails as busy.
``python -m tests.soak.contention [TRANSACTIONS]`` prints the figures; tests call :func:`race`.
``…contention add DESK DEAL TIMES`` is one of the two.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from salesdesk.domain.clock import Clock
from salesdesk.domain.errors import KnownError
from salesdesk.store.door import Door, Processes
from salesdesk.store.engine import Engines
from salesdesk.usecases.checking import check_desk
from tests.desks import add_deal, make_desk
from tests.faults.worlds import ROOT, python

if TYPE_CHECKING:
    from salesdesk.store.unit import Unit


@dataclass(frozen=True)
class AddOne:
    """Reads a deal's amount and writes it back with one more."""

    deal_id: str

    @property
    def label(self) -> str:
        """For the undo menu."""
        return "Add one"

    def apply(self, unit: Unit) -> None:
        """Raises KnownError when the deal is gone."""
        from salesdesk.store.schema import Deal

        deal = unit.get(Deal, self.deal_id)
        deal.amount_minor = (deal.amount_minor or 0) + 1


@dataclass(frozen=True)
class Race:
    """What came of a race: updates wanted and found, and those that were refused as busy."""

    wanted: int
    found: int
    refused: int
    is_whole: bool


def add(path: Path, deal: str, times: int) -> None:
    """One of the two: says at the end how often it was refused, and then tried again."""
    door, refused = Door(Engines(path), Clock.from_environment(), Processes()), 0
    for _time in range(times):
        while True:
            try:
                door.run(AddOne(deal))
                break
            except KnownError:
                refused += 1
    print(refused)


def race(folder: Path, transactions: int, programs: int = 2) -> Race:
    """Lets the programs run against each other, `transactions` in all."""
    desk = make_desk(folder)
    deal = add_deal(desk, "Contended")
    desk.close()
    share = transactions // programs
    line = [str(word) for word in python("-m", "tests.soak.contention", "add", desk.path, deal)]
    running = [
        subprocess.Popen([*line, str(share)], cwd=ROOT, stdout=subprocess.PIPE, text=True)
        for _program in range(programs)
    ]
    said = [each.communicate(timeout=3000)[0] for each in running]
    assert all(each.returncode == 0 for each in running), said
    engines = Engines(desk.path)
    with engines.reading() as connection:
        found = connection.exec_driver_sql("SELECT amount_minor FROM deal").scalar_one()
    engines.close()
    return Race(share * programs, found or 0, sum(map(int, said)), check_desk(desk.path).is_whole)


def main() -> None:
    """20,000 transactions if not said."""
    if sys.argv[1:2] == ["add"]:
        add(Path(sys.argv[2]), sys.argv[3], int(sys.argv[4]))
        return
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    with tempfile.TemporaryDirectory() as folder:
        print(race(Path(folder), times))


if __name__ == "__main__":
    main()
