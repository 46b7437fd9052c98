"""Writes processes: a whole one as one text, or one value of a file in its place.

No screen edits a process yet; the tests prove with it that what is read is all that a file says.
A whole process is written without includes, so that a team can pass one file around; a small edit
replaces only the characters that changed, so that comments, order and layout stay as they were.
"""

from __future__ import annotations

import dataclasses
import io
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.scalarstring import FoldedScalarString

from salesdesk.domain.errors import KnownError
from salesdesk.domain.process import Process
from salesdesk.processes.check import checked
from salesdesk.processes.faults import Fault, ProcessFaults, meant
from salesdesk.processes.includes import load
from salesdesk.processes.source import Node, Scalar, load_text
from salesdesk.support.i18n import _

LONG = 60
"""Texts longer than this many characters are written as folded blocks."""


def process_text(process: Process) -> str:
    """The process as YAML text. Fields that hold their default are left out.

    The same process gives the same text; reading the text gives an equal process.
    """
    yaml = YAML()
    yaml.width = 96
    yaml.allow_unicode = True
    yaml.indent(mapping=2, sequence=4, offset=2)
    stream = io.StringIO()
    yaml.dump(_plain(process), stream)
    return stream.getvalue()


def edit_process(path: Path | str, changes: Mapping[tuple[str, ...], Scalar]) -> None:
    """Replaces single texts, numbers or switches of a process file in their place.

    A key of `changes` is the way to the value, list items named by their key or number from 1:
    ``("stages", "discovery", "name")``. Everything else of the file stays to the character.
    Values of included files are not reached. Raises KnownError when a way leads nowhere,
    ProcessFaults when the file would not be sound afterwards; the file is then untouched.
    """
    path = Path(path)
    edited = edited_text(load_text(path), str(path), changes)
    faults = checked(path, edited).faults
    if faults:
        raise ProcessFaults(str(path), faults)
    _replace(path, edited)


def edited_text(text: str, file: str, changes: Mapping[tuple[str, ...], Scalar]) -> str:
    """`text` with the values replaced, unchecked. Raises as :func:`edit_process` does."""
    faults: list[Fault] = []
    root = load(Path(file), faults, text)
    if root is None or faults:
        raise ProcessFaults(file, faults)
    places = [(_find(root, way), value) for way, value in changes.items()]
    for node, value in sorted(places, key=lambda place: place[0].start, reverse=True):
        old = text[node.start : node.end]
        kept = old[len(old.rstrip()) :]
        gap = " " if node.start == node.end else ""
        text = text[: node.start] + gap + _scalar(value) + kept + text[node.end :]
    return text


def _find(root: Node, way: tuple[str, ...]) -> Node:
    """The scalar at the end of `way`. Raises KnownError when there is none."""
    node: Node | None = root
    known: list[str] = []
    for step in way:
        assert node is not None
        known = list(node.fields) or [item.text("key") for item in node.items]
        if isinstance(node.value, list):
            by_key = {item.text("key"): item for item in node.items}
            by_number = {str(n): item for n, item in enumerate(node.items, 1)}
            node = by_key.get(step) or by_number.get(step)
        else:
            node = node.fields.get(step)
        if node is None:
            break
    if node is None or isinstance(node.value, list | dict):
        message = _("There is no single value “{way}” in {file}. Nothing was changed.")
        raise KnownError(
            f"{message.format(way=' › '.join(way), file=root.file)} {meant(way[-1], known)}".strip()
        )
    return node


def _scalar(value: Scalar) -> str:
    """One line of YAML for the value; texts always in quotes, so that none is misread."""
    if isinstance(value, str):
        return _quoted(value)
    if value is None:
        return "null"
    return str(value).lower() if isinstance(value, bool) else str(value)


def _quoted(text: str) -> str:
    """A double-quoted YAML text."""
    escapes = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
    inside = "".join(escapes.get(c) or (c if c.isprintable() else f"\\U{ord(c):08x}") for c in text)
    return f'"{inside}"'


def _plain(value: Any) -> Any:
    """Dataclasses as mappings without their defaults, tuples as lists, long texts folded."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {
            f.name: _plain(getattr(value, f.name))
            for f in dataclasses.fields(value)
            if f.default is dataclasses.MISSING or getattr(value, f.name) != f.default
        }
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, str):
        return _text(value)
    return value


def _text(text: str) -> str:
    """A folded block for long plain prose; quoting is left to the writer for the rest."""
    is_prose = len(text) > LONG and text == " ".join(text.split(" ")) and text.isprintable()
    if not is_prose or "  " in text or text != text.strip():
        return text
    folded: str = FoldedScalarString(text)
    return folded


def _replace(path: Path, text: str) -> None:
    """Writes beside the file, syncs, and puts the result in its place in one step."""
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".write-", suffix=".part")
    except OSError as error:
        raise _unwritten(path, error) from error
    part = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(part, path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise _unwritten(path, error) from error


def _unwritten(path: Path, error: OSError) -> KnownError:
    return KnownError(
        _(
            "The process file {path} could not be written: {why}. What was there is unchanged."
        ).format(path=path, why=error.strerror or type(error).__name__)
    )
