"""What is handed to the operating system, and what is not."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from salesdesk.ui import outside as module
from salesdesk.ui.outside import Outside
from salesdesk.ui.widgets import ask


class World:
    """The operating system and the user, both played."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.opened: list[QUrl] = []
        self.told: list[str] = []
        self.asked: list[str] = []
        self.answer = True
        self.has_program = True
        for place in (module, ask):
            monkeypatch.setattr(place, "confirm", self._confirm)
            monkeypatch.setattr(place, "tell_error", self._tell)

    def open(self, url: QUrl) -> bool:
        self.opened.append(url)
        return self.has_program

    def _confirm(self, _parent: Any, _title: str, words: str, _verb: str, **_more: Any) -> bool:
        self.asked.append(words)
        return self.answer

    def _tell(self, _parent: Any, words: str, **_more: Any) -> None:
        self.told.append(words)


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    return World(monkeypatch)


@pytest.fixture
def outside(world: World, qtbot: QtBot) -> Iterator[Outside]:
    window = QWidget()
    qtbot.addWidget(window)
    made = Outside(window, world.open)
    yield made
    made.clear()


@pytest.mark.parametrize(
    "address", ["https://acme.example/x?y=1", "mailto:ada@acme.example", "tel:+331234"]
)
def test_a_link_is_shown_before_it_opens(outside: Outside, world: World, address: str) -> None:
    assert outside.open_link(address)
    assert [url.toString() for url in world.opened] == [address]
    assert address in world.asked[0]
    world.answer = False
    assert not outside.open_link(address)
    assert len(world.opened) == 1


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "smb://host/x", "file:///etc/passwd", "//host/share", "vscode:x", ""],
)
def test_other_links_are_refused(outside: Outside, world: World, address: str) -> None:
    assert not outside.open_link(address)
    assert world.opened == []
    assert len(world.told) == 1


def test_a_file_opens_as_a_private_copy_to_read(outside: Outside, world: World) -> None:
    assert outside.open_file("../../Offer.pdf", b"%PDF-1.7")
    copy = Path(world.opened[0].toLocalFile())
    assert copy.name == "Offer.pdf"
    assert copy.read_bytes() == b"%PDF-1.7"
    assert stat.S_IMODE(copy.stat().st_mode) == 0o400
    assert stat.S_IMODE(copy.parent.stat().st_mode) == 0o700
    outside.clear()
    assert not copy.parent.parent.exists()


def test_two_files_of_one_name_do_not_meet(outside: Outside, world: World) -> None:
    assert outside.open_file("a.txt", b"one")
    assert outside.open_file("a.txt", b"two")
    assert [Path(url.toLocalFile()).read_bytes() for url in world.opened] == [b"one", b"two"]


@pytest.mark.parametrize(("name", "content"), [("a.exe", b"MZ"), ("Offer.pdf", b"MZ"), ("x", b"")])
def test_a_program_is_never_opened_only_saved(
    outside: Outside, world: World, name: str, content: bytes, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    target = tmp_path / "kept.bin"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(target), ""))
    assert not outside.open_file(name, content)
    assert world.opened == []
    assert "never opens" in world.asked[0]
    assert target.read_bytes() == content
    assert stat.S_IMODE(target.stat().st_mode) == 0o600


def test_no_program_for_a_file_is_told(outside: Outside, world: World) -> None:
    world.has_program = False
    assert not outside.open_file("a.pdf", b"%PDF")
    assert "kept in the desk" in world.told[0]


def test_saving_where_nothing_can_be_written_is_told_and_keeps_the_old_file(
    outside: Outside, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "gone" / "a.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(target), ""))
    assert outside.save_file("a.pdf", b"x") is None
    assert "choose another folder" in world.told[0]
