"""A virtual X screen with a window manager, and a person's hands on the program in it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TextIO

import pytest

from tests.e2e import alone

NEEDED = ("Xvfb", "xdotool", "openbox")
PATIENCE_S = 20.0
LOOK_AGAIN_S = 0.005
HEARD_S, ATTEMPTS = 4.0, 3
BETWEEN_KEYS_MS = 4
"""Two keys of one letter must not come in the same millisecond: they would count as one."""


def missing() -> list[str]:
    """Which of the needed programs are not installed."""
    return [name for name in NEEDED if shutil.which(name) is None]


MARKS = (
    pytest.mark.e2e,
    pytest.mark.skipif(bool(missing()), reason=f"not installed: {missing()}"),
)
"""What every test here is marked with."""


@contextmanager
def display(width: int = 1366, height: int = 768) -> Iterator[str]:
    """A virtual screen; gives its DISPLAY. Xvfb picks a free number itself."""
    read_end, write_end = os.pipe()
    server = subprocess.Popen(
        [
            "Xvfb",
            "-displayfd",
            str(write_end),
            "-screen",
            "0",
            f"{width}x{height}x24",
            "-nolisten",
            "tcp",
        ],
        pass_fds=[write_end],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(write_end)
    with os.fdopen(read_end) as pipe:
        name = f":{pipe.readline().strip()}"
    manager = subprocess.Popen(
        ["openbox"],
        env={**os.environ, "DISPLAY": name},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield name
    finally:
        for process in (manager, server):
            process.terminate()
            process.wait(timeout=10)


class Hands:
    """Mouse, keyboard and eyes on the program that runs on a display."""

    def __init__(self, show: str, desk: Path, home: Path, today: str) -> None:
        self.environment = {
            **os.environ,
            "DISPLAY": show,
            "QT_QPA_PLATFORM": "xcb",
            "SALESDESK_HOME": str(home),
            "SALESDESK_TODAY": today,
            "LC_ALL": "C.UTF-8",
        }
        self._said, self._sockets = home / "stderr.txt", home / "sockets.txt"
        with self._said.open("w", encoding="utf-8") as errors:
            self.process = self._start(desk, errors)
        assert self._read() == "ready"

    def _start(self, desk: Path, errors: TextIO) -> subprocess.Popen[str]:
        return subprocess.Popen(
            alone.cut_off(
                [sys.executable, "-X", "faulthandler", "-m", "tests.e2e.probe", str(desk)],
                self._sockets,
            ),
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            cwd=Path(__file__).parents[2],
        )

    def _read(self) -> Any:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            raise AssertionError(f"the program ended: {self.complaints()}")
        return json.loads(line)

    def ask(self, what: str, *of: str) -> Any:
        """Asks the probe; raises AssertionError when it failed or the program is gone."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps({"ask": what, "of": of}) + "\n")
        self.process.stdin.flush()
        answer = self._read()
        if isinstance(answer, dict) and "fault" in answer:
            raise AssertionError(answer["fault"])
        return answer

    def until(self, see: Callable[[], Any], what: str) -> Any:
        """Looks again and again until something is seen; gives it."""
        end = time.monotonic() + PATIENCE_S
        while not (seen := see()):
            if time.monotonic() > end:
                raise AssertionError(f"never seen: {what}; {self._situation()}")
            time.sleep(LOOK_AGAIN_S)
        return seen

    def place(self, name: str) -> list[int]:
        """Where a widget is, once it is there."""
        return list(self.until(lambda: self.ask("where", name), name))

    def card(self, deal: str) -> list[int]:
        """Where a deal's card is, once it is there."""
        return list(self.until(lambda: self.ask("card", deal), f"the card of {deal}"))

    def gone(self, name: str) -> None:
        """Waits until a widget is not to be seen any more."""
        self.until(lambda: self.ask("where", name) is None, f"{name} gone")

    def click(self, name: str) -> None:
        """A click in the middle of a widget, once a new window has found its place."""
        self._mouse("mousemove", *_middle(self.settled(name, 0.02)), "click", "1")

    def settled(self, name: str, every_s: float = 0.05) -> list[int]:
        """Where a widget is once it has stopped moving: a page that fills itself moves a while."""
        last, still = self.place(name), 0
        while still < 4:
            time.sleep(every_s)
            now = self.place(name)
            still = still + 1 if now == last else 0
            last = now
        return last

    def reach(self, name: str, key: str = "Tab") -> str:
        """Walks with Tab to a field, as one without a mouse does; gives the field's name."""
        walked: list[str] = []
        while len(walked) < 100:
            walked.append(self.ask("focus"))
            if walked[-1].startswith(name):
                return walked[-1]
            self.keys(key)
        raise AssertionError(f"{key} never led to {name}: {walked}")

    def fill(self, name: str, words: str) -> None:
        """Writes into a field that Tab leads to."""
        self.place(name)
        self.reach(name)
        self.write(words)

    def click_card(self, deal: str) -> None:
        """A click on a card."""
        self._mouse("mousemove", *_middle(self.card(deal)), "click", "1")

    def drag(self, start: list[int], end: list[int]) -> None:
        """Presses, moves in small steps as a hand does, and lets go."""
        (x0, y0), (x1, y1) = _numbers(_middle(start)), _numbers(_middle(end))
        self._mouse("mousemove", str(x0), str(y0), "mousedown", "1")
        for step in range(1, 21):
            x, y = x0 + (x1 - x0) * step // 20, y0 + (y1 - y0) * step // 20
            self._mouse("mousemove", str(x), str(y))
            time.sleep(0.015)

    def hover(self, place: list[int], aside: int = 0) -> None:
        """Moves the mouse to the middle of a place, or some pixels beside it."""
        x, y = _numbers(_middle(place))
        self._mouse("mousemove", str(x + aside), str(y))

    def drop(self) -> None:
        """Lets go of the mouse button."""
        self._mouse("mouseup", "1")

    def keys(self, *keys: str) -> None:
        """Presses keys, such as ``ctrl+z`` or ``Return``, once the window in front hears them."""
        self._press(len(keys), " ".join(keys), "key", "--clearmodifiers", *keys)

    def write(self, words: str) -> None:
        """Types words, once the window in front hears them."""
        self._press(len(words), words, "type", words)

    def name_file(self, path: Path) -> None:
        """Types a path into the file dialog in front, and presses Enter.

        Its list of what is there takes some of the keys, so they are seen by what the field says.
        """
        self.until(lambda: self.ask("focus") == "fileNameEdit", "the file dialog")
        self.keys("ctrl+a")
        self._mouse("type", "--delay", str(BETWEEN_KEYS_MS), str(path))
        self.until(lambda: self.ask("text", "fileNameEdit") == str(path), "the path in its field")
        self._mouse("key", "Return")

    def _press(self, count: int, what: str, how: str, *keys: str) -> None:
        """Presses keys until the program has got them, and again where it got none.

        A key is lost while the window manager hands the keyboard from one window to another. A menu
        takes the keys before they can be counted, and so does a list that comes up below a field.
        """
        for _attempt in range(ATTEMPTS):
            self.until(lambda: self.ask("listens"), "the keyboard in the window in front")
            in_menu, before = self.ask("popup"), self.ask("pressed")
            self._mouse(how, "--delay", str(BETWEEN_KEYS_MS), *keys)
            if in_menu:
                return
            end = time.monotonic() + HEARD_S
            while time.monotonic() < end:
                if self.ask("pressed") >= before + count or self.ask("popup"):
                    return
                time.sleep(LOOK_AGAIN_S)
            if self.ask("pressed") > before:
                break  # some came: the rest must not be pressed twice
        self.until(
            lambda: self.ask("pressed") >= before + count or self.ask("popup"), f"the keys {what}"
        )

    def _mouse(self, *arguments: str) -> None:
        subprocess.run(["xdotool", *arguments], env=self.environment, check=True, timeout=60)

    def _situation(self) -> str:
        """What has the keyboard and what the program complained of, for a report."""
        front, focus = self.ask("front"), self.ask("focus")
        return f"in front {front!r}, the keyboard in {focus!r}; {self.complaints()}"

    def complaints(self) -> str:
        """What the program wrote to standard error."""
        return self._said.read_text(encoding="utf-8")

    def leave(self) -> str:
        """Closes the program as a person would and gives what it complained of.

        Raises AssertionError when it ever wanted a socket to another machine.
        """
        for _attempt in range(15):
            if self.process.poll() is None:
                # A key is lost while the keyboard is between two windows.
                self._mouse("key", "--clearmodifiers", "ctrl+q")
                with suppress(subprocess.TimeoutExpired):
                    self.process.wait(timeout=1)
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        opened = alone.sockets_opened(self._sockets)
        assert not opened, opened
        said = self.complaints()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                pipe.close()
        return said


def _middle(rect: list[int]) -> tuple[str, str]:
    x, y, width, height = rect
    return str(x + width // 2), str(y + height // 2)


def _numbers(point: tuple[str, str]) -> tuple[int, int]:
    return int(point[0]), int(point[1])
