"""What a run of the random use did and saw; filled by `monkey`, read by its tests."""

from __future__ import annotations

import statistics
from dataclasses import dataclass, field


@dataclass
class Roamed:
    """What a run did and saw. Times in ms, memory in MiB."""

    steps: int = 0
    faults: list[str] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)
    stalls: list[tuple[int, str]] = field(default_factory=list)
    longest_ms: int = 0
    opened: list[str] = field(default_factory=list)
    rests: list[tuple[int, float, float]] = field(default_factory=list)
    """After how many steps, what is kept at rest then, of its own and with the pages of files:
    without garbage, and without what the allocator holds free. The first is after warming, the
    last at the end."""
    memory: list[float] = field(default_factory=list)
    """All that the process holds, every 1,000 steps."""
    given_out: list[float] = field(default_factory=list)
    """How much of it the allocator of C has given out then; the rest is free, in pieces."""
    widgets: list[int] = field(default_factory=list)
    """How many there are then."""
    grown: list[tuple[str, int]] = field(default_factory=list)
    """Of which kinds of Python objects there are more at the end than after warming, the most."""
    is_whole: bool = False

    @property
    def growth(self) -> float:
        """MiB of its own memory from the first rest to the last, by the line that fits all best.

        A single one says little: what the rep did before, as calls not ended, boards emptied and
        stages filled, is worth ten more or less.
        """
        if len(self.rests) < 2:
            return 0.0
        steps, kept, _resident = zip(*self.rests, strict=True)
        return statistics.linear_regression(steps, kept).slope * (steps[-1] - steps[0])
