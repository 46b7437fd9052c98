"""What every test stands on: no display, no network, a fixed language and zone, folders of its own.

The environment is set when this file is imported, before Qt or the program is. Set
``SALESDESK_TEST_X`` to use the display that ``DISPLAY`` names (the end-to-end tests do, inside a
virtual one).
"""

from __future__ import annotations

import gc
import os
import socket
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from salesdesk.support import i18n
from salesdesk.support.garbage import Garbage
from tests import workers

workers.write_to_memory()
_session_folder = tempfile.TemporaryDirectory(prefix="salesdesk-tests-")


def _set_environment(folder: Path) -> None:
    """The same for everyone who runs the tests, whatever their shell says."""
    if not os.environ.get("SALESDESK_TEST_X"):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    for name in ("runtime", "home"):
        (folder / name).mkdir(mode=0o700)
    for name in ("LANG", "LANGUAGE", "LC_MESSAGES", "LC_TIME", "LC_NUMERIC", "SALESDESK_TODAY"):
        os.environ.pop(name, None)
    os.environ.update(
        XDG_RUNTIME_DIR=str(folder / "runtime"),
        SALESDESK_HOME=str(folder / "home"),
        # The one UTF-8 locale that every Linux has; the program reads it as en_US.
        LC_ALL="C.UTF-8",
        TZ="Europe/Berlin",
    )
    if hasattr(time, "tzset"):
        time.tzset()


_set_environment(Path(_session_folder.name))

settings.register_profile(
    "ci",
    derandomize=True,
    database=None,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("explore", deadline=None, max_examples=1000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


class _NetworkGuard:
    """Refuses every internet socket, and remembers, in case the refusal was swallowed."""

    events = frozenset({"socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg"})
    lookups = frozenset({"socket.getaddrinfo", "socket.gethostbyname"})
    families = frozenset({socket.AF_INET, socket.AF_INET6})

    def __init__(self) -> None:
        self.refused: list[str] = []

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        if not event.startswith("socket."):
            return
        is_internet = event in self.events and arguments[0].family in self.families
        if is_internet or event in self.lookups:
            self.refused.append(f"{event} {arguments[1:] if is_internet else arguments}")
            raise PermissionError(f"SalesDesk opens no network connection: {self.refused[-1]}")


_guard = _NetworkGuard()
sys.addaudithook(_guard)


@pytest.fixture(autouse=True)
def no_network() -> Iterator[list[str]]:
    """Fails a test that reached for the network, even when the code swallowed the refusal.

    Yields what was refused; a test about the guard itself clears it.
    """
    _guard.refused.clear()
    yield _guard.refused
    assert not _guard.refused, _guard.refused


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own for settings, logs and the default desk; not yet created."""
    home = tmp_path / "salesdesk-home"
    monkeypatch.setenv("SALESDESK_HOME", str(home))
    return home


_garbage = Garbage()


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown() -> None:
    """Collects on this thread, as the window does: on a worker it would free Qt's objects."""
    gc.unfreeze()  # a window keeps what it began with as long as the program; here it goes
    _garbage.tidy()


@pytest.fixture(autouse=True)
def american_english() -> Iterator[None]:
    """Start each test in en_US; one that speaks otherwise calls ``i18n.activate`` itself."""
    i18n.activate("en_US")
    yield
    i18n.activate("en_US")


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """What ``-n auto`` means here: workers for the whole suite only."""
    return workers.wanted(config)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keeps the random order, but starts with what is slow."""
    workers.slow_first(items)


def pytest_unconfigure() -> None:
    """Remove the session's folder."""
    _session_folder.cleanup()
