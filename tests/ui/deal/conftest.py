"""The deal that most tests here start from."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from salesdesk.usecases.desk import Desk
from tests import desks
from tests.desks import desk, shipped_desk  # noqa: F401
from tests.ui.deal.pages import Deal, open_page


@pytest.fixture
def deal(desk: Desk, qtbot: QtBot) -> Iterator[Deal]:  # noqa: F811
    """A deal in Qualify with one stakeholder, on a desk without gates met."""
    deal_id = desks.add_deal(desk, account="Zoomzone", amount_minor=6_400_000)
    person_id = desks.add_person(desk, deal_id, "Ines Duarte", role="champion")
    opened = open_page(desk, qtbot, deal_id, person_id)
    yield opened
    opened.bridge.close()
    opened.settle()


@pytest.fixture
def shipped(shipped_desk: Desk, qtbot: QtBot) -> Iterator[Deal]:  # noqa: F811
    """A deal in Discovery on the shipped eight-step process."""
    deal_id = desks.add_deal(shipped_desk, account="Zoomzone", stage_key="discovery")
    person_id = desks.add_person(shipped_desk, deal_id, "Ines Duarte", role="champion")
    opened = open_page(shipped_desk, qtbot, deal_id, person_id)
    yield opened
    opened.bridge.close()
    opened.settle()
