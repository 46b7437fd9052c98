"""A window over a desk with a backup, changed since."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from pytestqt.qtbot import QtBot

from salesdesk.ui.backups.controller import BackupsController
from salesdesk.ui.shell.window import MainWindow
from salesdesk.usecases import backups
from salesdesk.usecases.deals import EditDeal
from salesdesk.usecases.desk import Desk
from salesdesk.usecases.shelving import BinDeals
from tests.desks import add_deal, add_fact, make_desk
from tests.ui.live import open_window, until


class Changed(NamedTuple):
    """The desk, its window, its backup, and the deals that differ."""

    desk: Desk
    window: MainWindow
    backup: Path
    edited: str
    binned: str
    added: str


@pytest.fixture
def changed(qtbot: QtBot, tmp_path: Path) -> Iterator[Changed]:
    desk = make_desk(tmp_path, threaded=True)
    edited = add_deal(desk, "Night trains", account="Nordwind", amount_minor=1_200_000)
    binned = add_deal(desk, "Fleet telematics")
    add_fact(desk, edited, "pain", "The depot closes")
    made = backups.backup_now(desk).path
    desk.run(EditDeal(edited, {"amount_minor": 1_500_000}))
    desk.run(BinDeals((binned,)))
    added = add_deal(desk, "Harbour cranes")
    window = open_window(qtbot, desk)
    window.book.offer("backups", BackupsController(window.context, window))
    window.go("board")
    until(qtbot, lambda: not window.page("board").has_rest)  # type: ignore[attr-defined]
    yield Changed(desk, window, made, edited, binned, added)
    window.close()
    window.bridge.close()
    desk.close()
