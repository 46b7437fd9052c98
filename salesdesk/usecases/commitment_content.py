"""What a process says about commitment: its guardrails, and the events that count.

Called by the commitment queries and commands. A process from before there were guardrails has
none of its own; its deals are held to the shipped ones, so that an old desk is not left out.
"""

from __future__ import annotations

from salesdesk.domain.process import Guardrail, Process, Signal
from salesdesk.processes.builtin import builtin_guardrails

_LAST_STAGES = 2


def guardrails(process: Process) -> tuple[Guardrail, ...]:
    """The process's guardrails, else the shipped ones."""
    return process.guardrails or builtin_guardrails().guardrails


def events(process: Process) -> tuple[Signal, ...]:
    """The signals that cost the buyer effort, in the order of the stages.

    A process that marks none: the signals of its last two stages on the board.
    """
    stages = process.board_stages()
    marked = tuple(s for stage in stages for s in stage.signals if s.commits)
    return marked or tuple(s for stage in stages[-_LAST_STAGES:] for s in stage.signals)
