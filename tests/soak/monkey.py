"""Uses the real window at random, for minutes or hours, and watches what must never happen.

Clicks, drags, keys, words, wheel, actions of the menus and new sizes, on a copy of the demo desk,
each drawn from a seed. Watched: faults of ours, messages of Qt, stalls of the event loop, memory,
links and files that would have been opened, and at the end whether the desk is whole.
``python -m tests.soak.monkey [MINUTES] [SEED]`` prints the figures; so does ``--day SEED``, for the
eight hours of a `working_day`. The tests call :func:`roam`.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter, deque
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from salesdesk.domain.clock import Clock
from tests.desks import TODAY
from tests.faults.worlds import ROOT, python
from tests.soak import readings, working_day
from tests.soak.roamed import Roamed
from tests.soak.rounds import LEFT_OUT, close_others, come_to_rest, each_once
from tests.soak.staying import stay

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

STALL_MS = 200
PAUSE_MS = 5
WARM_STEPS = 5000
"""So many until each page, panel and dialog was made once, for which memory grows for a reason."""
WARM_SHARE = 1 / 16
"""And at least this part of the time: of eight hours half an hour. The rarest things, as keeping a
pipeline of one's own, load what they need at their first time, and each question to the desk is
prepared at its first: that is all there once."""
REST_STEPS = 2400
"""So often memory is read at rest after that."""
WORDS = (
    "Fleet", "depot in Lyon", "12,5", "2026-12-01", "<b>x</b>", "a@b.example", "é漢字🙂", "0", "-1",
    "=1+1", "x" * 300, "tomorrow", "EUR", "%",
)  # fmt: skip


def roam(
    folder: Path, seed: int, *, minutes: float = 0, steps: int = 0, is_day: bool = False
) -> Roamed:
    """Lets a process of its own roam until the time or the steps are over, or a working day is."""
    made = subprocess.run(
        python("-m", "salesdesk", "new", folder / "roamed.desk", "--demo"),
        cwd=ROOT, env=_environment(folder), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    done = subprocess.run(
        python("-X", "faulthandler", "-m", "tests.soak.monkey", "--roam", folder / "roamed.desk",
               seed, minutes, working_day.STEPS if is_day else steps, int(is_day)),
        cwd=ROOT, env=_environment(folder), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, f"ended with {done.returncode}: {done.stderr[-4000:]}"
    found = Roamed(**json.loads(done.stdout.splitlines()[-1]))
    found.stalls = [(int(each[0]), str(each[1])) for each in found.stalls]
    found.rests = [(int(steps), own, all_of_it) for steps, own, all_of_it in found.rests]
    found.grown = [(str(each[0]), int(each[1])) for each in found.grown]
    return found


def _environment(folder: Path) -> dict[str, str]:
    return {
        **os.environ,
        "SALESDESK_HOME": str(folder / "home"),
        "SALESDESK_TODAY": TODAY.isoformat(),
        "QT_QPA_PLATFORM": "offscreen",
    }


class Monkey:
    """One step after the other, each in a turn of the event loop of its own."""

    def __init__(
        self, desk: Path, seed: int, minutes: float, steps: int, *, is_day: bool = False
    ) -> None:
        from PySide6.QtCore import QTimer, qInstallMessageHandler

        from tests.faults.live import Live

        self.found = Roamed()
        self._chance = random.Random(seed)
        self._end = time.monotonic() + minutes * 60 if minutes else float("inf")
        self._most = steps or sys.maxsize
        self._warm_from = time.monotonic() + minutes * 60 * WARM_SHARE
        self._done: deque[str] = deque(maxlen=12)
        self._first: deque[Callable[[], None]] = deque()
        stay(self.found.opened)
        if is_day:
            program_clock = working_day.clock(lambda: self.found.steps)
            Clock.from_environment = lambda *_: program_clock  # type: ignore[method-assign]
        self.live = Live(desk)
        self.live.window.controller.quit = lambda: None  # type: ignore[method-assign]
        if is_day:
            assert working_day.hurry(self.live.window) >= 3, "timers of backups, day and bin"
        qInstallMessageHandler(lambda _kind, _where, words: self._message(words))
        self._last = readings.own_time()
        self._first.extend(each_once(self.live, self._do))
        self._kinds: Counter[str] = Counter()
        # One for all steps: each single shot would leave a weak reference behind.
        self._timer = QTimer(singleShot=True, interval=PAUSE_MS)
        self._timer.timeout.connect(self._tick)

    def run(self) -> Roamed:
        """Roams, closes the desk and looks at it."""
        from salesdesk.usecases.checking import check_desk

        self._timer.start()
        self.live.app.exec()
        self.found.faults += self.live.told
        self.found.faults += [
            each.read_text(encoding="utf-8") for each in self.live.reports.glob("*")
        ]
        path = self.live.program.desk.path
        close_others(self.live)
        self.live.program.close()
        self.found.is_whole = check_desk(path).is_whole
        return self.found

    def _message(self, words: str) -> None:
        if "This plugin does not support" not in words:  # the offscreen platform, of itself
            self.found.messages.append(f"{words} after {list(self._done)[-3:]}")

    def _tick(self) -> None:
        self._time(PAUSE_MS)
        self.found.steps += 1
        if not self._kinds and self._is_warm():
            readings.load_all()
            self._rest()
            self._kinds = readings.kinds()
        elif self._kinds and self.found.steps % REST_STEPS == 0:
            self._rest()
        if self.found.steps % 1000 == 0:
            self._measure()
        if time.monotonic() > self._end or self.found.steps > self._most:
            self._finish()
            return
        # First the next, each by a timer of its own: a step may open a dialog with its own loop.
        self._timer.start()
        self._last = readings.own_time()
        self._step()

    def _is_warm(self) -> bool:
        return self.found.steps >= WARM_STEPS and time.monotonic() >= self._warm_from

    def _rest(self) -> None:
        come_to_rest(self.live, self._do)
        readings.tidy()
        kept = round(readings.own(), 1), round(readings.resident(), 1)
        self.found.rests.append((self.found.steps, *kept))
        self._last = readings.own_time()

    def _time(self, pause_ms: int = 0) -> None:
        """Looks how long the loop was kept since the last look, or since the last event."""
        now = readings.own_time()
        took, self._last = int((now - self._last) * 1000) - pause_ms, now
        if self.found.steps > WARM_STEPS:
            self.found.longest_ms = max(self.found.longest_ms, took)
            if took > STALL_MS:
                self.found.stalls.append((took, self._done[-1] if self._done else "start"))

    def _measure(self) -> None:
        from PySide6.QtWidgets import QApplication

        self.found.memory.append(round(readings.resident(), 1))
        self.found.given_out.append(round(readings.given_out(), 1))
        self.found.widgets.append(len(QApplication.allWidgets()))

    def _finish(self) -> None:
        if self._kinds:
            self._rest()
            more = readings.kinds() - self._kinds
            self.found.grown = more.most_common(25)
        close_others(self.live)
        # Not quit(), which asks each window first, and one with a call under way asks back.
        self.live.app.exit()

    def _do(self, key: str) -> None:
        action = self.live.window.book.actions[key]
        if action.isEnabled() and action.isVisible():
            self._note(f"action {key}")
            action.trigger()

    def _step(self) -> None:
        from PySide6.QtWidgets import QApplication

        if self._first:
            self._first.popleft()()
            return
        front = QApplication.activePopupWidget() or QApplication.activeModalWidget()
        window = front or QApplication.activeWindow() or self.live.window
        kinds = (self._click, self._click, self._key, self._key, self._key, self._act,
                 self._write, self._drag, self._wheel, self._size)  # fmt: skip
        if front is not None and self._chance.random() < 0.1:
            self._press(window, "Escape")
            return
        self._chance.choice(kinds)(window)

    def _note(self, words: str) -> None:
        self._done.append(words)

    def _some_widget(self, window: QWidget) -> QWidget:
        """What lies at some place. Not one of a list of all: Python would keep each it ever saw."""
        from PySide6.QtCore import QPoint

        chance = self._chance.randrange
        at = QPoint(chance(max(1, window.width())), chance(max(1, window.height())))
        return window.childAt(at) or window

    def _click(self, window: QWidget) -> None:
        from PySide6.QtCore import QPoint, Qt

        from tests.soak.clicking import click

        widget = self._some_widget(window)
        at = QPoint(
            self._chance.randrange(max(1, widget.width())),
            self._chance.randrange(max(1, widget.height())),
        )
        button = Qt.MouseButton.RightButton if self._chance.random() < 0.1 else (
            Qt.MouseButton.LeftButton)  # fmt: skip
        is_double = self._chance.random() < 0.1
        self._note(f"click {1 + is_double} {widget.objectName() or type(widget).__name__}")
        click(widget, button, at, is_double=is_double)

    def _key(self, window: QWidget) -> None:
        names = ("Tab", "Tab", "Up", "Down", "Left", "Right", "Return", "Space", "Escape", "Delete",
                 "Home", "End", "PageDown", "Backspace", "F2", "F5", "F6")  # fmt: skip
        self._press(window, self._chance.choice(names))

    def _press(self, window: QWidget, name: str) -> None:
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest
        from PySide6.QtWidgets import QApplication

        none = Qt.KeyboardModifier.NoModifier
        with_it = self._chance.choice((none, none, none, Qt.KeyboardModifier.ControlModifier))
        target = QApplication.focusWidget() or window
        self._note(f"key {with_it.name} {name} in {target.objectName()}")
        QTest.keyClick(target, getattr(Qt.Key, f"Key_{name}"), with_it)

    def _write(self, window: QWidget) -> None:
        from PySide6.QtCore import QEvent, Qt
        from PySide6.QtGui import QKeyEvent
        from PySide6.QtWidgets import QApplication

        words, none = self._chance.choice(WORDS), Qt.KeyboardModifier.NoModifier
        self._note(f"write {words[:12]} in {(QApplication.focusWidget() or window).objectName()}")
        for letter in words:
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                # The one that has the focus now: a letter may have opened something.
                target = QApplication.focusWidget() or window
                QApplication.sendEvent(target, QKeyEvent(kind, Qt.Key.Key_unknown, none, letter))
            self._time()  # nobody types three hundred letters before the loop goes on

    def _act(self, _window: QWidget) -> None:
        from PySide6.QtWidgets import QApplication

        if QApplication.activeModalWidget() is not None:
            return
        book = self.live.window.book
        free = [
            key for key, each in book.actions.items()
            if each.isEnabled() and each.isVisible() and key not in LEFT_OUT
        ]  # fmt: skip
        if free:
            self._do(self._chance.choice(free))

    def _drag(self, window: QWidget) -> None:
        from PySide6.QtCore import QPoint, Qt
        from PySide6.QtTest import QTest
        from shiboken6 import isValid

        widget = self._some_widget(window)
        left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        start = QPoint(widget.width() // 2, widget.height() // 2)
        end = start + QPoint(self._chance.randrange(-9, 10), self._chance.randrange(-9, 10))
        self._note(f"small drag {widget.objectName() or type(widget).__name__}")
        # Short of what begins a drag and drop, whose loop nothing offscreen would end.
        QTest.mousePress(widget, left, none, start)
        if isValid(widget):
            QTest.mouseMove(widget, end)
        if isValid(widget):
            QTest.mouseRelease(widget, left, none, end)

    def _wheel(self, window: QWidget) -> None:
        from PySide6.QtCore import QPoint, QPointF, Qt
        from PySide6.QtGui import QWheelEvent
        from PySide6.QtWidgets import QApplication

        widget = self._some_widget(window)
        at = QPointF(widget.rect().center())
        turned = QPoint(0, self._chance.choice((-480, -120, 120, 480)))
        event = QWheelEvent(
            at, widget.mapToGlobal(at), QPoint(), turned, Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        self._note(f"wheel {widget.objectName() or type(widget).__name__}")
        QApplication.sendEvent(widget, event)

    def _size(self, _window: QWidget) -> None:
        self._note("resize")
        width, height = self._chance.randrange(720, 1930), self._chance.randrange(420, 1090)
        self.live.window.resize(width, height)


def main() -> None:
    """Roams and prints; or is the process that roams."""
    if sys.argv[1:2] == ["--roam"]:
        desk, seed, minutes, steps, is_day = sys.argv[2:7]
        monkey = Monkey(Path(desk), int(seed), float(minutes), int(steps), is_day=is_day == "1")
        found = monkey.run()
        print(json.dumps(asdict(found)), flush=True)
        return
    asked = argparse.ArgumentParser(prog="tests.soak.monkey")
    asked.add_argument("minutes", nargs="?", type=float, default=10)
    asked.add_argument("seed", nargs="?", type=int, default=1)
    asked.add_argument("--day", metavar="SEED", type=int, help="a working day instead of minutes")
    told = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if told.day is None:
            found = roam(Path(folder), told.seed, minutes=told.minutes)
        else:
            found = roam(Path(folder), told.day, is_day=True)
        for name, value in asdict(found).items():
            print(name, value)
        print("growth", round(found.growth, 1), "MiB of its own by the line through all rests")


if __name__ == "__main__":
    main()
