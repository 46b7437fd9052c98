"""The stakeholder map: a picture that the keyboard and assistive tools can use as well."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from salesdesk.domain.people_map import BOX_WIDTH
from salesdesk.ui.deal.people_map.box import look_of
from salesdesk.ui.deal.people_map.canvas import STEP, ZOOMS
from salesdesk.ui.deal.people_map.dialog import MapDialog
from salesdesk.usecases.people_map import SetReportsTo, people_map
from tests import desks
from tests.ui.checks import assert_named
from tests.ui.deal.pages import Deal

CTRL = Qt.KeyboardModifier.ControlModifier
Map = tuple[Deal, MapDialog, str]


@pytest.fixture
def opened(deal: Deal, qtbot: QtBot) -> Map:
    """The map of Ines and Paul; Paul's id."""
    paul = desks.add_person(
        deal.desk, deal.deal_id, "Paul Meyer", role="economic_buyer", influence="high",
        stance="sceptic",
    )  # fmt: skip
    return deal, show(deal, qtbot), paul


def show(deal: Deal, qtbot: QtBot) -> MapDialog:
    dialog = MapDialog(deal.page.room, deal.page)
    qtbot.addWidget(dialog)
    dialog.show()
    deal.settle()
    return dialog


def press(deal: Deal, dialog: MapDialog, person: str, key: Qt.Key, held: Any = None) -> None:
    QTest.keyClick(dialog.canvas.boxes[person], key, held or Qt.KeyboardModifier.NoModifier)
    deal.settle()


def test_a_box_says_everything_in_words(opened: Map) -> None:
    _deal, dialog, paul = opened
    said = dialog.canvas.boxes[paul].accessibleName()
    assert said == "Paul Meyer, Economic buyer, High influence, Sceptic, reports to nobody here"
    assert_named(dialog)


def test_each_stance_has_its_own_shape_or_stroke_beside_its_colour(opened: Map) -> None:
    stances = ("supporter", "neutral", "sceptic", "blocker", "unknown")
    looks = [look_of(stance) for stance in stances]
    assert len({(look.shape, look.stroke) for look in looks}) == len(stances)
    assert len({look.line.name() for look in looks}) == len(stances)


def test_the_arrows_choose_and_ctrl_with_an_arrow_moves_in_one_undoable_step(opened: Map) -> None:
    deal, dialog, paul = opened
    ines = deal.person_id
    assert dialog.canvas.boxes[ines].hasFocus() or dialog._chosen == ines
    press(deal, dialog, ines, Qt.Key.Key_Right)
    assert dialog._chosen == paul
    before = people_map(deal.desk, deal.deal_id)[1].spot
    press(deal, dialog, paul, Qt.Key.Key_Down, CTRL)
    moved = people_map(deal.desk, deal.deal_id)[1]
    assert moved.spot == (before.x, before.y + STEP)
    assert dialog.canvas.boxes[paul].person.spot == moved.spot
    deal.bridge.undo()
    deal.settle()
    assert people_map(deal.desk, deal.deal_id)[1].spot == before
    assert dialog.canvas.boxes[paul].person.spot == before


def test_dragging_puts_a_box_where_it_was_dropped(opened: Map) -> None:
    deal, dialog, paul = opened
    box = dialog.canvas.boxes[paul]
    grip, by = QPoint(20, 20), QPoint(60, 40)
    QTest.mousePress(box, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, grip)
    was, middle = box.pos(), box.shift
    QTest.mouseMove(box, grip + by)
    deal.settle()
    QTest.mouseRelease(box, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, grip)
    deal.settle()
    spot = people_map(deal.desk, deal.deal_id)[1].spot
    scale = dialog.canvas.scale
    assert abs(spot.x - (was.x() - middle + 60) / scale) <= 1
    assert box.pos() == was + by  # what is dropped stays where the hand left it
    assert abs(spot.y - (was.y() + 40) / scale) <= 1


def test_the_picture_stands_in_the_middle_of_the_window(opened: Map) -> None:
    _deal, dialog, _paul = opened
    dialog.resize(1000, 600)
    boxes = dialog.canvas.boxes.values()
    left = min(box.x() for box in boxes)
    right = dialog.canvas.width() - max(box.geometry().right() for box in boxes)
    assert left > 60
    assert abs(left - right) <= 2


def test_r_asks_for_the_superior_and_a_circle_is_refused(opened: Map) -> None:
    deal, dialog, paul = opened
    press(deal, dialog, paul, Qt.Key.Key_R)
    dialog.boss.hidePopup()
    dialog.boss.picked.emit(deal.person_id)
    deal.settle()
    assert people_map(deal.desk, deal.deal_id)[1].reports_to_id == deal.person_id
    dialog._on_canvas_chosen(deal.person_id)
    dialog.boss.picked.emit(paul)
    deal.settle()
    assert "Ines Duarte would report to themselves" in dialog._footnote.text()
    assert people_map(deal.desk, deal.deal_id)[0].reports_to_id is None


def test_arranging_again_forgets_what_was_moved_by_hand(opened: Map) -> None:
    deal, dialog, paul = opened
    before = people_map(deal.desk, deal.deal_id)
    press(deal, dialog, paul, Qt.Key.Key_Down, CTRL)
    assert people_map(deal.desk, deal.deal_id) != before
    button: Any = dialog.findChild(QWidget, "map_arrange")
    button.click()
    deal.settle()
    assert people_map(deal.desk, deal.deal_id) == before


def test_fifty_people_can_be_read_scrolled_and_zoomed(deal: Deal, qtbot: QtBot) -> None:
    ids = [desks.add_person(deal.desk, deal.deal_id, f"Person {n}") for n in range(49)]
    for person in ids[:40]:
        deal.desk.run(SetReportsTo(deal.deal_id, person, deal.person_id))
    dialog = show(deal, qtbot)
    dialog.resize(900, 600)
    deal.settle()
    assert len(dialog.canvas.boxes) == 50
    dialog.canvas.set_zoom(1)
    assert dialog.canvas.boxes[ids[0]].width() == round(BOX_WIDTH * dialog.canvas.scale)
    last = dialog.canvas.boxes[ids[-1]]
    dialog.choose(ids[-1])
    deal.settle()
    dialog.view.show_box(ids[-1])
    seen = last.mapTo(dialog.view.viewport(), QPoint(0, 0))
    assert dialog.view.viewport().rect().contains(seen)
    dialog.step_zoom(-1)
    assert dialog.canvas.zoom == ZOOMS[ZOOMS.index(1.0) - 1]


def test_an_empty_map_says_where_people_come_from(deal: Deal, qtbot: QtBot) -> None:
    from salesdesk.usecases.people import RemoveFromDeal

    deal.desk.run(RemoveFromDeal(deal.deal_id, deal.person_id))
    dialog = show(deal, qtbot)
    assert dialog.none.isVisible()
    assert dialog.view.isHidden()


def test_overview_leads_to_the_map(deal: Deal, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[Any] = []
    monkeypatch.setattr("salesdesk.ui.deal.people_map.dialog.show_map", shown.append)
    deal.show("overview").part("people")
    deal.settle()
    deal.click("people_map")
    deal.page.controller.show_map()
    assert shown == [deal.page.room, deal.page.room]
