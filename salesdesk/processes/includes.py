"""Joins a process file with the library files that it includes, as nodes.

Called by ``processes.check``. An included file lies in the folder of the process file or below
it, or else has the name of one that is shipped, so that a copy of a shipped process is whole
wherever it lies. It may hold shared lists only. An item of the process file replaces the included
item of the same key, in its place; other items are appended.
"""

from __future__ import annotations

from pathlib import Path, PureWindowsPath

from salesdesk.domain.errors import KnownError
from salesdesk.processes.faults import Fault, ProcessFaults, clip
from salesdesk.processes.models import Library
from salesdesk.processes.source import Node, load_text, parse
from salesdesk.support.i18n import _
from salesdesk.support.paths import resources

MAX_INCLUDES = 50
SHARED = tuple(Library.model_fields)
"""The lists that an included file may hold."""


def load(path: Path, faults: list[Fault]) -> Node | None:
    """The nodes of one file. None with a fault when it has no fields."""
    root = parse(load_text(path), str(path), faults)
    if root is None:
        if not faults:
            faults.append(Fault(str(path), 1, 1, "", _("the file is empty.")))
        return None
    if not isinstance(root.value, dict):
        faults.append(root.fault("", _("expected fields such as “key:” and “name:” here.")))
        return None
    return root


def join(root: Node, path: Path, faults: list[Fault]) -> list[Node]:
    """Takes ``include`` out of `root` and joins the lists of the files it names into `root`.

    Returns the roots of the included files that could be read, for their own checks of shape.
    """
    node = root.fields.pop("include", None)
    if node is None:
        return []
    if not isinstance(node.value, list | str):
        message = _("expected a list of file names, each after “- ”.")
        faults.append(node.fault("include", message))
        return []
    libraries: list[Node] = []
    names = [node] if isinstance(node.value, str) else node.items
    for item in names[:MAX_INCLUDES]:
        library = _library(item, path, faults)
        if library is not None:
            libraries.append(library)
    if len(names) > MAX_INCLUDES:
        message = _("more than {most} files are included.").format(most=MAX_INCLUDES)
        faults.append(node.fault("include", message))
    for name in SHARED:
        _join_list(root, libraries, name)
    return libraries


def _library(item: Node, path: Path, faults: list[Fault]) -> Node | None:
    """One included file, or None with the reason among the faults."""
    if not isinstance(item.value, str) or not item.value.strip():
        faults.append(item.fault("include", _("expected the name of a file.")))
        return None
    target = _inside(path.parent, item.value)
    if target is None:
        message = _("“{name}” is not in the folder of the process file; expected a file in it.")
        faults.append(item.fault("include", message.format(name=clip(item.value))))
        return None
    if not target.is_file():
        target = _inside(resources("processes"), item.value) or target
    if not target.is_file():
        message = _("the file “{name}” is not there.").format(name=clip(item.value))
        faults.append(item.fault("include", message))
        return None
    try:
        return load(target, faults)
    except ProcessFaults as error:
        faults.extend(error.faults)
    except KnownError as error:
        faults.append(item.fault("include", str(error)))
    return None


def _inside(folder: Path, name: str) -> Path | None:
    """The file `name` in `folder`, or None when it would lead out of it, links followed."""
    windows = PureWindowsPath(name)
    if windows.is_absolute() or windows.drive or windows.root or ".." in windows.parts:
        return None
    try:
        home, target = folder.resolve(), (folder / Path(*windows.parts)).resolve()
    except (OSError, RuntimeError, ValueError):
        return None
    return folder / Path(*windows.parts) if target.is_relative_to(home) else None


def _join_list(root: Node, libraries: list[Node], name: str) -> None:
    """Joins the list `name`: included items first, each replaced by the own item of its key."""
    own_list = root.fields.get(name)
    shared = [library.fields[name] for library in libraries if name in library.fields]
    joined = [item for node in shared for item in node.items]
    if not joined or (own_list is not None and not isinstance(own_list.value, list)):
        return
    own = list(own_list.items) if own_list is not None else []
    own_keys = {item.text("key") for item in own} - {""}
    replaced: set[str] = set()
    result: list[Node] = []
    for item in joined:
        key = item.text("key")
        if key not in own_keys:
            result.append(item)
        elif key not in replaced:
            replaced.add(key)
            result.append(next(mine for mine in own if mine.text("key") == key))
    result.extend(item for item in own if item.text("key") not in replaced)
    at = own_list or shared[0]
    root.fields[name] = Node(at.file, at.line, at.column, result)
