"""Byte code of modules that a library compiles at every start, kept from an earlier start.

PySide carries its Python part as source inside a library and compiles it at each import, which
takes a tenth of an empty window's start. Python keeps the byte code of every other module in
``__pycache__``; this does the same for these. Used by ``__main__`` around the first import of
PySide6. The file is one user's own, as the settings beside it are.
"""

from __future__ import annotations

import _imp
import builtins
import contextlib
import marshal
import os
import sys
from collections.abc import Iterator
from importlib.util import MAGIC_NUMBER
from pathlib import Path
from types import CodeType
from typing import Any, Final

_SEED: Final = 0x5D
_SUM_BYTES: Final = 8

Kept = dict[tuple[str, bytes], CodeType]
"""Byte code by file name and hash of the source."""


@contextlib.contextmanager
def kept_in(folder: Path) -> Iterator[None]:
    """Take the byte code of sources compiled within from the folder; keep there what was new.

    Only whole modules given as bytes are taken, by a hash of all of their source, so that another
    version of the library never meets this one's byte code. A file that cannot be read or written
    costs the time that it would have saved, no more.
    """
    file = folder / f"compiled-{sys.implementation.cache_tag}.bin"
    kept, compile_now = _read(file), builtins.compile
    known = len(kept)

    def compile_once(source: Any, filename: Any, mode: str, *rest: Any, **more: Any) -> Any:
        if type(source) is not bytes or mode != "exec" or rest or more:
            return compile_now(source, filename, mode, *rest, **more)
        key = (str(filename), _imp.source_hash(_SEED, source))
        if key not in kept:
            kept[key] = compile_now(source, filename, mode)
        return kept[key]

    builtins.compile = compile_once
    try:
        yield
    finally:
        builtins.compile = compile_now
    if len(kept) > known and not sys.dont_write_bytecode:
        _write(file, kept)


def _read(file: Path) -> Kept:
    try:
        data = file.read_bytes()
        whole = MAGIC_NUMBER + data[_SUM_BYTES:]
        if data[:_SUM_BYTES] != _imp.source_hash(_SEED, whole):
            return {}  # another Python's, or damaged
        found = marshal.loads(data[_SUM_BYTES:])  # noqa: S302 - byte code, as in __pycache__
    except (OSError, ValueError, EOFError, TypeError):
        return {}
    return found if isinstance(found, dict) else {}


def _write(file: Path, kept: Kept) -> None:
    """Puts the whole file in the place of the old one; in a folder that is not there, none."""
    payload = marshal.dumps(kept)
    unfinished = file.with_suffix(f".{os.getpid()}.new")
    try:
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(descriptor, "wb") as stream:
            stream.write(_imp.source_hash(_SEED, MAGIC_NUMBER + payload) + payload)
        os.replace(unfinished, file)
    except OSError:
        with contextlib.suppress(OSError):
            unfinished.unlink()
