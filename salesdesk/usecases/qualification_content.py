"""The frameworks, red flags and research that a deal's process offers.

Called by the qualification queries and commands. A process from before there were frameworks has
none of its own; its deals are qualified by the shipped ones, so that an old desk is not left out.
"""

from __future__ import annotations

import dataclasses

from salesdesk.domain.process import Framework, Process
from salesdesk.processes.builtin import builtin_frameworks


def qualifying(process: Process) -> Process:
    """The process with frameworks: its own, else the shipped ones with flags and research."""
    if process.frameworks:
        return process
    shipped = builtin_frameworks()
    return dataclasses.replace(
        process,
        frameworks=shipped.frameworks,
        red_flags=process.red_flags or shipped.red_flags,
        research=process.research or shipped.research,
    )


def chosen(process: Process, key: str | None) -> Framework:
    """The framework that a deal is judged by: the rep's choice, else the process's first."""
    named = (framework for framework in process.frameworks if framework.key == key)
    return next(named, process.frameworks[0])
