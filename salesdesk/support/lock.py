"""The lock on an open desk: one program at a time writes to it.

Taken by ``app`` and by the command line (without Qt) before a desk is opened. The operating
system keeps the lock on ``DESK.lock``, so a killed program leaves none behind and no child process
inherits it. Who holds it is written beside it, in ``DESK.lock.holder``, for the sentence that a
second program shows; it also tells of another computer, which an operating system's lock cannot
see through a synchronised or network folder.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple, Self

from salesdesk.domain.errors import KnownError
from salesdesk.support.i18n import _, format_date, format_time
from salesdesk.support.paths import real_file

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

Release = Callable[[], None]


class Holder(NamedTuple):
    """Who has a desk open."""

    host: str
    user: str
    process: int
    since: str
    """ISO instant in UTC."""


class DeskHeld(KnownError):
    """The desk is open in another program, on this computer or another."""

    def __init__(self, sentence: str, holder: Holder | None, *, is_elsewhere: bool) -> None:
        """``is_elsewhere``: another computer seems to have it; the user may insist."""
        super().__init__(sentence)
        self.holder = holder
        self.is_elsewhere = is_elsewhere


class DeskLock:
    """The lock on one desk; a context manager, or ``acquire`` and ``release`` by hand."""

    def __init__(self, desk: Path) -> None:
        """Name the desk's file; nothing is locked yet."""
        self._desk = desk = real_file(desk)
        self._path = desk.with_name(desk.name + ".lock")
        self._holder_path = desk.with_name(desk.name + ".lock.holder")
        self._release: Release | None = None

    @property
    def is_held(self) -> bool:
        """Whether this object holds the lock."""
        return self._release is not None

    def acquire(self, *, insist: bool = False) -> None:
        """Take the lock at once or say who has it; taking it twice changes nothing.

        ``insist`` opens a desk that another computer seems to have open. Raises DeskHeld, and
        KnownError when the folder cannot be written.
        """
        if self.is_held:
            return
        try:
            release = _locked(self._path)
        except _Held as reason:
            raise self._held_here() from reason
        except OSError as fault:
            raise KnownError(
                _(
                    "{desk} cannot be locked ({reason}), so it was not opened. Its folder must be "
                    "one that you may write to, on a disk of this computer."
                ).format(desk=self._desk.name, reason=fault.strerror)
            ) from fault
        try:
            self._refuse_other_computer(insist)
            self._refuse_second_name(insist)
        except BaseException:
            release()
            raise
        self._release = release
        self._write_holder()

    def release(self) -> None:
        """Let go; without effect when not held. The lock's file stays, empty."""
        if self._release is None:
            return
        with contextlib.suppress(OSError):
            self._holder_path.unlink(missing_ok=True)
        self._release()
        self._release = None

    def holder(self) -> Holder | None:
        """Who holds the lock, or held it when the computer stopped; None when nobody is named."""
        try:
            entries = json.loads(self._holder_path.read_text(encoding="utf-8"))
            return Holder(
                str(entries["host"]),
                str(entries["user"]),
                int(entries["process"]),
                dt.datetime.fromisoformat(entries["since"]).isoformat(),
            )
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def __enter__(self) -> Self:
        """Take the lock. Raises DeskHeld."""
        self.acquire()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Let go of the lock."""
        self.release()

    def _held_here(self) -> DeskHeld:
        holder = self.holder()
        sentence = _(
            "{desk} is already open in another SalesDesk window{who}. Nothing was changed. "
            "Go on in that window, or close it first."
        )
        who = "" if holder is None else f" ({_describe(holder)})"
        return DeskHeld(sentence.format(desk=self._desk.name, who=who), holder, is_elsewhere=False)

    def _refuse_second_name(self, insist: bool) -> None:
        """A file of two names has two locks and two logs, and what is written goes to both names.

        The second name that a killed restore left is taken away; a killed change of the passphrase
        is finished by who opens the desk.
        """
        count = self._names()
        if insist or count < 2:
            return
        ours = [each for each in self._desk.parent.iterdir() if self._is_left_over(each)]
        for each in ours:
            if not each.name.startswith("."):
                each.unlink()
        if count - len(ours) >= 2:
            raise KnownError(
                _(
                    "“{desk}” has a second name on this disk (a hard link), under which it could "
                    "be opened once more, and work would be lost. It was not opened and is as it "
                    "was. Copy it to a new name and open the copy, or remove the other name."
                ).format(desk=self._desk.name)
            )

    def _names(self) -> int:
        try:
            return self._desk.stat().st_nlink
        except OSError:
            return 0

    def _is_left_over(self, other: Path) -> bool:
        """Whether a file beside the desk is the desk under a name that we gave it for a moment."""
        is_kept = other.name.startswith(f"{self._desk.stem}.before-restore-")
        if not is_kept and other.name != f".{self._desk.name}.rekeyed":
            return False
        try:
            return other.samefile(self._desk)
        except OSError:
            return False

    def _refuse_other_computer(self, insist: bool) -> None:
        """A name left by another host: it may be open there, where our lock is not seen."""
        holder = self.holder()
        if insist or holder is None or holder.host == _host_name():
            return
        sentence = _(
            "{desk} seems to be open on another computer ({who}). It was not opened, since two "
            "computers writing to one desk lose work. Close it there, or open it here all the "
            "same if that computer is off."
        )
        raise DeskHeld(
            sentence.format(desk=self._desk.name, who=_describe(holder)), holder, is_elsewhere=True
        )

    def _write_holder(self) -> None:
        """Say who we are; a desk opens without that too, so failing is no error."""
        now = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
        holder = Holder(_host_name(), _user_name(), os.getpid(), now)
        with contextlib.suppress(OSError):
            descriptor = os.open(self._holder_path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with open(descriptor, "w", encoding="utf-8") as stream:
                json.dump(holder._asdict(), stream)


class _Held(Exception):
    """Another process holds the lock."""


def _locked(path: Path) -> Release:
    """Takes the operating system's lock on a file at once; gives what lets go of it again.

    Raises _Held, and OSError. Not per thread: the desk's writer may let go of what another took.
    """
    try:
        import fcntl
    except ImportError:
        return _locked_on_windows(path)
    # By hand, since filelock does just this here and takes 15 ms of every start to import.
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as reason:
        os.close(descriptor)
        raise _Held from reason
    except BaseException:
        os.close(descriptor)
        raise

    def release() -> None:
        # Said outright: a forked child that lives on has the descriptor open too.
        fcntl.flock(descriptor, fcntl.LOCK_UN)
        os.close(descriptor)

    return release


def _locked_on_windows(path: Path) -> Release:
    from filelock import FileLock, Timeout

    lock = FileLock(str(path), timeout=0, mode=0o600, thread_local=False)
    try:
        lock.acquire()
    except Timeout as reason:
        raise _Held from reason
    return lock.release


def _host_name() -> str:
    """The computer's name in its network."""
    if hasattr(os, "uname"):
        return os.uname().nodename
    import platform

    return platform.node()


def _user_name() -> str:
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        if found := os.environ.get(name):
            return found
    try:
        # As getpass.getuser, without the terminal's modules that getpass loads.
        import pwd

        return pwd.getpwuid(os.getuid())[0]
    except (OSError, KeyError, ImportError):  # no such user, as in some containers
        return "?"


def _describe(holder: Holder) -> str:
    """ "ines on laptop-3, process 4711, since Nov 22, 9:12 AM" in the local zone."""
    since = dt.datetime.fromisoformat(holder.since).astimezone()
    return _("{user} on {host}, process {process}, since {date}, {time}").format(
        user=holder.user,
        host=holder.host,
        process=holder.process,
        date=format_date(since.date(), "short"),
        time=format_time(since),
    )
