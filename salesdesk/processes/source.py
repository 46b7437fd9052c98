"""Reads YAML into nodes that know their file, line and column; trusts nothing it reads.

Called by ``processes.includes``. Built on the parser's events and not on its objects: no tag can
make anything, no alias can multiply, no nesting can exhaust the stack, and a duplicate key is
seen. Limits stand at the top.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from salesdesk.domain.errors import KnownError
from salesdesk.processes.faults import Fault, ProcessFaults, clip
from salesdesk.support.i18n import _
from salesdesk.support.ordinary_file import open_ordinary

MAX_BYTES = 2 * 1024 * 1024
"""Several times the largest process that we ship, libraries included."""
MAX_DEPTH = 24
MAX_NODES = 50_000

_INT = re.compile(r"[-+]?[0-9]{1,18}\Z")
_FLOAT = re.compile(r"[-+]?([0-9]+\.[0-9]*|\.[0-9]+)([eE][-+]?[0-9]{1,3})?\Z")
_WORDS: dict[str, bool | None] = {
    "true": True,
    "True": True,
    "TRUE": True,
    "false": False,
    "False": False,
    "FALSE": False,
    "null": None,
    "Null": None,
    "NULL": None,
    "~": None,
    "": None,
}

Scalar = str | int | float | bool | None


@dataclass(slots=True, eq=False)
class Node:
    """One value of the file: a scalar, a list of nodes, or nodes by key."""

    file: str
    line: int
    column: int
    value: Scalar | list[Node] | dict[str, Node]
    key_at: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Of a mapping: line and column of each key."""

    @property
    def items(self) -> list[Node]:
        """The nodes of a list; none for anything else."""
        return self.value if isinstance(self.value, list) else []

    @property
    def fields(self) -> dict[str, Node]:
        """The nodes of a mapping by key; none for anything else."""
        return self.value if isinstance(self.value, dict) else {}

    def text(self, name: str) -> str:
        """The text in the field `name` of a mapping; empty when missing or not text."""
        found = self.fields.get(name)
        return found.value if found is not None and isinstance(found.value, str) else ""

    def words(self, name: str) -> Iterator[tuple[str, Node]]:
        """The texts of the list in the field `name` with their nodes; a lone text counts as one."""
        found = self.fields.get(name)
        if found is None:
            return
        for node in [found] if isinstance(found.value, str) else found.items:
            if isinstance(node.value, str):
                yield node.value, node

    def plain(self) -> Any:
        """The value as plain dicts, lists and scalars. Depth is bounded by ``MAX_DEPTH``."""
        if isinstance(self.value, dict):
            return {name: node.plain() for name, node in self.value.items()}
        if isinstance(self.value, list):
            return [node.plain() for node in self.value]
        return self.value

    def fault(self, where: str, message: str) -> Fault:
        """A mistake that stands at this node."""
        return Fault(self.file, self.line, self.column, where, message)


def load_text(path: Path) -> str:
    """The text of a file. Raises KnownError when it cannot be read, ProcessFaults when not text."""
    try:
        with open_ordinary(path) as stream:
            data = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise KnownError(
            _("The process file {path} cannot be read: {why}. Nothing was changed.").format(
                path=path, why=error.strerror or type(error).__name__
            )
        ) from error
    return _decoded(str(path), data)


def _decoded(file: str, data: bytes) -> str:
    """`data` as text. Raises ProcessFaults, naming the line of the first byte that is not text."""
    if len(data) > MAX_BYTES:
        message = _("the file is larger than {size} MiB; a process is far smaller.")
        raise ProcessFaults(file, [Fault(file, 1, 1, "", message.format(size=MAX_BYTES >> 20))])
    zero = data.find(b"\0")
    if zero >= 0 and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _not_text(file, data[:zero])
    try:
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            return data.decode("utf-16")
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _not_text(file, data[: error.start]) from error


def _not_text(file: str, before: bytes) -> ProcessFaults:
    """The error for a file that is not text; `before` is what comes before the first bad byte."""
    line = before.count(b"\n") + 1
    column = len(before) - before.rfind(b"\n")
    message = _("this is not text in UTF-8. Save the file as plain text in UTF-8 and try again.")
    return ProcessFaults(file, [Fault(file, line, column, "", message)])


def parse(text: str, file: str, faults: list[Fault]) -> Node | None:
    """The nodes of a YAML text; mistakes go to `faults`. None when nothing can be made of it."""
    try:
        return _Builder(text, file, faults).build()
    except _TooMuchError:
        return None
    except MarkedYAMLError as error:
        mark = _where(error, text)
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        faults.append(Fault(file, line, column, "", _syntax(str(error.problem or error.context))))
    except (YAMLError, ValueError, RecursionError) as error:
        at = text[: getattr(error, "position", 0) or 0]
        line, column = at.count("\n") + 1, len(at) - at.rfind("\n")
        faults.append(Fault(file, line, column, "", _syntax(clip(str(error), 120))))
    return None


def _where(error: MarkedYAMLError, text: str) -> Any:
    """The parser's mark; for what is never closed, where it was opened and not the file's end."""
    mark = error.problem_mark or error.context_mark
    if mark and error.context_mark and mark.index >= len(text.rstrip()):
        return error.context_mark
    return mark


def _syntax(problem: str) -> str:
    """The message for a text that is not YAML."""
    return _("this is not YAML: {problem}. Check indents, colons and quotes here.").format(
        problem=clip(problem, 120)
    )


_VALUES = (ScalarEvent, SequenceStartEvent, MappingStartEvent, AliasEvent)
"""The events that start a value."""


class _TooMuchError(Exception):
    """Too deep or too many nodes: the fault is noted, reading stops."""


class _Builder:
    """Builds nodes from parser events, one file at a time."""

    def __init__(self, text: str, file: str, faults: list[Fault]) -> None:
        self._text = text
        self._file = file
        self._faults = faults
        self._left = MAX_NODES

    def build(self) -> Node | None:
        """The first document's root. A second document is a mistake."""
        yaml = YAML(typ="safe", pure=True)
        root: Node | None = None
        documents = 0
        events: Iterator[Event] = iter(yaml.parse(self._text))
        for event in events:
            if isinstance(event, DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._note(event, _("a second document starts here; expected only one."))
                    break
            elif isinstance(event, _VALUES):
                root = self._node(event, events, 0)
        return root

    def _note(self, event: Event, message: str) -> None:
        mark = event.start_mark
        self._faults.append(Fault(self._file, mark.line + 1, mark.column + 1, "", message))

    def _node(self, event: Event, events: Iterator[Event], depth: int) -> Node:
        """The node that starts at `event`; takes what belongs to it from `events`."""
        self._left -= 1
        if self._left < 0:
            self._note(event, _("the file holds too many values to be a process."))
            raise _TooMuchError
        if depth > MAX_DEPTH:
            self._note(event, _("lists and fields are nested too deeply here."))
            raise _TooMuchError
        self._refuse_magic(event)
        mark = event.start_mark
        node = Node(self._file, mark.line + 1, mark.column + 1, None)
        if isinstance(event, ScalarEvent):
            node.value = _resolved(event)
        elif isinstance(event, SequenceStartEvent):
            node.value = self._list(events, depth)
        elif isinstance(event, MappingStartEvent):
            node.value = self._mapping(node, events, depth)
        return node

    def _refuse_magic(self, event: Event) -> None:
        """Notes anchors, aliases and tags: a process file is plain text, lists and fields."""
        if isinstance(event, AliasEvent):
            self._note(event, _("references (*name) are not read here; write the value out."))
        elif getattr(event, "anchor", None) is not None:
            self._note(event, _("anchors (&name) are not read here; remove it."))
        tag = getattr(event, "tag", None)
        if tag not in (None, "!"):
            message = _("tags (“{tag}”) are not read here; remove it.")
            self._note(event, message.format(tag=clip(str(tag))))

    def _list(self, events: Iterator[Event], depth: int) -> list[Node]:
        """The nodes up to the end of the list that has just started."""
        found: list[Node] = []
        for event in events:
            if isinstance(event, SequenceEndEvent):
                break
            found.append(self._node(event, events, depth + 1))
        return found

    def _mapping(self, node: Node, events: Iterator[Event], depth: int) -> dict[str, Node]:
        """The fields up to the end of the mapping that has just started; keys must be text."""
        found: dict[str, Node] = {}
        for event in events:
            if isinstance(event, MappingEndEvent):
                break
            key = self._node(event, events, depth + 1)
            said = next(events)
            value = self._node(said, events, depth + 1)
            name = event.value if isinstance(event, ScalarEvent) else ""
            if not name:
                self._note(event, _("expected the name of a field here."))
            elif name in found:
                message = _("“{name}” stands twice here; it was first given in line {line}.")
                self._note(event, message.format(name=clip(name), line=node.key_at[name][0]))
            else:
                if value.value is None and said.start_mark.index == said.end_mark.index:
                    # Left out: the parser has it further down.
                    value.line, value.column = key.line, key.column
                found[name] = value
                node.key_at[name] = (key.line, key.column)
        return found


def _resolved(event: Any) -> Scalar:
    """The value of a scalar: only unquoted text can be a number, true, false or nothing.

    White space around a text means nothing in a process, least of all a block's last newline.
    """
    text: str = event.value.strip()
    if not event.implicit[0]:
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _INT.match(text):
        return int(text)
    return float(text) if _FLOAT.match(text) else text
