"""A line of the activity log: one command, done or undone. Read by the history's screens."""

from __future__ import annotations

from typing import NamedTuple


class Line(NamedTuple):
    """One command. `at` is an instant in UTC, `on` its local date; newest have the largest seq."""

    seq: int
    command: str
    label: str
    at: str
    on: str
    state: str
    """done, undone, or dropped (undone, then something else was done)."""
    rows: int
