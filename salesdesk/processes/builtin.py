"""The process files that SalesDesk ships with.

Called by the use cases that make a desk (``--process NAME|FILE``) and list what can be chosen.
Reading imports ruamel and pydantic; the list of names does not.
"""

from __future__ import annotations

import functools
from pathlib import Path

from salesdesk.domain.errors import KnownError
from salesdesk.domain.process import Process
from salesdesk.processes.faults import meant
from salesdesk.support.i18n import _
from salesdesk.support.paths import resources

DEFAULT = "eight-step"
"""The process of a new desk."""


def builtin_keys() -> tuple[str, ...]:
    """The keys of the shipped processes, the default first, then by name."""
    found = sorted(path.stem for path in _folder().glob("*.yaml"))
    return tuple(sorted(found, key=lambda key: key != DEFAULT))


def builtin_path(key: str) -> Path:
    """The file of a shipped process. Raises KnownError when there is none of that key."""
    keys = builtin_keys()
    if key not in keys:
        message = _("There is no built-in process “{key}”. There are: {keys}.").format(
            key=key, keys=", ".join(keys)
        )
        raise KnownError(" ".join(filter(None, (message, meant(key, keys)))))
    return _folder() / f"{key}.yaml"


def load_builtin(key: str = DEFAULT) -> Process:
    """A shipped process. Raises KnownError when there is none of that key."""
    return _read_once(builtin_path(key))


@functools.cache
def _read_once(path: Path) -> Process:
    """Reading one takes more than half a second; none can change it."""
    from salesdesk.processes.reader import read_process

    return read_process(path)


def load_process(name_or_file: str) -> Process:
    """A shipped process by its key, or the process in a file.

    Raises KnownError when it is neither, ProcessFaults when the file has mistakes.
    """
    from salesdesk.processes.reader import read_process

    path = Path(name_or_file)
    if name_or_file in builtin_keys() or not (path.suffix or path.exists()):
        return load_builtin(name_or_file)
    return read_process(path)


@functools.cache
def builtin_frameworks() -> Process:
    """The shipped frameworks, red flags and research, for processes older than they are.

    Read once: it takes about a twentieth of a second.
    """
    from salesdesk.processes.reader import read_library

    return read_library(_folder() / "library" / "frameworks.yaml")


@functools.cache
def builtin_guardrails() -> Process:
    """The shipped guardrails, for processes older than they are. Read once."""
    from salesdesk.processes.reader import read_library

    return read_library(_folder() / "library" / "guardrails.yaml")


def _folder() -> Path:
    return resources("processes")
