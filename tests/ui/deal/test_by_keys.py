"""What a deal's page does by keyboard: moves, renames and removals, and where the keyboard goes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from salesdesk.ui.deal.step_dialog import set_step
from salesdesk.ui.widgets import LineEdit, TagEdit
from salesdesk.usecases.custom_fields import AddCustomField
from salesdesk.usecases.line_items import AddLineItem
from salesdesk.usecases.tags import TagDeals
from tests.ui.deal.pages import Deal
from tests.ui.live import with_dialog

ALT = Qt.KeyboardModifier.AltModifier


def answer(words: str) -> Callable[[Any], None]:
    """Gives a dialog that asks for a name this one, and Enter."""

    def act(dialog: Any) -> None:
        dialog.field.setText(words)
        dialog.accept()

    return act


def focused() -> str:
    found = QApplication.focusWidget()
    return found.objectName() if found is not None else ""


def test_a_next_step_that_was_set_closes_its_dialog_and_is_set_once(deal: Deal) -> None:
    def act(dialog: Any) -> None:
        dialog.form.what.setText("Demo in Lyon")
        dialog.form.day.line.setText("2026-11-26")
        dialog.form.day.line.editingFinished.emit()
        dialog.accept()
        dialog.accept()
        deal.settle()
        assert not dialog.isVisible()

    with_dialog(act, lambda: set_step(deal.page.room))
    assert [(step.what, step.due_on) for step in deal.view.next_steps] == [
        ("Demo in Lyon", "2026-11-26")
    ]


def test_alt_with_an_arrow_moves_a_line_item(deal: Deal) -> None:
    for name in ("Licence", "Training", "Support"):
        deal.bridge.submit(AddLineItem(deal.deal_id, name))
    deal.settle()
    deal.show("overview")
    items = deal.view.items

    def names() -> list[str]:
        return [item.name for item in deal.view.items]

    first = f"item_name_{items[0].id}"
    deal.press(deal.find(LineEdit, first), Qt.Key.Key_Down, ALT)
    assert names() == ["Training", "Licence", "Support"]
    deal.press(deal.find(LineEdit, first), Qt.Key.Key_Down, ALT)
    assert names() == ["Training", "Support", "Licence"]
    deal.press(deal.find(LineEdit, first), Qt.Key.Key_Down, ALT)
    assert names() == ["Training", "Support", "Licence"]
    deal.press(deal.find(LineEdit, first), Qt.Key.Key_Up, ALT)
    assert names() == ["Training", "Licence", "Support"]
    assert deal.shell.undoable[-1] == "Move Licence"


def test_a_field_of_the_reps_own_is_renamed_and_put_into_the_bin(deal: Deal) -> None:
    deal.bridge.submit(AddCustomField("deal", "Region"))
    deal.settle()
    deal.show("overview")
    field_id = deal.view.custom[0].field_id

    def choose(place: int) -> Callable[[], None]:
        menu = deal.page.findChildren(QMenu, f"custom_menu_{field_id}")[-1]
        return menu.actions()[place].trigger

    with_dialog(answer("Area"), choose(0))
    assert [each.name for each in deal.view.custom] == ["Area"]
    choose(1)()
    deal.settle()
    assert deal.view.custom == ()
    assert deal.shell.undoable[-1] == "Put field Area into the bin"
    deal.desk.undo()
    assert [each.name for each in deal.view.custom] == ["Area"]


def test_f2_renames_a_tag_on_all_deals(deal: Deal) -> None:
    deal.bridge.submit(TagDeals((deal.deal_id,), "big"))
    deal.settle()
    tag = deal.find(QWidget, "deal_tags_1")
    with_dialog(answer("large"), lambda: deal.press(tag, Qt.Key.Key_F2))
    assert deal.view.tags == ("large",)
    tags = deal.find(TagEdit, "deal_tags")
    assert tags.value() == ("large",)
    shown = deal.find(QWidget, "deal_tags_1")
    assert [action.text() for action in shown.actions()] == ["Rename the tag…", "Take it off"]


def test_another_panel_brings_its_own_place_for_the_keyboard(deal: Deal) -> None:
    deal.page.activateWindow()
    controller = deal.page.controller
    controller.show_qualify()
    deal.settle()
    assert focused() == "deal_tabs"
    deal.page.panel("qualify").head.plan.setFocus()  # type: ignore[attr-defined]
    controller.show_discover()
    deal.settle()
    assert focused() == "capture"


def test_f6_walks_through_the_parts_of_the_page_and_back(deal: Deal) -> None:
    deal.page.activateWindow()
    deal.page.tabs.setFocus()
    seen = []
    for _step in range(4):
        deal.page.controller.next_part()
        where = QApplication.focusWidget()
        assert where is not None
        parts = {"rail": deal.page.rail, "header": deal.page.header, "side": deal.page.side}
        seen.append(next((key for key, part in parts.items() if part.isAncestorOf(where)), "tabs"))
    assert seen == ["rail", "header", "side", "tabs"]
    deal.page.controller.previous_part()
    assert deal.page.side.isAncestorOf(QApplication.focusWidget())
