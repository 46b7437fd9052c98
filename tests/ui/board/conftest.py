"""The board that most tests here start from."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from salesdesk.usecases.desk import Desk
from tests import desks
from tests.desks import desk  # noqa: F401
from tests.ui.board.boards import Board, open_board


@pytest.fixture
def board(desk: Desk, qtbot: QtBot) -> Iterator[Board]:  # noqa: F811
    """Three deals in Qualify, one in Propose, one in Close, on a desk without gates met."""
    made = {}
    for name, stage in (
        ("Alpha", "qualify"), ("Beta", "qualify"), ("Gamma", "qualify"), ("Delta", "propose"),
        ("Epsilon", "close"),
    ):  # fmt: skip
        made[name] = desks.add_deal(
            desk, name, stage_key=stage, account=f"{name} Ltd", amount_minor=100_000
        )
    opened = open_board(desk, qtbot)
    opened.ids = made
    yield opened
    opened.bridge.close()
    opened.settle()
