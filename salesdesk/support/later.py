"""Parts of PySide that only its tools and its error messages use, compiled when first looked at.

PySide carries its Python part as source inside a library and compiles it anew at every start,
with regular expressions and imports that a running program never uses: a quarter of an empty
window's start. Within `put_off`, around the first import of PySide, each of those modules gets a
body that fetches the real one at the first look into the module. Used by ``__main__``; a PySide
that loads its parts in another way is loaded as ever.
"""

from __future__ import annotations

import builtins
import contextlib
import threading
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

PUT_OFF: Final = frozenset(
    f"shibokensupport/signature/{name}.py"
    for name in (
        "errorhandler",
        "layout",
        "lib/enum_sig",
        "lib/pyi_generator",
        "lib/tool",
        "mapping",
        "parser",
    )
)
"""The file names of what waits: what writes signatures, words about wrong arguments, stub files."""


@contextlib.contextmanager
def put_off() -> Iterator[None]:
    """Within, the modules of `PUT_OFF` are imported empty; each fills itself at the first look."""
    compile_now = builtins.compile

    def compile_later(source: Any, filename: Any, mode: str, *rest: Any, **more: Any) -> Any:
        if mode == "exec" and isinstance(source, bytes) and filename in PUT_OFF:
            source = (
                f"from {__name__} import Waiting\n"
                f"__getattr__ = Waiting(globals(), {filename!r}, {source!r}).look\n"
                "del Waiting"
            )
        return compile_now(source, filename, mode, *rest, **more)

    builtins.compile = compile_later
    try:
        yield
    finally:
        builtins.compile = compile_now


class Waiting:
    """The ``__getattr__`` of a module whose body was put off."""

    def __init__(self, names: dict[str, Any], filename: str, source: bytes) -> None:
        self._names, self._filename, self._source = names, filename, source
        # A thread that looks while another fills waits for the whole of it; the one that fills
        # may look too, as in any circle of imports.
        self._lock = threading.RLock()
        self._is_filled = False

    def look(self, name: str) -> Any:
        """What the module calls `name`; fills the module first. Raises AttributeError."""
        # What the import system asks every module for (__path__, __all__) is no look into it.
        if not (name.startswith("__") and name.endswith("__")):
            with self._lock:
                self._fill()
            if name in self._names:
                return self._names[name]
        module = self._names.get("__name__")
        raise AttributeError(f"module {module!r} has no attribute {name!r}")

    def _fill(self) -> None:
        if self._is_filled:
            return
        self._is_filled = True
        try:
            exec(compile(self._source, self._filename, "exec", dont_inherit=True), self._names)  # noqa: S102 - the body that PySide would have run itself
        except BaseException:
            self._is_filled = False  # the next look tries again, as an import would
            raise
