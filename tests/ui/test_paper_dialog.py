"""Papers on the screen: pages, zoom, paper size, names of files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from salesdesk.domain.errors import KnownError
from salesdesk.ui import theme
from salesdesk.ui.paper_dialog import PaperDialog, make
from salesdesk.ui.paper_jobs import file_name
from salesdesk.ui.paper_view import PaperView, ZoomButton
from salesdesk.usecases.desk import Desk
from tests.desks import shipped_desk  # noqa: F401
from tests.ui.checks import assert_named
from tests.ui.handoff.handoffs import Scene, make_scene


@pytest.fixture
def scene(shipped_desk: Desk, qtbot: QtBot) -> Iterator[Scene]:  # noqa: F811
    made = make_scene(shipped_desk, qtbot)
    yield made
    made.bridge.close()
    made.settle()


@pytest.fixture
def dialog(scene: Scene, qtbot: QtBot) -> PaperDialog:
    made = make(scene.context, f"handoff/{scene.deal_id}")
    qtbot.addWidget(made)
    made.show()
    scene.wait(lambda: made.view.page_count)
    return made


def test_the_paper_is_shown_with_its_pages(dialog: PaperDialog) -> None:
    assert "No missed slots in Lyon" in dialog.view.text()
    assert dialog._footnote.text() == f"{dialog.view.page_count} pages"
    assert_named(dialog)


def test_another_paper_size_is_kept_and_laid_out_anew(dialog: PaperDialog, scene: Scene) -> None:
    dialog.sheets.picked.emit("Letter")
    scene.wait(lambda: round(dialog.view._sheet.width) == 816)
    assert scene.context.settings.now.paper == "Letter"


def test_a_change_of_the_deal_shows_at_once(dialog: PaperDialog, scene: Scene) -> None:
    from salesdesk.usecases.handoff import WriteItem

    scene.bridge.submit(WriteItem(scene.deal_id, "people-our-team", "Maria takes over"))
    scene.wait(lambda: "Maria takes over" in dialog.view.text())


def test_an_unknown_paper_is_refused_in_a_sentence(scene: Scene) -> None:
    with pytest.raises(KnownError, match="no paper"):
        make(scene.context, f"nothing/{scene.deal_id}")


def test_zoom_by_keys_wheel_and_menu(dialog: PaperDialog, qtbot: QtBot) -> None:
    view = dialog.view
    assert view.zoom == 0
    view.set_zoom(1.0)
    qtbot.keyClick(view, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert view.zoom == 1.25
    qtbot.keyClick(view, Qt.Key.Key_Minus, Qt.KeyboardModifier.ControlModifier)
    assert view.zoom == 1.0
    qtbot.keyClick(view, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert view.zoom == 0
    button = dialog.findChild(ZoomButton)
    assert button is not None
    next(a for a in button.menu().actions() if a.objectName() == "paper_zoom_150").trigger()
    assert view.zoom == 1.5
    assert view.verticalScrollBar().maximum() > view.viewport().height()


def test_the_page_stays_white_on_a_dark_screen(few_widgets: None, dialog: PaperDialog) -> None:
    look = theme.current()
    look.set_look("dark")
    try:
        view: PaperView = dialog.view
        box = view._page_box(1).toRect()
        picture = view.viewport().grab(QRect(0, 0, view.viewport().width(), box.top() + 40))
        image = picture.toImage()
        ratio = image.devicePixelRatio()
        at = image.pixelColor(round((box.left() + 6) * ratio), round((box.top() + 6) * ratio))
        assert at == QColor("white")
    finally:
        look.set_look("light")


def test_the_folder_of_the_last_file_is_proposed(
    dialog: PaperDialog, scene: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def choose(_parent: Any, _title: str, proposed: str, _filter: str) -> tuple[str, str]:
        asked.append(proposed)
        return str(tmp_path / "kept"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    for _ in range(2):
        dialog.jobs.save("handoff", scene.deal_id, "pdf", "Fleet: 1/2")
        scene.wait((tmp_path / "kept.pdf").exists)
    assert Path(asked[1]) == tmp_path / "Handoff notes Fleet 1 2.pdf"


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("A/B: c?", "A B c"),
        ("  dots... ", "dots"),
        ("", "Paper"),
        ("x" * 200, "x" * 80),
        ("😀" * 80, "😀" * 50),
    ],
)
def test_names_of_files_are_taken_by_any_system(words: str, name: str) -> None:
    assert file_name(words) == name
