"""Desks of a given size to measure on, made once a run in a temporary folder."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from salesdesk.domain.clock import Clock
from salesdesk.domain.ids import new_ids
from salesdesk.domain.ordering import keys_between
from salesdesk.processes import builtin
from salesdesk.store import glance
from salesdesk.usecases.desk import Desk
from salesdesk.usecases.new_desk import create

if TYPE_CHECKING:
    from salesdesk.store.unit import Unit

TODAY = dt.date(2026, 11, 22)
WORDS = (
    "fleet telematics depot invoice warehouse routing scanner renewal pilot rollout licence "
    "portal migration audit training cooling packaging forecast ledger clinic harbour rail"
).split()


@dataclass(frozen=True)
class Fill:
    """Adds `deals` open deals over all board stages with accounts, stays and next steps."""

    deals: int
    notes: int
    pipeline_id: str
    stages: tuple[str, ...]

    @property
    def label(self) -> str:
        """For the undo menu."""
        return "Fill"

    def apply(self, unit: Unit) -> None:
        """Adds everything in bulk."""
        from salesdesk.store import schema

        accounts = new_ids(max(1, self.deals // 10))
        unit.add_many(
            schema.Account,
            [{"id": a, "name": f"{_words(n)} Holding {n}"} for n, a in enumerate(accounts)],
        )
        ids, keys = new_ids(self.deals), keys_between(None, None, self.deals)
        rows = [self._deal(n, ids[n], keys[n], accounts) for n in range(self.deals)]
        unit.add_many(schema.Deal, rows)
        unit.add_many(
            schema.Stay,
            [
                {"id": stay, "deal_id": row["id"], "stage_key": row["stage_key"],
                 "entered_at": "2026-11-01T08:00:00+00:00", "how": "created"}
                for stay, row in zip(new_ids(self.deals), rows, strict=True)
            ],
        )  # fmt: skip
        due = [(TODAY + dt.timedelta(days=n % 30 - 8)).isoformat() for n in range(self.deals)]
        unit.add_many(
            schema.NextStep,
            [
                {"id": step, "deal_id": ids[n], "kind": "call", "what": f"Call about {_words(n)}",
                 "due_on": due[n], "agreed": n % 2 == 0}
                for n, step in enumerate(new_ids(self.deals))
                if n % 5
            ],
        )  # fmt: skip
        unit.add_many(
            schema.Note,
            [
                {"id": note, "deal_id": ids[n % self.deals], "written_at": unit.now,
                 "body": f"{_words(n)} {_words(n * 7 + 3)} note {n}"}
                for n, note in enumerate(new_ids(self.notes))
            ],
        )  # fmt: skip

    def _deal(self, n: int, deal_id: str, key: str, accounts: list[str]) -> dict[str, object]:
        return {
            "id": deal_id,
            "pipeline_id": self.pipeline_id,
            "stage_key": self.stages[n % len(self.stages)],
            "order_key": key,
            "name": f"{_words(n)} {n}",
            "account_id": accounts[n % len(accounts)],
            "amount_minor": (n * 7919 % 200_000) * 100,
            "currency": "EUR",
            "category": "pipeline",
            "status": "open",
            "created_on": "2026-10-01",
            "entered_on": (TODAY - dt.timedelta(days=n % 60)).isoformat(),
        }


def _words(n: int) -> str:
    return f"{WORDS[n % len(WORDS)]} {WORDS[n * 7 // len(WORDS) % len(WORDS)]}".capitalize()


@cache
def clock() -> Clock:
    """A clock that stands at a fixed day."""
    return Clock(TODAY)


def make(folder: Path, deals: int, notes: int = 0) -> Path:
    """The desk file with so many deals and notes; made at the first call."""
    path = folder / f"bench-{deals}-{notes}.desk"
    if not path.exists():
        create(path, clock(), builtin.load_builtin("eight-step"), "EUR", "Bench")
        desk = Desk(path, clock(), threaded=False)
        pipeline = glance.pipelines(desk.raw)[0]
        stages = tuple(stage.key for stage in pipeline.stages)
        desk.run(Fill(deals, notes, pipeline.id, stages))
        desk.close()
    return path
