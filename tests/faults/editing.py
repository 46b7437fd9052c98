"""Edits one deal again and again, saying each time when the desk has acknowledged it.

``python -m tests.faults.editing DESK DEAL TIMES``: prints the number of each saved edit, so that
whoever kills it knows which must be there. ``…editing DESK import FILE`` imports a file.
"""

from __future__ import annotations

import sys
from pathlib import Path

from salesdesk.domain.clock import Clock
from salesdesk.usecases.deals import EditDeal
from salesdesk.usecases.desk import Desk


def main() -> None:
    """Edits until it is done or killed."""
    path, deal, times = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    desk = Desk(path, Clock.from_environment())
    for number in range(1, times + 1):
        desk.run(EditDeal(deal, {"name": f"Saved {number}"}))
        print(number, flush=True)
    desk.close()


if __name__ == "__main__":
    main()
