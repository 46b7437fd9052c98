"""What the Process page shows: each pipeline with its gate policy and the process it follows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from salesdesk.domain.process import GatePolicy, Process

if TYPE_CHECKING:
    from salesdesk.usecases.desk import Desk


@dataclass(frozen=True, slots=True)
class PipelineView:
    """A pipeline in use."""

    id: str
    name: str
    gate_policy: GatePolicy
    currency: str
    """Of new deals, ISO."""
    process: Process


def pipeline_views(desk: Desk) -> tuple[PipelineView, ...]:
    """The pipelines in use, in their order."""
    from salesdesk.store.reads.names import pipeline_glances

    return tuple(
        PipelineView(row.id, row.name, _policy(row.gate_policy), row.currency, desk.process(row.id))
        for row in desk.read(pipeline_glances)
    )


def _policy(kept: str) -> GatePolicy:
    """The policy as kept; one that this version does not know asks for a reason."""
    return "block" if kept == "block" else "off" if kept == "off" else "reason"
