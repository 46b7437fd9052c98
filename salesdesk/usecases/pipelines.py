"""Pipelines and the processes they follow: add one, publish a changed process, set the gate."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from salesdesk.domain import entry
from salesdesk.domain.errors import KnownError
from salesdesk.domain.ordering import key_between
from salesdesk.domain.process import GatePolicy, Process
from salesdesk.domain.process_plain import to_plain
from salesdesk.support.i18n import _

if TYPE_CHECKING:
    from salesdesk.store.schema import ProcessVersion
    from salesdesk.store.unit import Unit


@dataclass(frozen=True)
class AddPipeline:
    """Adds a pipeline with the process that it follows. `currency` is what new deals start with."""

    name: str
    process: Process
    currency: str

    @property
    def label(self) -> str:
        """For the undo menu."""
        return _("Add pipeline {name}").format(name=self.name)

    def apply(self, unit: Unit) -> None:
        """Raises KnownError when the name is empty or taken, or the process has no board stage."""
        from salesdesk.store.schema import Pipeline

        name = entry.name(self.name, _("A pipeline needs a name. Nothing was added."))
        if not self.process.board_stages():
            raise KnownError(_("This process has no stage for the board. Nothing was added."))
        others = unit.find(Pipeline, order_by=Pipeline.order_key)
        if any(other.name.casefold() == name.casefold() for other in others):
            raise KnownError(_("There is a pipeline of that name already. Choose another name."))
        version = publish(unit, self.process, _("First version"))
        unit.add(
            Pipeline(
                name=name,
                order_key=key_between(others[-1].order_key if others else None, None),
                process_version_id=version.id,
                gate_policy=self.process.gate_policy,
                currency=self.currency,
            )
        )


class BeginDesk(AddPipeline):
    """The pipeline that a new desk has. No undo takes it away: there is no board without one."""

    is_beginning: Final = True


@dataclass(frozen=True)
class SetGatePolicy:
    """Says what an unmet gate does in a pipeline: ask for a reason, block, or nothing."""

    pipeline_id: str
    policy: GatePolicy

    @property
    def label(self) -> str:
        """For the undo menu; `apply` sets one that names the pipeline."""
        return _("Change the gate policy")

    def apply(self, unit: Unit) -> None:
        """Raises KnownError when the pipeline is gone."""
        from salesdesk.store.schema import Pipeline

        pipeline = unit.get(Pipeline, self.pipeline_id)
        pipeline.gate_policy = self.policy
        unit.label = _("Change the gate policy of {pipeline}").format(pipeline=pipeline.name)


def publish(unit: Unit, process: Process, note: str) -> ProcessVersion:
    """Adds the next version of a process to the store."""
    from salesdesk.store.schema import ProcessVersion

    earlier = unit.find(ProcessVersion, ProcessVersion.process_key == process.key)
    plain = to_plain(process)
    return unit.add(
        ProcessVersion(
            process_key=process.key,
            name=process.name,
            number=1 + max((version.number for version in earlier), default=0),
            note=note,
            published_at=unit.now,
            stages=json.dumps(plain["stages"], ensure_ascii=False),
            body=json.dumps(plain, ensure_ascii=False),
        )
    )


def first_pipeline_name() -> str:
    """What the pipeline of a first desk is called."""
    return _("My pipeline")
