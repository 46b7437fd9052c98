"""What the tests of windows share."""

from __future__ import annotations

import gc

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication


@pytest.fixture
def few_widgets(qapp: QApplication) -> None:
    """Windows of earlier tests are gone: a new look would be put on each of their widgets."""
    gc.collect()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
