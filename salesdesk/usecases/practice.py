"""Practice of objections: what can be dealt out, and the grade given after each.

Called by the practice window. Grades belong to the desk, not to a deal.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from salesdesk.domain import entry, practice
from salesdesk.domain.practice import GRADES, Graded, Record
from salesdesk.domain.process import Play, Process
from salesdesk.support.i18n import _

if TYPE_CHECKING:
    from salesdesk.store.unit import Unit
    from salesdesk.usecases.desk import Desk


@dataclass(frozen=True)
class GradePlay:
    """Keeps how it went: knew, almost or not."""

    play_key: str
    grade: str

    @property
    def label(self) -> str:
        """For the undo menu."""
        return _("Grade a practised objection")

    def apply(self, unit: Unit) -> None:
        """Raises KnownError for a grade that is none."""
        from salesdesk.store.schema import Practice

        grade = entry.one_of(self.grade, GRADES)
        unit.add(Practice(play_key=self.play_key, practised_on=unit.today, grade=grade))


@dataclass(frozen=True, slots=True)
class PracticeView:
    """What can be practised, with how each play went so far."""

    process: Process
    plays: tuple[Play, ...]
    grades: tuple[Graded, ...]
    records: Mapping[str, Record]

    @property
    def practised(self) -> int:
        """How many plays were practised at least once."""
        return sum(play.key in self.records for play in self.plays)

    def deal_out(self, chance: random.Random, last: str = "") -> Play | None:
        """The play to practise now; weak ones more often, never the last one twice."""
        return practice.next_play(self.plays, self.grades, chance, last)


def practice_view(desk: Desk, pipeline_id: str, category: str = "") -> PracticeView:
    """The plays of a pipeline's process, all or those of one category."""
    from salesdesk.store.reads import practice as reads

    process = desk.process(pipeline_id)
    grades = desk.read(reads.grades)
    plays = tuple(p for p in process.plays if category in ("", p.category))
    return PracticeView(process, plays, grades, practice.records(grades))
