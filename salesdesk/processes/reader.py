"""Reads a process file into the domain's :class:`Process`.

Called by the use cases that make a desk, import a process or show the built-in ones. Imports
ruamel and pydantic, so it is itself imported late.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from salesdesk.domain.process import Process
from salesdesk.domain.process_plain import from_plain
from salesdesk.processes import models
from salesdesk.processes.check import checked
from salesdesk.processes.faults import Fault, ProcessFaults
from salesdesk.support.i18n import _


def read_process(path: Path | str) -> Process:
    """The process in the file at `path`, its included files joined in.

    Raises ProcessFaults, which lists every mistake with its line, when there is any; KnownError
    when the file cannot be read.
    """
    result = checked(Path(path))
    if result.faults or result.root is None:
        raise ProcessFaults(str(path), result.faults)
    if "stages" not in result.root.fields:
        message = _("this file holds shared lists only; expected a process with “stages”.")
        raise ProcessFaults(str(path), [Fault(str(path), 1, 1, "", message)])
    model = models.Process.model_validate(result.root.plain())
    return from_plain(_with_layers(model.model_dump()))


def read_library(path: Path | str) -> Process:
    """The shared lists of an included file, as a process that has nothing but them.

    Raises as :func:`read_process` does.
    """
    result = checked(Path(path))
    if result.faults or result.root is None:
        raise ProcessFaults(str(path), result.faults)
    lists = _with_layers(models.Library.model_validate(result.root.plain()).model_dump())
    name = Path(path).stem
    blank = {"key": name, "name": name, "summary": "", "gate_policy": "off", "conversion_rule": ""}
    return from_plain({**blank, "stages": (), **lists})


def _with_layers(plain: dict[str, Any]) -> dict[str, Any]:
    """Gives each question without a layer that of its topic."""
    layers = {topic["key"]: topic["layer"] for topic in plain["topics"]}
    for question in plain["questions"]:
        question["layer"] = question["layer"] or layers[question["topic"]]
    return plain
