"""The order of a triage run: which deal is in front, what was answered, what is left for later.

Made by the page. Plain Python: the page reads the queue and shows what this says.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from salesdesk.usecases.triage import TriageItem


class TriageRun:
    """Walks a queue once; deals left for later are not asked about again in this run."""

    def __init__(self) -> None:
        self.items: list[TriageItem] = []
        self.later: set[str] = set()
        self.answered = 0
        self._at: str | None = None

    @property
    def current(self) -> TriageItem | None:
        """The deal in front, or None at the end."""
        return next((item for item in self.items if item.deal_id == self._at), None)

    @property
    def remaining(self) -> list[TriageItem]:
        """The deals that this run still asks about, the one in front among them."""
        return [item for item in self.items if item.deal_id not in self.later]

    @property
    def share(self) -> float:
        """How far the run is, 0 to 1."""
        done = self.answered + len(self.later)
        total = done + len(self.remaining)
        return done / total if total else 1.0

    @property
    def place(self) -> tuple[int, int]:
        """Number of the deal in front, and of all."""
        done = self.answered + len(self.later)
        return done + 1, done + len(self.remaining)

    def take(self, queue: Sequence[TriageItem], back: Collection[str] = ()) -> None:
        """Take in a queue read anew; a deal of `back` comes to the front: it was taken back."""
        before = {item.deal_id for item in self.items}
        self.items = list(queue)
        now = {item.deal_id for item in self.items}
        returned = [item.deal_id for item in self.items if item.deal_id in back]
        self.answered = max(0, self.answered + len(before - now) - len(now - before))
        self.later &= now
        if returned:
            self.later.difference_update(returned)
            self._at = returned[0]
        elif self._at not in now or self._at in self.later:
            self._to_next()

    def leave_for_later(self) -> None:
        """Go on without an answer; the deal stays not assessed."""
        if self._at is not None:
            self.later.add(self._at)
        self._to_next()

    def answer(self) -> TriageItem | None:
        """The deal in front is answered; gives it, and goes on."""
        item = self.current
        if item is not None:
            self.items.remove(item)
            self.answered += 1
        self._to_next()
        return item

    def put_back(self, item: TriageItem) -> None:
        """An answer could not be kept: its deal is in front again."""
        self.items.insert(0, item)
        self.answered -= 1
        self._at = item.deal_id

    def restart(self) -> None:
        """Ask about those left for later, too."""
        self.later.clear()
        self.answered = 0
        self._to_next()

    def _to_next(self) -> None:
        self._at = next((item.deal_id for item in self.remaining), None)
