"""The scenes that the tests of the handoff start from."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from salesdesk.usecases.desk import Desk
from tests.desks import shipped_desk  # noqa: F401
from tests.ui.handoff.handoffs import Scene, make_scene


@pytest.fixture
def scene(shipped_desk: Desk, qtbot: QtBot) -> Iterator[Scene]:  # noqa: F811
    """A won deal with a handoff that was begun."""
    made = make_scene(shipped_desk, qtbot)
    yield made
    made.bridge.close()
    made.settle()
