"""Frameworks that the rep makes, changes and takes away, from the deal that is being qualified.

Called by the dialog of the Qualify panel. A framework belongs to the process, so each change
publishes a version of it with a note; all deals of the pipeline may use it from then on. Scores
stay filed under the framework's and the element's keys, whatever happens to their names.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from salesdesk.domain import own_frameworks as domain
from salesdesk.domain.own_frameworks import FrameworkEntry
from salesdesk.support.i18n import _
from salesdesk.usecases.deal_access import get_deal
from salesdesk.usecases.qualification_content import qualifying

if TYPE_CHECKING:
    from salesdesk.domain.process import Process
    from salesdesk.store.unit import Unit
    from salesdesk.usecases.desk import Desk


@dataclass(frozen=True)
class SaveFramework:
    """Adds a framework to the process of a deal, which is judged by it then, or changes one."""

    deal_id: str
    framework: FrameworkEntry

    @property
    def label(self) -> str:
        """For the undo menu."""
        name = self.framework.name.strip()
        if self.framework.key:
            return _("Change the framework {name}").format(name=name)
        return _("Add the framework {name}").format(name=name)

    def apply(self, unit: Unit) -> None:
        """Raises KnownError when something is missing, a name is taken, or the deal is gone."""
        deal = get_deal(unit, self.deal_id)
        process = qualifying(unit.process(deal.pipeline_id))
        framework = domain.made(process, self.framework)
        _publish(unit, deal.pipeline_id, domain.with_framework(process, framework), self.label)
        if not self.framework.key:
            deal.framework = framework.key


@dataclass(frozen=True)
class RemoveFramework:
    """Takes a framework out of the process of a deal. Its scores stay, for when it comes back."""

    deal_id: str
    framework: str

    @property
    def label(self) -> str:
        """For the undo menu; `apply` sets one that names the framework."""
        return _("Remove a framework")

    def apply(self, unit: Unit) -> None:
        """Raises KnownError when it is the only one, or gone, or the deal is."""
        deal = get_deal(unit, self.deal_id)
        process = qualifying(unit.process(deal.pipeline_id))
        kept = domain.without_framework(process, self.framework)
        name = next(f.name for f in process.frameworks if f.key == self.framework)
        unit.label = _("Remove the framework {name}").format(name=name)
        _publish(unit, deal.pipeline_id, kept, unit.label)


def process_of_pipeline(desk: Desk, pipeline_id: str) -> Process:
    """The process of a pipeline, with frameworks."""
    return qualifying(desk.process(pipeline_id))


def _publish(unit: Unit, pipeline_id: str, process: Process, note: str) -> None:
    """The next version of the process, followed from now on."""
    from salesdesk.store.schema import Pipeline
    from salesdesk.usecases.pipelines import publish

    version = publish(unit, process, note)
    unit.flush()  # the pipeline names the version
    unit.get(Pipeline, pipeline_id).process_version_id = version.id
