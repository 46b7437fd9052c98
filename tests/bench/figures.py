"""What a measurement gives, and how times are taken. Used by every bench module."""

from __future__ import annotations

import gc
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass

from salesdesk.usecases.jobs import collector_off


@dataclass(frozen=True, slots=True)
class Figure:
    """One row: `value` against `floor`, both in `unit`.

    `ratio` is value ÷ floor; `goal` bounds the ratio, or the value where `goal_is_value`; None
    where no goal is set for that size.
    """

    name: str
    size: int
    value: float
    unit: str
    floor: float | None
    goal: float | None = None
    goal_is_value: bool = False

    @property
    def ratio(self) -> float | None:
        """Value ÷ floor; None without a floor."""
        return self.value / self.floor if self.floor else None

    @property
    def is_met(self) -> bool | None:
        """Whether the goal is met; None without one."""
        if self.goal is None:
            return None
        measured = self.value if self.goal_is_value else self.ratio
        return measured is not None and measured <= self.goal

    def as_json(self) -> str:
        """One JSON object on one line."""
        plain = {k: v for k, v in asdict(self).items() if k != "goal_is_value"}
        plain["ratio"] = self.ratio
        order = ("name", "size", "value", "unit", "floor", "ratio", "goal")
        return json.dumps({key: plain[key] for key in order})

    def as_text(self) -> str:
        """One line of the table."""
        floor = f"{self.floor:10.3f}" if self.floor is not None else " " * 10
        ratio = f"{self.ratio:7.2f}" if self.ratio is not None else " " * 7
        goal = (
            ""
            if self.goal is None
            else f"≤ {self.goal:g}{' ' + self.unit if self.goal_is_value else ''}"
        )
        mark = {None: "", True: "met", False: "NOT MET"}[self.is_met]
        return (
            f"{self.name:<16}{self.size:>8}  {self.value:10.3f} {self.unit:<4}"
            f"{floor}  {ratio}  {goal:<10} {mark}"
        ).rstrip()


def median(values: Sequence[float]) -> float:
    """The middle value."""
    return sorted(values)[len(values) // 2]


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which `share` of all lie, nearest rank."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def pairs(
    work: Callable[[], object], floor: Callable[[], object], runs: int
) -> tuple[list[float], list[float]]:
    """Milliseconds of both, taken in turn, so that a drift of the machine hits both alike.

    Python's collector is off, as it is in the program while a window is open.
    """
    one, other = [], []
    gc.collect()
    with collector_off():
        for _ in range(runs):
            one.append(_ms(work))
            other.append(_ms(floor))
    return one, other


def _ms(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1e3
