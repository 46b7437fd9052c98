"""Desk files from the window: open and make another, export, back up, check."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from salesdesk.support.settings import Settings
from salesdesk.ui.bridge import Bridge
from salesdesk.ui.files import controller as files
from salesdesk.ui.files.recent import RecentDialog
from salesdesk.ui.widgets import PlainLabel
from salesdesk.usecases.desk import Desk
from tests.desks import add_deal, make_desk


class Shell:
    """Keeps what it is told."""

    dialog_parent = None

    def __init__(self) -> None:
        self.told: list[str] = []

    def tell(self, words: str, *_rest: object) -> None:
        self.told.append(words)

    warn = tell
    set_backed_up = tell


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = make_desk(tmp_path)
    add_deal(made, "Night trains")
    yield made
    made.close()


@pytest.fixture
def room(desk: Desk, qtbot: QtBot) -> Iterator[SimpleNamespace]:
    shell, bridge, started = Shell(), Bridge(desk), list[Path]()
    context: Any = SimpleNamespace(
        bridge=bridge, clock=desk.clock, shell=shell, extra=desk,
        settings=SimpleNamespace(now=Settings()),
    )  # fmt: skip

    def start(path: Path) -> bool:
        started.append(path)
        return True

    controller = files.FilesController(context, start)
    yield SimpleNamespace(context=context, does=controller, shell=shell, started=started, desk=desk)
    bridge.close()


def answer_with(monkeypatch: pytest.MonkeyPatch, ask: str, path: Path | str) -> None:
    """Lets a file dialog answer with a path, or "" for Cancel."""
    monkeypatch.setattr(QFileDialog, ask, lambda *_a, **_k: (str(path), ""))


def said(qtbot: QtBot, room: SimpleNamespace, start: str) -> Callable[[], bool]:
    """Waits until the shell was told a sentence that starts so."""
    qtbot.waitUntil(lambda: any(words.startswith(start) for words in room.shell.told), timeout=9000)
    return lambda: True


def test_a_chosen_desk_opens_in_a_window_of_its_own(
    room: SimpleNamespace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, qtbot: QtBot
) -> None:
    make_desk(tmp_path / "beside").close()
    other = tmp_path / "beside" / "test.desk"
    answer_with(monkeypatch, "getOpenFileName", other)
    room.does.open_desk()
    qtbot.waitUntil(lambda: bool(room.started), timeout=9000)
    assert room.started == [other]


def test_cancel_opens_and_writes_nothing(
    room: SimpleNamespace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for ask in ("getOpenFileName", "getSaveFileName"):
        answer_with(monkeypatch, ask, "")
    before = sorted(tmp_path.rglob("*.json"))
    room.does.open_desk()
    room.does.new_desk()
    room.does.export()
    assert (room.started, sorted(tmp_path.rglob("*.json"))) == ([], before)


def test_a_new_desk_is_made_with_the_usual_process_and_opened(
    room: SimpleNamespace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, qtbot: QtBot
) -> None:
    answer_with(monkeypatch, "getSaveFileName", tmp_path / "fresh")
    room.does.new_desk()
    qtbot.waitUntil(lambda: bool(room.started), timeout=9000)
    made = Desk(tmp_path / "fresh.desk", room.desk.clock, threaded=False)
    names = made.raw.execute("SELECT name FROM process_version").fetchall()
    made.close()
    assert len(names) == 1


def test_export_writes_everything_and_says_so(
    room: SimpleNamespace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, qtbot: QtBot
) -> None:
    target = tmp_path / "all.json"
    answer_with(monkeypatch, "getSaveFileName", target)
    room.does.export()
    said(qtbot, room, "Exported")
    assert "Night trains" in json.dumps(json.loads(target.read_text(encoding="utf-8")))


def test_a_backup_on_request_is_a_whole_desk(room: SimpleNamespace, qtbot: QtBot) -> None:
    from salesdesk.store.backup_folder import folder_of, kept

    room.does.back_up()
    said(qtbot, room, "Backed up to")
    assert [each.reason for each in kept(folder_of(room.desk.path))] == ["by-hand"]


def test_a_desk_opened_lately_opens_again_and_one_that_is_gone_is_told(
    room: SimpleNamespace, tmp_path: Path, qtbot: QtBot
) -> None:
    other = make_desk(tmp_path / "other")
    other.close()
    kept = (str(room.desk.path), str(other.path), str(tmp_path / "gone.desk"))
    room.context.settings.now = Settings(recent_desks=kept)

    def choose() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, RecentDialog)
        assert [dialog.list.item(n).text() for n in range(dialog.list.count())] == [
            f"{other.path.stem}, in {other.path.parent}"
        ]
        said = [label.text() for label in dialog.findChildren(PlainLabel)]
        assert any(words.startswith("1 other desk is not where it was") for words in said)
        qtbot.keyClick(dialog.list, Qt.Key.Key_Return)

    _when_modal(choose)
    room.does.open_recent()
    qtbot.waitUntil(lambda: room.started == [other.path], timeout=9000)


def test_without_another_desk_it_says_so(room: SimpleNamespace, qtbot: QtBot) -> None:
    room.context.settings.now = Settings(recent_desks=(str(room.desk.path),))
    room.does.open_recent()
    assert said(qtbot, room, "No other desk was opened lately")()


def _when_modal(act: Callable[[], None]) -> None:
    """Acts once a dialog is open."""
    timer = QTimer(QApplication.instance(), interval=10)

    def look() -> None:
        if QApplication.activeModalWidget() is not None:
            timer.stop()
            act()

    timer.timeout.connect(look)
    timer.start()
