"""Finds every mistake of a process file at once, each with file, line and column.

Called by ``processes.reader`` and by ``salesdesk process check``.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from salesdesk.processes import includes
from salesdesk.processes.faults import Fault, ProcessFaults
from salesdesk.processes.models import Library, Process
from salesdesk.processes.references import reference_faults
from salesdesk.processes.shape import shape_faults
from salesdesk.processes.source import Node


@dataclass(frozen=True, slots=True)
class Checked:
    """A file after the check: its nodes with the included lists joined, and its mistakes."""

    root: Node | None
    faults: tuple[Fault, ...]
    """In reading order: the process file first, then its included files."""


def check_file(path: Path | str) -> tuple[Fault, ...]:
    """Every mistake of the process file at `path` and of the files it includes; () when sound.

    A file that holds only shared lists (a library) is checked as such, keys aside.
    Raises KnownError when the file cannot be read at all.
    """
    return checked(Path(path)).faults


def checked(path: Path) -> Checked:
    """The file's nodes and mistakes. Raises KnownError when the file cannot be read at all."""
    faults: list[Fault] = []
    try:
        root = includes.load(path, faults)
    except ProcessFaults as error:
        return Checked(None, error.faults)
    if root is None:
        return Checked(None, tuple(faults))
    if _is_library(root):
        faults += shape_faults(root, Library)
        return Checked(root, _ordered(faults, path))
    before = len(faults)
    libraries = includes.join(root, path, faults)
    is_whole = len(faults) == before
    for library in libraries:
        faults += shape_faults(library, Library)
    faults += _once(shape_faults(root, Process), faults)
    if is_whole:
        # What a missing file holds cannot be told from what is nowhere: its own fault comes first.
        faults += reference_faults(root)
    return Checked(root, _ordered(faults, path))


def _is_library(root: Node) -> bool:
    """Whether the file holds shared lists and none of the fields that only a process has."""
    own = set(Process.model_fields) - set(Library.model_fields) | {"include"}
    return (
        bool(root.fields)
        and not own & set(root.fields)
        and bool(set(Library.model_fields) & set(root.fields))
    )


def _once(found: list[Fault], already: list[Fault]) -> list[Fault]:
    """`found` without the mistakes of included files, which their own check has named already."""
    places = {(fault.file, fault.line, fault.column, fault.message) for fault in already}
    return [f for f in found if (f.file, f.line, f.column, f.message) not in places]


def _ordered(faults: list[Fault], path: Path) -> tuple[Fault, ...]:
    """Without doubles, by file (the process file first), line and column."""
    return tuple(
        sorted(
            set(faults), key=lambda f: (f.file != str(path), f.file, f.line, f.column, f.message)
        )
    )
