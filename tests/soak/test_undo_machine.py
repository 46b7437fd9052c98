"""The undo machine for long, on other roads each time; a failure prints what repeats it."""

from __future__ import annotations

import pytest
from hypothesis import settings

from tests.store import test_undo_machine as short

pytestmark = [pytest.mark.soak, pytest.mark.timeout(3600)]


class LongMachine(short.UndoMachine):
    """The same machine; as a class of its own it has settings of its own."""


TestLongMachine = LongMachine.TestCase
TestLongMachine.settings = settings(
    short.TestUndoMachine.settings, max_examples=500, stateful_step_count=60, derandomize=False
)
