"""The Process page: what it shows of each stage, the gate policy, the map, another pipeline."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QLabel, QWidget
from pytestqt.qtbot import QtBot

from salesdesk.support.settings import Settings
from salesdesk.ui.actions import ActionBook
from salesdesk.ui.board.pipeline_dialog import make as make_pipeline_dialog
from salesdesk.ui.bridge import Bridge
from salesdesk.ui.context import Context
from salesdesk.ui.live_settings import LiveSettings
from salesdesk.ui.process.page import ProcessPage, make_page
from salesdesk.usecases.desk import Desk
from salesdesk.usecases.process_view import pipeline_views
from tests.desks import shipped_desk  # noqa: F401
from tests.ui.checks import assert_named
from tests.ui.handoff.handoffs import HandoffShell, Scene


@pytest.fixture
def scene(shipped_desk: Desk, qtbot: QtBot) -> Iterator[Scene]:  # noqa: F811
    window = QWidget()
    qtbot.addWidget(window)
    bridge, shell = Bridge(shipped_desk), HandoffShell(window)
    context = Context(
        bridge, shipped_desk.clock, LiveSettings(Settings()), ActionBook((), window), shell
    )  # type: ignore[arg-type]
    made = Scene(shipped_desk, context, bridge, shell, "", "")
    yield made
    bridge.close()
    made.settle()


@pytest.fixture
def page(scene: Scene, qtbot: QtBot) -> ProcessPage:
    made = make_page(scene.context)
    qtbot.addWidget(made)
    made.resize(1100, 700)
    made.show()
    made.page_shown()
    return made


def words(page: ProcessPage) -> str:
    """All that stands on the stage's page."""
    shown = page.stage._shown
    assert shown is not None
    return "\n".join(label.text() for label in shown.findChildren(QLabel))


def test_every_stage_shows_all_of_itself(page: ProcessPage, scene: Scene) -> None:
    process = pipeline_views(scene.desk)[0].process
    for stage in process.stages:
        page.stages.pick(stage.key)
        scene.settle()
        said = words(page)
        lists = (stage.buyer_does, stage.helps_buyer, stage.activities, stage.tasks)
        keyed = (*stage.criteria, *stage.signals)
        texts = [stage.goal, stage.good, *(t for each in lists for t in each)]
        for text in [*texts, *(each.text for each in keyed)]:
            assert text in said
        for key in stage.objections:
            play = process.play(key)
            assert play is not None
            assert play.short in said


def test_it_begins_with_the_first_stage_of_the_board(page: ProcessPage) -> None:
    assert page.stages.buttons["qualification"].isChecked()


def test_the_arrow_keys_walk_through_the_stages(page: ProcessPage, qtbot: QtBot) -> None:
    button = page.stages.buttons["qualification"]
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Down)
    assert page.stages.buttons["discovery"].isChecked()
    assert "Discovery" in words(page)
    qtbot.keyClick(page.stages.buttons["discovery"], Qt.Key.Key_Home)
    assert page.stages.buttons["readiness"].isChecked()


def test_the_gate_policy_is_kept_and_undone(page: ProcessPage, scene: Scene) -> None:
    assert page.policy.value() == "reason"
    page.policy.picked.emit("block")
    scene.settle()
    assert pipeline_views(scene.desk)[0].gate_policy == "block"
    assert page.policy.value() == "block"
    assert scene.shell.told == ["An unmet gate now blocks the move"]
    scene.bridge.undo()
    scene.settle()
    assert page.policy.value() == "reason"


def test_the_map_is_printed_and_a_pipeline_added_through_the_shell(
    page: ProcessPage, scene: Scene
) -> None:
    page.print_button.click()
    page.add_pipeline()
    pipeline_id = pipeline_views(scene.desk)[0].id
    assert scene.shell.opened == [("paper", f"process/{pipeline_id}"), ("pipeline", "")]


def test_an_added_pipeline_can_be_chosen(page: ProcessPage, scene: Scene) -> None:
    assert page.pipeline.isHidden()
    dialog = make_pipeline_dialog(scene.context, "")
    dialog.name.setText("Renewals")
    dialog.process.set_value("seven-step")
    dialog.accept()
    scene.settle()
    dialog.deleteLater()
    assert not page.pipeline.isHidden()
    first, second = pipeline_views(scene.desk)
    page.open_item(second.id)
    assert page._title.text() == second.process.name != first.process.name
    assert list(page.stages.buttons) == [stage.key for stage in second.process.stages]


def test_everything_has_a_name(page: ProcessPage) -> None:
    assert_named(page)


@pytest.mark.parametrize("width", [900, 1100, 1700])
def test_no_line_of_a_stage_is_cut_at_any_width(
    page: ProcessPage, scene: Scene, width: int
) -> None:
    page.resize(width, 900)
    scene.settle()
    assert page.stage._sides is not None
    is_beside = page.stage._sides.direction() is QBoxLayout.Direction.LeftToRight
    assert is_beside == (width == 1700), "the two halves stand side by side where there is room"
    wrapped = [label for label in page.stage.findChildren(QLabel) if label.wordWrap()]
    assert wrapped
    cut = [
        label.text() for label in wrapped if label.heightForWidth(label.width()) > label.height()
    ]
    assert cut == []
