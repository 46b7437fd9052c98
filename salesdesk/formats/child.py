"""Runs a reader in a child process with limits, and streams back what it yields.

For everything that parses bytes from outside (``formats.reading``; later vCards and mails): a file
that makes a parser eat memory, hang or abort ends the child, never the desk. The child is a fresh
interpreter, so it inherits no lock, no open store and no thread. It answers in JSON: a parser that
was taken over must not be able to hand us objects.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import logging
import os
import queue
import signal
import struct
import subprocess
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from salesdesk.domain.errors import KnownError
from salesdesk.support.i18n import _, activate, active_locale

FROZEN_SWITCH = "--reader-child"
"""First argument with which a frozen program starts itself as a child: see :func:`main`."""

_FRAME = struct.Struct(">cI")
_ITEM, _DONE, _KNOWN, _MEMORY, _FAULT = b"i", b"d", b"k", b"m", b"x"
_LARGEST_FRAME = 256 * 2**20
_QUEUE_FRAMES = 8
_POLL_S = 0.1
_FROM_OUTSIDE = frozenset(
    getattr(signal, name)
    for name in ("SIGKILL", "SIGTERM", "SIGHUP", "SIGINT")
    if hasattr(signal, name)
)
"""A parser that fails does not end itself with one of these: somebody or the system did."""
_log = logging.getLogger(__name__)


class Cancelled(KnownError):
    """The user stopped it. Raised out of the iteration, so that nobody takes it for the end."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a child may use. `idle_s` is time without anything yielded."""

    memory_bytes: int = 512 * 2**20
    idle_s: float = 30.0


def run(
    target: str,
    arguments: Mapping[str, Any],
    *,
    name: str,
    limits: Limits | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Iterator[Any]:
    """What the generator function ``module:function`` yields, run in a child.

    `arguments` (keywords) and what is yielded are JSON values. `name` is what messages call the
    file. Leaving the iteration early ends the child. Raises KnownError when the child raised one,
    crashed, ran out of memory or made no progress; :class:`Cancelled` when `cancelled()` is true.
    """
    limits = limits or Limits()
    request = {
        "target": target,
        "arguments": dict(arguments),
        "memory": limits.memory_bytes,
        "locale": active_locale(),
    }
    with contextlib.ExitStack() as stack:
        try:
            complaints = stack.enter_context(tempfile.TemporaryFile())
            process = _start(request, complaints)
        except OSError as error:
            raise _not_begun(name, error) from error
        pump = _Pump(process)
        try:
            yield from _received(pump, name, limits, cancelled or _never)
        except _Ended:
            process.wait(5)
            raise _crash(name, process.returncode, complaints, limits) from None
        finally:
            pump.stop()


def _never() -> bool:
    return False


class _Ended(Exception):
    """The child's output ended before it said that it was done."""


class _Pump:
    """Reads frames on a thread, because a pipe cannot be waited for with a timeout everywhere."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self._stopped = threading.Event()
        self.frames: queue.Queue[tuple[bytes, bytes] | None] = queue.Queue(_QUEUE_FRAMES)
        self._thread = threading.Thread(target=self._read, name="reader child", daemon=True)
        self._thread.start()

    def _read(self) -> None:
        assert self._process.stdout is not None
        frame: tuple[bytes, bytes] | None = (b"", b"")
        while frame is not None and not self._stopped.is_set():
            frame = _read_frame(self._process.stdout)
            self._put(frame)

    def _put(self, frame: tuple[bytes, bytes] | None) -> None:
        while not self._stopped.is_set():
            try:
                self.frames.put(frame, timeout=_POLL_S)
                return
            except queue.Full:
                continue

    def stop(self) -> None:
        """Ends the child and the thread, and closes the pipes."""
        self._stopped.set()
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        self._thread.join()
        if self._process.stdout is not None:
            self._process.stdout.close()


def _read_frame(pipe: IO[bytes]) -> tuple[bytes, bytes] | None:
    head = pipe.read(_FRAME.size)
    if len(head) < _FRAME.size:
        return None
    kind, size = _FRAME.unpack(head)
    if size > _LARGEST_FRAME:
        return None
    body = pipe.read(size)
    return (kind, body) if len(body) == size else None


def _received(
    pump: _Pump, name: str, limits: Limits, cancelled: Callable[[], bool]
) -> Iterator[Any]:
    """Items until the child is done; its errors are raised here."""
    while True:
        frame = _next_frame(pump, name, limits, cancelled)
        if frame is None:
            raise _Ended
        kind, body = frame
        if kind == _ITEM:
            yield json.loads(body)
        elif kind == _DONE:
            return
        elif kind == _KNOWN:
            raise KnownError(json.loads(body))
        elif kind == _MEMORY:
            raise _too_large(name, limits)
        else:
            _log.error("The reader of %s failed in its child:\n%s", name, json.loads(body))
            raise _unreadable(name)


def _next_frame(
    pump: _Pump, name: str, limits: Limits, cancelled: Callable[[], bool]
) -> tuple[bytes, bytes] | None:
    last = time.monotonic()
    while True:
        if cancelled():
            raise Cancelled(_("Reading “{name}” was cancelled.").format(name=name))
        try:
            return pump.frames.get(timeout=min(_POLL_S, limits.idle_s))
        except queue.Empty:
            if time.monotonic() - last >= limits.idle_s:
                text = _(
                    "Reading “{name}” made no progress for {seconds} seconds and was stopped."
                    " Nothing was imported. Save the data as a plain CSV file and import that."
                )
                raise KnownError(text.format(name=name, seconds=f"{limits.idle_s:g}")) from None


def _too_large(name: str, limits: Limits) -> KnownError:
    text = _(
        "“{name}” needs more than the {size} MB of memory that reading may use. Nothing was"
        " imported. Split it, or save it as CSV, which is read row by row."
    )
    return KnownError(text.format(name=name, size=limits.memory_bytes // 2**20))


def _unreadable(name: str) -> KnownError:
    text = _(
        "“{name}” is damaged or made in a way that cannot be read. Nothing was imported. Open it"
        " in the program that made it, save it as CSV or XLSX, and import that."
    )
    return KnownError(text.format(name=name))


def _not_begun(name: str, error: OSError) -> KnownError:
    """The system has no room for a temporary file, or gives no process."""
    text = _(
        "Reading “{name}” could not begin ({why}). Nothing was imported. Make room on the disk, or"
        " close other programs, and try again."
    )
    return KnownError(text.format(name=name, why=error.strerror or error))


def _ended_from_outside(name: str) -> KnownError:
    text = _(
        "Reading “{name}” was ended from outside, perhaps by the system for want of memory."
        " Nothing was imported. Close other programs and try again."
    )
    return KnownError(text.format(name=name))


def _crash(name: str, code: int | None, complaints: IO[bytes], limits: Limits) -> KnownError:
    """What a child that died without a word most likely died of."""
    complaints.seek(0)
    said = complaints.read()[-4000:].decode("utf-8", "replace")
    _log.error("The reader of %s died with code %s: %s", name, code, said)
    if "memory allocation" in said or "MemoryError" in said or "capacity overflow" in said:
        return _too_large(name, limits)
    if code is not None and -code in _FROM_OUTSIDE:
        return _ended_from_outside(name)
    return _unreadable(name)


def _start(request: dict[str, Any], complaints: IO[bytes]) -> subprocess.Popen[bytes]:
    process = subprocess.Popen(
        command(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=complaints,
        env=_environment(),
        close_fds=True,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    assert process.stdin is not None
    with contextlib.suppress(OSError), process.stdin:
        process.stdin.write(json.dumps(request).encode())
    return process


def command() -> list[str]:
    """How this program starts itself as a reader. -P keeps the current folder off sys.path."""
    if getattr(sys, "frozen", False):
        return [sys.executable, FROZEN_SWITCH]
    return [sys.executable, "-P", "-X", "utf8", "-m", "salesdesk.formats.child"]


def _environment() -> dict[str, str]:
    """Ours, with the folder of the package on the path: it need not be installed."""
    root = str(Path(__file__).resolve().parents[2])
    before = os.environ.get("PYTHONPATH")
    return {**os.environ, "PYTHONPATH": f"{root}{os.pathsep}{before}" if before else root}


# --- the child's side ---------------------------------------------------------------------------


def main() -> int:
    """The child: one request on standard input, frames on standard output.

    ``salesdesk.__main__`` of a frozen program calls it when the first argument is
    :data:`FROZEN_SWITCH`.
    """
    request = json.loads(sys.stdin.buffer.read())
    # What a parser prints must not end up between the frames.
    with os.fdopen(os.dup(1), "wb") as pipe:
        os.dup2(2, 1)
        # Its known errors are shown as they are: they speak the language of the program.
        activate(str(request["locale"]))
        _limit(int(request["memory"]))
        try:
            _serve(request, pipe)
        except BrokenPipeError:
            return 1
    return 0


def _serve(request: dict[str, Any], pipe: IO[bytes]) -> None:
    """Calls the target and sends what it yields, or how it failed."""
    try:
        module, _colon, function = str(request["target"]).partition(":")
        for item in getattr(importlib.import_module(module), function)(**request["arguments"]):
            _send(pipe, _ITEM, item)
    except BrokenPipeError:
        raise
    except KnownError as error:
        _send(pipe, _KNOWN, str(error))
    except MemoryError:
        _send(pipe, _MEMORY, None)
    except BaseException:  # noqa: BLE001  (sent on, not swallowed)
        # Rust panics are BaseExceptions: whatever it was, the parent has to hear of it.
        _send(pipe, _FAULT, traceback.format_exc(limit=20))
    else:
        _send(pipe, _DONE, None)


def _send(pipe: IO[bytes], kind: bytes, value: Any) -> None:
    body = json.dumps(value, separators=(",", ":")).encode()
    pipe.write(_FRAME.pack(kind, len(body)) + body)
    pipe.flush()


def _limit(memory_bytes: int) -> None:
    """Sets the memory limit where the system has one, and forbids core files."""
    if sys.platform == "win32":
        return
    import resource

    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))


if __name__ == "__main__":
    sys.exit(main())
