"""Practice of objections: what can be dealt out, and the grade given after each.

Called by the practice window. Grades belong to the desk, not to a deal.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from salesdesk.domain import entry
from salesdesk.domain.practice import GRADES, Graded
from salesdesk.domain.process import Process
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
    """What can be practised, and all grades so far, oldest first."""

    process: Process
    grades: tuple[Graded, ...]


def practice_view(desk: Desk, pipeline_id: str) -> PracticeView:
    """The plays of a pipeline's process with the desk's grades."""
    from salesdesk.store.reads import practice as reads

    return PracticeView(desk.process(pipeline_id), desk.read(reads.grades))
