"""What a library compiles anew at every start, kept from an earlier start.

PySide carries its Python part as source inside a library: it compiles it at each import, with
regular expressions that a program never uses. That is a third of an empty window's start. Python
keeps the byte code of every other module in ``__pycache__``; this does the same for these, and
for the regular expressions of all modules. Used by ``__main__`` around the imports for the window.
The file is one user's own, as the settings beside it are.
"""

from __future__ import annotations

import _imp
import builtins
import contextlib
import marshal
import os
import re
import sys
from collections.abc import Iterator
from importlib.util import MAGIC_NUMBER
from pathlib import Path
from typing import Any, Final

_SEED: Final = 0x5D
_SUM_BYTES: Final = 8
_LONGEST_TEXT: Final = 200
"""Of expressions: the annotations that typing compiles are short."""


@contextlib.contextmanager
def kept_in(folder: Path) -> Iterator[None]:
    """Take what is compiled within from the folder; keep there what was new.

    Byte code is taken by the whole of its source, so that another version of a library never
    meets this one's. A file that cannot be read or written costs the time that it would have
    saved, no more.
    """
    file = folder / f"compiled-{sys.implementation.cache_tag}.bin"
    kept = _Kept(_read(file))
    known = len(kept.codes)
    compile_code, builtins.compile = builtins.compile, kept.code
    try:
        with _patterns_from(kept):
            yield
    finally:
        builtins.compile = compile_code
    if len(kept.codes) > known and not sys.dont_write_bytecode:
        _write(file, kept.codes)


class _Kept:
    """Byte code by file name, mode and source; parts of patterns by pattern and flags."""

    def __init__(self, codes: dict[Any, Any]) -> None:
        self.codes = codes
        self._compile = builtins.compile

    def code(self, source: Any, filename: Any, mode: str, *rest: Any, **more: Any) -> Any:
        """In the place of ``compile`` for whole modules in bytes and short expressions."""
        if rest or more or not _is_plain(source, mode):
            return self._compile(source, filename, mode, *rest, **more)
        text = _imp.source_hash(_SEED, source) if mode == "exec" else source
        key = (str(filename), mode, text)
        if key not in self.codes:
            self.codes[key] = self._compile(source, filename, mode, dont_inherit=True)
        return self.codes[key]


def _is_plain(source: object, mode: str) -> bool:
    if mode == "exec":
        return type(source) is bytes
    return mode == "eval" and type(source) is str and len(source) < _LONGEST_TEXT


@contextlib.contextmanager
def _patterns_from(kept: _Kept) -> Iterator[None]:
    """Let ``re`` build its patterns from their parts, where this Python's ``re`` can be asked."""
    compiler: Any = getattr(re, "_compiler", None)
    machine: Any = getattr(compiler, "_sre", None)
    if not callable(getattr(compiler, "compile", None)) or not hasattr(machine, "compile"):
        yield
        return
    parse, parts = compiler.compile, kept.codes

    def pattern(words: Any, flags: int = 0) -> Any:
        key = ("re", words, int(flags))
        if type(words) not in (str, bytes):
            return parse(words, flags)
        if key not in parts:
            compiler._sre = recorder = _Recorder(machine)
            try:
                made = parse(words, flags)
            finally:
                compiler._sre = machine
            parts[key] = recorder.parts
            return made
        return machine.compile(*parts[key])

    compiler.compile = pattern
    try:
        yield
    finally:
        compiler.compile = parse


class _Recorder:
    """The engine of ``re``, with an ear on what a pattern is made of."""

    def __init__(self, machine: Any) -> None:
        self._machine = machine
        self.parts: tuple[Any, ...] = ()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._machine, name)

    def compile(self, words: Any, flags: int, code: list[int], *groups: Any) -> Any:
        """The pattern; its parts as plain numbers and names, which can be kept."""
        self.parts = (words, int(flags), [int(each) for each in code], *groups)
        return self._machine.compile(words, flags, code, *groups)


def _read(file: Path) -> dict[Any, Any]:
    try:
        data = file.read_bytes()
        whole = _stamp() + data[_SUM_BYTES:]
        if data[:_SUM_BYTES] != _imp.source_hash(_SEED, whole):
            return {}  # another Python's, or damaged
        found = marshal.loads(data[_SUM_BYTES:])  # noqa: S302 - byte code, as in __pycache__
    except (OSError, ValueError, EOFError, TypeError):
        return {}
    return found if isinstance(found, dict) else {}


def _stamp() -> bytes:
    """Which Python it is: byte code and patterns of another would be nonsense."""
    return MAGIC_NUMBER + sys.version.encode()


def _write(file: Path, codes: dict[Any, Any]) -> None:
    """Puts the whole file in the place of the old one; in a folder that is not there, none."""
    unfinished = file.with_suffix(f".{os.getpid()}.new")
    try:
        payload = marshal.dumps(codes)
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(descriptor, "wb") as stream:
            stream.write(_imp.source_hash(_SEED, _stamp() + payload) + payload)
        os.replace(unfinished, file)
    except (OSError, ValueError):
        with contextlib.suppress(OSError):
            unfinished.unlink()
