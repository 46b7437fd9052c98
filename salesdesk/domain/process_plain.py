"""A process as JSON-ready values and back: what is kept of a published version.

Called by the reader of process files and by the store.
"""

from __future__ import annotations

import dataclasses
import functools
import types
import typing
from typing import TYPE_CHECKING, Any

from salesdesk.domain.process import Process

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable


def to_plain(process: Process) -> dict[str, Any]:
    """The process as JSON-ready values; :func:`from_plain` is its inverse."""
    return dataclasses.asdict(process)


def from_plain(plain: dict[str, Any]) -> Process:
    """A process from the values that :func:`to_plain` gave. Unknown keys are ignored."""
    build = _builder(Process)
    assert build is not None
    built = build(plain)
    assert isinstance(built, Process)
    return built


@functools.cache
def _builder(kind: Hashable) -> Callable[[Any], Any] | None:
    """What turns a plain value into `kind`, through nested dataclasses and tuples of them.

    None where the value is the same in both. Worked out once for each kind: asking the types at
    each of ten thousand values takes longer than building them.
    """
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        return _fields_builder(kind)
    if typing.get_origin(kind) is tuple:
        build = _builder(typing.get_args(kind)[0])
        return tuple if build is None else lambda value: tuple(map(build, value))
    if isinstance(kind, types.UnionType):
        # X | None with a dataclass X: the plain value says which of them it is.
        inner: Any = next((k for k in typing.get_args(kind) if dataclasses.is_dataclass(k)), None)
        made = None if inner is None else _builder(inner)
        if made is not None:
            return lambda value: made(value) if isinstance(value, dict) else value
    return None


def _fields_builder(kind: Any) -> Callable[[dict[str, Any]], Any]:
    parts = [(name, _builder(hint)) for name, hint in typing.get_type_hints(kind).items()]

    def build(plain: dict[str, Any]) -> Any:
        return kind(
            **{
                name: plain[name] if part is None else part(plain[name])
                for name, part in parts
                if name in plain
            }
        )

    return build
