"""The register of dialogs: rows that load, requests of pages, one dialog for one thing."""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from salesdesk.ui.shell.dialogs import DIALOGS, DialogRow, OpenDialogs, answer_requests


class Controller(QObject):
    """Asks for what a deal page asks for."""

    handoff_requested = Signal(str)
    print_requested = Signal(str, str)


class Shell:
    """Remembers what was to be opened."""

    def __init__(self) -> None:
        self.opened: list[tuple[str, str]] = []

    def open(self, dialog: str, item: str = "") -> None:
        self.opened.append((dialog, item))


@dataclass(frozen=True)
class PaperRow:
    """A row whose factory stands here."""

    key: str
    made: list[QDialog]
    parent: QWidget

    def load(self) -> Any:
        def make(_context: Any, item: str) -> QDialog | None:
            if not item:
                return None
            self.made.append(QDialog(self.parent))
            return self.made[-1]

        return make


@pytest.mark.parametrize("row", DIALOGS, ids=lambda row: row.key)
def test_every_row_loads(row: DialogRow) -> None:
    assert callable(row.load())


def test_a_page_opens_dialogs_of_other_screens_by_its_signals(qtbot: QtBot) -> None:
    shell, page = Shell(), QWidget()
    qtbot.addWidget(page)
    page.controller = Controller(page)  # type: ignore[attr-defined]
    answer_requests(page, shell)  # type: ignore[arg-type]
    page.controller.handoff_requested.emit("a")  # type: ignore[attr-defined]
    page.controller.print_requested.emit("summary", "b")  # type: ignore[attr-defined]
    assert shell.opened == [("handoff", "a"), ("paper", "summary/b")]


def test_a_page_without_requests_is_left_alone() -> None:
    answer_requests(SimpleNamespace(), Shell())  # type: ignore[arg-type]


def test_one_dialog_for_one_thing_until_it_is_closed(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    made: list[QDialog] = []
    dialogs = OpenDialogs(None, [PaperRow("paper", made, window)])  # type: ignore[arg-type, list-item]
    dialogs.open("paper", "a")
    dialogs.open("paper", "a")
    assert len(made) == 1
    dialogs.open("paper", "b")
    assert len(made) == 2
    made[0].reject()
    QApplication.processEvents()
    assert list(dialogs.shown) == [("paper", "b")]
    dialogs.open("paper", "a")
    assert len(made) == 3
    for each in list(dialogs.shown.values()):
        each.reject()


def test_a_factory_may_change_its_mind_and_an_unknown_key_is_a_fault(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    dialogs = OpenDialogs(None, [PaperRow("paper", [], window)])  # type: ignore[arg-type, list-item]
    dialogs.open("paper", "")
    assert dialogs.shown == {}
    with pytest.raises(KeyError):
        dialogs.open("nothing")
