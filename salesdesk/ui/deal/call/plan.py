"""The order of the questions in a call: the plan's, with those that the buyer jumped to.

Plain values, no widgets. Made by call mode when the call begins.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from salesdesk.domain.discovery import QuestionState


class CallPlan:
    """Where the call is. Questions answered on the way stay in the plan and in their place."""

    def __init__(self, keys: Sequence[str]) -> None:
        self._keys = list(dict.fromkeys(keys))
        self._at = 0
        self._before: list[str] = []
        self.follow_up: int | None = None
        """Which follow-up of the question in front is asked, None for the question itself."""

    @property
    def keys(self) -> tuple[str, ...]:
        """The questions in their order."""
        return tuple(self._keys)

    @property
    def key(self) -> str:
        """The question in front, "" while there is none."""
        return self._keys[self._at] if self._keys else ""

    @property
    def place(self) -> int:
        """Its place, from 1 on; 0 without questions."""
        return self._at + 1 if self._keys else 0

    def walk(self, way: int) -> bool:
        """To the next question (1) or the one before (-1); whether there was one."""
        wanted = self._at + way
        if not 0 <= wanted < len(self._keys):
            return False
        self._at, self.follow_up = wanted, None
        return True

    def jump(self, key: str) -> None:
        """To any question; a new one comes right behind the one in front."""
        if key == self.key:
            return
        if self.key:
            self._before.append(self.key)
        if key not in self._keys:
            self._keys.insert(self._at + 1 if self._keys else 0, key)
        self._at, self.follow_up = self._keys.index(key), None

    def back(self) -> bool:
        """To where the last jump came from; whether there was one."""
        if not self._before:
            return False
        self._at, self.follow_up = self._keys.index(self._before.pop()), None
        return True

    def next_follow_up(self, count: int) -> None:
        """To the next of so many follow-ups, and after the last one to the question itself."""
        at = 0 if self.follow_up is None else self.follow_up + 1
        self.follow_up = at if at < count else None

    def keep(self, states: Mapping[str, QuestionState]) -> None:
        """Forget questions that are gone, such as one of the rep's own that was deleted."""
        here = self.key
        self._keys = [key for key in self._keys if key in states]
        self._before = [key for key in self._before if key in states]
        if here in self._keys:
            self._at = self._keys.index(here)
        else:
            self._at, self.follow_up = min(self._at, max(0, len(self._keys) - 1)), None

    def coming(self, most: int = 3) -> tuple[str, ...]:
        """The questions that come next."""
        return tuple(self._keys[self._at + 1 : self._at + 1 + most])
